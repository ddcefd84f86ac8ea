"""Backpropagation asks each layer, from the last to the first, how much it added to the loss.

On the way forward every layer keeps its outputs. On the way back, the gradient with respect to a
layer's outputs becomes the one with respect to its preactivations (times σ′), and that becomes
the one with respect to its weights (times its inputs) and with respect to the outputs of the
layer before (times the weights). That is the chain rule, one link a layer.

Both passes are recorded on tapes; `core.training.engine` says why.

References
----------
Rumelhart, Hinton and Williams 1986, Learning representations by back-propagating errors.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from core.activations import Array, activation_named
from core.checks import instance
from core.network import Network
from core.training.losses import Loss, loss_for
from core.training.parameters import layer_blocks
from core.training.recipes import record_activation, record_slope_product, works_in_place
from core.training.tape import Tape


class Objective(NamedTuple):
    """What training makes smaller: the shape of a network and the loss at its end.

    Attributes
    ----------
    sizes : tuple of int
        Number of inputs, then number of units of each layer.
    activations : tuple of str
        Activation of each layer, as trained: where the loss holds the last layer's sigmoid
        itself, the last layer is left as identity.
    loss : Loss
    """

    sizes: tuple[int, ...]
    activations: tuple[str, ...]
    loss: Loss

    @classmethod
    def of(cls, network: Network, loss_name: str) -> Objective:
        """Find the objective of a network and a loss.

        Parameters
        ----------
        network : Network
        loss_name : str
            Key of `core.training.losses.LOSSES`.

        Raises
        ------
        ValueError
            If `network` is not a network, or there is no loss of that name.
        """
        instance("network", network, Network)
        names = tuple(layer.activation.name for layer in network.layers)
        loss = loss_for(loss_name, names[-1], network.sizes[-1])
        if loss.on_logits:
            names = (*names[:-1], "identity")
        return cls(network.sizes, names, loss)


class Pass:
    """The forward and the backward pass over a batch of fixed size, recorded.

    Parameters
    ----------
    objective : Objective
    parameters : ndarray, shape (…, n_parameters)
        Read each time the tape is played.
    table : ndarray, shape (n_inputs + 1 + n_outputs, n_samples)
        The batch, read each time too.
    """

    def __init__(self, objective: Objective, parameters: Array, table: Array) -> None:
        self.objective, self.table = objective, table
        self.blocks = layer_blocks(parameters, objective.sizes)
        n_inputs, self.n_samples = objective.sizes[0], table.shape[1]
        self.targets = table[n_inputs + 1 :]
        self.forward = Tape()
        # What each layer reads: the inputs or the previous outputs, above a row of ones.
        self.read = [table[: n_inputs + 1]]
        self.preactivations, self.outputs = [], []
        lead = parameters.shape[:-1]
        for block, name in zip(self.blocks, objective.activations, strict=True):
            n_units = block.shape[-2]
            with_ones = np.ones((*lead, n_units + 1, self.n_samples), parameters.dtype)
            a = with_ones[..., :-1, :]
            z = a if works_in_place(name) else np.empty_like(a)
            self.forward.record_product(block, self.read[-1], z)
            record_activation(self.forward, activation_named(name), z, a)
            self.read.append(with_ones)
            self.preactivations.append(z)
            self.outputs.append(a)

    def loss(self) -> Array:
        """Play the tape forward and measure the loss, shape (…)."""
        self.forward.play()
        return self.objective.loss.value(self.outputs[-1], self.targets)

    def record_backward(self, gradient: Array) -> Tape:
        """Record backpropagation, to be played after `forward`.

        Parameters
        ----------
        gradient : ndarray, shape (…, n_parameters)
            Where the tape writes the gradient of the loss, summed over the batch's samples.
        """
        tape = Tape()
        delta = np.empty_like(self.outputs[-1])
        self.objective.loss.gradient(tape, self.outputs[-1], self.targets, delta)
        gradients = layer_blocks(gradient, self.objective.sizes)
        for i in reversed(range(len(self.blocks))):
            activation = activation_named(self.objective.activations[i])
            record_slope_product(tape, activation, self.preactivations[i], self.outputs[i], delta)
            tape.record_product(delta, np.swapaxes(self.read[i], -1, -2), gradients[i])
            if i > 0:
                # The last row, the gradient of the ones, is not needed. Leaving it out would make
                # the weights a view with gaps, and the product 0.3 µs slower.
                below = np.empty_like(self.read[i])
                tape.record_product(np.swapaxes(self.blocks[i], -1, -2), delta, below)
                delta = below[..., :-1, :]
        return tape
