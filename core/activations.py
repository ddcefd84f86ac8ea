"""An activation is the bend a neuron puts on its weighted sum: one number in, one number out.

Every entry of `ACTIVATIONS` holds a function σ(z) and its derivative σ′(z). Both work
elementwise on any shape, keep float32 and float64, and stay finite for every finite z:
where the true value is too large for the type, they return the largest finite number.

Adding an activation: write its value and its derivative below, add one entry to the table.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[Any]
Elementwise = Callable[[Array], Array]


@dataclass(frozen=True)
class Activation:
    """An activation function σ with its derivative.

    Attributes
    ----------
    name : str
        Key in `ACTIVATIONS`, also used in links: ``"leaky_relu"``.
    label : str
        Name as a person writes it: ``"Leaky ReLU"``.
    latex : str
        Formula of σ(z), for KaTeX.
    lower, upper : float
        Infimum and supremum of σ over all z; infinite where σ is unbounded.
    source : str
        Where the function was proposed or described.
    corners : tuple of float
        The z at which σ has a corner or a jump, in rising order.
    piecewise_linear : bool
        Whether σ is a straight line between neighbouring corners.
    """

    name: str
    label: str
    latex: str
    lower: float
    upper: float
    source: str
    _value: Elementwise
    _derivative: Elementwise
    corners: tuple[float, ...] = ()
    piecewise_linear: bool = False

    def value(self, z: ArrayLike) -> Array:
        """σ(z), elementwise.

        Parameters
        ----------
        z : array_like of float, any shape
            Preactivations. Integers are read as float64.

        Returns
        -------
        ndarray
            Same shape and float type as `z`.
        """
        return _apply(self._value, z)

    def derivative(self, z: ArrayLike) -> Array:
        """σ′(z), elementwise; at a corner, the slope of the piece on the left.

        Parameters
        ----------
        z : array_like of float, any shape
            Preactivations. Integers are read as float64.

        Returns
        -------
        ndarray
            Same shape and float type as `z`.
        """
        return _apply(self._derivative, z)


def _apply(function: Elementwise, z: ArrayLike) -> Array:
    z = np.asarray(z)
    if z.dtype not in (np.float32, np.float64):
        z = z.astype(np.float64)
    # Every overflow below ends in exp(-inf), tanh(inf) or 1/inf, whose limit is the right
    # answer, or is saturated; every underflow rightly ends in 0. So both are silent.
    with np.errstate(over="ignore", under="ignore"):
        return np.asarray(function(z), dtype=z.dtype)


def _saturate(y: Array) -> Array:
    """Replace what overflowed by the largest finite number of the type."""
    largest = np.finfo(y.dtype).max
    return np.clip(y, -largest, largest)


# --- straight pieces -----------------------------------------------------------------------


def _pieces(corners: tuple[float, ...], slopes: tuple[float, ...]) -> Elementwise:
    """Derivative of a piecewise-linear σ: `slopes[i]` lies left of `corners[i]`."""
    table = np.array(slopes)
    return lambda z: table[np.searchsorted(np.array(corners), z, side="left")]


def _relu(z: Array) -> Array:
    return np.maximum(z, 0)


def _hard_sigmoid(z: Array) -> Array:
    # z + 3 is exact beside the corner at -3, where z / 6 + 1/2 would cancel.
    return np.clip(z + 3, 0, 6) / 6


LEAKY_SLOPE = 0.01  # slope of the left piece; the paper's and PyTorch's default


def _squared_relu(z: Array) -> Array:
    return _saturate(np.square(_relu(z)))


def _squared_relu_derivative(z: Array) -> Array:
    return _saturate(2 * _relu(z))


# --- made of exp ----------------------------------------------------------------------------
# exp is only ever taken of a number that is not positive, so it cannot overflow.


def _sigmoid(z: Array) -> Array:
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def _sigmoid_derivative(z: Array) -> Array:
    e = np.exp(-np.abs(z))
    return e / np.square(1 + e)


def _tanh_derivative(z: Array) -> Array:
    # 1 - tanh² would round to 0 long before the true value does.
    e = np.exp(-2 * np.abs(z))
    return 4 * e / np.square(1 + e)


def _softplus(z: Array) -> Array:
    return _relu(z) + np.log1p(np.exp(-np.abs(z)))


def _elu(z: Array) -> Array:
    # ELU with α = 1; CELU with α = 1 is the same function.
    return np.where(z > 0, z, np.expm1(np.minimum(z, 0)))


def _elu_derivative(z: Array) -> Array:
    return np.exp(np.minimum(z, 0))


SELU_SCALE = 1.0507009873554804934193349852946
SELU_ALPHA = 1.6732632423543772848170429916717


def _selu(z: Array) -> Array:
    return _saturate(SELU_SCALE * np.where(z > 0, z, SELU_ALPHA * np.expm1(np.minimum(z, 0))))


def _selu_derivative(z: Array) -> Array:
    return SELU_SCALE * np.where(z > 0, 1, SELU_ALPHA * np.exp(np.minimum(z, 0)))


def _tanh_shrink(z: Array) -> Array:
    # z - tanh z cancels near 0. There Lambert's continued fraction (1768) keeps every digit:
    # tanh z = z / (1 + z² / t) with t = 3 + z² / (5 + z² / (7 + …)), so z - tanh z = z³ / (t + z²).
    near = np.clip(z, -1, 1)
    square = np.square(near)
    t = np.full_like(square, 19)
    for odd in (17, 15, 13, 11, 9, 7, 5, 3):
        t = odd + square / t
    return np.where(np.abs(z) < 1, near * (square / (t + square)), z - np.tanh(z))


def _silu_derivative(z: Array) -> Array:
    return _sigmoid(z) + z * _sigmoid_derivative(z)


QUICK_GELU_SCALE = 1.702


def _quick_gelu_derivative(z: Array) -> Array:
    inner = QUICK_GELU_SCALE * z
    return _sigmoid(inner) + z * (QUICK_GELU_SCALE * _sigmoid_derivative(inner))


def _tanh_softplus(z: Array) -> Array:
    """tanh(softplus(z)), multiplied out so that no exp is of a positive number."""
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, (1 + 2 * e) / (1 + 2 * e + 2 * e * e), e * (e + 2) / (e * (e + 2) + 2))


def _mish_derivative(z: Array) -> Array:
    t = _tanh_softplus(z)
    e = np.exp(-np.abs(z))
    one_minus_t = np.where(z >= 0, 2 * e * e / (1 + 2 * e + 2 * e * e), 2 / (e * (e + 2) + 2))
    return t + z * ((1 + t) * one_minus_t * _sigmoid(z))


# --- the normal distribution ----------------------------------------------------------------

# NumPy has no error function; the standard library's is exact, and quick enough for a figure.
_erfc = np.frompyfunc(math.erfc, 1, 1)


def _normal_cdf(z: Array) -> Array:
    return np.asarray(0.5 * np.asarray(_erfc(-z / math.sqrt(2)), dtype=z.dtype))


def _normal_pdf(z: Array) -> Array:
    return np.exp(-0.5 * np.square(z)) / math.sqrt(2 * math.pi)


GELU_TANH_SCALE = math.sqrt(2 / math.pi)
GELU_TANH_CUBIC = 0.044715


def _gelu_tanh(z: Array) -> Array:
    # (1 + tanh u) / 2 = sigmoid(2u), which keeps its digits far to the left.
    return z * _sigmoid(2 * GELU_TANH_SCALE * (z + GELU_TANH_CUBIC * z**3))


def _gelu_tanh_derivative(z: Array) -> Array:
    z = np.clip(z, -100, 100)  # further out the derivative is 0 or 1 to the last bit
    inner = 2 * GELU_TANH_SCALE * (z + GELU_TANH_CUBIC * z**3)
    slope = 2 * GELU_TANH_SCALE * (1 + 3 * GELU_TANH_CUBIC * np.square(z))
    return _sigmoid(inner) + z * (_sigmoid_derivative(inner) * slope)


# --- the table ------------------------------------------------------------------------------

_INF = math.inf


def _straight(
    name: str,
    label: str,
    latex: str,
    value: Elementwise,
    corners: tuple[float, ...],
    slopes: tuple[float, ...],
    bounds: tuple[float, float],
    source: str,
) -> Activation:
    """Make the entry of an activation that is made of straight pieces."""
    lower, upper = bounds
    return Activation(
        name, label, latex, lower, upper, source, value, _pieces(corners, slopes), corners, True
    )


_ENTRIES = (
    _straight(
        "identity", "Identity", r"z", lambda z: z.copy(), (), (1.0,), (-_INF, _INF),
        "no activation at all: the neuron stays affine",
    ),
    _straight(
        "step", "Step", r"1 \text{ if } z > 0 \text{, else } 0",
        lambda z: z > 0, (0.0,), (0.0, 0.0), (0, 1),
        "McCulloch and Pitts 1943; Rosenblatt 1958",
    ),
    _straight(
        "relu", "ReLU", r"\max(0, z)", _relu, (0.0,), (0.0, 1.0), (0, _INF),
        "Fukushima 1969; Nair and Hinton 2010",
    ),
    _straight(
        "leaky_relu", "Leaky ReLU", r"\max(0.01\,z, z)",
        lambda z: np.where(z > 0, z, LEAKY_SLOPE * z), (0.0,), (LEAKY_SLOPE, 1.0), (-_INF, _INF),
        "Maas, Hannun and Ng 2013",
    ),
    Activation(
        "elu", "ELU", r"z \text{ if } z > 0 \text{, else } e^{z} - 1", -1, _INF,
        "Clevert, Unterthiner and Hochreiter 2015; α = 1", _elu, _elu_derivative,
    ),
    Activation(
        "selu", "SELU", r"1.0507\,z \text{ if } z > 0 \text{, else } 1.7581\,(e^{z} - 1)",
        -SELU_SCALE * SELU_ALPHA, _INF, "Klambauer et al. 2017", _selu, _selu_derivative, (0.0,),
    ),
    Activation(
        "celu", "CELU", r"\max(0, z) + \min(0, e^{z} - 1)", -1, _INF,
        "Barron 2017; with its usual α = 1 it equals ELU", _elu, _elu_derivative,
    ),
    Activation(
        "gelu", "GELU", r"z\,\Phi(z)", -0.16997120747990369, _INF,
        "Hendrycks and Gimpel 2016; Φ is the normal distribution function",
        lambda z: z * _normal_cdf(z), lambda z: _normal_cdf(z) + z * _normal_pdf(z),
    ),
    Activation(
        "gelu_tanh", "GELU (tanh form)",
        r"\tfrac{z}{2}\left(1 + \tanh\left(\sqrt{2/\pi}\,(z + 0.044715\,z^3)\right)\right)",
        -0.17004075057125412, _INF, "Hendrycks and Gimpel 2016, the approximation with tanh",
        _gelu_tanh, _gelu_tanh_derivative,
    ),
    Activation(
        "sigmoid", "Sigmoid", r"\frac{1}{1 + e^{-z}}", 0, 1,
        "Verhulst 1845, as the logistic curve", _sigmoid, _sigmoid_derivative,
    ),
    Activation(
        "tanh", "Tanh", r"\tanh z", -1, 1, "LeCun et al. 1998, Efficient BackProp",
        np.tanh, _tanh_derivative,
    ),
    Activation(
        "softplus", "Softplus", r"\ln(1 + e^{z})", 0, _INF, "Dugas et al. 2001",
        _softplus, _sigmoid,
    ),
    Activation(
        "softsign", "Softsign", r"\frac{z}{1 + |z|}", -1, 1, "Bergstra et al. 2009",
        lambda z: z / (1 + np.abs(z)), lambda z: np.square(1 / (1 + np.abs(z))),
    ),
    Activation(
        "silu", "SiLU (Swish)", r"\frac{z}{1 + e^{-z}}", -0.27846454276107377, _INF,
        "Elfwing, Uchibe and Doya 2017; Ramachandran, Zoph and Le 2017",
        lambda z: z * _sigmoid(z), _silu_derivative,
    ),
    Activation(
        "mish", "Mish", r"z \tanh(\ln(1 + e^{z}))", -0.30884341301725042, _INF, "Misra 2019",
        lambda z: z * _tanh_softplus(z), _mish_derivative,
    ),
    _straight(
        "hard_sigmoid", "Hard sigmoid", r"\min(1, \max(0, \tfrac{z}{6} + \tfrac12))",
        _hard_sigmoid, (-3.0, 3.0), (0.0, 1 / 6, 0.0), (0, 1),
        "Courbariaux, Bengio and David 2015; slope 1/6 as in PyTorch and Keras 3",
    ),
    _straight(
        "hard_tanh", "Hard tanh", r"\min(1, \max(-1, z))",
        lambda z: np.clip(z, -1, 1), (-1.0, 1.0), (0.0, 1.0, 0.0), (-1, 1),
        "Collobert 2004",
    ),
    Activation(
        "hard_swish", "Hard swish", r"z\,\min(1, \max(0, \tfrac{z}{6} + \tfrac12))", -0.375, _INF,
        "Howard et al. 2019", lambda z: z * _hard_sigmoid(z),
        lambda z: np.where(z > 3, 1, np.where(z > -3, z / 3 + 0.5, 0)), (-3.0, 3.0),
    ),
    _straight(
        "relu6", "ReLU6", r"\min(6, \max(0, z))",
        lambda z: np.clip(z, 0, 6), (0.0, 6.0), (0.0, 1.0, 0.0), (0, 6),
        "Krizhevsky 2010",
    ),
    Activation(
        "log_sigmoid", "Log-sigmoid", r"-\ln(1 + e^{-z})", -_INF, 0,
        "the logarithm of the sigmoid, used inside losses",
        lambda z: -_softplus(-z), lambda z: _sigmoid(-z),
    ),
    Activation(
        "arctan", "Arctan", r"\arctan z", -math.pi / 2, math.pi / 2,
        "an S-curve with slow tails", np.arctan, lambda z: 1 / (1 + np.square(z)),
    ),
    Activation(
        "gaussian", "Gaussian", r"e^{-z^2}", 0, 1, "Broomhead and Lowe 1988",
        lambda z: np.exp(-np.square(z)), lambda z: -(2 * np.exp(-np.square(z))) * z,
    ),
    Activation(
        "sin", "Sine", r"\sin z", -1, 1, "Sitzmann et al. 2020", np.sin, np.cos,
    ),
    Activation(
        "squared_relu", "Squared ReLU", r"\max(0, z)^2", 0, _INF, "So et al. 2021",
        _squared_relu, _squared_relu_derivative,
    ),
    Activation(
        "tanh_shrink", "Tanh shrink", r"z - \tanh z", -_INF, _INF, "as in PyTorch",
        _tanh_shrink, lambda z: np.square(np.tanh(z)),
    ),
    Activation(
        "quick_gelu", "Quick GELU", r"\frac{z}{1 + e^{-1.702\,z}}",
        -0.27846454276107377 / QUICK_GELU_SCALE, _INF, "Hendrycks and Gimpel 2016",
        lambda z: z * _sigmoid(QUICK_GELU_SCALE * z), _quick_gelu_derivative,
    ),
)  # fmt: skip

ACTIVATIONS: dict[str, Activation] = {entry.name: entry for entry in _ENTRIES}


def activation_named(name: str) -> Activation:
    """Look an activation up by its key.

    Parameters
    ----------
    name : str
        A key of `ACTIVATIONS`.

    Returns
    -------
    Activation

    Raises
    ------
    ValueError
        If there is no activation of that name.
    """
    if name not in ACTIVATIONS:
        raise ValueError(f"activation must be one of {', '.join(ACTIVATIONS)}; got {name!r}")
    return ACTIVATIONS[name]
