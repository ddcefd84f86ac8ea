"""A network is a stack of layers: what one layer puts out, the next one reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from core.activations import Array
from core.checks import Seed, float_array, generator, instance, known_name, number, whole_number
from core.layer import Layer

SCHEMES = ("uniform", "xavier", "he", "lecun")


@dataclass(frozen=True, eq=False)
class Forward:
    """Everything a network computed on the way from its inputs to its output.

    Attributes
    ----------
    inputs : ndarray, shape (n_samples, n_inputs)
        What went in.
    preactivations, outputs : tuple of ndarray, each of shape (n_samples, n_units of that layer)
        Z and A = σ(Z) of each layer, first layer first.
    """

    inputs: Array
    preactivations: tuple[Array, ...]
    outputs: tuple[Array, ...]

    @property
    def output(self) -> Array:
        """Output of the last layer, shape (n_samples, n_outputs)."""
        return self.outputs[-1]


class Network:
    """A stack of layers.

    Parameters
    ----------
    layers : sequence of Layer
        First layer first; each must read as many inputs as the one before has units.

    Raises
    ------
    ValueError
        If there is no layer, or two neighbours do not fit.
    """

    def __init__(self, layers: Sequence[Layer]) -> None:
        self.layers: tuple[Layer, ...] = _fitting(layers)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Number of inputs, then number of units of each layer."""
        return (self.layers[0].n_inputs, *(layer.n_units for layer in self.layers))

    @classmethod
    def random(
        cls,
        sizes: Sequence[int],
        activation: str = "relu",
        rng: Seed = None,
        *,
        output_activation: str = "identity",
        scheme: str = "he",
        bias_scale: float = 0.0,
    ) -> Network:
        """Draw a network with random weights.

        Parameters
        ----------
        sizes : sequence of int
            Number of inputs, then number of units of each layer: ``[2, 8, 1]``.
        activation : str
            Activation of every layer but the last.
        rng : numpy.random.Generator, int or None
            Source of randomness, or a seed for one.
        output_activation : str
            Activation of the last layer.
        scheme : {"he", "xavier", "lecun", "uniform"}
            How widely the weights are spread: standard deviation √(2 / n_inputs),
            √(2 / (n_inputs + n_units)), √(1 / n_inputs), or evenly between -1 and 1.
        bias_scale : float
            Standard deviation of the biases; 0 leaves them 0.

        Raises
        ------
        ValueError
            If there are fewer than two sizes, a number is out of range, or a name is unknown.

        References
        ----------
        Glorot and Bengio 2010; He et al. 2015; LeCun et al. 1998.
        """
        sizes = [whole_number("sizes", size, minimum=1) for size in sizes]
        if len(sizes) < 2:
            raise ValueError(f"sizes must hold at least two numbers, got {sizes}")
        bias_scale = number("bias_scale", bias_scale, minimum=0)
        known_name("scheme", scheme, SCHEMES)
        rng = generator(rng, "rng")
        layers = []
        for i, (n_inputs, n_units) in enumerate(pairwise(sizes)):
            is_last = i == len(sizes) - 2
            layers.append(
                Layer(
                    _random_weights(n_inputs, n_units, scheme, rng),
                    bias_scale * rng.standard_normal(n_units),
                    output_activation if is_last else activation,
                )
            )
        return cls(layers)

    def forward(self, X: ArrayLike) -> Forward:
        """Send samples through every layer and keep what each one computed.

        Parameters
        ----------
        X : array_like, shape (n_samples, n_inputs)
            Inputs, one sample a row.

        Returns
        -------
        Forward
            Its numbers are infinite or NaN where they, or numbers on the way, are too large.
        """
        inputs = current = float_array("X", X)
        preactivations, outputs = [], []
        for layer in self.layers:
            z = layer.preactivation(current)
            current = layer.activation.value(z)
            preactivations.append(z)
            outputs.append(current)
        return Forward(inputs, tuple(preactivations), tuple(outputs))


def collapse(layers: Sequence[Layer]) -> Layer:
    """Multiply out a stack of affine layers into the one layer that does the same.

    (X W₁ + b₁) W₂ + b₂ = X (W₁ W₂) + (b₁ W₂ + b₂), and so on down the stack.

    Parameters
    ----------
    layers : sequence of Layer
        First layer first, each with the identity activation.

    Returns
    -------
    Layer
        The identity layer with W_eff and b_eff.

    Raises
    ------
    ValueError
        If a layer bends (its activation is not the identity), two do not fit, or a number gets
        too large.
    """
    layers = _fitting(layers)
    for position, layer in enumerate(layers, start=1):
        if layer.activation.name != "identity":
            raise ValueError(
                f"layers must all have the identity activation to collapse; layer {position} "
                f"bends with {layer.activation.name!r}"
            )
    weights, bias = layers[0].weights, layers[0].bias
    for position, layer in enumerate(layers[1:], start=2):
        with np.errstate(over="ignore", invalid="ignore"):
            weights, bias = weights @ layer.weights, bias @ layer.weights + layer.bias
        if not (np.isfinite(weights).all() and np.isfinite(bias).all()):
            raise ValueError(
                f"layers must multiply out within {weights.dtype}, got numbers too large "
                f"at layer {position}"
            )
    return Layer(weights, bias)


def _fitting(layers: Sequence[Layer]) -> tuple[Layer, ...]:
    """Check that there is a layer and that neighbours fit."""
    layers = tuple(instance("layers", layer, Layer) for layer in layers)
    if not layers:
        raise ValueError("layers must hold at least one layer, got none")
    for position, (before, after) in enumerate(pairwise(layers), start=2):
        if after.n_inputs != before.n_units:
            raise ValueError(
                f"layers must fit: layer {position} must read {before.n_units} inputs, "
                f"got {after.n_inputs}"
            )
    return layers


def _random_weights(n_inputs: int, n_units: int, scheme: str, rng: np.random.Generator) -> Array:
    if scheme == "uniform":
        return rng.uniform(-1.0, 1.0, (n_inputs, n_units))
    variance = {
        "he": 2.0 / n_inputs,
        "xavier": 2.0 / (n_inputs + n_units),
        "lecun": 1.0 / n_inputs,
    }[scheme]
    return np.sqrt(variance) * rng.standard_normal((n_inputs, n_units))
