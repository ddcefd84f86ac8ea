"""Training finds weights and biases step by step; this is the engine that does it quickly.

Read in this order.

1. What a user calls: `run` trains networks by a `plan`, `history` is what training leaves behind,
   and `divergence` explains a failure.
2. What is learned from: `samples` turns rows into columns, `parameters` lays all weights out in
   one row of numbers.
3. The rules: `losses` says how wrong the outputs are, `optimizers` how to take a step.
4. The machine: `tape` is a list of NumPy calls, `backpropagation` records the calls that find
   the gradient, `recipes` shortens them for the common activations, and `engine` repeats them.
"""

from core.training.history import History, Snapshot
from core.training.losses import LOSSES
from core.training.optimizers import OPTIMIZERS
from core.training.plan import TrainingPlan
from core.training.run import train, train_many

__all__ = [
    "LOSSES",
    "OPTIMIZERS",
    "History",
    "Snapshot",
    "TrainingPlan",
    "train",
    "train_many",
]
