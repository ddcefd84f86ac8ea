"""Lesson 1: a neuron with one input is the line y = wx + b, until an activation bends it."""

from __future__ import annotations

import numpy as np

from core.activation_source import numpy_source
from core.neuron import Neuron
from core.rounding import by_hand
from figures import marks
from figures.curve import Curve
from figures.marks import Range
from figures.scene import Chart, Handle, Scene

Window = tuple[Range, Range]

WINDOW: Window = (-3.0, 3.0), (-5.0, 5.0)
WIPES = ("w", "b", "activation")  # their change wipes the trail of outputs
ROWS = np.linspace(-3.0, 3.0, 13)  # of the table

# What is shown, each with all before it.
DOT, CURVE, STEP = 1, 2, 3


def scene(
    w: float, b: float, x: float, activation: str, reveal: float, window: Window = WINDOW
) -> Scene:
    """Draw one neuron with one input.

    Parameters
    ----------
    w, b : float
        Weight and bias.
    x : float
        The input whose output is followed.
    activation : str
        Key of the activation.
    reveal : float
        1 for the dot alone, 2 for the whole curve, 3 for the step of one to the right as well.
    window : tuple of tuple of float
        Range of each axis.

    Returns
    -------
    Scene
        One chart, ``"line"``.
    """
    neuron = Neuron([w], b, activation)
    sigma = neuron.activation
    z = by_hand(float(neuron.preactivation([x])))
    a = float(sigma.value(z))
    folds = [by_hand((corner - b) / w) for corner in sigma.corners] if w else []
    is_identity = activation == "identity"
    return Scene(
        parts={"line": _chart(neuron, x, a, folds, reveal, window)},
        facts={
            "w": w,
            "b": b,
            "x": x,
            "z": z,
            "a": a,
            "rises": w > 0,
            "fold": folds[0] if folds else None,
            "level": float(sigma.value(b)) if w == 0 else None,
            "activation": sigma.label,
            "identity": is_identity,
            "curve": reveal >= CURVE,
            "straight": reveal >= CURVE and not is_identity,
            "folded": any(window[0][0] < fold < window[0][1] for fold in folds),
            "function": activation,
            "source": "" if is_identity else numpy_source(activation),
            "xs": ROWS,
            "line": by_hand(neuron.preactivation(ROWS[:, None])),
            "outputs": neuron.output(ROWS[:, None]),
        },
    )


def _chart(
    neuron: Neuron, x: float, a: float, folds: list[float], reveal: float, window: Window
) -> Chart:
    curve = Curve(*window)
    w, b = float(neuron.weights[0]), neuron.bias
    (low, high), (floor, _) = window
    # A step's own height at its corner; that of a rounded input would jump from state to state.
    heights = [float(neuron.activation.value(corner)) for corner in neuron.activation.corners]
    corners = [at for at in zip(folds, heights, strict=False) if low < at[0] < high]
    seen = [fold for fold, _ in corners]
    output = curve.graph(
        "output", lambda xs: neuron.output(xs[:, None]), role="output", corners=seen
    )
    # The label keeps to the side that a rising or falling line leaves free.
    dx, side = (-12, "right") if w > 0 else (12, "left")
    return curve.chart(
        marks.line("rail", [(low, floor), (high, floor)], role="track", width=4),
        marks.shown(
            reveal >= CURVE and neuron.activation.name != "identity", curve.straight("line", w, b)
        ),
        marks.shown(reveal >= CURVE, output),
        marks.shown(reveal >= STEP, curve.step(w, b)),
        marks.shown(reveal >= CURVE, marks.dots("fold", corners, size=9, symbol="diamond")),
        curve.drop("drop", (x, floor), (x, a), role="input"),
        curve.drop("reading", (low, a), (x, a), role="output"),
        curve.dot("intercept", (0.0, b), role="bias", size=10, dx=-10, align="right"),
        curve.dot("answer", (x, a), role="output", dx=dx, dy=16, align=side, trail=WIPES),
        marks.dots("input", [(x, floor)], role="input", size=12, handle=Handle("x", None)),
        x_name_left=x > 1,
    )
