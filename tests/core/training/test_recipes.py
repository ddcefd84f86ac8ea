"""Every recipe gives what the table gives, in place, with the slope read off the output."""

from typing import Any

import numpy as np
import pytest

from core.activations import ACTIVATIONS
from core.network import Network
from core.training.plan import TrainingPlan
from core.training.recipes import RECIPES, record_activation, record_slope_product, works_in_place
from core.training.run import train
from core.training.tape import Tape


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_outputs_and_slopes_are_those_of_the_table(name: str, dtype: Any) -> None:
    start = np.concatenate([np.linspace(-30, 30, 241), [-800.0, 800.0]]).astype(dtype)[None, :]
    activation, tape = ACTIVATIONS[name], Tape()
    z = start.copy()
    a = z if works_in_place(name) else np.empty_like(z)
    delta = np.full_like(z, 3)
    record_activation(tape, activation, z, a)
    record_slope_product(tape, activation, z, a, delta)
    with np.errstate(over="ignore", under="ignore"):
        tape.play()
    eps = float(np.finfo(dtype).eps)
    np.testing.assert_allclose(a, activation.value(start), rtol=4 * eps, atol=1e-30)
    # σ′ from the output loses what the output rounds off: a digit beside 1, never more.
    np.testing.assert_allclose(delta, 3 * activation.derivative(start), rtol=4 * eps, atol=4 * eps)


def test_recipes_are_for_activations_that_exist() -> None:
    assert set(RECIPES) < set(ACTIVATIONS)
    assert works_in_place("identity")
    assert not works_in_place("gelu")


@pytest.mark.parametrize("name", RECIPES)
def test_training_does_without_recipes(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    X, y = np.random.default_rng(0).uniform(-1, 1, (20, 2)), np.linspace(0, 1, 20)
    network = Network.random([2, 4, 3, 1], name, 1, scheme="lecun")
    plan = TrainingPlan(epochs=5, batch_size=8, learning_rate=0.05, seed=0)
    with_recipe = train(network, X, y, plan)
    monkeypatch.delitem(RECIPES, name)
    without = train(network, X, y, plan)
    np.testing.assert_allclose(with_recipe.train_loss, without.train_loss, rtol=1e-12)
