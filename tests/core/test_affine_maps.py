"""The pieces of each straight activation, and maps of more points than fit into a batch."""

import numpy as np
import pytest

from core.activations import ACTIVATIONS
from core.affine_maps import BATCH, affine_maps, check_straight, finite, straight_pieces
from core.layer import Layer
from core.network import Network

STRAIGHT = [name for name, activation in ACTIVATIONS.items() if activation.piecewise_linear]


def test_pieces_by_hand() -> None:
    slopes, intercepts = straight_pieces(ACTIVATIONS["relu6"])
    np.testing.assert_array_equal(slopes, [0, 1, 0])
    np.testing.assert_array_equal(intercepts, [0, 0, 6])
    slopes, intercepts = straight_pieces(ACTIVATIONS["hard_sigmoid"])
    np.testing.assert_allclose(slopes, [0, 1 / 6, 0])
    np.testing.assert_allclose(intercepts, [0, 0.5, 1])


@pytest.mark.parametrize("name", STRAIGHT)
def test_pieces_are_the_activation(name: str) -> None:
    activation = ACTIVATIONS[name]
    slopes, intercepts = straight_pieces(activation)
    z = np.linspace(-8, 8, 641)
    piece = np.searchsorted(activation.corners, z)
    np.testing.assert_allclose(
        slopes[piece] * z + intercepts[piece], activation.value(z), atol=1e-15
    )


def test_more_points_than_a_batch_keep_their_order() -> None:
    network = Network.random([2, 6, 2], "leaky_relu", 0, bias_scale=1)
    X = np.random.default_rng(1).normal(size=(2 * BATCH + 3, 2))
    weights, biases, patterns = affine_maps(network, X)
    assert (weights.shape, patterns.shape) == ((len(X), 2, 2), (len(X), 6))
    found = np.einsum("ni,nio->no", X, weights) + biases
    np.testing.assert_allclose(found, network.forward(X).output, atol=1e-13)


def test_what_is_refused_is_named() -> None:
    with pytest.raises(ValueError, match="layer 1 is curved, got 'tanh'"):
        check_straight(Network([Layer([[1.0]], [0.0], "tanh")]))
    with pytest.raises(ValueError, match="network must be a Network, got 3"):
        check_straight(3)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="too large in layer 7"):
        finite(7, np.array([np.inf]))
