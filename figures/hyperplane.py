"""Lesson 3: the weights are the boundary's normal; z is ‖w‖ times the signed distance."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from core.activations import Array
from core.hyperplane import measured_distance
from core.line import GeneralLine
from core.neuron import Neuron
from core.rounding import by_hand
from figures import marks
from figures.plane import Plane, line_of
from figures.scene import Chart, Fact, Handle, Point, Scene

WINDOW = (-3.0, 4.0, -2.2, 2.6)
NEARLY = 0.05  # a z no farther from 0 leaves a dot of its own colour

# What is shown, each with all before it.
PROBE, BOUNDARY, ARROW, DISTANCE = 1, 2, 3, 4

HALF = (0.6, 0.8, -1.0)  # weights and bias that one step asks to double

POINTS = 100  # with many coordinates
NORM = 3.0  # of the neuron they are given to
RANGE = (-8.5, 8.5)  # holds every point for every number of inputs


def scene(w1: float, w2: float, b: float, p1: float, p2: float, n: float, reveal: float) -> Scene:
    """Draw a neuron with two inputs, and the same identity with many inputs.

    Parameters
    ----------
    w1, w2, b : float
        Weights and bias.
    p1, p2 : float
        The probe point.
    n : float
        Number of inputs of the second chart's neuron, a whole number.
    reveal : float
        1 for the probe alone, 2 for the boundary and its sides as well, 3 for the arrow, 4 for
        the distance.

    Returns
    -------
    Scene
        Charts ``"hyperplane"`` and ``"high"``.
    """
    neuron, probe = Neuron([w1, w2], b), (p1, p2)
    line = line_of(neuron)
    z = by_hand(float(neuron.preactivation(probe)))
    d = by_hand(z / neuron.norm) if line else None
    high, worst, products, heights = _high(int(n))
    return Scene(
        parts={"hyperplane": _plane(neuron, probe, z, reveal), "high": high},
        facts={
            "w1": w1,
            "w2": w2,
            "b": b,
            "p1": p1,
            "p2": p2,
            "z": z,
            "norm": neuron.norm,
            "d": d,
            "product": neuron.norm * d if d is not None else None,
            "positive": z > 0,
            "negative": z < 0,
            "on_it": line is not None and z == 0,
            **_of_the_boundary(neuron, line),
            "shows_boundary": reveal >= BOUNDARY,
            "shows_arrow": reveal >= ARROW,
            "shows_distance": reveal >= DISTANCE,
            "measured": reveal >= DISTANCE and line is not None,
            "n": n,
            "points": float(POINTS),
            "worst": worst,
            "products": products,
            "heights": heights,
        },
    )


def _of_the_boundary(neuron: Neuron, line: GeneralLine | None) -> dict[str, Fact]:
    """What is said of the boundary, and asked for in the steps."""
    w1, w2 = map(float, neuron.weights)
    is_upright = line is not None and line.is_vertical
    factor = w1 / HALF[0]
    pairs = zip((w1, w2, neuron.bias), HALF, strict=True)
    is_multiple = all(math.isclose(given, factor * half, abs_tol=1e-9) for given, half in pairs)
    x_low, x_high, y_low, y_high = WINDOW
    foot = -neuron.bias * neuron.weights / neuron.norm**2 if line else (math.inf, math.inf)
    return {
        "has_boundary": line is not None,
        # Where the arrow's line meets the boundary.
        "angle_in_view": bool(x_low < foot[0] < x_high and y_low < foot[1] < y_high),
        "origin_distance": abs(neuron.bias) / neuron.norm if line else None,
        "upright_at": by_hand(-neuron.bias / w1) if is_upright else None,
        "upright": is_upright,
        "slanted": bool(w1 and w2),
        # The one input below which z is positive, whatever the other is: a tree's question.
        "yes_below": by_hand(-neuron.bias / w1) if is_upright and w1 < 0 else None,
        "times_half": factor if is_multiple else None,
    }


def _plane(neuron: Neuron, probe: Point, z: float, reveal: float) -> Chart:
    plane, w = Plane(WINDOW, aspect=0.7), neuron.weights
    unit = w / neuron.norm if neuron.norm else np.array([0.0, -1.0])
    sign = "text" if abs(z) <= NEARLY else "positive-edge" if z > 0 else "negative-edge"
    texts = np.array([probe, tuple(w)] if reveal >= ARROW else [probe])
    return plane.chart(
        marks.shown(reveal >= BOUNDARY, plane.sides(neuron, texts), plane.boundary(neuron, texts)),
        marks.shown(reveal >= ARROW, plane.right_angle(neuron)),
        marks.shown(reveal >= ARROW, plane.weights(w, Handle("w1", "w2"))),
        marks.shown(
            reveal >= DISTANCE, plane.length(w, probe), plane.distance(neuron, probe, away_from=w)
        ),
        marks.shown(reveal < BOUNDARY, plane.tint(probe, z)),
        plane.probe(
            probe,
            "preactivation",
            Handle("p1", "p2"),
            away=unit if z >= 0 else -unit,
            room=(50.0, 34.0),
            trail=("w1", "w2", "b"),
            trail_role=sign,
        ),
    )


@lru_cache(maxsize=64)
def _high(n: int) -> tuple[Chart, float, Array, Array]:
    """Compare z with ‖w‖ · d on random points with many coordinates; none of it is dragged."""
    rng = np.random.default_rng(n)
    direction = rng.uniform(-1, 1, n)
    neuron = Neuron(NORM * direction / math.sqrt(direction @ direction), 1.0)
    X = rng.uniform(-1, 1, (POINTS, n))
    z = neuron.preactivation(X)
    product = neuron.norm * measured_distance(neuron, X)
    chart = marks.chart(
        marks.Flat(RANGE, RANGE, "text", "preactivation", equal=True),
        marks.line("diagonal", [(RANGE[0],) * 2, (RANGE[1],) * 2], role="quiet", dash="dash"),
        marks.dots("points", np.column_stack([product, z]), role="preactivation", size=8),
    )
    return chart, float(np.max(np.abs(z - product))), product[:10], z[:10]
