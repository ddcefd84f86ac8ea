"""Two steps of each optimizer, worked out by hand."""

import numpy as np
import pytest

from core.activations import Array
from core.training.optimizers import OPTIMIZERS, optimizer_named, record_penalty
from core.training.tape import Tape


def steps(name: str, gradients: list[float], rate: float, n_samples: int = 1) -> list[float]:
    """Where one parameter is after each step; it starts at 1."""
    parameters, gradient, tape = np.ones(1), np.empty(1), Tape()
    rule = optimizer_named(name)
    state = rule.state(parameters)
    rule.record(tape, parameters, gradient, state, rate, n_samples)
    places = []
    for value in gradients:
        gradient[:] = value
        tape.play()
        places.append(float(parameters[0]))
    return places


def test_sgd_by_hand() -> None:
    # 1 − 0.1 · 2 = 0.8, then 0.8 − 0.1 · (−3) = 1.1
    assert steps("sgd", [2, -3], 0.1) == pytest.approx([0.8, 1.1], abs=1e-15)
    # A sum over 4 samples is divided by 4.
    assert steps("sgd", [8, -12], 0.1, n_samples=4) == pytest.approx([0.8, 1.1], abs=1e-15)


def test_momentum_by_hand() -> None:
    # v = 2, then 0.9 · 2 − 3 = −1.2: 1 − 0.2 = 0.8, then 0.8 + 0.12 = 0.92
    assert steps("momentum", [2, -3], 0.1) == pytest.approx([0.8, 0.92], abs=1e-15)


def test_adam_by_hand() -> None:
    # First step: m̂ = g and v̂ = g², so it goes by η whatever the size of g.
    # Second: m = 0.9 · 0.2 − 0.1 · 3 = −0.12, m̂ = −0.12 / 0.19; v = 0.999 · 0.004 + 0.009.
    second = 0.9 + 0.1 * (0.12 / 0.19) / (0.012996 / 0.001999) ** 0.5
    assert steps("adam", [2, -3], 0.1) == pytest.approx([0.9, second], abs=1e-8)
    assert steps("adam", [1e-4], 0.1) == pytest.approx([0.9], abs=1e-4)


def pull(l1: float, l2: float) -> Array:
    # Two weights and a bias, in a batch of 4 samples.
    parameters, mask, tape = np.array([2.0, -3.0, 5.0]), 4 * np.array([1.0, 1.0, 0.0]), Tape()
    gradient = np.zeros(3)
    record_penalty(tape, parameters, gradient, mask, l1, l2)
    tape.play()
    return gradient


def test_penalties_by_hand() -> None:
    np.testing.assert_allclose(pull(0.5, 0), [2, -2, 0])  # 4 · 0.5 · sign(w)
    np.testing.assert_allclose(pull(0, 0.1), [0.8, -1.2, 0])  # 4 · 0.1 · w
    np.testing.assert_allclose(pull(0.5, 0.1), [2.8, -3.2, 0])
    np.testing.assert_array_equal(pull(0, 0), 0)


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    assert optimizer_named("adam") is OPTIMIZERS["adam"]
    with pytest.raises(ValueError, match="optimizer must be one of sgd, momentum, adam; got 'x'"):
        optimizer_named("x")
