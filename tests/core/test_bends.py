"""The precautions in the formulas; test_activations checks the formulas themselves."""

import numpy as np
import pytest

from core.bends import normal_cdf, saturate, sigmoid_slope, slope_of_pieces, tanh_shrink, tanh_slope


def test_slope_of_pieces_by_hand() -> None:
    slope = slope_of_pieces((-1.0, 2.0), (5.0, 6.0, 7.0))
    # Exactly on a corner the piece on the left counts.
    np.testing.assert_array_equal(slope(np.array([-3.0, -1, 0, 2, 3])), [5, 5, 6, 6, 7])


def test_what_overflowed_becomes_the_largest_number() -> None:
    largest = np.finfo(np.float32).max
    y = np.array([-np.inf, 3, np.inf], np.float32)
    np.testing.assert_array_equal(saturate(y), np.array([-largest, 3, largest], np.float32))


@pytest.mark.parametrize("z", [1e-100, 1e-8, 1e-4])
def test_tanh_shrink_keeps_its_digits_near_zero(z: float) -> None:
    # z − tanh z = z³ / 3 − 2 z⁵ / 15 + …; subtracting leaves 0 at 1e-8.
    series = z**3 / 3 - 2 * z**5 / 15
    assert float(tanh_shrink(np.array(z))) == pytest.approx(series, rel=1e-15)


def test_slopes_keep_their_digits_far_out() -> None:
    far = np.array(-40.0)
    assert float(tanh_slope(far)) == pytest.approx(4 * np.exp(-80), rel=1e-14)
    assert float(sigmoid_slope(-far)) == pytest.approx(np.exp(-40), rel=1e-14)


def test_the_normal_distribution_function_far_to_the_left() -> None:
    # Known to many digits: Φ(−1.959963984540054) = 0.025, Φ(−10) = 7.619853024160527e-24.
    z = np.array([-1.959963984540054, 0.0, -10.0])
    np.testing.assert_allclose(normal_cdf(z), [0.025, 0.5, 7.619853024160527e-24], rtol=2e-14)
