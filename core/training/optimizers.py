"""An optimizer turns the gradient into a step: it says how the weights move downhill.

- ``sgd``: straight down, θ ← θ − η g, with learning rate η and gradient g.
- ``momentum``: a ball that keeps 0.9 of its speed, v ← 0.9 v + g, θ ← θ − η v.
- ``adam``: running means of g and of g², both corrected for having started at 0; every
  parameter steps by about η, whatever the size of its gradient:
  θ ← θ − η · m̂ / (√v̂ + ε).

References
----------
Polyak 1964 (momentum); Kingma and Ba 2015 (Adam). The three agree with PyTorch's SGD and Adam.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from core.activations import Array
from core.checks import known_name
from core.training.tape import Tape, constant

MOMENTUM = 0.9
ADAM_BETAS = (0.9, 0.999)  # how much of the running means of g and g² is kept at each step
ADAM_EPSILON = 1e-8

State = dict[str, Array]


class Optimizer(NamedTuple):
    """A rule for one step.

    Attributes
    ----------
    state : callable (parameters) -> dict of ndarray
        What the rule remembers from step to step, before the first one.
    record : callable (tape, parameters, gradient, state, learning_rate, n_samples)
        Records one step. `gradient` holds the sum over the batch's samples; the rule divides by
        `n_samples` where that is cheapest, and may overwrite it.
    """

    state: Callable[[Array], State]
    record: Callable[[Tape, Array, Array, State, float, int], None]


def optimizer_named(name: str) -> Optimizer:
    """Look an optimizer up by its key.

    Parameters
    ----------
    name : str
        A key of `OPTIMIZERS`.

    Raises
    ------
    ValueError
        If there is no optimizer of that name.
    """
    return OPTIMIZERS[known_name("optimizer", name, OPTIMIZERS)]


def record_penalty(
    tape: Tape, parameters: Array, gradient: Array, mask: Array, l1: float, l2: float
) -> None:
    """Record what the penalties l1 · Σ|w| + ½ · l2 · Σw² add to the gradient.

    Parameters
    ----------
    tape : Tape
    parameters, gradient : ndarray, shape (…, n_parameters)
    mask : ndarray, shape (n_parameters,)
        1 for a weight and 0 for a bias, times the number of samples in the batch.
    l1, l2 : float
        Strengths; 0 records nothing.
    """
    pull = np.empty_like(gradient)
    if l1:
        tape.record(np.sign, parameters, pull)
        tape.record(np.multiply, pull, l1 * mask, pull)
        tape.record(np.add, gradient, pull, gradient)
    if l2:
        tape.record(np.multiply, parameters, l2 * mask, pull)
        tape.record(np.add, gradient, pull, gradient)


def _no_state(parameters: Array) -> State:
    return {}


def _record_sgd(
    tape: Tape, parameters: Array, gradient: Array, state: State, rate: float, n: int
) -> None:
    tape.record(np.multiply, gradient, constant(rate / n, gradient), gradient)
    tape.record(np.subtract, parameters, gradient, parameters)


def _momentum_state(parameters: Array) -> State:
    return {"velocity": np.zeros_like(parameters)}


def _record_momentum(
    tape: Tape, parameters: Array, gradient: Array, state: State, rate: float, n: int
) -> None:
    velocity = state["velocity"]  # holds η v, which saves one call
    tape.record(np.multiply, gradient, constant(rate / n, gradient), gradient)
    tape.record(np.multiply, velocity, constant(MOMENTUM, velocity), velocity)
    tape.record(np.add, velocity, gradient, velocity)
    tape.record(np.subtract, parameters, velocity, parameters)


def _adam_state(parameters: Array) -> State:
    return {
        "means": np.zeros((2, *parameters.shape), parameters.dtype),
        # βᵗ stays float64: in float32 1 − 0.999 would keep only four digits.
        "powers": np.ones((2, *(1,) * parameters.ndim)),
    }


def _record_adam(
    tape: Tape, parameters: Array, gradient: Array, state: State, rate: float, n: int
) -> None:
    # The means of g and of g² are stacked, so that one call updates both.
    means, powers = state["means"], state["powers"]
    new, betas = np.empty_like(means), np.empty_like(powers)
    betas[0], betas[1] = ADAM_BETAS
    keep, take = betas.astype(means.dtype), (1 - betas).astype(means.dtype)
    correction = np.empty_like(keep)
    tape.record(np.multiply, powers, betas, powers)
    tape.record(np.subtract, np.ones_like(powers), powers, correction)
    tape.record(np.multiply, gradient, constant(1 / n, gradient), new[0])
    tape.record(np.multiply, new[0], new[0], new[1])
    tape.record(np.multiply, new, take, new)
    tape.record(np.multiply, means, keep, means)
    tape.record(np.add, means, new, means)
    tape.record(np.divide, means, correction, new)  # m̂ and v̂
    step, size = new[0], new[1]
    tape.record(np.sqrt, size, size)
    tape.record(np.add, size, constant(ADAM_EPSILON, size), size)
    tape.record(np.divide, step, size, step)
    tape.record(np.multiply, step, constant(rate, step), step)
    tape.record(np.subtract, parameters, step, parameters)


OPTIMIZERS: dict[str, Optimizer] = {
    "sgd": Optimizer(_no_state, _record_sgd),
    "momentum": Optimizer(_momentum_state, _record_momentum),
    "adam": Optimizer(_adam_state, _record_adam),
}
