"""Training changes the weights and biases, a little at a time, so that the loss gets smaller.

For each batch of samples: compute the outputs, compare them with the targets, work out for each
weight which way the loss falls (the gradient), and let the optimizer take a step that way. One
epoch shows every sample once. The outputs are what is compared; the weights are what changes.

Here the arguments are checked; `core.training.engine` does the work and `core.training.history`
keeps the record.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from core.activations import Array
from core.checks import Seed, generator, instance, number, whole_number
from core.network import Network
from core.training.backpropagation import Pass, Plan
from core.training.divergence import likely_cause
from core.training.engine import Engine
from core.training.history import Diary, History
from core.training.optimizers import optimizer_named
from core.training.parameters import parameters_of
from core.training.samples import float_type, sample_table


def train(
    network: Network,
    X: ArrayLike,
    y: ArrayLike,
    *,
    epochs: int,
    batch_size: int,
    learning_rate: float,
    optimizer: str = "sgd",
    loss: str = "half_squared_error",
    shuffle: bool = True,
    seed: Seed = None,
    dtype: DTypeLike = np.float64,
    X_test: ArrayLike | None = None,
    y_test: ArrayLike | None = None,
    l1: float = 0.0,
    l2: float = 0.0,
    on_epoch: Callable[[int, float], object] | None = None,
    max_snapshots: int = 200,
) -> History:
    """Train a network; the one given is not changed.

    Parameters
    ----------
    network : Network
        Where training starts.
    X : array_like, shape (n_samples, n_inputs)
        Inputs, one sample a row.
    y : array_like, shape (n_samples, n_outputs), or (n_samples,) for one output
        Targets.
    epochs : int
        How often every sample is shown.
    batch_size : int
        Samples a step. The last batch of an epoch may be shorter and counts like the others; a
        size beyond the number of samples means all of them.
    learning_rate : float
        How far a step goes, above 0.
    optimizer : {"sgd", "momentum", "adam"}
        See `core.training.optimizers`.
    loss : {"half_squared_error", "cross_entropy"}
        See `core.training.losses`, also for how the last layer's activation is read:
        cross-entropy takes the preactivations of a sigmoid last layer, or the outputs of any
        other, as logits.
    shuffle : bool
        Whether each epoch draws a new order; otherwise batches come in the order given.
    seed : numpy.random.Generator, int or None
        Source of that order: ``rng.permutation(n_samples)`` before each epoch.
    dtype : numpy.float64 or numpy.float32
        Precision of the computation and of the trained network.
    X_test, y_test : array_like, optional
        Samples only measured, never learned from.
    l1, l2 : float
        Strength of the penalties: steps go down loss + l1 · Σ|w| + ½ · l2 · Σw², summed over all
        weights of all layers, not over biases, and not divided by the number of samples. So l2
        adds l2 · w to the gradient (PyTorch's `weight_decay`, but for weights only).
    on_epoch : callable (epoch, loss), optional
        Called after each epoch, counted from 1; training stops if it returns False.
    max_snapshots : int
        How many states of the weights to keep at most, at least 2.

    Returns
    -------
    History

    Raises
    ------
    ValueError
        If an argument is not as described; the message names it, what came and what was wanted.
    """
    tell = None if on_epoch is None else lambda epoch, losses: on_epoch(epoch, float(losses[0]))
    return train_many(
        [network], X, y, epochs=epochs, batch_size=batch_size, learning_rate=learning_rate,
        optimizer=optimizer, loss=loss, shuffle=shuffle, seed=seed, dtype=dtype, X_test=X_test,
        y_test=y_test, l1=l1, l2=l2, on_epoch=tell, max_snapshots=max_snapshots,
    )[0]  # fmt: skip


def train_many(
    networks: Sequence[Network],
    X: ArrayLike,
    y: ArrayLike,
    *,
    epochs: int,
    batch_size: int,
    learning_rate: float,
    optimizer: str = "sgd",
    loss: str = "half_squared_error",
    shuffle: bool = True,
    seed: Seed = None,
    dtype: DTypeLike = np.float64,
    X_test: ArrayLike | None = None,
    y_test: ArrayLike | None = None,
    l1: float = 0.0,
    l2: float = 0.0,
    on_epoch: Callable[[int, Array], object] | None = None,
    max_snapshots: int = 200,
) -> list[History]:
    """Train several networks of the same shape side by side, as when comparing seeds.

    All see the same batches in the same order, so they differ only in how they began: each
    history is the one `train` gives with the same seed. One that diverges drops out; the others
    go on.

    Parameters
    ----------
    networks : sequence of Network
        All of the same sizes and activations.
    X, y, epochs, batch_size, learning_rate, optimizer, loss, shuffle, seed, dtype : see `train`
    X_test, y_test, l1, l2, max_snapshots : see `train`
    on_epoch : callable (epoch, losses), optional
        As in `train`, with one loss for each network, shape (n_networks,).

    Returns
    -------
    list of History
        One for each network, in their order.

    Raises
    ------
    ValueError
        As in `train`; and if the networks differ in shape.
    """
    network = _alike(networks)
    dtype = float_type(dtype)
    plan = Plan.of(network, loss)
    optimizer_named(optimizer)
    epochs = whole_number("epochs", epochs, minimum=1)
    learning_rate = number("learning_rate", learning_rate, above=0)
    max_snapshots = whole_number("max_snapshots", max_snapshots, minimum=2)
    table = sample_table(X, y, network, loss, dtype)
    if (X_test is None) != (y_test is None):
        missing, given = ("X_test", "y_test") if X_test is None else ("y_test", "X_test")
        raise ValueError(f"{missing} must be given together with {given}, got None")

    rows = np.stack([parameters_of(one, dtype) for one in networks])
    # One network needs no leading axis; products of plain matrices are twice as fast.
    parameters = rows[0] if len(rows) == 1 else rows
    engine = Engine(
        plan,
        parameters,
        table,
        batch_size=whole_number("batch_size", batch_size, minimum=1),
        optimizer=optimizer,
        learning_rate=learning_rate,
        l1=number("l1", l1, minimum=0),
        l2=number("l2", l2, minimum=0),
        rng=generator(seed) if shuffle else None,
    )
    test = None
    if X_test is not None and y_test is not None:
        test_table = sample_table(X_test, y_test, network, loss, dtype, suffix="_test")
        test = Pass(plan, parameters, test_table)

    # A number that overflows is no surprise here: it ends the run with a sentence.
    with np.errstate(all="ignore"):
        losses = engine.whole.loss().reshape(-1)
    diaries = [
        Diary(one, row, loss, max_snapshots, len(networks))
        for one, row, loss in zip(networks, rows, losses, strict=True)
    ]
    stopped = False
    for epoch in range(1, epochs + 1):
        if stopped or all(diary.is_closed for diary in diaries):
            break
        with np.errstate(all="ignore"):
            losses = engine.epoch().reshape(-1)
            test_losses = None if test is None else test.loss().reshape(-1)
        for i, diary in enumerate(diaries):
            diary.write(losses[i], None if test_losses is None else test_losses[i])
        if on_epoch is not None and not all(diary.is_closed for diary in diaries):
            answer = on_epoch(epoch, losses)
            stopped = isinstance(answer, (bool, np.bool_)) and not answer
    cause = likely_cause(learning_rate, l2, table)
    return [diary.history(stopped=stopped, likely_cause=cause) for diary in diaries]


def _alike(networks: Sequence[Network]) -> Network:
    """Check that there are networks and that they have one shape; return the first."""
    networks = [instance("network", one, Network) for one in networks]
    if not networks:
        raise ValueError("networks must hold at least one network, got none")
    shapes = [(one.sizes, tuple(layer.activation.name for layer in one.layers)) for one in networks]
    for number_, shape in enumerate(shapes, start=1):
        if shape != shapes[0]:
            raise ValueError(
                f"networks must all have the sizes and activations {shapes[0]}, "
                f"got {shape} for network {number_}"
            )
    return networks[0]
