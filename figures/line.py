"""Lesson 1: a neuron with one input is the line y = wx + b, until an activation bends it."""

from __future__ import annotations

import numpy as np

from core.activation_source import numpy_source
from core.neuron import Neuron
from core.rounding import by_hand
from figures import marks
from figures.curve import Curve
from figures.scene import Chart, Handle, Scene

WINDOW = (-3.0, 3.0), (-4.0, 4.0)
ROWS = np.linspace(-3.0, 3.0, 13)  # of the table


def scene(w: float, b: float, x: float, activation: str) -> Scene:
    """Draw one neuron with one input.

    Parameters
    ----------
    w, b : float
        Weight and bias.
    x : float
        The probe: the input whose output is followed.
    activation : str
        Key of the activation.

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
    is_identity, is_relu = activation == "identity", activation == "relu"
    return Scene(
        parts={"line": _chart(neuron, x, a, folds)},
        facts={
            "w": w,
            "b": b,
            "x": x,
            "z": z,
            "a": a,
            "difference": by_hand(abs(a - z)),
            "bent": a != z,
            "slope_here": float(sigma.derivative(z)) * w,
            "fold": folds[0] if folds else None,
            "activation": sigma.label,
            "formula": sigma.latex,
            "identity": is_identity,
            "relu": is_relu and bool(folds),
            "folded": any(WINDOW[0][0] < fold < WINDOW[0][1] for fold in folds),
            "flat": w == 0,
            "function": activation,
            "source": "" if is_identity else numpy_source(activation),
            "xs": ROWS,
            "line": by_hand(neuron.preactivation(ROWS[:, None])),
            "outputs": neuron.output(ROWS[:, None]),
        },
    )


def _chart(neuron: Neuron, x: float, a: float, folds: list[float]) -> Chart:
    curve = Curve(*WINDOW)
    w, b = float(neuron.weights[0]), neuron.bias
    low, high = WINDOW[0]
    # A step's own height at its corner; that of a rounded input would jump from state to state.
    heights = [float(neuron.activation.value(corner)) for corner in neuron.activation.corners]
    corners = [at for at in zip(folds, heights, strict=False) if low < at[0] < high]
    seen = [fold for fold, _ in corners]
    return curve.chart(
        curve.straight("line", w, b),
        curve.graph("output", lambda xs: neuron.output(xs[:, None]), role="output", corners=seen),
        curve.step(w, b),
        curve.drop("drop", (x, a)),
        marks.dots("fold", corners, size=9, symbol="diamond"),
        curve.dot("intercept", (0.0, b), role="bias", size=10, dx=-10, align="right"),
        curve.dot("answer", (x, a), role="output", dy=22),
        curve.dot("input", (x, WINDOW[1][0]), role="input", dy=22, handle=Handle("x", None)),
    )
