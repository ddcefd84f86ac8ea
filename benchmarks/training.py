"""Training steps against a plain NumPy loop, scikit-learn, PyTorch and, where it is there, JAX.

All do the same work: the same samples, newly shuffled into batches each epoch, plain SGD on the
cross-entropy of one logit (which is what `MLPClassifier` trains), ReLU inside, float32, one
thread. The project's figure includes all that `train` does besides: checking, measuring the loss
on the whole set after each epoch, keeping snapshots.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec

import numpy as np
import torch
from sklearn.neural_network import MLPClassifier

from benchmarks.measure import median, ratio, times
from benchmarks.plain_loop import PLAIN, PlainLoop
from core.activations import Array
from core.datasets import make_dataset
from core.network import Network
from core.training import TrainingPlan, train, train_many

RATE = 0.01
SHAPES = ([2, 4, 2, 1], [2, 8, 8, 1], [2, 32, 32, 1])
N_SAMPLES = 300
STEPS = 900  # 30 epochs in batches of 10: a short run
FULL_STEPS = 200  # partial_fit checks all data anew at each call, here at each step


@dataclass(frozen=True)
class _Case:
    """A network and how long it is trained in batches of which size."""

    sizes: list[int]
    batch_size: int

    @property
    def network(self) -> Network:
        return Network.random(self.sizes, "relu", 0)

    @property
    def steps(self) -> int:
        return STEPS if self.batch_size < N_SAMPLES else FULL_STEPS

    @property
    def epochs(self) -> int:
        return self.steps // (N_SAMPLES // self.batch_size)

    @property
    def title(self) -> str:
        size = "full" if self.batch_size == N_SAMPLES else str(self.batch_size)
        return f"{'-'.join(map(str, self.sizes)):12} {size:5}"


def _cases() -> Iterator[_Case]:
    return (_Case(sizes, batch) for sizes in SHAPES for batch in (10, 30, N_SAMPLES))


def main() -> None:
    """Print the ratios."""
    torch.set_num_threads(1)
    data = make_dataset("circle", N_SAMPLES, seed=1)
    X, y = data.X.astype(np.float32), data.y.astype(np.float32)
    print("Training, time of a step; and how many times as long the others take")
    print("net          batch       core.training   plain loop            ", end="")
    print("MLPClassifier.partial_fit   PyTorch")
    for case in _cases():
        setting = X, y, case.epochs, case.batch_size
        taken = times(
            {
                "core": _core(case.network, *setting),
                "plain": _plain(case.network, *setting),
                "sklearn": _sklearn(case.sizes, *setting),
                "torch": _torch(case.network, *setting),
            },
            rounds=7,
        )
        print(f"{case.title} {median(taken['core'], case.steps)}", end="")
        for rival in ("plain", "sklearn", "torch"):
            print(f"   {ratio(taken[rival], taken['core']):24}", end="")
        print()
    print()
    _print_jax(X, y)
    _print_many(X, y)


def _print_jax(X: Array, y: Array) -> None:
    if find_spec("jax") is None:
        print("JAX is not installed, so it is not compared (pip install jax).")
        print()
        return
    from benchmarks.jax_loop import JaxLoop

    print("JAX, compiled; how many times as long a step takes, and seconds to compile")
    print(f"{'net':12} {'batch':5}       core.training   ", end="")
    titles = ("an epoch a call", "shuffled by NumPy", "and without the loss", "the run in one call")
    print("   ".join(f"{title:30}" for title in titles).rstrip())
    for case in _cases():
        compiled = JaxLoop(
            case.network, X, y, epochs=case.epochs, batch_size=case.batch_size, learning_rate=RATE
        )
        rivals: dict[str, Callable[[], object]] = {
            "all_in_jax": compiled.all_in_jax,
            "with_losses": compiled.with_losses,
            "epoch_by_epoch": compiled.epoch_by_epoch,
            "at_once": compiled.at_once,
        }
        core = _core(case.network, X, y, case.epochs, case.batch_size)
        taken = times({"core": core, **rivals}, rounds=15)
        print(f"{case.title} {median(taken['core'], case.steps)}", end="")
        for rival in rivals:
            compiling = f"{compiled.compiled_in[rival]:.2f} s"
            print(f"   {ratio(taken[rival], taken['core'])}  {compiling:8}", end="")
        print()
    print()


def _print_many(X: Array, y: Array) -> None:
    seeds = [Network.random([2, 8, 8, 1], "relu", seed) for seed in range(20)]
    plan = TrainingPlan(
        epochs=5, batch_size=10, learning_rate=RATE, loss="cross_entropy", dtype=np.float32
    )

    def together() -> None:
        train_many(seeds, X, y, plan)

    def one_by_one() -> None:
        for network in seeds:
            train(network, X, y, plan)

    taken = times({"many": together, "one": one_by_one})
    print("20 networks 2-8-8-1 one by one, against train_many:", end=" ")
    print(ratio(taken["one"], taken["many"]))
    print()


def _core(
    network: Network, X: Array, y: Array, epochs: int, batch_size: int
) -> Callable[[], object]:
    plan = TrainingPlan(
        epochs=epochs, batch_size=batch_size, learning_rate=RATE, loss="cross_entropy",
        dtype=np.float32, seed=0,
    )  # fmt: skip
    return lambda: train(network, X, y, plan)


def _plain(
    network: Network, X: Array, y: Array, epochs: int, batch_size: int
) -> Callable[[], None]:
    def run() -> None:
        loop = PlainLoop(
            network, learning_rate=RATE, loss="cross_entropy", dtype=np.float32, activations=PLAIN
        )
        rng = np.random.default_rng(0)
        for _ in range(epochs):
            loop.epoch(X, y, batch_size, rng.permutation(len(X)))

    return run


def _sklearn(
    sizes: list[int], X: Array, y: Array, epochs: int, batch_size: int
) -> Callable[[], None]:
    # One call of partial_fit is one epoch; a call for each batch would be slower still.
    labels = y[:, 0].astype(int)
    model = MLPClassifier(
        sizes[1:-1], solver="sgd", momentum=0.0, alpha=0.0, batch_size=batch_size,
        learning_rate_init=RATE, random_state=0,
    )  # fmt: skip

    def run() -> None:
        for _ in range(epochs):
            model.partial_fit(X, labels, classes=[0, 1])

    return run


def _torch(
    network: Network, X: Array, y: Array, epochs: int, batch_size: int
) -> Callable[[], None]:
    inputs, targets = torch.from_numpy(X), torch.from_numpy(y)
    modules: list[torch.nn.Module] = []
    for layer in network.layers:
        modules += [torch.nn.Linear(layer.n_inputs, layer.n_units), torch.nn.ReLU()]
    model = torch.nn.Sequential(*modules[:-1])
    optimizer = torch.optim.SGD(model.parameters(), RATE)
    loss = torch.nn.BCEWithLogitsLoss()

    def run() -> None:
        for _ in range(epochs):
            order = torch.randperm(len(inputs))
            for start in range(0, len(inputs), batch_size):
                rows = order[start : start + batch_size]
                optimizer.zero_grad()
                loss(model(inputs[rows]), targets[rows]).backward()
                optimizer.step()

    return run


if __name__ == "__main__":
    main()
