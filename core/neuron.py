"""A neuron multiplies each input by its weight, adds the bias, and bends the sum."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from core.activations import Activation, Array, activation_named
from core.checks import finite_array, float_array
from core.scale import power_of_two


@dataclass(frozen=True, eq=False)
class Contributions:
    """The sum inside a neuron, term by term, for one input.

    Attributes
    ----------
    terms : ndarray, shape (n_inputs,)
        wᵢ · xᵢ for each input.
    bias : float
        The bias b.
    preactivation : float
        z, the sum of all terms and the bias.
    """

    terms: Array
    bias: float
    preactivation: float


class Neuron:
    """One neuron: output = σ(w · x + b).

    Parameters
    ----------
    weights : array_like, shape (n_inputs,)
        w, one number for each input.
    bias : float
        b, the preactivation when every input is 0.
    activation : str
        Key of σ in `core.activations.ACTIVATIONS`.

    Raises
    ------
    ValueError
        If `weights` is not one row of finite numbers, `bias` is not one finite number, or
        there is no activation of that name.
    """

    def __init__(self, weights: ArrayLike, bias: float, activation: str = "identity") -> None:
        self.weights: Array = finite_array("weights", weights, ndim=1)
        self.bias: float = float(finite_array("bias", bias, ndim=0))
        self.activation: Activation = activation_named(activation)

    @property
    def norm(self) -> float:
        """‖w‖, the length of the weights seen as an arrow: √(w₁² + w₂² + …)."""
        scale = float(power_of_two(self.weights))
        return scale * float(np.linalg.norm(self.weights / scale))

    def preactivation(self, X: ArrayLike) -> Array:
        """z = w · x + b for each sample.

        Parameters
        ----------
        X : array_like, shape (n_samples, n_inputs) or (n_inputs,)
            Inputs, one sample a row; or a single sample.

        Returns
        -------
        ndarray, shape (n_samples,) or ()
            Infinite or NaN where a number on the way is too large.

        Raises
        ------
        ValueError
            If a row of `X` does not have one number for each weight.
        """
        return _weighted_sum(X, self.weights, self.bias)

    def output(self, X: ArrayLike) -> Array:
        """a = σ(w · x + b) for each sample.

        Parameters
        ----------
        X : array_like, shape (n_samples, n_inputs) or (n_inputs,)
            Inputs, one sample a row; or a single sample.

        Returns
        -------
        ndarray, shape (n_samples,) or ()
        """
        return self.activation.value(self.preactivation(X))

    def contributions(self, x: ArrayLike) -> Contributions:
        """Show what each input adds to the sum, for one sample.

        Parameters
        ----------
        x : array_like, shape (n_inputs,)
            One sample.

        Raises
        ------
        ValueError
            If `x` is not one finite number for each weight.
        """
        x = finite_array("x", x, shape=self.weights.shape)
        with np.errstate(over="ignore"):
            terms = self.weights * x
        return Contributions(terms, self.bias, float(self.preactivation(x)))

    def signed_distance(self, X: ArrayLike) -> Array:
        """d = z / ‖w‖: how far each sample is from the boundary z = 0, and on which side.

        Parameters
        ----------
        X : array_like, shape (n_samples, n_inputs) or (n_inputs,)
            Inputs, one sample a row; or a single sample.

        Returns
        -------
        ndarray, shape (n_samples,) or ()
            Positive on the side the weights point to, in the units of `X`. Infinite where it is
            too large for a number.

        Raises
        ------
        ValueError
            If every weight is 0: then z = b everywhere and there is no boundary.
        """
        if not self.weights.any():
            raise ValueError(
                "weights are all 0, so there is no boundary to measure a distance from; "
                "wanted at least one weight that is not 0"
            )
        # z and ‖w‖ may be too large or too small for a number when the distance is not.
        scale = float(power_of_two(self.weights))
        weights, bias = self.weights / scale, self.bias / scale
        return _weighted_sum(X, weights, bias) / float(np.linalg.norm(weights))


def _weighted_sum(X: ArrayLike, weights: Array, bias: float) -> Array:
    """w · x + b for each sample; infinite or NaN where a number on the way is too large."""
    X = float_array("X", X)
    if X.ndim not in (1, 2) or X.shape[-1] != weights.size:
        raise ValueError(f"X must have shape (n_samples, {weights.size}), got {X.shape}")
    with np.errstate(over="ignore", invalid="ignore"):
        return np.asarray(X @ weights + bias)
