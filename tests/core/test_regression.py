"""Least squares, the walk down to it, and the bowl they both live in."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LinearRegression

from core.activations import Array
from core.layer import Layer
from core.network import Network
from core.regression import descent_path, least_squares, loss_surface
from core.training import train


def data(n: int = 30, n_inputs: int = 1) -> tuple[Array, Array]:
    rng = np.random.default_rng(1)
    X = rng.uniform(-1, 2, (n, n_inputs))
    return X, X.sum(axis=1) * 1.5 - 0.5 + 0.3 * rng.standard_normal(n)


def test_three_points_by_hand() -> None:
    # (0, 0), (1, 2), (2, 1): x̄ = ȳ = 1, m = Σ(x − x̄)(y − ȳ) / Σ(x − x̄)² = 1 / 2, b = ½.
    # Residuals ½, −1, ½: loss = ½ · (¼ + 1 + ¼) / 3 = ¼.
    best = least_squares([[0.0], [1.0], [2.0]], [0.0, 2.0, 1.0])
    assert best.weights[0, 0] == pytest.approx(0.5)
    assert best.bias[0] == pytest.approx(0.5)
    assert best.loss == pytest.approx(0.25)
    assert (best.rank, best.unique) == (1, True)
    np.testing.assert_allclose(best.layer.forward([[4.0]]), [[2.5]])


@given(st.integers(1, 5), st.integers(1, 3), st.floats(-1e3, 1e3))
@settings(max_examples=30, deadline=None)
def test_scikit_learn_agrees(n_inputs: int, n_outputs: int, shift: float) -> None:
    rng = np.random.default_rng(n_inputs)
    X, y = rng.standard_normal((40, n_inputs)) + shift, rng.standard_normal((40, n_outputs))
    best, oracle = least_squares(X, y), LinearRegression().fit(X, y)
    np.testing.assert_allclose(best.weights, oracle.coef_.T, atol=1e-9)
    np.testing.assert_allclose(best.layer.forward(X), oracle.predict(X), atol=1e-9)


def test_at_the_best_place_residuals_are_square_on_every_input() -> None:
    X, y = data(n_inputs=3)
    best = least_squares(X, y)
    residuals = best.layer.forward(X)[:, 0] - y
    np.testing.assert_allclose(X.T @ residuals, 0, atol=1e-12)
    assert residuals.sum() == pytest.approx(0, abs=1e-12)


def test_rank_deficient_inputs_get_the_shortest_weights() -> None:
    # The second input is twice the first: only w₁ + 2 w₂ = 3 matters, and the shortest such w
    # points along (1, 2): w = 3 · (1, 2) / 5.
    x = np.linspace(-1, 1, 9)
    best = least_squares(np.column_stack([x, 2 * x]), 3 * x + 1)
    np.testing.assert_allclose(best.weights[:, 0], [0.6, 1.2], atol=1e-12)
    np.testing.assert_allclose(best.bias, [1.0], atol=1e-12)
    assert (best.rank, best.unique) == (1, False)
    assert best.loss == pytest.approx(0, abs=1e-24)
    assert "only 1 of 2 directions" in best.meaning


def test_one_sample_or_all_alike_give_a_flat_line() -> None:
    best = least_squares([[2.0], [2.0]], [1.0, 3.0])
    assert (best.rank, best.unique, best.weights[0, 0], best.bias[0]) == (0, False, 0.0, 2.0)
    assert best.loss == 0.5
    assert least_squares([[7.0]], [5.0]).bias[0] == 5.0


@pytest.mark.parametrize("n_samples", [1000, 7])
def test_a_constant_input_says_nothing_even_if_its_mean_is_rounded(n_samples: int) -> None:
    # 0.1 is no binary fraction, and the mean of a thousand of them is not quite the same number.
    y = np.random.default_rng(0).standard_normal(n_samples)
    best = least_squares(np.full((n_samples, 1), 0.1), y)
    assert (best.rank, best.unique) == (0, False)
    assert "only 0 of 1 directions" in best.meaning
    assert best.weights[0, 0] == 0.0
    assert best.bias[0] == pytest.approx(y.mean(), rel=1e-14)


@pytest.mark.parametrize("spread", [0.0, 1e-17, 1e-16, 1e-9, 1e-6, 1e-3])
@pytest.mark.parametrize("exponent", [-150, -75, -8, -1, 0, 1, 8, 75, 150])
def test_nearly_constant_inputs_at_every_scale(exponent: int, spread: float) -> None:
    # NumPy solves for weights and bias at once, with the column of ones as large as the input.
    rng = np.random.default_rng(3)
    relative = 0.1 * (1 + spread * rng.standard_normal((200, 1)))
    scale = 10.0**exponent
    y = rng.standard_normal(200)
    best = least_squares(scale * relative, y)
    augmented = np.column_stack([relative, np.full(200, 0.1)])
    solution, _, rank, _ = np.linalg.lstsq(augmented, y)
    assert best.rank == rank - 1
    # A small spread makes large weights, which lose as many digits in w · x + b.
    lost = 1 / spread if best.unique else 1.0
    found = best.layer.forward(scale * relative)[:, 0]
    np.testing.assert_allclose(found, augmented @ solution, rtol=0, atol=1e-14 * lost)
    assert best.loss == pytest.approx(0.5 * np.mean((augmented @ solution - y) ** 2), rel=1e-6)


@pytest.mark.parametrize("exponent", [-150, -20, 20, 150])
def test_inputs_of_different_sizes_each_count(exponent: int) -> None:
    rng = np.random.default_rng(4)
    plain = rng.standard_normal((50, 3))
    plain[:, 2] = 0.7  # constant
    sizes = np.array([1.0, 10.0**exponent, 10.0**-exponent])
    y = plain @ [1.0, 2.0, 0.0] + 0.1 * rng.standard_normal(50)
    best = least_squares(plain * sizes, y)
    oracle = LinearRegression().fit(plain[:, :2], y)
    assert (best.rank, best.unique) == (2, False)
    np.testing.assert_allclose(best.weights[:, 0] * sizes, [*oracle.coef_, 0.0], rtol=1e-12)
    assert best.bias[0] == pytest.approx(oracle.intercept_, abs=1e-12)


def test_weights_too_large_for_a_number_are_refused() -> None:
    with pytest.raises(ValueError, match="best bias that fit into float64"):
        least_squares([[0.0], [1e-200]], [0.0, 1e200])


def test_numbers_whose_squares_are_too_large_give_an_infinite_loss() -> None:
    x, y = [0.0, 1e200, 2e200], [0.0, 1e200, 0.0]
    # By hand: a flat line at 1e200 / 3, and squares of about 1e400.
    best = least_squares(np.transpose([x]), y)
    assert best.weights[0, 0] == pytest.approx(0, abs=1e-12)
    assert best.bias[0] == pytest.approx(1e200 / 3)
    assert best.loss == np.inf
    assert (loss_surface(x, y, [0.0, 1.0, 1e200], [0.0, 1e308]) == np.inf).all()
    path = descent_path(np.transpose([x]), y, learning_rate=0.1, n_steps=5)
    assert (len(path.losses), path.converges) == (1, False)
    assert path.largest_learning_rate == 0.0


def test_the_path_is_what_training_does() -> None:
    X, y = data()
    path = descent_path(X, y, learning_rate=0.2, n_steps=25, start=[2.0, -1.0])
    history = train(
        Network([Layer([[2.0]], [-1.0])]), X, y, epochs=25, batch_size=30, learning_rate=0.2
    )
    marks = [snapshot.parameters for snapshot in history.snapshots]
    np.testing.assert_allclose(path.parameters, marks, rtol=0, atol=1e-12)
    np.testing.assert_allclose(path.losses[1:], history.train_loss, rtol=0, atol=1e-12)
    assert path.losses[0] == pytest.approx(history.initial_loss)


def test_the_path_ends_at_least_squares() -> None:
    X, y = data(n_inputs=2)
    path, best = descent_path(X, y, learning_rate=0.5, n_steps=3000), least_squares(X, y)
    np.testing.assert_allclose(path.parameters[-1], [*best.weights[:, 0], *best.bias], atol=1e-8)
    assert path.converges


@pytest.mark.parametrize("exponent", [-150, 0, 100, 150])
def test_the_largest_learning_rate_at_every_scale(exponent: int) -> None:
    # Inputs 1 and −1 times s: the curvatures of the bowl are s² along m and 1 along b.
    X = np.array([[1.0], [-1.0]]) * 10.0**exponent
    path = descent_path(X, [0.0, 1.0], learning_rate=1, n_steps=0)
    wanted = 2 / max(10.0 ** (2 * exponent), 1.0)
    assert path.largest_learning_rate == pytest.approx(wanted, rel=1e-12, abs=0)


def test_beyond_the_largest_learning_rate_the_path_leads_away() -> None:
    X, y = data()
    limit = descent_path(X, y, learning_rate=1, n_steps=0).largest_learning_rate
    assert descent_path(X, y, learning_rate=0.99 * limit, n_steps=500).converges
    away = descent_path(X, y, learning_rate=1.01 * limit, n_steps=500)
    assert not away.converges
    assert away.losses[-1] > away.losses[-2]


def test_a_path_that_leaves_the_numbers_stops_there() -> None:
    X, y = data()
    path = descent_path(X, y, learning_rate=1e6, n_steps=1000)
    assert 1 < len(path.parameters) < 1000
    assert len(path.losses) == len(path.parameters)
    assert np.isfinite(path.losses).all()
    assert not path.converges


def test_the_surface_is_the_loss_of_each_line() -> None:
    X, y = data()
    slopes, intercepts = np.linspace(-3, 3, 7), np.linspace(-2, 2, 5)
    surface = loss_surface(X, y, slopes, intercepts)
    assert surface.shape == (5, 7)
    for i, b in enumerate(intercepts):
        for j, m in enumerate(slopes):
            by_hand = np.mean(0.5 * (m * X[:, 0] + b - y) ** 2)
            assert surface[i, j] == pytest.approx(by_hand, rel=1e-12)
    best = least_squares(X, y)
    lowest = loss_surface(X[:, 0], y, best.weights[0], best.bias)
    assert lowest[0, 0] == pytest.approx(best.loss)
    assert best.loss <= surface.min()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: least_squares(np.ones((0, 2)), []), "X must hold at least one sample"),
        (lambda: least_squares([1.0, 2.0], [1.0, 2.0]), r"X must have 2 axes, got shape \(2,\)"),
        (lambda: least_squares([[1.0], [2.0]], [1.0]), r"y must have shape \(2,\).*got \(1,\)"),
        (lambda: least_squares([[np.nan]], [1.0]), "X must be finite numbers, got nan"),
        (
            lambda: descent_path([[1.0]], [1.0], learning_rate=0, n_steps=3),
            "learning_rate must be a finite number above 0, got 0",
        ),
        (
            lambda: descent_path([[1.0]], [1.0], learning_rate=1, n_steps=-1),
            "n_steps must be a whole number of at least 0, got -1",
        ),
        (
            lambda: descent_path([[1.0]], [1.0], learning_rate=1, n_steps=1, start=[1.0]),
            r"start must have shape \(2,\), got \(1,\)",
        ),
        (
            lambda: descent_path([[1.0]], [[1.0, 2.0]], learning_rate=1, n_steps=1),
            r"y must have shape \(n_samples,\) or \(n_samples, 1\), got \(1, 2\)",
        ),
        (
            lambda: loss_surface([[1.0, 2.0]], [1.0], [1.0], [1.0]),
            r"x must have shape \(n_samples,\) or \(n_samples, 1\), got \(1, 2\)",
        ),
        (
            lambda: loss_surface([1.0], [1.0], [[1.0]], [1.0]),
            r"slopes must have 1 axes, got shape \(1, 1\)",
        ),
    ],
)
def test_bad_arguments_are_named(call: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()  # type: ignore[operator]
