"""A loss is one number that says how far the outputs are from the targets: 0 is perfect.

Both losses are a mean over the samples of a sum over the outputs:

- ``half_squared_error``: ½ · (output − target)². The ½ makes the gradient exactly
  output − target.
- ``cross_entropy``: −ln of the probability the network gave to the true answer. Probabilities
  are made from *logits* z, numbers of any size, and never leave them, so nothing overflows and
  ln 0 never occurs. Where the logits come from depends on the last layer:

  * a **sigmoid** last layer: its preactivations are the logits and its outputs the
    probabilities. Each output is its own yes-or-no question (usually there is one).
  * **any other** last layer, usually identity: its outputs are the logits. One output is turned
    into a probability by the sigmoid, several by the softmax. The network's output stays the
    logit; apply sigmoid or softmax to it to see the probability.

  Targets are probabilities, usually 0 and 1; for the softmax each row must sum to 1.

Inside this module samples are columns: arrays have shape (…, n_outputs, n_samples).

References
----------
Bishop 2006, Pattern Recognition and Machine Learning, sections 4.3 and 5.2.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from core.activations import Array
from core.checks import known_name
from core.training.recipes import record_sigmoid
from core.training.tape import Tape

LOSSES: dict[str, str] = {
    "half_squared_error": r"\tfrac{1}{n} \sum \tfrac12 (a - y)^2",
    "cross_entropy": r"-\tfrac{1}{n} \sum y \ln p",
}


class Loss(NamedTuple):
    """A loss with its gradient.

    Attributes
    ----------
    value : callable (outputs, targets) -> ndarray, shape (…)
        Mean over the samples, in float64.
    gradient : callable (tape, outputs, targets, delta)
        Records calls that write each sample's ∂loss/∂output into `delta`. The mean's 1 / n is
        left to the optimizer.
    on_logits : bool
        Whether a sigmoid last layer is skipped because the loss holds the sigmoid itself.
    """

    value: Callable[[Array, Array], Array]
    gradient: Callable[[Tape, Array, Array, Array], None]
    on_logits: bool = False


def loss_for(name: str, last_activation: str, n_outputs: int) -> Loss:
    """Choose the loss that fits a network's last layer.

    Parameters
    ----------
    name : str
        Key of `LOSSES`.
    last_activation : str
        Activation of the last layer.
    n_outputs : int
        Number of units of the last layer.

    Raises
    ------
    ValueError
        If there is no loss of that name.
    """
    if known_name("loss", name, LOSSES) == "half_squared_error":
        return Loss(_half_squared_error, _difference)
    if last_activation == "sigmoid":
        return Loss(_sigmoid_cross_entropy, _sigmoid_difference, on_logits=True)
    if n_outputs == 1:
        return Loss(_sigmoid_cross_entropy, _sigmoid_difference)
    return Loss(_softmax_cross_entropy, _softmax_difference)


def check_targets(argument: str, y: Array, loss: str, last_activation: str) -> None:
    """Check that targets are probabilities where the loss needs them to be.

    Parameters
    ----------
    argument : str
        The argument's name, for the error.
    y : ndarray, shape (n_samples, n_outputs)
    loss : str
        Key of `LOSSES`.
    last_activation : str
        Activation of the last layer.

    Raises
    ------
    ValueError
        If a target is not a probability, or a row of several does not sum to 1.
    """
    if loss != "cross_entropy":
        return
    outside = (y < 0) | (y > 1)
    if outside.any():
        raise ValueError(
            f"{argument} must be probabilities between 0 and 1 for cross_entropy, "
            f"got {y[outside][0]:g}"
        )
    if y.shape[1] > 1 and last_activation != "sigmoid":
        sums = y.sum(axis=1)
        wrong = np.abs(sums - 1) > 1e-6
        if wrong.any():
            raise ValueError(
                f"{argument} must sum to 1 in each row for cross_entropy over {y.shape[1]} "
                f"outputs, got a row that sums to {sums[wrong][0]:g}"
            )


def _mean(terms: Array) -> Array:
    """Sum over outputs, mean over samples."""
    return np.asarray(terms.sum(axis=(-2, -1), dtype=np.float64) / terms.shape[-1])


def _half_squared_error(outputs: Array, targets: Array) -> Array:
    return 0.5 * _mean(np.square(outputs - targets))


def _difference(tape: Tape, outputs: Array, targets: Array, delta: Array) -> None:
    tape.record(np.subtract, outputs, targets, delta)


def _sigmoid_cross_entropy(logits: Array, targets: Array) -> Array:
    # −y ln p − (1 − y) ln(1 − p) with p = 1 / (1 + e⁻ᶻ), multiplied out.
    return _mean(np.maximum(logits, 0) - logits * targets + np.log1p(np.exp(-np.abs(logits))))


def _sigmoid_difference(tape: Tape, logits: Array, targets: Array, delta: Array) -> None:
    record_sigmoid(tape, logits, delta)
    tape.record(np.subtract, delta, targets, delta)


def _softmax_cross_entropy(logits: Array, targets: Array) -> Array:
    # −Σ y ln p with p = eᶻ / Σ eᶻ; the same shift on every logit leaves p as it is.
    shifted = logits - logits.max(axis=-2, keepdims=True)
    log_sum = np.log(np.exp(shifted).sum(axis=-2, keepdims=True))
    return _mean(targets * (log_sum - shifted))


def _softmax_difference(tape: Tape, logits: Array, targets: Array, delta: Array) -> None:
    row = np.empty_like(delta[..., :1, :])
    tape.record(np.maximum.reduce, logits, axis=-2, out=row, keepdims=True)
    tape.record(np.subtract, logits, row, delta)
    tape.record(np.exp, delta, delta)
    tape.record(np.add.reduce, delta, axis=-2, out=row, keepdims=True)
    tape.record(np.divide, delta, row, delta)
    tape.record(np.subtract, delta, targets, delta)
