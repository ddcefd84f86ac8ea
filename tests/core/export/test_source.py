"""Exported code: NumPy to the last bit, PyTorch to 1e-12, Keras as text (`test_keras` runs it)."""

import ast
import warnings
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose, assert_array_equal

from core.activations import ACTIVATIONS, Array
from core.export.source import keras_source, numpy_source, pytorch_source
from core.layer import Layer
from core.network import Network
from core.trees import Leaf, Split, tree_network

NAMES = list(ACTIVATIONS)
# What Keras 3's documentation lists under keras.activations and equals ours by its name alone.
KERAS_NAMES = {
    *("linear", "relu", "elu", "selu", "celu", "gelu", "sigmoid", "tanh", "softplus", "softsign"),
    *("silu", "mish", "hard_sigmoid", "hard_tanh", "hard_silu", "relu6", "log_sigmoid"),
    "tanh_shrink",
}


def run(source: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(compile(source, "exported", "exec"), names)  # noqa: S102 - our own source
    return names


def network_with(activation: str, seed: int = 0) -> Network:
    return Network.random(
        [3, 7, 5, 2], activation, seed, output_activation=activation, bias_scale=1.0
    )


def in_float32(network: Network) -> Network:
    return Network(
        [
            Layer(
                layer.weights.astype(np.float32),
                layer.bias.astype(np.float32),
                layer.activation.name,
            )
            for layer in network.layers
        ]
    )


def assert_same_bits(found: Array, expected: Array) -> None:
    assert found.dtype == expected.dtype
    assert found.shape == expected.shape
    # Bytes, so that 0.0 and -0.0 differ.
    assert found.tobytes() == expected.tobytes()


@pytest.mark.parametrize("activation", NAMES)
def test_every_activation_in_numpy_to_the_last_bit(activation: str) -> None:
    X = np.hstack([np.linspace(-60, 60, 2001), np.geomspace(1e-300, 1e300, 301)])
    X = np.hstack([X, -X, ACTIVATIONS[activation].corners])[:, None]
    for dtype in (np.float64, np.float32):
        network = Network([Layer(np.ones((1, 1), dtype), np.zeros(1, dtype), activation)])
        inputs = X[np.abs(X[:, 0]) < 1e38].astype(dtype) if dtype == np.float32 else X
        with np.errstate(over="ignore"):
            found = run(numpy_source(network))["forward"](inputs)
        assert_same_bits(found, network.forward(inputs).output)


@pytest.mark.parametrize("activation", NAMES)
@pytest.mark.parametrize("n_samples", [1, 2, 100])
def test_networks_in_numpy_to_the_last_bit(activation: str, n_samples: int) -> None:
    X = np.random.default_rng(1).normal(size=(n_samples, 3))
    network = network_with(activation)
    for net, inputs in (
        (network, X),
        (in_float32(network), X.astype(np.float32)),
        (in_float32(network), X),  # float64 into a float32 network
    ):
        assert_same_bits(run(numpy_source(net))["forward"](inputs), net.forward(inputs).output)


@pytest.mark.parametrize("seed", range(20))
def test_weights_in_another_memory_order_to_the_last_bit(seed: int) -> None:
    rng = np.random.default_rng(seed)
    sizes = rng.integers(2, 40, 4)
    layers = [
        Layer(rng.normal(size=(n_units, n_inputs)).T, rng.normal(size=n_units), "relu")
        for n_inputs, n_units in pairwise(sizes)
    ]
    assert not layers[0].weights.flags.c_contiguous
    network = Network(layers)
    X = rng.normal(size=(50, sizes[0]))
    assert_same_bits(run(numpy_source(network))["forward"](X), network.forward(X).output)


def test_awkward_numbers_survive() -> None:
    numbers = [5e-324, -0.0, 0.1 + 0.2, 1e308, -1e-17, 1 / 3]
    source = numpy_source(Network([Layer([numbers], numbers)]))
    names = run(source)
    assert_same_bits(names["W1"], np.array([numbers]))
    assert_same_bits(names["b1"], np.array(numbers))


def test_lists_and_integers_go_in_as_they_do_into_the_network() -> None:
    network = network_with("relu")
    X = [[1, 2, 3], [4, 5, 6]]
    assert_same_bits(run(numpy_source(network))["forward"](X), network.forward(X).output)


@pytest.mark.parametrize("tree", [Leaf(3.0), Split(0, 0.5, Leaf(1.0), Leaf(2.0))])
def test_trees_in_numpy(tree: Leaf | Split) -> None:
    network = tree_network(tree, 2)
    X = np.array([[0, 0], [1, 1]])
    assert_same_bits(run(numpy_source(network))["forward"](X), network.forward(X).output)


@pytest.mark.parametrize("activation", NAMES)
def test_pytorch_to_1e_12(activation: str) -> None:
    network = network_with(activation)
    X = np.vstack([np.random.default_rng(2).normal(size=(50, 3)), 20 * np.eye(3), -20 * np.eye(3)])
    model = run(pytorch_source(network))["model"]
    with torch.no_grad():
        found = model(torch.tensor(X)).numpy()
    expected = network.forward(X).output
    assert_allclose(found, expected, rtol=1e-12, atol=1e-12)
    assert found.dtype == np.float64
    # And over a wide range, one unit at a time.
    single = Network([Layer([[1.0]], [0.0], activation)])
    z = np.linspace(-50, 50, 4001)[:, None]
    with torch.no_grad():
        found = run(pytorch_source(single))["model"](torch.tensor(z)).numpy()
    assert_allclose(found, single.forward(z).output, rtol=1e-12, atol=1e-12)


def test_no_activation_in_pytorch_hides_a_nan() -> None:
    for activation in NAMES:
        single = Network([Layer([[1.0]], [0.0], activation)])
        z = torch.tensor([[np.nan]], dtype=torch.float64)
        assert run(pytorch_source(single))["model"](z).isnan().all(), activation


def test_pytorch_in_float32() -> None:
    network = in_float32(network_with("tanh"))
    X = np.random.default_rng(3).normal(size=(9, 3)).astype(np.float32)
    model = run(pytorch_source(network))["model"]
    assert model[0].weight.dtype == torch.float32
    assert_array_equal(model[0].weight.detach().numpy(), network.layers[0].weights.T)
    assert_allclose(model(torch.tensor(X)).detach().numpy(), network.forward(X).output, atol=1e-6)


@pytest.mark.parametrize("activation", NAMES)
def test_keras_is_python_with_the_right_layers(activation: str) -> None:
    network = network_with(activation)
    tree = ast.parse(keras_source(network))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    dense = [call for call in calls if ast.unparse(call.func) == "keras.layers.Dense"]
    assert [ast.literal_eval(call.args[0]) for call in dense] == [7, 5, 2]
    for call in dense:
        keywords = {keyword.arg: keyword.value for keyword in call.keywords}
        assert set(keywords) == {"activation", "dtype"}
        assert ast.literal_eval(keywords["dtype"]) == "float64"
        written = keywords["activation"]
        assert ast.unparse(written) == ast.unparse(
            ast.parse(ACTIVATIONS[activation].keras, mode="eval")
        )
        if isinstance(written, ast.Constant):
            assert written.value in KERAS_NAMES
    inputs = [call for call in calls if ast.unparse(call.func) == "keras.Input"]
    assert [ast.literal_eval(call.args[0]) for call in inputs] == [(3,)]
    # Weights stand as they are, units in columns.
    arrays = {
        ast.unparse(node.targets[0]): ast.literal_eval(node.value.args[0])
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Call)
        and ast.unparse(node.value.func) == "np.array"
    }
    assert_array_equal(arrays["W2"], network.layers[1].weights)
    assert_array_equal(arrays["b3"], network.layers[2].bias)


def test_every_activation_is_valid_python_without_a_warning() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for name in NAMES:
            for source in (numpy_source, pytorch_source, keras_source):
                compile(source(network_with(name)), name, "exec")
