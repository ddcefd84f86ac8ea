"""The picture of one neuron with one input shows what the core computes."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.activation_source import numpy_source
from core.activations import ACTIVATIONS
from core.neuron import Neuron
from core.rounding import by_hand
from figures import line
from figures.scene import Scene
from figures.written import number
from tests.figures.pictures import Picture, assert_plotly, assert_sound, quiet, value
from ui import content

LESSON = content.lesson("line")
CHOICES = [key for key, _ in LESSON.controls["activation"].spec()["choices"]]
(LOW, HIGH), (BOTTOM, TOP) = line.WINDOW


def draw(
    w: float, b: float, x: float, activation: str = "identity", reveal: float = line.STEP
) -> Scene:
    return quiet(line.scene, w=w, b=b, x=x, activation=activation, reveal=reveal)


def seen(scene: Scene) -> Picture:
    return Picture(LESSON, scene, "line")


def test_by_hand() -> None:
    """w = 2, b = −1, x = 1.5: z = 2; one step right from (0, −1) leads 2 up to (1, 1)."""
    scene = draw(2.0, -1.0, 1.5)
    picture = seen(scene)
    assert picture["output"].points[[0, -1]].tolist() == [[-3, -7], [3, 5]]
    assert len(picture["line"].points) == 0, "without an activation there is one line, not two"
    assert picture["right"].points.tolist() == [[0, -1], [1, -1]]
    assert picture["step"].points.tolist() == [[1, -1], [1, 1]]
    assert picture["intercept"].points.tolist() == [[0, -1]]
    assert picture["drop"].points.tolist() == [[1.5, BOTTOM], [1.5, 2]]
    assert picture["reading"].points.tolist() == [[LOW, 2], [1.5, 2]]
    assert picture["answer"].points.tolist() == [[1.5, 2]]
    assert picture["input"].points.tolist() == [[1.5, BOTTOM]]
    assert len(picture["fold"].points) == 0
    assert picture.texts == {
        "x-axis": "input x",
        "y-axis": "output a",
        "right": "1 right",
        "step": "w = 2 up",
        "intercept": "b = −1",
        "answer": "a = 2",
    }
    assert (scene.facts["z"], scene.facts["a"]) == (2, 2)
    assert scene.facts["identity"]
    for text in ("slope 2 ", "intercept −1.", "x = 1.5: z = 2, output = 2."):
        assert text in picture.alt


def test_what_is_shown_grows_step_by_step() -> None:
    """First the dot alone, then the curve, then the step; what is not shown has no points."""
    parts = {"output": line.CURVE, "line": line.CURVE, "fold": line.CURVE, "step": line.STEP}
    for reveal in (line.DOT, line.CURVE, line.STEP):
        picture = seen(draw(2.0, -1.0, 1.5, "relu", reveal))
        for name, since in parts.items():
            assert (len(picture[name].points) > 0) == (reveal >= since), name
        assert len(picture["answer"].points) == len(picture["input"].points) == 1
    assert "slope" not in seen(draw(2.0, -1.0, 1.5, reveal=line.DOT)).alt
    assert "step" not in seen(draw(2.0, -1.0, 1.5, reveal=line.CURVE)).texts


def test_the_dot_leaves_a_trail_that_another_line_wipes() -> None:
    """Dots of two different lines side by side would say something untrue."""
    chart = draw(1.0, 0.0, 1.0).charts["line"]
    assert set(chart.trails) == {"answer"}
    assert chart["answer"].trail == ("w", "b", "activation")


def test_a_fold_by_hand() -> None:
    """ReLU with w = 2, b = −1 folds at x = −b/w = 0.5; before it 0, after it the line."""
    scene = draw(2.0, -1.0, -1.0, "relu")
    picture = seen(scene)
    assert picture["fold"].points.tolist() == [[0.5, 0]]
    x, y = picture["output"].points.T
    np.testing.assert_allclose(y, np.maximum(0, 2 * x - 1), atol=1e-6)
    assert 0.5 in x
    assert scene.facts["fold"] == 0.5
    assert scene.facts["folded"]
    assert (scene.facts["z"], scene.facts["a"]) == (-3, 0)
    assert "It turns at x = 0.5." in picture.alt
    assert "A dashed straight line with slope 2" in picture.alt


def test_the_input_is_what_can_be_dragged() -> None:
    """Along its axis only: the answer follows, nobody drags an output."""
    handles = draw(1.0, 0.0, 1.0).charts["line"].handles
    assert set(handles) == {"input"}
    assert (handles["input"].x, handles["input"].y) == ("x", None)


def test_a_step_stands_upright() -> None:
    """Two points at one x, or the jump is drawn as a slope."""
    x, y = seen(draw(1.0, -0.33, 0.0, "step"))["output"].points.T
    (jump,) = np.flatnonzero(np.diff(y))
    assert y[jump : jump + 2].tolist() == [0, 1]
    assert x[jump] == x[jump + 1] == np.float32(0.33)


@given(value(-4, 4), value(-4, 4))
@example(0.1, -0.3)
@example(3.0, -1.0)
def test_a_steps_fold_keeps_its_height(w: float, b: float) -> None:
    """σ(0) = 0 for the step: rounding must not put the mark at 1 in one state, at 0 in the next."""
    for x, y in seen(draw(w, b, 0.0, "step"))["fold"].points:
        assert x == pytest.approx(-b / w, abs=1e-6)
        assert y == 0


@pytest.mark.parametrize("activation", ["identity", "relu", "step", "sigmoid"])
def test_without_weight_there_is_no_fold(activation: str) -> None:
    """−b/w would divide by zero: both lines are level and no corner is drawn."""
    scene = draw(0.0, -1.0, 2.0, activation)
    picture = seen(scene)
    assert len(picture["fold"].points) == 0
    assert set(picture["line"].points[:, 1].tolist()) == (
        set() if activation == "identity" else {-1.0}
    )
    assert len(set(picture["output"].points[:, 1].tolist())) == 1
    assert scene.facts["fold"] is None
    assert not scene.facts["folded"]
    assert scene.facts["level"] == scene.facts["a"]
    assert "turns" not in picture.alt


def test_a_pencils_zero_is_zero() -> None:
    """0.3 · 1 − 0.3 and 0.1 · 3 − 0.3: the second is 5.6e-17 in the computer, and no learner's."""
    for w, x in ((0.3, 1.0), (0.1, 3.0)):
        scene = draw(w, -0.3, x, "step")
        assert (scene.facts["z"], scene.facts["a"]) == (0, 0)
        assert seen(scene).texts["answer"] == "a = 0"
        assert seen(draw(w, -0.3, x)).texts["answer"] == "a = 0"


def test_every_grid_point_on_the_line_is_on_it() -> None:
    """w · x + b in whole hundredths is 0: then z is 0, for every pair of slider values."""
    count = 0
    for w in range(-40, 41):
        for x in range(-30, 31):
            b, rest = divmod(-w * x, 10)
            if rest or abs(b) > 40:
                continue
            scene = line.scene(w / 10, b / 10, x / 10, "step", line.DOT)
            assert scene.facts["z"] == 0, (w, b, x)
            assert scene.facts["a"] == 0, (w, b, x)
            count += 1
    assert count > 900


@given(value(-4, 4), value(-4, 4), value(-3, 3), st.sampled_from(CHOICES))
@example(4.0, 4.0, 3.0, "relu")
@example(-4.0, 4.0, -3.0, "softplus")
@example(0.0, 0.0, 0.0, "step")
@example(1e-06, -1e-06, 1.0, "relu")
@example(1e-06, 4.0, 3.0, "leaky_relu")
def test_the_picture_is_the_core(w: float, b: float, x: float, activation: str) -> None:
    """Everywhere in the controls' ranges, without a warning."""
    scene = draw(w, b, x, activation)
    assert_sound(LESSON, scene)
    picture, facts = seen(scene), scene.facts
    neuron, plain = Neuron([w], b, activation), Neuron([w], b)
    xs, ys = picture["output"].points.T
    assert (xs[0], xs[-1]) == (LOW, HIGH)
    assert (np.diff(xs) >= 0).all()
    if activation != "step":  # the two sides of its jump stand at one x
        np.testing.assert_allclose(ys, neuron.output(xs[:, None]), rtol=1e-5, atol=1e-5)
    if activation != "identity":
        ends = plain.output([[LOW], [HIGH]])
        np.testing.assert_allclose(picture["line"].points[:, 1], ends, atol=1e-5)
    z = round(w * x + b, 12)
    assert facts["z"] == z
    assert facts["a"] == neuron.activation.value(z)
    ((answer_x, answer_y),) = picture["answer"].points
    assert (answer_x, answer_y) == (np.float32(x), np.float32(neuron.activation.value(z)))
    assert picture["input"].points.tolist() == [[np.float32(x), BOTTOM]]
    folds, heights = picture["fold"].points.T
    corners = [
        corner for corner in neuron.activation.corners if w and LOW < (corner - b) / w < HIGH
    ]
    np.testing.assert_allclose(neuron.preactivation(folds[:, None]), corners, atol=2e-6)
    np.testing.assert_allclose(heights, neuron.activation.value(np.array(corners)), atol=1e-6)
    if activation == "identity":
        np.testing.assert_allclose(ys, w * xs + b, atol=1e-5)
    if activation == "relu" and w:
        assert facts["fold"] == by_hand(-b / w)
    assert (facts["level"] is None) == (w != 0)


@given(value(-4, 4), value(-4, 4), value(-3, 3), st.sampled_from(CHOICES))
def test_words_and_table_say_the_same_numbers(
    w: float, b: float, x: float, activation: str
) -> None:
    """Who cannot see the picture gets the same."""
    scene = draw(w, b, x, activation)
    picture, z, a = seen(scene), round(w * x + b, 12), scene.facts["a"]
    assert isinstance(a, float)
    assert f"slope {number(w)} and intercept {number(b)}." in picture.alt
    said = picture.alt.replace("≈", "=").rpartition(f"x = {number(x)}: ")[2]
    assert said == f"z = {number(z)}, output = {number(a, 3)}."
    columns = LESSON.table("line", scene.facts)
    assert list(columns) == ["x", "wx + b", f"a, {ACTIVATIONS[activation].label}"]
    neuron = Neuron([w], b, activation)
    for at, cells in zip(line.ROWS, zip(*columns.values(), strict=True), strict=True):
        assert cells[:2] == (number(at), number(by_hand(w * at + b)))
        assert cells[2] == number(float(neuron.output([at])), 3)
    for name, letter, fact, digits in (("intercept", "b", b, 2), ("answer", "a", a, 3)):
        assert picture.texts[name].replace("≈", "=") == f"{letter} = {number(fact, digits)}"
    assert picture.texts["step"].replace("≈", "=") == f"w = {number(w)}" + " up" * (w > 0)


def test_every_choice_of_the_lesson_has_code() -> None:
    """The lesson's program names the activation; an empty line would be a syntax error."""
    for choice in CHOICES:
        source = draw(1.0, 0.0, 1.0, choice).facts["source"]
        assert source == ("" if choice == "identity" else numpy_source(choice))
        assert bool(source) == (choice != "identity")


@pytest.mark.parametrize("activation", sorted(ACTIVATIONS))
def test_any_activation_of_the_core_can_be_drawn(activation: str) -> None:
    """Adding one to the lesson is one word in its lesson.toml."""
    for w, b, x in ((4.0, 4.0, 3.0), (-4.0, -4.0, 3.0), (0.0, 0.0, 0.0), (1.5, -0.5, 0.8)):
        scene = draw(w, b, x, activation)
        assert_sound(LESSON, scene)
    assert_plotly(scene.charts["line"])
