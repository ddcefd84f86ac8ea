"""A power of two about as large as the largest number: by hand, and without losing a digit."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.scale import power_of_two


def test_by_hand() -> None:
    assert power_of_two(np.array([3.0, -5.0])) == 4
    assert power_of_two(np.array([8.0])) == 8
    assert power_of_two(np.array([0.75])) == 0.5
    assert power_of_two(np.array([])) == power_of_two(np.zeros(3)) == 0.5
    columns = np.array([[1.0, 0.0, -9.0], [3.0, 0.0, 100.0]])
    assert power_of_two(columns, axis=0).tolist() == [2, 0.5, 64]


@given(st.floats(allow_nan=False, allow_infinity=False).filter(lambda x: x != 0))
def test_dividing_by_it_leaves_a_number_from_1_to_2_and_every_digit(number: float) -> None:
    unit = float(power_of_two(np.array([number, number / 3])))
    assert 1 <= abs(number / unit) < 2
    assert number / unit * unit == number
