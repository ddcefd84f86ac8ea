"""Numbers as text: a true minus, no idle zeros, and “=” only where nothing was rounded."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

LARGE = 1e6  # from here on numbers are written with a power of ten
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_AND = ",\N{NO-BREAK SPACE}"  # a point is not torn apart at the end of a line


def number(value: float, digits: int = 2) -> str:
    """Write a number with a true minus sign and no more than `digits` decimals.

    Parameters
    ----------
    value : float
    digits : int
        Decimals kept.

    Returns
    -------
    str
        ``"1.5"``, ``"−0.67"``, ``"0"``; very large and very small ones as ``"1.2·10⁻¹⁶"``.
    """
    if not math.isfinite(value):
        return "∞" if value > 0 else "−∞" if value < 0 else "not a number"
    if value != 0 and not _fits(value, digits):
        mantissa, exponent = f"{value:.1e}".split("e")
        return f"{_minus(mantissa)}·10{str(int(exponent)).translate(_SUPERSCRIPTS)}"
    text = f"{value:.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "0") else _minus(text)


def is_rounded(value: Any, digits: int = 2) -> bool:
    """Whether `written` leaves something of a number out, so that “≈” is due.

    Parameters
    ----------
    value : float or array_like
    digits : int
        Decimals kept.

    Returns
    -------
    bool
    """
    for entry in np.ravel(np.asarray(value, dtype=float)).tolist():
        if not math.isfinite(entry) or entry == 0:
            continue
        is_short = _fits(entry, digits)
        shown = round(entry, digits) if is_short else float(f"{entry:.1e}")
        # Sums of slider values carry errors of about 1e-16 that no pencil makes.
        if abs(entry - shown) > 1e-12 * abs(entry):
            return True
    return False


def written(value: Any, digits: int = 2) -> str:
    """Write a number, a point or a matrix.

    Parameters
    ----------
    value : float or array_like, one or two axes
    digits : int
        Decimals kept.

    Returns
    -------
    str
        ``"1.5"``, ``"(1.2, 1.6)"``, ``"[[1, 0.5], [0, 1]]"``.
    """
    array = np.asarray(value)
    if array.ndim == 0:
        return number(float(array), digits)
    if array.ndim == 1:
        return f"({_AND.join(number(entry, digits) for entry in array.tolist())})"
    return f"[{_AND.join(f'[{row[1:-1]}]' for row in (written(row, digits) for row in array))}]"


def rows(matrix: Any, digits: int = 2) -> list[list[str]]:
    """Write the entries of a matrix, row by row.

    Parameters
    ----------
    matrix : array_like, shape (n_rows, n_columns)
    digits : int
        Decimals kept.

    Returns
    -------
    list of list of str
    """
    return [[number(entry, digits) for entry in row] for row in np.asarray(matrix).tolist()]


def _fits(value: float, digits: int) -> bool:
    """Whether a number can be written without a power of ten."""
    return 10.0 ** (-digits) / 2 <= abs(value) < LARGE


def _minus(text: str) -> str:
    return text.replace("-", "−")
