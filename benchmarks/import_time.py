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
REPORT = (
    "import time; start = time.process_time()\n"
    "{imports}\n"
    "seconds = time.process_time() - start\n"
    "status = open('/proc/self/status').read()\n"
    "print(seconds, status.split('VmRSS:')[1].split()[0])"
)


def main() -> None:
    """Print the difference the core makes."""
    modules = [f"core.{found.name}" for found in pkgutil.iter_modules(core.__path__)]
    rivals = {"numpy": ["numpy"], "core": ["numpy", *modules]}
    seconds: dict[str, list[float]] = {name: [] for name in rivals}
    memory: dict[str, list[float]] = {name: [] for name in rivals}
    # As on a user's machine, compiled modules are kept; here in a folder of their own.
    with tempfile.TemporaryDirectory() as folder:
        for imports in rivals.values():
            _fresh(imports, folder)
        for name, imports in list(rivals.items()) * ROUNDS:
            taken, kilobytes = _fresh(imports, folder)
            seconds[name].append(1e3 * taken)
            memory[name].append(kilobytes / 1024)
    print(f"Importing all {len(modules)} modules of core, processor time and resident memory")
    for name in rivals:
        low, middle, high = np.percentile(seconds[name], [25, 50, 75])
        megabytes = np.median(memory[name])
        print(f"{name:6} {middle:6.1f} ms [{low:.1f}, {high:.1f}]   {megabytes:5.1f} MB")
    beyond = np.array(seconds["core"]) - np.array(seconds["numpy"])
    low, middle, high = np.percentile(beyond, [25, 50, 75])
    more = np.median(memory["core"]) - np.median(memory["numpy"])
    print(f"beyond {middle:6.1f} ms [{low:.1f}, {high:.1f}]   {more:5.1f} MB")
    # Whatever else the machine does only ever adds time, so the fastest runs say most.
    fastest = min(seconds["core"]) - min(seconds["numpy"])
    print(f"beyond {fastest:6.1f} ms, fastest against fastest")
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
