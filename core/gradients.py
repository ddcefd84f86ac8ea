"""A gradient travels back through the layers, and each layer makes it smaller or larger.

On its way from one layer to the one before, the gradient is multiplied by the weights and by the
slope σ′ of the activation. Through many layers the factors multiply: much below 1, the first
layers hardly learn (the gradient vanishes); much above, training breaks (it explodes). Here the
factors are measured on random networks, not quoted.

References
----------
Hochreiter 1991; Glorot and Bengio 2010; He et al. 2015.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.activations import Array, activation_named
from core.checks import Seed, generator, whole_number
from core.network import Network

MAX_DEPTH = 200  # a typo in a link must not keep the server busy


@dataclass(frozen=True, eq=False)
class GradientNorms:
    """How large gradients and signals are, layer by layer, in several random networks.

    Sizes are root mean squares: typical of one number, whatever the width.

    Attributes
    ----------
    activation, scheme : str
        Of every layer.
    gradient : ndarray, shape (n_seeds, depth + 1)
        Size of the gradient at the inputs of layer 1, 2, … and, last, at the outputs of the last
        layer, where it starts at 1. So ``gradient[:, 0]`` is what is left after all layers.
    weight_gradient : ndarray, shape (n_seeds, depth)
        Size of the gradient with respect to the weights of layer 1, 2, …
    output : ndarray, shape (n_seeds, depth + 1)
        Size of the signal on its way forward: of the inputs, then of each layer's outputs.
    """

    activation: str
    scheme: str
    gradient: Array
    weight_gradient: Array
    output: Array


@np.errstate(over="ignore", under="ignore", invalid="ignore")
def gradient_norms(
    activation: str,
    scheme: str,
    depth: int,
    *,
    width: int = 32,
    n_samples: int = 32,
    n_seeds: int = 5,
    seed: Seed = 0,
) -> GradientNorms:
    """Send random inputs forward and a random gradient of size 1 back.

    Parameters
    ----------
    activation : str
        Key of `core.activations.ACTIVATIONS`.
    scheme : {"uniform", "xavier", "he", "lecun"}
        How the weights are drawn, see `core.network.Network.random`; biases are 0.
    depth : int
        Number of layers.
    width : int
        Units of each layer, and number of inputs.
    n_samples : int
        Inputs for each network, drawn from a standard normal distribution.
    n_seeds : int
        Number of networks, all computed at once.
    seed : numpy.random.Generator, int or None

    Raises
    ------
    ValueError
        If a name is unknown, or a number is not a whole number of at least 1; `depth` may be at
        most `MAX_DEPTH`.
    """
    depth = whole_number("depth", depth, minimum=1, maximum=MAX_DEPTH)
    network = _RandomNetworks(activation, scheme, depth, width, n_samples, n_seeds, seed)
    gradient = network.start
    sizes, weight_sizes = [_size(gradient)], []
    for layer in reversed(range(depth)):
        delta = gradient * network.slopes[layer]
        inputs = np.swapaxes(network.outputs[layer], -1, -2)
        weight_sizes.append(_size(inputs @ delta / n_samples))
        gradient = delta @ np.swapaxes(network.weights[layer], -1, -2)
        sizes.append(_size(gradient))
    return GradientNorms(
        activation,
        scheme,
        np.stack(sizes[::-1], axis=1),
        np.stack(weight_sizes[::-1], axis=1),
        np.stack([_size(a) for a in network.outputs], axis=1),
    )


@np.errstate(over="ignore", under="ignore", invalid="ignore")
def gradient_by_depth(
    activation: str,
    scheme: str,
    max_depth: int = 50,
    *,
    width: int = 32,
    n_samples: int = 32,
    n_seeds: int = 5,
    seed: Seed = 0,
) -> Array:
    """Measure what is left of the gradient after 1, 2, … layers.

    Parameters
    ----------
    activation, scheme, width, n_samples, n_seeds : see `gradient_norms`
    max_depth : int
        The deepest network measured.
    seed : numpy.random.Generator, int or None

    Returns
    -------
    ndarray, shape (n_seeds, max_depth)
        Column d − 1 holds, for networks of d layers, the size of the gradient at the inputs
        when it started with size 1.

    Raises
    ------
    ValueError
        As in `gradient_norms`.
    """
    max_depth = whole_number("max_depth", max_depth, minimum=1, maximum=MAX_DEPTH)
    network = _RandomNetworks(activation, scheme, max_depth, width, n_samples, n_seeds, seed)
    # A network of d layers is the first d layers of the deepest one. On the way back, the
    # gradient of each depth starts at its own last layer; from there all go back together.
    gradients = np.repeat(network.start[np.newaxis], max_depth, axis=0)
    for layer in reversed(range(max_depth)):
        W = np.swapaxes(network.weights[layer], -1, -2)
        gradients[layer:] = (gradients[layer:] * network.slopes[layer]) @ W
    return _size(gradients).T


class _RandomNetworks:
    """Random networks of one shape, side by side, after their forward pass.

    `weights[l]` has shape (n_seeds, width, width); `outputs[l]`, `slopes[l]` (σ′ at the
    preactivations) and `start` (the gradient after the last layer) have shape
    (n_seeds, n_samples, width).
    """

    def __init__(
        self,
        activation: str,
        scheme: str,
        depth: int,
        width: int,
        n_samples: int,
        n_seeds: int,
        seed: Seed,
    ) -> None:
        sigma = activation_named(activation)
        width = whole_number("width", width, minimum=1)
        n_samples = whole_number("n_samples", n_samples, minimum=1)
        n_seeds = whole_number("n_seeds", n_seeds, minimum=1)
        rng = generator(seed)
        networks = [
            Network.random([width] * (depth + 1), activation, rng, scheme=scheme)
            for _ in range(n_seeds)
        ]
        self.weights = [
            np.stack([layer.weights for layer in layers])
            for layers in zip(*(network.layers for network in networks), strict=True)
        ]
        start = rng.standard_normal((n_seeds, n_samples, width))
        self.start = start / _size(start)[:, np.newaxis, np.newaxis]
        self.outputs = [rng.standard_normal((n_seeds, n_samples, width))]
        self.slopes: list[Array] = []
        for W in self.weights:
            z = self.outputs[-1] @ W
            self.outputs.append(sigma.value(z))
            self.slopes.append(sigma.derivative(z))


def _size(values: Array) -> Array:
    """Root mean square over the last two axes; infinite where a number overflowed."""
    largest = np.abs(values).max(axis=(-2, -1))
    scale = np.where((largest > 0) & np.isfinite(largest), largest, 1.0)
    relative = values / scale[..., np.newaxis, np.newaxis]
    size = scale * np.sqrt(np.square(relative).mean(axis=(-2, -1)))
    return np.where(np.isfinite(size), size, np.inf)
