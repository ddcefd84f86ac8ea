"""A network: the forward pass, random weights, and the collapse of layers that do not bend."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from core.activations import ACTIVATIONS
from core.layer import Layer
from core.network import SCHEMES, Network, collapse

shapes = st.lists(st.integers(1, 6), min_size=2, max_size=6)
seeds = st.integers(0, 2**32 - 1)


# --- forward --------------------------------------------------------------------------------


def test_xor_by_hand() -> None:
    # h₁ = relu(x₁ + x₂), h₂ = relu(x₁ + x₂ - 1), out = h₁ - 2 h₂: 0, 1, 1, 0.
    network = Network([Layer([[1, 1], [1, 1]], [0, -1], "relu"), Layer([[1], [-2]], [0])])
    forward = network.forward([[0, 0], [0, 1], [1, 0], [1, 1]])
    assert network.sizes == (2, 2, 1)
    np.testing.assert_array_equal(forward.preactivations[0], [[0, -1], [1, 0], [1, 0], [2, 1]])
    np.testing.assert_array_equal(forward.outputs[0], [[0, 0], [1, 0], [1, 0], [2, 1]])
    np.testing.assert_array_equal(forward.output[:, 0], [0, 1, 1, 0])


@given(shapes, seeds, st.sampled_from(sorted(set(ACTIVATIONS) - {"step"})))
def test_what_one_layer_puts_out_the_next_one_reads(
    sizes: list[int], seed: int, activation: str
) -> None:
    network = Network.random(sizes, activation, seed, bias_scale=0.5)
    X = np.random.default_rng(seed).normal(size=(7, sizes[0]))
    forward = network.forward(X)
    np.testing.assert_array_equal(forward.inputs, X)
    read = X
    for layer, z, a in zip(network.layers, forward.preactivations, forward.outputs, strict=True):
        assert z.shape == a.shape == (7, layer.n_units)
        np.testing.assert_allclose(z, read @ layer.weights + layer.bias)
        np.testing.assert_allclose(a, layer.activation.value(z))
        read = a
    assert forward.output is forward.outputs[-1]


def test_pytorch_gives_the_same_output() -> None:
    network = Network.random([3, 8, 8, 2], "tanh", 4, output_activation="sigmoid", bias_scale=1)
    twin = torch.nn.Sequential()
    for layer in network.layers:
        linear = torch.nn.Linear(layer.n_inputs, layer.n_units, dtype=torch.float64)
        linear.weight.data = torch.tensor(layer.weights.T)
        linear.bias.data = torch.tensor(layer.bias)
        twin.extend([linear, torch.nn.Tanh()])
    twin[-1] = torch.nn.Sigmoid()
    X = np.random.default_rng(0).normal(size=(50, 3))
    np.testing.assert_allclose(
        network.forward(X).output, twin(torch.tensor(X)).detach().numpy(), rtol=1e-13
    )


# --- random ---------------------------------------------------------------------------------


def test_a_seed_draws_the_same_network_again() -> None:
    def weights(rng: np.random.Generator | int) -> list[list[float]]:
        return [
            layer.weights.ravel().tolist() for layer in Network.random([2, 5, 1], rng=rng).layers
        ]

    assert weights(1) == weights(1) == weights(np.random.default_rng(1))
    assert weights(1) != weights(2)


@pytest.mark.parametrize(
    ("scheme", "spread"),
    # 300 inputs, 100 units. The even spread from -1 to 1 has standard deviation 1 / √3.
    [
        ("he", (2 / 300) ** 0.5),
        ("xavier", (2 / 400) ** 0.5),
        ("lecun", (1 / 300) ** 0.5),
        ("uniform", 3**-0.5),
    ],
)
def test_each_scheme_spreads_the_weights_as_it_says(scheme: str, spread: float) -> None:
    assert scheme in SCHEMES
    layer = Network.random([300, 100], rng=0, scheme=scheme).layers[0]
    # 30 000 draws: the measured spread is within 1 / √60 000 = 0.4 % of the true one, here × 4.
    assert layer.weights.std() == pytest.approx(spread, rel=0.016)
    assert abs(layer.weights.mean()) < 4 * spread / 30_000**0.5
    assert not layer.bias.any()


def test_biases_and_activations_are_where_they_were_asked_for() -> None:
    network = Network.random([2, 4000, 3], "silu", 0, output_activation="tanh", bias_scale=2.0)
    assert [layer.activation.name for layer in network.layers] == ["silu", "tanh"]
    assert network.layers[0].bias.std() == pytest.approx(2, rel=0.05)


# --- collapse -------------------------------------------------------------------------------


def test_collapse_by_hand() -> None:
    # x ↦ 2x + 1 ↦ 3(2x + 1) - 4 = 6x - 1
    single = collapse([Layer([[2]], [1]), Layer([[3]], [-4])])
    assert single.weights.tolist() == [[6]]
    assert single.bias.tolist() == [-1]
    assert single.activation.name == "identity"


@given(shapes, seeds)
def test_the_stack_and_the_single_layer_agree(sizes: list[int], seed: int) -> None:
    network = Network.random(sizes, "identity", seed, bias_scale=1)
    X = np.random.default_rng(seed).normal(size=(9, sizes[0]))
    single = collapse(network.layers)
    assert (single.n_inputs, single.n_units) == (sizes[0], sizes[-1])
    np.testing.assert_allclose(single.forward(X), network.forward(X).output, rtol=1e-10, atol=1e-10)


@given(seeds)
def test_a_narrow_layer_flattens_the_plane_for_good(seed: int) -> None:
    network = Network.random([2, 8, 1, 8, 2], "identity", seed)
    assert np.linalg.matrix_rank(collapse(network.layers).weights, rtol=1e-10) <= 1


def test_collapsing_leaves_the_layers_alone() -> None:
    layer = Layer([[2.0]], [1.0])
    single = collapse([layer])
    single.weights[0, 0] = 9
    assert layer.weights[0, 0] == 2


@pytest.mark.parametrize("activation", sorted(set(ACTIVATIONS) - {"identity"}))
def test_a_bend_ends_the_equality_and_is_named(activation: str) -> None:
    layers = [Layer([[1]], [0]), Layer([[1]], [0], activation), Layer([[1]], [0])]
    with pytest.raises(ValueError, match=f"layer 2 bends with '{activation}'"):
        collapse(layers)


# --- bad input ------------------------------------------------------------------------------


def test_errors_name_the_argument() -> None:
    with pytest.raises(ValueError, match="layers must hold at least one layer, got none"):
        Network([])
    with pytest.raises(ValueError, match="layers must hold at least one layer, got none"):
        collapse([])
    with pytest.raises(ValueError, match="layer 2 must read 2 inputs, got 1"):
        Network([Layer([[1, 2]], [0, 0]), Layer([[1]], [0])])
    with pytest.raises(ValueError, match="layer 2 must read 2 inputs, got 1"):
        collapse([Layer([[1, 2]], [0, 0]), Layer([[1]], [0])])
    with pytest.raises(ValueError, match=r"X must have shape \(n_samples, 2\), got \(1, 3\)"):
        Network.random([2, 1]).forward([[1, 2, 3]])


@pytest.mark.parametrize(
    ("sizes", "message"),
    [
        ([], r"sizes must hold at least two numbers, got \[\]"),
        ([2], r"sizes must hold at least two numbers, got \[2\]"),
        ([2, 0, 1], "sizes must be a whole number of at least 1, got 0"),
        ([2, -1], "sizes must be a whole number of at least 1, got -1"),
        ([2, 1.5], "sizes must be a whole number of at least 1, got 1.5"),
        ("21", "sizes must be a whole number of at least 1, got '2'"),
    ],
)
def test_sizes_must_be_two_or_more_positive_numbers(sizes: list[int], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Network.random(sizes)


def test_unknown_names() -> None:
    with pytest.raises(ValueError, match=r"scheme must be one of uniform, .*; got 'big'"):
        Network.random([2, 1], scheme="big")
    with pytest.raises(ValueError, match=r"activation must be one of identity, .*; got 'bent'"):
        Network.random([2, 2, 1], "bent")
