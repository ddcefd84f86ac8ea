"""Hinges on a list of places: by hand, and against every choice."""

from itertools import combinations

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from core.activations import Array
from core.connected_lines import connected_lines


def squares(x: Array, y: Array, hinges: Array) -> float:
    bends = [np.maximum(x - hinge, 0) for hinge in hinges]
    columns = np.stack([np.ones_like(x), x, *bends], axis=1)
    return float(np.sum((columns @ np.linalg.lstsq(columns, y)[0] - y) ** 2))


def test_a_polyline_on_the_places_is_found() -> None:
    x = np.linspace(0, 1, 50)
    places = np.linspace(0, 1, 11)
    y = np.interp(x, [0, 0.2, 0.3, 0.8, 1], [5, 7, 2, 2, 9])
    assert_array_equal(connected_lines(x, y, places, 3), places[[2, 3, 8]])
    assert_array_equal(connected_lines(x, np.maximum(x - places[4], 0), places, 1), places[[4]])


def test_places_without_samples_between_them() -> None:
    # A jump needs a hinge on either side of it, and neither line in between has a sample.
    x = np.linspace(0, 1, 10)
    places = np.linspace(0, 1, 46)  # five to a gap
    y = (x > 0.5).astype(float)
    hinges = connected_lines(x, y, places, 2)
    assert squares(x, y, hinges) < 1e-20
    assert len(connected_lines(x, y, places, 44)) == 44


@pytest.mark.parametrize("seed", range(10))
def test_nearly_as_good_as_every_choice(seed: int) -> None:
    rng = np.random.default_rng(seed)
    x = np.sort(rng.uniform(0, 1, 30))
    x[[0, -1]] = 0, 1
    y = np.sin(8 * x) + 0.3 * rng.normal(size=30)
    places = np.linspace(0, 1, 14)
    found = squares(x, y, connected_lines(x, y, places, 4))
    best = min(squares(x, y, np.array(some)) for some in combinations(places[1:-1], 4))
    assert found <= 1.02 * best
    lifted = connected_lines(x, 1000 + 1000 * y, places, 4)
    assert_array_equal(lifted, connected_lines(x, y, places, 4))
