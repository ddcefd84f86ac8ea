"""A stack of layers takes points on a journey: each layer moves them, and may then bend them.

Without a bend the whole journey is one affine map (`core.network.collapse`). With one it is not,
and least squares (`core.regression`) finds the single layer that comes closest.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from core.activations import Array
from core.checks import finite_array, whole_number
from core.layer import Layer
from core.network import Network, collapse
from core.regression import least_squares

CANDIDATES = 24  # drawn at once for each layer; the first that fits is taken
ATTEMPTS = 100  # stacks started before giving up
MOST_UNEVEN = 1.6  # (s₁² + s₂²) / 2s₁s₂ of the stack so far: s₁ is at most 2.8 times s₂
LEAST_TRACE = 0.6  # of the weights of the stack so far


def gentle_layers(
    count: int, rng: np.random.Generator | int, *, half_width: float = 2.0, reach: float = 3.0
) -> tuple[Layer, ...]:
    """Draw layers from the plane to the plane whose moves can be watched.

    Each turns the plane by 15 to 50 degrees, stretches it a little and shifts it. However many
    layers there are, a square around the origin stays in the window. It is neither flipped nor
    flattened, nor turned so far that going there in a straight line would flatten it on the way.
    All numbers have one decimal and no weight is 0, so that they can be multiplied by hand.

    Parameters
    ----------
    count : int
        How many.
    rng : numpy.random.Generator or int
        Source of randomness, or a seed for one.
    half_width : float
        Half a side of the square.
    reach : float
        How far from the axes its corners may get.

    Returns
    -------
    tuple of Layer
        Identity layers with weights of shape (2, 2).

    Raises
    ------
    ValueError
        If `count` is not a whole number of at least 1, or no such layers were found, because
        `reach` leaves the square too little room.
    """
    count = whole_number("count", count, minimum=1)
    rng = np.random.default_rng(rng)
    for _ in range(ATTEMPTS):
        layers = _attempt(count, rng, half_width, reach)
        if len(layers) == count:
            return layers
    raise ValueError(
        f"reach must leave a square of half-width {half_width} room to move, got {reach}"
    )


def _attempt(
    count: int, rng: np.random.Generator, half_width: float, reach: float
) -> tuple[Layer, ...]:
    """Draw gentle layers until there are enough, or none of the candidates fits."""
    shape = (count, CANDIDATES)
    turns = np.radians(rng.choice((-1, 1), shape) * rng.uniform(15, 50, shape))
    stretches, directions = rng.uniform(1.05, 1.4, shape), rng.uniform(0, math.pi, shape)
    weights = np.round(_turned_and_stretched(turns, stretches, directions), 1)
    biases = np.round(rng.uniform(-0.6, 0.6, (*shape, 2)), 1)
    corners = half_width * np.array([[1.0, 1.0], [1.0, -1.0], [-1.0, 1.0], [-1.0, -1.0]])
    layers: list[Layer] = []
    for w, b in zip(weights, biases, strict=True):
        moved = corners @ w + b[:, None, :]
        fits = (np.abs(moved).max(axis=(1, 2)) <= reach) & (w != 0).all(axis=(1, 2))
        fits &= (_unevenness(moved) <= MOST_UNEVEN) & (_trace(moved, half_width) > LEAST_TRACE)
        if not fits.any():
            break
        first = int(fits.argmax())
        layers.append(Layer(w[first], b[first]))
        corners = moved[first]
    return tuple(layers)


def _turned_and_stretched(turns: Array, stretches: Array, directions: Array) -> Array:
    """Make matrices that stretch by s along a direction, by 1/s across it, and then turn.

    With a = (s + 1/s) / 2 and c = (s − 1/s) / 2 the stretch is a·I + c·(mirror at the direction).
    """
    a, c = (stretches + 1 / stretches) / 2, (stretches - 1 / stretches) / 2
    # Turning after a mirror at angle φ is again a mirror: at φ with half the turn added.
    mirror = 2 * directions + turns
    rows = (
        (a * np.cos(turns) + c * np.cos(mirror), a * np.sin(turns) + c * np.sin(mirror)),
        (c * np.sin(mirror) - a * np.sin(turns), a * np.cos(turns) - c * np.cos(mirror)),
    )
    return np.stack([np.stack(row, axis=-1) for row in rows], axis=-2)


def _unevenness(corners: Array) -> Array:
    """(s₁² + s₂²) / 2s₁s₂ of the maps that took a square to these corners: 1 for an even one."""
    u, v = corners[:, 0] - corners[:, 1], corners[:, 0] - corners[:, 2]
    area = np.abs(u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0])
    return np.asarray((u * u + v * v).sum(axis=1) / (2 * area))


def _trace(corners: Array, half_width: float) -> Array:
    """Trace of the maps that took the square to these corners: 2 at rest, 0 at a right angle."""
    u, v = corners[:, 0] - corners[:, 1], corners[:, 0] - corners[:, 2]
    return np.asarray((v[:, 0] + u[:, 1]) / (2 * half_width))


def narrowed(layers: Sequence[Layer]) -> tuple[Layer, ...]:
    """Keep only one unit of the first layer, and drop what was read from the others.

    Parameters
    ----------
    layers : sequence of Layer
        First layer first. A lone layer is left as it is: nothing reads its units.
    """
    if len(layers) < 2:
        return tuple(layers)
    first, second, *rest = layers
    return (
        Layer(first.weights[:, :1], first.bias[:1], first.activation.name),
        Layer(second.weights[:1], second.bias, second.activation.name),
        *rest,
    )


def bent(layers: Sequence[Layer], activation: str) -> tuple[Layer, ...]:
    """Put an activation after every layer but the last.

    Parameters
    ----------
    layers : sequence of Layer
        Identity layers, first layer first.
    activation : str
        Key of the activation.
    """
    if activation == "identity":
        return tuple(layers)
    return (
        *(Layer(layer.weights, layer.bias, activation) for layer in layers[:-1]),
        *layers[-1:],
    )


def is_bent(layers: Sequence[Layer]) -> bool:
    """Whether a layer of a stack has an activation other than the identity.

    Parameters
    ----------
    layers : sequence of Layer

    Returns
    -------
    bool
    """
    return any(layer.activation.name != "identity" for layer in layers)


def journey(layers: Sequence[Layer], X: ArrayLike) -> list[tuple[float, Array]]:
    """List the stops of points on their way through a stack.

    A layer that bends has two stops: halfway, when it has moved the points (X W + b), and at the
    end, when it has bent them. Where a layer has one unit only, its number is the first
    coordinate and the second is 0.

    Parameters
    ----------
    layers : sequence of Layer
        First layer first, each with one or two inputs and units.
    X : array_like, shape (n_samples, 2)

    Returns
    -------
    list of (float, ndarray of shape (n_samples, 2))
        Layers passed, and where the points are then; the start first.
    """
    current = finite_array("X", X, ndim=2)
    stops = [(0.0, _in_the_plane(current))]
    for number, layer in enumerate(layers, start=1):
        current = layer.preactivation(current)
        if layer.activation.name != "identity":
            stops.append((number - 0.5, _in_the_plane(current)))
            current = layer.activation.value(current)
        stops.append((float(number), _in_the_plane(current)))
    return stops


def _in_the_plane(points: Array) -> Array:
    if points.shape[1] == 2:
        return points
    return np.column_stack([points[:, 0], np.zeros(len(points))])


def underway(stops: Sequence[tuple[float, Array]], passed: float) -> Array:
    """Find where points are between two stops: each moves straight from one to the next.

    Parameters
    ----------
    stops : sequence of (float, ndarray)
        As `journey` lists them.
    passed : float
        Layers passed; beyond the last stop the points stay there.

    Returns
    -------
    ndarray, shape (n_samples, 2)
    """
    start, here = stops[0]
    for end, there in stops[1:]:
        if passed < end:
            share = max(passed - start, 0.0) / (end - start)
            return np.asarray((1 - share) * here + share * there)
        start, here = end, there
    return here  # exactly what the layers put out, not a mixture with its rounding


def trail(stops: Sequence[tuple[float, Array]], passed: float) -> Array:
    """List the places that one point has been at, from its start to where it is now.

    Parameters
    ----------
    stops : sequence of (float, ndarray of shape (1, 2))
        The point's journey, as `journey` lists it.
    passed : float
        Layers passed.

    Returns
    -------
    ndarray, shape (n_places, 2)
        At least two places: the start, the stops left behind, and where the point is.
    """
    (_, start), *others = stops
    behind = [places for end, places in others if end < passed]
    return np.concatenate([start, *behind, underway(stops, passed)])


@dataclass(frozen=True, eq=False)
class Comparison:
    """A stack of layers beside the one layer that does the same, or comes closest.

    Attributes
    ----------
    single : Layer
        The one layer.
    points : ndarray, shape (n_samples, n_inputs)
        The points on which the two are compared.
    stack_ends, single_ends : ndarray, shape (n_samples, n_outputs)
        What each makes of them.
    gaps : ndarray, shape (n_samples,)
        How far apart the two put each point.
    """

    single: Layer
    points: Array
    stack_ends: Array
    single_ends: Array
    gaps: Array

    @property
    def farthest(self) -> int:
        """Which point the two put farthest apart."""
        return int(np.argmax(self.gaps))

    @property
    def largest(self) -> float:
        """How far apart they put it."""
        return float(np.max(self.gaps))

    @property
    def rank(self) -> int:
        """How many independent directions the outputs of the one layer can move in."""
        return int(np.linalg.matrix_rank(self.single.weights))

    @property
    def width(self) -> float:
        """How far the stack's outputs reach along the axis on which they reach farthest."""
        return float(np.ptp(self.stack_ends, axis=0).max())


def compare(layers: Sequence[Layer], X: ArrayLike) -> Comparison:
    """Find the one layer that does what a stack does; if it bends, the one that comes closest.

    Parameters
    ----------
    layers : sequence of Layer
        First layer first.
    X : array_like, shape (n_samples, n_inputs)
        Points to compare them on. Closest is the layer with the smallest sum of squared
        distances over these.

    Returns
    -------
    Comparison

    Raises
    ------
    ValueError
        If the points do not fit, or a number gets too large.
    """
    points = finite_array("X", X, ndim=2)
    stack_ends = Network(layers).forward(points).output
    if not np.isfinite(stack_ends).all():
        raise ValueError(f"layers must keep the points within {stack_ends.dtype}; they did not")
    single = least_squares(points, stack_ends).layer if is_bent(layers) else collapse(layers)
    single_ends = single.forward(points)
    with np.errstate(over="ignore"):
        gaps = np.sqrt(np.square(stack_ends - single_ends).sum(axis=1))
    return Comparison(single, points, stack_ends, single_ends, gaps)
