"""Training changes the weights and biases, a little at a time, so that the loss gets smaller.

For each batch of samples: compute the outputs, compare them with the targets, work out for each
weight which way the loss falls (the gradient), and let the optimizer take a step that way. One
epoch shows every sample once. The outputs are what is compared; the weights are what changes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from core.activations import Array
from core.checks import instance
from core.network import Network
from core.training.backpropagation import Objective, Pass
from core.training.engine import Engine
from core.training.history import History, Recorder
from core.training.parameters import parameters_of
from core.training.plan import TrainingPlan
from core.training.samples import sample_table


def train(
    network: Network,
    X: ArrayLike,
    y: ArrayLike,
    plan: TrainingPlan | None = None,
    *,
    X_test: ArrayLike | None = None,
    y_test: ArrayLike | None = None,
    on_epoch: Callable[[int, float], object] | None = None,
    **plan_fields: Any,
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
    plan : TrainingPlan, optional
        How to train.
    X_test, y_test : array_like, optional
        Samples only measured, never learned from.
    on_epoch : callable (epoch, loss), optional
        Called after each epoch, counted from 1; training stops if it returns False.
    **plan_fields
        Instead of a plan, its fields: ``epochs=100, batch_size=10, learning_rate=0.1``.

    Raises
    ------
    ValueError
        If an argument is not as described; the message names it, what came and what was wanted.
    TypeError
        If a keyword is not a field of the plan, a field is missing that has no default, or both
        a plan and fields are given.
    """
    report = None if on_epoch is None else lambda epoch, losses: on_epoch(epoch, float(losses[0]))
    plan = _plan(plan, plan_fields)
    return train_many([network], X, y, plan, X_test=X_test, y_test=y_test, on_epoch=report)[0]


def train_many(
    networks: Sequence[Network],
    X: ArrayLike,
    y: ArrayLike,
    plan: TrainingPlan | None = None,
    *,
    X_test: ArrayLike | None = None,
    y_test: ArrayLike | None = None,
    on_epoch: Callable[[int, Array], object] | None = None,
    **plan_fields: Any,
) -> list[History]:
    """Train several networks of the same shape side by side, as when comparing seeds.

    All see the same batches in the same order, so they differ only in how they began: each
    history is the one `train` gives with the same seed. One that diverges drops out; the others
    go on.

    Parameters
    ----------
    networks : sequence of Network
        All of the same sizes and activations.
    X, y, plan, X_test, y_test, **plan_fields : see `train`
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
    TypeError
        As in `train`.
    """
    plan = _plan(plan, plan_fields)
    network = _first_of_one_shape(networks)
    objective = Objective.of(network, plan.loss)
    table = sample_table(X, y, network, plan.loss, plan.dtype)
    if (X_test is None) != (y_test is None):
        missing, given = ("X_test", "y_test") if X_test is None else ("y_test", "X_test")
        raise ValueError(f"{missing} must be given together with {given}, got None")

    rows = np.stack([parameters_of(one, plan.dtype) for one in networks])
    # One network needs no leading axis; products of plain matrices are twice as fast.
    parameters = rows[0] if len(rows) == 1 else rows
    # Overflow needs no warning: it ends the run, and the history says so in a sentence.
    with np.errstate(all="ignore"):
        engine = Engine(objective, parameters, table, plan)
    test_pass = None
    if X_test is not None and y_test is not None:
        test_table = sample_table(X_test, y_test, network, plan.loss, plan.dtype, suffix="_test")
        test_pass = Pass(objective, parameters, test_table)

    with np.errstate(all="ignore"):
        losses = engine.full_pass.loss().reshape(-1)
    recorders = [
        Recorder(one, row, loss, plan.max_snapshots, n_networks=len(networks))
        for one, row, loss in zip(networks, rows, losses, strict=True)
    ]
    stopped = False
    for epoch in range(1, plan.epochs + 1):
        if stopped or all(recorder.has_diverged for recorder in recorders):
            break
        with np.errstate(all="ignore"):
            losses = engine.epoch().reshape(-1)
            test_losses = None if test_pass is None else test_pass.loss().reshape(-1)
        for i, recorder in enumerate(recorders):
            recorder.record(losses[i], None if test_losses is None else test_losses[i])
        if on_epoch is not None and not all(recorder.has_diverged for recorder in recorders):
            answer = on_epoch(epoch, losses)
            stopped = isinstance(answer, (bool, np.bool_)) and not answer
    return [recorder.history(stopped=stopped, plan=plan, table=table) for recorder in recorders]


def _plan(plan: TrainingPlan | None, plan_fields: Mapping[str, Any]) -> TrainingPlan:
    """Return the plan given, or make one of the fields given instead."""
    known = [field.name for field in fields(TrainingPlan)]
    for name in plan_fields:
        if name not in known:
            raise TypeError(
                f"unexpected keyword argument {name!r}; the fields of a TrainingPlan are "
                f"{', '.join(known)}"
            )
    if plan is None:
        return TrainingPlan(**plan_fields)
    if plan_fields:
        raise TypeError(
            f"give either a plan or its fields, got a plan and {', '.join(plan_fields)}; "
            "dataclasses.replace makes another plan"
        )
    return instance("plan", plan, TrainingPlan)


def _first_of_one_shape(networks: Sequence[Network]) -> Network:
    """Check that there are networks and that they have one shape; return the first."""
    networks = [instance("network", one, Network) for one in networks]
    if not networks:
        raise ValueError("networks must hold at least one network, got none")
    shapes = [(one.sizes, tuple(layer.activation.name for layer in one.layers)) for one in networks]
    for position, shape in enumerate(shapes, start=1):
        if shape != shapes[0]:
            raise ValueError(
                f"networks must all have the sizes and activations {shapes[0]}, "
                f"got {shape} for network {position}"
            )
    return networks[0]
