"""Numbers too large for a float: every part of the core tells the same, and none warns.

Warnings are errors in these tests, so calling something is a test of its silence.
"""

from typing import Any

import numpy as np
import pytest

from core.activations import ACTIVATIONS
from core.affine_maps import affine_maps
from core.export.source import numpy_source
from core.landscape import gradient_of, losses_at
from core.layer import Layer
from core.network import Network, collapse
from core.neuron import Neuron
from core.stack import compare, journey
from core.training import OPTIMIZERS, TrainingPlan, train, train_many
from core.training.parameters import parameters_of
from core.training.recipes import RECIPES

BENDS = sorted(ACTIVATIONS)
# The others are flat to the right, or saturate: they give a number for an infinite z.
REACH_INFINITY = [name for name in BENDS if np.isinf(ACTIVATIONS[name].value(np.inf))]


def chain(activation: str) -> Network:
    """Two units that overflow, and a third that subtracts one infinity from the other."""
    return Network(
        [
            Layer([[1e200]], [0.0], activation),
            Layer([[1e200, 1e200]], [0.0, 0.0], activation),
            Layer([[1.0], [-1.0]], [0.0], activation),
            Layer([[1.0]], [0.0]),
        ]
    )


@pytest.mark.parametrize("activation", REACH_INFINITY)
def test_the_difference_of_two_infinities_is_nan_to_all(activation: str) -> None:
    # x = 1: 10²⁰⁰, then twice 10⁴⁰⁰, which is ∞; and ∞ − ∞ is not a number.
    network, X, y = chain(activation), [[1.0]], [0.5]
    assert np.isnan(network.forward(X).output).all()
    names: dict[str, Any] = {}
    exec(numpy_source(network), names)  # noqa: S102 - our own source
    with np.errstate(all="ignore"):
        assert np.isnan(names["forward"](X)).all()
    assert np.isnan(losses_at(network, [parameters_of(network)], X, y)).all()
    gradient = gradient_of(network, X, y)
    assert np.isnan(gradient.loss)
    assert all(np.isnan(part).all() for part in (*gradient.weights, *gradient.biases))
    calm = Network(
        [Layer(0 * one.weights, one.bias, one.activation.name) for one in network.layers]
    )
    for history in (
        train(network, X, y, epochs=3, batch_size=1, learning_rate=0.1),
        train_many([network, calm], X, y, epochs=3, batch_size=1, learning_rate=0.1)[0],
    ):
        assert np.isnan(history.initial_loss)
        assert (history.stopped, history.diverged_at) == ("diverged", 0)


@pytest.mark.parametrize("loss", ["half_squared_error", "cross_entropy"])
@pytest.mark.parametrize("activation", BENDS)
def test_networks_that_may_overflow_have_one_loss(activation: str, loss: str) -> None:
    # Wide layers read one number, narrow ones add or subtract two: with more terms, what comes
    # out beyond the largest number would depend on the order in which BLAS adds them.
    rng = np.random.default_rng(BENDS.index(activation))
    for _ in range(50):
        layers = []
        for _ in range(3):
            wide = rng.choice([-1e200, -1.0, 0.0, 1.0, 1e200], (1, 2))
            layers.append(Layer(wide, rng.choice([-1.0, 0.0, 1.0], 2), activation))
            layers.append(Layer(rng.choice([-1.0, 1.0], (2, 1)), [0.0], activation))
        network = Network([*layers, Layer([[1.0]], [0.0])])
        X, y = rng.choice([-1e200, -1.0, 0.0, 1e200], (1, 1)), [1.0]
        output = network.forward(X).output[0, 0]
        with np.errstate(all="ignore"):
            by_hand = 0.5 * (output - 1) ** 2
            if loss == "cross_entropy":
                by_hand = np.maximum(output, 0) - output + np.log1p(np.exp(-np.abs(output)))
        told = [
            losses_at(network, [parameters_of(network)], X, y, loss=loss)[0],
            gradient_of(network, X, y, loss=loss).loss,
            train(network, X, y, epochs=1, batch_size=1, learning_rate=0.1, loss=loss).initial_loss,
        ]
        np.testing.assert_allclose(told, by_hand, rtol=1e-12)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("activation", BENDS)
def test_nan_stays_nan(activation: str, dtype: Any) -> None:
    z = np.array([np.nan, 1.0], dtype)
    sigma = ACTIVATIONS[activation]
    for found in (sigma.value(z), sigma.derivative(z)):
        assert np.isnan(found).tolist() == [True, False]


@pytest.mark.parametrize("activation", BENDS)
def test_infinity_is_silent_and_no_other_number_changes(activation: str) -> None:
    z = np.array([-np.inf, 0.5, np.inf])
    sigma = ACTIVATIONS[activation]
    for method in (sigma.value, sigma.derivative):
        assert method(z)[1] == method(0.5)


@pytest.mark.parametrize("z_is", [-np.inf, np.inf])
@pytest.mark.parametrize("activation", sorted(RECIPES))
def test_recipes_tell_what_the_table_tells_of_infinity(activation: str, z_is: float) -> None:
    network, X = Network([Layer([[1e200]], [0.0], activation)]), [[np.copysign(1e200, z_is)]]
    forward = network.forward(X)
    assert forward.preactivations[0][0, 0] == z_is
    with np.errstate(over="ignore"):
        by_hand = 0.5 * forward.output[0, 0] ** 2
    assert gradient_of(network, X, [0.0]).loss == by_hand


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
