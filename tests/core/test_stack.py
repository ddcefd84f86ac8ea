"""A stack's journey, worked by hand, and the promises of the gentle layers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.activations import ACTIVATIONS
from core.layer import Layer
from core.network import Network, collapse
from core.stack import (
    bent,
    compare,
    gentle_layers,
    is_bent,
    journey,
    narrowed,
    trail,
    underway,
)

SEEDS = range(1, 25)
CORNERS = np.array([[2.0, 2.0], [2.0, -2.0], [-2.0, 2.0], [-2.0, -2.0]])


# --- gentle layers --------------------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
def test_gentle_layers_keep_the_picture_at_every_depth(seed: int) -> None:
    layers = gentle_layers(6, seed)
    for depth in range(1, 7):
        flat = collapse(layers[:depth])
        assert np.abs(flat.forward(CORNERS)).max() <= 3.0 + 1e-12
        assert np.linalg.det(flat.weights) > 0.3  # not flattened, not turned over
        for share in np.linspace(0, 1, 11):  # nor on the straight way there
            assert np.linalg.det((1 - share) * np.eye(2) + share * flat.weights) > 0.3
        large, small = np.linalg.svd(flat.weights, compute_uv=False)
        assert large / small <= 2.9


@pytest.mark.parametrize("seed", SEEDS)
def test_gentle_layers_have_one_decimal_and_no_zero_weight(seed: int) -> None:
    for layer in gentle_layers(6, seed):
        for numbers in (layer.weights, layer.bias):
            assert (numbers == np.round(numbers, 1)).all()
        assert (layer.weights != 0).all()
        assert layer.activation.name == "identity"


def test_a_seed_gives_the_same_layers_and_another_one_others() -> None:
    first, again, other = gentle_layers(2, 3), gentle_layers(2, 3), gentle_layers(2, 4)
    assert (first[1].weights == again[1].weights).all()
    assert (first[1].weights != other[1].weights).any()


def test_a_window_without_room_is_refused() -> None:
    with pytest.raises(ValueError, match="reach must leave a square"):
        gentle_layers(1, 1, reach=1.0)


# --- changing a stack -----------------------------------------------------------------------


def test_a_narrowed_stack_has_lost_one_unit_and_what_was_read_from_it() -> None:
    layers = (Layer([[1, 2], [3, 4]], [5, 6]), Layer([[7, 8], [9, 10]], [11, 12]))
    first, second = narrowed(layers)
    assert first.weights.tolist() == [[1], [3]]
    assert first.bias.tolist() == [5]
    assert second.weights.tolist() == [[7, 8]]
    assert second.bias.tolist() == [11, 12]


def test_a_lone_layer_is_not_narrowed() -> None:
    assert narrowed(gentle_layers(1, 1))[0].n_units == 2


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("depth", range(2, 7))
def test_no_later_layer_brings_the_rank_back(seed: int, depth: int) -> None:
    layers = gentle_layers(6, seed)[:depth]
    assert np.linalg.matrix_rank(collapse(layers).weights) == 2
    flat = collapse(narrowed(layers)).weights
    assert np.linalg.matrix_rank(flat) == 1
    assert abs(np.linalg.det(flat)) < 1e-15


def test_an_activation_stands_after_every_layer_but_the_last() -> None:
    names = [layer.activation.name for layer in bent(gentle_layers(3, 1), "tanh")]
    assert names == ["tanh", "tanh", "identity"]
    assert bent(gentle_layers(1, 1), "tanh")[0].activation.name == "identity"


# --- the journey ----------------------------------------------------------------------------


def test_a_journey_worked_by_hand() -> None:
    # (1, 2) → 1·1 + 2·(−1) + 0 = −1 and 1·0 + 2·1 + 3 = 5; ReLU makes (0, 5) of it;
    # then 0·2 + 5·1 + 1 = 6 and 0·0 + 5·1 + 0 = 5.
    layers = (Layer([[1, 0], [-1, 1]], [0, 3], "relu"), Layer([[2, 0], [1, 1]], [1, 0]))
    stops = journey(layers, [[1.0, 2.0]])
    assert [(passed, points.tolist()) for passed, points in stops] == [
        (0.0, [[1, 2]]),
        (0.5, [[-1, 5]]),
        (1.0, [[0, 5]]),
        (2.0, [[6, 5]]),
    ]
    # A quarter of a layer is half way to the first stop; beyond the end the point stays.
    assert underway(stops, 0.25).tolist() == [[0, 3.5]]
    assert underway(stops, 1.5).tolist() == [[3, 5]]
    assert underway(stops, 0.0).tolist() == [[1, 2]]
    assert underway(stops, 9.0).tolist() == [[6, 5]]


def test_one_unit_lays_the_plane_on_the_first_axis() -> None:
    layers = (Layer([[2], [1]], [1]), Layer([[1, 3]], [0, 1]))
    stops = journey(layers, [[1.0, 2.0], [2.0, 0.0]])  # both give 5: one point from then on
    assert stops[1][1].tolist() == [[5, 0], [5, 0]]
    assert stops[2][1].tolist() == [[5, 16], [5, 16]]


@given(
    seed=st.integers(1, 24),
    depth=st.integers(1, 6),
    is_narrow=st.booleans(),
    activation=st.sampled_from(sorted(ACTIVATIONS)),
)
def test_every_stop_is_what_the_network_computes(
    seed: int, depth: int, is_narrow: bool, activation: str
) -> None:
    layers = gentle_layers(6, seed)[:depth]
    layers = bent(narrowed(layers) if is_narrow else layers, activation)
    stops = dict(journey(layers, CORNERS))
    forward = Network(layers).forward(CORNERS)
    for number, output in enumerate(forward.outputs, start=1):
        there = underway(list(stops.items()), number)
        assert (there[:, : output.shape[1]] == output).all()


def test_a_trail_worked_by_hand() -> None:
    # (1, 2) → (1 − 2, 2 + 3) = (−1, 5) → (−2 + 5, 5) = (3, 5).
    layers = (Layer([[1, 0], [-1, 1]], [0, 3]), Layer([[2, 0], [1, 1]], [0, 0]))
    stops = journey(layers, [[1.0, 2.0]])
    assert trail(stops, 0.0).tolist() == [[1, 2], [1, 2]]  # the start, and where it is
    assert trail(stops, 0.5).tolist() == [[1, 2], [0, 3.5]]
    assert trail(stops, 1.0).tolist() == [[1, 2], [-1, 5]]  # a stop is left behind once passed
    assert trail(stops, 1.5).tolist() == [[1, 2], [-1, 5], [1, 5]]
    assert trail(stops, 2.0).tolist() == [[1, 2], [-1, 5], [3, 5]]


# --- a stack beside one layer ---------------------------------------------------------------


def test_a_stack_without_a_bend_is_compared_with_its_product() -> None:
    # W₁W₂ = [[1 + 2, 4], [−1 + 1, 2]], b₁W₂ + b₂ = (1 + 0, 0 − 1).
    layers = (Layer([[1, 2], [-1, 1]], [1, 0]), Layer([[1, 0], [1, 2]], [0, -1]))
    seen = compare(layers, [[0.0, 0.0], [1.0, 2.0], [-1.0, 1.0]])
    assert seen.single.weights.tolist() == [[3, 4], [0, 2]]
    assert seen.single.bias.tolist() == [1, -1]
    assert seen.stack_ends.tolist() == seen.single_ends.tolist() == [[1, -1], [4, 7], [-2, -3]]
    assert seen.gaps.tolist() == [0, 0, 0]
    assert (seen.largest, seen.rank, seen.width) == (0, 2, 10)
    assert compare(narrowed(layers), [[0.0, 0.0]]).rank == 1


def test_a_bent_stack_is_compared_with_the_line_that_comes_closest() -> None:
    # ReLU makes 0, 0, 1 of −1, 0, 1: the best line through these is x/2 + 1/3, and it misses
    # them by 1/6, 1/3 and 1/6.
    layers = (Layer([[1]], [0], "relu"), Layer([[1]], [0]))
    seen = compare(layers, [[-1.0], [0.0], [1.0]])
    np.testing.assert_allclose(seen.single.weights, [[1 / 2]])
    np.testing.assert_allclose(seen.single.bias, [1 / 3])
    np.testing.assert_allclose(seen.gaps, [1 / 6, 1 / 3, 1 / 6])
    assert seen.farthest == 1
    assert seen.largest == pytest.approx(1 / 3)


def test_a_stack_bends_where_a_layer_of_it_does() -> None:
    layers = gentle_layers(3, 1)
    assert not is_bent(layers)
    assert is_bent(bent(layers, "relu"))
    assert not is_bent(bent(layers[:1], "relu"))
    assert not is_bent(())
