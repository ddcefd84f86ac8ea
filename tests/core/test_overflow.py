"""Numbers too large for a float: every part of the core tells the same, and none warns.

Warnings are errors in these tests, so calling something is a test of its silence.
"""

from typing import Any

import numpy as np
import pytest

from core.affine_maps import affine_maps
from core.layer import Layer
from core.network import Network, collapse
from core.neuron import Neuron
from core.stack import compare, journey
from core.training import OPTIMIZERS, TrainingPlan, train


# --- silence, and an error where there is nothing to tell ----------------------------------------


def test_a_sum_too_large_is_infinite() -> None:
    assert Neuron([1e200], 0.0).preactivation([1e200]) == np.inf
    assert Neuron([1e200, -1e200], 0.0, "relu").output([[1e200, 0.0]]) == [np.inf]
    contributions = Neuron([1e200], 0.0).contributions([1e200])
    assert (contributions.terms.tolist(), contributions.preactivation) == ([np.inf], np.inf)
    assert Layer([[1e200]], [0.0]).forward([[-1e200]]) == [[-np.inf]]
    assert journey([Layer(1e200 * np.eye(2), [0, 0], "relu")], [[1e200, 0]])[-1][1][0, 0] == np.inf


def test_collapse_names_the_layer() -> None:
    steep = Layer([[1e200]], [0.0])
    with pytest.raises(ValueError, match=r"layers must multiply out .* float64.* at layer 3"):
        collapse([Layer([[1.0]], [0.0]), steep, steep])
    far = Layer([[1.0]], [1e308])
    with pytest.raises(ValueError, match=r"layers must multiply out .* float64.* at layer 2"):
        collapse([far, far])
    small = Layer(np.full((1, 1), 1e30, np.float32), np.zeros(1, np.float32))
    with pytest.raises(ValueError, match=r"layers must multiply out .* float32.* at layer 2"):
        collapse([small, small])


def test_what_cannot_be_compared_names_the_layers() -> None:
    steep = Layer(1e200 * np.eye(2), [0.0, 0.0], "relu")
    with pytest.raises(ValueError, match=r"layers must .*float64"):
        compare([steep, steep, Layer(np.eye(2), [0.0, 0.0])], [[1.0, 2.0]])
    with pytest.raises(ValueError, match=r"network must keep its numbers within float64"):
        affine_maps(Network([steep, steep]), np.ones((1, 2)))


@pytest.mark.parametrize("field", ["learning_rate", "l1", "l2"])
def test_a_rate_or_penalty_that_does_not_fit_float32_is_refused(field: str) -> None:
    fields: dict[str, Any] = {"epochs": 1, "batch_size": 1, "learning_rate": 0.1} | {field: 1e39}
    message = rf"{field} must fit into float32, got 1e\+39"
    with pytest.raises(ValueError, match=message):
        TrainingPlan(**fields, dtype=np.float32)
    assert getattr(TrainingPlan(**fields), field) == 1e39


def test_weights_that_do_not_fit_float32_are_refused() -> None:
    network = Network([Layer([[1e39]], [0.0])])
    message = r"network must fit into float32, got a number as large as 1e\+39"
    with pytest.raises(ValueError, match=message):
        train(network, [[1.0]], [0.0], epochs=1, batch_size=1, learning_rate=1, dtype=np.float32)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("penalty", [{}, {"l1": 0.99}, {"l2": 0.99}])
def test_the_largest_rates_and_penalties_end_in_a_sentence(
    optimizer: str, dtype: Any, penalty: dict[str, Any]
) -> None:
    # Times the number of samples they are too large, and so is every step.
    largest = float(np.finfo(dtype).max)
    plan = TrainingPlan(
        epochs=20, batch_size=3, learning_rate=0.99 * largest, optimizer=optimizer, dtype=dtype,
        seed=0, **{name: share * largest for name, share in penalty.items()},
    )  # fmt: skip
    X, y = np.linspace(-1, 1, 7)[:, np.newaxis], np.linspace(0, 1, 7)
    history = train(Network.random([1, 4, 1], "tanh", 0), X, y, plan)
    assert history.stopped == "diverged"
    assert "The likely cause" in history.message
