"""Lesson 4: the signed distance goes into the activation, the distorted distance comes out."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import fields
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from core.activation_shape import ActivationShape, activation_shape
from core.activation_source import needs_math, numpy_source
from core.activations import ACTIVATIONS, Activation, Array, activation_named
from core.neuron import Neuron
from core.rounding import by_hand
from figures import marks
from figures.curve import Curve
from figures.plane import Plane
from figures.scene import Chart, Fact, Handle, Label, Mark, Point, Scene

DIRECTION = np.array([0.8, 0.6])  # of the weights; its length is 1
WINDOW = (-4.0, 4.0, -3.0, 3.0)
FAR = np.array([-5.0, 5.0])  # how far the window's corners lie along the weights
REACH = 3.0  # the value with the full colour, in both planes: equal colours are equal numbers
XS, YS = marks.centres(WINDOW[:2], 96), marks.centres(WINDOW[2:], 72)  # of the fields' grid
ALONG: Array = np.add.outer(DIRECTION[1] * YS, DIRECTION[0] * XS)  # the weights, from the origin

D_RANGE = (-6.0, 6.0)
A_RANGE = (-2.5, 4.0)
SLOPE_RANGE = (-1.2, 2.2)
TICK = 0.18  # height of the ruler's ticks, in units of the output
ROWS = np.linspace(-5.0, 5.0, 11)  # of the tables

Function = Callable[[ArrayLike], Array]


def scene(activation: str, compare: str, norm: float, b: float, p1: float, p2: float) -> Scene:
    """Draw what an activation makes of the signed distance, and another one beside it.

    Parameters
    ----------
    activation, compare : str
        Keys of the two activations.
    norm : float
        ‖w‖, the length of the weights; more than 0. Their direction is fixed.
    b : float
        Bias.
    p1, p2 : float
        The probe point.

    Returns
    -------
    Scene
        Charts ``"curve"``, ``"before"``, ``"after"`` and ``"slope"``.
    """
    neuron, probe = Neuron(by_hand(norm * DIRECTION), b, activation), (p1, p2)
    sigma, other = neuron.activation, activation_named(compare)
    z = by_hand(float(neuron.preactivation(probe)))
    d = by_hand(z / norm)
    heights = by_hand(norm * ALONG + b)
    plane = Plane(WINDOW)
    foot = -b / norm * DIRECTION
    tip = foot + neuron.weights
    arrow = plane.right_angle(neuron), plane.weights(neuron.weights, tail=foot)
    corners = [corner / norm for each in (sigma, other) for corner in each.corners]
    outputs, slopes = (sigma.value, other.value), (sigma.derivative, other.derivative)
    over_d = Curve(D_RANGE, A_RANGE, "text", "output", aspect=0.5)
    slope_over_d = Curve(D_RANGE, SLOPE_RANGE, "text", "text", aspect=0.4)
    return Scene(
        parts={
            "curve": over_d.chart(
                _ruler(norm, d), _two(over_d, "output", outputs, norm, corners, d, z)
            ),
            "before": _plane(neuron, probe, z, heights, "preactivation", tip, *arrow),
            "after": _plane(neuron, probe, z, sigma.value(heights), "output", tip),
            "slope": slope_over_d.chart(
                _two(slope_over_d, "slope", slopes, norm, corners, d, z),
            ),
        },
        facts={
            "norm": norm,
            "b": b,
            "p1": p1,
            "p2": p2,
            "w1": float(neuron.weights[0]),
            "w2": float(neuron.weights[1]),
            "z": z,
            "d": d,
            "distance": abs(d),
            "offset": abs(b) / norm,
            "positive": z > 0,
            "negative": z < 0,
            "on_it": z == 0,
            "same": sigma is other,
            "ds": ROWS,
            "zs": norm * ROWS,
            "beyond_left": d < min(D_RANGE),
            "beyond_right": d > max(D_RANGE),
            **_of_both("", sigma, norm, z),
            **_of_both("other_", other, norm, z),
            **_of_the_chosen(sigma, norm, b, z),
            **properties(*dict.fromkeys((activation, compare))),
        },
    )


def _of_both(prefix: str, sigma: Activation, norm: float, z: float) -> dict[str, Fact]:
    """What is said of the chosen activation and of the compared one alike."""
    left, right = (float(sigma.value(norm * d)) for d in D_RANGE)
    each: dict[str, Fact] = {
        "name": sigma.label,
        "formula": sigma.latex,
        "a": float(sigma.value(z)),
        "sigma_slope": float(sigma.derivative(z)),
        "left": left,
        "right": right,
        "outputs": sigma.value(norm * ROWS),
        "slopes": sigma.derivative(norm * ROWS),
    }
    return {f"{prefix}{name}": fact for name, fact in each.items()}


def _of_the_chosen(sigma: Activation, norm: float, b: float, z: float) -> dict[str, Fact]:
    shape = activation_shape(sigma.name)
    first, last = min(sigma.corners, default=None), max(sigma.corners, default=None)
    low, high = by_hand(norm * FAR + b).tolist()
    is_bounded = math.isfinite(sigma.lower) and math.isfinite(sigma.upper)
    return {
        "function": sigma.name,
        "source": numpy_source(sigma.name),
        "needs_math": needs_math(sigma.name),
        "slope_d": norm * float(sigma.derivative(z)),
        "lower": sigma.lower,
        "upper": sigma.upper,
        "z_low": low,
        "z_high": high,
        "a_low": float(sigma.value(low)),
        "a_high": float(sigma.value(high)),
        "corner": first,
        "corner_d": first / norm if first is not None else None,
        "last_corner": last if last != first else None,
        "last_corner_d": last / norm if last is not None else None,
        "at_corner": z in sigma.corners,
        "identity": sigma.name == "identity",
        "relu": sigma.name == "relu",
        "step": shape.jumps,
        "squeezed": is_bounded and shape.keeps_order and not shape.jumps,
        "turns": not shape.keeps_order,
        "straight": shape.straight_pieces > 1 and not shape.jumps,
        "curved": shape.straight_pieces == 0,
        "pieces": float(shape.straight_pieces),
    }


@lru_cache(maxsize=len(ACTIVATIONS) ** 2)
def properties(*names: str) -> dict[str, Fact]:
    """List what the curves of activations look like, all of it measured.

    Parameters
    ----------
    *names : str
        Keys of activations; all of them where none is given.

    Returns
    -------
    dict
        Property → array with an entry for each activation.
    """
    each = [activation_named(name) for name in names or ACTIVATIONS]
    shapes = [activation_shape(sigma.name) for sigma in each]
    listed = {
        field.name: np.array([getattr(shape, field.name) for shape in shapes])
        for field in fields(ActivationShape)
    }
    words = {"labels": "label", "formulas": "latex", "sources": "source"}
    for name, one in (words | {"lowers": "lower", "uppers": "upper"}).items():
        listed[name] = np.array([getattr(sigma, one) for sigma in each])
    count = np.array([len(sigma.corners) for sigma in each])
    return {
        **listed,
        "bent": listed["straight_pieces"] == 0,
        "one_line": listed["straight_pieces"] == 1,
        "in_pieces": listed["straight_pieces"] > 1,
        "one_slope": listed["slope_left"] == listed["slope_right"],
        "has_corner": count > 0,
        "more_corners": count > 1,
        "first_corners": np.array([min(sigma.corners, default=np.nan) for sigma in each]),
        "last_corners": np.array([max(sigma.corners, default=np.nan) for sigma in each]),
    }


def _plane(
    neuron: Neuron, probe: Point, z: float, values: Array, role: str, tip: Array, *more: Mark
) -> Chart:
    """The plane coloured by a quantity, with its numbers in the two farthest corners."""
    plane, labelled = Plane(WINDOW), np.array([probe, tip])
    return plane.chart(
        marks.field("field", values, WINDOW[:2], WINDOW[2:], reach=REACH),
        plane.axes(),
        plane.boundary(neuron),
        *more,
        plane.distance(neuron, probe),
        plane.note("title", role, -1, 1),
        plane.note("high-corner", role, 1, 1, clear_of=labelled),
        plane.note("low-corner", role, -1, -1, clear_of=labelled),
        plane.probe(probe, role, Handle("p1", "p2"), away=DIRECTION if z >= 0 else -DIRECTION),
    )


def _two(
    curve: Curve, name: str, both: tuple[Function, Function], norm: float,
    corners: list[float], d: float, z: float,
) -> tuple[Mark, ...]:  # fmt: skip
    """Two functions of z over the signed distance, and both at the probe."""
    chosen, compared = both
    is_far = d > max(D_RANGE) / 2  # so far to the right that the text stands left of its dot
    return (
        marks.line("here", [(d, y) for y in curve.y], width=1.5, dash="dot"),
        curve.graph("compared", lambda ds: compared(norm * ds), role="quiet", width=2.0,
                    corners=corners, named="left"),
        curve.graph(name, lambda ds: chosen(norm * ds), role=curve.y_role, corners=corners,
                    named="right"),
        curve.dot("compared-answer", (d, float(compared(z))), role="quiet", size=10),
        curve.dot("answer", (d, float(chosen(z))), role=curve.y_role, dx=-12 if is_far else 12,
                  dy=-14, align="right" if is_far else "left"),
    )  # fmt: skip


def _ruler(norm: float, d: float) -> Mark:
    """The whole values of z along the lower edge, closer for longer weights, and z at the probe."""
    (left, right), (low, _) = D_RANGE, A_RANGE
    most = math.floor(norm * right)
    at = np.arange(-most, most + 1) / norm
    points = np.column_stack([np.repeat(at, 3), np.tile([low, low + TICK, np.nan], len(at))])
    place = (min(max(d, left), right), low)
    label = Label("ruler", place, "preactivation", dx=8, dy=18, align="left")
    return marks.line("ruler", points, role="preactivation", width=1.6, labels=(label,))
