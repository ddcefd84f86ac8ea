"""A layer: several neurons at once, and the same numbers as the libraries give."""

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from core.activations import ACTIVATIONS
from core.layer import Layer
from core.neuron import Neuron

sizes = st.integers(1, 9)
seeds = st.integers(0, 2**32 - 1)


def test_by_hand() -> None:
    layer = Layer([[1, 0], [2, -1]], [0.5, 3], "relu")
    assert (layer.n_inputs, layer.n_units) == (2, 2)
    # Unit 1: 1 · 1 + 2 · 2 + 0.5 = 5.5.  Unit 2: 0 · 1 - 1 · 2 + 3 = 1.
    # Second sample, unit 2: 0 · 0 - 1 · 4 + 3 = -1, which ReLU makes 0.
    np.testing.assert_array_equal(layer.preactivation([[1, 2], [0, 4]]), [[5.5, 1], [8.5, -1]])
    np.testing.assert_array_equal(layer.forward([[1, 2], [0, 4]]), [[5.5, 1], [8.5, 0]])


# Without the step: one rounding at z = 0 and it jumps.
@given(sizes, sizes, seeds, st.sampled_from(sorted(set(ACTIVATIONS) - {"step"})))
def test_each_column_is_a_neuron(n_inputs: int, n_units: int, seed: int, activation: str) -> None:
    rng = np.random.default_rng(seed)
    W, b = rng.normal(size=(n_inputs, n_units)), rng.normal(size=n_units)
    X = rng.normal(size=(5, n_inputs))
    outputs = Layer(W, b, activation).forward(X)
    assert outputs.shape == (5, n_units)
    for j in range(n_units):
        neuron = Neuron(W[:, j], b[j], activation)
        np.testing.assert_allclose(outputs[:, j], neuron.output(X), rtol=1e-12, atol=1e-12)


@given(sizes, sizes, seeds)
def test_pytorch_gives_the_same_numbers_with_its_weights_transposed(
    n_inputs: int, n_units: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    W, b = rng.normal(size=(n_inputs, n_units)), rng.normal(size=n_units)
    X = rng.normal(size=(4, n_inputs))
    wanted = torch.nn.functional.linear(torch.tensor(X), torch.tensor(W.T), torch.tensor(b))
    np.testing.assert_allclose(Layer(W, b).forward(X), wanted.numpy(), atol=1e-13)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_float_type_is_kept(dtype: Any) -> None:
    layer = Layer(np.ones((2, 3), dtype), np.zeros(3, dtype), "gelu")
    assert layer.forward(np.ones((4, 2), dtype)).dtype == dtype


def test_no_samples_give_no_outputs() -> None:
    assert Layer([[1, 2, 3]], [0, 0, 0]).forward(np.empty((0, 1))).shape == (0, 3)


def test_errors_name_the_argument() -> None:
    with pytest.raises(ValueError, match=r"weights must have 2 axes, got shape \(2,\)"):
        Layer([1, 2], [0])
    with pytest.raises(ValueError, match=r"bias must have shape \(2,\), got \(3,\)"):
        Layer([[1, 2]], [0, 0, 0])
    with pytest.raises(ValueError, match="weights must be finite numbers, got inf"):
        Layer([[np.inf]], [0])
    with pytest.raises(ValueError, match=r"activation must be one of .*; got ''"):
        Layer([[1]], [0], "")
    with pytest.raises(ValueError, match=r"X must have shape \(n_samples, 1\), got \(3,\)"):
        Layer([[1]], [0]).forward([1, 2, 3])
    with pytest.raises(ValueError, match=r"X must have shape \(n_samples, 1\), got \(1, 2\)"):
        Layer([[1]], [0]).forward([[1, 2]])
