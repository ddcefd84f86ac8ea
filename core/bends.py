"""The bends themselves: the formula of every activation, and of its slope.

Each takes an array z of any shape and works elementwise; the table in `core.activations` gives
them names. Two precautions go beyond the formulas. exp is only ever taken of a number that is not
positive, so it cannot overflow. And where two nearly equal numbers would be subtracted, which
loses digits, the formula is rearranged.
"""

from __future__ import annotations

import math

import numpy as np

from core.elementwise import Array, Elementwise


def saturate(y: Array) -> Array:
    """Replace what overflowed by the largest finite number of the type."""
    largest = np.finfo(y.dtype).max
    return np.clip(y, -largest, largest)


# --- straight pieces -----------------------------------------------------------------------


def slope_of_pieces(corners: tuple[float, ...], slopes: tuple[float, ...]) -> Elementwise:
    """The derivative of straight pieces: `slopes[i]` lies left of `corners[i]`."""
    # NaN sorts behind ∞, into a piece of its own.
    ends, table = np.array([*corners, np.inf]), np.array([*slopes, np.nan])
    return lambda z: table[np.searchsorted(ends, z, side="left")]


def relu(z: Array) -> Array:
    """max(0, z)."""
    return np.maximum(z, 0)


LEAKY_SLOPE = 0.01  # slope of the left piece; the paper's and PyTorch's default


def leaky_relu(z: Array) -> Array:
    """z where it is positive, 0.01 z elsewhere."""
    return np.where(z > 0, z, LEAKY_SLOPE * z)


def hard_sigmoid(z: Array) -> Array:
    """From 0 at −3 straight up to 1 at 3."""
    # z + 3 is exact beside the corner at −3, where z / 6 + 1/2 would cancel.
    return np.clip(z + 3, 0, 6) / 6


def hard_swish_slope(z: Array) -> Array:
    """0 up to −3, z / 3 + 1/2 up to 3, then 1."""
    return np.where(z <= -3, 0, np.where(z > 3, 1, z / 3 + 0.5))


# --- made of exp ----------------------------------------------------------------------------


def sigmoid(z: Array) -> Array:
    """1 / (1 + e⁻ᶻ)."""
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def sigmoid_slope(z: Array) -> Array:
    """e⁻ᶻ / (1 + e⁻ᶻ)², the same on both sides of 0."""
    e = np.exp(-np.abs(z))
    return e / np.square(1 + e)


def tanh_slope(z: Array) -> Array:
    """1 − tanh² z."""
    # Written like that, it would round to 0 long before the true value does.
    e = np.exp(-2 * np.abs(z))
    return 4 * e / np.square(1 + e)


def softplus(z: Array) -> Array:
    """ln(1 + eᶻ)."""
    return relu(z) + np.log1p(np.exp(-np.abs(z)))


def elu(z: Array) -> Array:
    """z where it is positive, eᶻ − 1 elsewhere: ELU with α = 1, and CELU with α = 1."""
    return np.where(z > 0, z, np.expm1(np.minimum(z, 0)))


def elu_slope(z: Array) -> Array:
    """1 where z is positive, eᶻ elsewhere."""
    return np.exp(np.minimum(z, 0))


SELU_SCALE = 1.0507009873554804934193349852946
SELU_ALPHA = 1.6732632423543772848170429916717


def selu(z: Array) -> Array:
    """A scaled ELU: outputs keep mean 0 and variance 1 from layer to layer."""
    return saturate(SELU_SCALE * np.where(z > 0, z, SELU_ALPHA * np.expm1(np.minimum(z, 0))))


def selu_slope(z: Array) -> Array:
    """SELU_SCALE where z is positive, SELU_SCALE · SELU_ALPHA · eᶻ elsewhere."""
    return SELU_SCALE * np.where(z > 0, 1, SELU_ALPHA * np.exp(np.minimum(z, 0)))


def tanh_shrink(z: Array) -> Array:
    """z − tanh z."""
    # Near 0 that cancels. There Lambert's continued fraction (1768) keeps every digit:
    # tanh z = z / (1 + z² / t) with t = 3 + z² / (5 + z² / (7 + …)), so z − tanh z = z³ / (t + z²).
    near = np.clip(z, -1, 1)
    square = np.square(near)
    t = np.full_like(square, 19)
    for odd in (17, 15, 13, 11, 9, 7, 5, 3):
        t = odd + square / t
    return np.where(np.abs(z) < 1, near * (square / (t + square)), z - np.tanh(z))


def silu_slope(z: Array) -> Array:
    """(z σ(z))′ = σ(z) + z σ′(z), with the sigmoid σ."""
    return sigmoid(z) + z * sigmoid_slope(z)


QUICK_GELU_SCALE = 1.702


def quick_gelu_slope(z: Array) -> Array:
    """(z σ(1.702 z))′."""
    inner = QUICK_GELU_SCALE * z
    return sigmoid(inner) + z * (QUICK_GELU_SCALE * sigmoid_slope(inner))


def tanh_softplus(z: Array) -> Array:
    """tanh(ln(1 + eᶻ)), multiplied out."""
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, (1 + 2 * e) / (1 + 2 * e + 2 * e * e), e * (e + 2) / (e * (e + 2) + 2))


def mish_slope(z: Array) -> Array:
    """(z t)′ = t + z (1 + t) (1 − t) σ(z), where t = tanh(ln(1 + eᶻ))."""
    t = tanh_softplus(z)
    e = np.exp(-np.abs(z))
    one_minus_t = np.where(z >= 0, 2 * e * e / (1 + 2 * e + 2 * e * e), 2 / (e * (e + 2) + 2))
    return t + z * ((1 + t) * one_minus_t * sigmoid(z))


# --- the normal distribution ----------------------------------------------------------------

# NumPy has no error function. The standard library's takes 0.15 µs a number: 0.26 ms for a heat
# map of 48 × 36. One polynomial of degree 22 for all z would take 0.08 ms there, but 55 µs
# instead of 18 for a training batch of 8 × 10, and a page of coefficients to take on trust.
erfc = np.frompyfunc(math.erfc, 1, 1)


def normal_cdf(z: Array) -> Array:
    """Φ(z), the chance that a standard normal number is below z."""
    return np.asarray(0.5 * np.asarray(erfc(-z / math.sqrt(2)), dtype=z.dtype))


def gelu_slope(z: Array) -> Array:
    """(z Φ(z))′ = Φ(z) + z φ(z), with the bell curve φ = Φ′."""
    return normal_cdf(z) + z * (np.exp(-0.5 * np.square(z)) / math.sqrt(2 * math.pi))


GELU_TANH_SCALE = 2 * math.sqrt(2 / math.pi)
GELU_TANH_CUBIC = 0.044715


def gelu_tanh(z: Array) -> Array:
    """z (1 + tanh u) / 2 = z σ(2u), where 2u = 2 √(2/π) (z + 0.044715 z³)."""
    # The sigmoid keeps its digits far to the left. z * z * z, because z**3 takes ten times as long.
    return z * sigmoid(GELU_TANH_SCALE * (z + GELU_TANH_CUBIC * (z * z * z)))


def gelu_tanh_slope(z: Array) -> Array:
    """(z σ(2u))′ = σ(2u) + z σ′(2u) (2u)′."""
    z = np.clip(z, -100, 100)  # further out the slope is 0 or 1 to the last bit
    inner = GELU_TANH_SCALE * (z + GELU_TANH_CUBIC * (z * z * z))
    inner_slope = GELU_TANH_SCALE * (1 + 3 * GELU_TANH_CUBIC * np.square(z))
    return sigmoid(inner) + z * (sigmoid_slope(inner) * inner_slope)
