"""Sums that come out a little wrong on a computer, and what they are by hand."""

import math
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.neuron import Neuron
from core.rounding import by_hand

SLIDER = st.decimals(-10, 10, places=6, allow_nan=False)


def test_three_tenths_less_three_tenths_is_nothing() -> None:
    assert 3 * 0.1 - 0.3 > 0
    assert by_hand(3 * 0.1 - 0.3) == 0
    assert math.copysign(1, by_hand(0.3 - 3 * 0.1)) == 1  # 0.0, not -0.0


@pytest.mark.parametrize("norm", [0.1, 0.3, 0.7, 1.1, 1.7, 2.3, 2.9])
def test_a_point_on_the_boundary_is_on_the_boundary(norm: float) -> None:
    # w = (0.8, 0.6) · norm and p = (0.6, 0.3): z = norm · (0.48 + 0.18) + b.
    neuron = Neuron([0.8 * norm, 0.6 * norm], round(-0.66 * norm, 6))
    assert by_hand(float(neuron.preactivation([0.6, 0.3]))) == 0


def test_numbers_that_need_every_decimal_are_kept() -> None:
    assert by_hand(0.000001 * 0.000001) == 1e-12
    assert by_hand(1.234567 * 7.654321) == 9.449772114007  # worked out as 1234567 · 7654321


def test_a_single_number_gives_a_float_and_an_array_an_array() -> None:
    singles: list[Any] = [1.5, np.float64(1.5), np.array(1.5), np.float32(1.5), 2]
    for single in singles:
        assert type(by_hand(single)) is float
    z = np.array([[3 * 0.1 - 0.3, -0.0], [1.5, 0.1 + 0.2]])
    rounded = by_hand(z)
    np.testing.assert_array_equal(rounded, [[0, 0], [1.5, 0.3]])
    assert not np.signbit(rounded).any()
    assert z[0, 0] > 0  # what was given is not changed
    assert by_hand(np.empty((0, 2))).shape == (0, 2)


def test_large_and_infinite_numbers_pass() -> None:
    numbers = [1e300, -1e300, 12345.678901, math.inf, -math.inf]
    np.testing.assert_array_equal(by_hand(np.array(numbers)), numbers)
    assert [by_hand(one) for one in numbers] == numbers
    assert math.isnan(by_hand(math.nan))
    assert np.isnan(by_hand(np.array([math.nan]))[0])


@given(SLIDER, SLIDER, SLIDER)
def test_it_is_the_exact_decimal(w: Decimal, x: Decimal, b: Decimal) -> None:
    z = float(w) * float(x) + float(b)
    assert by_hand(z) == float(w * x + b)
    assert by_hand(np.array([z]))[0] == by_hand(z)
