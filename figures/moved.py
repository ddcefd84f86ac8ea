"""What a stack of layers makes of a grid, of a line, and of one point on its way."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np

from core import stack
from core.activations import Array
from core.layer import Layer
from figures import marks
from figures.marks import NOWHERE
from figures.plane import Plane
from figures.scene import Chart, Handle, Label, Mark

GRID = range(-2, 3)  # where its lines are, each way
BENT_POINTS = 65  # of a line, enough that a bend is seen; a straight line needs its two ends
INPUTS = np.linspace(-4.0, 4.0, 9)[:, None]  # of the line with one input
WINDOW = (-3.6, 3.6, -3.6, 4.2)  # room for a title above
TITLE_AT = (-3.5, 3.85)
SHORT = 0.4  # an arrow shorter than this has no room for a label
NEAR = 0.55  # two points nearer than this have room for one letter

Layers = tuple[Layer, ...]
Marks = Sequence[Mark]


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


@lru_cache(maxsize=256)
def _journeys(layers: Layers) -> dict[str, list[tuple[float, Array]]]:
    points = BENT if stack.is_bent(layers) else STRAIGHT
    return {name: stack.journey(layers, each) for name, each in points.items()}


def grid(
    layers: Layers, x: Sequence[float], passed: float, *, rows: bool, last: Marks = ()
) -> Chart:
    """Draw a grid of points of the plane, moved by layers with two inputs.

    Parameters
    ----------
    layers : tuple of Layer
    x : sequence of float
        The point that is followed; its mark ``"input"`` moves the values `p1` and `p2`.
    passed : float
        Layers passed.
    rows : bool
        Whether arrows show where (1, 0) and (0, 1) are taken, and a dot where (0, 0) is.
    last : sequence of Mark
        What is drawn above.

    Returns
    -------
    Chart
    """
    now = {name: stack.underway(stops, passed) for name, stops in _journeys(layers).items()}
    lines = now["grid"].reshape(2 * len(GRID), -1, 2)
    is_straight = not stack.is_bent(layers) or passed <= 0.5  # what is bent, no matrix has moved
    way = stack.trail(stack.journey(layers, [x]), passed)
    return _chart(
        marks.area("square", now["square"], role="mark"),
        marks.line("grid", marks.joined(lines), role="quiet", width=1.2),
        marks.shown(rows, _rows(*now["basis"], shown=is_straight)),
        marks.line("line", NOWHERE, role="output", width=3.5),
        _route(way, passed, Handle("p1", "p2"), arrived=passed == len(layers)),
        last,
    )


def graph(
    layers: Layers, x: Sequence[float], passed: float, *, rows: bool, last: Marks = ()
) -> Chart:
    """Draw the line that layers with one input have made so far, and the way up or down at x.

    Parameters
    ----------
    layers, x, passed, last : see `grid`
    rows : bool
        A line has no rows to show; the two are called the same way.

    Returns
    -------
    Chart
        With the same marks as `grid`.
    """
    del rows
    heights = stack.underway(stack.journey(layers, INPUTS), passed)[:, 0]
    stops = stack.trail(stack.journey(layers, [x]), passed)[1:]
    way = [(x[0], 0.0), *((x[0], float(stop[0])) for stop in stops)]
    zero = np.zeros(2)
    return _chart(
        marks.area("square", NOWHERE, role="mark"),
        marks.line("grid", NOWHERE, role="quiet", width=1.2),
        marks.shown(False, _rows(zero, zero, zero, shown=False)),
        marks.line("line", np.column_stack([INPUTS, heights]), role="output", width=3.5),
        _route(np.array(way), passed, Handle("p1", None), arrived=passed == len(layers)),
        last,
    )


def _chart(*each: Mark | Marks) -> Chart:
    title = marks.note(Label("title", TITLE_AT, align="left"))
    return Plane(WINDOW, aspect=1.06).chart(*each, title)


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


def _route(way: Array, passed: float, handle: Handle, *, arrived: bool) -> list[Mark]:
    """The point x, the stops it has left behind, and where it is now."""
    start, *stops, here = way if len(way) > 1 else (way[0], way[0])
    # The letters stand before and behind the route, so that they do not hide it.
    before, ahead = start - [*stops, here][0], here - [start, *stops][-1]
    is_seen = WINDOW[0] <= here[0] <= WINDOW[1] and WINDOW[2] <= here[1] <= WINDOW[3]
    arrived = arrived and is_seen and math.dist(here, start) > NEAR
    x = marks.beside("input", start, before, role="input", pixels=24)
    y = marks.beside("output", here, ahead, role="output", shown=arrived)
    now = [here] if passed > 0 else NOWHERE
    return [
        marks.line("trail", way, role="output", dash="dot"),
        marks.dots("stops", stops, role="output", size=6),
        marks.dots("input", [start], role="input", size=13, labels=(x,), handle=handle),
        marks.dots("output", now, role="output", size=12, labels=(y,)),
    ]
