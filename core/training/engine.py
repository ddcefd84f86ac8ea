"""The engine trains a network by recording one step once and then repeating it.

Why record the step? A step of a small network is a few hundred multiplications: the processor
needs a microsecond or two for them. Written as a plain loop in Python, the same step takes some
sixty microseconds, because every line first looks names up, makes new arrays for its results
and throws the old ones away. But from one step to the next nothing changes except the numbers
*inside* the arrays. So the engine makes all arrays beforehand and records the NumPy calls of one
step, each already tied to the arrays it reads and writes (a `core.training.tape.Tape`). Training
is then: copy a batch in, play the tape, copy the next batch in, play the tape.

Three more choices keep the list of calls short:

- Neurons are rows and samples are columns, and under every layer's outputs lies a row of ones.
  With the biases as the last column of the weights, W a + b is one product.
- All weights are views into one vector, and so are their gradients: however many layers there
  are, the optimizer's step is the same few calls.
- Numbers such as the learning rate are arrays too, so NumPy need not convert them each time.

Everything also works with one more axis in front: parameters of shape (n_networks, n_parameters)
train many networks at once, which all see the same batches.
"""

from __future__ import annotations

import numpy as np

from core.activations import Array
from core.training.backpropagation import Objective, Pass
from core.training.optimizers import OPTIMIZERS, record_penalty
from core.training.parameters import layer_blocks
from core.training.plan import TrainingPlan
from core.training.tape import Tape


class Engine:
    """The arrays of one training run, and the tapes that compute with them.

    Parameters
    ----------
    objective : Objective
    parameters : ndarray, shape (…, n_parameters)
        Changed in place by `epoch`.
    table : ndarray, shape (n_inputs + 1 + n_outputs, n_samples)
        The training set, see `core.training.samples.sample_table`.
    plan : TrainingPlan
    """

    def __init__(
        self, objective: Objective, parameters: Array, table: Array, plan: TrainingPlan
    ) -> None:
        n_samples = table.shape[1]
        self.full_pass = Pass(objective, parameters, table)
        self._table, self._rng = table, plan.rng
        self._shuffled = table if self._rng is None else np.empty_like(table)
        gradient = np.empty_like(parameters)
        optimizer = OPTIMIZERS[plan.optimizer]
        state = optimizer.state(parameters)
        is_weight = _weights_mask(objective.sizes, parameters)

        def record_update(batch_pass: Pass) -> Tape:
            n = batch_pass.n_samples
            tape = batch_pass.record_backward(gradient)
            record_penalty(tape, parameters, gradient, is_weight * n, plan.l1, plan.l2)
            optimizer.record(tape, parameters, gradient, state, plan.learning_rate, n)
            return tape

        # A step is a batch to copy from, an array to copy it into, and the calls to make.
        self._full_batch: Tape | None = None
        self._steps: list[tuple[Array, Array, Tape]] = []
        if plan.batch_size >= n_samples:
            self._full_batch = record_update(self.full_pass)
            return
        recorded: dict[int, tuple[Array, Tape]] = {}  # by size: the last batch may be short
        for start in range(0, n_samples, plan.batch_size):
            batch = self._shuffled[:, start : start + plan.batch_size]
            size = batch.shape[1]
            if size not in recorded:
                batch_pass = Pass(objective, parameters, np.empty(batch.shape, batch.dtype))
                batch_pass.forward.calls += record_update(batch_pass).calls
                recorded[size] = batch_pass.table, batch_pass.forward
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
            return self.full_pass.loss()
        if self._rng is not None:
            order = self._rng.permutation(self._table.shape[1])
            np.take(self._table, order, axis=1, out=self._shuffled, mode="clip")
        for batch, place, tape in self._steps:
            place[...] = batch
            for call in tape.calls:
                call()
        return self.full_pass.loss()


def _weights_mask(sizes: tuple[int, ...], parameters: Array) -> Array:
    """1 for each weight, 0 for each bias, shape (n_parameters,)."""
    mask = np.ones(parameters.shape[-1], parameters.dtype)
    for block in layer_blocks(mask, sizes):
        block[:, -1] = 0
    return mask
