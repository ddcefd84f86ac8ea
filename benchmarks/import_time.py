"""Importing the core beyond NumPy, and the memory of the process: each in fresh interpreters."""

from __future__ import annotations

import os
import pkgutil
import subprocess
import sys
import tempfile

import numpy as np

import core

ROUNDS = 15
FIRST_LESSON = ("activations", "neuron", "line", "layer", "network", "hyperplane", "rounding")
FIRST = [f"core.{name}" for name in FIRST_LESSON]
REPORT = (
    "import time, numpy; start = time.process_time()\n"
    "{imports}\n"
    "seconds = time.process_time() - start\n"
    "status = open('/proc/self/status').read()\n"
    "print(seconds, status.split('VmRSS:')[1].split()[0])"
)


def main() -> None:
    """Print what the core adds."""
    everything = [found.name for found in pkgutil.walk_packages(core.__path__, "core.")]
    rivals = {"NumPy alone": [], "a first lesson's": FIRST, f"all {len(everything)}": everything}
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in rivals}
    # As on a user's machine, compiled modules are kept; here in a folder of their own.
    with tempfile.TemporaryDirectory() as folder:
        for imports in rivals.values():
            _fresh(imports, folder)
        for name, imports in list(rivals.items()) * ROUNDS:
            taken[name].append(_fresh(imports, folder))
    print("Importing modules of core after NumPy: processor time, and memory of the process")
    for name, rounds in taken.items():
        seconds, kilobytes = np.array(rounds).T
        # Whatever else the machine does only ever adds time, so the fastest runs say most.
        print(f"{name:16} {1e3 * seconds.min():6.1f} ms fastest", end="")
        print(f" {1e3 * np.median(seconds):6.1f} ms median", end="")
        print(f" {np.median(kilobytes) / 1024:6.1f} MB")
    print()


def _fresh(imports: list[str], folder: str) -> tuple[float, float]:
    """Import in a new interpreter: seconds, and kilobytes afterwards."""
    code = REPORT.format(imports="\n".join(f"import {name}" for name in imports))
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": folder}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    taken, kilobytes = done.stdout.split()
    return float(taken), float(kilobytes)


if __name__ == "__main__":
    main()
