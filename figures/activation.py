"""Lesson 4: the signed distance goes into the activation, the distorted distance comes out."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from core.activation_source import needs_math, numpy_source
from core.activations import Array
from core.neuron import Neuron
from core.rounding import by_hand
from figures import marks
from figures.comparison import compared, said_of
from figures.curve import Curve
from figures.plane import Plane
from figures.scene import Chart, Handle, Point, Scene

DIRECTION = np.array([0.6, 0.8])  # of the weights; its length is 1
WINDOW = (-3.2, 3.2, -5.2, 5.2)
REACH = 3.0  # the output with the full colour
XS, YS = marks.centres(WINDOW[:2], 64), marks.centres(WINDOW[2:], 104)  # of the field's grid
ALONG: Array = np.add.outer(DIRECTION[1] * YS, DIRECTION[0] * XS)  # the weights, from the origin

D_RANGE = (-6.0, 6.0)
A_RANGE = (-REACH, REACH)
SCALE = (-6.0, -5.4), marks.centres(A_RANGE, 64)[:, None]  # colours of the outputs, at the left
CLIMB = 2 * math.log(9)  # a sigmoid goes from 0.1 to 0.9 between z = −ln 9 and z = ln 9
CLIMB_AT = -1.0  # height at which its width is shown
WIPES = ("activation", "norm", "b")  # their change wipes the trail of outputs
ROWS = np.linspace(-5.0, 5.0, 11)  # of the tables

# What is shown, each with all before it.
DOT, CURVE, ARROW = 1, 2, 3


def scene(
    activation: str, norm: float, b: float, p1: float, p2: float,
    first: str, second: str, reveal: float,
) -> Scene:  # fmt: skip
    """Draw what an activation makes of the signed distance, and two activations to compare.

    Parameters
    ----------
    activation : str
        Key of the neuron's activation.
    norm : float
        ‖w‖, the length of the weights; more than 0. Their direction is fixed.
    b : float
        Bias.
    p1, p2 : float
        The probe point.
    first, second : str
        Keys of the two that are compared.
    reveal : float
        1 for the plane and one point of the curve, 2 for the whole curve, 3 for the arrow.

    Returns
    -------
    Scene
        Charts ``"plane"`` and ``"curve"``; ``"values"`` and ``"slopes"`` of the compared two.
    """
    neuron, probe = Neuron(by_hand(norm * DIRECTION), b, activation), (p1, p2)
    sigma = neuron.activation
    z = by_hand(float(neuron.preactivation(probe)))
    d, a = by_hand(z / norm), float(sigma.value(z))
    values, slopes = compared(first, second)
    left, right = (float(sigma.value(norm * end)) for end in D_RANGE)
    return Scene(
        parts={
            "plane": _plane(neuron, probe, z, norm, reveal),
            "curve": _curve(neuron, d, a, norm, reveal),
            "values": values,
            "slopes": slopes,
        },
        facts={
            "activation": sigma.label,
            "norm": norm,
            "b": b,
            "p1": p1,
            "p2": p2,
            "w1": float(neuron.weights[0]),
            "w2": float(neuron.weights[1]),
            "z": z,
            "d": d,
            "a": a,
            "product": norm * d,
            "offset": abs(b) / norm,
            "positive": z > 0,
            "negative": z < 0,
            "on_it": z == 0,
            "a_left": left,
            "a_right": right,
            "line_slope": norm if activation == "identity" else None,
            "climb": CLIMB / norm if activation == "sigmoid" else None,
            "shows_climb": reveal >= ARROW and activation == "sigmoid",
            "shows_curve": reveal >= CURVE,
            "shows_arrow": reveal >= ARROW,
            "ds": ROWS,
            "zs": by_hand(norm * ROWS),
            "outputs": sigma.value(norm * ROWS),
            "function": activation,
            "source": numpy_source(activation),
            "needs_math": needs_math(activation),
            **said_of(first, second),
        },
    )


def _plane(neuron: Neuron, probe: Point, z: float, norm: float, reveal: float) -> Chart:
    """The plane, coloured by the output."""
    plane = Plane(WINDOW, aspect=1.5)
    outputs = neuron.activation.value(by_hand(norm * ALONG + neuron.bias))
    away = DIRECTION if z >= 0 else -DIRECTION
    point = plane.probe(probe, "output", Handle("p1", "p2"), away=away, room=(34.0, 30.0))
    says_distance = tuple(replace(label, role="text") for label in point.labels)
    return plane.chart(
        marks.field("field", outputs, WINDOW[:2], WINDOW[2:], reach=REACH),
        plane.axes(),
        plane.boundary(neuron),
        marks.shown(
            reveal >= ARROW,
            plane.right_angle(neuron),
            plane.weights(neuron.weights),
        ),
        plane.distance(neuron, probe),
        replace(point, labels=says_distance),
    )


def _curve(neuron: Neuron, d: float, a: float, norm: float, reveal: float) -> Chart:
    """The output over the signed distance, with the same ruler and the same colours."""
    sigma, curve = neuron.activation, Curve(D_RANGE, A_RANGE, "text", "output", aspect=1.5)
    edge, heights = SCALE
    is_seen = abs(d) <= D_RANGE[1] and abs(a) <= REACH
    half = CLIMB / norm / 2
    # The label keeps to the side that a rising curve leaves free, and off the axes' names.
    is_left = a >= 0 and d > D_RANGE[0] / 2
    is_above = 0 <= a < 0.6 * REACH or a < -0.6 * REACH
    return curve.chart(
        marks.field("scale", heights, edge, A_RANGE, reach=REACH),
        curve.ruler(d, dy=-16 if a >= 0 else 16),
        marks.shown(
            reveal >= CURVE,
            curve.graph(
                "output",
                lambda ds: sigma.value(norm * ds),
                role="output",
                corners=[corner / norm for corner in sigma.corners],
            ),
        ),
        marks.shown(
            reveal >= ARROW and sigma.name == "sigmoid",
            curve.width("climb", -half, half, CLIMB_AT),
        ),
        curve.drop("rise", (d, 0.0), (d, a), role="output"),
        marks.shown(is_seen, curve.drop("reading", (edge[1], a), (d, a), role="output")),
        curve.dot(
            "answer",
            (d, a),
            role="output",
            dx=-12 if is_left else 12,
            dy=16 if is_above else -16,
            align="right" if is_left else "left",
            trail=WIPES,
        ),
    )
