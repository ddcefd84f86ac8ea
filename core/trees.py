"""A split in a decision tree is a neuron with one weight that is not zero, and a step.

"Is x₁ > 3?" is step(1 · x₁ + 0 · x₂ - 3). A whole tree is two layers of such units: the first
asks every question at once, and the second has one unit for each leaf, which turns on when all
the answers on the path to that leaf are right. Exactly one leaf is on, and the output layer gives
its value.

References
----------
Sethi 1990, Entropy nets: from decision trees to neural networks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from core.activations import Array
from core.checks import finite_array, number, whole_number
from core.layer import Layer
from core.network import Network
from core.neuron import Neuron


@dataclass(frozen=True)
class Leaf:
    """Where a tree ends.

    Attributes
    ----------
    value : float
        The tree's output here: a class label or a number.
    """

    value: float


@dataclass(frozen=True)
class Split:
    """A question, "is input number `feature` greater than `threshold`?", and its two branches.

    Attributes
    ----------
    feature : int
        Which input, counted from 0.
    threshold : float
    left, right : Leaf or Split
        The tree for the answer no (at most the threshold), and for yes (greater).
    """

    feature: int
    threshold: float
    left: Tree
    right: Tree


Tree = Leaf | Split
Path = tuple[tuple[int, bool], ...]  # (number of the question, its answer) from the top down


def split_neuron(feature: int, threshold: float, n_inputs: int) -> Neuron:
    """Write a split as a neuron: 1 where the input is greater than the threshold, else 0.

    Parameters
    ----------
    feature : int
        Which input, counted from 0.
    threshold : float
    n_inputs : int
        How many inputs there are.

    Returns
    -------
    Neuron
        Its boundary is at right angles to one axis.

    Raises
    ------
    ValueError
        If there is no such input, or `threshold` is not a finite number.
    """
    n_inputs = whole_number("n_inputs", n_inputs, minimum=1)
    feature = whole_number("feature", feature, minimum=0, maximum=n_inputs - 1)
    threshold = number("threshold", threshold)
    return Neuron(np.eye(n_inputs)[feature], -threshold, "step")


def predict(tree: Tree, X: ArrayLike) -> Array:
    """Send samples down a tree.

    Parameters
    ----------
    tree : Leaf or Split
    X : array_like, shape (n_samples, n_inputs)

    Returns
    -------
    ndarray, shape (n_samples,)
        Value of the leaf each sample ends in.
    """
    X = finite_array("X", X, ndim=2)
    if isinstance(tree, Leaf):
        return np.full(len(X), tree.value)
    if not 0 <= tree.feature < X.shape[1]:
        raise ValueError(f"X must have more than {tree.feature} columns, got shape {X.shape}")
    output = np.empty(len(X))
    goes_right = X[:, tree.feature] > tree.threshold
    output[goes_right] = predict(tree.right, X[goes_right])
    output[~goes_right] = predict(tree.left, X[~goes_right])
    return output


def tree_network(tree: Tree, n_inputs: int) -> Network:
    """Write a tree as a network of step units that gives exactly the same output.

    Returns
    -------
    Network
        A step unit for each split, then a step unit for each leaf, then one output.

    Raises
    ------
    ValueError
        If a split asks about an input there is not, or a threshold or value is not finite.
    """
    n_inputs = whole_number("n_inputs", n_inputs, minimum=1)
    splits = list(_splits(tree))
    questions = [split_neuron(split.feature, split.threshold, n_inputs) for split in splits]
    leaves = list(_leaves(tree))
    # A leaf unit adds 1 for each wanted yes and subtracts 1 for each unwanted one. The sum reaches
    # the number of wanted yeses only when every answer is right. All sums are whole numbers, so
    # half a step below that is a safe place for the boundary.
    agreement = np.zeros((len(splits), len(leaves)))
    wanted = np.zeros(len(leaves))
    for j, (path, _) in enumerate(leaves):
        for question, is_right in path:
            agreement[question, j] = 1.0 if is_right else -1.0
            wanted[j] += is_right
    values = finite_array("tree values", [[leaf.value] for _, leaf in leaves])
    return Network(
        [
            Layer(
                np.array([neuron.weights for neuron in questions]).reshape(-1, n_inputs).T,
                [neuron.bias for neuron in questions],
                "step",
            ),
            Layer(agreement, 0.5 - wanted, "step"),
            Layer(values, [0.0]),
        ]
    )


def _splits(tree: Tree) -> Iterator[Split]:
    """Every split, each before the splits below it, left before right."""
    if isinstance(tree, Split):
        yield tree
        yield from _splits(tree.left)
        yield from _splits(tree.right)


def _leaves(tree: Tree, first: int = 0, path: Path = ()) -> Iterator[tuple[Path, Leaf]]:
    """Every leaf with the path to it; questions are numbered as `_splits` lists them."""
    if isinstance(tree, Leaf):
        yield path, tree
        return
    right_first = first + 1 + sum(1 for _ in _splits(tree.left))
    yield from _leaves(tree.left, first + 1, (*path, (first, False)))
    yield from _leaves(tree.right, right_first, (*path, (first, True)))
