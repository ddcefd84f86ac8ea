"""A data set is a table of samples: inputs in the rows of X, the right answers in y.

Every generator draws from a seed, so the same seed gives the same points to everyone. Inputs lie
in about -1 … 1. For two classes y is 0 or 1, half of each; for regression y is a number.

References
----------
The two-dimensional ones follow TensorFlow Playground (Smilkov et al. 2017) and scikit-learn.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from core.activations import Array
from core.checks import Seed, generator, known_name, number, whole_number

Points = tuple[Array, Array]
Make = Callable[[int, float, "np.random.Generator"], Points]


class DatasetKind(NamedTuple):
    """A way to draw samples.

    Attributes
    ----------
    name, label : str
        Key in `DATASETS`, and its name as a person writes it.
    task : {"classification", "regression"}
    n_inputs : int
    description : str
        What the points look like, in a sentence.
    make : callable (n_samples, noise, rng) -> X, y
        Draws the points; `make_dataset` checks, shuffles and splits.
    """

    name: str
    label: str
    task: str
    n_inputs: int
    description: str
    make: Make


@dataclass(frozen=True, eq=False)
class Dataset:
    """Samples, some to learn from and some to test on.

    Attributes
    ----------
    kind : DatasetKind
    X, y : ndarray, shapes (n_train, n_inputs) and (n_train, 1)
        To learn from.
    X_test, y_test : ndarray, shapes (n_test, n_inputs) and (n_test, 1)
        To test on; no samples if `test_share` was 0.
    """

    kind: DatasetKind
    X: Array
    y: Array
    X_test: Array
    y_test: Array


def make_dataset(
    name: str,
    n_samples: int = 200,
    *,
    noise: float = 0.1,
    test_share: float = 0.0,
    seed: Seed = 0,
) -> Dataset:
    """Draw a data set.

    Parameters
    ----------
    name : str
        Key of `DATASETS`.
    n_samples : int
        At least 2, training and test together.
    noise : float
        Standard deviation of the random numbers added: to the inputs of a classification, whose
        labels stay as they were; to the targets of a regression.
    test_share : float
        Part of the samples kept for testing, from 0 up to but not including 1; it is rounded,
        and at least one sample is left to learn from.
    seed : numpy.random.Generator, int or None

    Returns
    -------
    Dataset
        In random order.

    Raises
    ------
    ValueError
        If there is no data set of that name, or a number is out of range.
    """
    kind = DATASETS[known_name("name", name, DATASETS)]
    n_samples = whole_number("n_samples", n_samples, minimum=2)
    noise = number("noise", noise, minimum=0)
    test_share = number("test_share", test_share, minimum=0)
    if test_share >= 1:
        raise ValueError(f"test_share must be below 1, got {test_share:g}")
    rng = generator(seed)
    X, y = kind.make(n_samples, noise, rng)
    order = rng.permutation(n_samples)
    X, y = X[order], y[order, np.newaxis]
    n_train = max(1, n_samples - round(test_share * n_samples))
    return Dataset(kind, X[:n_train], y[:n_train], X[n_train:], y[n_train:])


def _two_classes(n: int) -> Array:
    """Half zeros, half ones; with an odd number, one more zero."""
    return np.repeat([0.0, 1.0], [n - n // 2, n // 2])


def _blurred(X: Array, noise: float, rng: np.random.Generator) -> Array:
    return X + noise * rng.standard_normal(X.shape)


def _on_circle(radius: Array, angle: Array) -> Array:
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])


def _circle(n: int, noise: float, rng: np.random.Generator) -> Points:
    y = _two_classes(n)
    # A square root spreads the points evenly over the area of the disc.
    disc, ring = 0.5 * np.sqrt(rng.random(n)), rng.uniform(0.7, 1.0, n)
    X = _on_circle(np.where(y == 1, disc, ring), rng.uniform(0, 2 * np.pi, n))
    return _blurred(X, noise, rng), y


def _xor(n: int, noise: float, rng: np.random.Generator) -> Points:
    y = _two_classes(n)
    first, size = rng.choice([-1.0, 1.0], n), rng.uniform(0.1, 1.0, (n, 2))
    signs = np.column_stack([first, np.where(y == 1, -first, first)])
    return _blurred(signs * size, noise, rng), y


def _gauss(n: int, noise: float, rng: np.random.Generator) -> Points:
    y = _two_classes(n)
    centre = np.where(y == 1, 0.5, -0.5)[:, np.newaxis]
    return _blurred(centre + 0.15 * rng.standard_normal((n, 2)), noise, rng), y


def _spiral(n: int, noise: float, rng: np.random.Generator) -> Points:
    y = _two_classes(n)
    along = rng.uniform(0.1, 1.0, n)  # how far out on its arm; each arm makes 1¼ turns
    X = _on_circle(along, 2.5 * np.pi * along + np.pi * y)
    return _blurred(X, 0.25 * noise, rng), y  # the arms lie close together


def _moons(n: int, noise: float, rng: np.random.Generator) -> Points:
    y = _two_classes(n)
    angle = rng.uniform(0, np.pi, n)
    upper = np.column_stack([np.cos(angle) - 0.5, np.sin(angle) - 0.25])
    X = 0.65 * np.where(y[:, np.newaxis] == 1, -upper, upper)
    return _blurred(X, noise, rng), y


def _linear(n: int, noise: float, rng: np.random.Generator) -> Points:
    X = rng.uniform(-1, 1, (n, 1))
    return X, 1.5 * X[:, 0] - 0.5 + noise * rng.standard_normal(n)


def _curve(n: int, noise: float, rng: np.random.Generator) -> Points:
    X = rng.uniform(-1, 1, (n, 1))
    return X, np.sin(np.pi * X[:, 0]) + noise * rng.standard_normal(n)


_CLASSES, _NUMBERS = "classification", "regression"
_KINDS = (
    DatasetKind("circle", "Circle", _CLASSES, 2, "A disc of ones inside a ring of zeros.", _circle),
    DatasetKind("xor", "XOR", _CLASSES, 2, "One where the two inputs have different signs.", _xor),
    DatasetKind(
        "gauss", "Two clouds", _CLASSES, 2, "Two round clouds, one for each class.", _gauss
    ),
    DatasetKind("spiral", "Spiral", _CLASSES, 2, "Two arms wound around each other.", _spiral),
    DatasetKind("moons", "Moons", _CLASSES, 2, "Two half circles that interlock.", _moons),
    DatasetKind("linear", "Line", _NUMBERS, 1, "Points along y = 1.5 x − 0.5.", _linear),
    DatasetKind("curve", "Curve", _NUMBERS, 1, "Points along y = sin(πx).", _curve),
)

DATASETS: dict[str, DatasetKind] = {kind.name: kind for kind in _KINDS}
