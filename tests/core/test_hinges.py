"""Sums of hinges: polylines, the fit with N of them, and XOR."""

from collections.abc import Callable
from itertools import combinations

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from core.activations import Array
from core.hinges import fit_hinges, polyline_network, xor_by_hand
from core.regions import linear_intervals


def test_polyline_by_hand() -> None:
    # Up with slope 2, down with slope -1: changes of slope +2 at 0 and -3 at 1.
    network = polyline_network([0, 1, 3], [5, 7, 5])
    hidden, output = network.layers
    assert network.sizes == (1, 2, 1)
    assert_array_equal(hidden.bias, [0, -1])
    assert_array_equal(output.weights, [[2], [-3]])
    assert_array_equal(output.bias, [5])
    X = np.array([[-4], [0], [0.5], [1], [2], [3], [4]])
    assert_array_equal(network.forward(X).output[:, 0], [5, 5, 6, 7, 6, 5, 4])


def test_xor_by_hand() -> None:
    network = xor_by_hand()
    X = [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert network.sizes == (2, 2, 1)
    assert_array_equal(network.forward(X).output[:, 0], [0, 1, 1, 0])


@pytest.mark.parametrize("seed", range(5))
def test_a_polyline_is_found_again(seed: int) -> None:
    rng = np.random.default_rng(seed)
    knots = np.array([-2.0, -0.93, 0.18, 1.31, 2.0])
    heights = rng.choice([-1, 1], 5) * rng.uniform(1, 2, 5)
    x = np.linspace(-2, 2, 300)
    fit = fit_hinges(x, np.interp(x, knots, heights), 3)
    bends = np.abs(np.diff(np.diff(heights) / np.diff(knots))) > 1e-3
    assert fit.error < 1e-10
    assert_allclose(fit.hinges[bends], knots[1:-1][bends], atol=1e-8)


@pytest.mark.parametrize(
    ("curve", "start", "end"), [(np.sin, 0, 2 * np.pi), (np.exp, 0, 3), (np.cosh, -2, 2)]
)
def test_error_falls_as_one_over_n_squared_and_meets_its_floor(
    curve: Callable[[Array], Array], start: float, end: float
) -> None:
    x = np.linspace(start, end, 300)
    counts = np.array([4, 8, 16, 32])
    fits = [fit_hinges(x, curve(x), n) for n in counts]
    errors = np.array([fit.error for fit in fits])
    # N hinges make N + 1 pieces: the slope of log error against log (N + 1) is -2.
    slope = np.polyfit(np.log(counts + 1), np.log(errors), 1)[0]
    assert -2.15 < slope < -1.9
    for fit in fits:
        assert fit.floor <= fit.error < 1.001 * fit.floor


def test_one_hinge_is_as_good_as_trying_every_place() -> None:
    x = np.linspace(0, 6, 121)
    y = np.sin(x)
    tried = []
    for place in np.linspace(0.01, 5.99, 2000):
        columns = np.stack([np.ones_like(x), x, np.maximum(x - place, 0)], axis=1)
        tried.append(np.sqrt(np.mean((columns @ np.linalg.lstsq(columns, y)[0] - y) ** 2)))
    assert_allclose(fit_hinges(x, y, 1).error, min(tried), rtol=1e-5)


def best_error_at_samples(x: Array, y: Array, n_hinges: int) -> float:
    """Try every choice of hinges among the samples, with least squares for each."""
    columns = np.maximum(x[:, None] - x[1:-1], 0).T
    choices = np.array(list(combinations(range(len(columns)), n_hinges)))
    line = np.broadcast_to([np.ones_like(x), x], (len(choices), 2, x.size))
    table = np.concatenate([line, columns[choices]], axis=1).swapaxes(1, 2)
    q = np.linalg.qr(table)[0]
    distances = y[:, None] - q @ (q.swapaxes(1, 2) @ y[:, None])
    return float(np.sqrt(np.square(distances).mean(axis=1).min()))


@pytest.mark.parametrize("curve", ["noise", "noisy", "smooth", "walk"])
@pytest.mark.parametrize(
    ("n_samples", "n_hinges", "seeds"), [(12, 1, 8), (12, 3, 8), (16, 4, 8), (25, 5, 1)]
)
def test_as_good_as_the_best_choice_among_the_samples(
    n_samples: int, n_hinges: int, seeds: int, curve: str
) -> None:
    for seed in range(seeds):
        rng = np.random.default_rng(seed)
        x = np.sort(rng.uniform(size=n_samples)) if seed % 2 else np.linspace(0, 1, n_samples)
        noise = rng.normal(size=n_samples)
        y = {
            "noise": noise,
            "noisy": np.sin(7 * x) + 0.3 * noise,
            "smooth": np.exp(seed / 4 - x) * np.sin((3 + seed) * x + seed),
            "walk": np.cumsum(noise),
        }[curve]
        best = best_error_at_samples(x, y, n_hinges)
        assert fit_hinges(x, y, n_hinges).error <= 1.01 * best, seed


def test_errors_and_hinges_are_those_of_the_network() -> None:
    rng = np.random.default_rng(0)
    x = rng.uniform(-3, 3, 80)  # in no order
    y = x**3 + rng.normal(size=80)
    fit = fit_hinges(x, y, 4)
    distance = np.abs(fit.network.forward(x[:, None]).output[:, 0] - y)
    assert_allclose(fit.error, np.sqrt(np.mean(distance**2)))
    assert_allclose(fit.largest_error, distance.max())
    assert fit.network.sizes == (1, 5, 1)
    assert (np.diff(fit.hinges) > 0).all()
    intervals = linear_intervals(fit.network, (float(x.min()), float(x.max())))
    assert_allclose(intervals.edges[1:-1], fit.hinges, atol=1e-12)


def test_a_jump_does_not_pull_hinges_together() -> None:
    x = np.linspace(-1, 1, 400)
    fit = fit_hinges(x, (x > 0).astype(float), 32)
    assert fit.error < 1e-9
    assert (np.diff(fit.hinges) > 0).all()


@pytest.mark.parametrize("seed", range(6))
def test_samples_that_share_an_x_and_lie_anywhere(seed: int) -> None:
    rng = np.random.default_rng(seed)
    x = rng.integers(0, 10, 60) * 10.0 ** rng.integers(-8, 9)
    y = rng.normal(size=60) * 10.0 ** rng.integers(-8, 9)
    for n in range(1, 5):
        fit = fit_hinges(x, y, n)
        assert 0 <= fit.floor <= fit.error <= np.std(y) * (1 + 1e-12)


def test_many_samples_have_no_floor() -> None:
    x = np.linspace(0, 3, 1000)
    fit = fit_hinges(x, np.exp(x), 3)
    assert fit.floor == 0
    assert_allclose(fit.error, fit_hinges(x[::4], np.exp(x[::4]), 3).error, rtol=0.05)


def test_bad_arguments() -> None:
    x = np.arange(10.0)
    with pytest.raises(ValueError, match=r"y must have shape \(10,\), got \(9,\)"):
        fit_hinges(x, x[:-1], 1)
    with pytest.raises(ValueError, match="n_hinges must be a whole number from 1 to 4, got 5"):
        fit_hinges(x, x, 5)
    with pytest.raises(ValueError, match="n_hinges must be a whole number from 1 to 4, got 0"):
        fit_hinges(x, x, 0)
    with pytest.raises(ValueError, match="y must be finite numbers, got nan"):
        fit_hinges(x, [np.nan] * 10, 1)
    with pytest.raises(ValueError, match="x must have at least 4 different values, got 0"):
        fit_hinges([], [], 1)
    with pytest.raises(ValueError, match="x must be two or more rising numbers"):
        polyline_network([0, 0], [1, 2])
