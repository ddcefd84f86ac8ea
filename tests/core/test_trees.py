"""Splits as neurons, trees as networks, and scikit-learn as the oracle for both."""

from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

from core.activations import Array
from core.cart import fit_tree
from core.regions import linear_regions
from core.trees import Leaf, Split, Tree, predict, split_neuron, tree_network

# Is x1 > 0? No: 1. Yes: is x2 > 2? No: 2. Yes: 3.
SMALL = Split(0, 0.0, Leaf(1.0), Split(1, 2.0, Leaf(2.0), Leaf(3.0)))


def from_sklearn(fitted: Any, node: int = 0) -> Tree:
    tree = fitted.tree_
    if tree.children_left[node] == -1:
        values = tree.value[node][0]
        return Leaf(float(fitted.classes_[values.argmax()] if values.size > 1 else values[0]))
    return Split(
        int(tree.feature[node]),
        float(tree.threshold[node]),
        from_sklearn(fitted, tree.children_left[node]),
        from_sklearn(fitted, tree.children_right[node]),
    )


def sample(seed: int, n: int = 120) -> tuple[Array, Array]:
    """Three classes on a plane; coordinates are float32 numbers, which scikit-learn compares."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, 2)).astype(np.float32).astype(np.float64)
    y = (X[:, 0] ** 2 + X[:, 1] > 0.5) + (X[:, 0] + 0.3 * rng.normal(size=n) > 0.8)
    return X, y.astype(float)


def test_a_split_is_a_neuron_with_one_weight_and_a_step() -> None:
    neuron = split_neuron(1, 2.5, 3)
    assert_array_equal(neuron.weights, [0, 1, 0])
    assert (neuron.bias, neuron.activation.name) == (-2.5, "step")
    # Exactly on the threshold the answer is no, and one float above it is yes.
    X = np.array([[9, 2.5, 9], [9, np.nextafter(2.5, 3), 9], [9, -7, 9]])
    assert_array_equal(neuron.output(X), [0, 1, 0])


def test_a_tree_as_a_network_by_hand() -> None:
    network = tree_network(SMALL, 2)
    questions, leaves, output = network.layers
    assert network.sizes == (2, 2, 3, 1)
    assert_array_equal(questions.weights, [[1, 0], [0, 1]])
    assert_array_equal(questions.bias, [0, -2])
    # Leaf 1: not the first. Leaf 2: the first, not the second. Leaf 3: both.
    assert_array_equal(leaves.weights, [[-1, 1, 1], [0, -1, 1]])
    assert_array_equal(leaves.bias, [0.5, -0.5, -1.5])
    assert_array_equal(output.weights, [[1], [2], [3]])
    X = np.array([[-1, 9], [0, 9], [1, 2], [1, 2.1]])
    assert_array_equal(network.forward(X).output[:, 0], [1, 1, 2, 3])
    assert_array_equal(predict(SMALL, X), [1, 1, 2, 3])
    assert_array_equal(network.forward(X).outputs[1].sum(axis=1), 1)  # exactly one leaf is on


def test_one_leaf_is_a_network_too() -> None:
    network = tree_network(Leaf(4.2), 3)
    assert_array_equal(network.forward(np.zeros((5, 3))).output, np.full((5, 1), 4.2))


def test_the_tiles_of_a_tree_network_are_its_boxes() -> None:
    regions = linear_regions(tree_network(SMALL, 2), (-1, 1, 1, 3))
    assert not regions.weights.any()
    centres = np.array([polygon.mean(axis=0) for polygon in regions.polygons])
    assert_array_equal(regions.biases[:, 0], predict(SMALL, centres))
    assert len(centres) == 4  # x2 = 2 is drawn on the left too, where no one asks


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("model", [DecisionTreeClassifier, DecisionTreeRegressor])
def test_scikit_learns_trees_as_networks(model: Any, seed: int) -> None:
    X, y = sample(seed)
    fitted = model(max_depth=seed + 1, random_state=0).fit(X, y)
    tree = from_sklearn(fitted)
    network = tree_network(tree, 2)
    on_thresholds = np.array([[s, t] for s in fitted.tree_.threshold for t in X[:10, 1]])
    points = np.vstack([X, sample(seed + 100)[0], on_thresholds.astype(np.float32)])
    expected = fitted.predict(points)
    assert_array_equal(predict(tree, points), expected)
    assert_array_equal(network.forward(points).output[:, 0], expected)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("depth", [0, 1, 2, 4])
def test_the_fit_is_as_good_as_scikit_learns(seed: int, depth: int) -> None:
    X, y = sample(seed)
    oracle = DecisionTreeClassifier(max_depth=depth or None, random_state=0)
    tree = fit_tree(X, y, depth)
    if depth == 0:
        assert tree == Leaf(float(np.bincount(y.astype(int)).argmax()))
        return
    oracle.fit(X, y)
    wrong, oracle_wrong = (predict(tree, X) != y).sum(), (oracle.predict(X) != y).sum()
    # Equally good splits may be chosen differently, and then the trees below them differ.
    assert abs(int(wrong) - int(oracle_wrong)) <= 2
    expected = from_sklearn(oracle)
    assert isinstance(tree, Split)
    assert isinstance(expected, Split)
    assert (tree.feature, tree.threshold) == (expected.feature, expected.threshold)


def test_a_regression_tree_equals_scikit_learns() -> None:
    X, _ = sample(3)
    y = np.sin(2 * X[:, 0]) + X[:, 1] ** 2
    oracle = DecisionTreeRegressor(max_depth=3, random_state=0).fit(X, y)
    points = sample(4)[0]
    found = predict(fit_tree(X, y, 3, "squared_error"), points)
    assert_allclose(found, oracle.predict(points), rtol=1e-12)


def test_a_tree_solves_xor_though_its_first_split_gains_nothing() -> None:
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    tree = fit_tree(X, [0, 1, 1, 0], 2)
    assert_array_equal(tree_network(tree, 2).forward(X).output[:, 0], [0, 1, 1, 0])


def test_equal_samples_with_different_labels_end_in_one_leaf() -> None:
    assert fit_tree([[1, 1], [1, 1], [1, 1]], [0, 5, 5], 3) == Leaf(5.0)


def test_bad_arguments() -> None:
    with pytest.raises(ValueError, match="feature must be a whole number from 0 to 1, got 2"):
        split_neuron(2, 0.0, 2)
    with pytest.raises(ValueError, match="threshold must be a finite number, got inf"):
        split_neuron(0, np.inf, 2)
    with pytest.raises(ValueError, match="feature must be a whole number from 0 to 0, got 1"):
        tree_network(SMALL, 1)
    with pytest.raises(ValueError, match="tree values must be finite numbers, got nan"):
        tree_network(Leaf(np.nan), 1)
    with pytest.raises(ValueError, match="X must have more than 0 columns, got shape"):
        predict(SMALL, np.empty((3, 0)))
    with pytest.raises(ValueError, match=r"y must have shape \(2,\), got \(3,\)"):
        fit_tree([[0], [1]], [0, 1, 2], 1)
    with pytest.raises(ValueError, match="X must hold at least one sample"):
        fit_tree(np.empty((0, 2)), [], 1)
    with pytest.raises(ValueError, match="max_depth must be a whole number of at least 0, got -1"):
        fit_tree([[0]], [0], -1)
    with pytest.raises(ValueError, match="criterion must be one of gini, squared_error; got 'x'"):
        fit_tree([[0]], [0], 1, "x")
