"""What pencil and paper would give: sums of products, without the computer's own rounding."""

from __future__ import annotations

from typing import Any, overload

import numpy as np

from core.activations import Array

DECIMALS = 12
LARGEST = 9000.0  # from about here on, neighbouring floats are farther apart than the 12th decimal


@overload
def by_hand(value: float) -> float: ...


@overload
def by_hand(value: Array) -> Any: ...  # one number may come as an array without axes


def by_hand(value: float | Array) -> float | Array:
    """Round a sum of products of slider values to what one would get by hand.

    A slider's value has at most 6 decimals, so a product of two has at most 12, and whatever
    stands behind the twelfth is the computer's own rounding. Left in, 3 · 0.1 − 0.3 would be
    positive, and a point on the boundary would lie beside it.

    Returns
    -------
    float or ndarray of float64
        A float for a single number, also for an array without axes. Never -0.0.
    """
    if np.ndim(value) == 0:
        return round(float(value), DECIMALS) + 0.0  # + 0.0 turns -0.0 into 0.0
    values = np.asarray(value, dtype=np.float64)
    with np.errstate(over="ignore"):  # rounding multiplies by 10¹² on the way
        rounded = np.round(values, DECIMALS)
    return np.where(np.abs(values) < LARGEST, rounded, values) + 0.0
