"""The engine trains a network by writing one step down once and then repeating it.

Why record the step? A step of a small network is a few hundred multiplications: the processor
needs a microsecond or two for them. Written as a plain loop in Python, the same step takes some
sixty microseconds, because every line first looks names up, makes new arrays for its results
and throws the old ones away. But from one step to the next nothing changes except the numbers
*inside* the arrays. So the engine makes all arrays beforehand, writes down the NumPy calls of
one step, each already tied to the arrays it reads and writes (a `core.training.tape.Tape`), and
training is: copy a batch in, play the tape, copy the next batch in, play the tape.

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

import numpy as np

from core.activations import Array
from core.training.backpropagation import Pass, Plan
from core.training.optimizers import OPTIMIZERS, record_penalty
from core.training.parameters import layer_blocks
from core.training.tape import Tape


class Engine:
    """Everything one training run writes into, and the tapes that do the writing.

    Parameters
    ----------
    plan : Plan
    parameters : ndarray, shape (…, n_parameters)
        Changed in place by `epoch`.
    table : ndarray, shape (n_inputs + 1 + n_outputs, n_samples)
        The training set, see `core.training.samples.sample_table`.
    batch_size : int
    optimizer : str
        Key of `core.training.optimizers.OPTIMIZERS`.
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
