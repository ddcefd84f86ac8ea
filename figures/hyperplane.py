"""Lesson 3: a neuron with two inputs as a boundary, an arrow and a signed distance."""

from __future__ import annotations

import math

import numpy as np

from core.activations import Array
from core.hyperplane import measured_distance
from core.line import GeneralLine, segment, side, window_corners
from core.neuron import Neuron
from figures import theme
from figures.scene import Chart, Equation, Handle, Scene, added, bracketed, equals, number, penned

WINDOW = (-4.0, 4.0, -3.0, 3.0)
LABEL_EDGE = 0.42  # how far a side's label stays from the window's corner

STAND = 1.5  # where on the boundary the second arrow stands, from the foot of the first
CORNER = 0.22  # side of the right-angle mark
PROBE_LABEL = 0.62  # how far from its point a label stands
DROP_LABEL = 0.5
FARTHEST_LABEL = 1.5  # how far from the probe the distance is written

HIGH_POINTS = 100
HIGH_NORM = 3.0
HIGH_RANGE = (-8.5, 8.5)  # holds every point for every number of inputs


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
    neuron = Neuron([w1, w2], b)
    line = GeneralLine(m=w1, n=w2, c=b) if neuron.norm else None
    z = penned(float(neuron.preactivation([p1, p2])))
    d = z / neuron.norm if line else 0.0
    high, worst = _high(int(n))
    numbers = {
        "w1": number(w1),
        "w2": number(w2),
        "b": number(b),
        "p1": number(p1),
        "p2": number(p2),
        "z": number(z, 3),
        "norm": number(neuron.norm, 3),
        "d": number(d, 3),
        "distance": number(abs(d), 3),
        "origin_distance": number(abs(b) / neuron.norm, 3) if line else "",
        "boundary": "yes" if line else "",
        "positive": "yes" if z > 0 else "",
        "negative": "yes" if z < 0 else "",
        "on_it": "yes" if line and z == 0 else "",
        "vertical": "yes" if line and line.is_vertical else "",
        "n": number(n, 0),
        "worst": number(worst, 3),
        "code_w1": f"{w1:g}",
        "code_w2": f"{w2:g}",
        "code_b": f"{b:g}",
        "code_p1": f"{p1:g}",
        "code_p2": f"{p2:g}",
    }
    return Scene(
        charts={"hyperplane": _plane(neuron, line, (p1, p2), z, d), "high": high},
        equations=_equations(neuron, line, (p1, p2), z, d),
        numbers=numbers,
    )


def _equations(
    neuron: Neuron, line: GeneralLine | None, probe: tuple[float, float], z: float, d: float
) -> tuple[Equation, ...]:
    w1, w2 = map(float, neuron.weights)
    (p1, p2), b = probe, neuron.bias
    sign, size = added(b)
    sum_: Equation = (
        ("preactivation", "z"), ("text", " = "), ("weight", "w₁"), ("text", " · "),
        ("input", "x₁"), ("text", " + "), ("weight", "w₂"), ("text", " · "), ("input", "x₂"),
        ("text", " + "), ("bias", "b"), ("text", " = "), ("weight", number(w1)),
        ("text", " · "), ("input", bracketed(p1)), ("text", " + "), ("weight", bracketed(w2)),
        ("text", " · "), ("input", bracketed(p2)), ("text", f" {sign} "), ("bias", size),
        ("text", " "), ("preactivation", equals(z)),
    )  # fmt: skip
    if line is None:
        return (sum_, (("text", "Both weights are 0, so "), ("preactivation", "z"),
                       ("text", " is the bias everywhere: there is no boundary.")))  # fmt: skip
    norm: Equation = (
        ("weight", "‖w‖"), ("text", " = √("), ("weight", f"{bracketed(w1)}²"), ("text", " + "),
        ("weight", f"{bracketed(w2)}²"), ("text", ") "), ("weight", equals(neuron.norm, 3)),
    )  # fmt: skip
    distance: Equation = (
        ("output", "d"), ("text", " = "), ("preactivation", "z"), ("text", " / "),
        ("weight", "‖w‖"), ("text", " "), ("output", equals(d, 3)),
    )  # fmt: skip
    return (sum_, norm, distance, _forms(line))


def _forms(line: GeneralLine) -> Equation:
    """Write the boundary both ways: 0 = n·y + m·x + c, and solved for y where that can be."""
    m_sign, m_size = added(line.m)
    c_sign, c_size = added(line.c)
    general: Equation = (
        ("text", "boundary: 0 = "), ("weight", number(line.n)), ("text", " · "),
        ("input", "x₂"), ("text", f" {m_sign} "), ("weight", m_size), ("text", " · "),
        ("input", "x₁"), ("text", f" {c_sign} "), ("bias", c_size),
    )  # fmt: skip
    if line.is_vertical:
        at = -line.c / line.m
        return (*general, ("text", ", that is "), ("input", "x₁"),
                ("text", f" {equals(at, 3)}: it stands upright"))  # fmt: skip
    solved = line.slope_intercept()
    sign, size = added(solved.intercept, 3)
    rounded = "=" in equals(solved.slope, 3) and "=" in equals(solved.intercept, 3)
    return (
        *general, ("text", ", that is "), ("input", "x₂"), ("text", " = " if rounded else " ≈ "),
        ("text", f"{number(solved.slope, 3)} · "), ("input", "x₁"), ("text", f" {sign} {size}"),
    )  # fmt: skip


def _plane(
    neuron: Neuron, line: GeneralLine | None, probe: tuple[float, float], z: float, d: float
) -> Chart:
    w = neuron.weights
    nowhere = np.empty((0, 2))
    sides = [nowhere, nowhere]
    boundary = ray = ghost = square = drop = nowhere
    away = along = np.array([0.0, -PROBE_LABEL])
    if line is not None:
        sides = [side(line, WINDOW, positive=positive) for positive in (True, False)]
        boundary = segment(line, WINDOW)
        unit = w / neuron.norm
        foot, probe_foot = np.array(line.foot(0.0, 0.0)), np.array(line.foot(*probe))
        ray = np.array([[0.0, 0.0], foot])
        # The second arrow stands on the boundary, away from the first and from the probe.
        along = np.array([-unit[1], unit[0]])
        if along @ (probe_foot - foot) > 0:
            along = -along
        base = foot + STAND * along
        ghost = np.array([base, base + w])
        square = base + CORNER * np.array([along, along + unit, unit])
        drop = np.array([probe, probe_foot])
        away = (unit if z >= 0 else -unit) * PROBE_LABEL
    elif neuron.bias:
        sides[0 if neuron.bias > 0 else 1] = window_corners(WINDOW)
    frame: dict[str, object] = {}
    ghost_head, head = theme.arrow_head(ghost), theme.arrow_head(np.array([[0.0, 0.0], w]), 0.3)
    arrow = np.array([[0.0, 0.0], head[1:].mean(axis=0) if len(head) else w])
    parts = (*sides, boundary, ray, square, ghost, ghost_head, arrow, head, drop)
    for i, part in enumerate(parts):
        frame[f"data/{i}/x"] = part[:, 0].astype(np.float32)
        frame[f"data/{i}/y"] = part[:, 1].astype(np.float32)
    frame["data/10/x"] = np.array([probe[0]], np.float32)
    frame["data/10/y"] = np.array([probe[1]], np.float32)
    corners = window_corners(WINDOW)
    heights = [penned(height) for height in neuron.preactivation(corners)]
    for i, (corner, shown) in enumerate(
        ((corners[int(np.argmax(heights))], np.max(heights) > 0),
         (corners[int(np.argmin(heights))], np.min(heights) < 0))
    ):  # fmt: skip
        x, y = corner - np.sign(corner) * (2 * LABEL_EDGE, LABEL_EDGE)
        frame |= {
            f"layout/annotations/{i}/x": float(x),
            f"layout/annotations/{i}/y": float(y),
            f"layout/annotations/{i}/text": ("z > 0", "z < 0")[i] if shown else "",
        }
    # The distance is written at its middle, but not where a long one has left the window.
    share = 0.5 if abs(d) <= 2 * FARTHEST_LABEL else FARTHEST_LABEL / abs(d)
    middle = (drop[0] + share * (drop[1] - drop[0]) if len(drop) else 0.0) - DROP_LABEL * along
    middle = np.clip(middle, (-3.5, -2.75), (3.5, 2.75))
    beside = np.clip(np.array(probe) + away, (-3.5, -2.75), (3.5, 2.75))
    tip = np.clip(w, (-3.6, -2.7), (3.6, 2.7))
    frame |= {
        "layout/annotations/2/x": float(tip[0]),
        "layout/annotations/2/y": float(tip[1]),
        "layout/annotations/2/text": "w" if neuron.norm else "",
        "layout/annotations/3/x": float(middle[0]),
        "layout/annotations/3/y": float(middle[1]),
        "layout/annotations/3/text": f"d {equals(d)}" if abs(d) > 0.3 else "",
        "layout/annotations/4/x": float(beside[0]),
        "layout/annotations/4/y": float(beside[1]),
        "layout/annotations/4/text": f"z {equals(z)}",
    }
    return Chart(
        template=_template(),
        frame=frame,
        alt=_alt(neuron, line, probe, z, d),
        table={
            "quantity": ["w₁", "w₂", "b", "‖w‖", "x₁", "x₂", "z", "d", "‖w‖ · d"],
            "value": [*map(float, w), neuron.bias, neuron.norm, *probe, z,
                      *((d, neuron.norm * d) if line else ("none", "none"))],
        },
        handles=(
            Handle("w1", "w2", "Tip of the arrow w", "weight"),
            Handle("p1", "p2", "Probe point", "preactivation"),
        ),
        aspect=0.78,
    )  # fmt: skip


def _template() -> theme.Figure:
    return {
        "data": [
            theme.area("the positive side", "@positive"),
            theme.area("the negative side", "@negative"),
            theme.curve("the boundary z = 0", "@text", width=3),
            theme.curve("from the origin to the boundary", "@quiet", width=1.5, dash="dot"),
            theme.curve("right angle", "@quiet", width=1.5),
            theme.curve("the same arrow on the boundary", "@quiet", width=2),
            theme.area("its head", "@quiet"),
            theme.curve("the weights w", "@weight", width=4),
            theme.area("their head", "@weight"),
            theme.curve("the distance d", "@output", width=3, dash="dash"),
            theme.dots("the probe", "@preactivation", size=13),
        ],
        "layout": theme.layout(
            WINDOW[:2],
            WINDOW[2:],
            x_title="x₁",
            y_title="x₂",
            equal_scales=True,
            annotations=[
                theme.label("", "@positive-strong"),
                theme.label("", "@negative-strong"),
                theme.label("", "@weight", xshift=20, yshift=14),
                theme.label("", "@output"),
                theme.label("", "@preactivation"),
            ],
        ),
    }  # fmt: skip


def _alt(
    neuron: Neuron, line: GeneralLine | None, probe: tuple[float, float], z: float, d: float
) -> str:
    w1, w2 = neuron.weights
    here = (
        f"The probe stands at ({number(probe[0])}, {number(probe[1])}), where z = {number(z, 3)}."
    )
    if line is None:
        everywhere = f"z = {number(neuron.bias)} everywhere"
        return f"Both weights are 0, so there is no boundary: {everywhere}. {here}"
    return (
        f"A straight boundary square on the arrow w = ({number(w1)}, {number(w2)}), at distance "
        f"{number(abs(neuron.bias) / neuron.norm, 3)} from the origin. {here} "
        f"Its signed distance from the boundary is {number(d, 3)}: it is on the "
        f"{'positive' if d > 0 else 'negative'} side."
        if d
        else f"A straight boundary square on the arrow w = ({number(w1)}, {number(w2)}). {here} "
        "It is exactly on the boundary."
    )


def _high(n: int) -> tuple[Chart, float]:
    """Compare z with ‖w‖ · d on random points with many coordinates."""
    rng = np.random.default_rng(n)
    direction = rng.uniform(-1, 1, n)
    neuron = Neuron(HIGH_NORM * direction / math.sqrt(direction @ direction), 1.0)
    X: Array = rng.uniform(-1, 1, (HIGH_POINTS, n))
    z = neuron.preactivation(X)
    product = neuron.norm * measured_distance(neuron, X)
    worst = float(np.max(np.abs(z - product)))
    chart = Chart(
        template={
            "data": [
                theme.curve("z = ‖w‖ · d", "@quiet", width=2, dash="dash",
                            x=list(HIGH_RANGE), y=list(HIGH_RANGE)),
                theme.dots("points", "@preactivation", size=9),
            ],
            "layout": theme.layout(HIGH_RANGE, HIGH_RANGE, x_title="‖w‖ · measured distance",
                                   y_title="preactivation z", equal_scales=True),
        },
        frame={"data/1/x": product.astype(np.float32), "data/1/y": z.astype(np.float32)},
        alt=f"{HIGH_POINTS} random points with {n} coordinates: their preactivation z against "
        f"‖w‖ times their measured distance. All lie on the diagonal; the largest difference is "
        f"{number(worst, 3)}.",
        table={"‖w‖ · d": product[:10].tolist(), "z": z[:10].tolist()},
    )  # fmt: skip
    return chart, worst
