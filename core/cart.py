"""A decision tree grows by asking, again and again, the one question that helps most right now.

References
----------
Breiman, Friedman, Olshen and Stone 1984, Classification and Regression Trees (CART).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from core.activations import Array
from core.checks import finite_array, known_name, whole_number
from core.trees import Leaf, Split, Tree

CRITERIA = ("gini", "squared_error")


def fit_tree(X: ArrayLike, y: ArrayLike, max_depth: int, criterion: str = "gini") -> Tree:
    """Grow a tree from samples, the best split first, without ever going back.

    Parameters
    ----------
    X : array_like, shape (n_samples, n_inputs)
    y : array_like, shape (n_samples,)
        Class labels as numbers, or the numbers to predict.
    max_depth : int
        Largest number of questions on the path to a leaf; 0 makes one leaf.
    criterion : {"gini", "squared_error"}
        What a split makes smaller. With gini, how mixed the classes are; a leaf gives its most
        frequent class. With squared_error, how far the numbers lie from their mean; a leaf gives
        the mean.

    Raises
    ------
    ValueError
        If the shapes differ, there is no sample, or `max_depth` or `criterion` is unknown.
    """
    X = finite_array("X", X, ndim=2)
    y = finite_array("y", y, shape=(len(X),))
    if X.size == 0:
        raise ValueError(f"X must hold at least one sample, got shape {X.shape}")
    max_depth = whole_number("max_depth", max_depth, minimum=0)
    known_name("criterion", criterion, CRITERIA)
    if criterion == "squared_error":
        return _grow(X, y[:, None], np.array([]), max_depth)
    # Gini impurity is the squared error of the class indicators, so one fit does both.
    classes = np.unique(y)
    return _grow(X, (y[:, None] == classes).astype(float), classes, max_depth)


def _grow(X: Array, targets: Array, classes: Array, depth: int) -> Tree:
    mean = targets.mean(axis=0)
    best = None if depth == 0 else _best_split(X, targets)
    if best is None:
        return Leaf(float(classes[mean.argmax()] if classes.size else mean[0]))
    feature, threshold = best
    right = X[:, feature] > threshold
    return Split(
        feature,
        threshold,
        _grow(X[~right], targets[~right], classes, depth - 1),
        _grow(X[right], targets[right], classes, depth - 1),
    )


def _best_split(X: Array, targets: Array) -> tuple[int, float] | None:
    """Feature and threshold that leave the least squared error.

    None where there is nothing to gain, or no feature tells the samples apart. A split that gains
    nothing by itself is still made: the first split of XOR is one.
    """
    if (targets == targets[0]).all():
        return None
    count = np.arange(1, len(X))
    centred = targets - targets.mean(axis=0)
    best, best_gain = None, -1.0
    for feature in range(X.shape[1]):
        order = np.argsort(X[:, feature], kind="stable")
        x = X[order, feature]
        left = np.cumsum(centred[order], axis=0)[:-1]
        # Squared error falls by n_left n_right / n · (mean_left - mean_right)²; the centred
        # sums of both sides are opposite, which leaves this.
        gain = np.sum(left**2, axis=1) * (1 / count + 1 / count[::-1])
        gain[x[:-1] == x[1:]] = -1.0  # no threshold lies between equal values
        if gain.max() > best_gain:
            at = int(gain.argmax())
            middle = (x[at] + x[at + 1]) / 2
            best = feature, float(middle if middle < x[at + 1] else x[at])
            best_gain = float(gain[at])
    return best
