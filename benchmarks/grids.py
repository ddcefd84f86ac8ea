"""Every neuron's output on a grid of 100 × 100: what all the heat maps of a network cost."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

import numpy as np
import torch

from benchmarks.measure import median, ratio, times
from core.landscape import losses_at
from core.layer import Layer
from core.network import Network
from core.regression import loss_surface
from core.training.parameters import parameters_of

SHAPES = ([2, 4, 2, 1], [2, 8, 8, 1], [2, 32, 32, 1])


def main() -> None:
    """Print the ratios."""
    torch.set_num_threads(1)
    axis = np.linspace(-1, 1, 100, dtype=np.float32)
    grid = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    print("All neurons on 100 × 100 points, float32; and how many times as long the others take")
    print("net          Network.forward    np.exp of as many numbers   PyTorch")
    for sizes in SHAPES:
        network = Network.random(sizes, "tanh", 0)
        small = Network([_as_float32(layer) for layer in network.layers])
        modules: list[torch.nn.Module] = []
        for before, after in pairwise(sizes):
            modules += [torch.nn.Linear(before, after), torch.nn.Tanh()]
        taken = times(
            {
                "core": partial(small.forward, grid),
                "exp": partial(np.exp, np.ones((len(grid), sum(sizes[1:])), np.float32)),
                "torch": partial(_inference, modules, torch.from_numpy(grid)),
            },
            rounds=21,
        )
        print(f"{'-'.join(map(str, sizes)):12} {median(taken['core'])}     ", end="")
        print(f"   {ratio(taken['exp'], taken['core']):24}", end="")
        print(f"   {ratio(taken['torch'], taken['core'])}")
    _print_surfaces()


def _print_surfaces() -> None:
    rng = np.random.default_rng(0)
    X, y = rng.uniform(-1, 1, (100, 1)), rng.uniform(-1, 1, 100)
    m = b = np.linspace(-2, 2, 100)
    network = Network.random([1, 1], rng=0)
    rows = np.stack(np.meshgrid(m, b), axis=-1).reshape(-1, parameters_of(network).size)

    def loop() -> list[float]:
        return [float(np.mean(0.5 * (s * X[:, 0] + t - y) ** 2)) for s, t in rows]

    taken = times(
        {
            "loop": loop,
            "many": partial(losses_at, network, rows, X, y),
            "bowl": partial(loss_surface, X, y, m, b),
        }
    )
    print("Loss of 100 × 100 lines over 100 samples; and how many times as long a loop takes")
    for name, key in (("losses_at", "many"), ("loss_surface", "bowl")):
        print(f"{name:12} {median(taken[key])}        {ratio(taken['loop'], taken[key])}")
    print()


def _as_float32(layer: Layer) -> Layer:
    return Layer(
        layer.weights.astype(np.float32), layer.bias.astype(np.float32), layer.activation.name
    )


def _inference(modules: list[torch.nn.Module], grid: torch.Tensor) -> list[torch.Tensor]:
    outputs = [grid]
    with torch.inference_mode():
        for module in modules:
            outputs.append(module(outputs[-1]))
    return outputs


if __name__ == "__main__":
    main()
