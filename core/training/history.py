"""A history is everything a training run leaves behind: its losses, its weights, how it ended."""

from __future__ import annotations

import math
from array import array
from dataclasses import dataclass

import numpy as np

from core.activations import Array
from core.network import Network
from core.training.divergence import likely_cause, too_large_to_begin_with
from core.training.parameters import network_with
from core.training.plan import TrainingPlan

SNAPSHOT_BYTES = 32 * 2**20  # all snapshots of one run together stay below this


@dataclass(frozen=True, eq=False)
class Snapshot:
    """All weights and biases after some epoch.

    Attributes
    ----------
    epoch : int
        0 is before training.
    parameters : ndarray, shape (n_parameters,)
        One row, in the order of `core.training.parameters`.
    """

    epoch: int
    parameters: Array


@dataclass(frozen=True, eq=False)
class History:
    """What happened while a network was trained.

    Attributes
    ----------
    train_loss : ndarray, shape (n_epochs,)
        Loss on the whole training set after each epoch, without the penalties l1 and l2.
    test_loss : ndarray, shape (n_epochs,), or None
        The same on the test set; None where none was given.
    initial_loss : float
        Loss on the training set before the first epoch.
    snapshots : tuple of Snapshot
        Weights at the start, at evenly spaced epochs, and at the end. The longer the run, the
        wider the spacing, so that memory stays bounded.
    network : Network
        The trained network; after a divergence, as it was after the last epoch with a finite
        loss.
    stopped : {"finished", "on_epoch", "diverged"}
        Why training ended: all epochs were done, `on_epoch` returned False, or the loss or a
        weight was no longer a finite number.
    message : str
        The same as a sentence for the learner.
    diverged_at : int or None
        The epoch in which it diverged; 0 if the loss was not finite to begin with.
    """

    train_loss: Array
    test_loss: Array | None
    initial_loss: float
    snapshots: tuple[Snapshot, ...]
    network: Network
    stopped: str
    message: str
    diverged_at: int | None = None

    @property
    def n_epochs(self) -> int:
        """Number of epochs that were finished."""
        return len(self.train_loss)

    def network_at(self, epoch: int) -> Network:
        """Build the network as it was at the last snapshot up to an epoch.

        Parameters
        ----------
        epoch : int
            0 is before training.
        """
        found = self.snapshots[0]
        for snapshot in self.snapshots:
            if snapshot.epoch <= epoch:
                found = snapshot
        return network_with(self.network, found.parameters)


class Recorder:
    """Record the training of one network, and turn the record into its history.

    Parameters
    ----------
    network : Network
        As it was given.
    parameters : ndarray, shape (n_parameters,)
        Its weights and biases, which training changes in place.
    loss : float
        Before the first epoch.
    max_snapshots : int
        How many to keep at most, at least 2; fewer where that would take more than this network's
        share of `SNAPSHOT_BYTES`.
    n_networks : int
        How many networks are trained in this run and share the memory.
    """

    def __init__(
        self,
        network: Network,
        parameters: Array,
        loss: float,
        max_snapshots: int,
        n_networks: int = 1,
    ) -> None:
        self._network, self._parameters, self._initial = network, parameters, float(loss)
        self._train, self._test = array("d"), array("d")
        fitting = SNAPSHOT_BYTES // (n_networks * parameters.nbytes)
        self._capacity = max(2, min(max_snapshots, fitting))
        self._spacing = 1
        self._last_good = parameters.copy()
        self._snapshots = [Snapshot(0, parameters.copy())]
        self._diverged_at = None if math.isfinite(loss) else 0

    @property
    def has_diverged(self) -> bool:
        """Whether the network has diverged, so that nothing more is recorded."""
        return self._diverged_at is not None

    def record(self, train_loss: float, test_loss: float | None) -> None:
        """Record how an epoch ended."""
        if self.has_diverged:
            return
        epoch = len(self._train) + 1
        # A step unit turns an infinite weight into a finite output, so check both.
        if not (math.isfinite(train_loss) and np.isfinite(self._parameters).all()):
            self._diverged_at = epoch
            return
        self._train.append(train_loss)
        if test_loss is not None:
            self._test.append(test_loss)
        self._last_good[...] = self._parameters
        if epoch % self._spacing == 0:
            self._snapshots.append(Snapshot(epoch, self._parameters.copy()))
            if len(self._snapshots) > self._capacity:  # too many: keep every second one
                self._spacing *= 2
                self._snapshots = self._snapshots[::2]

    def history(self, *, stopped: bool, plan: TrainingPlan, table: Array) -> History:
        """Make the history of what was recorded.

        Parameters
        ----------
        stopped : bool
            Whether `on_epoch` asked to stop.
        plan : TrainingPlan
        table : ndarray
            The training set; with the plan it tells why the network diverged, if it did.
        """
        n_epochs = len(self._train)
        start = self._snapshots[0].parameters
        if self._diverged_at == 0:
            reason = "diverged"
            message = f"Stopped before the first step. {too_large_to_begin_with(table, start)}"
        elif self._diverged_at is not None:
            cause = likely_cause(plan.learning_rate, plan.l2, table, start)
            reason = "diverged"
            message = (
                f"Stopped in epoch {self._diverged_at}: the loss or a weight was no longer a "
                f"finite number. {cause}"
            )
        elif stopped:
            reason, message = "on_epoch", f"Stopped after epoch {n_epochs}, as on_epoch asked."
        else:
            reason, message = "finished", f"Finished all {n_epochs} epochs."
        kept = [one for one in self._snapshots if one.epoch < n_epochs]
        if len(kept) == self._capacity:  # the last state needs a place too
            kept = kept[::2]
        return History(
            train_loss=np.array(self._train),
            test_loss=np.array(self._test) if self._test else None,
            initial_loss=self._initial,
            snapshots=(*kept, Snapshot(n_epochs, self._last_good)),
            network=network_with(self._network, self._last_good),
            stopped=reason,
            message=message,
            diverged_at=self._diverged_at,
        )
