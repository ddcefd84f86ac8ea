"""Both losses by hand, and which loss fits which last layer."""

import math

import numpy as np
import pytest

from core.training.losses import check_targets, loss_for
from core.training.tape import Tape


def value_and_gradient(
    name: str, last: str, outputs: list[list[float]], targets: list[list[float]]
) -> tuple[float, np.ndarray]:
    loss = loss_for(name, last, len(outputs))
    a, y = np.array(outputs), np.array(targets)
    delta, tape = np.empty_like(a), Tape()
    loss.gradient(tape, a, y, delta)
    tape.play()
    return float(loss.value(a, y)), delta


def test_half_squared_error_sums_over_outputs_and_takes_the_mean_over_samples() -> None:
    # Columns are samples. First: ½ (1² + 2²) = 2.5; second: ½ (0 + 3²) = 4.5; mean 3.5.
    value, delta = value_and_gradient(
        "half_squared_error", "relu", [[1, 5], [2, 3]], [[0, 5], [0, 0]]
    )
    assert value == 3.5
    np.testing.assert_array_equal(delta, [[1, 0], [2, 3]])


@pytest.mark.parametrize("last", ["sigmoid", "identity"])
def test_one_logit_is_a_yes_or_no_question(last: str) -> None:
    # Logit ln 3 is p = 3/4. Truth 1: −ln ¾, slope ¾ − 1. Truth 0: −ln ¼, slope ¾.
    value, delta = value_and_gradient("cross_entropy", last, [[math.log(3)] * 2], [[1, 0]])
    assert value == pytest.approx((-math.log(0.75) - math.log(0.25)) / 2)
    np.testing.assert_allclose(delta, [[-0.25, 0.75]])


def test_several_logits_share_one_probability() -> None:
    # Logits ln 1, ln 2, ln 5 are probabilities 1/8, 2/8, 5/8.
    logits = [[0.0], [math.log(2)], [math.log(5)]]
    value, delta = value_and_gradient("cross_entropy", "identity", logits, [[0], [0], [1]])
    assert value == pytest.approx(-math.log(5 / 8))
    np.testing.assert_allclose(delta, [[1 / 8], [2 / 8], [-3 / 8]])


def test_sigmoid_units_each_have_their_own_question() -> None:
    value, _ = value_and_gradient("cross_entropy", "sigmoid", [[0.0], [0.0]], [[1], [1]])
    assert value == pytest.approx(2 * math.log(2))
    assert loss_for("cross_entropy", "sigmoid", 2).on_logits
    assert not loss_for("cross_entropy", "tanh", 2).on_logits


def test_targets_are_probabilities_only_where_the_loss_needs_them() -> None:
    check_targets("y", np.array([[7.0]]), "half_squared_error", "identity")
    check_targets("y", np.array([[1.0, 1.0]]), "cross_entropy", "sigmoid")  # two questions
    with pytest.raises(ValueError, match=r"y_test must be probabilities between 0 and 1.*got -1"):
        check_targets("y_test", np.array([[-1.0]]), "cross_entropy", "sigmoid")
    with pytest.raises(ValueError, match=r"y must sum to 1 in each row.*over 2 outputs.*to 2"):
        check_targets("y", np.array([[1.0, 1.0]]), "cross_entropy", "identity")
    with pytest.raises(ValueError, match=r"loss must be one of half_squared_error, .*; got 'l2'"):
        loss_for("l2", "identity", 1)
