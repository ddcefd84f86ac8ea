"""An activation is the bend a neuron puts on its weighted sum: one number in, one number out.

Every entry of `ACTIVATIONS` holds a function σ(z) and its derivative σ′(z). Both work
elementwise on any shape, keep float32 and float64, and stay finite for every finite z:
where the true value is too large for the type, they return the largest finite number.

To add an activation, add one entry to the table. Its fields are described in
`core.elementwise.Activation`; a formula that does not fit on a line goes into `core.bends`. The
tests, training and the export read the table, so that is all.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from core import bends
from core.bends import LEAKY_SLOPE
from core.checks import known_name
from core.elementwise import Activation, Array

__all__ = ["ACTIVATIONS", "LEAKY_SLOPE", "Activation", "Array", "activation_named"]

_INF = math.inf


def _straight(
    *, corners: tuple[float, ...], slopes: tuple[float, ...], **fields: Any
) -> Activation:
    """Make the entry of an activation of straight pieces: `slopes[i]` lies left of `corners[i]`."""
    return Activation(
        **fields,
        slope=bends.slope_of_pieces(corners, slopes),
        corners=corners,
        piecewise_linear=True,
    )


_ENTRIES = (
    _straight(
        name="identity",
        label="Identity",
        latex=r"z",
        lower=-_INF,
        upper=_INF,
        corners=(),
        slopes=(1.0,),
        function=lambda z: z.copy(),
        numpy="return z",
        keras='"linear"',
        pytorch="torch.nn.Identity()",
        source="no activation at all: the neuron stays affine",
    ),
    _straight(
        name="step",
        label="Step",
        latex=r"1 \text{ if } z > 0 \text{, else } 0",
        lower=0,
        upper=1,
        corners=(0.0,),
        slopes=(0.0, 0.0),
        # Not z > 0, which would make 0 of NaN.
        function=lambda z: np.heaviside(z, 0),
        numpy="return np.heaviside(z, 0)",
        keras="lambda z: keras.ops.where(keras.ops.isnan(z), z, keras.ops.cast(z > 0, z.dtype))",
        pytorch="Function(lambda z: torch.where(z.isnan(), z, (z > 0).to(z.dtype)))",
        source="McCulloch and Pitts 1943; Rosenblatt 1958",
    ),
    _straight(
        name="relu",
        label="ReLU",
        latex=r"\max(0, z)",
        lower=0,
        upper=_INF,
        corners=(0.0,),
        slopes=(0.0, 1.0),
        function=bends.relu,
        numpy="return np.maximum(z, 0)",
        keras='"relu"',
        pytorch="torch.nn.ReLU()",
        source="Householder 1941 (as later papers say); Fukushima 1969; Nair and Hinton 2010",
    ),
    _straight(
        name="leaky_relu",
        label="Leaky ReLU",
        latex=r"\max(0.01\,z, z)",
        lower=-_INF,
        upper=_INF,
        corners=(0.0,),
        slopes=(LEAKY_SLOPE, 1.0),
        function=bends.leaky_relu,
        numpy="return np.where(z > 0, z, 0.01 * z)",
        # Called by its name alone, Keras's leaky_relu has slope 0.2.
        keras="lambda z: keras.activations.leaky_relu(z, negative_slope=0.01)",
        pytorch="torch.nn.LeakyReLU(0.01)",
        source="Maas, Hannun and Ng 2013",
    ),
    Activation(
        name="elu",
        label="ELU",
        latex=r"z \text{ if } z > 0 \text{, else } e^{z} - 1",
        lower=-1,
        upper=_INF,
        function=bends.elu,
        slope=bends.elu_slope,
        numpy="return np.where(z > 0, z, np.expm1(np.minimum(z, 0)))",
        keras='"elu"',
        pytorch="torch.nn.ELU()",
        source="Clevert, Unterthiner and Hochreiter 2015; α = 1",
    ),
    Activation(
        name="selu",
        label="SELU",
        latex=r"1.0507\,z \text{ if } z > 0 \text{, else } 1.7581\,(e^{z} - 1)",
        lower=-bends.SELU_SCALE * bends.SELU_ALPHA,
        upper=_INF,
        corners=(0.0,),
        function=bends.selu,
        slope=bends.selu_slope,
        numpy=(
            "left = 1.6732632423543772848170429916717 * np.expm1(np.minimum(z, 0))\n"
            "return finite(1.0507009873554804934193349852946 * np.where(z > 0, z, left))"
        ),
        keras='"selu"',
        pytorch="torch.nn.SELU()",
        source="Klambauer et al. 2017",
    ),
    Activation(
        name="celu",
        label="CELU",
        latex=r"\max(0, z) + \min(0, e^{z} - 1)",
        lower=-1,
        upper=_INF,
        function=bends.elu,
        slope=bends.elu_slope,
        numpy="return np.where(z > 0, z, np.expm1(np.minimum(z, 0)))",
        keras='"celu"',
        pytorch="torch.nn.CELU()",
        source="Barron 2017; with its usual α = 1 it equals ELU",
    ),
    Activation(
        name="gelu",
        label="GELU",
        latex=r"z\,\Phi(z)",
        lower=-0.16997120747990369,
        upper=_INF,
        function=lambda z: z * bends.normal_cdf(z),
        slope=bends.gelu_slope,
        numpy=(
            "erfc = np.frompyfunc(math.erfc, 1, 1)\n"
            "return z * (0.5 * np.asarray(erfc(-z / math.sqrt(2)), dtype=z.dtype))"
        ),
        keras='"gelu"',
        pytorch="torch.nn.GELU()",
        source="Hendrycks and Gimpel 2016; Φ is the normal distribution function",
    ),
    Activation(
        name="gelu_tanh",
        label="GELU (tanh form)",
        latex=r"\tfrac{z}{2}\left(1 + \tanh\left(\sqrt{2/\pi}\,(z + 0.044715\,z^3)\right)\right)",
        lower=-0.17004075057125412,
        upper=_INF,
        function=bends.gelu_tanh,
        slope=bends.gelu_tanh_slope,
        numpy="return z * sigmoid(2 * math.sqrt(2 / math.pi) * (z + 0.044715 * (z * z * z)))",
        keras="lambda z: keras.activations.gelu(z, approximate=True)",
        pytorch='torch.nn.GELU(approximate="tanh")',
        source="Hendrycks and Gimpel 2016, the approximation with tanh",
    ),
    Activation(
        name="sigmoid",
        label="Sigmoid",
        latex=r"\frac{1}{1 + e^{-z}}",
        lower=0,
        upper=1,
        function=bends.sigmoid,
        slope=bends.sigmoid_slope,
        numpy=(
            "e = np.exp(-np.abs(z))  # never of a positive number, so it cannot overflow\n"
            "return np.where(z >= 0, 1, e) / (1 + e)"
        ),
        keras='"sigmoid"',
        pytorch="torch.nn.Sigmoid()",
        source="Verhulst 1838; named the logistic curve in 1845",
    ),
    Activation(
        name="tanh",
        label="Tanh",
        latex=r"\tanh z",
        lower=-1,
        upper=1,
        function=np.tanh,
        slope=bends.tanh_slope,
        numpy="return np.tanh(z)",
        keras='"tanh"',
        pytorch="torch.nn.Tanh()",
        source="LeCun et al. 1998, Efficient BackProp, which recommends it; in use long before",
    ),
    Activation(
        name="softplus",
        label="Softplus",
        latex=r"\ln(1 + e^{z})",
        lower=0,
        upper=_INF,
        function=bends.softplus,
        slope=bends.sigmoid,
        numpy="return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))",
        keras='"softplus"',
        # PyTorch's usual threshold of 20 makes it wrong in the 10th digit there.
        pytorch="torch.nn.Softplus(threshold=40)",
        source="Dugas et al. 2001",
    ),
    Activation(
        name="softsign",
        label="Softsign",
        latex=r"\frac{z}{1 + |z|}",
        lower=-1,
        upper=1,
        function=lambda z: z / (1 + np.abs(z)),
        slope=lambda z: np.square(1 / (1 + np.abs(z))),
        numpy="return z / (1 + np.abs(z))",
        keras='"softsign"',
        pytorch="torch.nn.Softsign()",
        source="Elliott 1993; Bergstra et al. 2009",
    ),
    Activation(
        name="silu",
        label="SiLU (Swish)",
        latex=r"\frac{z}{1 + e^{-z}}",
        lower=-0.27846454276107377,
        upper=_INF,
        function=lambda z: z * bends.sigmoid(z),
        slope=bends.silu_slope,
        numpy="return z * sigmoid(z)",
        keras='"silu"',
        pytorch="torch.nn.SiLU()",
        source="Hendrycks and Gimpel 2016; Elfwing, Uchibe and Doya 2017; Ramachandran et al. 2017",
    ),
    Activation(
        name="mish",
        label="Mish",
        latex=r"z \tanh(\ln(1 + e^{z}))",
        lower=-0.30884341301725042,
        upper=_INF,
        function=lambda z: z * bends.tanh_softplus(z),
        slope=bends.mish_slope,
        numpy=(
            "e = np.exp(-np.abs(z))\n"
            "right = (1 + 2 * e) / (1 + 2 * e + 2 * e * e)\n"
            "left = e * (e + 2) / (e * (e + 2) + 2)\n"
            "return z * np.where(z >= 0, right, left)  # z · tanh(softplus(z)), multiplied out"
        ),
        keras='"mish"',
        pytorch="torch.nn.Mish()",
        source="Misra 2019",
    ),
    _straight(
        name="hard_sigmoid",
        label="Hard sigmoid",
        latex=r"\min(1, \max(0, \tfrac{z}{6} + \tfrac12))",
        lower=0,
        upper=1,
        corners=(-3.0, 3.0),
        slopes=(0.0, 1 / 6, 0.0),
        function=bends.hard_sigmoid,
        numpy="return np.clip(z + 3, 0, 6) / 6",
        keras='"hard_sigmoid"',
        pytorch="torch.nn.Hardsigmoid()",
        source="Courbariaux, Bengio and David 2015; slope 1/6 as in PyTorch and Keras 3",
    ),
    _straight(
        name="hard_tanh",
        label="Hard tanh",
        latex=r"\min(1, \max(-1, z))",
        lower=-1,
        upper=1,
        corners=(-1.0, 1.0),
        slopes=(0.0, 1.0, 0.0),
        function=lambda z: np.clip(z, -1, 1),
        numpy="return np.clip(z, -1, 1)",
        keras='"hard_tanh"',
        pytorch="torch.nn.Hardtanh()",
        source="Collobert 2004",
    ),
    Activation(
        name="hard_swish",
        label="Hard swish",
        latex=r"z\,\min(1, \max(0, \tfrac{z}{6} + \tfrac12))",
        lower=-0.375,
        upper=_INF,
        corners=(-3.0, 3.0),
        function=lambda z: z * bends.hard_sigmoid(z),
        slope=bends.hard_swish_slope,
        numpy="return z * (np.clip(z + 3, 0, 6) / 6)",
        keras='"hard_silu"',
        pytorch="torch.nn.Hardswish()",
        source="Howard et al. 2019",
    ),
    _straight(
        name="relu6",
        label="ReLU6",
        latex=r"\min(6, \max(0, z))",
        lower=0,
        upper=6,
        corners=(0.0, 6.0),
        slopes=(0.0, 1.0, 0.0),
        function=lambda z: np.clip(z, 0, 6),
        numpy="return np.clip(z, 0, 6)",
        keras='"relu6"',
        pytorch="torch.nn.ReLU6()",
        source="Krizhevsky 2010",
    ),
    Activation(
        name="log_sigmoid",
        label="Log-sigmoid",
        latex=r"-\ln(1 + e^{-z})",
        lower=-_INF,
        upper=0,
        function=lambda z: -bends.softplus(-z),
        slope=lambda z: bends.sigmoid(-z),
        numpy="return -softplus(-z)",
        keras='"log_sigmoid"',
        pytorch="torch.nn.LogSigmoid()",
        source="the logarithm of the sigmoid, used inside losses",
    ),
    Activation(
        name="arctan",
        label="Arctan",
        latex=r"\arctan z",
        lower=-math.pi / 2,
        upper=math.pi / 2,
        function=np.arctan,
        slope=lambda z: 1 / (1 + np.square(z)),
        numpy="return np.arctan(z)",
        keras="keras.ops.arctan",
        pytorch="Function(torch.atan)",
        source="an S-curve with slow tails",
    ),
    Activation(
        name="gaussian",
        label="Gaussian",
        latex=r"e^{-z^2}",
        lower=0,
        upper=1,
        function=lambda z: np.exp(-np.square(z)),
        slope=lambda z: -(2 * np.exp(-np.square(z))) * z,
        numpy="return np.exp(-np.square(z))",
        keras="lambda z: keras.ops.exp(-keras.ops.square(z))",
        pytorch="Function(lambda z: torch.exp(-torch.square(z)))",
        source="Broomhead and Lowe 1988",
    ),
    Activation(
        name="sin",
        label="Sine",
        latex=r"\sin z",
        lower=-1,
        upper=1,
        function=np.sin,
        slope=np.cos,
        numpy="return np.sin(z)",
        keras="keras.ops.sin",
        pytorch="Function(torch.sin)",
        source="Lapedes and Farber 1987; Sitzmann et al. 2020",
    ),
    Activation(
        name="squared_relu",
        label="Squared ReLU",
        latex=r"\max(0, z)^2",
        lower=0,
        upper=_INF,
        function=lambda z: bends.saturate(np.square(bends.relu(z))),
        slope=lambda z: bends.saturate(2 * bends.relu(z)),
        numpy="return finite(np.square(np.maximum(z, 0)))",
        keras="lambda z: keras.ops.square(keras.ops.relu(z))",
        pytorch="Function(lambda z: torch.square(torch.relu(z)))",
        source="So et al. 2021",
    ),
    Activation(
        name="tanh_shrink",
        label="Tanh shrink",
        latex=r"z - \tanh z",
        lower=-_INF,
        upper=_INF,
        function=bends.tanh_shrink,
        slope=lambda z: np.square(np.tanh(z)),
        numpy=(
            "near = np.clip(z, -1, 1)\n"
            "square = np.square(near)\n"
            "t = np.full_like(square, 19)  # Lambert's continued fraction\n"
            "for odd in (17, 15, 13, 11, 9, 7, 5, 3):\n"
            "    t = odd + square / t\n"
            "return np.where(np.abs(z) < 1, near * (square / (t + square)), z - np.tanh(z))"
        ),
        keras='"tanh_shrink"',
        pytorch="torch.nn.Tanhshrink()",
        source="as in PyTorch",
    ),
    Activation(
        name="quick_gelu",
        label="Quick GELU",
        latex=r"\frac{z}{1 + e^{-1.702\,z}}",
        lower=-0.27846454276107377 / bends.QUICK_GELU_SCALE,
        upper=_INF,
        function=lambda z: z * bends.sigmoid(bends.QUICK_GELU_SCALE * z),
        slope=bends.quick_gelu_slope,
        numpy="return z * sigmoid(1.702 * z)",
        keras="lambda z: z * keras.ops.sigmoid(1.702 * z)",
        pytorch="Function(lambda z: z * torch.sigmoid(1.702 * z))",
        source="Hendrycks and Gimpel 2016",
    ),
)

ACTIVATIONS: dict[str, Activation] = {entry.name: entry for entry in _ENTRIES}


def activation_named(name: str) -> Activation:
    """Look an activation up by its key.

    Parameters
    ----------
    name : str
        A key of `ACTIVATIONS`.

    Raises
    ------
    ValueError
        If there is no activation of that name.
    """
    return ACTIVATIONS[known_name("activation", name, ACTIVATIONS)]
