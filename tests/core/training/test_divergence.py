"""Each cause is named where it is the likely one."""

import numpy as np

from core.training.divergence import likely_cause, too_large_to_begin_with

USUAL = np.array([[-1.0, 1.0], [1.0, 1.0]])
WEIGHTS = np.array([0.5, -2.0])


def test_a_penalty_that_throws_weights_beyond_zero() -> None:
    # w ← w − η l2 w = −w once η · l2 = 2.
    assert "learning_rate · l2 = 2" in likely_cause(0.02, 100, USUAL, WEIGHTS)
    assert "l2" not in likely_cause(0.02, 99, USUAL, WEIGHTS)


def test_large_numbers_in_the_data() -> None:
    assert "as large as 5000 in the data" in likely_cause(0.1, 0, 5000 * USUAL, WEIGHTS)


def test_large_weights_at_the_start() -> None:
    said = likely_cause(0.1, 0, USUAL, 5000 * WEIGHTS)
    assert "as large as 10000 at the start" in said
    # The larger of the two is named.
    assert "data" in likely_cause(0.1, 0, 20000 * USUAL, 5000 * WEIGHTS)


def test_otherwise_the_learning_rate_with_a_smaller_one_to_try() -> None:
    said = likely_cause(3, 0, USUAL, WEIGHTS)
    assert "learning_rate = 3" in said
    assert "Try 0.3." in said


def test_before_the_first_step_no_learning_rate_is_to_blame() -> None:
    said = too_large_to_begin_with(1e10 * USUAL, 1e200 * WEIGHTS)
    assert "too large for float64" in said
    assert "2e+200" in said
    assert "1e+10" in said
    assert "rate" not in said
    assert "float32" in too_large_to_begin_with(USUAL.astype(np.float32), WEIGHTS)
