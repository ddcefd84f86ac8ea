"""The shape of an activation is what can be read off its curve: where it is flat, where it bends.

Everything here is measured on σ and σ′ themselves; nothing is looked up.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np

from core.activations import Array, activation_named

REACH = 12.0  # everything but the tails happens well within ±12
FAR = np.array([1.0e4, 1.1e4, 1.2e4])  # several, so that a wave cannot look flat by chance
FLAT = 1e-6
UNBOUNDED = 1e3


@dataclass(frozen=True)
class ActivationShape:
    """What the curve of an activation looks like.

    Attributes
    ----------
    straight_pieces : int
        How many straight pieces it is made of; 0 where some of it is curved.
    jumps : bool
        Whether it jumps at a corner.
    keeps_order : bool
        Whether a larger z never gets a smaller output (σ is monotone).
    is_balanced : bool
        Whether σ(−z) = −σ(z): the outputs lie evenly around 0 (σ is odd).
    flat_left, flat_right : bool
        Whether the slope tends to 0 far to the left, far to the right.
    slope_left, slope_right : float
        σ′ just left and just right of z = 0.
    steepest : float
        Supremum of |σ′|; infinite where it is unbounded. At a jump, σ′ does not count.
    """

    straight_pieces: int
    jumps: bool
    keeps_order: bool
    is_balanced: bool
    flat_left: bool
    flat_right: bool
    slope_left: float
    slope_right: float
    steepest: float


@cache
def activation_shape(name: str) -> ActivationShape:
    """Measure the shape of an activation.

    Parameters
    ----------
    name : str
        A key of `ACTIVATIONS`.

    Raises
    ------
    ValueError
        If there is no activation of that name.
    """
    sigma = activation_named(name)
    z = around(np.linspace(-REACH, REACH, 4801), sigma.corners)
    y, slope = sigma.value(z), sigma.derivative(z)
    left, right = sigma.derivative(-FAR), sigma.derivative(FAR)
    steepest = float(np.max(np.abs(np.concatenate([slope, left, right]))))
    corners = np.array(sigma.corners)
    jump = np.abs(sigma.value(np.nextafter(corners, np.inf)) - sigma.value(corners))
    return ActivationShape(
        straight_pieces=len(sigma.corners) + 1 if sigma.piecewise_linear else 0,
        jumps=bool(np.any(jump > FLAT)),
        keeps_order=bool(np.all(np.diff(y) >= -1e-12)),
        is_balanced=bool(np.allclose(sigma.value(-z), -y, rtol=0, atol=1e-12)),
        flat_left=bool(np.all(np.abs(left) < FLAT)),
        flat_right=bool(np.all(np.abs(right) < FLAT)),
        slope_left=round(float(sigma.derivative(0.0)), 9) + 0.0,  # + 0.0 turns -0.0 into 0.0
        slope_right=round(float(sigma.derivative(1e-12)), 9) + 0.0,
        steepest=steepest if steepest < UNBOUNDED else math.inf,
    )


def around(z: Array, corners: tuple[float, ...]) -> Array:
    """Add points on both sides of every corner, so that a bend or jump shows where it is.

    Parameters
    ----------
    z : ndarray, shape (n,)
        Rising.
    corners : tuple of float

    Returns
    -------
    ndarray, shape (n + 2 · n_corners,)
        Rising.
    """
    at = np.array(corners)
    return np.sort(np.concatenate([z, at, np.nextafter(at, np.inf)]))
