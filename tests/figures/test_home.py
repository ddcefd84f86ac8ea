"""Home shows the same neuron as the first lesson, with a switch for its bend."""

import numpy as np
import pytest

from figures import home, line
from tests.figures.pictures import assert_sound, quiet


@pytest.mark.parametrize("bend", [True, False])
@pytest.mark.parametrize("b", [-3.0, -0.5, 0.0, 3.0])
@pytest.mark.parametrize("w", [-3.0, 0.0, 1.5, 3.0])
def test_home_is_the_first_lessons_picture(w: float, b: float, *, bend: bool) -> None:
    """One picture, not two that could drift apart; ReLU with the switch on."""
    scene = quiet(home.scene, w=w, b=b, bend=bend)
    assert_sound(scene)
    assert set(scene.charts) == {"home"}
    theirs = line.scene(w, b, 1.0, "relu" if bend else "identity")
    assert scene.equations == theirs.equations
    for path, value in theirs.charts["line"].frame.items():
        np.testing.assert_array_equal(scene.charts["home"].frame[path], value)


def test_the_bend_by_hand() -> None:
    """w = 1, b = −2 at x = 1: z = −1; bent it is 0."""
    assert home.scene(1.0, -2.0, bend=False).numbers["a"] == "−1"
    assert home.scene(1.0, -2.0, bend=True).numbers["a"] == "0"
