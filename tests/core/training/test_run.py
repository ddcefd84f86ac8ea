"""Training gives the numbers a plain loop gives, and refuses bad arguments by name."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.plain_loop import PlainLoop
from core.activations import ACTIVATIONS, Array
from core.landscape import gradient_of, losses_at
from core.layer import Layer
from core.network import Network, collapse
from core.regression import least_squares
from core.training import LOSSES, OPTIMIZERS
from core.training.history import History, Recorder
from core.training.parameters import network_with, parameters_of
from core.training.run import train, train_many

# 47 samples in batches of 10: four full ones and a short one. 40 epochs are 200 steps.
N, BATCH, EPOCHS = 47, 10, 40
# Heads: the last layer's units and activation, for each loss.
HEADS = [
    ("half_squared_error", 1, "identity"),
    ("half_squared_error", 2, "tanh"),
    ("cross_entropy", 1, "identity"),
    ("cross_entropy", 1, "sigmoid"),
    ("cross_entropy", 3, "identity"),
    ("cross_entropy", 3, "tanh"),  # outputs that are read as logits
]
# Each activation with each optimizer, and with each of three heads, one for each optimizer in turn:
# what an optimizer does with a gradient does not depend on where the gradient came from.
every_pair = pytest.mark.parametrize(
    ("activation", "optimizer", "head"),
    [
        (activation, optimizer, (HEADS[1], HEADS[3], HEADS[4])[(i + j) % 3])
        for i, activation in enumerate(ACTIVATIONS)
        for j, optimizer in enumerate(OPTIMIZERS)
    ],
    ids=str,
)


def samples(n_outputs: int, n: int = N) -> tuple[Array, Array]:
    """Draw inputs, and targets that are probabilities, so that every loss takes them."""
    rng = np.random.default_rng(5)
    X = rng.uniform(-1, 1, (n, 2))
    hit = np.digitize(X[:, 0] * X[:, 1], np.linspace(-0.2, 0.2, max(n_outputs - 1, 1)))
    return X, hit[:, np.newaxis].astype(float) if n_outputs == 1 else np.eye(n_outputs)[hit]


def network_for(activation: str, n_outputs: int, output_activation: str, seed: int = 3) -> Network:
    return Network.random(
        [2, 5, 4, n_outputs],
        activation,
        seed,
        output_activation=output_activation,
        scheme="lecun",
        bias_scale=0.1,
    )


def differences(history: History, plain: PlainLoop) -> float:
    """Largest difference of a weight or bias, relative to the largest of them where above 1."""
    pairs = [
        *zip((layer.weights for layer in history.network.layers), plain.weights, strict=True),
        *zip((layer.bias for layer in history.network.layers), plain.biases, strict=True),
    ]
    scale = max(1.0, *(float(np.abs(b).max()) for _, b in pairs))
    return max(float(np.abs(a - b).max()) for a, b in pairs) / scale


@every_pair
def test_float64_equals_the_plain_loop(
    optimizer: str, head: tuple[str, int, str], activation: str
) -> None:
    loss, n_outputs, output_activation = head
    network = network_for(activation, n_outputs, output_activation)
    X, y = samples(n_outputs)
    history = train(
        network, X, y, epochs=EPOCHS, batch_size=BATCH, learning_rate=0.02,
        optimizer=optimizer, loss=loss, seed=8,
    )  # fmt: skip
    plain = PlainLoop(network, learning_rate=0.02, optimizer=optimizer, loss=loss)
    rng = np.random.default_rng(8)
    losses = []
    for _ in range(EPOCHS):
        plain.epoch(X, y, BATCH, rng.permutation(N))
        losses.append(plain.loss(X, y))
    assert plain.n_steps == 200
    assert differences(history, plain) < 1e-12
    np.testing.assert_allclose(history.train_loss, losses, rtol=0, atol=1e-12)


@every_pair
def test_float32_is_near_float64(
    optimizer: str, head: tuple[str, int, str], activation: str
) -> None:
    loss, n_outputs, output_activation = head
    network = network_for(activation, n_outputs, output_activation)
    X, y = samples(n_outputs)
    history = train(
        network, X, y, epochs=EPOCHS, batch_size=BATCH, learning_rate=0.02,
        optimizer=optimizer, loss=loss, shuffle=False, dtype=np.float32,
    )  # fmt: skip
    plain = PlainLoop(network, learning_rate=0.02, optimizer=optimizer, loss=loss)
    for _ in range(EPOCHS):
        plain.epoch(X, y, BATCH)
    assert plain.n_steps == 200
    assert history.train_loss[-1] == pytest.approx(plain.loss(X, y), abs=1e-4)
    assert {layer.weights.dtype for layer in history.network.layers} == {np.dtype(np.float32)}
    assert differences(history, plain) < 1e-4


@pytest.mark.parametrize(("l1", "l2"), [(0.003, 0.0), (0.0, 0.02), (0.003, 0.02)])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_penalties_pull_on_weights_only(optimizer: str, l1: float, l2: float) -> None:
    X, y = samples(1)
    network = network_for("tanh", 1, "identity")
    options = {"learning_rate": 0.02, "optimizer": optimizer, "l1": l1, "l2": l2}
    history = train(network, X, y, epochs=4, batch_size=BATCH, shuffle=False, **options)  # type: ignore[arg-type]
    plain = PlainLoop(network, **options)  # type: ignore[arg-type]
    without = PlainLoop(network, learning_rate=0.02, optimizer=optimizer)
    for _ in range(4):
        plain.epoch(X, y, BATCH)
        without.epoch(X, y, BATCH)
    assert differences(history, plain) < 1e-12
    assert differences(history, without) > 1e-5
    assert history.train_loss[-1] == pytest.approx(plain.loss(X, y), abs=1e-12)


@pytest.mark.parametrize("batch_size", [1, 7, 46, 47, 1000])
def test_every_batch_size(batch_size: int) -> None:
    X, y = samples(1)
    network = network_for("relu", 1, "identity")
    history = train(
        network, X, y, epochs=3, batch_size=batch_size, learning_rate=0.1, optimizer="momentum",
        shuffle=False,
    )  # fmt: skip
    plain = PlainLoop(network, learning_rate=0.1, optimizer="momentum")
    for _ in range(3):
        plain.epoch(X, y, batch_size)
    assert plain.n_steps == 3 * math.ceil(N / batch_size)
    assert differences(history, plain) < 1e-12


def test_each_layer_may_have_its_own_activation() -> None:
    X, y = samples(1)
    rng = np.random.default_rng(0)
    names = ["sin", "relu", "gelu", "tanh", "step", "identity"]
    layers = [
        Layer(rng.standard_normal((n, m)), rng.standard_normal(m), name)
        for n, m, name in zip([2, 4, 3, 3, 4, 2], [4, 3, 3, 4, 2, 1], names, strict=True)
    ]
    history = train(Network(layers), X, y, epochs=5, batch_size=BATCH, learning_rate=0.05, seed=1)
    plain = PlainLoop(Network(layers), learning_rate=0.05)
    rng = np.random.default_rng(1)
    for _ in range(5):
        plain.epoch(X, y, BATCH, rng.permutation(N))
    assert differences(history, plain) < 1e-12


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("loss", LOSSES)
def test_pytorch_agrees(optimizer: str, loss: str) -> None:
    X, y = samples(3)
    network = network_for("tanh", 3, "identity")
    history = train(
        network, X, y, epochs=20, batch_size=16, learning_rate=0.05, optimizer=optimizer,
        loss=loss, shuffle=False, l2=0.0,
    )  # fmt: skip
    linears, modules = [], []
    for layer in network.layers:
        linear = torch.nn.Linear(layer.n_inputs, layer.n_units, dtype=torch.float64)
        linear.weight.data = torch.tensor(layer.weights.T.copy())
        linear.bias.data = torch.tensor(layer.bias)
        linears.append(linear)
        modules += [linear, torch.nn.Tanh()]
    model = torch.nn.Sequential(*modules[:-1])
    rules = {
        "sgd": lambda p: torch.optim.SGD(p, 0.05),
        "momentum": lambda p: torch.optim.SGD(p, 0.05, momentum=0.9),
        "adam": lambda p: torch.optim.Adam(p, 0.05),
    }
    rule = rules[optimizer](model.parameters())
    inputs, targets = torch.tensor(X), torch.tensor(y)
    for _ in range(20):
        for start in range(0, N, 16):
            outputs, wanted = model(inputs[start : start + 16]), targets[start : start + 16]
            rule.zero_grad()
            if loss == "cross_entropy":
                value = torch.nn.functional.cross_entropy(outputs, wanted)
            else:
                value = 0.5 * (outputs - wanted).square().sum(dim=1).mean()
            value.backward()
            rule.step()
    for layer, linear in zip(history.network.layers, linears, strict=True):
        np.testing.assert_allclose(layer.weights.T, linear.weight.detach(), rtol=0, atol=1e-11)
        np.testing.assert_allclose(layer.bias, linear.bias.detach(), rtol=0, atol=1e-11)


@pytest.mark.parametrize("head", [*HEADS, ("cross_entropy", 2, "sigmoid")], ids=str)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_gradients_equal_central_differences(activation: str, head: tuple[str, int, str]) -> None:
    loss, n_outputs, output_activation = head
    # Smooth places only: at this seed no preactivation is within the step of a corner.
    network = network_for(activation, n_outputs, output_activation, seed=11)
    X, y = samples(n_outputs, n=9)
    gradient = gradient_of(network, X, y, loss=loss)
    row, step = parameters_of(network), 1e-6
    nudges = step * np.eye(row.size)
    above = losses_at(network, row + nudges, X, y, loss=loss)
    below = losses_at(network, row - nudges, X, y, loss=loss)
    numeric = network_with(network, (above - below) / (2 * step))
    for i, layer in enumerate(numeric.layers):
        np.testing.assert_allclose(gradient.weights[i], layer.weights, rtol=1e-6, atol=2e-9)
        np.testing.assert_allclose(gradient.biases[i], layer.bias, rtol=1e-6, atol=2e-9)
    assert gradient.loss == pytest.approx(losses_at(network, [row], X, y, loss=loss)[0])


def test_deep_identity_network_is_its_collapsed_layer_is_least_squares() -> None:
    rng = np.random.default_rng(2)
    X = rng.uniform(-1, 1, (60, 2))
    y = X @ [[1.5], [-0.7]] + 0.3 + 0.2 * rng.standard_normal((60, 1))
    network = Network.random([2, 4, 4, 1], "identity", 1, scheme="xavier")
    deep = train(network, X, y, epochs=3000, batch_size=60, learning_rate=0.1).network
    line, best = collapse(deep.layers), least_squares(X, y)
    np.testing.assert_allclose(deep.forward(X).output, line.forward(X), rtol=0, atol=1e-8)
    np.testing.assert_allclose(line.weights, best.weights, rtol=0, atol=1e-8)
    np.testing.assert_allclose(line.bias, best.bias, rtol=0, atol=1e-8)


def test_losses_of_extreme_logits_are_exact() -> None:
    # One input, weight 1: the logit is the input. −ln(1 / (1 + e¹⁰⁰⁰)) = 1000.
    one = Network([Layer([[1.0]], [0.0], "sigmoid")])
    X, y = [[1000.0], [-1000.0]], [0.0, 1.0]
    assert gradient_of(one, X, y, loss="cross_entropy").loss == 1000.0
    three = Network([Layer([[1.0, 0.0, -1.0]], [0.0, 0.0, 0.0])])
    # Logits (1000, 0, −1000), the truth is the last: −ln p = 2000.
    assert gradient_of(three, [[1000.0]], [[0, 0, 1]], loss="cross_entropy").loss == 2000.0
    assert gradient_of(three, [[1000.0]], [[1, 0, 0]], loss="cross_entropy").loss == 0.0


def test_half_squared_error_by_hand() -> None:
    # Outputs 2·1 + 1 = 3 and 2·2 + 1 = 5, targets 2 and 7: (½·1² + ½·2²) / 2 = 1.25.
    # dL/dw = (1·1 − 2·2) / 2 = −1.5, dL/db = (1 − 2) / 2 = −0.5.
    network = Network([Layer([[2.0]], [1.0])])
    gradient = gradient_of(network, [[1.0], [2.0]], [2.0, 7.0])
    assert (gradient.loss, gradient.weights[0][0, 0], gradient.biases[0][0]) == (1.25, -1.5, -0.5)
    history = train(network, [[1.0], [2.0]], [2.0, 7.0], epochs=1, batch_size=2, learning_rate=0.1)
    assert history.initial_loss == 1.25
    assert history.network.layers[0].weights[0, 0] == pytest.approx(2.15)
    assert history.network.layers[0].bias[0] == pytest.approx(1.05)


# --- the history -----------------------------------------------------------------------------


def quick(**options: object) -> History:
    """Train for a moment, with one thing or another different."""
    X, y = samples(1)
    settings_ = {"epochs": 3, "batch_size": 10, "learning_rate": 0.05, "seed": 0} | options
    return train(network_for("tanh", 1, "identity"), X, y, **settings_)  # type: ignore[arg-type]


def test_the_network_given_is_not_changed() -> None:
    X, y = samples(1)
    network = network_for("relu", 1, "identity")
    before = parameters_of(network)
    trained = train(network, X, y, epochs=2, batch_size=5, learning_rate=0.1).network
    np.testing.assert_array_equal(parameters_of(network), before)
    assert not np.array_equal(parameters_of(trained), before)


def test_losses_are_those_of_the_whole_sets_after_each_epoch() -> None:
    X, y = samples(1)
    seen: list[tuple[int, float]] = []
    history = quick(X_test=X[:9], y_test=y[:9, 0], on_epoch=lambda e, v: seen.append((e, v)))
    assert [epoch for epoch, _ in seen] == [1, 2, 3]
    np.testing.assert_array_equal([value for _, value in seen], history.train_loss)
    row = [parameters_of(history.network)]
    assert history.test_loss is not None
    assert history.train_loss[-1] == pytest.approx(losses_at(history.network, row, X, y)[0])
    assert history.test_loss[-1] == pytest.approx(losses_at(history.network, row, X[:9], y[:9])[0])
    assert history.stopped == "finished"
    assert quick().test_loss is None


def test_on_epoch_may_stop() -> None:
    history = quick(epochs=50, on_epoch=lambda epoch, loss: epoch < 4)
    assert (history.n_epochs, history.stopped) == (4, "on_epoch")
    assert "epoch 4" in history.message
    assert quick(epochs=5, on_epoch=lambda epoch, loss: None).n_epochs == 5


def test_the_same_seed_gives_the_same_numbers() -> None:
    np.testing.assert_array_equal(quick(seed=4).train_loss, quick(seed=4).train_loss)
    assert not np.array_equal(quick(seed=4).train_loss, quick(seed=5).train_loss)


@pytest.mark.parametrize("epochs", [1, 2, 7, 8, 9, 100, 257])
@pytest.mark.parametrize("max_snapshots", [2, 3, 8])
def test_snapshots_are_few_evenly_spaced_and_true(epochs: int, max_snapshots: int) -> None:
    history = quick(epochs=epochs, max_snapshots=max_snapshots)
    marks = [snapshot.epoch for snapshot in history.snapshots]
    assert len(marks) <= max_snapshots
    assert (marks[0], marks[-1]) == (0, epochs)
    assert len(set(np.diff(marks[:-1]))) <= 1
    if epochs < max_snapshots:
        assert marks == list(range(epochs + 1))
    X, y = samples(1)
    for snapshot in history.snapshots[1:]:
        loss = losses_at(history.network, [snapshot.parameters], X, y)[0]
        assert loss == pytest.approx(history.train_loss[snapshot.epoch - 1], abs=1e-13)
    found = history.network_at(marks[len(marks) // 2])
    np.testing.assert_array_equal(
        parameters_of(found), history.snapshots[len(marks) // 2].parameters
    )


def test_snapshots_take_no_more_memory_than_they_may(monkeypatch: pytest.MonkeyPatch) -> None:
    # 44 parameters are 352 bytes: 10 snapshots fit into 3600, however many were asked for.
    monkeypatch.setattr("core.training.history.SNAPSHOT_BYTES", 3600)
    history = quick(epochs=3000, batch_size=47, max_snapshots=10**9)
    held = [snapshot.parameters.nbytes for snapshot in history.snapshots]
    assert sum(held) <= 3600
    assert 5 <= len(held) <= 10
    assert (history.snapshots[0].epoch, history.snapshots[-1].epoch) == (0, 3000)
    # Several networks share the memory.
    X, y = samples(1)
    networks = [network_for("tanh", 1, "identity", seed) for seed in range(3)]
    many = train_many(networks, X, y, epochs=50, batch_size=47, learning_rate=0.1)
    assert sum(s.parameters.nbytes for one in many for s in one.snapshots) <= 3600
    assert all(len(one.snapshots) >= 2 for one in many)


def test_before_the_end_the_recorder_holds_no_more_either() -> None:
    recorder = Recorder(network_for("tanh", 1, "identity"), np.zeros(44), 1.0, max_snapshots=8)
    most = 0
    for _ in range(5000):
        recorder.record(1.0, None)
        most = max(most, len(recorder._snapshots))
    assert most <= 8


@pytest.mark.parametrize("optimizer", ["sgd", "momentum"])
def test_divergence_is_reported_and_what_came_before_is_kept(optimizer: str) -> None:
    X, y = samples(1)
    history = quick(epochs=5000, learning_rate=50.0, optimizer=optimizer)
    if history.stopped == "finished":  # tanh may saturate instead: an unbounded one cannot
        pytest.fail("a rate of 50 must diverge")
    assert history.stopped == "diverged"
    assert history.diverged_at == history.n_epochs + 1
    assert f"epoch {history.diverged_at}" in history.message
    assert "learning_rate = 50" in history.message
    assert np.isfinite(history.train_loss).all()
    assert all(np.isfinite(one.parameters).all() for one in history.snapshots)
    row = [parameters_of(history.network)]
    expected = history.train_loss[-1] if history.n_epochs else history.initial_loss
    assert losses_at(history.network, row, X, y)[0] == pytest.approx(expected)


def test_the_likely_cause_fits() -> None:
    line = Network([Layer([[0.1]], [0.0])])
    x = np.linspace(0, 5000, 20)[:, np.newaxis]
    wide = train(line, x, x, epochs=200, batch_size=5, learning_rate=0.1)
    assert "5000" in wide.message
    assert "Scale" in wide.message
    pulled = quick(epochs=3000, l2=100.0)
    assert "l2 = 5" in pulled.message
    huge = Network([Layer([[1e200]], [0.0])])
    at_once = train(huge, [[1e10]], [0.0], epochs=5, batch_size=1, learning_rate=1e-9)
    assert (at_once.diverged_at, at_once.n_epochs) == (0, 0)
    assert "before the first step" in at_once.message
    assert "1e+200" in at_once.message
    assert "rate" not in at_once.message
    np.testing.assert_array_equal(at_once.network.layers[0].weights, [[1e200]])


# --- many at once ------------------------------------------------------------------------------


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("head", HEADS, ids=str)
def test_many_at_once_equal_one_by_one(optimizer: str, head: tuple[str, int, str]) -> None:
    loss, n_outputs, output_activation = head
    X, y = samples(n_outputs)
    networks = [network_for("relu", n_outputs, output_activation, seed) for seed in range(4)]
    options = {
        "epochs": 6, "batch_size": 10, "learning_rate": 0.05, "seed": 2, "l2": 0.01,
        "optimizer": optimizer, "loss": loss, "X_test": X[:5], "y_test": y[:5],
    }  # fmt: skip
    together = train_many(networks, X, y, **options)  # type: ignore[arg-type]
    for network, history in zip(networks, together, strict=True):
        alone = train(network, X, y, **options)  # type: ignore[arg-type]
        np.testing.assert_allclose(history.train_loss, alone.train_loss, rtol=0, atol=1e-12)
        assert history.test_loss is not None
        assert alone.test_loss is not None
        np.testing.assert_allclose(history.test_loss, alone.test_loss, rtol=0, atol=1e-12)
        np.testing.assert_allclose(
            parameters_of(history.network), parameters_of(alone.network), rtol=0, atol=1e-12
        )


def test_one_that_diverges_does_not_stop_the_others() -> None:
    calm, wild = Network([Layer([[0.1]], [0.0])]), Network([Layer([[1e160]], [0.0])])
    first, second = train_many(
        [calm, wild], [[1.0], [2.0]], [1.0, 2.0], epochs=9, batch_size=1, learning_rate=0.1
    )
    assert (first.stopped, first.n_epochs) == ("finished", 9)
    assert (second.stopped, second.diverged_at) == ("diverged", 0)


@given(st.integers(1, 40), st.integers(1, 30))
@settings(max_examples=15, deadline=None)
def test_losses_at_many_places_equal_the_plain_loss(n_networks: int, n: int) -> None:
    X, y = samples(1, n=n)
    network = network_for("tanh", 1, "sigmoid")
    rows = np.random.default_rng(n).standard_normal((n_networks, parameters_of(network).size))
    losses = losses_at(network, rows, X, y, loss="cross_entropy")
    for row, loss in zip(rows, losses, strict=True):
        plain = PlainLoop(network_with(network, row), learning_rate=1, loss="cross_entropy")
        assert loss == pytest.approx(plain.loss(X, y), abs=1e-12)


def test_losses_at_more_places_than_fit_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    X, y = samples(1)
    network = network_for("tanh", 1, "identity")
    rows = np.random.default_rng(0).standard_normal((50, parameters_of(network).size))
    at_once = losses_at(network, rows, X, y)
    monkeypatch.setattr("core.landscape.CHUNK_BYTES", 40_000)
    np.testing.assert_allclose(losses_at(network, rows, X, y), at_once, rtol=1e-14)


# --- what is refused ------------------------------------------------------------------------------

X47, Y47 = samples(1)
WRONG: list[tuple[dict[str, object], str]] = [
    ({"X": np.ones((47, 3))}, r"X must have shape \(n_samples, 2\), got \(47, 3\)"),
    ({"X": np.ones(47)}, r"X must have shape \(n_samples, 2\), got \(47,\)"),
    ({"X": np.ones((0, 2)), "y": np.ones((0, 1))}, r"X must hold at least one sample, got shape"),
    ({"X": np.full((47, 2), np.nan)}, "X must be finite numbers, got nan"),
    ({"X": [["a", "b"]]}, "X must be numbers, got"),
    ({"y": np.ones((46, 1))}, r"y must have shape \(47, 1\), got \(46, 1\)"),
    ({"y": np.ones((47, 2))}, r"y must have shape \(47, 1\), got \(47, 2\)"),
    ({"y": np.full(47, np.inf)}, "y must be finite numbers, got inf"),
    ({"y": 2 * Y47, "loss": "cross_entropy"}, "y must be probabilities between 0 and 1.*got 2"),
    ({"epochs": 0}, "epochs must be a whole number of at least 1, got 0"),
    ({"epochs": 2.5}, "epochs must be a whole number of at least 1, got 2.5"),
    ({"batch_size": 0}, "batch_size must be a whole number of at least 1, got 0"),
    ({"batch_size": True}, "batch_size must be a whole number of at least 1, got True"),
    ({"learning_rate": 0}, "learning_rate must be a finite number above 0, got 0"),
    ({"learning_rate": math.nan}, "learning_rate must be a finite number above 0, got nan"),
    ({"learning_rate": "fast"}, "learning_rate must be a finite number above 0, got 'fast'"),
    ({"optimizer": "newton"}, "optimizer must be one of sgd, momentum, adam; got 'newton'"),
    ({"loss": "hinge"}, "loss must be one of half_squared_error, cross_entropy; got 'hinge'"),
    ({"l1": -1}, "l1 must be a finite number of at least 0, got -1"),
    ({"l2": math.inf}, "l2 must be a finite number of at least 0, got inf"),
    ({"dtype": np.int32}, "dtype must be float64 or float32, got"),
    ({"dtype": "float16"}, "dtype must be float64 or float32, got 'float16'"),
    ({"X": 1e300 * X47, "dtype": np.float32}, "X and y must fit into float32, got"),
    ({"seed": -1}, "seed must be a whole number of at least 0, a Generator or None, got -1"),
    ({"X_test": X47}, "y_test must be given together with X_test, got None"),
    ({"y_test": Y47}, "X_test must be given together with y_test, got None"),
    ({"X_test": X47[:, :1], "y_test": Y47}, r"X_test must have shape \(n_samples, 2\)"),
    ({"X_test": X47, "y_test": Y47[:3]}, r"y_test must have shape \(47, 1\), got \(3, 1\)"),
    ({"max_snapshots": 1}, "max_snapshots must be a whole number of at least 2, got 1"),
    ({"network": "relu"}, "network must be a Network, got 'relu'"),
]


@pytest.mark.parametrize(("wrong", "message"), WRONG, ids=[m[:40] for _, m in WRONG])
def test_bad_arguments_are_named(wrong: dict[str, object], message: str) -> None:
    arguments = {
        "network": network_for("relu", 1, "identity"), "X": X47, "y": Y47,
        "epochs": 1, "batch_size": 10, "learning_rate": 0.1,
    } | wrong  # fmt: skip
    with pytest.raises(ValueError, match=message):
        train(**arguments)  # type: ignore[arg-type]


def test_several_outputs_need_rows_that_sum_to_one() -> None:
    X, y = samples(3)
    y[4] = [0.5, 0.2, 0.2]
    with pytest.raises(ValueError, match=r"y must sum to 1 in each row.*sums to 0\.9"):
        train(
            network_for("relu", 3, "identity"), X, y, epochs=1, batch_size=5, learning_rate=0.1,
            loss="cross_entropy",
        )  # fmt: skip


def test_networks_must_have_one_shape() -> None:
    X, y = samples(1)
    one, other = network_for("relu", 1, "identity"), network_for("tanh", 1, "identity")
    with pytest.raises(ValueError, match="networks must all have the sizes and activations"):
        train_many([one, other], X, y, epochs=1, batch_size=5, learning_rate=0.1)
    with pytest.raises(ValueError, match="networks must hold at least one network, got none"):
        train_many([], X, y, epochs=1, batch_size=5, learning_rate=0.1)
    with pytest.raises(ValueError, match=r"parameters must have shape \(n_networks, 44\)"):
        losses_at(one, [[1.0, 2.0]], X, y)
