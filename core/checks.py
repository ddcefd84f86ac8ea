"""What comes in is checked once, at the door, with an error that says what was wanted."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from core.activations import Array

# In quotes, because naming numpy.random here would load it at once, which takes 7 ms.
Seed: TypeAlias = "np.random.Generator | int | None"


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


def whole_number(name: str, value: object, *, minimum: int) -> int:
    """Read an argument as a whole number.

    Parameters
    ----------
    name : str
        The argument's name, for the error.
    value : object
        What came.
    minimum : int
        The smallest number allowed.

    Returns
    -------
    int

    Raises
    ------
    ValueError
        If `value` is not a whole number, or is too small.
    """
    is_whole = isinstance(value, (int, np.integer)) and not isinstance(value, bool)
    if not is_whole or int(value) < minimum:  # type: ignore[call-overload]
        raise ValueError(f"{name} must be a whole number of at least {minimum}, got {value!r:.80}")
    return int(value)  # type: ignore[call-overload]


def number(name: str, value: object, *, above: float = -np.inf, minimum: float = -np.inf) -> float:
    """Read an argument as one finite number.

    Parameters
    ----------
    name : str
        The argument's name, for the error.
    value : object
        What came.
    above : float
        The number must be larger than this.
    minimum : float
        The number must be at least this.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If `value` is not a number, not finite, or too small.
    """
    is_number = isinstance(value, (int, float, np.number)) and not isinstance(value, bool)
    as_float = float(value) if is_number else np.nan  # type: ignore[arg-type]
    if not (np.isfinite(as_float) and as_float > above and as_float >= minimum):
        wanted = "a finite number"
        if above > -np.inf:
            wanted += f" above {above:g}"
        if minimum > -np.inf:
            wanted += f" of at least {minimum:g}"
        raise ValueError(f"{name} must be {wanted}, got {value!r:.80}")
    return as_float


def generator(seed: Seed) -> np.random.Generator:
    """Read an argument as a source of randomness.

    Parameters
    ----------
    seed : numpy.random.Generator, int or None
        A generator is used as it is; None draws differently each time.

    Returns
    -------
    numpy.random.Generator

    Raises
    ------
    ValueError
        If `seed` is something else.
    """
    try:
        return np.random.default_rng(seed)
    except (TypeError, ValueError):
        raise ValueError(
            f"seed must be a whole number of at least 0, a Generator or None, got {seed!r:.80}"
        ) from None
