"""Bars that start where the last one ended: a sum, seen term by term."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from core.activations import Array
from core.rounding import by_hand
from figures import marks, theme
from figures.marks import Flat
from figures.scene import Handle, Label, Mark

WIDE = 0.62  # of a bar, as a share of the way to the next
EDGE = 0.08  # of the y axis: nearer to its end there is no room for a number


@dataclass(frozen=True)
class Columns(Flat):
    """Two axes for bars that have a name and a number each, so that neither axis needs its own.

    Attributes
    ----------
    names : tuple of str
        Labels that stand below the bars at 0, 1, 2, …, from the lesson's own.
    """

    names: tuple[str, ...] = ()

    def layout(self) -> theme.Figure:
        """Plotly's layout."""
        layout = super().layout()
        layout["xaxis"] |= {"showgrid": False, "showticklabels": False, "zeroline": False}
        layout["yaxis"] |= {"showticklabels": False}
        return layout | {"margin": {"l": 6, "r": 6, "t": 10, "b": 38}}

    def labels(self) -> tuple[Label, ...]:
        """The bars' names at the lower edge, and that of the y axis."""
        floor, ceiling = self.y
        below = (Label(name, (float(at), floor), dy=-26) for at, name in enumerate(self.names))
        return (
            *below,
            Label("y-axis", (self.x[0], ceiling), self.y_role, dx=4, dy=-10, align="left"),
        )


def columns(n_bars: int, y: marks.Range, names: Sequence[str], y_role: str) -> Columns:
    """Axes for some bars, one at each of 0, 1, 2 and so on.

    Parameters
    ----------
    n_bars : int
    y : tuple of float
        Range of the values.
    names : sequence of str
        Labels of the bars.
    y_role : str
        Colour of the y axis' name.

    Returns
    -------
    Columns
    """
    return Columns((-0.5, n_bars - 0.5), y, y_role=y_role, names=tuple(names))


def spans(terms: ArrayLike) -> Array:
    """Where each bar of a sum begins and ends: the first at 0, each other where the last ended.

    Parameters
    ----------
    terms : array_like, shape (n_terms,)

    Returns
    -------
    ndarray, shape (n_terms, 2)
        The last end is the sum.
    """
    sums = by_hand(np.concatenate([[0.0], np.cumsum(np.asarray(terms, dtype=float))]))
    return np.column_stack([sums[:-1], sums[1:]])


def bars(
    name: str, each: ArrayLike, at: ArrayLike, *, role: str, wide: float = WIDE,
    labels: Sequence[Label] = (),
) -> Mark:  # fmt: skip
    """Bars of one colour; how many there are may change from state to state.

    Parameters
    ----------
    name, role, labels : see `Mark`
    each : array_like, shape (n_bars, 2)
        Where each begins and ends; one without a length is not drawn.
    at : array_like, shape (n_bars,)
        Their middles.
    wide : float
        How wide each is, in units of the x axis.

    Returns
    -------
    Mark
    """
    ends = np.asarray(each, dtype=float).reshape(-1, 2)
    middles = np.asarray(at, dtype=float)
    has_length = ends[:, 0] != ends[:, 1]
    (start, end), middle = ends[has_length].T, middles[has_length]
    left, right = middle - wide / 2, middle + wide / 2
    gap = np.full_like(left, np.nan)
    xs = np.column_stack([left, right, right, left, gap]).ravel()
    ys = np.column_stack([start, start, end, end, gap]).ravel()
    points = np.column_stack([xs, ys])[:-1]
    return marks.polygons(name, [points], role=role, labels=labels)


def rises_and_falls(each: Array, at: ArrayLike, *, wide: float = WIDE) -> tuple[Mark, Mark]:
    """Bars in the colours of the signs: those that add, and those that take away.

    Parameters
    ----------
    each, at, wide : see `bars`

    Returns
    -------
    tuple of Mark
        ``"rises"`` and ``"falls"``.
    """
    middles, is_rise = np.asarray(at, dtype=float), each[:, 1] > each[:, 0]
    return (
        bars("rises", each[is_rise], middles[is_rise], role="positive-edge", wide=wide),
        bars("falls", each[~is_rise], middles[~is_rise], role="negative-edge", wide=wide),
    )


def levels(each: Array, at: ArrayLike, *, wide: float = WIDE) -> Mark:
    """From the end of each bar level to the far side of the next; a bar of 0 is such a line.

    Parameters
    ----------
    each, at, wide : see `bars`

    Returns
    -------
    Mark
        ``"levels"``
    """
    middles = np.asarray(at, dtype=float)
    beyond = np.append(middles[1:], middles[-1]) + wide / 2
    lines = [
        [(x - wide / 2, end), (far, end)]
        for x, far, end in zip(middles, beyond, each[:, 1], strict=True)
    ]
    return marks.line("levels", marks.joined(lines), width=1.6)


def end(
    name: str, at: float, span: ArrayLike, y: marks.Range, *, role: str,
    handle: Handle | None = None,
) -> Mark:  # fmt: skip
    """The end of a bar: its number, and what it can be dragged by.

    Parameters
    ----------
    name, role, handle : see `Mark`
    at : float
        The bar's middle.
    span : array_like, shape (2,)
        Where the bar begins and ends.
    y : tuple of float
        Range of the axis, in which the number stays.

    Returns
    -------
    Mark
    """
    start, tip = map(float, np.asarray(span))
    low, high = y
    side = 1 if tip >= start else -1
    if not low + EDGE * (high - low) < tip < high - EDGE * (high - low):
        side = 1 if tip < (low + high) / 2 else -1  # inwards, where there is room
    away = 26.0 if handle else 12.0
    label = Label(name, (at, min(max(tip, low), high)), role, dy=side * away)
    return marks.dots(name, [(at, tip)], role=role, size=7, labels=(label,), handle=handle)
