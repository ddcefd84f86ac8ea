"""A layer is several neurons that read the same inputs: their weights side by side in a matrix."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from core.activations import Activation, Array, activation_named
from core.checks import finite_array, float_array


class Layer:
    """A fully connected layer: output = σ(X W + b).

    Parameters
    ----------
    weights : array_like, shape (n_inputs, n_units)
        W; column j holds the weights of unit j.
    bias : array_like, shape (n_units,)
        b, one number for each unit.
    activation : str
        Key of σ in `core.activations.ACTIVATIONS`, the same for every unit.

    Raises
    ------
    ValueError
        If the shapes do not fit, a number is not finite, or the activation is unknown.
    """

    def __init__(self, weights: ArrayLike, bias: ArrayLike, activation: str = "identity") -> None:
        self.weights: Array = finite_array("weights", weights, ndim=2)
        self.bias: Array = finite_array("bias", bias, shape=(self.weights.shape[1],))
        self.activation: Activation = activation_named(activation)

    @property
    def n_inputs(self) -> int:
        """Number of inputs each unit reads."""
        return int(self.weights.shape[0])

    @property
    def n_units(self) -> int:
        """Number of units, which is the number of outputs."""
        return int(self.weights.shape[1])

    def preactivation(self, X: ArrayLike) -> Array:
        """Z = X W + b.

        Parameters
        ----------
        X : array_like, shape (n_samples, n_inputs)
            Inputs, one sample a row.

        Returns
        -------
        ndarray, shape (n_samples, n_units)
            Infinite or NaN where a number on the way is too large.

        Raises
        ------
        ValueError
            If a row of `X` does not have `n_inputs` numbers.
        """
        X = float_array("X", X)
        if X.ndim != 2 or X.shape[1] != self.n_inputs:
            raise ValueError(f"X must have shape (n_samples, {self.n_inputs}), got {X.shape}")
        with np.errstate(over="ignore", invalid="ignore"):  # too large is ∞, and ∞ − ∞ is NaN
            return np.asarray(X @ self.weights + self.bias)

    def forward(self, X: ArrayLike) -> Array:
        """A = σ(X W + b).

        Parameters
        ----------
        X : array_like, shape (n_samples, n_inputs)
            Inputs, one sample a row.

        Returns
        -------
        ndarray, shape (n_samples, n_units)
        """
        return self.activation.value(self.preactivation(X))
