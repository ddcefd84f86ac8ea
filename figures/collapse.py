"""Lesson 7: a grid of points, moved by a stack of layers and by one layer."""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import pairwise

import numpy as np

from core import stack
from core.activation_source import numpy_source
from core.activations import Array
from core.layer import Layer
from core.network import Network
from core.rounding import by_hand
from core.stack import Comparison
from figures import marks, matrix
from figures.marks import NOWHERE
from figures.plane import Plane
from figures.scene import Chart, Fact, Handle, Label, Mark, Matrices, Point, Scene

MOST_LAYERS = 6
MOST_FACTORS = 3  # that fit before their product
SETS = 12  # of weights that a link can ask for

GRID = range(-2, 3)  # where its lines are, each way
BENT_POINTS = 65  # of a line, enough that a bend is seen; a straight line needs its two ends
WINDOW = (-3.6, 3.6, -3.6, 4.2)  # room for a title above
TITLE_AT = (-3.5, 3.85)
SMALL = 0.5  # a grid narrower than this can hardly be seen
SHORT = 0.4  # an arrow shorter than this has no room for a label
NEAR = 0.55  # two points nearer than this have room for one letter

Layers = tuple[Layer, ...]

# Drawn once: they are the same at every step of a drag.
LAYERS = {seed: stack.gentle_layers(MOST_LAYERS, seed, half_width=GRID[-1], reach=3.0)
          for seed in range(1, SETS + 1)}  # fmt: skip

CROSSINGS = np.array([(float(i), float(j)) for i in GRID for j in GRID])


def _points(per_line: int) -> dict[str, Array]:
    """All points that are moved, by what they draw."""
    low, high = GRID[0], GRID[-1]
    lines = [((k, low), (k, high)) for k in GRID] + [((low, k), (high, k)) for k in GRID]
    edges = pairwise([(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)])
    return {
        "grid": np.concatenate([np.linspace(*ends, per_line) for ends in lines]),
        "square": np.concatenate([np.linspace(*ends, per_line) for ends in edges]),
        "basis": np.array([(0.0, 0.0), (1.0, 0.0), (0.0, 1.0)]),
    }


STRAIGHT, BENT = _points(2), _points(BENT_POINTS)


def scene(
    depth: float, progress: float, narrow: bool, activation: str, p1: float, p2: float, seed: float
) -> Scene:
    """Draw a grid on its way through a stack of layers, and through one layer.

    Parameters
    ----------
    depth : float
        Number of layers, a whole number from 1 to 6.
    progress : float
        Layers passed; what is more than `depth` counts as `depth`.
    narrow : bool
        Whether the first layer has one unit only.
    activation : str
        Key of the activation after every layer but the last.
    p1, p2 : float
        The point that is followed.
    seed : float
        Which set of weights, a whole number from 1 to 12.

    Returns
    -------
    Scene
        Charts ``"stack"`` and ``"single"``, and ``"matrices"``.
    """
    layers, seen = _stack(int(depth), narrow, activation, int(seed))
    x, passed = (p1, p2), min(progress, depth)
    miss = _miss(seen, shown=stack.is_bent(layers) and passed == depth)
    return Scene(
        parts={
            "stack": _chart(layers, x, passed),
            "single": _chart((seen.single,), x, passed / depth, miss),
            "matrices": _matrices(layers, seen),
        },
        facts={
            "function": activation,
            "source": numpy_source(activation) if stack.is_bent(layers) else "",
            **_place(layers, passed),
            **_facts(layers, seen, x, passed),
        },
    )


# What stays while the point moves, or the grid, is computed once.


@lru_cache(maxsize=128)
def _stack(depth: int, narrow: bool, activation: str, seed: int) -> tuple[Layers, Comparison]:
    layers = LAYERS[seed][:depth]
    layers = stack.bent(stack.narrowed(layers) if narrow else layers, activation)
    return layers, stack.compare(layers, CROSSINGS)


@lru_cache(maxsize=256)
def _journeys(layers: Layers) -> dict[str, list[tuple[float, Array]]]:
    points = BENT if stack.is_bent(layers) else STRAIGHT
    return {name: stack.journey(layers, each) for name, each in points.items()}


# --- the pictures ---------------------------------------------------------------------------


def _chart(layers: Layers, x: Point, passed: float, *last: Mark) -> Chart:
    now = {name: stack.underway(stops, passed) for name, stops in _journeys(layers).items()}
    lines = now["grid"].reshape(2 * len(GRID), -1, 2)
    is_straight = not stack.is_bent(layers) or passed <= 0.5  # what is bent, no matrix has moved
    return Plane(WINDOW, aspect=1.06).chart(
        marks.area("square", now["square"], role="mark"),
        marks.line("grid", marks.joined(lines), role="quiet", width=1.2),
        _rows(*now["basis"], shown=is_straight),
        _route(
            stack.trail(stack.journey(layers, [x]), passed), passed, arrived=passed == len(layers)
        ),
        last,
        marks.note(Label("title", TITLE_AT, align="left")),
    )


def _rows(zero: Array, first: Array, second: Array, *, shown: bool) -> list[Mark]:
    """Where (0, 0) is now, and from there the ways to where (1, 0) and (0, 1) are."""
    each, away = [], np.zeros(2)
    for name, tip, outward in (("row-1", first, -1), ("row-2", second, 1)):
        ahead = tip - zero
        aside = outward * np.array([-ahead[1], ahead[0]])  # away from the other arrow
        away += aside - ahead
        has_room = shown and math.hypot(*ahead) > SHORT
        label = marks.beside(name, tip, ahead + 2 * aside, role="weight", wide=1.8, shown=has_room)
        end = tip if shown else zero
        each.append(marks.arrow(name, zero, end, role="weight", labels=(label,)))
    label = marks.beside("bias", zero, away, role="bias", shown=shown)
    dot = [zero] if shown else NOWHERE
    return [*each, marks.dots("bias", dot, role="bias", labels=(label,))]


def _route(way: Array, passed: float, *, arrived: bool) -> list[Mark]:
    """The point x, the stops it has left behind, and where it is now."""
    start, *stops, here = way
    # The letters stand before and behind the route, so that they do not hide it.
    before, ahead = start - [*stops, here][0], here - [start, *stops][-1]
    arrived = arrived and math.dist(here, start) > NEAR
    x = marks.beside("input", start, before, role="input", pixels=24)
    y = marks.beside("output", here, ahead, role="output", shown=arrived)
    now, handle = [here] if passed > 0 else NOWHERE, Handle("p1", "p2")
    return [
        marks.line("trail", way, role="output", dash="dot"),
        marks.dots("stops", stops, role="output", size=6),
        marks.dots("input", [start], role="input", size=13, labels=(x,), handle=handle),
        marks.dots("output", now, role="output", size=12, labels=(y,)),
    ]


def _miss(seen: Comparison, *, shown: bool) -> Mark:
    """From where the one layer puts a crossing to where the stack puts it."""
    ends = np.array([seen.single_ends[seen.farthest], seen.stack_ends[seen.farthest]])
    label = Label("miss", (TITLE_AT[0], TITLE_AT[1] - 0.5), align="left", shown=shown)
    return marks.line("miss", ends if shown else NOWHERE, width=4, labels=(label,))


def _matrices(layers: Layers, seen: Comparison) -> Matrices:
    W = matrix.matrix("W", by_hand(seen.single.weights), role="weight")
    b = matrix.matrix("b", by_hand(seen.single.bias), role="bias")
    if stack.is_bent(layers) or not 2 <= len(layers) <= MOST_FACTORS:
        return matrix.row(W, b)
    factors = (
        matrix.matrix(f"W{number}", layer.weights, role="weight")
        for number, layer in enumerate(layers, start=1)
    )
    return matrix.row(matrix.product(*factors), "=", W, b)


# --- the facts ------------------------------------------------------------------------------


def _place(layers: Layers, passed: float) -> dict[str, Fact]:
    """How far the grid has come."""
    depth, behind = len(layers), math.floor(passed)
    is_inside = passed != behind
    is_bending = is_inside and passed - behind > 0.5 and stack.is_bent(layers[behind:][:1])
    return {
        "depth": float(depth),
        "progress": passed,
        "passed": float(behind),
        "layer": float(math.ceil(passed)),
        "before": passed == 0,
        "between": 0 < passed < depth and not is_inside,
        "moving": is_inside and not is_bending,
        "bending": is_bending,
        "arrived": passed == depth,
    }


def _facts(layers: Layers, seen: Comparison, x: Point, passed: float) -> dict[str, Fact]:
    W, b, stops = seen.single.weights, seen.single.bias, stack.journey(layers, [x])
    (y,), (one,) = stack.underway(stops, len(layers)), seen.single.forward([x])
    padded = (*layers, *[None] * (MOST_LAYERS - len(layers)))
    return {
        **{f"W{i}": layer.weights if layer else None for i, layer in enumerate(padded, start=1)},
        **{f"b{i}": layer.bias if layer else None for i, layer in enumerate(padded, start=1)},
        "W": by_hand(W),
        "b": by_hand(b),
        "sizes": " → ".join(map(str, Network(layers).sizes)),
        "lone": len(layers) == 1,
        "flat": any(layer.n_units == 1 for layer in layers),
        "bent": stack.is_bent(layers),
        "activation": layers[0].activation.label,
        "x": np.array(x),
        "here": by_hand(stack.underway(stops, passed)[0]),
        "y": by_hand(y),
        "one": by_hand(one),
        "apart": by_hand(math.dist(y, one)),
        "rank": float(seen.rank),
        "determinant": by_hand(float(np.linalg.det(W))),
        "crossings": float(len(CROSSINGS)),
        "largest": seen.largest,
        "exact": seen.largest == 0,
        "worst": CROSSINGS[seen.farthest],
        "width": seen.width,
        "small": seen.width < SMALL,
        "stops": np.array([end for end, _ in stops]),
        "places": by_hand(np.concatenate([place for _, place in stops])),
        "points": CROSSINGS,
        "stack_ends": by_hand(seen.stack_ends),
        "single_ends": by_hand(seen.single_ends),
        "gaps": seen.gaps,
    }
