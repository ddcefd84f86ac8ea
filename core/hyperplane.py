"""A hyperplane splits a space in two, and every point has a distance from it.

The points where a neuron's preactivation is 0 form its boundary: a point for one input, a
line for two, a plane for three, a hyperplane for more. Mirror the whole space so that the
weights lie along the first axis. A mirror changes no distance, and now the boundary is a wall
across that axis, so the distance is a difference of first coordinates.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from core.activations import Array
from core.checks import finite_array, instance
from core.neuron import Neuron
from core.scale import power_of_two


def mirrored_first_coordinate(direction: ArrayLike, X: ArrayLike) -> Array:
    """First coordinates of points, mirrored so that `direction` lies along the first axis.

    Parameters
    ----------
    direction : array_like, shape (n_inputs,)
        Any vector but 0.
    X : array_like, shape (n_samples, n_inputs)
        Points.

    Returns
    -------
    ndarray, shape (n_samples,)

    Raises
    ------
    ValueError
        If a shape does not fit, a number is not finite, or `direction` is 0.

    References
    ----------
    Householder 1958, Unitary triangularization of a nonsymmetric matrix.
    """
    direction = finite_array("direction", direction, ndim=1)
    if not direction.any():
        raise ValueError("direction must not be 0, which points nowhere; got only zeros")
    # Near 1 the squares in a length neither vanish nor overflow.
    direction = direction / power_of_two(direction)
    unit = direction / np.linalg.norm(direction)
    X = finite_array("X", X, ndim=2)
    if X.shape[1] != unit.size:
        raise ValueError(f"X must have shape (n_samples, {unit.size}), got {X.shape}")
    # The mirror takes `unit` to plus or minus the first axis, whichever is farther away, so that
    # no digits cancel; `side` puts the sign right afterwards.
    side = -1.0 if unit[0] > 0 else 1.0
    mirror = unit.copy()
    mirror[0] -= side
    scale = power_of_two(X)
    X = X / scale
    along = X @ mirror / (mirror @ mirror)
    with np.errstate(over="ignore"):
        return np.asarray(scale * side * (X[:, 0] - 2.0 * along * mirror[0]))


def measured_distance(neuron: Neuron, X: ArrayLike) -> Array:
    """Signed distance of points from a neuron's boundary, measured without its formula.

    Parameters
    ----------
    neuron : Neuron
        With at least one weight that is not 0.
    X : array_like, shape (n_samples, n_inputs)
        Points.

    Returns
    -------
    ndarray, shape (n_samples,)
        Positive on the side the weights point to, in the units of `X`. Infinite where it is too
        large for a number.

    Raises
    ------
    ValueError
        If every weight is 0, for then there is no boundary; or if `X` does not fit.
    """
    if not instance("neuron", neuron, Neuron).weights.any():
        raise ValueError("weights must not all be 0, for then there is no boundary; got only zeros")
    places = mirrored_first_coordinate(neuron.weights, X)
    # Weights and bias can be scaled together: the boundary stays where it is.
    scale = float(power_of_two(neuron.weights))
    weights, bias = neuron.weights / scale, neuron.bias / scale
    if math.isinf(bias):  # the boundary is farther away than the largest number
        return np.full_like(places, bias)
    # One point of the boundary: the one nearest to the origin.
    norm = np.linalg.norm(weights)
    foot = -bias / norm * (weights / norm)
    with np.errstate(over="ignore"):
        return places - mirrored_first_coordinate(weights, foot[None, :])
