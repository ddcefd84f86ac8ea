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

BATCH = 512  # samples at most; quickest here among 64 … 4096, because a batch stays in the cache
NUMBERS = 2**17  # at most in an array of a batch, if layers are wide; quickest here among 2¹⁴ … 2¹⁸


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
    batch = max(1, min(BATCH, NUMBERS // max(network.sizes)))
    pieces = [straight_pieces(layer.activation) for layer in network.layers]
    n_bending = sum(layer.n_units for layer in network.layers if layer.activation.corners)
    weights = np.empty((len(X), X.shape[1], network.sizes[-1]))
    biases = np.empty((len(X), network.sizes[-1]))
    patterns = np.empty((len(X), n_bending), dtype=np.int8)
    for i in range(0, len(X), batch):
        now = slice(i, i + batch)
        maps = _affine_maps(network, pieces, X[now], patterns[now])
        weights[now], biases[now] = maps[:, :-1], maps[:, -1]
    return weights, biases, patterns


def _affine_maps(
    network: Network, pieces: list[tuple[Array, Array]], X: Array, patterns: Array
) -> Array:
    """Find the maps of one batch, given slopes and intercepts of each layer's activation.

    Writes the patterns. Returns each map as a matrix with its offset as the last row, either one
    for each sample or one for all.
    """
    n_inputs, current, n_before = X.shape[1], X, 0
    last_bend = max((i for i, (slopes, _) in enumerate(pieces) if len(slopes) > 1), default=-1)
    # A map begins as the identity, and is the same for all samples up to the first bend.
    maps = np.eye(n_inputs + 1, n_inputs)[None]
    slope = np.ones((1, n_inputs))  # of the layer before, still to be multiplied in
    with np.errstate(over="ignore", invalid="ignore"):  # `finite` reports it instead
        for i, (layer, (slopes, intercepts)) in enumerate(zip(network.layers, pieces, strict=True)):
            weights, bias = layer.weights.astype(np.float64), layer.bias.astype(np.float64)
            maps = _product(maps, slope, weights)
            maps[:, -1] += bias
            finite(i + 1, np.abs(maps).max() * np.abs(slopes).max())
            piece = np.zeros((1, layer.n_units), dtype=np.int8)
            if i <= last_bend:  # beyond, nobody asks for the sums
                z = current @ weights
                z += bias
                if i < last_bend:
                    current = layer.activation.value(z)
                if layer.activation.corners:
                    piece = patterns[:, n_before : n_before + layer.n_units]
                    piece[:] = 0
                    for corner in layer.activation.corners:
                        piece += z > corner
                    n_before += layer.n_units
            slope = _pick(slopes, piece)
            if intercepts.any():
                maps, slope = maps * slope[:, None, :], np.ones((1, layer.n_units))
                maps[:, -1] += _pick(intercepts, piece)
    return maps * slope[:, None, :]


def _product(maps: Array, slope: Array, weights: Array) -> Array:
    """``(maps * slope) @ weights`` for each sample, as one product of two flat matrices."""
    n_maps, n_rows, n_units = maps.shape
    if n_maps < len(slope):  # the same map for all: then its numbers can join the weights
        joint = maps[0].T[:, :, None] * weights[:, None, :]
        return (slope @ joint.reshape(n_units, -1)).reshape(len(slope), n_rows, -1)
    flat = (maps * slope[:, None, :]).reshape(-1, n_units)
    return (flat @ weights).reshape(n_maps, n_rows, -1)


def _pick(values: Array, piece: Array) -> Array:
    """``values[piece]``; quicker where there are few pieces and most of the values are 0."""
    parts = [values[i] * (piece == i) for i in np.flatnonzero(values)]
    return sum(parts[1:], start=parts[0]) if parts else np.zeros(piece.shape)


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
