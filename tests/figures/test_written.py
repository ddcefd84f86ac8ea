"""Numbers are written as a teacher would, and “=” is claimed only where nothing was rounded."""

import math
import re
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures.written import is_rounded, number, rows, written

finite = st.floats(-1e300, 1e300)
decimals = st.integers(0, 4)
# Thousandths up to ten thousand: what sliders and sums of them give.
short = st.integers(-(10**7), 10**7)

SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def read(text: str) -> Fraction:
    """Read back exactly what `number` wrote."""
    mantissa, _, exponent = text.replace("−", "-").partition("·10")
    return Fraction(mantissa) * Fraction(10) ** int(exponent.translate(SUPERSCRIPTS) or 0)


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (1.5, 2, "1.5"),
        (-0.666, 2, "−0.67"),
        (0.0, 2, "0"),
        (-0.0, 2, "0"),
        (100.0, 2, "100"),
        (1e5, 0, "100000"),
        (784, 0, "784"),
        (0.005, 2, "0.01"),
        (0.004, 2, "4.0·10⁻³"),
        (-0.004, 2, "−4.0·10⁻³"),
        (0.0004, 3, "4.0·10⁻⁴"),
        (1.234e-16, 3, "1.2·10⁻¹⁶"),
        (0.9999, 2, "1"),
        (999_999.0, 2, "999999"),
        (999_999.999, 2, "1000000"),
        (1e6, 2, "1.0·10⁶"),
        (-12_345_678.0, 2, "−1.2·10⁷"),
        (1e100, 2, "1.0·10¹⁰⁰"),
        (5e-324, 2, "4.9·10⁻³²⁴"),
        (math.inf, 2, "∞"),
        (-math.inf, 2, "−∞"),
        (math.nan, 2, "not a number"),
        (np.float64(-1.25), 2, "−1.25"),
        (np.float32(0.5), 2, "0.5"),
    ],
)
def test_number_by_hand(value: float, digits: int, text: str) -> None:
    """A true minus, no idle zeros, no −0; very large and very small ones with a power of ten."""
    assert number(value, digits) == text


@given(finite, decimals)
def test_number_can_be_read_back(value: float, digits: int) -> None:
    """What is written is within half of its last digit; no hyphen, no e, never a false 0."""
    text = number(value, digits)
    assert re.fullmatch(r"−?\d+(\.\d+)?(·10⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)?", text)
    if "·10" in text:
        assert math.isclose(read(text), value, rel_tol=0.051)
        assert re.match(r"−?[1-9]\.\d·", text)
    else:
        assert abs(float(read(text) - Fraction(value))) <= 0.5 * 10.0**-digits * (1 + 1e-9)
        assert "." not in text or not text.endswith("0")
        assert len(text.partition(".")[2]) <= digits
    # A difference of 1e-16 must not be called 0. (0.5 rounds to 0 on purpose: no digit is kept.)
    assert (text == "0") == (value == 0) or abs(value) == 10.0**-digits / 2
    assert text.startswith("−") == (value < 0 and text != "0")


@given(short, decimals)
def test_number_turned_around(thousandths: int, digits: int) -> None:
    """−x is x with a minus."""
    value = thousandths / 1000
    text = number(value, digits)
    assert number(-value, digits) == (text[1:] if text[0] == "−" else f"−{text}" if value else "0")


@pytest.mark.parametrize(
    ("value", "digits", "rounded"),
    [
        (0.7, 2, False),
        (1.5 * 0.8 - 0.5, 2, False),  # 0.7000000000000002 in the computer
        (3 * 0.1 - 0.3, 2, True),  # 5.6e-17 in the computer; scenes round by hand first
        (2 / 3, 2, True),
        (-2 / 3, 3, True),
        (1e-3, 2, False),  # written 1.0·10⁻³
        (1.25e-3, 2, True),
        (0.0, 2, False),
        (-0.0, 2, False),
        (12_345_678.0, 2, True),
        (3e6, 2, False),
        (999_999.999, 2, True),
        (math.inf, 2, False),
        (-math.inf, 2, False),
        (math.nan, 2, False),
        ([0.5, 0.25], 2, False),
        ([0.5, 0.255], 2, True),
        ([[1, 0], [0, 1 / 3]], 2, True),
        ([[1, 0], [0, 1 / 4]], 2, False),
        ([], 2, False),
    ],
)
def test_is_rounded_by_hand(value: Any, digits: int, rounded: bool) -> None:
    """“≈” only where the number written is not the number meant; one entry is enough."""
    assert is_rounded(value, digits) is rounded


@given(finite, decimals)
def test_is_rounded_tells_what_is_missing(value: float, digits: int) -> None:
    """Whoever reads “=” may go on calculating with it; whoever reads “≈” has been warned."""
    text = number(value, digits)
    if is_rounded(value, digits):
        assert read(text) != Fraction(value)
    else:
        assert math.isclose(read(text), value, rel_tol=1e-11)


@given(short, decimals)
def test_is_rounded_knows_a_short_decimal(thousandths: int, digits: int) -> None:
    """Exactly when not all of its digits are written."""
    text = number(thousandths / 1000, digits)
    assert is_rounded(thousandths / 1000, digits) == (read(text) != Fraction(thousandths, 1000))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.5, "1.5"),
        (np.float64(-2), "−2"),
        (np.array(0.25), "0.25"),
        ((1.2, 1.6), "(1.2,\N{NO-BREAK SPACE}1.6)"),
        ([-1 / 3], "(−0.33)"),
        ([[1, 0.5], [0, -1]], "[[1, 0.5], [0, −1]]".replace(" ", "\N{NO-BREAK SPACE}")),
        ([[7]], "[[7]]"),
    ],
)
def test_written_by_hand(value: Any, text: str) -> None:
    """A number, a point, a matrix; none of them is torn apart at the end of a line."""
    assert written(value) == text


matrices = st.integers(1, 4).flatmap(
    lambda n: st.lists(st.lists(finite, min_size=n, max_size=n), min_size=1, max_size=4)
)


@given(matrices, decimals)
def test_a_matrix_is_its_rows(matrix: list[list[float]], digits: int) -> None:
    """However it is written, each entry is written as it is alone, in its place."""
    cells = [[number(entry, digits) for entry in row] for row in matrix]
    assert rows(matrix, digits) == rows(np.array(matrix), digits) == cells
    text = written(matrix, digits)
    assert text.startswith("[[")
    assert text.endswith("]]")
    each = text[2:-2].split("],\N{NO-BREAK SPACE}[")
    assert [row.split(",\N{NO-BREAK SPACE}") for row in each] == cells
    assert written(matrix[0], digits) == f"({each[0]})"
    assert is_rounded(matrix, digits) == any(is_rounded(e, digits) for row in matrix for e in row)
