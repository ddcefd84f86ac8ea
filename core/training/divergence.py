"""Training diverges when its steps make the loss larger and larger, until it is not a number."""

from __future__ import annotations

import numpy as np

from core.activations import Array

LARGE = 100.0  # numbers are meant to be about 1


def likely_cause(learning_rate: float, l2: float, table: Array, weights: Array) -> str:
    """Say in a sentence or two why a run most probably diverged.

    Parameters
    ----------
    learning_rate, l2 : float
        As given to `core.training.train`.
    table : ndarray
        The inputs and targets.
    weights : ndarray
        All weights and biases as they were before the first step.
    """
    in_data, in_weights = _largest(table), _largest(weights)
    if learning_rate * l2 >= 2:
        return (
            f"The likely cause: learning_rate · l2 = {learning_rate * l2:g}. From 2 on, the "
            "penalty alone throws every weight further beyond 0 than it was."
        )
    if in_data > LARGE and in_data >= in_weights:
        return (
            f"The likely cause: numbers as large as {in_data:g} in the data make the gradient "
            "large. Scale them to about -1 … 1, or make learning_rate much smaller."
        )
    if in_weights > LARGE:
        return (
            f"The likely cause: weights as large as {in_weights:g} at the start make the gradient "
            "large. Start with smaller ones, or make learning_rate much smaller."
        )
    return (
        f"The likely cause: with learning_rate = {learning_rate:g} each step jumps over the "
        f"valley and lands higher on the other side. Try {learning_rate / 10:g}."
    )


def too_large_to_begin_with(table: Array, weights: Array) -> str:
    """Say why the loss is not a finite number before the first step.

    Parameters
    ----------
    table : ndarray
        The inputs and targets.
    weights : ndarray
        All weights and biases to start with.
    """
    return (
        f"With weights as large as {_largest(weights):g} and numbers as large as "
        f"{_largest(table):g} in the data, the loss, or a number on the way to it, is too large "
        f"for {table.dtype}. Start with smaller weights, or scale the data to about -1 … 1."
    )


def _largest(numbers: Array) -> float:
    return float(np.abs(numbers).max(initial=0.0))
