"""Data sets: the same seed gives the same points, and the points are what the name promises."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.activations import Array
from core.datasets import DATASETS, make_dataset
from core.regression import least_squares


@pytest.mark.parametrize("name", DATASETS)
@given(n=st.integers(2, 60), noise=st.floats(0, 2), share=st.floats(0, 0.999), seed=st.integers(0))
@settings(max_examples=15, deadline=None)
def test_shapes_and_shares(name: str, n: int, noise: float, share: float, seed: int) -> None:
    data = make_dataset(name, n, noise=noise, test_share=share, seed=seed)
    n_test = min(n - 1, round(share * n))
    assert data.X.shape == (n - n_test, data.kind.n_inputs)
    assert data.y.shape == (n - n_test, 1)
    assert data.X_test.shape == (n_test, data.kind.n_inputs)
    assert data.y_test.shape == (n_test, 1)
    assert np.isfinite(data.X).all()
    if data.kind.task == "classification":
        labels = np.concatenate([data.y, data.y_test])
        assert labels.sum() == n // 2
        assert set(np.unique(labels)) == {0.0, 1.0}


@pytest.mark.parametrize("name", DATASETS)
def test_the_seed_decides(name: str) -> None:
    first, again = make_dataset(name, seed=3), make_dataset(name, seed=3)
    np.testing.assert_array_equal(first.X, again.X)
    np.testing.assert_array_equal(first.y, again.y)
    assert not np.array_equal(first.X, make_dataset(name, seed=4).X)


@pytest.mark.parametrize("name", DATASETS)
def test_inputs_lie_in_about_one(name: str) -> None:
    largest = np.abs(make_dataset(name, 1000, noise=0).X).max()
    assert 0.8 < largest < 1.25


@pytest.mark.parametrize("name", DATASETS)
def test_noise_moves_points_that_far(name: str) -> None:
    # The same seed draws the same points before the noise, so the difference is the noise.
    still, moved = make_dataset(name, 2000, noise=0), make_dataset(name, 2000, noise=0.2)
    wanted = 0.05 if name == "spiral" else 0.2
    if still.kind.task == "classification":
        assert (moved.X - still.X).std() == pytest.approx(wanted, rel=0.1)
        np.testing.assert_array_equal(moved.y, still.y)
    else:
        assert (moved.y - still.y).std() == pytest.approx(wanted, rel=0.1)
        np.testing.assert_array_equal(moved.X, still.X)


def clean(name: str) -> tuple[Array, Array]:
    data = make_dataset(name, 500, noise=0)
    return data.X, data.y[:, 0]


def test_circle_is_parted_by_a_radius() -> None:
    X, y = clean("circle")
    np.testing.assert_array_equal(np.linalg.norm(X, axis=1) < 0.6, y == 1)


def test_xor_is_one_where_signs_differ() -> None:
    X, y = clean("xor")
    np.testing.assert_array_equal(X[:, 0] * X[:, 1] < 0, y == 1)


def test_two_clouds_are_parted_by_a_line_and_xor_is_not() -> None:
    X, y = clean("gauss")
    np.testing.assert_array_equal(X.sum(axis=1) > 0, y == 1)
    X, y = clean("xor")
    guess = least_squares(X, y).layer.forward(X)[:, 0] > 0.5
    assert 0.3 < (guess == (y == 1)).mean() < 0.7


def test_spiral_arms_are_half_a_turn_apart() -> None:
    X, y = clean("spiral")
    radius = np.linalg.norm(X, axis=1)
    turned = np.arctan2(X[:, 1], X[:, 0]) - 2.5 * np.pi * radius
    np.testing.assert_allclose(np.cos(turned), np.where(y == 1, -1, 1), atol=1e-12)


def test_moons_are_half_circles() -> None:
    X, y = clean("moons")
    upper = np.where(y[:, np.newaxis] == 1, -X, X) / 0.65 + [0.5, 0.25]
    np.testing.assert_allclose(np.linalg.norm(upper, axis=1), 1)
    assert (upper[:, 1] >= 0).all()


def test_line_and_curve_follow_their_formulas() -> None:
    X, y = clean("linear")
    np.testing.assert_allclose(y, 1.5 * X[:, 0] - 0.5)
    X, y = clean("curve")
    np.testing.assert_allclose(y, np.sin(np.pi * X[:, 0]))


def test_the_split_is_random_and_loses_nothing() -> None:
    whole, split = make_dataset("gauss", 100), make_dataset("gauss", 100, test_share=0.3)
    np.testing.assert_array_equal(np.concatenate([split.X, split.X_test]), whole.X)
    assert 0.2 < split.y_test.mean() < 0.8


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"name": "iris"}, "name must be one of circle, xor, .*; got 'iris'"),
        ({"n_samples": 1}, "n_samples must be a whole number of at least 2, got 1"),
        ({"noise": -0.1}, "noise must be a finite number of at least 0, got -0.1"),
        ({"noise": np.nan}, "noise must be a finite number of at least 0, got nan"),
        ({"test_share": 1.0}, "test_share must be below 1, got 1"),
        ({"test_share": -0.5}, "test_share must be a finite number of at least 0, got -0.5"),
        ({"seed": "x"}, "seed must be a whole number of at least 0, .* got 'x'"),
    ],
)
def test_bad_arguments_are_named(options: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make_dataset(**({"name": "xor"} | options))  # type: ignore[arg-type]
