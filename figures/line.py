"""Lesson 1: a neuron with one input beside the line y = wx + b."""

from __future__ import annotations

import numpy as np

from core.neuron import Neuron
from figures import theme
from figures.scene import Chart, Equation, Scene, added, bracketed, equals, number, penned

X_RANGE = (-3.0, 3.0)
Y_RANGE = (-4.0, 4.0)
POINTS = 241

IDENTITY = "identity"


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
    line = Neuron([w], b)
    xs = np.linspace(*X_RANGE, POINTS, dtype=np.float32)[:, None]
    corners = hinges(neuron)
    # A step must be drawn upright, so its jump gets two points at the same x.
    curve_x = np.sort(np.concatenate([xs[:, 0], *([c, np.nextafter(c, 9.0)] for c in corners)]))
    z = penned(float(line.output([x])))
    a = float(neuron.activation.value(z))
    name = neuron.activation.label

    frame = {
        "data/0/x": np.array(X_RANGE, np.float32),
        "data/0/y": line.output(np.array(X_RANGE)[:, None]).astype(np.float32),
        "data/1/x": curve_x.astype(np.float32),
        "data/1/y": neuron.output(curve_x[:, None]).astype(np.float32),
        "data/2/x": np.array([x, x], np.float32),
        "data/2/y": np.array([0.0, a], np.float32),
        "data/3/x": np.array([0.0, 1.0, 1.0], np.float32),
        "data/3/y": np.array([b, b, w + b], np.float32),
        "data/4/x": np.array([0.0], np.float32),
        "data/4/y": np.array([b], np.float32),
        "data/5/x": np.array([x], np.float32),
        "data/5/y": np.array([a], np.float32),
        "data/6/x": corners.astype(np.float32),
        "data/6/y": neuron.output(corners[:, None]).astype(np.float32),
        "layout/annotations/0/y": b,
        "layout/annotations/0/text": f"b = {number(b)}",
        "layout/annotations/1/y": float(np.clip(w / 2 + b, -3.7, 3.7)),
        "layout/annotations/1/text": f"w = {number(w)}",
        "layout/annotations/2/x": x,
        "layout/annotations/2/y": float(np.clip(a, -3.4, 3.4)),
        "layout/annotations/2/text": f"a {equals(a, 3)}",
    }
    chart = Chart(
        template=_template(),
        frame=frame,
        alt=_alt(neuron, x, z, a, corners),
        table={
            "x": np.linspace(*X_RANGE, 13).tolist(),
            "wx + b": line.output(np.linspace(*X_RANGE, 13)[:, None]).tolist(),
            f"a, {name}": neuron.output(np.linspace(*X_RANGE, 13)[:, None]).tolist(),
        },
    )
    slope_here = float(neuron.activation.derivative(z)) * w
    return Scene(
        charts={"line": chart},
        equations=equations(w, b, x, z, a, name if activation != IDENTITY else ""),
        numbers={
            "w": number(w),
            "b": number(b),
            "x": number(x),
            "z": number(z),
            "a": number(a, 3),
            "slope_here": number(slope_here, 3),
            "difference": number(abs(a - z), 3),
            "activation": name,
            "formula": neuron.activation.latex,
            "hinge": number(-b / w, 3) if w else "",
            "identity": "yes" if activation == IDENTITY else "",
            "relu": "yes" if activation == "relu" and w else "",
            "flat": "yes" if w == 0 else "",
            "code_w": f"{w:g}",
            "code_b": f"{b:g}",
            "code_x": f"{x:g}",
            "code_activation": _CODE.get(activation, ""),
        },
    )


def hinges(neuron: Neuron) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """The inputs at which a neuron with one input has a corner: x = (corner − b) / w.

    Parameters
    ----------
    neuron : Neuron
        With one weight.

    Returns
    -------
    ndarray, shape (n_corners,)
        In rising order, those inside the figure; empty where the weight is 0.
    """
    w = neuron.weights[0]
    if w == 0:
        return np.empty(0)
    at = np.sort((np.array(neuron.activation.corners) - neuron.bias) / w)
    return at[(at > X_RANGE[0]) & (at < X_RANGE[1])]


def equations(
    w: float, b: float, x: float, z: float, a: float, activation: str
) -> tuple[Equation, ...]:
    """Write the calculation with its numbers.

    Parameters
    ----------
    w, b, x, z, a : float
        Weight, bias, input, preactivation, output.
    activation : str
        Label of the activation; empty for the identity.

    Returns
    -------
    tuple of Equation
    """
    sign, size = added(b)
    sum_ = (
        ("preactivation", "z"), ("text", " = "), ("weight", "w"), ("text", " · "), ("input", "x"),
        ("text", " + "), ("bias", "b"), ("text", " = "), ("weight", number(w)), ("text", " · "),
        ("input", bracketed(x)), ("text", f" {sign} "), ("bias", size), ("text", " "),
        ("preactivation", equals(z)),
    )  # fmt: skip
    if not activation:
        bend: Equation = (
            ("output", "a"), ("text", " = "), ("preactivation", "z"), ("text", " "),
            ("output", equals(a)),
        )  # fmt: skip
    else:
        bend = (
            ("output", "a"), ("text", " = σ("), ("preactivation", "z"),
            ("text", f") = {activation}("), ("preactivation", number(z)), ("text", ") "),
            ("output", equals(a, 3)),
        )  # fmt: skip
    return (sum_, bend)


def _template() -> theme.Figure:
    return {
        "data": [
            theme.curve("the line wx + b", "@quiet", width=2, dash="dash"),
            theme.curve("the neuron's output", "@output", width=4),
            theme.curve("the probe", "@input", width=2, dash="dot"),
            theme.curve("one step to the right, w up", "@weight", width=2),
            theme.dots("b", "@bias", size=10),
            theme.dots("the output at the probe", "@output", size=14),
            theme.dots("the corner", "@text", size=10, marker={
                "symbol": "diamond", "size": 11, "color": "@text",
                "line": {"color": "@page", "width": 1},
            }),
        ],
        "layout": theme.layout(
            X_RANGE,
            Y_RANGE,
            x_title="input x",
            y_title="output a",
            annotations=[
                theme.label("", "@bias", x=0, xanchor="right", xshift=-10),
                theme.label("", "@weight", x=1, xanchor="left", xshift=6),
                theme.label("", "@output", xanchor="center", yshift=20, bgcolor="@page"),
            ],
        ),
    }  # fmt: skip


def _alt(
    neuron: Neuron,
    x: float,
    z: float,
    a: float,
    corners: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> str:
    w, b = float(neuron.weights[0]), neuron.bias
    parts = [
        f"A dashed straight line with slope {number(w)} and intercept {number(b)}.",
        "The neuron's output lies exactly on it."
        if neuron.activation.name == IDENTITY
        else f"The neuron's output, bent by {neuron.activation.label}.",
    ]
    if corners.size:
        parts.append(f"It has a corner at x = {', '.join(number(c, 3) for c in corners)}.")
    parts.append(f"At the probe x = {number(x)}: z = {number(z)}, output {number(a, 3)}.")
    return " ".join(parts)


# What the activation is in a line of NumPy, for the code beside the figure.
_CODE = {
    "identity": "z",
    "step": "float(z > 0)",
    "relu": "max(0.0, z)",
    "leaky_relu": "max(0.01 * z, z)",
    "sigmoid": "1 / (1 + np.exp(-z))",
    "tanh": "np.tanh(z)",
    "softplus": "np.log1p(np.exp(z))",
    "sin": "np.sin(z)",
}
