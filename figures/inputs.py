"""Lesson 2: a weight for each input, and the products and the bias add up to z."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from core.activations import Array
from core.neuron import Neuron
from core.rounding import by_hand
from figures import marks
from figures.bars import Columns, bars, columns, end, levels, rises_and_falls, spans
from figures.scene import Chart, Fact, Handle, Mark, Scene

X1, X2, X3 = (0.0, 60.0), (0.0, 8.0), (0.0, 8.0)  # m², km, floors
Z = (-300.0, 1200.0)  # euros
EYE, AIM = (-1.4, -1.85, 1.05), (-0.15, 0.1, 0.0)  # from where both slopes are seen
GRID = 6  # lines across the plane, each way
STEPS = (1.0, 5.0, 5.0, 20.0)  # of the weights and the bias, by an arrow key

# What is shown, each with all before it.
SUM, PLANE = 1, 2

SIDE = 28  # of the small picture, in pixels
PIXELS = SIDE**2
PICTURE_BIAS = -40.0
READ = (-10.0, 800.0)  # room for the bias behind the last pixel
SUMS = (-15.0, 75.0)
REACH = 1.0  # the product with the full colour


def scene(
    w1: float, w2: float, w3: float, b: float, x1: float, x2: float, x3: float,
    named: bool, reveal: float, n: float,
) -> Scene:  # fmt: skip
    """Draw a neuron with three inputs as a sum of bars, and z over two of them.

    Parameters
    ----------
    w1, w2, w3, b : float
        Weights and bias: euros for a square metre, a kilometre, a floor, and to start with.
    x1, x2, x3 : float
        Inputs: a flat's size, its distance from the centre, its floor.
    named : bool
        Whether the inputs are called by what they stand for; nothing else depends on it.
    reveal : float
        1 for the sum and the one point, 2 for the plane of all points as well.
    n : float
        How many pixels of the small picture have been read, a whole number.

    Returns
    -------
    Scene
        Charts ``"waterfall"`` and ``"plane"``; ``"products"`` and ``"many"`` of the picture.
    """
    neuron, x = Neuron([w1, w2, w3], b), np.array([x1, x2, x3])
    terms = by_hand(neuron.contributions(x).terms)
    each = spans([*terms, b])
    z = float(each[-1, 1])
    products, many, read = _picture(int(n))
    return Scene(
        parts={
            "waterfall": _waterfall(each, x, z),
            "plane": _plane(neuron, x, z, reveal),
            "products": products,
            "many": many,
        },
        facts={
            "w1": w1,
            "w2": w2,
            "w3": w3,
            "x1": x1,
            "x2": x2,
            "x3": x3,
            **dict(zip(("t1", "t2", "t3"), map(float, terms), strict=True)),
            **dict(zip(("s1", "s2", "s3"), map(float, each[:3, 1]), strict=True)),
            "b": b,
            "z": z,
            "named": named,
            "shows_plane": reveal >= PLANE,
            # The plane's height where size and distance are 0.
            "corner": by_hand(float(terms[2]) + b),
            "level_1": w1 == 0,
            "level_2": w2 == 0,
            "only_bias": not x.any(),
            "z_without_2": z if w2 == 0 else None,
            **read,
        },
    )


def _waterfall(each: Array, x: Array, z: float) -> Chart:
    """Each product from where the last one ended, then the bias, and beside them their sum."""
    places = np.arange(4.0)
    # The end of a bar moves the weight; where the input is 0 no weight moves it.
    ends = [
        end(name, place, span, Z, role=role, handle=Handle(None, value, step, (span[0], per)))
        for name, value, role, place, span, step, per in zip(
            ("t1", "t2", "t3", "bias"), ("w1", "w2", "w3", "b"), ("weight",) * 3 + ("bias",),
            places, each, STEPS, [*x, 1.0], strict=True,
        )
    ]  # fmt: skip
    total = np.array([(0.0, z)])
    return marks.chart(
        columns(5, Z, ("name-1", "name-2", "name-3", "name-b", "name-z"), "preactivation"),
        rises_and_falls(each[:3], places[:3]),
        bars("base", each[3:], places[3:], role="bias"),
        bars("sum", total, [4.0], role="preactivation"),
        levels(np.vstack([each, total]), np.arange(5.0)),
        ends,
        end("z", 4.0, total[0], Z, role="preactivation"),
        aspect=1.0,
    )


def _plane(neuron: Neuron, x: Array, z: float, reveal: float) -> Chart:
    """Draw z over the first two inputs, at the third one's value, with the probe on it."""
    x1, x2 = float(x[0]), float(x[1])

    def height(across: float, deep: float) -> float:
        return float(neuron.preactivation([across, deep, x[2]]))

    corners = [(a, d, height(a, d)) for a, d in ((0, 0), (60, 0), (60, 8), (0, 8))]
    faces = np.array([(0, 1, 2), (0, 2, 3)])
    ways = (("slope-1", [(edge, x2) for edge in X1]), ("slope-2", [(x1, edge) for edge in X2]))
    return marks.chart(
        marks.Space(X1, X2, Z, eye=EYE, aim=AIM, n_ticks=3, tall=1.5),
        marks.shown(
            reveal >= PLANE,
            marks.facets("plane", np.array(corners), faces, role="preactivation", opacity=0.3),
            _ruling(height),
            [
                marks.path_3d(name, [(*at, height(*at)) for at in ends], role="weight", width=6)
                for name, ends in ways
            ],
        ),
        marks.path_3d("drop", [(x1, x2, Z[0]), (x1, x2, z)], role="input", width=3, dash="dot"),
        marks.dots_3d("foot", [(x1, x2, Z[0])], role="input", size=4),
        marks.dots_3d("probe", [(x1, x2, z)], role="preactivation", size=6),
        aspect=1.0,
    )


def _ruling(height: Callable[[float, float], float]) -> Mark:
    """Lines on the plane, drawn without lifting the pen: to and fro one way, then the other."""
    way = []
    for k, across in enumerate(np.linspace(*X1, GRID)):
        way += [(across, deep) for deep in (X2 if k % 2 == 0 else X2[::-1])]
    for k, deep in enumerate(np.linspace(*X2, GRID)[:: 1 if GRID % 2 else -1]):
        way += [(across, deep) for across in (X1[::-1] if k % 2 == 0 else X1)]
    points = [(a, d, height(float(a), float(d))) for a, d in way]
    return marks.path_3d("ruling", points, role="preactivation", width=1.5)


# --- a small picture, each pixel an input ----------------------------------------------------


@lru_cache(maxsize=1)
def _zero() -> tuple[Neuron, Array]:
    """A drawn 0, and a neuron whose weights are positive where a 0 has ink."""
    row, column = np.mgrid[:SIDE, :SIDE] - (SIDE - 1) / 2
    ink = np.clip(1.6 - 4 * np.abs(np.hypot(column / 6, row / 9) - 1), 0, 1)
    weights = np.clip(1 - 4 * np.abs(np.hypot(column, row) / 8 - 1), -1, 1)
    return Neuron(np.round(weights.ravel(), 1), PICTURE_BIAS), np.round(ink.ravel(), 1)


@lru_cache(maxsize=64)
def _picture(n: int) -> tuple[Chart, Chart, dict[str, Fact]]:
    """The products of the first n pixels, as a picture and as a sum; none of it is dragged."""
    neuron, ink = _zero()
    terms = by_hand(neuron.contributions(ink).terms)
    each = spans(terms)
    is_read = np.arange(PIXELS) < n
    seen = np.where(is_read, terms, 0.0).reshape(SIDE, SIDE)
    edge = (0.0, float(SIDE))
    products = marks.chart(
        Columns(edge, edge, equal=True),
        marks.field("products", seen[::-1], edge, edge, reach=REACH, smooth=False),
        aspect=1.0,
    )
    so_far = float(each[n - 1, 1])
    z = by_hand(so_far + neuron.bias)
    is_all = n == PIXELS
    last = (so_far, z) if is_all else each[n - 1]
    steps = np.column_stack([np.arange(PIXELS + 1), [0.0, *each[:, 1]]])
    many = marks.chart(
        marks.Flat(READ, SUMS, "text", "preactivation", at_edges=True),
        rises_and_falls(each[:n], np.arange(n) + 0.5, wide=1.0),
        marks.line("running", steps[: n + 1], role="preactivation", width=1.5),
        marks.shown(is_all, bars("bias", [last], [792.0], role="bias", wide=8.0)),
        end("sum", 792.0 if is_all else float(n), last, SUMS, role="preactivation"),
        aspect=1.0,
    )
    facts: dict[str, Fact] = {
        "n": float(n),
        "pixels": float(PIXELS),
        "so_far": so_far,
        "picture_b": neuron.bias,
        "picture_z": z,
        "all_read": is_all,
        "adding": float(np.count_nonzero(terms[:n] > 0)),
        "taking": float(np.count_nonzero(terms[:n] < 0)),
        "nothing": float(np.count_nonzero(terms[:n] == 0)),
    }
    return products, many, facts
