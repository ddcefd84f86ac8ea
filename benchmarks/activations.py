"""Activations against `np.exp` and against a copy, which is the least any of them could cost."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from benchmarks.measure import median, ratio, times
from core.activations import ACTIVATIONS, Array

SHAPE = (100, 100)  # a heat map
REPEATS = 10


def main() -> None:
    """Print the ratios."""
    print("Activations on 100 × 100 float32 numbers; how many times np.exp, and a copy, that is")
    print(f"{'name':14} {'value':14}{'/ np.exp':25}{'/ copy':25}derivative / np.exp")
    z = np.random.default_rng(0).standard_normal(SHAPE).astype(np.float32)
    rivals = {"exp": partial(_repeat, np.exp, z), "copy": partial(_repeat, np.copy, z)}
    for name, activation in ACTIVATIONS.items():
        rivals[name] = partial(_repeat, activation.value, z)
        rivals[name + "'"] = partial(_repeat, activation.derivative, z)
    taken = times(rivals, rounds=15)
    for name in ACTIVATIONS:
        print(f"{name:14} {median(taken[name], REPEATS)}", end="")
        for of, to in ((name, "exp"), (name, "copy"), (name + "'", "exp")):
            print(f"   {ratio(taken[of], taken[to]):22}", end="")
        print()
    print()


def _repeat(function: Callable[[Array], Array], z: Array) -> None:
    for _ in range(REPEATS):
        function(z)


if __name__ == "__main__":
    main()
