"""Numbers can be divided by a power of two about as large as they are, and lose no digit.

So a length or a sum of squares can be computed near 1, where nothing overflows or vanishes, and
its digits are the same at every scale.
"""

from __future__ import annotations

import numpy as np

from core.elementwise import Array


def power_of_two(values: Array, axis: int | None = None) -> Array:
    """Find a power of two about as large as the largest of some numbers.

    Parameters
    ----------
    values : ndarray of float, any shape
        Finite.
    axis : int, optional
        The axis along which to look for the largest; all if not given.

    Returns
    -------
    ndarray of float64
        Above half the largest absolute value and not above it; ½ where all are 0.
    """
    _, exponents = np.frexp(np.abs(values).max(axis=axis, initial=0.0))
    return np.asarray(np.ldexp(1.0, exponents - 1))
