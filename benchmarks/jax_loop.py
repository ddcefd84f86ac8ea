"""Training in JAX, compiled: an epoch a call, or the whole run in one call.

An epoch is a `lax.scan` over the batches, which is how JAX is told to loop without going back to
Python. Three ways of it are measured. All in JAX: shuffling, steps, and the loss on the whole set,
which is read after each epoch as `core.training` does. The same, but shuffled by NumPy, which on
a CPU is quicker than JAX's own `permutation`. And the steps alone, without a loss. The run in one
call, which nobody can watch, is the limit.
"""

from __future__ import annotations

import os
import time
from typing import Any

import numpy as np

from core.activations import Array
from core.network import Network

# One thread, as for all rivals. JAX reads this when it is first used.
os.environ.setdefault(
    "XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
)
os.environ.setdefault("JAX_PLATFORMS", "cpu")

import jax
import jax.numpy as jnp

Parameters = list[tuple[Any, Any]]  # weights and bias of each layer


class JaxLoop:
    """A network with ReLU inside and one logit, its data, and four compiled ways to train it.

    Parameters
    ----------
    network : Network
        Copied, not changed.
    X, y : ndarray of float32
    epochs, batch_size : int
        Every batch is full.
    learning_rate : float
        Of plain SGD on the cross-entropy.

    Attributes
    ----------
    compiled_in : dict of str to float
        Seconds, for each of the four methods below.
    """

    def __init__(
        self, network: Network, X: Array, y: Array, *, epochs: int, batch_size: int,
        learning_rate: float,
    ) -> None:  # fmt: skip
        self.n_samples, self.epochs = len(X), epochs
        self.start: Parameters = [
            (jnp.asarray(one.weights, jnp.float32), jnp.asarray(one.bias, jnp.float32))
            for one in network.layers
        ]
        self.data = jnp.asarray(X), jnp.asarray(y)

        def loss(parameters: Parameters, inputs: Any, targets: Any) -> Any:
            a = inputs
            for weights, bias in parameters[:-1]:
                a = jax.nn.relu(a @ weights + bias)
            weights, bias = parameters[-1]
            z = a @ weights + bias
            return jnp.mean(jax.nn.softplus(z) - targets * z)

        def epoch(parameters: Parameters, order: Any, inputs: Any, targets: Any) -> Parameters:
            def step(now: Parameters, batch: tuple[Any, Any]) -> tuple[Parameters, None]:
                slope = jax.grad(loss)(now, *batch)
                return jax.tree.map(lambda p, g: p - learning_rate * g, now, slope), None

            batches = (
                inputs[order].reshape(-1, batch_size, inputs.shape[1]),
                targets[order].reshape(-1, batch_size, targets.shape[1]),
            )
            return jax.lax.scan(step, parameters, batches)[0]

        def run(parameters: Parameters, orders: Any, inputs: Any, targets: Any) -> Parameters:
            def one(now: Parameters, order: Any) -> tuple[Parameters, None]:
                return epoch(now, order, inputs, targets), None

            return jax.lax.scan(one, parameters, orders)[0]

        def all_in_jax(
            parameters: Parameters, key: Any, inputs: Any, targets: Any
        ) -> tuple[Parameters, Any, Any]:
            key, now = jax.random.split(key)
            order = jax.random.permutation(now, len(inputs))
            parameters = epoch(parameters, order, inputs, targets)
            return parameters, key, loss(parameters, inputs, targets)

        def watched(
            parameters: Parameters, order: Any, inputs: Any, targets: Any
        ) -> tuple[Parameters, Any]:
            parameters = epoch(parameters, order, inputs, targets)
            return parameters, loss(parameters, inputs, targets)

        orders = self._orders()
        an_epoch = (self.start, orders[0], *self.data)
        self.compiled_in: dict[str, float] = {}
        self._all, self.compiled_in["all_in_jax"] = _compiled(
            all_in_jax, self.start, jax.random.key(0), *self.data
        )
        self._watched, self.compiled_in["with_losses"] = _compiled(watched, *an_epoch)
        self._epoch, self.compiled_in["epoch_by_epoch"] = _compiled(epoch, *an_epoch)
        self._run, self.compiled_in["at_once"] = _compiled(run, self.start, orders, *self.data)

    def _orders(self) -> Array:
        rng = np.random.default_rng(0)
        orders = [rng.permutation(self.n_samples) for _ in range(self.epochs)]
        return np.array(orders, dtype=np.int32)

    def all_in_jax(self) -> tuple[Parameters, list[float]]:
        """Train with one call for each epoch, which shuffles too, and read the loss after each."""
        parameters, key, losses = self.start, jax.random.key(0), []
        for _ in range(self.epochs):
            parameters, key, value = self._all(parameters, key, *self.data)
            losses.append(float(value))
        return jax.block_until_ready(parameters), losses

    def with_losses(self) -> tuple[Parameters, list[float]]:
        """Train with one call for each epoch, and read the loss after each."""
        parameters, losses = self.start, []
        for order in self._orders():
            parameters, value = self._watched(parameters, order, *self.data)
            losses.append(float(value))
        return jax.block_until_ready(parameters), losses

    def epoch_by_epoch(self) -> Parameters:
        """Train with one call for each epoch."""
        parameters = self.start
        for order in self._orders():
            parameters = self._epoch(parameters, order, *self.data)
        return jax.block_until_ready(parameters)

    def at_once(self) -> Parameters:
        """Train with a single call."""
        return jax.block_until_ready(self._run(self.start, self._orders(), *self.data))


def _compiled(function: Any, *examples: Any) -> tuple[Any, float]:
    """Compile a function for arguments like these; return it and the seconds that took."""
    start = time.perf_counter()
    jax.jit(function).lower(*examples).compile()
    seconds = time.perf_counter() - start
    # What `compile` gives back is called in Python; a plain `jit` has a quicker way in.
    jitted = jax.jit(function)
    jax.block_until_ready(jitted(*examples))
    return jitted, seconds
