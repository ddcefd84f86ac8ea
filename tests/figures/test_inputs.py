"""The bars add up to z, and the plane beside them has the weights for slopes."""

import math
import re

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from figures import inputs
from figures.scene import Scene
from figures.written import number
from tests.figures.pictures import (
    Picture,
    any_state,
    assert_plotly,
    assert_sound,
    points_of,
    quiet,
)
from ui import content, parts
from ui.controls import State
from ui.writing import code

LESSON = content.lesson("inputs")
OPENING = LESSON.arguments(LESSON.start())
FLOOR = inputs.Z[0]


def draw(**changed: float | bool) -> Scene:
    return quiet(inputs.scene, **OPENING | {"reveal": 2.0} | changed)


def seen(scene: Scene, name: str = "waterfall") -> Picture:
    return Picture(LESSON, scene, name)


def at(step: str, **changed: float | bool) -> Scene:
    """A step's own state, or one beside it."""
    (state,) = (LESSON.arguments(each.state) for each in LESSON.steps if each.name == step)
    return quiet(inputs.scene, **state | changed)


def fact(scene: Scene, name: str) -> float:
    found = scene.facts[name]
    assert isinstance(found, float)
    return found


def tips(scene: Scene) -> list[float]:
    picture = seen(scene)
    return [picture[name].points[0, 1] for name in ("t1", "t2", "t3", "bias", "z")]


# --- the sum ---------------------------------------------------------------------------------


def test_by_hand() -> None:
    """50 m² at 10, 5 km at −40, floor 4 at 25, and 300: 500 − 200 + 100 + 300 = 700."""
    scene = draw()
    assert [scene.facts[name] for name in ("t1", "t2", "t3", "b", "z")] == [
        500,
        -200,
        100,
        300,
        700,
    ]
    assert tips(scene) == [500, 300, 400, 700, 700]
    texts = seen(scene).texts
    assert [texts[name] for name in ("t1", "t2", "t3", "bias", "z")] == [
        "500", "−200", "100", "300", "700",
    ]  # fmt: skip
    alt = seen(scene).alt
    assert "Distance: −40 times 5 is −200, the sum 300." in alt
    assert "a rent of 700 euros" in alt


@given(any_state(LESSON))
@example({**LESSON.start(), "w1": 15.0, "w2": 60.0, "w3": 40.0, "b": 400.0,
          "x1": 60.0, "x2": 8.0, "x3": 8.0})  # fmt: skip
@example({**LESSON.start(), "w1": -5.0, "w2": -60.0, "w3": -40.0, "b": -200.0,
          "x1": 60.0, "x2": 8.0, "x3": 8.0})  # fmt: skip
@example({**LESSON.start(), "w1": 0.0, "w2": 0.0, "w3": 0.0, "b": 0.0, "reveal": 2.0})
def test_the_picture_is_the_sum(state: State) -> None:
    """Everywhere, and at the extremes: every bar begins where the last one ended."""
    scene = quiet(inputs.scene, **LESSON.arguments(state))
    assert_sound(LESSON, scene)
    w = [float(state[name]) for name in ("w1", "w2", "w3")]
    x = [float(state[name]) for name in ("x1", "x2", "x3")]
    products = [a * b for a, b in zip(w, x, strict=True)]
    z = math.fsum([*products, float(state["b"])])
    assert fact(scene, "z") == pytest.approx(z, abs=1e-9)
    wanted = [*np.cumsum(products), z, z]
    np.testing.assert_allclose(tips(scene), wanted, atol=1e-3)
    picture = seen(scene)
    count = sum(len(picture[name].pieces) for name in ("rises", "falls"))
    assert count == sum(product != 0 for product in products)
    if abs(z) > 0.01:
        (total,) = picture["sum"].pieces
        np.testing.assert_allclose(np.unique(total[:, 1]), sorted([0, z]), atol=1e-3)
    # Height of the probe, straight above its foot.
    probe = seen(scene, "plane")["probe"].points[0]
    np.testing.assert_allclose(probe, [x[0], x[1], z], atol=1e-3)
    foot = seen(scene, "plane")["foot"].points[0]
    np.testing.assert_allclose(foot, [x[0], x[1], FLOOR], atol=1e-4)


@pytest.mark.parametrize(("weight", "kept"), [("w1", 0), ("w2", 1), ("w3", 2)])
def test_one_weight_moves_one_bar(weight: str, kept: int) -> None:
    """It alone changes its length; those behind it move along as they are."""
    before, after = draw(), draw(**{weight: 5.0})
    lengths = [
        np.array([fact(s, name) for name in ("t1", "t2", "t3", "b")]) for s in (before, after)
    ]
    changed = np.flatnonzero(lengths[0] != lengths[1]).tolist()
    assert changed == [kept]
    shift = np.array(tips(after)[:4]) - tips(before)[:4]
    assert (shift[:kept] == 0).all()
    assert (shift[kept:] == shift[kept]).all()


# --- the ends of the bars --------------------------------------------------------------------


@given(any_state(LESSON))
def test_a_handle_is_where_its_bar_ends(state: State) -> None:
    """Its value, on the scale that the browser is given, is the end that is drawn."""
    scene = quiet(inputs.scene, **LESSON.arguments(state))
    chart = scene.charts["waterfall"]
    assert list(chart.handles) == ["t1", "t2", "t3", "bias"]
    for (name, handle), tip in zip(chart.handles.items(), tips(scene), strict=False):
        assert handle.x is None
        assert handle.y is not None
        zero, per = chart.handle_scales[f"{name}/handle-scale"]
        assert zero + per * float(state[handle.y]) == pytest.approx(tip, abs=1e-3)


def test_no_weight_can_be_seen_where_the_input_is_0() -> None:
    """There is nothing to drag: whatever the weight, the bar is flat."""
    handles = draw(x2=0.0).charts["waterfall"].handle_scales
    assert handles["t2/handle-scale"] == [500, 0]
    assert handles["t1/handle-scale"] == [0, 50]


# --- the plane -------------------------------------------------------------------------------


@given(any_state(LESSON))
def test_the_plane_has_the_weights_for_slopes(state: State) -> None:
    """Measured in the picture, along both lines through the probe; the third input lifts it."""
    scene = quiet(inputs.scene, **LESSON.arguments(state | {"reveal": 2.0}))
    picture = seen(scene, "plane")
    w1, w2, w3, b, x1, x2, x3 = (
        float(state[name]) for name in ("w1", "w2", "w3", "b", "x1", "x2", "x3")
    )
    for name, axis, weight in (("slope-1", 0, w1), ("slope-2", 1, w2)):
        start, stop = picture[name].points
        step = stop - start
        assert step[2] / step[axis] == pytest.approx(weight, abs=1e-3)
        assert step[1 - axis] == 0
        assert (start[1 - axis], stop[1 - axis]) == pytest.approx(((x2, x1)[axis],) * 2, abs=1e-4)
    for name in ("plane", "ruling"):
        x, y, z = points_of(picture[name].mark.traces[0]).T
        np.testing.assert_allclose(z, w1 * x + w2 * y + w3 * x3 + b, atol=1e-2)
        assert (x.min(), x.max(), y.min(), y.max()) == (*inputs.X1, *inputs.X2)
    assert fact(scene, "corner") == pytest.approx(w3 * x3 + b, abs=1e-9)


def test_the_ruling_is_drawn_without_lifting_the_pen() -> None:
    """Each stretch runs along an axis, and together they are the lines both ways."""
    points = seen(draw(), "plane")["ruling"].points
    steps = np.diff(points[:, :2], axis=0)
    assert ((steps == 0).sum(axis=1) >= 1).all(), "no stretch runs aslant"
    for axis, (low, high) in ((0, inputs.X1), (1, inputs.X2)):
        whole = np.abs(steps[:, axis]) == high - low
        across = np.unique(points[:-1][whole][:, 1 - axis])
        assert len(across) == inputs.GRID


def test_without_a_weight_the_plane_is_level() -> None:
    """Along the second input, and only there; the words say so."""
    scene = draw(w2=0.0)
    start, stop = seen(scene, "plane")["slope-2"].points
    assert start[2] == stop[2]
    alt = seen(scene, "plane").alt
    assert "level along the second axis" in alt
    assert "level along the first axis" not in alt
    assert "level" not in seen(draw(), "plane").alt


def test_the_plane_waits_for_its_step() -> None:
    hidden, shown = (seen(draw(reveal=reveal), "plane") for reveal in (1.0, 2.0))
    for name in ("plane", "ruling", "slope-1", "slope-2"):
        assert len(hidden[name].points) == 0
        assert len(shown[name].points) > 0
    assert "slope" not in hidden.alt
    assert "slope 10 along the first axis and −40 along the second" in shown.alt


# --- names -----------------------------------------------------------------------------------


def test_names_change_no_number() -> None:
    """Covered, only the words differ; no array does."""
    named, bare = draw(named=True), draw(named=False)
    for name, chart in named.charts.items():
        for path, value in chart.frame.items():
            np.testing.assert_array_equal(value, bare.charts[name].frame[path])
    words = [seen(scene).texts for scene in (named, bare)]
    assert [text["name-1"] for text in words] == ["size", "w₁x₁"]
    assert [text["name-z"] for text in words] == ["rent", "z"]
    for name in ("waterfall", "plane"):
        said = seen(bare, name).alt + " ".join(
            text for column in LESSON.table(name, bare.facts).values() for text in column
        )
        assert not re.search("size|m²|km|euro|rent|floor|distance", said, re.IGNORECASE), said


# --- what the words say ----------------------------------------------------------------------


def test_the_numbers_of_the_steps() -> None:
    """What is written out is what the figure shows."""
    texts = {step.name: step.text + step.task for step in LESSON.steps}
    said = {step.name: step.goal.said for step in LESSON.steps if step.goal}
    row = at("row")
    assert [row.facts[f"t{k}"] for k in (1, 2, 3)] == [500, -200, 100]
    assert "500 − 200 + 100" in texts["row"]
    assert row.facts["z"] == 700
    assert "€700" in texts["row"]
    assert at("row", x2=3.0).facts["z"] == 780
    assert "780" in said["row"]
    assert at("weight", w2=-20.0).facts["t2"] == -100
    assert "−100" in said["weight"]
    ground, eighth = at("third"), at("third", x3=8.0)
    assert ground.facts["x3"] == 0
    rise = seen(eighth, "plane")["plane"].points[:, 2] - seen(ground, "plane")["plane"].points[:, 2]
    assert rise.tolist() == [200] * 4
    assert "rises by 200" in said["third"]
    assert at("bare", x1=0.0, x2=0.0, x3=0.0).facts["z"] == at("bare").facts["b"]
    build = at("build")
    assert (build.facts["z"], build.facts["z_without_2"]) == (700, None)
    assert "Here $z$ is 700" in texts["build"]


@pytest.mark.parametrize(
    ("changed", "reached"),
    [({"w2": 0.0}, False), ({"w2": 0.0, "w1": 6.0}, True), ({"w2": 0.0, "b": 100.0}, True),
     ({"w2": 0.0, "w3": -25.0}, True), ({"w2": -40.0}, False), ({"x2": 0.0}, False)],
)  # fmt: skip
def test_the_last_step_has_several_solutions(changed: dict[str, float], reached: bool) -> None:
    """The 200 can come from any other bar; an input of 0 is not a weight of 0."""
    state = LESSON.steps[-1].state | changed
    goal = LESSON.steps[-1].goal
    assert goal is not None
    facts = at("build", **changed).facts
    assert goal.flags(facts, state, LESSON.steps[-1].state) == [reached]


def test_the_numbers_of_the_questions() -> None:
    """One kilometre more is 40 less, wherever the flat is and however large."""
    for x1 in (0.0, 20.0, 60.0):
        for x2 in (0.0, 3.0, 7.0):
            near, far = draw(x1=x1, x2=x2), draw(x1=x1, x2=x2 + 1)
            assert fact(far, "z") - fact(near, "z") == -40
    assert 3 * 1 - 1 * 4 + 0 * 100 + 2 == 1


def test_the_code_gives_the_last_bar() -> None:
    """The program runs, and prints the bars and z."""
    scene = draw(w1=3.0, x2=7.0)
    printed: list[object] = []
    exec(code(LESSON.code, scene.facts), {"print": printed.append})  # noqa: S102 - our own program
    assert np.asarray(printed[0]).tolist() == [scene.facts[f"t{k}"] for k in (1, 2, 3)]
    assert float(str(printed[1])) == scene.facts["z"]


def test_plotly_takes_it() -> None:
    for reveal in (1.0, 2.0):
        for chart in draw(reveal=reveal, n=300.0).charts.values():
            assert_plotly(chart)


# --- many inputs -----------------------------------------------------------------------------


@given(st.integers(1, 784))
@example(1)
@example(783)
@example(784)
def test_the_sum_of_the_pixels_so_far(n: int) -> None:
    """As many thin bars as there are products that are not 0, ending at their sum."""
    scene = draw(n=float(n))
    neuron, ink = inputs._zero()
    products = (neuron.weights * ink)[:n]
    assert fact(scene, "so_far") == pytest.approx(math.fsum(products), abs=1e-9)
    picture = seen(scene, "many")
    assert len(picture["rises"].pieces) == (products > 0).sum() == scene.facts["adding"]
    assert len(picture["falls"].pieces) == (products < 0).sum() == scene.facts["taking"]
    counts = [fact(scene, name) for name in ("adding", "taking", "nothing")]
    assert sum(counts) == n
    line = picture["running"].points
    np.testing.assert_allclose(line[:, 1], [0, *np.cumsum(products)], atol=1e-4)
    low, high = inputs.SUMS
    assert low < line[:, 1].min() <= line[:, 1].max() < high
    if n < 784:
        assert picture["sum"].text == number(fact(scene, "so_far"))
        assert len(picture["bias"].points) == 0


def test_with_all_pixels_it_is_z() -> None:
    """The bias comes last, and what the bars end at is the neuron's own answer."""
    scene = draw(n=784.0)
    neuron, ink = inputs._zero()
    z = fact(scene, "picture_z")
    assert z == pytest.approx(float(neuron.preactivation(ink)), abs=1e-9)
    assert seen(scene, "many")["sum"].text == f"z = {number(z)}"
    (bias,) = seen(scene, "many")["bias"].pieces
    assert bias[:, 1].max() - bias[:, 1].min() == pytest.approx(40, abs=1e-4)
    assert z > 0, "the picture is a 0"


def test_the_picture_is_read_from_the_top() -> None:
    """Half of the pixels are the upper half; a row of the field is a row of the picture."""
    levels = draw(n=392.0).charts["products"]["products"]["z"]
    lower, upper = levels[:14], levels[14:]
    assert (lower == 127).all()
    assert (upper != 127).any()
    whole = draw(n=784.0).charts["products"]["products"]["z"]
    np.testing.assert_array_equal(whole[14:], upper)
    assert (whole.min(), whole.max()) != (127, 127)


def test_equations_fit_the_facts() -> None:
    """Three products and the bias, each number under its letter."""
    (line,) = parts.equation_fields(LESSON, draw().facts)["lines"]
    values = "".join(column["value"] for column in line)
    assert values == "700=10·50−40·5+25·4+300"
    letters = "".join(column["letter"] for column in line)
    assert letters == "z=w₁·x₁+w₂·x₂+w₃·x₃+b"
