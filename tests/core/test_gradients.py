"""Gradients through depth: measured, and equal to what theory and the engine say."""

import numpy as np
import pytest

from core.activations import ACTIVATIONS
from core.gradients import MAX_DEPTH, gradient_by_depth, gradient_norms
from core.landscape import gradient_of
from core.network import SCHEMES, Network

SMALL = {"width": 6, "n_samples": 5, "n_seeds": 2}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_every_activation_and_scheme_to_depth_fifty(activation: str, scheme: str) -> None:
    norms = gradient_norms(activation, scheme, 50, **SMALL)
    assert norms.gradient.shape == norms.output.shape == (2, 51)
    assert norms.weight_gradient.shape == (2, 50)
    for values in (norms.gradient, norms.weight_gradient, norms.output):
        assert (values >= 0).all()
    np.testing.assert_allclose(norms.gradient[:, -1], 1)


def rms(values: np.ndarray) -> float:
    return float(np.sqrt(np.square(values).mean()))


@pytest.mark.parametrize("activation", ["tanh", "relu", "silu"])
def test_the_engine_measures_the_same(activation: str) -> None:
    # With half squared error and targets = outputs − g, the gradient behind the last layer is
    # g, which is what is sent back here; the engine's gradient is the mean over the samples.
    depth, width, n = 4, 5, 7
    norms = gradient_norms(activation, "he", depth, width=width, n_samples=n, n_seeds=1, seed=9)
    rng = np.random.default_rng(9)
    sizes = [width] * (depth + 1)
    network = Network.random(sizes, activation, rng, output_activation=activation)
    g = rng.standard_normal((1, n, width))[0]
    X = rng.standard_normal((1, n, width))[0]
    g /= rms(g)
    outputs = network.forward(X)
    gradient = gradient_of(network, X, outputs.output - g)
    for i in range(depth):
        assert norms.weight_gradient[0, i] == pytest.approx(rms(gradient.weights[i]))
        assert norms.output[0, i + 1] == pytest.approx(rms(outputs.outputs[i]))
    assert norms.output[0, 0] == pytest.approx(rms(X))


def test_identity_multiplies_by_the_weights_alone() -> None:
    # LeCun: variance 1 / width, so each layer keeps the mean square, whatever the depth.
    norms = gradient_norms("identity", "lecun", 10, width=128, n_samples=64, n_seeds=8)
    np.testing.assert_allclose(np.square(norms.gradient).mean(axis=0), 1, rtol=0.2)
    # Uniform in −1 … 1 has variance 1/3: each layer multiplies the mean square by width / 3.
    norms = gradient_norms("identity", "uniform", 3, width=27, n_samples=64, n_seeds=50)
    growth = np.square(norms.gradient[:, :-1]).mean(axis=0) / np.square(norms.gradient[:, 1:]).mean(
        axis=0
    )
    np.testing.assert_allclose(growth, 9, rtol=0.15)


def test_sigmoid_vanishes_by_a_quarter_a_layer_or_faster_and_he_keeps_relu() -> None:
    sigmoid = gradient_by_depth("sigmoid", "xavier", 20, width=64)
    # σ′ ≤ ¼ and Xavier keeps the size: at most ¼ a layer, but for chance.
    assert (sigmoid[:, -1] < 0.27**20).all()
    assert (sigmoid[:, -1] > 0.15**20).all()
    relu = gradient_by_depth("relu", "he", 20, width=64)
    assert ((relu[:, -1] > 0.2) & (relu[:, -1] < 5)).all()
    exploding = gradient_by_depth("relu", "uniform", 20, width=64)
    assert (exploding[:, -1] > 1e8).all()


def test_by_depth_is_each_depth_on_its_own() -> None:
    by_depth = gradient_by_depth("tanh", "xavier", 50, **SMALL)
    assert by_depth.shape == (2, 50)
    deepest = gradient_norms("tanh", "xavier", 50, **SMALL)
    np.testing.assert_allclose(by_depth[:, -1], deepest.gradient[:, 0], rtol=1e-10)
    one = gradient_norms("tanh", "xavier", 1, width=6, n_samples=5, n_seeds=1)
    np.testing.assert_allclose(
        gradient_by_depth("tanh", "xavier", 1, width=6, n_samples=5, n_seeds=1)[0],
        one.gradient[:, 0],
    )


def test_step_lets_nothing_through() -> None:
    assert (gradient_norms("step", "he", 3, **SMALL).gradient[:, :-1] == 0).all()


def test_what_overflows_is_infinite_not_nan() -> None:
    norms = gradient_norms("squared_relu", "uniform", 50)
    for values in (norms.gradient, norms.weight_gradient, norms.output):
        assert not np.isnan(values).any()
    assert np.isinf(norms.weight_gradient).any()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"activation": "bend"}, "activation must be one of identity, .*; got 'bend'"),
        ({"scheme": "luck"}, "scheme must be one of uniform, xavier, he, lecun; got 'luck'"),
        ({"depth": 0}, "depth must be a whole number from 1 to 200, got 0"),
        ({"depth": MAX_DEPTH + 1}, "depth must be a whole number from 1 to 200, got 201"),
        ({"width": 0}, "width must be a whole number of at least 1, got 0"),
        ({"n_samples": 0}, "n_samples must be a whole number of at least 1, got 0"),
        ({"n_seeds": 1.5}, "n_seeds must be a whole number of at least 1, got 1.5"),
        ({"seed": "x"}, "seed must be a whole number of at least 0, .* got 'x'"),
    ],
)
def test_bad_arguments_are_named(wrong: dict[str, object], message: str) -> None:
    arguments = {"activation": "relu", "scheme": "he", "depth": 2} | wrong
    with pytest.raises(ValueError, match=message):
        gradient_norms(**arguments)  # type: ignore[arg-type]
