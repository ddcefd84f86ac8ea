"""All weights and biases of a network in one long row of numbers: its parameters.

The row is read layer by layer and, inside a layer, unit by unit: first the unit's weights, then
its bias. So one layer is a block of shape (n_units, n_inputs + 1) with the biases in the last
column, and training, snapshots and loss surfaces can treat a whole network as one vector.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from core.activations import Array
from core.checks import finite_array, instance
from core.layer import Layer
from core.network import Network


def n_parameters(sizes: Sequence[int]) -> int:
    """Count the weights and biases.

    Parameters
    ----------
    sizes : sequence of int
        Number of inputs, then number of units of each layer.
    """
    return sum(n_units * (n_inputs + 1) for n_inputs, n_units in pairwise(sizes))


def layer_blocks(parameters: Array, sizes: Sequence[int]) -> list[Array]:
    """View the row as one block for each layer, without copying.

    Parameters
    ----------
    parameters : ndarray, shape (…, n_parameters)
        One row, or one row for each of several networks.
    sizes : sequence of int
        Number of inputs, then number of units of each layer.

    Returns
    -------
    list of ndarray, each of shape (…, n_units, n_inputs + 1)
        Writing into a block writes into the row. The last column holds the biases.
    """
    blocks, start = [], 0
    for n_inputs, n_units in pairwise(sizes):
        stop = start + n_units * (n_inputs + 1)
        part = parameters[..., start:stop]
        blocks.append(part.reshape(*part.shape[:-1], n_units, n_inputs + 1))
        start = stop
    return blocks


def parameters_of(network: Network, dtype: DTypeLike = np.float64) -> Array:
    """Write all weights and biases of a network into one row.

    Parameters
    ----------
    network : Network
    dtype : data type
        Of the row; float64 or float32.

    Returns
    -------
    ndarray, shape (n_parameters,)
        A copy.

    Raises
    ------
    ValueError
        If `network` is not a network, or a number of it is too large for `dtype`.
    """
    instance("network", network, Network)
    parameters = np.empty(n_parameters(network.sizes))
    for block, layer in zip(layer_blocks(parameters, network.sizes), network.layers, strict=True):
        block[:, :-1] = layer.weights.T
        block[:, -1] = layer.bias
    largest = float(np.abs(parameters).max(initial=0.0))
    if largest > float(np.finfo(dtype).max):
        raise ValueError(
            f"network must fit into {np.dtype(dtype)}, got a number as large as {largest:g}"
        )
    return parameters.astype(dtype)


def network_with(network: Network, parameters: ArrayLike) -> Network:
    """Build a network of the same sizes and activations with other weights and biases.

    Parameters
    ----------
    network : Network
        Gives the sizes and the activations.
    parameters : array_like, shape (n_parameters,)
        The row of numbers.

    Raises
    ------
    ValueError
        If the row is not as long as the network needs, or a number is not finite.
    """
    instance("network", network, Network)
    row = finite_array("parameters", parameters, shape=(n_parameters(network.sizes),))
    blocks = layer_blocks(row, network.sizes)
    return Network(
        [
            Layer(block[:, :-1].T, block[:, -1], layer.activation.name)
            for block, layer in zip(blocks, network.layers, strict=True)
        ]
    )
