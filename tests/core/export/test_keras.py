"""Exported Keras programs, run with Keras on PyTorch.

On this backend Keras keeps weights in float64 but multiplies in float32
(https://github.com/keras-team/keras/issues/23704), so outputs are compared to six digits. That
the weights are read digit for digit, and that each layer has the type asked for, is exact.
"""

import json
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from core.activations import ACTIVATIONS, Array
from core.export.jupyter import notebook
from core.export.source import keras_source
from core.layer import Layer
from core.network import Network

# NumPy warns about how Keras 3.15 turns a tensor into an array.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


@pytest.fixture(scope="module")
def keras(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Keras as it is after some use: with its usual type, float32."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KERAS_BACKEND", "torch")
        patch.setenv("KERAS_HOME", str(tmp_path_factory.mktemp("keras")))  # not the user's own
        keras = pytest.importorskip("keras", reason="pip install -r requirements-dev.txt")
    assert keras.backend.backend() == "torch"
    assert keras.layers.Dense(2).dtype_policy.name == "float32"
    return keras


def run(source: str) -> Any:
    names: dict[str, Any] = {}
    exec(compile(source, "exported", "exec"), names)  # noqa: S102 - our own source
    return names


def network_with(activation: str, dtype: Any = np.float64) -> Network:
    network = Network.random(
        [3, 7, 5, 2], activation, 0, output_activation=activation, bias_scale=1.0
    )
    return Network(
        [
            Layer(layer.weights.astype(dtype), layer.bias.astype(dtype), activation)
            for layer in network.layers
        ]
    )


def assert_equal_in_keras(keras: Any, network: Network, X: Array) -> None:
    model = run(keras_source(network))["model"]
    found = keras.ops.convert_to_numpy(model(X))
    assert_allclose(found, network.forward(X).output, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_keras_to_six_digits(keras: Any, activation: str) -> None:
    X = np.vstack([np.random.default_rng(2).normal(size=(50, 3)), 20 * np.eye(3), -20 * np.eye(3)])
    assert_equal_in_keras(keras, network_with(activation), X)
    # And over a wide range, one unit at a time.
    single = Network([Layer([[1.0]], [0.0], activation)])
    assert_equal_in_keras(keras, single, np.linspace(-50, 50, 4001)[:, None])


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_each_layer_has_the_networks_type_and_its_weights_to_the_last_bit(
    keras: Any, dtype: Any
) -> None:
    network = network_with("tanh", dtype)
    model = run(keras_source(network))["model"]
    for layer, twin in zip(network.layers, model.layers, strict=True):
        assert twin.dtype_policy.name == np.dtype(dtype).name
        for wanted, found in zip((layer.weights, layer.bias), twin.get_weights(), strict=True):
            assert found.dtype == dtype
            assert_array_equal(found, wanted)
    X = np.random.default_rng(3).normal(size=(9, 3)).astype(dtype)
    assert_allclose(model.predict(X, verbose=0), network.forward(X).output, rtol=1e-5, atol=1e-6)


def test_no_activation_in_keras_hides_a_nan(keras: Any) -> None:
    for activation in ACTIVATIONS:
        model = run(keras_source(Network([Layer([[1.0]], [0.0], activation)])))["model"]
        found = keras.ops.convert_to_numpy(model(np.array([[np.nan]])))
        assert np.isnan(found).all(), activation


def test_the_notebook_runs_from_top_to_bottom(keras: Any) -> None:
    network = network_with("silu")
    cells = json.loads(notebook(network, "keras"))["cells"]
    program, trial = ("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    found = eval(trial, run(program))  # noqa: S307 - our own source
    assert_allclose(found, network.forward([[1.0, 1.0, 1.0]]).output, rtol=1e-5)
