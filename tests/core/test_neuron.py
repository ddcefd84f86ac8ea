"""A neuron: the sum inside it, and the distance that the sum measures."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.activations import ACTIVATIONS, Array
from core.neuron import Neuron

NEURONS = st.tuples(st.integers(1, 784), st.integers(0, 2**32 - 1))


def random_neuron(size: int, seed: int) -> tuple[Neuron, Array]:
    """A neuron, and twenty samples for it."""
    rng = np.random.default_rng(seed)
    return Neuron(rng.normal(size=size), rng.normal()), rng.normal(size=(20, size))


# --- by hand --------------------------------------------------------------------------------


def test_one_input_is_a_line() -> None:
    # 1.5 · 0.8 - 0.5 = 0.7
    assert Neuron([1.5], -0.5).output([0.8]) == pytest.approx(0.7)
    # relu(1.5 · 0.2 - 0.5) = relu(-0.2) = 0
    assert Neuron([1.5], -0.5, "relu").output([0.2]) == 0


def test_three_four_five() -> None:
    neuron = Neuron([3, 4], -5)
    assert neuron.norm == 5
    # 3 · 2 + 4 · 1 - 5 = 5, one unit beyond the boundary; the origin is one unit before it.
    np.testing.assert_allclose(neuron.preactivation([[2, 1], [0, 0]]), [5, -5])
    np.testing.assert_allclose(neuron.signed_distance([[2, 1], [0, 0]]), [1, -1])


def test_contributions_are_the_terms_of_the_sum() -> None:
    terms = Neuron([2, -1, 0.5], 0.25).contributions([1, 3, 4])
    np.testing.assert_array_equal(terms.terms, [2, -3, 2])
    assert terms.bias == 0.25
    assert terms.preactivation == 1.25  # 2 - 3 + 2 + 0.25


# --- properties -----------------------------------------------------------------------------


@given(NEURONS)
def test_z_is_the_norm_times_the_distance(drawn: tuple[int, int]) -> None:
    neuron, X = random_neuron(*drawn)
    np.testing.assert_allclose(
        neuron.preactivation(X), neuron.norm * neuron.signed_distance(X), rtol=1e-14
    )


@given(NEURONS)
def test_the_distance_is_really_one(drawn: tuple[int, int]) -> None:
    """Walk d against the weights: that ends on the boundary, and no shorter way does."""
    neuron, X = random_neuron(*drawn)
    distance = neuron.signed_distance(X)
    direction = neuron.weights / math.hypot(*neuron.weights)
    foot = X - distance[:, None] * direction
    np.testing.assert_allclose(neuron.preactivation(foot), 0, atol=1e-12 * (1 + neuron.norm))
    np.testing.assert_allclose(np.linalg.norm(X - foot, axis=1), np.abs(distance), atol=1e-12)
    # Another point of the boundary: slide from the foot along it.
    slide = np.random.default_rng(0).normal(size=X.shape)
    slide -= np.outer(slide @ direction, direction)
    assert (np.linalg.norm(X - (foot + slide), axis=1) >= np.abs(distance) - 1e-12).all()


@given(NEURONS, st.floats(0.01, 100))
def test_scaling_w_and_b_scales_z_and_leaves_the_boundary(drawn: tuple[int, int], k: float) -> None:
    neuron, X = random_neuron(*drawn)
    scaled = Neuron(k * neuron.weights, k * neuron.bias)
    np.testing.assert_allclose(scaled.preactivation(X) / k, neuron.preactivation(X), atol=1e-11)
    np.testing.assert_allclose(scaled.signed_distance(X), neuron.signed_distance(X), atol=1e-11)


@given(NEURONS)
def test_contributions_add_up(drawn: tuple[int, int]) -> None:
    neuron, X = random_neuron(*drawn)
    parts = neuron.contributions(X[0])
    assert parts.preactivation == float(neuron.preactivation(X[0]))
    assert parts.preactivation == pytest.approx(math.fsum([*parts.terms, parts.bias]), abs=1e-11)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_output_is_the_activation_of_the_sum(activation: str) -> None:
    neuron, X = random_neuron(3, seed=1)
    bent = Neuron(neuron.weights, neuron.bias, activation)
    np.testing.assert_array_equal(
        bent.output(X), ACTIVATIONS[activation].value(neuron.preactivation(X))
    )


def test_a_single_sample_gives_a_single_number() -> None:
    neuron, X = random_neuron(4, seed=2)
    for method in (neuron.preactivation, neuron.output, neuron.signed_distance):
        assert method(X).shape == (20,)
        assert method(X[0]).shape == ()
        assert method(X[0]) == pytest.approx(float(method(X)[0]), rel=1e-13)
    assert neuron.output(X[:0]).shape == (0,)


@pytest.mark.parametrize("size", [1e-320, 1e-200, 1e-5, 1.0, 1e5, 1e200, 1e307])
def test_the_norm_neither_vanishes_nor_overflows(size: float) -> None:
    # 3-4-5 at any size; below 1e-308 a number has few digits left.
    assert Neuron([3 * size, -4 * size], 0).norm == pytest.approx(5 * size, rel=1e-3)
    assert Neuron([3 * size, -4 * size], 0).signed_distance([1.0, 0.0]) == pytest.approx(
        0.6, rel=1e-3
    )


# --- bad input ------------------------------------------------------------------------------


def test_no_weight_means_no_boundary() -> None:
    flat = Neuron([0, 0], 2)
    assert flat.norm == 0
    np.testing.assert_array_equal(flat.preactivation([[1, 2], [3, 4]]), [2, 2])
    with pytest.raises(ValueError, match="weights are all 0, so there is no boundary"):
        flat.signed_distance([[1, 2]])


def test_errors_name_the_argument() -> None:
    with pytest.raises(ValueError, match=r"weights must have 1 axes, got shape \(1, 2\)"):
        Neuron([[1, 2]], 0)
    with pytest.raises(ValueError, match=r"bias must have 0 axes, got shape \(1,\)"):
        Neuron([1, 2], [0])  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="bias must be finite numbers, got nan"):
        Neuron([1, 2], math.nan)
    with pytest.raises(ValueError, match=r"activation must be one of .*; got 'bent'"):
        Neuron([1, 2], 0, "bent")
    with pytest.raises(ValueError, match=r"X must have shape \(n_samples, 2\), got \(1, 3\)"):
        Neuron([1, 2], 0).output([[1, 2, 3]])
    with pytest.raises(ValueError, match=r"X must have shape \(n_samples, 2\), got \(\)"):
        Neuron([1, 2], 0).output(1.0)
    with pytest.raises(ValueError, match=r"x must have shape \(2,\), got \(3,\)"):
        Neuron([1, 2], 0).contributions([1, 2, 3])
