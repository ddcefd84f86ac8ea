"""A ReLU network cuts its inputs into tiles, and in every tile it is exactly one y = mx + b.

Between its corners a piecewise-linear activation is a straight line: slope · z + intercept. As
long as no unit passes a corner, the whole network is therefore a stack of affine maps, and such
a stack is one affine map. A unit passes a corner along a line, so the lines of all units, one
layer after the other, cut the window into tiles: one tile for each pattern of pieces.

**When is a point on a line?** Numbers are kept to about 16 digits, so the height of a point over
a line comes out a little wrong, and a point that lies on it seldom gets exactly 0. With every
sum we therefore keep a bound on its error: a few units in the last digit of the largest numbers
that went into it, plus the error of those. A height smaller than that counts as 0. So a line
drawn twice cuts once, and a line through a corner meets that corner and not a point beside it.
A tile narrower than this allowance (some 1e-14 of the window) is merged with its neighbour.

References
----------
Montúfar, Pascanu, Cho and Bengio 2014, On the number of linear regions of deep neural networks;
Hanin and Rolnick 2019, Deep ReLU networks have surprisingly few activation patterns.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike

from core.activations import Array
from core.affine_maps import affine_maps, check_straight, finite, straight_pieces
from core.checks import finite_array
from core.line import Window
from core.network import Network
from core.polygons import Blocks, Chain, Line, Mosaic, one_tile

Cuttable = TypeVar("Cuttable", Chain, Mosaic | Blocks)

LARGEST_BOUND = 1e150  # so that no difference or product of coordinates overflows

ROUNDING = 16 * np.finfo(np.float64).eps  # error of one sum at most, relative to its terms


@dataclass(frozen=True, eq=False)
class LinearRegions:
    """The tiles of a window, each with the one affine map that the network is there.

    Attributes
    ----------
    polygons : tuple of ndarray, each of shape (n_vertices, 2)
        The tiles: convex, corners counter-clockwise. Neighbours share corners to the last bit.
    weights : ndarray, shape (n_tiles, 2, n_outputs)
        m₁ and m₂ of each tile.
    biases : ndarray, shape (n_tiles, n_outputs)
        b of each tile: the output there is ``(x, y) @ weights[i] + biases[i]``.
    patterns : ndarray of int8, shape (n_tiles, n_bending_units)
        Which piece of its activation each unit is on, counted from 0 at the left: for ReLU
        0 is off and 1 is on. First layer's units first; layers without a bend have no column.
    """

    polygons: tuple[Array, ...]
    weights: Array
    biases: Array
    patterns: Array


@dataclass(frozen=True, eq=False)
class LinearIntervals:
    """The same for one input: intervals between hinges, each with its slope and intercept.

    Attributes
    ----------
    edges : ndarray, shape (n_intervals + 1,)
        Left end of the window, the hinges in rising order, right end: interval i lies between
        ``edges[i]`` and ``edges[i + 1]``.
    weights : ndarray, shape (n_intervals, 1, n_outputs)
        Slope in each interval.
    biases : ndarray, shape (n_intervals, n_outputs)
        Intercept in each interval: its line's value at x = 0.
    patterns : ndarray of int8, shape (n_intervals, n_bending_units)
        As in `LinearRegions`.
    """

    edges: Array
    weights: Array
    biases: Array
    patterns: Array


def local_affine(network: Network, x: ArrayLike) -> tuple[Array, Array]:
    """The affine map that a piecewise-linear network is around one point.

    Parameters
    ----------
    network : Network
        Any number of inputs; every activation made of straight pieces. The step's pieces
        have slope 0.
    x : array_like, shape (n_inputs,)
        The point. Exactly on a corner, the piece on the left counts.

    Returns
    -------
    weights : ndarray, shape (n_inputs, n_outputs)
    bias : ndarray, shape (n_outputs,)
        In the tile of `x` the output is ``x @ weights + bias``.

    Raises
    ------
    ValueError
        If a layer's activation is curved, or `x` is not a point of finite numbers.
    """
    check_straight(network)
    x = finite_array("x", x, shape=(network.sizes[0],)).astype(np.float64)
    weights, biases, _ = affine_maps(network, x[None, :])
    return weights[0], biases[0]


def linear_regions(network: Network, bounds: Window) -> LinearRegions:
    """Cut a window into the tiles on which a network is affine, exactly, and say how.

    Tiles differ in their pattern of pieces. Two neighbours may still have the same affine
    map, where what differs does not reach the output.

    Parameters
    ----------
    network : Network
        Two inputs; every activation made of straight pieces. After a layer of steps the
        network is constant on each tile, so nothing cuts any further.
    bounds : tuple of float
        The window: x from, x to, y from, y to.

    Raises
    ------
    ValueError
        If the network does not have two inputs, a layer's activation is curved, `bounds` is
        not a window, or the numbers in the network grow too large for float64.
    """
    window = _window(network, bounds, 2)
    whole = one_tile((window[0], window[1], window[2], window[3]))
    mosaic = _cut_by_all(whole, whole.points, network).joined
    return LinearRegions(mosaic.polygons, *affine_maps(network, mosaic.centres))


def linear_intervals(network: Network, bounds: tuple[float, float]) -> LinearIntervals:
    """Cut an interval at the hinges of a network with one input, and say what lies between.

    Parameters
    ----------
    network : Network
        One input; every activation made of straight pieces.
    bounds : tuple of float
        The window: x from, x to.

    Raises
    ------
    ValueError
        As `linear_regions` does.
    """
    window = _window(network, bounds, 1)
    ends = window[:, None]
    edges = _cut_by_all(Chain(ends), ends, network).points[:, 0]
    middles = (edges[:-1] + edges[1:]) / 2
    return LinearIntervals(edges, *affine_maps(network, middles[:, None]))


def _cut_by_all(pieces: Cuttable, corners: Array, network: Network) -> Cuttable:
    """Cut a window with these corners at every corner of every unit, layer after layer."""
    allowance = ROUNDING * np.abs(corners).max(axis=0)
    pieces = pieces.with_inputs(corners)
    bends = [number for number, layer in enumerate(network.layers, 1) if layer.activation.corners]
    last = max(bends, default=0)
    for number, layer in enumerate(network.layers[:last], start=1):
        weights, bias = layer.weights.astype(np.float64), layer.bias.astype(np.float64)
        largest = np.abs(pieces.inputs).max(axis=0)
        with np.errstate(over="ignore"):  # `finite` reports it instead
            reach = finite(number, largest @ np.abs(weights) + np.abs(bias))
            allowance = finite(number, allowance @ np.abs(weights) + ROUNDING * reach)
        # A layer's inputs are affine on each tile, so points added by a cut get theirs by
        # interpolation, and the sums are computed again for each cut.
        for unit, corner in product(range(layer.n_units), layer.activation.corners):
            margin = allowance[unit] + ROUNDING * abs(corner)
            pieces = pieces.cut_along(Line(weights[:, unit], bias[unit] - corner, margin))
        slopes, _ = straight_pieces(layer.activation)
        if number == last or not slopes.any():
            break  # nothing bends any more: without slopes it is constant on each tile
        pieces = pieces.with_inputs(layer.activation.value(pieces.inputs @ weights + bias))
        allowance = allowance * slopes.max()
    return pieces


def _window(network: Network, bounds: ArrayLike, n_inputs: int) -> Array:
    """Check the network and the window; return the window as an array."""
    check_straight(network)
    if network.sizes[0] != n_inputs:
        raise ValueError(f"network must have {n_inputs} input(s), got {network.sizes[0]}")
    window = finite_array("bounds", bounds, shape=(2 * n_inputs,)).astype(np.float64)
    if not (window[::2] < window[1::2]).all():
        raise ValueError(f"bounds must run from smaller to larger numbers, got {window.tolist()}")
    if np.abs(window).max() > LARGEST_BOUND:
        raise ValueError(f"bounds must lie within ±{LARGEST_BOUND:g}, got {window.tolist()}")
    return window
