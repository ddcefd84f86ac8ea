"""Lesson 7: a line, then a grid of points, moved by a stack of layers and by one layer."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache, lru_cache

import numpy as np

from core import stack
from core.activation_source import numpy_source
from core.layer import Layer
from core.network import Network
from core.rounding import by_hand
from core.stack import Comparison
from figures import marks, matrix, moved
from figures.marks import NOWHERE
from figures.moved import Layers
from figures.scene import Fact, Label, Mark, Matrices, Scene

MOST_LAYERS = 6
MOST_FACTORS = 3  # that fit before their product
SEED = 9  # of the weights
MISS_AT = (-3.5, -3.35)
NEAR = 0.0051  # half a step of the slider, and a little
SMALL = 0.5  # a grid narrower than this can hardly be seen

# Drawn once: they are the same at every step of a drag.
LAYERS = stack.gentle_layers(MOST_LAYERS, SEED, half_width=moved.GRID[-1], reach=3.0)
CROSSINGS = np.array([(float(i), float(j)) for i in moved.GRID for j in moved.GRID])

# With one input: 2x + 1, then 3z − 4.
ONE_INPUT = (Layer([[2.0]], [1.0]), Layer([[3.0]], [-4.0]))

# What is shown, each with all before it.
GRIDS, ROWS = 1, 2


def scene(
    inputs: float,
    depth: float,
    progress: float,
    narrow: bool,
    activation: str,
    p1: float,
    p2: float,
    reveal: float,
) -> Scene:
    """Draw a line or a grid on its way through a stack of layers, and through one layer.

    Parameters
    ----------
    inputs : float
        1 for two layers with one input, 2 for a stack with two.
    depth : float
        Number of layers of the stack with two inputs, a whole number from 1 to 6.
    progress : float
        How far through the layers, from 0 to 1.
    narrow : bool
        Whether the first layer has one unit only.
    activation : str
        Key of the activation after every layer but the last.
    p1, p2 : float
        The point that is followed; with one input, `p1` alone.
    reveal : float
        1 for the grids, 2 for the rows of the matrix as arrows as well.

    Returns
    -------
    Scene
        Charts ``"stack"`` and ``"single"``, and ``"matrices"``.
    """  # fmt: skip
    is_plane = inputs > 1
    layers, seen = _stack(int(depth), narrow, activation) if is_plane else (ONE_INPUT, _line())
    x, passed = (p1, p2) if is_plane else (p1,), _passed(progress, len(layers))
    is_bent, rows = stack.is_bent(layers), is_plane and reveal >= ROWS
    draw = moved.grid if is_plane else moved.graph
    miss = _miss(seen, shown=is_bent and passed == len(layers))
    nothing = _miss(seen, shown=False)
    return Scene(
        parts={
            "stack": draw(layers, x, passed, rows=rows, last=(nothing,)),
            "single": draw((seen.single,), x, passed / len(layers), rows=rows, last=(miss,)),
            "matrices": _matrices(layers, seen),
        },
        facts={
            "function": activation,
            "source": numpy_source(activation) if is_bent else "",
            "one_input": not is_plane,
            "rows": rows,
            **_place(layers, passed),
            **_facts(layers, seen, x, passed),
        },
    )


def _passed(progress: float, depth: int) -> float:
    """How many layers are passed; near a whole number it is that one, as no slider meets 1/3."""
    passed, whole = progress * depth, round(progress * depth)
    return float(whole) if abs(passed - whole) <= NEAR * depth else passed


# What stays while the point moves, or the grid, is computed once.


@cache
def _line() -> Comparison:
    return stack.compare(ONE_INPUT, moved.INPUTS)


@lru_cache(maxsize=128)
def _stack(depth: int, narrow: bool, activation: str) -> tuple[Layers, Comparison]:
    layers = LAYERS[:depth]
    layers = stack.bent(stack.narrowed(layers) if narrow else layers, activation)
    return layers, stack.compare(layers, CROSSINGS)


def _miss(seen: Comparison, *, shown: bool) -> Mark:
    """From where the one layer puts a crossing to where the stack puts it."""
    farthest = seen.farthest
    ends = [seen.single_ends[farthest], seen.stack_ends[farthest]] if shown else NOWHERE
    label = Label("miss", MISS_AT, align="left", shown=shown)
    return marks.line("miss", ends, width=4, labels=(label,))


def _matrices(layers: Layers, seen: Comparison) -> Matrices:
    W = matrix.matrix("W", by_hand(seen.single.weights), role="weight")
    b = matrix.matrix("b", by_hand(seen.single.bias), role="bias")
    if stack.is_bent(layers) or not 2 <= len(layers) <= MOST_FACTORS:
        return matrix.row(W, b)
    factors = (
        matrix.matrix(f"W{number}", layer.weights, role="weight")
        for number, layer in enumerate(layers, start=1)
    )
    return matrix.row(matrix.product(*factors), "=", W, b)


# --- the facts ------------------------------------------------------------------------------


def _place(layers: Layers, passed: float) -> dict[str, Fact]:
    """How far the line or the grid has come."""
    depth, behind = len(layers), math.floor(passed)
    is_inside = passed != behind
    is_bending = is_inside and passed - behind > 0.5 and stack.is_bent(layers[behind:][:1])
    return {
        "depth": float(depth),
        "passed": float(behind),
        "layer": float(math.ceil(passed)),
        "before": passed == 0,
        "between": 0 < passed < depth and not is_inside,
        "moving": is_inside and not is_bending,
        "bending": is_bending,
        "arrived": passed == depth,
    }


def _facts(
    layers: Layers, seen: Comparison, x: Sequence[float], passed: float
) -> dict[str, Fact]:  # fmt: skip
    W, stops = seen.single.weights, stack.journey(layers, [x])
    y, (one,) = stops[-1][1][0, : len(x)], seen.single.forward([x])
    padded = (*layers, *[None] * (MOST_LAYERS - len(layers)))
    return {
        **{f"W{i}": layer.weights if layer else None for i, layer in enumerate(padded, start=1)},
        **{f"b{i}": layer.bias if layer else None for i, layer in enumerate(padded, start=1)},
        "W": by_hand(W),
        "b": by_hand(seen.single.bias),
        "sizes": " → ".join(map(str, Network(layers).sizes)),
        "lone": len(layers) == 1,
        "flat": any(layer.n_units == 1 for layer in layers) and len(x) > 1,
        "bent": stack.is_bent(layers),
        "activation": layers[0].activation.label,
        "x": np.array(x),
        "x1": x[0],
        "z1": by_hand(float(stops[1][1][0, 0])),
        "y1": by_hand(float(y[0])),
        "one1": by_hand(float(one[0])),
        "here": by_hand(stack.underway(stops, passed)[0, : len(x)]),
        "y": by_hand(y),
        "one": by_hand(one),
        "apart": by_hand(math.dist(y, one)),
        "rank": float(seen.rank),
        "determinant": by_hand(float(np.linalg.det(W))),
        "crossings": float(len(seen.points)),
        "largest": seen.largest,
        "exact": seen.largest == 0,
        "width": seen.width,
        "small": seen.width < SMALL,
        "stops": np.array([end for end, _ in stops]),
        "places": by_hand(np.concatenate([place[:, : len(x)] for _, place in stops])),
        "points": seen.points,
        "stack_ends": by_hand(seen.stack_ends),
        "single_ends": by_hand(seen.single_ends),
        "gaps": seen.gaps,
    }
