"""Times are compared inside one run: every rival gets a turn in each round, and ratios are printed.

A machine that is busy or throttled slows all rivals of a round alike, so the ratio of two times
of the same round says more than two times of different runs.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping

import numpy as np

ROUNDS = 9


def times(
    rivals: Mapping[str, Callable[[], object]], rounds: int = ROUNDS
) -> dict[str, list[float]]:
    """Time each rival once a round, in turn.

    Parameters
    ----------
    rivals : mapping of str to callable
        Each takes a few milliseconds at least.
    rounds : int

    Returns
    -------
    dict of list of float
        Seconds, one for each round.
    """
    taken: dict[str, list[float]] = {name: [] for name in rivals}
    for run in rivals.values():
        run()  # the first time also loads and allocates
    gc.disable()
    try:
        for i in range(rounds):
            names = list(rivals)
            for name in names[i % len(names) :] + names[: i % len(names)]:
                start = time.perf_counter()
                rivals[name]()
                taken[name].append(time.perf_counter() - start)
    finally:
        gc.enable()
    return taken


def ratio(of: list[float], to: list[float]) -> str:
    """Say how many times as long `of` took as `to`, round by round.

    Parameters
    ----------
    of, to : list of float
        Seconds, one for each round.

    Returns
    -------
    str
        Median, and the quartiles in brackets.
    """
    low, middle, high = np.percentile(np.array(of) / np.array(to), [25, 50, 75])
    return f"{middle:6.2f} × [{low:.2f}, {high:.2f}]"


def median(seconds: list[float], per: int = 1) -> str:
    """Write a median time in microseconds.

    Parameters
    ----------
    seconds : list of float
    per : int
        How many things were done in that time.

    Returns
    -------
    str
    """
    return f"{float(np.median(seconds)) / per * 1e6:8.1f} µs"
