"""Training written the plain way: a loop over layers in NumPy, as a textbook writes it.

It is what `core.training` is measured against, in speed (`benchmarks.training`) and in numbers
(`tests/core/training/test_run.py`); so it shares no code with it but the activations' table.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.activations import ACTIVATIONS
from core.network import Network

Array = NDArray[Any]
Pair = tuple[Callable[[Array], Array], Callable[[Array], Array]]

# Written as a user would: the table's own entries are silent on overflow, which costs time.
PLAIN: dict[str, Pair] = {
    "identity": (lambda z: z, np.ones_like),
    "relu": (lambda z: np.maximum(z, 0), lambda z: z > 0),
    "tanh": (np.tanh, lambda z: 1 - np.tanh(z) ** 2),
}


class PlainLoop:
    """A network with its optimizer, trained one batch at a time.

    Parameters
    ----------
    network : Network
        Copied, not changed.
    learning_rate : float
    optimizer, loss : str
        Keys of `core.training.OPTIMIZERS` and `core.training.LOSSES`.
    l1, l2 : float
        Penalties on the weights.
    dtype : data type
    """

    def __init__(
        self,
        network: Network,
        *,
        learning_rate: float,
        optimizer: str = "sgd",
        loss: str = "half_squared_error",
        l1: float = 0.0,
        l2: float = 0.0,
        dtype: type = np.float64,
        activations: dict[str, Pair] | None = None,
    ) -> None:
        names = [layer.activation.name for layer in network.layers]
        self.weights: list[Array] = [layer.weights.astype(dtype) for layer in network.layers]
        self.biases: list[Array] = [layer.bias.astype(dtype) for layer in network.layers]
        self.rate, self.optimizer, self.l1, self.l2 = learning_rate, optimizer, l1, l2
        self.loss_name, self.ends_in_sigmoid = loss, names[-1] == "sigmoid"
        if loss == "cross_entropy" and self.ends_in_sigmoid:
            names[-1] = "identity"
        table = activations or {
            name: (entry.value, entry.derivative) for name, entry in ACTIVATIONS.items()
        }
        self.activations = [table[name] for name in names]
        self.first = [np.zeros_like(p) for p in self.weights + self.biases]
        self.second = [np.zeros_like(p) for p in self.weights + self.biases]
        self.n_steps = 0

    def forward(self, X: Array) -> tuple[list[Array], list[Array]]:
        """Compute every layer's preactivations, and its outputs after the inputs."""
        preactivations, outputs = [], [X]
        for W, b, (value, _) in zip(self.weights, self.biases, self.activations, strict=True):
            preactivations.append(outputs[-1] @ W + b)
            outputs.append(value(preactivations[-1]))
        return preactivations, outputs

    def probabilities(self, outputs: Array) -> Array:
        """Turn logits into probabilities."""
        if self.ends_in_sigmoid or outputs.shape[1] == 1:
            return ACTIVATIONS["sigmoid"].value(outputs)
        e = np.exp(outputs - outputs.max(axis=1, keepdims=True))
        return np.asarray(e / e.sum(axis=1, keepdims=True))

    def loss(self, X: Array, y: Array) -> float:
        """Measure the loss, mean over samples."""
        outputs = self.forward(X)[1][-1]
        if self.loss_name == "half_squared_error":
            return float((0.5 * (outputs - y) ** 2).sum(axis=1).mean())
        if self.ends_in_sigmoid or outputs.shape[1] == 1:
            terms = np.logaddexp(0, outputs) - y * outputs
        else:
            shift = outputs.max(axis=1, keepdims=True)
            total = np.log(np.exp(outputs - shift).sum(axis=1, keepdims=True)) + shift
            terms = y * (total - outputs)
        return float(terms.sum(axis=1).mean())

    def gradients(self, X: Array, y: Array) -> list[Array]:
        """Backpropagate: gradients of all weights, then of all biases."""
        preactivations, outputs = self.forward(X)
        if self.loss_name == "half_squared_error":
            delta = outputs[-1] - y
        else:
            delta = self.probabilities(outputs[-1]) - y
        weights, biases = [], []
        for i in reversed(range(len(self.weights))):
            delta = delta * self.activations[i][1](preactivations[i])
            weights.append(outputs[i].T @ delta / len(X))
            biases.append(delta.sum(axis=0) / len(X))
            if i > 0:
                delta = delta @ self.weights[i].T
        return weights[::-1] + biases[::-1]

    def step(self, X: Array, y: Array) -> None:
        """Take one step on one batch."""
        gradients = self.gradients(X, y)
        if self.l1 or self.l2:
            for i, W in enumerate(self.weights):
                gradients[i] = gradients[i] + self.l1 * np.sign(W) + self.l2 * W
        self.n_steps += 1
        for i, (p, g) in enumerate(zip(self.weights + self.biases, gradients, strict=True)):
            if self.optimizer == "sgd":
                p -= self.rate * g
            elif self.optimizer == "momentum":
                self.first[i] = 0.9 * self.first[i] + g
                p -= self.rate * self.first[i]
            else:
                self.first[i] = 0.9 * self.first[i] + 0.1 * g
                self.second[i] = 0.999 * self.second[i] + 0.001 * g**2
                mean = self.first[i] / (1 - 0.9**self.n_steps)
                square = self.second[i] / (1 - 0.999**self.n_steps)
                p -= self.rate * mean / (np.sqrt(square) + 1e-8)

    def epoch(self, X: Array, y: Array, batch_size: int, order: Array | None = None) -> None:
        """Show every sample once, in the order given."""
        for start in range(0, len(X), batch_size):
            if order is None:
                self.step(X[start : start + batch_size], y[start : start + batch_size])
            else:
                rows = order[start : start + batch_size]
                self.step(X[rows], y[rows])
