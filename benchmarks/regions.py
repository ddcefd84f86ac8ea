"""How long it takes to cut a window into tiles, and whether a tile costs the same among many.

Budgets: [2, 16, 16, 1] in at most 50 ms, 10 000 tiles in at most 2 s, the cost of a tile flat as
their number grows.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from benchmarks.measure import median, ratio, times
from core.line import Window
from core.network import Network
from core.regions import linear_regions

DEEP = ((2, 16, 16, 1), (2, 8, 8, 8, 1), (2, 32, 32, 1), (2, 64, 64, 1))
HIDDEN = (16, 32, 45, 64, 100, 142, 200)  # lines; n of them make 1 + n + n (n - 1) / 2 tiles
REFERENCE = 45  # lines; its 1036 tiles are what the others are compared with
NEAR = (-3.0, 3.0, -3.0, 3.0)
WIDE = (-1e5, 1e5, -1e5, 1e5)  # a window in which all lines meet


def main() -> None:
    """Print both tables."""
    print("Regions, all of them exactly; median time")
    deep = {str(sizes): Network.random(sizes, "relu", 1, bias_scale=0.3) for sizes in DEEP}
    taken, counts = _cut(deep, NEAR)
    for name, seconds in taken.items():
        print(f"{name:16} {counts[name]:6d} tiles {1e3 * float(np.median(seconds)):8.1f} ms")

    print(f"One hidden layer: cost of a tile, and how many times that of {REFERENCE} lines")
    wide = {str(n): Network.random((2, n, 1), "relu", 1, bias_scale=1.0) for n in HIDDEN}
    taken, counts = _cut(wide, WIDE)
    each = {name: [s / counts[name] for s in seconds] for name, seconds in taken.items()}
    for name, seconds in taken.items():
        total = 1e3 * float(np.median(seconds))
        print(
            f"{name:>4} lines {counts[name]:6d} tiles {total:8.1f} ms {median(each[name])}", end=""
        )
        print(f"   {ratio(each[name], each[str(REFERENCE)])}")
    print()


def _cut(
    networks: dict[str, Network], window: Window
) -> tuple[dict[str, list[float]], dict[str, int]]:
    """Seconds of each round, and number of tiles, for each network."""
    counts = {
        name: len(linear_regions(network, window).polygons) for name, network in networks.items()
    }
    works = {name: partial(linear_regions, network, window) for name, network in networks.items()}
    return times(works), counts


if __name__ == "__main__":
    main()
