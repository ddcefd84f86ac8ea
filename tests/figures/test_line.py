"""The picture of one neuron with one input shows what the core computes."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.activations import ACTIVATIONS
from core.neuron import Neuron
from figures import line
from figures.scene import Scene, number
from tests.figures.pictures import assert_sound, quiet
from ui import content

CONTROLS = content.lesson("line").controls
CHOICES = sorted(CONTROLS["activation"].choices)


def value(low: float, high: float) -> st.SearchStrategy[float]:
    """Anything a link can hold: on the slider's grid, at an end, or typed with six decimals."""
    grid = st.integers(round(low * 10), round(high * 10)).map(lambda n: n / 10)
    return grid | st.floats(low, high).map(lambda v: round(v, 6) + 0.0) | st.just(1e-06)


def draw(w: float, b: float, x: float, activation: str = "identity") -> Scene:
    return quiet(line.scene, w=w, b=b, x=x, activation=activation)


def data(scene: Scene, trace: int) -> tuple[list[float], list[float]]:
    frame = scene.charts["line"].frame
    return frame[f"data/{trace}/x"].tolist(), frame[f"data/{trace}/y"].tolist()


def test_by_hand() -> None:
    """w = 2, b = −1, x = 1.5: z = 2, the line from −7 to 5, the step from (0, −1) to (1, 1)."""
    scene = draw(2.0, -1.0, 1.5)
    assert data(scene, 0) == ([-3, 3], [-7, 5])
    assert data(scene, 2) == ([1.5, 1.5], [0, 2])
    assert data(scene, 3) == ([0, 1, 1], [-1, -1, 1])
    assert data(scene, 4) == ([0], [-1])
    assert data(scene, 5) == ([1.5], [2])
    assert data(scene, 6) == ([], [])
    assert ["".join(text for _, text in row) for row in scene.equations] == [
        "z = w · x + b = 2 · 1.5 − 1 = 2",
        "a = z = 2",
    ]
    assert scene.charts["line"].alt == (
        "A dashed straight line with slope 2 and intercept −1. The neuron's output lies exactly "
        "on it. At the probe x = 1.5: z = 2, output 2."
    )


def test_a_hinge_by_hand() -> None:
    """ReLU with w = 2, b = −1 bends at x = −b/w = 0.5; before it 0, after it the line."""
    scene = draw(2.0, -1.0, -1.0, "relu")
    assert data(scene, 6) == ([0.5], [0])
    x, y = map(np.array, data(scene, 1))
    np.testing.assert_allclose(y, np.maximum(0, 2 * x - 1), atol=1e-6)
    assert 0.5 in x
    assert scene.numbers["hinge"] == "0.5"
    assert "It has a corner at x = 0.5." in scene.charts["line"].alt
    assert "".join(text for _, text in scene.equations[1]) == "a = σ(z) = ReLU(−3) = 0"


def test_a_step_stands_upright() -> None:
    """Two points at one x, or the jump is drawn as a slope."""
    x, y = map(np.array, data(draw(1.0, -0.33, 0.0, "step"), 1))
    jump = int(np.argmax(np.diff(y)))
    assert y[jump : jump + 2].tolist() == [0, 1]
    assert x[jump] == x[jump + 1] == np.float32(0.33)


@pytest.mark.parametrize("activation", ["identity", "relu", "step", "sigmoid"])
def test_without_weight_there_is_no_hinge(activation: str) -> None:
    """−b/w would divide by zero: both lines are level and no corner is drawn."""
    scene = draw(0.0, -1.0, 2.0, activation)
    assert data(scene, 6) == ([], [])
    assert set(data(scene, 0)[1]) == {-1.0}
    assert len(set(data(scene, 1)[1])) == 1
    assert (scene.numbers["hinge"], scene.numbers["relu"]) == ("", "")
    assert scene.numbers["flat"] == "yes"


def test_a_pencils_zero_is_zero() -> None:
    """0.3 · 1 − 0.3 and 0.1 · 3 − 0.3: the second is 5.6e-17 in the computer, and no learner's."""
    for w, x in ((0.3, 1.0), (0.1, 3.0)):
        scene = draw(w, -0.3, x, "step")
        assert scene.numbers["z"] == "0"
        assert scene.numbers["a"] == "0"
        assert "= 0" in "".join(text for _, text in scene.equations[0])
        assert draw(w, -0.3, x, "identity").numbers["a"] == "0"


@given(value(-4, 4), value(-4, 4), value(-3, 3), st.sampled_from(CHOICES))
@example(4.0, 4.0, 3.0, "relu")
@example(-4.0, 4.0, -3.0, "softplus")
@example(0.0, 0.0, 0.0, "step")
@example(1e-06, -1e-06, 1.0, "relu")
@example(1e-06, 4.0, 3.0, "leaky_relu")
def test_the_picture_is_the_core(w: float, b: float, x: float, activation: str) -> None:
    """Everywhere in the controls' ranges, without a warning."""
    scene = draw(w, b, x, activation)
    assert_sound(scene)
    neuron, plain = Neuron([w], b, activation), Neuron([w], b)
    xs, ys = map(np.array, data(scene, 1))
    assert xs[0] == -3
    assert xs[-1] == 3
    assert np.all(np.diff(xs) >= 0)
    if activation != "step":  # the two sides of its jump stand at one x
        np.testing.assert_allclose(ys, neuron.output(xs[:, None]), rtol=1e-5, atol=1e-5)
    np.testing.assert_allclose(data(scene, 0)[1], plain.output([[-3], [3]]), atol=1e-5)
    (probe_x,), (probe_y,) = data(scene, 5)
    z = round(w * x + b, 12)
    assert probe_x == np.float32(x)
    assert probe_y == np.float32(neuron.activation.value(z))
    corners, heights = map(np.array, data(scene, 6))
    np.testing.assert_allclose(
        neuron.preactivation(corners[:, None]),
        [c for c in sorted(neuron.activation.corners, key=lambda c: (c - b) / w if w else 0)
         if w and -3 < (c - b) / w < 3],
        atol=2e-6,
    )  # fmt: skip
    assert heights.shape == corners.shape
    if activation == "identity":
        np.testing.assert_allclose(ys, w * xs + b, atol=1e-5)
        assert scene.numbers["difference"] == "0"
    if scene.numbers["relu"]:
        assert scene.numbers["hinge"] == number(-b / w, 3)


@given(value(-4, 4), value(-4, 4), value(-3, 3), st.sampled_from(CHOICES))
def test_words_and_table_tell_the_same_numbers(
    w: float, b: float, x: float, activation: str
) -> None:
    """Who cannot see the picture gets the same."""
    scene = draw(w, b, x, activation)
    chart, said = scene.charts["line"], scene.numbers
    alt = chart.alt
    for name in ("w", "b"):
        assert f" {said[name]}" in alt
    assert f"x = {said['x']}: z = {said['z']}, output {said['a']}." in alt
    name = ACTIVATIONS[activation].label
    assert ("lies exactly on it" in alt) == (activation == "identity")
    columns = list(chart.table)
    assert columns == ["x", "wx + b", f"a, {name}"]
    neuron = Neuron([w], b, activation)
    for at, straight, bent in zip(*chart.table.values(), strict=True):
        assert straight == pytest.approx(w * at + b, abs=1e-12)
        assert bent == pytest.approx(float(neuron.output([at])), abs=1e-9)
    shown = [chart.frame[f"layout/annotations/{i}/text"] for i in range(3)]
    assert shown[:2] == [f"b = {said['b']}", f"w = {said['w']}"]
    assert shown[2] in (f"a = {said['a']}", f"a ≈ {said['a']}")


def test_every_choice_of_the_lesson_has_code() -> None:
    """The lesson's program names the activation; an empty line would be a syntax error."""
    for choice in CHOICES:
        assert draw(1.0, 0.0, 1.0, choice).numbers["code_activation"]


@pytest.mark.parametrize("activation", sorted(ACTIVATIONS))
def test_any_activation_of_the_core_can_be_drawn(activation: str) -> None:
    """Adding one to the lesson is one line in its lesson.toml."""
    for w, b, x in ((4.0, 4.0, 3.0), (-4.0, -4.0, 3.0), (0.0, 0.0, 0.0), (1.5, -0.5, 0.8)):
        assert_sound(draw(w, b, x, activation))
