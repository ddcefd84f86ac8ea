"""Each cause is named where it is the likely one."""

import numpy as np

from core.training.divergence import likely_cause

USUAL = np.array([[-1.0, 1.0], [1.0, 1.0]])


def test_a_penalty_that_throws_weights_beyond_zero() -> None:
    # w ← w − η l2 w = −w once η · l2 = 2.
    assert "learning_rate · l2 = 2" in likely_cause(0.02, 100, USUAL)
    assert "l2" not in likely_cause(0.02, 99, USUAL)


def test_large_numbers_in_the_data() -> None:
    assert "as large as 5000" in likely_cause(0.1, 0, 5000 * USUAL)


def test_otherwise_the_learning_rate_with_a_smaller_one_to_try() -> None:
    said = likely_cause(3, 0, USUAL)
    assert "learning_rate = 3" in said
    assert "Try 0.3." in said
