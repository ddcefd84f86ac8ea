"""Between its corners an activation is a straight line, and straight lines composed are straight.

So around any one point a piecewise-linear network is a single affine map. To find it, send the
point forward, see which piece each unit is on, replace each activation by the slope and intercept
of that piece, and multiply the stack out.
"""

from __future__ import annotations

import numpy as np

from core.activations import Activation, Array
from core.checks import instance
from core.network import Network

BATCH = 512  # samples; quickest here among 64 … 4096, because a batch stays in the cache


def affine_maps(network: Network, X: Array) -> tuple[Array, Array, Array]:
    """Affine map of a piecewise-linear network around each sample.

    Parameters
    ----------
    network : Network
        Every activation made of straight pieces, see `check_straight`.
    X : ndarray, shape (n_samples, n_inputs)
        Exactly on a corner, the piece on the left counts.

    Returns
    -------
    weights : ndarray, shape (n_samples, n_inputs, n_outputs)
    biases : ndarray, shape (n_samples, n_outputs)
        Around sample i the output is ``x @ weights[i] + biases[i]``.
    patterns : ndarray of int8, shape (n_samples, n_bending_units)
        Which piece each unit is on, counted from 0 at the left. First layer's units first;
        layers without a bend have no column.

    Raises
    ------
    ValueError
        If a number gets too large for float64.
    """
    parts = [_affine_maps(network, X[i : i + BATCH]) for i in range(0, len(X), BATCH)]
    weights, biases, patterns = zip(*parts, strict=True)
    return np.concatenate(weights), np.concatenate(biases), np.concatenate(patterns)


def _affine_maps(network: Network, X: Array) -> tuple[Array, Array, Array]:
    """Find the maps of one batch."""
    n_samples, n_inputs = X.shape
    current, maps = X, np.eye(n_inputs)[None]  # the identity map, to begin with
    offsets = np.zeros((1, n_inputs))
    patterns = [np.empty((n_samples, 0), dtype=np.int8)]
    with np.errstate(over="ignore", invalid="ignore"):  # `finite` reports it instead
        for number, layer in enumerate(network.layers, start=1):
            weights, bias = layer.weights.astype(np.float64), layer.bias.astype(np.float64)
            slopes, intercepts = straight_pieces(layer.activation)
            z = current @ weights + bias
            piece = np.searchsorted(np.array(layer.activation.corners), z, side="left")
            # One flat product, because NumPy multiplies many small matrices one by one.
            maps = (maps.reshape(-1, layer.n_inputs) @ weights).reshape(-1, n_inputs, layer.n_units)
            maps = finite(number, maps * slopes[piece][:, None, :])
            offsets = finite(number, (offsets @ weights + bias) * slopes[piece] + intercepts[piece])
            current = layer.activation.value(z)
            if layer.activation.corners:
                patterns.append(piece.astype(np.int8))
    return maps, offsets, np.hstack(patterns)


def straight_pieces(activation: Activation) -> tuple[Array, Array]:
    """Slope and intercept of each piece of an activation, read off at a point inside it.

    Parameters
    ----------
    activation : Activation
        Made of straight pieces.

    Returns
    -------
    slopes, intercepts : ndarray, shape (n_corners + 1,)
        On piece i, counted from the left, σ(z) = slopes[i] · z + intercepts[i].
    """
    corners = np.array(activation.corners)
    inside = np.zeros(1)
    if corners.size:
        inside = np.hstack([corners[0] - 1, (corners[:-1] + corners[1:]) / 2, corners[-1] + 1])
    slopes = activation.derivative(inside)
    return slopes, activation.value(inside) - slopes * inside


def check_straight(network: Network) -> None:
    """Refuse a network that has a curved activation.

    Raises
    ------
    ValueError
        If it is not a network; or naming the first layer that is curved.
    """
    for number, layer in enumerate(instance("network", network, Network).layers, start=1):
        if not layer.activation.piecewise_linear:
            raise ValueError(
                "network must have activations made of straight pieces, such as relu; layer "
                f"{number} is curved, got {layer.activation.name!r}"
            )


def finite(number: int, array: Array) -> Array:
    """Refuse numbers too large for float64.

    Parameters
    ----------
    number : int
        Number of the layer, counted from 1, for the error.
    array : ndarray, any shape

    Returns
    -------
    ndarray
        `array` itself.

    Raises
    ------
    ValueError
        If `array` holds an infinity or a NaN.
    """
    if not np.isfinite(array).all():
        raise ValueError(
            f"network must keep its numbers within float64; they got too large in layer {number}"
        )
    return array
