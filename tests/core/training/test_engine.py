"""The engine's steps, counted and worked out by hand on one weight."""

import numpy as np
import pytest

from core.layer import Layer
from core.network import Network
from core.training.backpropagation import Objective, Pass
from core.training.engine import Engine
from core.training.parameters import parameters_of
from core.training.plan import TrainingPlan
from core.training.samples import sample_table


def test_a_short_last_batch_counts_like_the_others() -> None:
    # y = w x with x = 1 and targets 1, 1, 4; bias kept at 0 by its own gradient below.
    # w = b = 0, rate 0.1, batches of 2: first the samples (1, 1): mean gradient −1, so
    # w = b = 0.1. Then the third alone: output 0.2, gradient 0.2 − 4 = −3.8, not halved:
    # w = b = 0.1 + 0.38 = 0.48. Loss: outputs 0.96, ½ (0.04² + 0.04² + 3.04²) / 3.
    network = Network([Layer([[0.0]], [0.0])])
    objective, parameters = Objective.of(network, "half_squared_error"), parameters_of(network)
    table = sample_table([[1.0], [1.0], [1.0]], [1.0, 1.0, 4.0], network, "half_squared_error")
    plan = TrainingPlan(epochs=1, batch_size=2, learning_rate=0.1, shuffle=False)
    engine = Engine(objective, parameters, table, plan)
    loss = engine.epoch()
    np.testing.assert_allclose(parameters, [0.48, 0.48], rtol=1e-14)
    assert float(loss) == pytest.approx((0.04**2 + 0.04**2 + 3.04**2) / 6)


def test_backpropagation_by_hand() -> None:
    # One tanh unit, then weight 3: with z = 0 the slope is 1. Output 0, target −2: δ = 2.
    # dL/dw₂ = δ · tanh 0 = 0, dL/db₂ = 2; dL/dw₁ = δ · 3 · 1 · x = 6 · 5 = 30, dL/db₁ = 6.
    network = Network([Layer([[0.0]], [0.0], "tanh"), Layer([[3.0]], [0.0])])
    table = sample_table([[5.0]], [-2.0], network, "half_squared_error")
    full_pass = Pass(Objective.of(network, "half_squared_error"), parameters_of(network), table)
    gradient = np.empty(4)
    backward = full_pass.record_backward(gradient)
    assert float(full_pass.loss()) == 2.0
    backward.play()
    np.testing.assert_array_equal(gradient, [30, 6, 0, 2])


def test_the_objective_leaves_a_sigmoid_to_the_loss_that_holds_it() -> None:
    network = Network.random([2, 3, 1], "relu", 0, output_activation="sigmoid")
    assert Objective.of(network, "cross_entropy").activations == ("relu", "identity")
    assert Objective.of(network, "half_squared_error").activations == ("relu", "sigmoid")
