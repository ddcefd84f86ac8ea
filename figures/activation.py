"""Lesson 4: the signed distance goes into the activation, the distorted distance comes out."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache

import numpy as np

from core.activation_shape import activation_shape, around
from core.activation_source import needs_math, numpy_source
from core.activations import ACTIVATIONS, Activation, Array, activation_named
from core.line import GeneralLine, segment
from core.neuron import Neuron
from figures import theme
from figures.scene import Chart, Equation, Scene, added, bracketed, equals, number
from figures.scene import Handle as DragHandle

DIRECTION = np.array([0.8, 0.6])  # of the weights; its length is 1
ACROSS = np.array([-0.6, 0.8])  # along the boundary
WINDOW = (-4.0, 4.0, -3.0, 3.0)
HALF_DIAGONAL = 5.0  # no point of the window is farther from the origin

# The planes are painted in coats: one more for each of these values, rounded. So equal
# colours are equal values, in both planes and on the edges of the curve's figure.
VALUES = np.array([0, 0.5, 1, 2, 3])
LEVELS = (VALUES[1:] + VALUES[:-1]) / 2
COATS = len(LEVELS)
THIN = "3b"  # opacity of one coat in hexadecimal, put behind a colour; a group's costs a layer
SIDES = (("@positive-strong", 1.0), ("@negative-strong", -1.0))

D_RANGE = (-6.0, 6.0)
A_RANGE = (-2.5, 4.0)
SLOPE_RANGE = (-1.2, 2.2)
CURVE_POINTS = 241
EDGE = 0.22  # breadth of the painted edges, in units of the axis they stand on


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
        Charts ``"before"``, ``"after"``, ``"curve"`` and ``"slope"``.
    """
    neuron = Neuron(norm * DIRECTION, b, activation)
    sigma, other = neuron.activation, activation_named(compare)
    probe = (p1, p2)
    z = float(neuron.preactivation(probe))
    d = float(neuron.signed_distance(probe))
    a, a2 = float(sigma.value(z)), float(other.value(z))
    d_grid = around(
        np.linspace(*D_RANGE, CURVE_POINTS),
        tuple(corner / norm for corner in {*sigma.corners, *other.corners}
              if abs(corner / norm) < D_RANGE[1]),
    )  # fmt: skip
    return Scene(
        charts={
            "before": _before(neuron, probe, z, d),
            "after": _after(neuron, probe, z, d),
            "curve": _curve(sigma, other, norm, d_grid, d),
            "slope": _slope(sigma, other, norm, d_grid, d),
        },
        equations=_equations(neuron, other, probe, z, d),
        numbers=_numbers(neuron, other, probe, z, d, a, a2),
    )


# --- words and numbers ----------------------------------------------------------------------


def _equations(
    neuron: Neuron, other: Activation, probe: tuple[float, float], z: float, d: float
) -> tuple[Equation, ...]:
    w1, w2 = map(float, neuron.weights)
    sign, size = added(neuron.bias)
    sum_: Equation = (
        ("preactivation", "z"), ("text", " = "), ("weight", "w₁"), ("text", " · "),
        ("input", "x₁"), ("text", " + "), ("weight", "w₂"), ("text", " · "), ("input", "x₂"),
        ("text", " + "), ("bias", "b"), ("text", " = "), ("weight", number(w1)),
        ("text", " · "), ("input", bracketed(probe[0])), ("text", " + "), ("weight", number(w2)),
        ("text", " · "), ("input", bracketed(probe[1])), ("text", f" {sign} "), ("bias", size),
        ("text", " "), ("preactivation", equals(z, 3)),
    )  # fmt: skip
    distance: Equation = (
        ("text", "d = "), ("preactivation", "z"), ("text", " / "), ("weight", "‖w‖"),
        ("text", " = "), ("preactivation", number(z, 3)), ("text", " / "),
        ("weight", number(neuron.norm)), ("text", f" {equals(d, 3)}"),
    )  # fmt: skip
    return (
        sum_,
        distance,
        _bend("output", "a", neuron.activation, z),
        _bend("quiet", "compared", other, z),
    )


def _bend(role: str, name: str, sigma: Activation, z: float) -> Equation:
    equal = " = " if role == "output" else ": "
    return (
        (role, name), ("text", equal), (role, sigma.label), ("text", "("),
        ("preactivation", number(z, 3)), ("text", ") "), (role, equals(float(sigma.value(z)), 3)),
    )  # fmt: skip


def _numbers(
    neuron: Neuron, other: Activation, probe: tuple[float, float],
    z: float, d: float, a: float, a2: float,
) -> dict[str, str]:  # fmt: skip
    sigma = neuron.activation
    shape = activation_shape(sigma.name)
    slope = float(sigma.derivative(z))
    yes: Callable[[bool], str] = lambda is_so: "yes" if is_so else ""  # noqa: E731
    is_squeezed = math.isfinite(sigma.lower) and math.isfinite(sigma.upper)
    far = 5 * neuron.norm + neuron.bias
    return {
        "activation": sigma.label,
        "other": other.label,
        "formula": sigma.latex,
        "other_formula": other.latex,
        "norm": number(neuron.norm),
        "b": number(neuron.bias),
        "z": number(z, 3),
        "d": number(d, 3),
        "distance": number(abs(d), 3),
        "a": number(a, 3),
        "a2": number(a2, 3),
        "slope": number(slope, 3),
        "slope_d": equals(slope * neuron.norm, 3),
        "lower": number(sigma.lower, 3),
        "upper": number(sigma.upper, 3),
        "far": number(far, 3),
        "a_far": number(float(sigma.value(far)), 3),
        "corners": ", ".join(number(corner) for corner in sigma.corners),
        "corners_d": ", ".join(number(corner / neuron.norm, 3) for corner in sigma.corners),
        "positive": yes(d > 0),
        "negative": yes(d < 0),
        "on_it": yes(d == 0),
        "identity": yes(sigma.name == "identity"),
        "relu": yes(sigma.name == "relu"),
        "step": yes(shape.jumps),
        "squeezed": yes(is_squeezed and shape.keeps_order and not shape.jumps),
        "turns": yes(not shape.keeps_order),
        "straight": yes(shape.straight_pieces > 1 and not shape.jumps),
        "curved": yes(shape.straight_pieces == 0),
        "pieces": number(shape.straight_pieces),
        "same": yes(sigma.name == other.name),
        "code_function": numpy_source(sigma.name),
        "code_name": sigma.name,
        "code_math": yes(needs_math(sigma.name)),
        "code_w1": f"{neuron.weights[0]:.6g}",
        "code_w2": f"{neuron.weights[1]:.6g}",
        "code_b": f"{neuron.bias:g}",
        "code_p1": f"{probe[0]:g}",
        "code_p2": f"{probe[1]:g}",
    }


# --- the plane, before and after ------------------------------------------------------------


def coats(d: Array, values: Array, low: float, high: float) -> list[Array]:
    """Find where each coat of paint lies on the axis of the signed distance.

    Parameters
    ----------
    d : ndarray, shape (n,)
        Signed distances, rising.
    values : ndarray, shape (n,)
        What is painted there.
    low, high : float
        Ends of the axis.

    Returns
    -------
    list of ndarray, shape (n_stripes, 2)
        From and to of each stripe; first the coats of the positive side, then the negative.
    """
    heights = np.outer([sign for _, sign in SIDES], values)
    over = np.zeros((2, COATS, len(d) + 2), dtype=bool)
    over[:, :, 1:-1] = heights[:, None, :] >= LEVELS[:, None]
    rows = over.reshape(2 * COATS, -1)
    # All stripes of all coats in one go: a step of a drag has 2 ms for everything.
    coat, place = np.nonzero(rows[:, 1:] != rows[:, :-1])
    after = np.clip(place, 1, len(d) - 1)
    before, side = after - 1, coat // COATS
    start, rise = heights[side, before], heights[side, after] - heights[side, before]
    share = (LEVELS[coat % COATS] - start) / np.where(rise == 0, 1.0, rise)
    at = d[before] + share * (d[after] - d[before])
    at = np.where(place == 0, low, np.where(place == len(d), high, at))
    cuts = np.searchsorted(coat, np.arange(1, 2 * COATS))
    return [ends.reshape(-1, 2) for ends in np.split(at, cuts)]


def _paint(stripes: list[Array], offset: float) -> dict[str, object]:
    """Outline the stripes of each coat, alongside the boundary, as one polygon.

    They are joined by a seam outside the window, so that none needs a trace of its own.
    """
    reach = HALF_DIAGONAL + 1
    along = np.repeat(np.concatenate(stripes).ravel() - offset, 2)
    across = np.tile([-reach, reach, reach, -reach], len(along) // 4)
    return _parted(along[:, None] * DIRECTION + across[:, None] * ACROSS, stripes)


def _parted(points: Array, stripes: list[Array], first: int = 0) -> dict[str, object]:
    """Give each coat its corners, four for each of its stripes."""
    x, y = points.T.astype(np.float32)
    frame: dict[str, object] = {}
    start = 0
    for i, own in enumerate(stripes, start=first):
        end = start + 4 * len(own)
        frame[f"data/{i}/x"], frame[f"data/{i}/y"] = x[start:end], y[start:end]
        start = end
    return frame


def _before(neuron: Neuron, probe: tuple[float, float], z: float, d: float) -> Chart:
    norm, b = neuron.norm, neuron.bias
    offset = b / norm
    low, high = offset - HALF_DIAGONAL, offset + HALF_DIAGONAL
    ends = np.array([low, high])
    frame = _plane_frame(coats(ends, norm * ends, low, high), neuron, probe, d)
    foot = -offset * DIRECTION
    arrow = np.array([foot, foot + neuron.weights])
    frame |= _moved(2 * COATS + 3, arrow)
    frame |= _notes(("z, before", f"z = {number(z, 3)}", norm * high, norm * low), "z", probe)
    return Chart(
        template=_plane_template("before"),
        frame=frame,
        alt=f"A plane painted by the preactivation z: {_gradient(norm)}. The boundary z = 0 lies "
        f"at distance {number(abs(offset), 3)} from the origin. At the probe "
        f"({number(probe[0])}, {number(probe[1])}) z = {number(z, 3)} and d = {number(d, 3)}. "
        f"At the upper right corner z = {number(norm * high, 3)}, at the lower left "
        f"{number(norm * low, 3)}.",
        table={
            "quantity": ["w₁", "w₂", "b", "‖w‖", "x₁", "x₂", "z", "d"],
            "value": [*map(float, neuron.weights), b, norm, *probe, z, d],
        },
        handles=(DragHandle("p1", "p2", "Probe point", "preactivation"),),
        aspect=0.75,
    )


def _gradient(norm: float) -> str:
    return (
        "blue where it is positive, golden where it is negative, and darker the farther away, "
        f"up to the distance {number(float(LEVELS[-1]) / norm, 3)}"
    )


def _after(neuron: Neuron, probe: tuple[float, float], z: float, d: float) -> Chart:
    norm, sigma = neuron.norm, neuron.activation
    offset = neuron.bias / norm
    low, high = offset - HALF_DIAGONAL, offset + HALF_DIAGONAL
    inside = tuple(c / norm for c in sigma.corners if low < c / norm < high)
    distances = around(np.linspace(low, high, 321), inside)
    painted = coats(distances, sigma.value(norm * distances), low, high)
    frame = _plane_frame(painted, neuron, probe, d)
    a, top, bottom = (float(sigma.value(at)) for at in (z, norm * high, norm * low))
    frame |= _notes(("a, after", f"a = {number(a, 3)}", top, bottom), "a", probe)
    return Chart(
        template=_plane_template("after"),
        frame=frame,
        alt=f"The same plane painted by the output a of {sigma.label}, in the same colours. "
        f"At the probe a = {number(a, 3)}. At the upper right corner a = {number(top, 3)}, at "
        f"the lower left {number(bottom, 3)}.",
        table={
            "quantity": ["z", f"a, {sigma.label}", "a, upper right corner", "a, lower left corner"],
            "value": [z, a, top, bottom],
        },
        handles=(DragHandle("p1", "p2", "Probe point", "output"),),
        aspect=0.75,
    )


def _plane_frame(
    painted: list[Array], neuron: Neuron, probe: tuple[float, float], d: float
) -> dict[str, object]:
    offset = neuron.bias / neuron.norm
    frame = _paint(painted, offset)
    w1, w2 = map(float, neuron.weights)
    frame |= _moved(2 * COATS, segment(GeneralLine(m=w1, n=w2, c=neuron.bias), WINDOW))
    here = np.array(probe)
    frame |= _moved(2 * COATS + 1, np.array([here - d * DIRECTION, here]))
    return frame | _moved(2 * COATS + 2, here[None])


def _moved(i: int, points: Array) -> dict[str, object]:
    points = points.astype(np.float32)
    return {f"data/{i}/x": points[:, 0].copy(), f"data/{i}/y": points[:, 1].copy()}


def _notes(
    said: tuple[str, str, float, float], letter: str, probe: tuple[float, float]
) -> dict[str, object]:
    title, here, top, bottom = said

    def crowds(side: int) -> bool:
        return side * probe[0] > 2.2 and side * probe[1] > 1.7

    return {
        "layout/annotations/0/text": title,
        # A corner's number makes room for the probe's.
        "layout/annotations/1/text": "" if crowds(1) else f"{letter} = {number(top)}",
        "layout/annotations/2/text": "" if crowds(-1) else f"{letter} = {number(bottom)}",
        # The label stands on the side where there is room for it.
        "layout/annotations/3/x": float(np.clip(probe[0], -3.1, 3.1)),
        "layout/annotations/3/y": probe[1] + (0.62 if probe[1] < 1.6 else -0.62),
        "layout/annotations/3/text": here,
    }


@cache
def _plane_template(which: str) -> theme.Figure:
    role = {"before": "@preactivation", "after": "@output"}[which]
    arrow = {"symbol": "arrow", "angleref": "previous", "size": [0, 14], "color": "@weight"}
    paint = [
        theme.area(f"coat {i + 1}", colour + THIN) for colour, _ in SIDES for i in range(COATS)
    ]
    lines = [
        theme.curve("the boundary z = 0", "@text", width=3),
        theme.curve("the distance d", "@text", width=2, dash="dot"),
        theme.dots("the probe", role, size=13),
    ]
    if which == "before":
        lines.append(theme.curve("the weights w", "@weight", width=3, mode="lines+markers",
                                 marker=arrow))  # fmt: skip
    return {
        "data": paint + lines,
        "layout": theme.layout(
            WINDOW[:2],
            WINDOW[2:],
            x_title="x₁",
            y_title="x₂",
            equal_scales=True,
            margin={"l": 40, "r": 8, "t": 8, "b": 40},
            annotations=[
                theme.label("", role, x=-3.9, y=2.65, xanchor="left", bgcolor="@page"),
                theme.label("", "@text", x=3.9, y=2.65, xanchor="right", bgcolor="@page"),
                theme.label("", "@text", x=-3.9, y=-2.65, xanchor="left", bgcolor="@page"),
                theme.label("", role, bgcolor="@page"),
            ],
        ),
    }


# --- the curve ------------------------------------------------------------------------------


def _curve(sigma: Activation, other: Activation, norm: float, d: Array, probe: float) -> Chart:
    y, y2 = sigma.value(norm * d), other.value(norm * d)
    a, a2 = float(sigma.value(norm * probe)), float(other.value(norm * probe))
    frame = _two_curves(d, y, y2, probe, a, a2, A_RANGE)
    frame |= _names((sigma, other), d, (y, y2), A_RANGE)
    frame |= _ruler(norm)
    beyond = abs(probe) > D_RANGE[1]
    frame |= {
        "layout/annotations/2/x": math.copysign(D_RANGE[1] - 0.4, probe),
        "layout/annotations/2/xanchor": "right" if probe > 0 else "left",
        "layout/annotations/2/text": _far_text(probe) if beyond else "",
    }
    ruler = np.linspace(-5, 5, 11)
    return Chart(
        template=_curve_template(),
        frame=frame,
        alt=f"Output against the signed distance d. {sigma.label} runs from "
        f"{number(float(y[0]), 3)} at d = −6 to {number(float(y[-1]), 3)} at d = 6, {other.label} "
        f"from {number(float(y2[0]), 3)} to {number(float(y2[-1]), 3)}. At the probe, "
        f"d = {number(probe, 3)}, {sigma.label} gives {number(a, 3)} and {other.label} "
        f"{number(a2, 3)}.",
        table={
            "d": ruler.tolist(),
            "z": (norm * ruler).tolist(),
            f"a, {sigma.label}": sigma.value(norm * ruler).tolist(),
            **({} if sigma is other else
               {f"a, {other.label}": other.value(norm * ruler).tolist()}),
        },
        aspect=0.5,
    )  # fmt: skip


def _far_text(d: float) -> str:
    return f"the probe is at d = {number(d)} →" if d > 0 else f"← the probe is at d = {number(d)}"


def _slope(sigma: Activation, other: Activation, norm: float, d: Array, probe: float) -> Chart:
    y, y2 = sigma.derivative(norm * d), other.derivative(norm * d)
    s, s2 = float(sigma.derivative(norm * probe)), float(other.derivative(norm * probe))
    frame = _two_curves(d, y, y2, probe, s, s2, SLOPE_RANGE)
    frame |= _names((sigma, other), d, (y, y2), SLOPE_RANGE)
    ruler = np.linspace(-5, 5, 11)
    return Chart(
        template=_slope_template(),
        frame=frame,
        alt=f"The slope of both activations against the signed distance d. At the probe, "
        f"d = {number(probe, 3)}, the slope of {sigma.label} is {number(s, 3)} and that of "
        f"{other.label} {number(s2, 3)}.",
        table={
            "d": ruler.tolist(),
            "z": (norm * ruler).tolist(),
            f"σ′, {sigma.label}": sigma.derivative(norm * ruler).tolist(),
            **({} if sigma is other else
               {f"σ′, {other.label}": other.derivative(norm * ruler).tolist()}),
        },
        aspect=0.4,
    )  # fmt: skip


def _two_curves(
    d: Array, y: Array, y2: Array, probe: float, a: float, a2: float, window: tuple[float, float]
) -> dict[str, object]:
    x, roof = d.astype(np.float32), 4 * max(map(abs, window))
    here = np.array([probe], np.float32)
    return {
        # What lies far outside the figure is cut, so that no line is drawn for miles.
        "data/0/x": x, "data/0/y": np.clip(y2, -roof, roof).astype(np.float32),
        "data/1/x": x, "data/1/y": np.clip(y, -roof, roof).astype(np.float32),
        "data/2/x": np.array([probe, probe], np.float32),
        "data/2/y": np.array(window, np.float32),
        "data/3/x": here, "data/3/y": np.array([a2], np.float32),
        "data/4/x": here, "data/4/y": np.array([a], np.float32),
    }  # fmt: skip


def _names(
    pair: tuple[Activation, Activation],
    d: Array,
    curves: tuple[Array, Array],
    window: tuple[float, float],
) -> dict[str, object]:
    """Put each curve's name where it can be seen: far right, the second elsewhere if crowded."""
    span = window[1] - window[0]
    places: list[tuple[float, float]] = []
    for y, lift in zip(curves, (0.07, -0.07), strict=True):
        inside = (y > window[0] + 0.12 * span) & (y < window[1] - 0.12 * span)
        seen = np.flatnonzero(inside & (d > -3.5) & (d < D_RANGE[1] - 0.3))
        at = seen[-1] if len(seen) else 0
        place = (float(d[at]), float(y[at]) + lift * span)
        if places and len(seen) and _are_close(place, places[0], span):
            place = (float(d[seen[0]]), float(y[seen[0]]) + lift * span)
        places.append(place)
    frame: dict[str, object] = {}
    for i, (sigma, (x, height)) in enumerate(zip(pair, places, strict=True)):
        frame |= {
            f"layout/annotations/{i}/x": x,
            f"layout/annotations/{i}/y": float(np.clip(height, *window)),
            f"layout/annotations/{i}/text": "" if i and pair[0] is pair[1] else sigma.label,
        }
    return frame


def _are_close(a: tuple[float, float], b: tuple[float, float], span: float) -> bool:
    return abs(a[0] - b[0]) < 3 and abs(a[1] - b[1]) < 0.12 * span


def _ruler(norm: float) -> dict[str, object]:
    """Paint the lower edge by z, and say what z is there."""
    ends = np.array(D_RANGE)
    stripes = coats(ends, norm * ends, *D_RANGE)
    x = np.repeat(np.concatenate(stripes).ravel(), 2)
    y = A_RANGE[0] + EDGE * np.tile([0, 1, 1, 0], len(x) // 4)
    frame = _parted(np.column_stack([x, y]), stripes, first=5)
    step = 2.0 ** math.ceil(math.log2(1.5 * norm))
    for i, k in enumerate(range(-4, 5)):
        at = k * step / norm
        is_seen = abs(at) < D_RANGE[1] - 0.5
        frame |= {
            f"layout/annotations/{3 + i}/x": at if is_seen else 0.0,
            f"layout/annotations/{3 + i}/text": number(k * step) if is_seen and k else "",
        }
    frame["layout/annotations/7/text"] = "z = 0"
    return frame


def _curve_traces() -> list[object]:
    return [
        _smooth(theme.curve("the compared one", "@quiet", width=3)),
        _smooth(theme.curve("the activation", "@output", width=4)),
        theme.curve("the probe", "@text", width=1.5, dash="dot"),
        theme.dots("the compared one at the probe", "@quiet", size=11),
        theme.dots("the activation at the probe", "@output", size=14),
    ]


def _smooth(trace: theme.Figure) -> theme.Figure:
    """Keep every point: thinned out by Plotly, a gentle bend shows corners that are not there."""
    return trace | {"line": trace["line"] | {"simplify": False}}


def _curve_labels() -> list[object]:
    return [
        theme.label("", "@output", xanchor="right", bgcolor="@page"),
        theme.label("", "@quiet", xanchor="right", bgcolor="@page"),
    ]


@cache
def _curve_template() -> theme.Figure:
    x0, low, high = D_RANGE[0], *A_RANGE
    edge = [
        {"type": "rect", "layer": "above", "line": {"width": 0},
         "fillcolor": colour + THIN, "x0": x0, "x1": x0 + EDGE, "y0": sign * float(level),
         "y1": high if sign > 0 else low}
        for colour, sign in SIDES
        for level in LEVELS
        if low < sign * level < high
    ]  # fmt: skip
    paint = [
        theme.area(f"coat {i + 1}", colour + THIN) for colour, _ in SIDES for i in range(COATS)
    ]
    ruler = [
        theme.label("", "@preactivation", y=low + 2 * EDGE, yshift=4, bgcolor="@page")
        for _ in range(9)
    ]
    return {
        "data": _curve_traces() + paint,
        "layout": theme.layout(
            D_RANGE,
            A_RANGE,
            x_title="signed distance d",
            y_title="output a",
            shapes=edge,
            annotations=[
                *_curve_labels(),
                theme.label("", "@text", y=high - 0.4, bgcolor="@page"),
                *ruler,
            ],
        ),
    }


@cache
def _slope_template() -> theme.Figure:
    return {
        "data": _curve_traces(),
        "layout": theme.layout(
            D_RANGE,
            SLOPE_RANGE,
            x_title="signed distance d",
            y_title="slope σ′(z)",
            annotations=_curve_labels(),
        ),
    }


# --- the table of all -----------------------------------------------------------------------


def properties(*names: str) -> dict[str, list[str]]:
    """List what the curves of activations look like, all of it measured.

    Parameters
    ----------
    *names : str
        Keys of activations; all of them where none is given.

    Returns
    -------
    dict
        Column → one text for each activation.
    """
    rows = [_row(ACTIVATIONS[name]) for name in names or ACTIVATIONS]
    return {column: [row[column] for row in rows] for column in rows[0]}


def compared(first: str, second: str) -> dict[str, list[str]]:
    """List the properties of two activations beside each other.

    Parameters
    ----------
    first, second : str
        Keys of activations.

    Returns
    -------
    dict
        Column → texts: the names of the properties, then one column for each activation.
    """
    rows = [_row(ACTIVATIONS[name]) for name in dict.fromkeys((first, second))]
    title, *wanted = rows[0]
    formulas = [f"${ACTIVATIONS[name].latex}$" for name in dict.fromkeys((first, second))]
    return {title: ["σ(z)", *wanted]} | {
        row[title]: [formula, *(row[name] for name in wanted)]
        for row, formula in zip(rows, formulas, strict=True)
    }


@cache
def _row(sigma: Activation) -> dict[str, str]:
    shape = activation_shape(sigma.name)
    flat = {
        (True, True): "on both", (True, False): "on the left",
        (False, True): "on the right", (False, False): "no",
    }[shape.flat_left, shape.flat_right]  # fmt: skip
    left, right = number(shape.slope_left, 3), number(shape.slope_right, 3)
    at_zero = left if left == right else f"{left} on its left, {right} on its right"
    return {
        "activation": sigma.label,
        "output between": f"{number(sigma.lower, 3)} and {number(sigma.upper, 3)}",
        "made of": _made_of(shape.straight_pieces),
        "corner or jump at z =": ", ".join(map(number, sigma.corners)) or "none",
        "keeps order": "yes" if shape.keeps_order else "no",
        "balanced about 0": "yes" if shape.is_balanced else "no",
        "flat far out": flat,
        "slope at 0": "none, it jumps" if shape.jumps and 0.0 in sigma.corners else at_zero,
        "steepest slope": number(shape.steepest, 3),
        "first described": sigma.source,
    }


def _made_of(pieces: int) -> str:
    return "a curve" if not pieces else "one line" if pieces == 1 else f"{pieces} straight pieces"
