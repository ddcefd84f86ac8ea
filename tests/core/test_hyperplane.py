"""The distance measured by mirroring space is the one the formula z / ‖w‖ gives."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.hyperplane import measured_distance, mirrored_first_coordinate
from core.neuron import Neuron


def test_by_hand_in_the_plane() -> None:
    # w = (3, 4) has length 5. The point (3, 4) has z = 9 + 16 - 5 = 20, so it is 4 away.
    neuron = Neuron([3.0, 4.0], -5.0)
    assert measured_distance(neuron, [[3.0, 4.0]]) == pytest.approx([4.0])
    assert measured_distance(neuron, [[0.0, 0.0]]) == pytest.approx([-1.0])


def test_turning_lays_the_direction_on_the_first_axis() -> None:
    for direction in ([3.0, 4.0], [-3.0, 4.0], [5.0, 0.0], [-5.0, 0.0], [0.0, 5.0]):
        assert mirrored_first_coordinate(direction, [direction]) == pytest.approx([5.0])


@given(
    n=st.integers(1, 784),
    seed=st.integers(0, 10_000),
    bias=st.floats(-5, 5),
)
def test_z_is_norm_times_measured_distance(n: int, seed: int, bias: float) -> None:
    rng = np.random.default_rng(seed)
    neuron = Neuron(rng.uniform(-1, 1, n) + 1e-3, bias)
    X = rng.uniform(-1, 1, (5, n))
    z = neuron.preactivation(X)
    np.testing.assert_allclose(neuron.norm * measured_distance(neuron, X), z, atol=1e-11)


@pytest.mark.parametrize("points", [-300, -150, 0, 150, 300])
@pytest.mark.parametrize("weights", [-300, -200, -1, 0, 200, 300])
def test_the_two_distances_agree_at_every_scale(weights: int, points: int) -> None:
    # Scaling w and b together leaves the boundary where it is; scaling space scales the distance.
    rng = np.random.default_rng(6)
    w, X, far = rng.uniform(-1, 1, 5), rng.uniform(-1, 1, (7, 5)), 10.0**points
    # The bias too, unless it would not fit into a float.
    b = 0.3 if abs(weights + points) <= 300 else 0.0
    wanted = (X @ w + b) / np.linalg.norm(w)
    neuron = Neuron(w * 10.0**weights, b and b * 10.0 ** (weights + points))
    np.testing.assert_allclose(measured_distance(neuron, X * far) / far, wanted, rtol=1e-11)
    np.testing.assert_allclose(neuron.signed_distance(X * far) / far, wanted, rtol=1e-11)


@pytest.mark.parametrize("exponent", [-308, -300, -200, 0, 200, 300])
def test_lengths_and_directions_at_every_scale(exponent: int) -> None:
    # (3, 4) is 5 long, and so is every other vector of a 3-4-5 triangle.
    scale = 10.0**exponent
    found = mirrored_first_coordinate([3 * scale, 4 * scale], [[3.0, 4.0], [-4.0, 3.0]])
    np.testing.assert_allclose(found, [5, 0], atol=1e-12)
    found = mirrored_first_coordinate([0.0, 2.0], [[0.0, 3 * scale]])
    np.testing.assert_allclose(found / scale, [3], rtol=1e-12)
    assert Neuron([3 * scale, 4 * scale], 0.0).norm == pytest.approx(5 * scale, rel=1e-12, abs=0)


def test_the_smallest_weights_there_are_still_point_somewhere() -> None:
    smallest = 5e-324
    assert mirrored_first_coordinate([0.0, smallest], [[1.0, 2.0]]) == pytest.approx([2.0])
    neuron = Neuron([smallest, 0.0], 0.0)
    assert measured_distance(neuron, [[1.0, 2.0]]) == pytest.approx([1.0])
    assert neuron.signed_distance([[1.0, 2.0]]) == pytest.approx([1.0])


@pytest.mark.parametrize("bias", [-1.0, 1.0])
def test_a_boundary_beyond_the_largest_number_is_infinitely_far(bias: float) -> None:
    neuron = Neuron([0.0, 1e-310], bias)
    assert neuron.signed_distance([[1.0, 2.0]]).tolist() == [bias * np.inf]
    assert measured_distance(neuron, [[1.0, 2.0]]).tolist() == [bias * np.inf]


def test_no_weights_no_boundary() -> None:
    with pytest.raises(ValueError, match="weights must not all be 0"):
        measured_distance(Neuron([0.0, 0.0], 1.0), [[1.0, 2.0]])
