"""Arguments are checked once, where they come in, with an error that says what was wanted.

Every function here takes the argument's `name`, for the error, and the `value` given. It returns
the value as the core wants it, or raises a ValueError such as
``weights must have shape (3,), got (2,)``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias, TypeVar

import numpy as np
from numpy.typing import ArrayLike

from core.elementwise import Array

# In quotes, because naming numpy.random here would load it at once, which takes 7 ms.
Seed: TypeAlias = "np.random.Generator | int | None"
Wanted = TypeVar("Wanted")


def float_array(name: str, value: ArrayLike) -> Array:
    """Read an argument as an array of numbers; NaN and infinity pass.

    Returns
    -------
    ndarray of float
        float32 is kept, everything else becomes float64. Not a copy where none is needed.

    Raises
    ------
    ValueError
        If `value` holds something that is not a number.
    """
    try:
        array = np.asarray(value)
        if array.dtype.kind not in "biufO":  # text, dates and complex numbers would be converted
            raise TypeError
        return array if array.dtype in (np.float32, np.float64) else array.astype(np.float64)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"{name} must be numbers, got {value!r:.80}") from None


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
    array = float_array(name, value)
    if shape is not None and array.shape != shape:
        raise ValueError(f"{name} must have shape {shape}, got {array.shape}")
    if ndim is not None and array.ndim != ndim:
        raise ValueError(f"{name} must have {ndim} axes, got shape {array.shape}")
    if not np.isfinite(array).all():
        raise ValueError(f"{name} must be finite numbers, got {array[~np.isfinite(array)][0]}")
    return np.array(array)


def whole_number(name: str, value: object, *, minimum: int, maximum: int | None = None) -> int:
    """Read an argument as a whole number.

    Parameters
    ----------
    minimum, maximum : int
        The smallest and, if there is one, the largest number allowed.

    Raises
    ------
    ValueError
        If `value` is not a whole number, or is too small or too large.
    """
    if isinstance(value, (int, np.integer)) and not isinstance(value, bool):
        whole = int(value)
        if whole >= minimum and (maximum is None or whole <= maximum):
            return whole
    wanted = f"of at least {minimum}" if maximum is None else f"from {minimum} to {maximum}"
    raise ValueError(f"{name} must be a whole number {wanted}, got {value!r:.80}")


def number(name: str, value: object, *, above: float = -np.inf, minimum: float = -np.inf) -> float:
    """Read an argument as one finite number.

    Parameters
    ----------
    above : float
        The number must be larger than this.
    minimum : float
        The number must be at least this.

    Raises
    ------
    ValueError
        If `value` is not a number, not finite, or too small.
    """
    is_real = isinstance(value, (int, float, np.integer, np.floating))
    try:
        as_float = float(value) if is_real and not isinstance(value, bool) else np.nan  # type: ignore[arg-type]
    except OverflowError:  # a whole number of four hundred digits
        as_float = np.inf
    if not (np.isfinite(as_float) and as_float > above and as_float >= minimum):
        wanted = "a finite number"
        if above > -np.inf:
            wanted += f" above {above:g}"
        if minimum > -np.inf:
            wanted += f" of at least {minimum:g}"
        raise ValueError(f"{name} must be {wanted}, got {value!r:.80}")
    return as_float


def known_name(name: str, value: object, known: Iterable[str]) -> str:
    """Read an argument that must be one of some names.

    Parameters
    ----------
    known : iterable of str
        The names there are.

    Raises
    ------
    ValueError
        If `value` is none of them.
    """
    if not isinstance(value, str) or value not in known:
        raise ValueError(f"{name} must be one of {', '.join(known)}; got {value!r:.80}")
    return value


def instance(name: str, value: object, wanted: type[Wanted]) -> Wanted:
    """Read an argument that must be of some class.

    Returns
    -------
    object
        `value` itself.

    Raises
    ------
    ValueError
        If `value` is of another class.
    """
    if not isinstance(value, wanted):
        raise ValueError(f"{name} must be a {wanted.__name__}, got {value!r:.80}")
    return value


def generator(seed: Seed, name: str = "seed") -> np.random.Generator:
    """Read an argument as a source of randomness.

    Parameters
    ----------
    seed : numpy.random.Generator, int or None
        A generator is used as it is; None draws differently each time.

    Raises
    ------
    ValueError
        If `seed` is something else.
    """
    try:
        return np.random.default_rng(seed)
    except (TypeError, ValueError):
        raise ValueError(
            f"{name} must be a whole number of at least 0, a Generator or None, got {seed!r:.80}"
        ) from None
