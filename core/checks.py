"""What comes in is checked once, at the door, with an error that says what was wanted."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from core.activations import Array


def finite_array(
    name: str,
    value: ArrayLike,
    *,
    shape: tuple[int, ...] | None = None,
    ndim: int | None = None,
) -> Array:
    """Read an argument as an array of finite numbers.

    Parameters
    ----------
    name : str
        The argument's name, for the error.
    value : array_like
        What came.
    shape : tuple of int, optional
        The shape wanted.
    ndim : int, optional
        The number of axes wanted, where the lengths are free.

    Returns
    -------
    ndarray of float
        A copy; float32 is kept, everything else becomes float64.

    Raises
    ------
    ValueError
        If `value` holds something that is not a finite number, or its shape is not the one
        wanted.
    """
    try:
        array = np.array(value)
        if array.dtype.kind not in "biufO":  # text, dates and complex numbers would be converted
            raise TypeError
        if array.dtype not in (np.float32, np.float64):
            array = array.astype(np.float64)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"{name} must be numbers, got {value!r:.80}") from None
    if shape is not None and array.shape != shape:
        raise ValueError(f"{name} must have shape {shape}, got {array.shape}")
    if ndim is not None and array.ndim != ndim:
        raise ValueError(f"{name} must have {ndim} axes, got shape {array.shape}")
    if not np.isfinite(array).all():
        raise ValueError(f"{name} must be finite numbers, got {array[~np.isfinite(array)][0]}")
    return array
