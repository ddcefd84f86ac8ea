"""Lesson 7: a grid of points on its way through a stack of layers, and through one layer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.activations import Array
from core.layer import Layer
from core.network import Network, collapse
from core.regression import least_squares
from core.stack import bent, gentle_layers, journey, narrowed, underway
from figures import theme
from figures.scene import Chart, Equation, Handle, Scene, Token, equals, number, penned

MOST_LAYERS = 6
MINUTES = 60.0  # the whole journey; 60 can be shared evenly by 1 to 6 layers

SETS = 12  # of weights that a link can ask for

HALF_WIDTH = 2.0  # the grid reaches from −2 to 2
LINES = 9
LINE_POINTS = 65  # enough that a bend is seen; every eighth point is a crossing
SQUARE_POINTS = 33
X_RANGE = (-3.6, 3.6)
Y_RANGE = (-3.6, 4.2)  # room for the title above
TITLE_AT = (-3.5, 3.85)

IDENTITY = "identity"
_AND = ",\N{NO-BREAK SPACE}"  # a row of a table of weights is not torn apart
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")

# Drawn once: they are the same at every step of a drag.
LAYERS = {seed: gentle_layers(MOST_LAYERS, seed, half_width=HALF_WIDTH, reach=3.0)
          for seed in range(1, SETS + 1)}  # fmt: skip


def _grid() -> Array:
    """All points that are drawn: the upright lines, the level lines, the square."""
    across = np.linspace(-HALF_WIDTH, HALF_WIDTH, LINES)
    along = np.linspace(-HALF_WIDTH, HALF_WIDTH, LINE_POINTS)
    upright = np.stack(np.meshgrid(across, along, indexing="ij"), axis=-1).reshape(-1, 2)
    side = np.linspace(0.0, 1.0, SQUARE_POINTS)
    zero = np.zeros_like(side)
    square = np.vstack(
        [np.column_stack(edge) for edge in
         ((side, zero), (zero + 1, side), (side[::-1], zero + 1), (zero, side[::-1]))]
    )  # fmt: skip
    return np.vstack([upright, upright[:, ::-1], square])


GRID = _grid()
GRID.setflags(write=False)
FAMILY = LINES * LINE_POINTS
CROSSINGS = np.arange(FAMILY).reshape(LINES, LINE_POINTS)[:, :: (LINE_POINTS - 1) // (LINES - 1)]
CROSSINGS = CROSSINGS.ravel()  # places in GRID of the crossings of its lines
CORNERS = CROSSINGS[[0, LINES - 1, -LINES, -1]]


@dataclass(frozen=True)
class _Comparison:
    """What the stack does to the points, and what one layer makes of them.

    `stops` are the stack's; `gap` is how far apart the two put each crossing.
    """

    layers: tuple[Layer, ...]
    single: Layer
    is_bent: bool
    stops: list[tuple[float, Array]]
    ends: Array
    gap: Array

    @property
    def worst(self) -> int:
        """Place in GRID of the crossing that the two put farthest apart."""
        return int(CROSSINGS[int(np.argmax(self.gap))])

    @property
    def largest(self) -> float:
        """How far apart the two put it."""
        return float(self.gap.max())

    @property
    def rank(self) -> int:
        """Rank of the single layer's weights."""
        return int(np.linalg.matrix_rank(self.single.weights))

    @property
    def determinant(self) -> float:
        """Determinant of the single layer's weights."""
        return float(np.linalg.det(self.single.weights))

    @property
    def sizes(self) -> str:
        """Number of inputs, then of units of each layer: ``2 → 1 → 2``."""
        return " → ".join(map(str, Network(self.layers).sizes))


def scene(
    depth: float, travel: float, narrow: bool, activation: str, p1: float, p2: float, seed: float
) -> Scene:
    """Draw a grid on its way through a stack of layers, and through one layer.

    Parameters
    ----------
    depth : float
        Number of layers, a whole number from 1 to 6.
    travel : float
        Minute of the journey: 0 before the first layer, 60 after the last.
    narrow : bool
        Whether the first layer has one unit only.
    activation : str
        Key of the activation after every layer but the last.
    p1, p2 : float
        The point that is followed.
    seed : float
        Which set of weights, a whole number from 1 to 12.

    Returns
    -------
    Scene
        Charts ``"stack"`` and ``"single"``.
    """
    layers = LAYERS[int(seed)][: int(depth)]
    if narrow:
        layers = narrowed(layers)
    points = np.vstack([GRID, (p1, p2)])
    seen = _compare(bent(layers, activation), points)
    passed = len(layers) * travel / MINUTES
    y, one = seen.stops[-1][1][-1], seen.ends[-1]
    return Scene(
        charts={
            "stack": _stack(seen, points, passed),
            "single": _single(seen, points, travel / MINUTES),
        },
        equations=_equations(seen, points[-1], y, one),
        numbers=_numbers(seen, travel, points[-1], y, one) | {"seed": number(seed, 0)},
    )


def _compare(layers: tuple[Layer, ...], points: Array) -> _Comparison:
    is_bent = any(layer.activation.name != IDENTITY for layer in layers)
    stops = journey(layers, points)
    out = stops[-1][1]
    single = least_squares(points[CROSSINGS], out[CROSSINGS]).layer if is_bent else collapse(layers)
    ends = single.forward(points)
    gap = np.hypot(*(out - ends)[CROSSINGS].T)
    return _Comparison(layers, single, is_bent, stops, ends, gap)


# --- the charts -----------------------------------------------------------------------------


def _stack(seen: _Comparison, points: Array, passed: float) -> Chart:
    now = underway(seen.stops, passed)
    start, here = points[-1], now[-1]
    trail = [places[-1] for end, places in seen.stops if end < passed]
    # The labels stand before and behind the way, so that they do not hide it.
    way = np.array([*trail, here])
    before, ahead = _direction(way[:2]), _direction(way[-2:])
    shows_both = float(np.hypot(*(here - start))) > 0.55
    frame = _moved(now, is_bent=seen.is_bent) | _line(5, way) | _line(6, start[None])
    frame |= _line(7, here[None])
    frame |= {
        "layout/annotations/0/text": _where(seen.layers, passed),
        "layout/annotations/1/x": float(start[0]),
        "layout/annotations/1/y": float(start[1]),
        "layout/annotations/1/xshift": -24 * float(before[0]),
        "layout/annotations/1/yshift": -24 * float(before[1]),
        "layout/annotations/2/x": float(here[0]),
        "layout/annotations/2/y": float(here[1]),
        "layout/annotations/2/xshift": 20 * float(ahead[0]),
        "layout/annotations/2/yshift": 20 * float(ahead[1]),
        "layout/annotations/2/text": "y" if shows_both and passed >= len(seen.layers) else "",
    }
    return Chart(
        template=_template(
            [
                theme.dots("the point x", "@input", size=13),
                theme.dots("where it is now", "@output", size=14),
            ],
            [theme.label("x", "@input", bgcolor="@page"),
             theme.label("", "@output", bgcolor="@page")],
        ),
        frame=frame,
        alt=_stack_alt(seen, points[-1], passed),
        table=_stack_table(seen, points[-1]),
        handles=(Handle("p1", "p2", "The point x that is followed", "input"),),
        aspect=1.06,
    )  # fmt: skip


def _direction(way: Array) -> Array:
    """Unit vector from the first to the last place of a way; to the left where it stands still."""
    step = way[-1] - way[0]
    length = float(np.hypot(*step))
    return step / length if length > 0 else np.array([-1.0, 0.0])


def _single(seen: _Comparison, points: Array, share: float) -> Chart:
    now = underway([(0.0, points), (1.0, seen.ends)], share)
    start, here = points[-1], now[-1]
    miss = np.empty((0, 2))
    if seen.is_bent and share >= 1:
        miss = np.array([seen.ends[seen.worst], seen.stops[-1][1][seen.worst]])
    frame = (
        _moved(now, is_bent=False)
        | _line(5, np.array([start, here]))
        | _line(6, miss)
        | _line(7, here[None])
    )
    frame |= {
        "layout/annotations/0/text": (
            "the best single layer" if seen.is_bent else "one layer: W_eff, b_eff"
        ),
        "layout/annotations/1/text": (
            f"thick stroke: largest miss {number(seen.largest)}" if len(miss) else ""
        ),
    }
    return Chart(
        template=_template(
            [
                theme.curve("the largest miss", "@text", width=4),
                theme.dots("where it is now", "@output", size=14),
            ],
            [theme.label("", "@text", x=TITLE_AT[0], y=TITLE_AT[1] - 0.5, xanchor="left")],
        ),
        frame=frame,
        alt=_single_alt(seen, points[-1], share),
        table=_single_table(seen, points),
        aspect=1.06,
    )


def _template(last_traces: list[theme.Figure], labels: list[theme.Figure]) -> theme.Figure:
    title = theme.label("", "@text", x=TITLE_AT[0], y=TITLE_AT[1], xanchor="left")
    return {
        "data": [
            theme.area("the square from 0 to 1", "@positive", line={"width": 0}),
            theme.curve("lines of equal x₁", "@positive-strong", width=1.5),
            theme.curve("lines of equal x₂", "@negative-strong", width=1.5),
            theme.curve("x₁ = 0", "@positive-strong", width=4),
            theme.curve("x₂ = 0", "@negative-strong", width=4),
            theme.curve("the way of the point", "@output", width=2, dash="dot"),
            *last_traces,
        ],
        "layout": theme.layout(
            X_RANGE, Y_RANGE, x_title="first number", y_title="second number",
            equal_scales=True, annotations=[title, *labels],
        ),
    }  # fmt: skip


def _moved(points: Array, *, is_bent: bool) -> dict[str, object]:
    """Frame of the grid: the square, the two families of lines, the middle line of each.

    A straight line is drawn from its two ends, which the browser paints sooner.
    """
    families = points[: 2 * FAMILY].reshape(2, LINES, LINE_POINTS, 2).astype(np.float32)
    square = points[2 * FAMILY : -1]
    if not is_bent:
        families, square = families[:, :, [0, -1]], square[::SQUARE_POINTS]
    gap = np.full((2, LINES, 1, 2), np.nan, np.float32)  # after each line
    broken = np.concatenate([families, gap], axis=2)
    frame = _line(0, square)
    for i in range(2):
        frame |= _line(1 + i, broken[i].reshape(-1, 2)[:-1])
        frame |= _line(3 + i, families[i, LINES // 2])
    return frame


def _line(trace: int, points: Array) -> dict[str, object]:
    return {
        f"data/{trace}/x": points[:, 0].astype(np.float32),
        f"data/{trace}/y": points[:, 1].astype(np.float32),
    }


# --- the words ------------------------------------------------------------------------------


def _where(layers: Sequence[Layer], passed: float) -> str:
    """Say how far the grid has come."""
    if passed <= 0:
        return "before layer 1"
    if passed >= len(layers):
        return f"after all {len(layers)} layers" if len(layers) > 1 else "after the only layer"
    whole, rest = divmod(passed, 1)
    if rest == 0:
        return f"after layer {number(whole, 0)} of {len(layers)}"
    layer = layers[int(whole)]
    is_bending = layer.activation.name != IDENTITY and rest > 0.5
    doing = f"{layer.activation.label} bends" if is_bending else "W and b move"
    return f"layer {number(whole + 1, 0)} of {len(layers)}: {doing}"


def _written(value: float) -> str:
    return number(penned(value), 3)


def _vector(values: Array) -> str:
    return f"[{_AND.join(map(_written, values.tolist()))}]"


def _matrix(rows: Array) -> str:
    return f"[{', '.join(map(_vector, rows))}]"


def _point(values: Array) -> str:
    return f"({', '.join(map(_written, values.tolist()))})"


def _relation(values: Array) -> str:
    """The sign before numbers written with three decimals: = where nothing was rounded."""
    is_exact = all(equals(value, 3).startswith("=") for value in values.ravel().tolist())
    return " = " if is_exact else " ≈ "


def _named(letter: str, place: int) -> str:
    return letter + str(place).translate(_SUBSCRIPTS)


def _equations(seen: _Comparison, x: Array, y: Array, one: Array) -> tuple[Equation, ...]:
    weights, bias = seen.single.weights, seen.single.bias
    stack: Equation = (
        ("text", "stack"), ("text", ": "), ("input", "x"), ("text", " = "), ("input", _point(x)),
        *_ends_at(y),
    )  # fmt: skip
    single: Equation = (
        ("text", "best single layer" if seen.is_bent else "one layer"), ("text", ": "),
        ("input", "x"), *_ends_at(one),
    )  # fmt: skip
    if seen.is_bent:
        label = seen.layers[0].activation.label
        return (
            (("text", "layers "), ("text", seen.sizes), ("text", f", {label} between them")),
            (("text", "No single layer does the same. The best one:"),),
            (("weight", "W"), ("text", _relation(weights)), ("weight", _matrix(weights))),
            (("bias", "b"), ("text", _relation(bias)), ("bias", _vector(bias))),
            stack,
            single,
            (("text", "largest miss "), ("text", equals(seen.largest, 3))),
        )
    difference = "= 0, to the last bit" if seen.largest == 0 else f"≈ {number(seen.largest, 3)}"
    return (
        (("text", "layers "), ("text", seen.sizes)),
        (*_product(len(seen.layers)), ("text", _relation(weights)), ("weight", _matrix(weights))),
        (*_shifts(len(seen.layers)), ("text", _relation(bias)), ("bias", _vector(bias))),
        stack,
        single,
        (("text", "largest difference "), ("output", difference)),
        (("text", "rank of "), ("weight", "W_eff"), ("text", f" = {seen.rank}"),
         ("text", ", determinant "), ("weight", equals(seen.determinant, 3))),
    )  # fmt: skip


def _ends_at(place: Array) -> tuple[Token, ...]:
    about = "≈ " if "≈" in _relation(place) else ""
    return (("text", " ends at "), ("text", about), ("output", _point(place)))


def _product(depth: int) -> tuple[Token, ...]:
    """W_eff = W₁ · W₂ and so on."""
    tokens: list[Token] = [("weight", "W_eff"), ("text", " = "), ("weight", "W₁")]
    for place in range(2, depth + 1):
        tokens += [("text", " · "), ("weight", _named("W", place))]
    return tuple(tokens)


def _shifts(depth: int) -> tuple[Token, ...]:
    """b_eff = (b₁ · W₂ + b₂) · W₃ + b₃, and so on."""
    tokens: list[Token] = [("bias", "b_eff"), ("text", f" = {'(' * (depth - 2)}"), ("bias", "b₁")]
    for place in range(2, depth + 1):
        close = ")" if place > 2 else ""
        tokens += [("text", f"{close} · "), ("weight", _named("W", place)), ("text", " + "),
                   ("bias", _named("b", place))]  # fmt: skip
    return tuple(tokens)


def _numbers(seen: _Comparison, travel: float, x: Array, y: Array, one: Array) -> dict[str, str]:
    depth = len(seen.layers)
    out = seen.stops[-1][1][:-1]
    extent = float(np.max(out.max(axis=0) - out.min(axis=0)))
    is_flat = any(layer.n_units == 1 for layer in seen.layers)
    apart = float(np.hypot(*(y - one)))
    return {
        "depth": number(depth, 0),
        "sizes": seen.sizes,
        "travel": number(travel, 1),
        "where": _where(seen.layers, depth * travel / MINUTES),
        "arrived": "yes" if travel >= MINUTES else "",
        "x": _point(x),
        "y": _point(y),
        "one": _point(one),
        "apart": number(apart, 3),
        "crossings": number(len(CROSSINGS), 0),
        "largest": number(seen.largest, 3),
        "exact": "yes" if seen.largest == 0 else "",
        "worst": _point(GRID[seen.worst]),
        "bent": "yes" if seen.is_bent else "",
        "activation": seen.layers[0].activation.label,
        "flat": "yes" if is_flat else "",
        "lone": "yes" if depth == 1 else "",
        "rank": number(seen.rank, 0),
        "area": _written(abs(seen.determinant)),
        "small": "yes" if extent < 0.5 else "",
        "extent": number(extent, 3),
        "code_layers": "\n".join(
            f"    (np.array({_code(layer.weights)}), np.array({_code(layer.bias)})),"
            for layer in seen.layers
        ),
        "code_x": _code(x),
        "code_activation": _CODE.get(seen.layers[0].activation.name, ""),
    }


_CODE = {
    "relu": "np.maximum(a, 0)",
    "leaky_relu": "np.where(a > 0, a, 0.01 * a)",
    "tanh": "np.tanh(a)",
    "sigmoid": "1 / (1 + np.exp(-a))",
    "sin": "np.sin(a)",
}


def _code(values: Array) -> str:
    return repr(values.tolist())


def _stack_alt(seen: _Comparison, x: Array, passed: float) -> str:
    depth = len(seen.layers)
    here = underway(seen.stops, passed)[-1]
    parts = [
        f"A grid of {LINES} by {LINES} lines and a shaded unit square, moved by a stack of layers "
        f"({seen.sizes}), {_where(seen.layers, passed)}.",
        f"The point {_point(x)} is now at {_point(here)}.",
    ]
    if any(layer.n_units == 1 for layer in seen.layers) and passed >= 1:
        parts.append("One unit has flattened the plane, and it has no area any more.")
    if seen.is_bent and passed > 0.5 and depth > 1:
        parts.append(f"{seen.layers[0].activation.label} has bent what was straight.")
    return " ".join(parts)


def _single_alt(seen: _Comparison, x: Array, share: float) -> str:
    name = "the best single layer" if seen.is_bent else "the one layer with W_eff and b_eff"
    end = _point(seen.ends[-1])
    way = "moved" if share >= 1 else "not yet moved" if share <= 0 else "on its way"
    compared = (
        f"It misses the stack by up to {number(seen.largest, 3)}."
        if seen.is_bent
        else f"The largest difference from the stack is {number(seen.largest, 3)}."
    )
    return f"The same grid, {way} by {name}. It takes {_point(x)} to {end}. {compared}"


def _stack_table(seen: _Comparison, x: Array) -> dict[str, list[object]]:
    rows: list[tuple[str, Array]] = [("x", x)]
    for place, layer in enumerate(seen.layers, start=1):
        name = _named("W", place)
        rows += [(f"{name}, row {i}", row) for i, row in enumerate(layer.weights, start=1)]
        rows.append((_named("b", place), layer.bias))
    weights, bias = ("best W", "best b") if seen.is_bent else ("W_eff", "b_eff")
    rows += [(f"{weights}, row {i}", row) for i, row in enumerate(seen.single.weights, start=1)]
    rows += [(bias, seen.single.bias), ("y, from the stack", seen.stops[-1][1][-1]),
             ("y, from one layer", seen.ends[-1])]  # fmt: skip
    return {
        "quantity": [name for name, _ in rows],
        "first number": [penned(float(row[0])) for _, row in rows],
        "second number": [penned(float(row[1])) if len(row) > 1 else "none" for _, row in rows],
    }


def _single_table(seen: _Comparison, points: Array) -> dict[str, list[object]]:
    out = seen.stops[-1][1]
    places = [*CORNERS.tolist(), seen.worst]
    gap = dict(zip(CROSSINGS.tolist(), seen.gap.tolist(), strict=True))
    return {
        "crossing": [*(f"corner {_point(points[i])}" for i in places[:-1]),
                     f"farthest apart {_point(points[seen.worst])}"],
        "stack": [_point(out[i]) for i in places],
        "one layer": [_point(seen.ends[i]) for i in places],
        "difference": [number(gap[i], 3) for i in places],
    }  # fmt: skip
