"""Lesson 3: the weights are the boundary's normal; z is ‖w‖ times the signed distance."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from core.activations import Array
from core.hyperplane import measured_distance
from core.neuron import Neuron
from core.rounding import by_hand
from figures import marks
from figures.plane import Plane, line_of
from figures.scene import Chart, Handle, Scene

WINDOW = (-4.0, 4.0, -3.0, 3.0)

POINTS = 100  # with many coordinates
NORM = 3.0  # of the neuron they are given to
RANGE = (-8.5, 8.5)  # holds every point for every number of inputs


def scene(w1: float, w2: float, b: float, p1: float, p2: float, n: float) -> Scene:
    """Draw a neuron with two inputs, and the same identity with many inputs.

    Parameters
    ----------
    w1, w2, b : float
        Weights and bias.
    p1, p2 : float
        The probe point.
    n : float
        Number of inputs of the second chart's neuron, a whole number.

    Returns
    -------
    Scene
        Charts ``"hyperplane"`` and ``"high"``.
    """
    neuron, probe = Neuron([w1, w2], b), (p1, p2)
    line = line_of(neuron)
    z = by_hand(float(neuron.preactivation(probe)))
    d = by_hand(z / neuron.norm) if line else None
    can_solve = line is not None and not line.is_vertical
    slope_intercept = line.slope_intercept() if line is not None and can_solve else None
    high, worst, products, heights = _high(int(n))
    return Scene(
        parts={"hyperplane": _plane(neuron, probe, z), "high": high},
        facts={
            "w1": w1,
            "w2": w2,
            "b": b,
            "p1": p1,
            "p2": p2,
            "z": z,
            "norm": neuron.norm,
            "d": d,
            "distance": abs(d) if d is not None else None,
            "product": neuron.norm * d if d is not None else None,
            "origin_distance": abs(b) / neuron.norm if line else None,
            "has_boundary": line is not None,
            "positive": z > 0,
            "negative": z < 0,
            "on_it": line is not None and z == 0,
            "upright": line is not None and line.is_vertical,
            "upright_at": by_hand(-b / w1) if line is not None and line.is_vertical else None,
            "slope": by_hand(slope_intercept.slope) if slope_intercept else None,
            "intercept": by_hand(slope_intercept.intercept) if slope_intercept else None,
            "n": n,
            "points": float(POINTS),
            "worst": worst,
            "products": products,
            "heights": heights,
        },
    )


def _plane(neuron: Neuron, probe: tuple[float, float], z: float) -> Chart:
    plane = Plane(WINDOW)
    unit = neuron.weights / neuron.norm if neuron.norm else np.array([0.0, -1.0])
    return plane.chart(
        plane.sides(neuron),
        plane.boundary(neuron),
        plane.right_angle(neuron),
        plane.weights(neuron.weights, Handle("w1", "w2")),
        plane.distance(neuron, probe),
        plane.probe(
            probe, "preactivation", Handle("p1", "p2"), away=unit if z >= 0 else -unit
        ),
    )  # fmt: skip


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
