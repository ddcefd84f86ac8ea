"""An activation is the bend a neuron puts on its weighted sum: one number in, one number out.

Every entry of `ACTIVATIONS` holds a function σ(z) and its derivative σ′(z). Both work
elementwise on any shape, keep float32 and float64, and stay finite for every finite z:
where the true value is too large for the type, they return the largest finite number.

Adding an activation: add one entry to the table; formulas that do not fit into a line stand in
`core.bends`.
"""

from __future__ import annotations

import math

import numpy as np

from core import bends
from core.bends import LEAKY_SLOPE
from core.checks import known_name
from core.elementwise import Activation, Array, Elementwise

__all__ = ["ACTIVATIONS", "LEAKY_SLOPE", "Activation", "Array", "activation_named"]

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
    derivative = bends.slope_of_pieces(corners, slopes)
    return Activation(name, label, latex, lower, upper, source, value, derivative, corners, True)


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
        "relu", "ReLU", r"\max(0, z)", bends.relu, (0.0,), (0.0, 1.0), (0, _INF),
        "Fukushima 1969; Nair and Hinton 2010",
    ),
    _straight(
        "leaky_relu", "Leaky ReLU", r"\max(0.01\,z, z)",
        bends.leaky_relu, (0.0,), (LEAKY_SLOPE, 1.0), (-_INF, _INF),
        "Maas, Hannun and Ng 2013",
    ),
    Activation(
        "elu", "ELU", r"z \text{ if } z > 0 \text{, else } e^{z} - 1", -1, _INF,
        "Clevert, Unterthiner and Hochreiter 2015; α = 1", bends.elu, bends.elu_slope,
    ),
    Activation(
        "selu", "SELU", r"1.0507\,z \text{ if } z > 0 \text{, else } 1.7581\,(e^{z} - 1)",
        -bends.SELU_SCALE * bends.SELU_ALPHA, _INF, "Klambauer et al. 2017",
        bends.selu, bends.selu_slope, (0.0,),
    ),
    Activation(
        "celu", "CELU", r"\max(0, z) + \min(0, e^{z} - 1)", -1, _INF,
        "Barron 2017; with its usual α = 1 it equals ELU", bends.elu, bends.elu_slope,
    ),
    Activation(
        "gelu", "GELU", r"z\,\Phi(z)", -0.16997120747990369, _INF,
        "Hendrycks and Gimpel 2016; Φ is the normal distribution function",
        lambda z: z * bends.normal_cdf(z), bends.gelu_slope,
    ),
    Activation(
        "gelu_tanh", "GELU (tanh form)",
        r"\tfrac{z}{2}\left(1 + \tanh\left(\sqrt{2/\pi}\,(z + 0.044715\,z^3)\right)\right)",
        -0.17004075057125412, _INF, "Hendrycks and Gimpel 2016, the approximation with tanh",
        bends.gelu_tanh, bends.gelu_tanh_slope,
    ),
    Activation(
        "sigmoid", "Sigmoid", r"\frac{1}{1 + e^{-z}}", 0, 1,
        "Verhulst 1845, as the logistic curve", bends.sigmoid, bends.sigmoid_slope,
    ),
    Activation(
        "tanh", "Tanh", r"\tanh z", -1, 1, "LeCun et al. 1998, Efficient BackProp",
        np.tanh, bends.tanh_slope,
    ),
    Activation(
        "softplus", "Softplus", r"\ln(1 + e^{z})", 0, _INF, "Dugas et al. 2001",
        bends.softplus, bends.sigmoid,
    ),
    Activation(
        "softsign", "Softsign", r"\frac{z}{1 + |z|}", -1, 1, "Bergstra et al. 2009",
        lambda z: z / (1 + np.abs(z)), lambda z: np.square(1 / (1 + np.abs(z))),
    ),
    Activation(
        "silu", "SiLU (Swish)", r"\frac{z}{1 + e^{-z}}", -0.27846454276107377, _INF,
        "Elfwing, Uchibe and Doya 2017; Ramachandran, Zoph and Le 2017",
        lambda z: z * bends.sigmoid(z), bends.silu_slope,
    ),
    Activation(
        "mish", "Mish", r"z \tanh(\ln(1 + e^{z}))", -0.30884341301725042, _INF, "Misra 2019",
        lambda z: z * bends.tanh_softplus(z), bends.mish_slope,
    ),
    _straight(
        "hard_sigmoid", "Hard sigmoid", r"\min(1, \max(0, \tfrac{z}{6} + \tfrac12))",
        bends.hard_sigmoid, (-3.0, 3.0), (0.0, 1 / 6, 0.0), (0, 1),
        "Courbariaux, Bengio and David 2015; slope 1/6 as in PyTorch and Keras 3",
    ),
    _straight(
        "hard_tanh", "Hard tanh", r"\min(1, \max(-1, z))",
        lambda z: np.clip(z, -1, 1), (-1.0, 1.0), (0.0, 1.0, 0.0), (-1, 1),
        "Collobert 2004",
    ),
    Activation(
        "hard_swish", "Hard swish", r"z\,\min(1, \max(0, \tfrac{z}{6} + \tfrac12))", -0.375, _INF,
        "Howard et al. 2019", lambda z: z * bends.hard_sigmoid(z),
        bends.hard_swish_slope, (-3.0, 3.0),
    ),
    _straight(
        "relu6", "ReLU6", r"\min(6, \max(0, z))",
        lambda z: np.clip(z, 0, 6), (0.0, 6.0), (0.0, 1.0, 0.0), (0, 6),
        "Krizhevsky 2010",
    ),
    Activation(
        "log_sigmoid", "Log-sigmoid", r"-\ln(1 + e^{-z})", -_INF, 0,
        "the logarithm of the sigmoid, used inside losses",
        lambda z: -bends.softplus(-z), lambda z: bends.sigmoid(-z),
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
        lambda z: bends.saturate(np.square(bends.relu(z))),
        lambda z: bends.saturate(2 * bends.relu(z)),
    ),
    Activation(
        "tanh_shrink", "Tanh shrink", r"z - \tanh z", -_INF, _INF, "as in PyTorch",
        bends.tanh_shrink, lambda z: np.square(np.tanh(z)),
    ),
    Activation(
        "quick_gelu", "Quick GELU", r"\frac{z}{1 + e^{-1.702\,z}}",
        -0.27846454276107377 / bends.QUICK_GELU_SCALE, _INF, "Hendrycks and Gimpel 2016",
        lambda z: z * bends.sigmoid(bends.QUICK_GELU_SCALE * z), bends.quick_gelu_slope,
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
    return ACTIVATIONS[known_name("activation", name, ACTIVATIONS)]
