"""The engine trains a network by writing one step down once and then repeating it.

Why record the step? A step of a small network is a few hundred multiplications: the processor
needs a microsecond or two for them. Written as a plain loop in Python, the same step takes some
sixty microseconds, because every line first looks names up, makes new arrays for its results
and throws the old ones away. But from one step to the next nothing changes except the numbers
*inside* the arrays. So the engine makes all arrays beforehand, writes down the NumPy calls of
one step, each already tied to the arrays it reads and writes (a `core.tape.Tape`), and training
is: copy a batch in, play the tape, copy the next batch in, play the tape.

Three more choices keep the list of calls short:

- Neurons are rows and samples are columns, and under every layer's outputs lies a row of ones.
  With the biases as the last column of the weights, W a + b is one product.
- All weights are views into one vector, and so are their gradients: however many layers there
  are, the optimizer's step is the same few calls.
- Numbers such as the learning rate are arrays too, so NumPy need not convert them each time.

Everything works with one more axis in front as well: parameters of shape (n_networks,
n_parameters) train many networks at once, which all see the same batches.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.activations import Array, activation_named
from core.losses import Loss, loss_for
from core.network import Network
from core.optimizers import OPTIMIZERS, record_penalty
from core.parameters import layer_blocks
from core.tape import Tape, record_activation, record_slope_product, works_in_place


@dataclass(frozen=True)
class Plan:
    """What is the same for every batch: the network's shape and the loss.

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
    def of(cls, network: Network, loss_name: str) -> Plan:
        """Plan the training of a network.

        Parameters
        ----------
        network : Network
        loss_name : str
            Key of `core.losses.LOSSES`.

        Returns
        -------
        Plan
        """
        names = tuple(layer.activation.name for layer in network.layers)
        loss = loss_for(loss_name, names[-1], network.sizes[-1])
        if loss.on_logits:
            names = (*names[:-1], "identity")
        return cls(network.sizes, names, loss)


class Pass:
    """One way through the network and back, recorded for a batch of a fixed size.

    Parameters
    ----------
    plan : Plan
    parameters : ndarray, shape (…, n_parameters)
        Read each time the tape is played.
    table : ndarray, shape (n_inputs + 1 + n_outputs, n_samples)
        The batch, read each time too.
    """

    def __init__(self, plan: Plan, parameters: Array, table: Array) -> None:
        self.plan, self.table = plan, table
        self.blocks = layer_blocks(parameters, plan.sizes)
        n_inputs, self.n_samples = plan.sizes[0], table.shape[1]
        self.targets = table[n_inputs + 1 :]
        self.forward = Tape()
        # What each layer reads: the inputs or the previous outputs, with the row of ones below.
        self.read = [table[: n_inputs + 1]]
        self.preactivations, self.outputs = [], []
        lead = parameters.shape[:-1]
        for block, name in zip(self.blocks, plan.activations, strict=True):
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
        return self.plan.loss.value(self.outputs[-1], self.targets)

    def record_backward(self, gradient: Array) -> Tape:
        """Record backpropagation, to be played after `forward`.

        Parameters
        ----------
        gradient : ndarray, shape (…, n_parameters)
            Where the tape writes the gradient of the loss, summed over the batch's samples.

        Returns
        -------
        Tape
        """
        tape = Tape()
        delta = np.empty_like(self.outputs[-1])
        self.plan.loss.gradient(tape, self.outputs[-1], self.targets, delta)
        gradients = layer_blocks(gradient, self.plan.sizes)
        for i in reversed(range(len(self.blocks))):
            activation = activation_named(self.plan.activations[i])
            record_slope_product(tape, activation, self.preactivations[i], self.outputs[i], delta)
            tape.record_product(delta, np.swapaxes(self.read[i], -1, -2), gradients[i])
            if i > 0:
                # The row under the ones is computed for nothing: leaving it out would make the
                # weights a view with gaps, and the product 0.3 µs slower.
                below = np.empty_like(self.read[i])
                tape.record_product(np.swapaxes(self.blocks[i], -1, -2), delta, below)
                delta = below[..., :-1, :]
        return tape


class Engine:
    """Everything one training run writes into, and the tapes that do the writing.

    Parameters
    ----------
    plan : Plan
    parameters : ndarray, shape (…, n_parameters)
        Changed in place by `epoch`.
    table : ndarray, shape (n_inputs + 1 + n_outputs, n_samples)
        The training set, see `core.samples.sample_table`.
    batch_size : int
    optimizer : str
        Key of `core.optimizers.OPTIMIZERS`.
    learning_rate, l1, l2 : float
    rng : numpy.random.Generator or None
        Shuffles the samples before each epoch; None keeps the order given.
    """

    def __init__(
        self,
        plan: Plan,
        parameters: Array,
        table: Array,
        *,
        batch_size: int,
        optimizer: str,
        learning_rate: float,
        l1: float,
        l2: float,
        rng: np.random.Generator | None,
    ) -> None:
        n_samples = table.shape[1]
        self.whole = Pass(plan, parameters, table)
        self._table, self._rng = table, rng
        self._shuffled = table if rng is None else np.empty_like(table)
        gradient = np.empty_like(parameters)
        state = OPTIMIZERS[optimizer].state(parameters)

        def update(through: Pass) -> Tape:
            tape = through.record_backward(gradient)
            mask = _weights_mask(plan.sizes, parameters) * through.n_samples
            record_penalty(tape, parameters, gradient, mask, l1, l2)
            OPTIMIZERS[optimizer].record(
                tape, parameters, gradient, state, learning_rate, through.n_samples
            )
            return tape

        # A step is a batch to copy from, an array to copy it into, and the calls to make.
        self._full_batch: Tape | None = None
        self._steps: list[tuple[Array, Array, Tape]] = []
        if batch_size >= n_samples:
            self._full_batch = update(self.whole)
            return
        recorded: dict[int, tuple[Array, Tape]] = {}  # by size: the last batch may be short
        for start in range(0, n_samples, batch_size):
            batch = self._shuffled[:, start : start + batch_size]
            size = batch.shape[1]
            if size not in recorded:
                through = Pass(plan, parameters, np.empty(batch.shape, batch.dtype))
                through.forward.calls += update(through).calls
                recorded[size] = through.table, through.forward
            self._steps.append((batch, *recorded[size]))

    def epoch(self) -> Array:
        """Show the network every sample once.

        Returns
        -------
        ndarray, shape (…)
            The loss on the whole training set afterwards.
        """
        if self._full_batch is not None:
            # The forward pass that measured the loss last time is this step's forward pass too.
            self._full_batch.play()
            return self.whole.loss()
        if self._rng is not None:
            order = self._rng.permutation(self._table.shape[1])
            np.take(self._table, order, axis=1, out=self._shuffled, mode="clip")
        for batch, place, tape in self._steps:
            place[...] = batch
            for call in tape.calls:
                call()
        return self.whole.loss()


def _weights_mask(sizes: tuple[int, ...], parameters: Array) -> Array:
    """1 for each weight, 0 for each bias, shape (n_parameters,)."""
    mask = np.ones(parameters.shape[-1], parameters.dtype)
    for block in layer_blocks(mask, sizes):
        block[:, -1] = 0
    return mask
