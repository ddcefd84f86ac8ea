"""Place the hinges of a polyline on a list of places, nearly as well as can be done.

The search goes from left to right, one hinge at a time, as in `core.separate_lines`. But lines
that meet are harder: how well the rest can be fitted depends on the height at which the polyline
arrives. For each way to come to a place, the least squared error so far is a parabola in that
height. Of all these parabolas the search keeps those that are lowest at `HEIGHTS` heights among
the samples nearby. All that are lowest anywhere would make it exact, but they can be very many.

References
----------
Fearnhead, Maidstone and Letchford 2019, Detecting changes in slope with an L0 penalty.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from core.activations import Array

HEIGHTS = 6  # at which parabolas are compared, for each place
NEARBY = 6  # samples whose heights those are spread around
NOTHING = 1e-9  # less weight than this on a height is rounding


class Parabolas(NamedTuple):
    """Squared errors a h² - 2 b h + c, where h is the height at which a line ends."""

    a: Array
    b: Array
    c: Array


class Segments(NamedTuple):
    """Squared errors of the lines between every two places, in the heights g and h of their ends.

    They are gg · g² + 2 gh · g h + hh · h² - 2 g1 · g - 2 h1 · h + one; entry i, j of each array
    is for the samples right of place i, up to place j.
    """

    gg: Array
    gh: Array
    hh: Array
    g1: Array
    h1: Array
    one: Array


def connected_lines(x: Array, y: Array, places: Array, n_hinges: int) -> Array:
    """Choose places for the hinges of a polyline.

    Parameters
    ----------
    x : ndarray, shape (n_samples,)
        Rising.
    y : ndarray, shape (n_samples,)
    places : ndarray, shape (n_places,)
        Rising, without repetition; the first and the last are the ends of the polyline.
    n_hinges : int
        From 1 to n_places - 2.

    Returns
    -------
    ndarray, shape (n_hinges,)
        Some of the places, rising.
    """
    y = y - y.mean()
    segments = _segments(x, y, places)
    heights = _heights_nearby(x, y, places)
    # The first line begins at the first place, at whatever height is best.
    first = _extended(Parabolas(*np.zeros((3, 1, 1))), Segments(*(v[:1] for v in segments)))
    kept = Parabolas(*(np.repeat(v.T, HEIGHTS, axis=1) for v in first))
    came_from = []
    for _ in range(n_hinges - 1):
        ways = _extended(kept, segments)
        picks = np.empty(heights.shape, int)
        for i, h in enumerate(heights.T):
            picks[:, i] = (ways.c + h * (ways.a * h - 2 * ways.b)).argmin(axis=0)
        kept = Parabolas(*(np.take_along_axis(v.T, picks, axis=1) for v in ways))
        came_from.append(picks)
    last = _extended(kept, Segments(*(v[:, -1:] for v in segments)))
    way = int((last.c - last.b**2 * _inverse(last.a)).argmin())
    chosen = [way // HEIGHTS]
    for picks in reversed(came_from):
        way = int(picks[way // HEIGHTS, way % HEIGHTS])
        chosen.append(way // HEIGHTS)
    return np.asarray(places[chosen[::-1]])


def _segments(x: Array, y: Array, places: Array) -> Segments:
    """Squared error of the lines between every two places; infinite where they do not rise."""
    seen = np.searchsorted(x, places, side="right")
    seen[0] = 0  # a sample at the first place belongs to the first line
    columns = (np.ones_like(x), x, x * x, y, x * y, y * y)
    sums = [np.concatenate([[0.0], np.cumsum(column)])[seen] for column in columns]
    n, sx, sxx, sy, sxy, syy = (s[None, :] - s[:, None] for s in sums)
    left, right = places[:, None], places[None, :]
    rises = right > left
    width = np.where(rises, right - left, 1.0)
    # A sample that lies the share t of the way adds ((1 - t) g + t h - y)².
    return Segments(
        gg=(n * right**2 - 2 * right * sx + sxx) / width**2,
        gh=((left + right) * sx - n * left * right - sxx) / width**2,
        hh=(n * left**2 - 2 * left * sx + sxx) / width**2,
        g1=(right * sy - sxy) / width,
        h1=(sxy - left * sy) / width,
        one=np.where(rises, syy, np.inf),
    )


def _extended(kept: Parabolas, segments: Segments) -> Parabolas:
    """Add a line to each parabola kept at each place, beginning at whatever height is best.

    Parameters
    ----------
    kept : Parabolas, shape (n_places, n_kept)
    segments : Segments, shape (n_places, n_ends)

    Returns
    -------
    Parabolas, shape (n_places · n_kept, n_ends)
    """
    a, b, c = (v[:, :, None] for v in kept)
    gg, gh, hh, g1, h1, one = (v[:, None, :] for v in segments)
    # (a + gg) g² + 2 (gh h - b - g1) g is least at g = (b + g1 - gh h) / (a + gg).
    pull = b + g1
    share = _inverse(a + gg)
    tilt = gh * share
    n_ends = one.shape[-1]
    return Parabolas(
        (hh - tilt * gh).reshape(-1, n_ends),
        (h1 - tilt * pull).reshape(-1, n_ends),
        (c + one - pull * pull * share).reshape(-1, n_ends),
    )


def _inverse(a: Array) -> Array:
    """1 / a; 0 where no sample says anything about a height."""
    says = a > NOTHING
    return np.where(says, 1 / np.where(says, a, 1.0), 0.0)


def _heights_nearby(x: Array, y: Array, places: Array) -> Array:
    """Heights in and around the range of the nearest samples, shape (n_places, HEIGHTS)."""
    n_nearby = min(NEARBY, x.size)
    start = np.searchsorted(x, places) - n_nearby // 2
    rows = np.clip(start, 0, x.size - n_nearby)[:, None] + np.arange(n_nearby)
    low, high = y[rows].min(axis=1), y[rows].max(axis=1)
    return low[:, None] + (high - low)[:, None] * np.linspace(-0.3, 1.3, HEIGHTS)
