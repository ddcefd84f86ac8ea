"""Home shows the same neuron as the first lesson, with a switch for its bend."""

import numpy as np
import pytest

from figures import home, line
from tests.figures.pictures import Picture, assert_plotly, assert_sound, quiet
from ui import content

LESSON = content.lesson("home")


@pytest.mark.parametrize("bend", [True, False])
@pytest.mark.parametrize("b", [-3.0, -0.5, 0.0, 3.0])
@pytest.mark.parametrize("w", [-3.0, 0.0, 1.5, 3.0])
def test_home_is_the_first_lessons_picture(w: float, b: float, *, bend: bool) -> None:
    """One picture, not two that could drift apart; ReLU with the switch on."""
    scene = quiet(home.scene, w=w, b=b, x=2.0, bend=bend)
    assert_sound(LESSON, scene)
    assert set(scene.parts) == {"home"}
    activation = "relu" if bend else "identity"
    theirs = line.scene(w, b, 2.0, activation, reveal=line.CURVE, window=home.WINDOW)
    np.testing.assert_equal(dict(scene.facts), dict(theirs.facts))
    here, there = scene.charts["home"], theirs.charts["line"]
    assert [mark.name for mark in here.marks] == [mark.name for mark in there.marks]
    for path, value in here.frame.items():
        np.testing.assert_array_equal(value, there.frame[path])
    assert set(here.handles) == {"input"}


def test_the_bend_by_hand() -> None:
    """w = 1, b = −2 at x = 1: z = −1; bent it is 0."""
    for bend, answer in ((False, -1.0), (True, 0.0)):
        scene = home.scene(1.0, -2.0, 1.0, bend=bend)
        picture = Picture(LESSON, scene, "home")
        assert scene.facts["a"] == answer
        assert picture["answer"].points.tolist() == [[1, answer]]
        assert picture.texts["answer"] == ("a = 0" if bend else "a = −1")
        assert ("ReLU" in picture.alt) == bend
        assert_plotly(picture.chart)
