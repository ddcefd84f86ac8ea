"""How long it takes to cut a window into tiles, and whether a tile costs the same among many.

Run: ``python -m benchmarks.regions``. Budgets: [2, 16, 16, 1] in at most 50 ms, 10 000 tiles in
at most 2 s, the cost of a tile flat as their number grows.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from core.activations import Array
from core.network import Network
from core.regions import linear_regions

REPEATS = 7
HIDDEN = (16, 32, 45, 64, 100, 142, 200)  # lines; n of them make 1 + n + n (n - 1) / 2 tiles
REFERENCE = 45  # lines; its 1036 tiles are what the others are compared with
WIDE = (-1e5, 1e5, -1e5, 1e5)  # a window in which all lines meet


def seconds(work: Callable[[], object]) -> float:
    """Time one call.

    Parameters
    ----------
    work : callable

    Returns
    -------
    float
    """
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def interleaved(works: list[Callable[[], object]]) -> Array:
    """Time several works in turn, again and again, so that all meet the same disturbances.

    Parameters
    ----------
    works : list of callable

    Returns
    -------
    ndarray, shape (REPEATS, n_works)
        Seconds.
    """
    for work in works:
        work()
    return np.array([[seconds(work) for work in works] for _ in range(REPEATS)])


def spread(values: Array) -> str:
    """Median of the repeats, and the smallest and largest.

    Parameters
    ----------
    values : ndarray, shape (REPEATS,)

    Returns
    -------
    str
    """
    return f"{np.median(values):7.2f} ({values.min():.2f} … {values.max():.2f})"


def main() -> None:
    """Print both tables."""
    print(f"regions: median of {REPEATS} interleaved repeats (smallest … largest)")
    deep = [(2, 16, 16, 1), (2, 8, 8, 8, 1), (2, 32, 32, 1), (2, 64, 64, 1)]
    networks = [Network.random(sizes, "relu", 1, bias_scale=0.3) for sizes in deep]
    window = (-3.0, 3.0, -3.0, 3.0)
    times = interleaved([lambda n=n: linear_regions(n, window) for n in networks])  # type: ignore[misc]
    for sizes, network, column in zip(deep, networks, times.T, strict=True):
        n_tiles = len(linear_regions(network, window).polygons)
        print(f"  {sizes!s:18} {n_tiles:6d} tiles {spread(1e3 * column)} ms")

    print("cost of a tile, one hidden layer: µs, and as a ratio to the run with 1036 tiles")
    networks = [Network.random((2, n, 1), "relu", 1, bias_scale=1.0) for n in HIDDEN]
    counts = np.array([len(linear_regions(network, WIDE).polygons) for network in networks])
    times = interleaved([lambda n=n: linear_regions(n, WIDE) for n in networks])  # type: ignore[misc]
    each = times / counts
    ratios = each / each[:, [HIDDEN.index(REFERENCE)]]
    for i, n in enumerate(HIDDEN):
        total = 1e3 * np.median(times[:, i])
        print(
            f"  {n:3d} lines {counts[i]:6d} tiles {total:7.1f} ms"
            f" {spread(1e6 * each[:, i])} µs  × {spread(ratios[:, i])}"
        )


if __name__ == "__main__":
    main()
