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


def test_no_weights_no_boundary() -> None:
    with pytest.raises(ValueError, match="weights must not all be 0"):
        measured_distance(Neuron([0.0, 0.0], 1.0), [[1.0, 2.0]])
