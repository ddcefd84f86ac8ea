"""A ReLU unit is a hinge: flat up to a point, sloping from there on; enough of them draw any curve.

Every polyline is a sum of hinges, one for each change of slope: `polyline_network` writes that
sum down. `fit_hinges` looks for the N hinges that come closest to given samples. Doubling N makes
the error of a smooth curve about four times smaller.

**How good is the fit?** Once the places of the hinges are chosen, the best heights are a
least-squares problem, solved exactly. Choosing the places is the hard part: there are many local
optima. We start from several guesses (the ends of the best N + 1 separate lines, which dynamic
programming finds exactly; places chosen by `core.connected_lines` for lines that meet; and with
few samples, hinges spread evenly), move each guess downhill until it settles, and keep the best.
`fit_hinges` says how good that is. `HingeFit.floor` is an error that no fit with N hinges can
beat, so one can see how much is left to gain.

References
----------
Muggeo 2003, Estimating regression models with unknown break-points (the moves); Goodfellow,
Bengio and Courville 2016, Deep Learning, section 6.1 (XOR).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from core.activations import Array
from core.checks import finite_array, whole_number
from core.connected_lines import connected_lines
from core.layer import Layer
from core.network import Network
from core.separate_lines import separate_lines

MOST_MOVES = 30
MOST_PLACED = 32  # hinges that are placed by `connected_lines`
MOST_WORK = 90_000  # for it: hinges times the square of the places where they may stand
FEW = 2000  # hinges times samples: so few that a third guess takes no time
SETTLED = 1e-4
SMALLEST_GAP = 1e-6  # between two hinges, as a share of the samples' width


@dataclass(frozen=True, eq=False)
class HingeFit:
    """A polyline with N hinges, as a network, and how far it is from the samples.

    Attributes
    ----------
    network : Network
        One hidden ReLU layer of N + 1 units (the first, at the left end of the samples, gives
        the slope the polyline starts with) and one output. Left of the samples it is constant.
    hinges : ndarray, shape (n_hinges,)
        Where the slope changes, rising.
    error : float
        Root of the mean squared distance from the samples.
    largest_error : float
        Largest distance from a sample.
    floor : float
        No polyline with N hinges has a smaller `error` than this: it is the error of the best
        N + 1 separate lines, which need not meet. 0 where there are too many samples to tell.
    """

    network: Network
    hinges: Array
    error: float
    largest_error: float
    floor: float


def polyline_network(x: ArrayLike, y: ArrayLike) -> Network:
    """Write the polyline through given points as a sum of hinges.

    Parameters
    ----------
    x : array_like, shape (n_points,)
        Rising; at least two.
    y : array_like, shape (n_points,)

    Returns
    -------
    Network
        One hidden ReLU layer, a unit for each point but the last: unit j turns on at ``x[j]``
        and its output weight is the change of slope there. Left of ``x[0]`` it is constant,
        right of ``x[-1]`` it goes straight on.

    Raises
    ------
    ValueError
        If there are fewer than two points, `x` does not rise, or the shapes differ.
    """
    x = finite_array("x", x, ndim=1).astype(np.float64)
    y = finite_array("y", y, shape=x.shape).astype(np.float64)
    if x.size < 2 or not (np.diff(x) > 0).all():
        raise ValueError(f"x must be two or more rising numbers, got {x.tolist()!r:.80}")
    slopes = np.diff(y) / np.diff(x)
    changes = np.diff(slopes, prepend=0.0)
    return Network(
        [Layer(np.ones((1, slopes.size)), -x[:-1], "relu"), Layer(changes[:, None], y[:1])]
    )


def xor_by_hand() -> Network:
    """XOR of two inputs with two hidden units, every weight set by hand.

    Both hidden units add the inputs; the second one only counts what goes beyond 1. So
    relu(x₁ + x₂) - 2 relu(x₁ + x₂ - 1) rises to 1 where one input is on and comes back to 0
    where both are.
    """
    return Network([Layer([[1, 1], [1, 1]], [0, -1], "relu"), Layer([[1], [-2]], [0])])


def fit_hinges(x: ArrayLike, y: ArrayLike, n_hinges: int) -> HingeFit:
    """Fit a connected polyline with a given number of hinges to samples of a curve.

    Parameters
    ----------
    x : array_like, shape (n_samples,)
        In any order.
    y : array_like, shape (n_samples,)
        Height of the curve at each x.
    n_hinges : int
        At least 1, and small enough to leave two samples to each of the N + 1 lines.

    Returns
    -------
    HingeFit
        Not provably the best. In the tests, with up to 25 samples and 5 hinges, its error was
        never more than 1 % above that of the best of all choices of hinges among the samples,
        for noise as for smooth curves. With more than `MOST_PLACED` hinges, or samples that
        share their x, it may be farther away. `HingeFit.floor` tells how far at most.

    Raises
    ------
    ValueError
        If the shapes differ, a number is not finite, or `n_hinges` does not fit the samples.
    """
    x = finite_array("x", x, ndim=1).astype(np.float64)
    y = finite_array("y", y, shape=x.shape).astype(np.float64)
    order = np.argsort(x, kind="stable")
    x, y = x[order], y[order]
    different = np.unique(x).size
    if different < 4:
        raise ValueError(f"x must have at least 4 different values, got {different}")
    most = different // 2 - 1
    n_hinges = whole_number("n_hinges", n_hinges, minimum=1, maximum=most)
    start, width = x[0], x[-1] - x[0]
    u = (x - start) / width  # from 0 to 1, so that no column of the fit is huge or tiny

    guess, floor = separate_lines(u, y, n_hinges + 1)
    if np.diff(guess, prepend=0.0, append=1.0).min() < SMALLEST_GAP:
        guess = _even(n_hinges)  # where samples share an x, lines can break twice at one place
    hinges, heights, squares = _move_downhill(u, y, guess, SETTLED)
    # A fit as good as the floor cannot be beaten: then no other guess is needed.
    if squares > 1.01 * u.size * floor**2:
        others = [_placed(u, y, n_hinges, guess)]
        if n_hinges * u.size <= FEW:
            others.append(_even(n_hinges))
        fits = [(hinges, heights, squares)]
        fits += [_move_downhill(u, y, other, SETTLED) for other in others]
        hinges, heights, squares = min(fits, key=lambda fit: fit[2])
        hinges, heights, _ = _move_downhill(u, y, hinges, SETTLED / 1000)
    ends = np.hstack([0.0, hinges, 1.0])
    network = polyline_network(start + width * ends, heights)
    distance = np.abs(network.forward(x[:, None]).output[:, 0] - y)
    error = float(np.sqrt(np.mean(distance**2)))
    return HingeFit(network, start + width * hinges, error, float(distance.max()), floor)


def _even(n_hinges: int) -> Array:
    return np.linspace(0, 1, n_hinges + 2)[1:-1]


def _placed(u: Array, y: Array, n_hinges: int, guess: Array) -> Array:
    """Hinges at samples and places of another guess, chosen by `connected_lines`."""
    if n_hinges > MOST_PLACED:
        return _even(n_hinges)
    samples = np.unique(u)
    n_places = max(math.isqrt(MOST_WORK // n_hinges), 2 * n_hinges)
    # Some of the samples; or all, and equally many places in every gap between two.
    in_a_gap = max(1, n_places // samples.size)
    n_places = min(n_places, in_a_gap * (samples.size - 1) + 1)
    ranks = np.linspace(0, samples.size - 1, n_places)
    if in_a_gap == 1:
        ranks = np.floor(ranks)
    places = np.union1d(np.interp(ranks, np.arange(samples.size), samples), guess)
    places = places[np.diff(places, prepend=-1.0) > SMALLEST_GAP]
    if places.size < n_hinges + 2:
        return _even(n_hinges)
    places[-1] = 1.0  # should it have been too close to the one before
    return connected_lines(u, y, places, n_hinges)


def _tents(u: Array, hinges: Array) -> Array:
    """Columns that are 1 at one of 0, the hinges, 1 and fall straight to 0 at its neighbours.

    A polyline is a mix of them, each weighted with its height at that place.
    """
    knots = np.hstack([0.0, hinges, 1.0])
    left = np.searchsorted(hinges, u, side="right")
    share = (u - knots[left]) / (knots[left + 1] - knots[left])
    tents = np.zeros((u.size, knots.size))
    rows = np.arange(u.size)
    tents[rows, left], tents[rows, left + 1] = 1 - share, share
    return tents


def _heights(u: Array, y: Array, hinges: Array) -> tuple[Array, float]:
    """Best heights for given hinges, and the sum of squared distances they leave."""
    tents = _tents(u, hinges)
    heights = np.linalg.lstsq(tents, y)[0]
    return heights, float(np.sum((tents @ heights - y) ** 2))


def _move_downhill(u: Array, y: Array, hinges: Array, settled: float) -> tuple[Array, Array, float]:
    """Move the hinges until no move helps; return hinges, heights and squared error.

    A move that takes away less than the share `settled` of the error is the last.

    Moving a hinge by δ raises the polyline right of it by -change of slope · δ, a step. So
    steps at the hinges are fitted together with the heights, and each hinge moves by the
    step found there divided by minus its change of slope.
    """
    heights, error = _heights(u, y, hinges)
    for _ in range(MOST_MOVES):
        knots = np.hstack([0.0, hinges, 1.0])
        changes = np.diff(np.diff(heights) / np.diff(knots))
        steps = (u[:, None] > hinges).astype(float)
        tents = _tents(u, hinges)
        # Eight times as fast as lstsq, and exact enough to know where to go. In blocks, because
        # one large product is shared among threads, which wait long when the machine is busy.
        mixed = tents.T @ steps
        products = np.block([[tents.T @ tents, mixed], [mixed.T, steps.T @ steps]])
        products[np.diag_indices_from(products)] += 1e-12 * u.size
        found = np.linalg.solve(products, np.hstack([y @ tents, y @ steps]))[knots.size :]
        move = -found / np.where(changes == 0, np.inf, changes)
        # Less than halfway to a neighbour, so that hinges cannot meet or swap places.
        gaps = 0.45 * np.maximum(np.diff(knots) - SMALLEST_GAP, 0.0)
        move = np.clip(move, -gaps[:-1], gaps[1:])
        for share in 0.5 ** np.arange(8):
            new_heights, new_error = _heights(u, y, hinges + share * move)
            if new_error < error:
                break
        else:
            break
        has_converged = new_error > error * (1 - settled)
        hinges, heights, error = hinges + share * move, new_heights, new_error
        if has_converged:
            break
    return hinges, heights, error
