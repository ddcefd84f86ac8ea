"""Run all benchmarks, or those named: `python -m benchmarks training grids`."""

from __future__ import annotations

import importlib
import os
import sys

# Modules of this folder, in the order in which they run; each has a `main` that prints.
TOPICS = (
    "training",
    "grids",
    "activations",
    "regions",
    "import_time",
    "live",
)


def main(topics: list[str]) -> None:
    """Run each topic's `main`.

    Parameters
    ----------
    topics : list of str
        Some of `TOPICS`; all of them if empty.
    """
    unknown = set(topics) - set(TOPICS)
    if unknown:
        sys.exit(f"topic must be one of {', '.join(TOPICS)}; got {', '.join(sorted(unknown))}")
    for topic in topics or TOPICS:
        importlib.import_module(f"benchmarks.{topic}").main()


if __name__ == "__main__":
    # One thread each: on arrays this small more threads only wait for one another. Must be set
    # before NumPy is loaded, which is why the topics are imported so late.
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(variable, "1")
    main(sys.argv[1:])
