"""Linear regression looks for the line, or plane, with the smallest mean squared error.

It is a neuron with the identity activation, and for it the best weights can be computed at once
(`least_squares`), or found step by step, walking down the loss (`descent_path`). The loss
over slope m and intercept b is a bowl (`loss_surface`), so both end at the same place.

The loss is, as in training, the mean over samples of ½ · (prediction − target)².

References
----------
Legendre 1805, Gauss 1809 (least squares); Penrose 1956 (the shortest solution).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from core.activations import Array
from core.checks import finite_array, number, whole_number
from core.layer import Layer
from core.scale import power_of_two


@dataclass(frozen=True, eq=False)
class LeastSquares:
    """The weights and bias with the smallest loss.

    Attributes
    ----------
    weights : ndarray, shape (n_inputs, n_outputs)
        Where several choices are equally good, the shortest one: the smallest ‖w‖.
    bias : ndarray, shape (n_outputs,)
    loss : float
        The smallest loss there is; infinite where it is too large for a number.
    rank : int
        How many independent directions the inputs vary in by more than their own rounding, at
        most n_inputs.
    unique : bool
        Whether no other weights are as good: whether `rank` is n_inputs.
    meaning : str
        A sentence that says so to the learner.
    """

    weights: Array
    bias: Array
    loss: float
    rank: int
    unique: bool
    meaning: str

    @property
    def layer(self) -> Layer:
        """The same as a layer with the identity activation."""
        return Layer(self.weights, self.bias)


@dataclass(frozen=True, eq=False)
class DescentPath:
    """The path that gradient descent took.

    Attributes
    ----------
    parameters : ndarray, shape (n_steps + 1, n_inputs + 1)
        Weights and, last, bias: before the first step and after each. For one input a row is
        (m, b). Fewer rows if the numbers grew too large.
    losses : ndarray, shape (n_steps + 1,)
        Loss at each of these places.
    largest_learning_rate : float
        2 / (largest curvature of the bowl). From this rate on every step overshoots by more
        than it came, and the path leads away from the minimum.
    """

    parameters: Array
    losses: Array
    largest_learning_rate: float

    @property
    def converges(self) -> bool:
        """Whether the last loss is finite and not above the first."""
        return bool(np.isfinite(self.losses[-1]) and self.losses[-1] <= self.losses[0])


def least_squares(X: ArrayLike, y: ArrayLike) -> LeastSquares:
    """Find the affine function nearest to the targets.

    Parameters
    ----------
    X : array_like, shape (n_samples, n_inputs)
    y : array_like, shape (n_samples, n_outputs) or (n_samples,)

    Raises
    ------
    ValueError
        If the shapes do not fit, there is no sample, a number is not finite, or the weights
        would not be finite.
    """
    X, y = _samples(X, y)
    n_samples, n_inputs = X.shape
    # Each input is measured in a unit of its own size, so that none is lost beside another.
    units, unit_y = power_of_two(X, axis=0), float(power_of_two(y))
    scaled_x, scaled_y = X / units, y / unit_y
    # The best plane passes through the mean of the data, so only its tilt has to be found.
    mean_x, mean_y = scaled_x.mean(axis=0), scaled_y.mean(axis=0)
    inputs, targets = scaled_x - mean_x, scaled_y - mean_y
    # A constant input less its mean is not quite 0, because the mean is rounded. What counts as 0
    # is therefore judged by the size of the data before: NumPy's rule for [X, 1].
    rounding = np.finfo(X.dtype).eps * max(n_samples, n_inputs + 1) * np.linalg.norm(scaled_x)
    varies = np.linalg.norm(inputs, axis=0) > rounding
    inputs[:, ~varies] = 0.0
    weights, rank = _shortest_weights(inputs, targets, rounding)
    if rank < varies.sum():
        # Which weights are the shortest depends on the units: now they must be the same for all.
        common = units[varies].max()
        units[~varies] = common  # whichever it is: their weights are 0
        inputs, mean_x = inputs * (units / common), mean_x * (units / common)
        units = np.full(n_inputs, common)
        weights, _ = _shortest_weights(inputs, targets, rounding)
    with np.errstate(over="ignore", invalid="ignore"):
        loss = float(0.5 * np.square(unit_y * (inputs @ weights - targets)).sum() / n_samples)
        bias = unit_y * (mean_y - mean_x @ weights)
        weights = (unit_y / units)[:, np.newaxis] * weights
    if not (np.isfinite(weights).all() and np.isfinite(bias).all()):
        raise ValueError(
            "X and y must have best weights and a best bias that fit into float64, "
            f"got inputs around {units.min():g} and targets around {unit_y:g}"
        )
    unique = rank == n_inputs
    if unique:
        meaning = "There is exactly one best choice of weights and bias."
    else:
        meaning = (
            f"The inputs vary in only {rank} of {n_inputs} directions, so infinitely many "
            "weights fit these samples equally well. Shown are the shortest ones; the others "
            "differ only where there is no data."
        )
    return LeastSquares(weights, bias, loss, rank, unique, meaning)


def _shortest_weights(inputs: Array, targets: Array, rounding: float) -> tuple[Array, int]:
    """Find the shortest of the best weights without a bias, and the rank of the inputs.

    A direction in which the inputs vary by no more than `rounding` gets no weight.
    """
    left, strengths, directions = np.linalg.svd(inputs, full_matrices=False)
    rank = int(np.count_nonzero(strengths > rounding))
    along = (left[:, :rank].T @ targets) / strengths[:rank, np.newaxis]
    return directions[:rank].T @ along, rank


def descent_path(
    X: ArrayLike,
    y: ArrayLike,
    *,
    learning_rate: float,
    n_steps: int,
    start: ArrayLike | None = None,
) -> DescentPath:
    """Walk down the loss of linear regression, each step along the full gradient.

    Parameters
    ----------
    X : array_like, shape (n_samples, n_inputs)
    y : array_like, shape (n_samples,) or (n_samples, 1)
    learning_rate : float
        Above 0.
    n_steps : int
    start : array_like, shape (n_inputs + 1,), optional
        Weights and bias to start from; all 0 if not given.

    Raises
    ------
    ValueError
        If an argument is not as described.
    """
    X, y = _samples(X, y)
    if y.shape[1] != 1:
        raise ValueError(f"y must have shape (n_samples,) or (n_samples, 1), got {y.shape}")
    learning_rate = number("learning_rate", learning_rate, above=0)
    n_steps = whole_number("n_steps", n_steps, minimum=0)
    size = X.shape[1] + 1
    start = np.zeros(size) if start is None else start
    with_ones = np.column_stack([X, np.ones(len(X))])
    path = np.empty((n_steps + 1, size))
    path[0] = finite_array("start", start, shape=(size,))
    with np.errstate(over="ignore", invalid="ignore"):
        # The loss is a quadratic: gradient(θ) = curvature · θ − pull, however many samples.
        curvature = with_ones.T @ with_ones / len(X)
        pull = with_ones.T @ y[:, 0] / len(X)
        for i in range(n_steps):
            path[i + 1] = path[i] - learning_rate * (curvature @ path[i] - pull)
        losses = 0.5 * np.square(path @ with_ones.T - y[:, 0]).mean(axis=1)
    finite = np.isfinite(losses) & np.isfinite(path).all(axis=1)
    stop = len(path) if finite.all() else max(1, int(np.argmin(finite)))
    # The largest curvature is the square of this; squared last, it can be as large as it likes.
    steepness = float(np.linalg.norm(with_ones, 2)) / math.sqrt(len(X))
    return DescentPath(path[:stop], losses[:stop], 2 * (1 / steepness) ** 2)


def loss_surface(x: ArrayLike, y: ArrayLike, slopes: ArrayLike, intercepts: ArrayLike) -> Array:
    """Measure the loss of every line of a grid of slopes and intercepts.

    Parameters
    ----------
    x, y : array_like, shape (n_samples,) or (n_samples, 1)
        The data, one input.
    slopes : array_like, shape (n_slopes,)
    intercepts : array_like, shape (n_intercepts,)

    Returns
    -------
    ndarray, shape (n_intercepts, n_slopes)
        Loss at (slopes[j], intercepts[i]), as a heat map wants it; infinite where it is too
        large for a number.

    Raises
    ------
    ValueError
        If the shapes do not fit, there is no sample, a number is not finite, or the best slope
        and intercept would not be finite.
    """
    x = finite_array("x", x)
    x = x[:, np.newaxis] if x.ndim == 1 else x
    if x.ndim != 2 or x.shape[1] != 1:
        raise ValueError(f"x must have shape (n_samples,) or (n_samples, 1), got {x.shape}")
    X, targets = _samples(x, y, "x")
    if targets.shape[1] != 1:
        raise ValueError(f"y must have shape (n_samples,) or (n_samples, 1), got {targets.shape}")
    m = finite_array("slopes", slopes, ndim=1)[np.newaxis, :]
    b = finite_array("intercepts", intercepts, ndim=1)[:, np.newaxis]
    # The bowl is written around its lowest point: no sum over samples for each place of the
    # grid, and no large numbers that cancel.
    best = least_squares(X, targets)
    with np.errstate(over="ignore", invalid="ignore"):
        tilt = np.square(X.std() * (m - best.weights[0, 0]))
        shift = np.square(m * X.mean() + b - targets.mean())
        surface = np.asarray(best.loss + 0.5 * (tilt + shift))
    surface[np.isnan(surface)] = np.inf  # ∞ − ∞ on the way
    return surface


def _samples(X: ArrayLike, y: ArrayLike, name: str = "X") -> tuple[Array, Array]:
    """Check and return inputs and targets with two axes each, in float64."""
    inputs = finite_array(name, X, ndim=2).astype(np.float64)
    if inputs.shape[0] == 0 or inputs.shape[1] == 0:
        raise ValueError(
            f"{name} must hold at least one sample and one input, got shape {inputs.shape}"
        )
    targets = finite_array("y", y).astype(np.float64)
    targets = targets[:, np.newaxis] if targets.ndim == 1 else targets
    if targets.ndim != 2 or len(targets) != len(inputs) or targets.shape[1] == 0:
        raise ValueError(
            f"y must have shape ({len(inputs)},) or ({len(inputs)}, n_outputs), got {np.shape(y)}"
        )
    return inputs, targets
