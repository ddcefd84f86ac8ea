"""An activation works elementwise: every number of an array goes through the same function.

The formulas are in `core.bends`, the table of all activations is in `core.activations`; this is
what one entry of that table looks like.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[Any]
Elementwise = Callable[[Array], Array]


@dataclass(frozen=True, eq=False, kw_only=True)
class Activation:
    """An activation function σ with its derivative, and how other libraries write it.

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
    corners : tuple of float
        The z at which σ has a corner or a jump, in rising order.
    piecewise_linear : bool
        Whether σ is a straight line between neighbouring corners.
    function, slope : callable (ndarray) -> ndarray
        The bare formulas of σ and σ′, for arrays of floats. Call `value` and `derivative`
        instead: they read anything array-like, keep its type, and do not warn.
    numpy : str
        Body of a NumPy function of z: ``"return np.maximum(z, 0)"``. It may call other
        activations of the table by name. It gives what `function` gives, to the last bit.
    keras : str
        What a Keras 3 layer takes as `activation`: ``'"relu"'``, or a function.
    pytorch : str
        A PyTorch module: ``"torch.nn.ReLU()"``. Where there is none, ``"Function(f)"``, which
        the exported code defines, makes one of a function f.
    source : str
        Where to read about it; seldom the first place it was ever used.
    """

    name: str
    label: str
    latex: str
    lower: float
    upper: float
    corners: tuple[float, ...] = ()
    piecewise_linear: bool = False
    function: Elementwise
    slope: Elementwise
    numpy: str
    keras: str
    pytorch: str
    source: str

    def value(self, z: ArrayLike) -> Array:
        """σ(z), elementwise.

        Parameters
        ----------
        z : array_like of float, any shape
            Preactivations. Integers are read as float64.

        Returns
        -------
        ndarray
            Same shape and float type as `z`; NaN where z is NaN.
        """
        return _apply(self.function, z)

    def derivative(self, z: ArrayLike) -> Array:
        """σ′(z), elementwise; at a corner, the slope of the piece on the left.

        Parameters and result are those of `value`.
        """
        return _apply(self.slope, z)


def _apply(function: Elementwise, z: ArrayLike) -> Array:
    z = np.asarray(z)
    if z.dtype not in (np.float32, np.float64):
        z = z.astype(np.float64)
    # Every overflow in the formulas ends in exp(-inf), tanh(inf) or 1/inf, whose limit is the
    # right answer, or is saturated; every underflow rightly ends in 0. So both are silent. An
    # infinite z, which a sum too large gives, may have no answer, as in sin ∞; NaN says so.
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        return np.asarray(function(z), dtype=z.dtype)
