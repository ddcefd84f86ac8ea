"""The loss is a landscape over the weights: a height at each place, and a slope that leads down.

Here one looks at it without moving: at the height of many places at once (`losses_at`), to draw
the landscape, and at the slope of one place (`gradient_of`), to check what training does.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from core.activations import Array
from core.checks import finite_array
from core.network import Network
from core.training.backpropagation import Objective, Pass
from core.training.parameters import layer_blocks, n_parameters, parameters_of
from core.training.samples import sample_table

CHUNK_BYTES = 4 * 2**20  # of outputs computed at once: about what a processor's cache holds


@dataclass(frozen=True, eq=False)
class Gradient:
    """The slope of the loss at one place: how fast it rises with each weight and bias.

    Attributes
    ----------
    loss : float
        The loss itself.
    weights : tuple of ndarray, each of shape (n_inputs, n_units) of its layer
        ∂loss/∂W of each layer.
    biases : tuple of ndarray, each of shape (n_units,) of its layer
        ∂loss/∂b of each layer.

    Where the loss, or a number on the way to it, is too large, it is infinite or NaN, and so may
    be the slopes.
    """

    loss: float
    weights: tuple[Array, ...]
    biases: tuple[Array, ...]


def gradient_of(
    network: Network, X: ArrayLike, y: ArrayLike, *, loss: str = "half_squared_error"
) -> Gradient:
    """Compute the gradient of the loss by backpropagation, with the engine that trains.

    Parameters
    ----------
    network : Network
    X : array_like, shape (n_samples, n_inputs)
    y : array_like, shape (n_samples, n_outputs), or (n_samples,) for one output
    loss : str
        Key of `core.training.losses.LOSSES`.

    Raises
    ------
    ValueError
        If the samples do not fit, or there is no loss of that name.
    """
    objective = Objective.of(network, loss)
    full_pass = Pass(objective, parameters_of(network), sample_table(X, y, network, loss))
    gradient = np.empty(n_parameters(network.sizes))
    backward = full_pass.record_backward(gradient)
    with np.errstate(all="ignore"):
        value = float(full_pass.loss())
        backward.play()
        gradient /= full_pass.n_samples
    blocks = layer_blocks(gradient, network.sizes)
    return Gradient(
        value,
        tuple(block[:, :-1].T for block in blocks),
        tuple(block[:, -1] for block in blocks),
    )


def losses_at(
    network: Network,
    parameters: ArrayLike,
    X: ArrayLike,
    y: ArrayLike,
    *,
    loss: str = "half_squared_error",
) -> Array:
    """Measure the loss of many networks of the same shape at once.

    Parameters
    ----------
    network : Network
        Gives sizes and activations; its own weights do not matter.
    parameters : array_like, shape (n_networks, n_parameters)
        One row for each network, in the order of `core.training.parameters`.
    X : array_like, shape (n_samples, n_inputs)
    y : array_like, shape (n_samples, n_outputs), or (n_samples,) for one output
    loss : str
        Key of `core.training.losses.LOSSES`.

    Returns
    -------
    ndarray, shape (n_networks,)
        Infinite or NaN where the loss, or a number on the way to it, is too large.

    Raises
    ------
    ValueError
        If a shape does not fit, or there is no loss of that name.
    """
    objective = Objective.of(network, loss)
    rows = finite_array("parameters", parameters, ndim=2).astype(np.float64)
    wanted = n_parameters(network.sizes)
    if rows.shape[1] != wanted:
        raise ValueError(f"parameters must have shape (n_networks, {wanted}), got {rows.shape}")
    table = sample_table(X, y, network, loss)
    # All at once would need n_networks × n_samples × n_units numbers: too many for a fine grid.
    bytes_each = 8 * table.shape[1] * (sum(network.sizes) + len(network.sizes))
    size = min(max(1, CHUNK_BYTES // bytes_each), max(1, len(rows)))
    place = np.empty((size, wanted))
    full_pass = Pass(objective, place, table)
    losses = np.empty(len(rows))
    for start in range(0, len(rows), size):
        chunk = rows[start : start + size]
        place[: len(chunk)] = chunk
        with np.errstate(all="ignore"):
            losses[start : start + size] = full_pass.loss()[: len(chunk)]
    return losses
