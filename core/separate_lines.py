"""Cut a row of samples into N runs, each with its own straight line, as well as can be done.

The lines need not meet, which makes this easy: the best N lines up to a sample are the best N - 1
lines up to an earlier one and a single line from there. Dynamic programming tries every place.

References
----------
Bellman 1961, On the approximation of curves by line segments using dynamic programming.
"""

from __future__ import annotations

import numpy as np

from core.activations import Array

MOST_BREAKS = 400  # places where lines may break; the search takes their square in time


def separate_lines(x: Array, y: Array, n_lines: int) -> tuple[Array, float]:
    """Find where the best separate lines break.

    Parameters
    ----------
    x : ndarray, shape (n_samples,)
        Rising.
    y : ndarray, shape (n_samples,)
    n_lines : int
        At most one for each sample.

    Returns
    -------
    breaks : ndarray, shape (n_lines - 1,)
        Halfway between the last sample of one line and the first of the next.
    error : float
        Root of the mean squared distance that the lines leave, minus a trace for rounding: lines
        that must meet cannot do better. 0 with more than `MOST_BREAKS` samples, where breaks
        are only tried at some of them.
    """
    breaks = np.unique(np.linspace(0, x.size, min(x.size, MOST_BREAKS) + 1).astype(int))
    cost = _line_costs(x, y, breaks)
    best, came_from = cost[0], []
    for _ in range(n_lines - 1):
        total = best[:, None] + cost  # lines up to break i, then one from i to j
        came_from.append(total.argmin(axis=0))
        best = total.min(axis=0)
    at, chosen = breaks.size - 1, []
    for step in reversed(came_from):
        at = int(step[at])
        chosen.append(breaks[at])
    places = np.array(chosen[::-1], dtype=int)  # none for a single line
    # The costs are differences of long sums; their rounding error must not count.
    rest = best[-1] - 1e-12 * cost[0, -1] if breaks.size == x.size + 1 else 0.0
    error = float(np.sqrt(max(rest, 0.0) / x.size))
    return (x[places - 1] + x[places]) / 2, error


def _line_costs(x: Array, y: Array, breaks: Array) -> Array:
    """Squared error of the best line through the samples between every two breaks."""
    y = y - y.mean()
    sums = [np.concatenate([[0.0], np.cumsum(v)])[breaks] for v in (x, y, x * x, x * y, y * y)]
    sx, sy, sxx, sxy, syy = (s[None, :] - s[:, None] for s in sums)
    count = (breaks[None, :] - breaks[:, None]).astype(float)
    runs = count >= 1
    n = np.where(runs, count, 1.0)
    spread = sxx - sx * sx / n
    slope = (sxy - sx * sy / n) / np.where(spread > 0, spread, np.inf)
    rest = syy - sy * sy / n - slope * (sxy - sx * sy / n)
    return np.where(runs, np.maximum(rest, 0.0), np.inf)
