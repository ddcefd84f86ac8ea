"""Lesson: several neurons with the same inputs are one matrix product."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from core.activations import Array
from core.layer import Layer
from core.line import segment
from core.neuron import Neuron
from core.rounding import by_hand
from figures import marks
from figures.marks import NOWHERE
from figures.plane import Plane, line_of
from figures.scene import Cells, Chart, Fact, Grid, Label, Mark, Scene

WINDOW = (-3.4, 3.4, -3.4, 3.4)
CORNER = (WINDOW[0], WINDOW[2])  # where the held input is written
MOST_SAMPLES = 4
BOOK, KERAS, TORCH = "book", "keras", "torch"  # who writes the product how

Names = tuple[tuple[str, ...], ...]


def scene(
    samples: float,
    neurons: float,
    inputs: float,
    form: str,
    relu: bool,
    s: float,
    u: float,
    x11: float,
    x12: float,
    x13: float,
    x21: float,
    x22: float,
    x23: float,
    x31: float,
    x32: float,
    x33: float,
    x41: float,
    x42: float,
    x43: float,
    w11: float,
    w12: float,
    w13: float,
    w21: float,
    w22: float,
    w23: float,
    w31: float,
    w32: float,
    w33: float,
    b1: float,
    b2: float,
    b3: float,
) -> Scene:
    """Multiply a layer's inputs by its weights, cell by cell, and draw the picked neuron.

    Parameters
    ----------
    samples, neurons, inputs : float
        How many of each, whole numbers.
    form : {"book", "keras", "torch"}
        Whose way of writing: W x + b, X W + b or X Wᵀ + b.
    relu : bool
        Whether ReLU follows.
    s, u : float
        The picked sample and the picked neuron, from 1; beyond the last they are the last.
    x11, x12, x13, x21, x22, x23, x31, x32, x33, x41, x42, x43 : float
        Inputs, sample by sample.
    w11, w12, w13, w21, w22, w23, w31, w32, w33 : float
        Weights, neuron by neuron.
    b1, b2, b3 : float
        Biases.

    Returns
    -------
    Scene
        Cells ``"product"`` and chart ``"plane"``.
    """  # fmt: skip
    n, k, m = int(samples), int(neurons), int(inputs)
    X = np.array([[x11, x12, x13], [x21, x22, x23], [x31, x32, x33], [x41, x42, x43]])[:n, :m]
    W = np.array([[w11, w12, w13], [w21, w22, w23], [w31, w32, w33]])[:k, :m]
    b = np.array([b1, b2, b3])[:k]
    layer = Layer(W.T, b, "relu" if relu else "identity")
    Z = by_hand(layer.preactivation(X))
    A = layer.activation.value(Z) + 0.0
    i, j = min(int(s), n) - 1, min(int(u), k) - 1
    return Scene(
        parts={"product": _cells(form, X, W, b, A, relu=relu), "plane": _plane(X, W, b, i, j)},
        facts={
            **_picked(X, W, b, Z, A, i, j),
            "book": form == BOOK,
            "keras": form == KERAS,
            "torch": form == TORCH,
            "lone": form == BOOK and n == 1,
            "relu": relu,
            "n": samples,
            "k": neurons,
            "m": inputs,
            "W": W,
            "turned_W": W.T,
            "X": X,
            "biases": b,
            "b2": b2,
            "sums": Z,
            "turned_sums": Z.T,
            "results": A,
            "turned_results": A.T,
            "first_off": relu and not A[0].any(),
            **_list(X, Z, A),
        },
    )


# --- the matrices ---------------------------------------------------------------------------


def _names(letter: str, n_rows: int, n_columns: int) -> Names:
    numbers = range(1, n_columns + 1)
    return tuple(tuple(f"{letter}{i}{j}" for j in numbers) for i in range(1, n_rows + 1))


def _cells(form: str, X: Array, W: Array, b: Array, A: Array, *, relu: bool) -> Cells:
    """Set the product as it is written: one factor at the left, one raised, the result between."""
    (n, m), k = X.shape, len(W)
    x = Grid("X", X, "input", _names("x", n, m), row="s")
    w = Grid("W", W, "weight", _names("w", k, m), row="u")
    bias = Grid("b", b[:, None], "bias", tuple((f"b{j}",) for j in range(1, k + 1)), row="u")
    name, role = ("A", "output") if relu else ("Z", "preactivation")
    result = Grid(name, A, role, _names("z", n, k), is_editable=False, row="s", column="u")
    if form == BOOK:
        return Cells(
            (
                w.placed(1, 0, "below", "columns"),
                x.turned().placed(0, 2, "above", "rows"),
                bias.placed(1, 1, "below"),
                result.turned().placed(1, 2, "below"),
            )
        )
    left, row = x.placed(2, 0, "below", "columns"), bias.turned().placed(1, 1, "left")
    raised, below = w.turned().placed(0, 1, "above", "rows"), result.placed(2, 1, "below")
    if form == KERAS:
        return Cells((left, raised, row, below))
    # PyTorch keeps W as the book writes it, and turns it to multiply.
    return Cells((left, w.placed(0, 0, "above"), replace(raised, name="WT"), row, below))


# --- the picked neuron ----------------------------------------------------------------------


def _plane(X: Array, W: Array, b: Array, i: int, j: int) -> Chart:
    """The plane of the first two inputs; a third one is held where the picked sample has it."""
    held = X[i, 2:]
    picked, *others = (
        Neuron(W[row, :2], float(b[row] + W[row, 2:] @ held))
        for row in (j, *(row for row in range(len(W)) if row != j))
    )
    probe = (float(X[i, 0]), float(X[i, 1]))
    texts = np.array([probe, picked.weights, *([CORNER] if len(held) else [])])
    plane = Plane(WINDOW, aspect=1.0, numbered=False)
    return plane.chart(
        plane.sides(picked, texts),
        marks.line("others", _boundaries(others), role="quiet", width=1.6, dash="dash"),
        plane.boundary(picked),
        plane.weights(picked.weights),
        *_samples(X, i),
        plane.probe(probe, "preactivation", away=(0.0, 1.0 if probe[1] >= 0 else -1.0)),
        plane.note("held", "input", -1, -1, texts[:2] if len(held) else [CORNER]),
    )


def _boundaries(each: Sequence[Neuron]) -> Array:
    lines = (line_of(neuron) for neuron in each)
    return marks.joined([segment(line, WINDOW) for line in lines if line is not None])


def _samples(X: Array, i: int) -> Iterator[Mark]:
    """The other samples; of three inputs, only those that lie in the plane."""
    for row in range(MOST_SAMPLES):
        is_here = row < len(X) and row != i and np.array_equal(X[row, 2:], X[i, 2:])
        at = (float(X[row, 0]), float(X[row, 1])) if is_here else (0.0, 0.0)
        name = f"sample-{row + 1}"
        label = Label(name, at, "input", dx=12, dy=0, shown=is_here)
        yield marks.dots(name, [at] if is_here else NOWHERE, role="input", size=9, labels=(label,))


def _picked(X: Array, W: Array, b: Array, Z: Array, A: Array, i: int, j: int) -> dict[str, Fact]:
    x, w = [*X[i].tolist(), None][:3], [*W[j].tolist(), None][:3]
    z = float(Z[i, j])
    return {
        "s": float(i + 1),
        "u": float(j + 1),
        **{f"p{number}": value for number, value in enumerate(x, start=1)},
        **{f"w{number}": value for number, value in enumerate(w, start=1)},
        "b": float(b[j]),
        "z": z,
        "a": float(A[i, j]),
        "index": float(i),
        "own_sums": Z[i],
        "own_results": A[i],
        "positive": z > 0,
        "negative": z < 0,
        "three": X.shape[1] > 2,
        "many": len(W) > 1,
        "has_boundary": bool(W[j, :2].any()),
    }


def _list(X: Array, Z: Array, A: Array) -> dict[str, Fact]:
    """All results, one after the other, for the table."""
    n, k = Z.shape
    return {
        "of_sample": np.repeat(np.arange(1, n + 1), k),
        "of_neuron": np.tile(np.arange(1, k + 1), n),
        "given": np.repeat(X, k, axis=0),
        "all_sums": Z.ravel(),
        "all_results": A.ravel(),
    }
