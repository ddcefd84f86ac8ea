"""A training plan says how to train: for how long, how fast, and by which rules."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import DTypeLike

from core.checks import Seed, generator, known_name, number, whole_number
from core.training.losses import LOSSES
from core.training.optimizers import OPTIMIZERS
from core.training.samples import float_type


@dataclass(frozen=True, kw_only=True)
class TrainingPlan:
    """How to train, apart from the network and the samples.

    `core.training.train` takes a plan, or the same fields as keywords. A plan cannot be changed;
    ``dataclasses.replace(plan, seed=2)`` makes another one.

    Parameters
    ----------
    epochs : int
        How often every sample is shown.
    batch_size : int
        Samples per step. The last batch of an epoch may be shorter and counts like the others; a
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
    l1, l2 : float
        Strength of the penalties: steps go down loss + l1 · Σ|w| + ½ · l2 · Σw², summed over all
        weights of all layers, not over biases, and not divided by the number of samples. So l2
        adds l2 · w to the gradient (PyTorch's `weight_decay`, but for weights only).
    max_snapshots : int
        How many states of the weights to keep at most, at least 2.

    Raises
    ------
    ValueError
        If a field is not as described; the message names it, what came and what was wanted.
    """

    epochs: int
    batch_size: int
    learning_rate: float
    optimizer: str = "sgd"
    loss: str = "half_squared_error"
    shuffle: bool = True
    seed: Seed = None
    dtype: DTypeLike = np.float64
    l1: float = 0.0
    l2: float = 0.0
    max_snapshots: int = 200

    def __post_init__(self) -> None:
        if not isinstance(self.shuffle, (bool, np.bool_)):
            raise ValueError(f"shuffle must be True or False, got {self.shuffle!r:.80}")
        checked = {
            "epochs": whole_number("epochs", self.epochs, minimum=1),
            "batch_size": whole_number("batch_size", self.batch_size, minimum=1),
            "learning_rate": number("learning_rate", self.learning_rate, above=0),
            "optimizer": known_name("optimizer", self.optimizer, OPTIMIZERS),
            "loss": known_name("loss", self.loss, LOSSES),
            "shuffle": bool(self.shuffle),
            "dtype": float_type(self.dtype),
            "l1": number("l1", self.l1, minimum=0),
            "l2": number("l2", self.l2, minimum=0),
            "max_snapshots": whole_number("max_snapshots", self.max_snapshots, minimum=2),
        }
        if self.seed is not None:
            generator(self.seed)
        for name, value in checked.items():
            object.__setattr__(self, name, value)  # the way to set a field of a frozen dataclass
        largest = float(np.finfo(self.dtype).max)
        for name in ("learning_rate", "l1", "l2"):
            if getattr(self, name) > largest:
                raise ValueError(f"{name} must fit into {self.dtype}, got {getattr(self, name):g}")

    @property
    def rng(self) -> np.random.Generator | None:
        """Source of the order of the samples; None where they are not shuffled."""
        return generator(self.seed) if self.shuffle else None
