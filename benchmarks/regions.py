"""How long it takes to cut a window into tiles, and whether a tile costs the same among many.

Budgets: [2, 16, 16, 1] in at most 50 ms, 10 000 tiles in at most 2 s, and up to 300 000 tiles the
cost of one within 1.5 × of that among 10 000. The tiles are also cut by `edge_subdivision`.

A tile's map takes longer the more units there are, for its pattern names the piece of each. So
the cost is printed with the maps and without.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from benchmarks import edge_subdivision
from benchmarks.measure import median, ratio, times
from core.network import Network
from core.polygons import Blocks, Line, Mosaic, one_tile
from core.regions import linear_regions

DEEP = ((2, 16, 16, 1), (2, 8, 8, 8, 1), (2, 32, 32, 1), (2, 64, 64, 1))
HIDDEN = (16, 45, 100, 142, 200, 300, 450, 775)  # lines; n of them make 1 + n + n (n - 1) / 2 tiles
REFERENCE = 142  # lines; its 10 154 tiles are what the others are compared with
RIVAL = (45, 142, 450)  # lines; some 1 000, 10 000 and 100 000 tiles
NEAR = (-3.0, 3.0, -3.0, 3.0)
WIDE = (-1e5, 1e5, -1e5, 1e5)  # a window in which all lines meet
ALLOWANCE = 1e-9  # for rounding, in that window


def main() -> None:
    """Print all tables."""
    print("Regions, all of them exactly; median time")
    deep = {str(sizes): Network.random(sizes, "relu", 1, bias_scale=0.3) for sizes in DEEP}
    taken = times({name: partial(linear_regions, net, NEAR) for name, net in deep.items()})
    for name, seconds in taken.items():
        count = len(linear_regions(deep[name], NEAR).polygons)
        print(f"{name:16} {count:6d} tiles {1e3 * float(np.median(seconds)):8.1f} ms")

    wide = {n: Network.random((2, n, 1), "relu", 1, bias_scale=1.0) for n in HIDDEN}
    _print_costs("tiles and their maps", {n: partial(_regions, net) for n, net in wide.items()})
    _print_costs("tiles alone", {n: partial(_tiles, net) for n, net in wide.items()})

    print("Edge subdivision, tiles alone: cost of a tile, and how many times ours")
    for n in RIVAL:
        layer = wide[n].layers[0]
        rival = partial(edge_subdivision.tiles, layer.weights, layer.bias, ALLOWANCE, WIDE)
        count = len(rival())
        if count != _tiles(wide[n]):
            raise AssertionError(f"{n} lines must make {_tiles(wide[n])} tiles, got {count}")
        taken = times({"ours": partial(_tiles, wide[n]), "rival": rival})
        print(f"{n:4d} lines {count:6d} tiles {median(taken['rival'], count)}", end="")
        print(f"   {ratio(taken['rival'], taken['ours'])}")
    print()


def _print_costs(what: str, works: dict[int, Callable[[], int]]) -> None:
    """Time works that return how many tiles they made; print what each costs."""
    print(f"One hidden layer, {what}: cost of a tile, and how many times that of {REFERENCE} lines")
    counts = {n: work() for n, work in works.items()}
    taken = times({str(n): work for n, work in works.items()})
    each = {n: [seconds / counts[n] for seconds in taken[str(n)]] for n in works}
    for n, cost in each.items():
        total = 1e3 * float(np.median(taken[str(n)]))
        print(f"{n:4d} lines {counts[n]:6d} tiles {total:8.1f} ms {median(cost)}", end="")
        print(f"   {ratio(cost, each[REFERENCE])}")


def _regions(network: Network) -> int:
    """Find the tiles of a network and their maps; return how many there are."""
    return len(linear_regions(network, WIDE).polygons)


def _tiles(network: Network) -> int:
    """Cut the window by the first layer, as `linear_regions` does, and leave it at that."""
    layer, whole = network.layers[0], one_tile(WIDE)
    pieces: Mosaic | Blocks = whole.with_inputs(whole.points)
    for normal, offset in zip(layer.weights.T, layer.bias, strict=True):
        pieces = pieces.cut_along(Line(normal, offset, ALLOWANCE))
    return len(pieces.joined.polygons)


if __name__ == "__main__":
    main()
