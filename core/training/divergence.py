"""Training diverges when its steps make the loss larger and larger, until it is not a number."""

from __future__ import annotations

import numpy as np

from core.activations import Array


def likely_cause(learning_rate: float, l2: float, table: Array) -> str:
    """Say in a sentence or two why a run most probably diverged.

    Parameters
    ----------
    learning_rate, l2 : float
        As given to `core.training.train`.
    table : ndarray
        The inputs and targets.
    """
    largest = float(np.abs(table).max())
    if learning_rate * l2 >= 2:
        return (
            f"The likely cause: learning_rate · l2 = {learning_rate * l2:g}. From 2 on, the "
            "penalty alone throws every weight further beyond 0 than it was."
        )
    if largest > 100:
        return (
            f"The likely cause: numbers as large as {largest:g} in the data make the gradient "
            "large. Scale them to about -1 … 1, or make learning_rate much smaller."
        )
    return (
        f"The likely cause: with learning_rate = {learning_rate:g} each step jumps over the "
        f"valley and lands higher on the other side. Try {learning_rate / 10:g}."
    )
