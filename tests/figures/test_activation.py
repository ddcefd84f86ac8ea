"""The pictures of what an activation does: a plane, a curve, and any two beside each other."""

import contextlib
import io
import re
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.activations import ACTIVATIONS, Array
from figures import activation, comparison
from figures.activation import A_RANGE, ARROW, CURVE, D_RANGE, DOT, REACH, WINDOW
from figures.marks import STEPS
from figures.scene import Scene
from figures.written import number
from tests.figures.pictures import Picture, any_state, assert_plotly, assert_sound, quiet
from ui import content, parts
from ui.controls import Choice
from ui.goals import Goal
from ui.symbols import spoken
from ui.texts import turned

LESSON = content.lesson("activation")
STATES = any_state(LESSON)
FIVE = ["identity", "relu", "sigmoid", "tanh", "gelu"]
DIRECTION = np.array([0.6, 0.8])


def draw(**changes: Any) -> Scene:
    """The second step's figure, with everything shown; and changes to it."""
    state = LESSON.arguments(LESSON.steps[1].state) | {"reveal": float(ARROW)}
    return quiet(activation.scene, **{**state, **changes})


def seen(scene: Scene, name: str = "plane") -> Picture:
    return Picture(LESSON, scene, name)


def fact(scene: Scene, name: str) -> float:
    found = scene.facts[name]
    assert isinstance(found, float), name
    return found


def colour(value: Any) -> Any:
    """Which of the 255 colours a number has."""
    return np.clip(np.rint(np.asarray(value) * STEPS / REACH), -STEPS, STEPS) + STEPS


def levels(scene: Scene, chart: str = "plane", name: str = "field") -> Array:
    found: Array = scene.charts[chart][name]["z"]
    return found


def grid() -> tuple[list[Fraction], list[Fraction]]:
    """The middles of the field's cells, exactly."""
    n_rows, n_columns = levels(draw()).shape
    x0, x1, y0, y1 = (Fraction(str(edge)) for edge in WINDOW)
    half = Fraction(1, 2)
    return (
        [x0 + (x1 - x0) * (i + half) / n_columns for i in range(n_columns)],
        [y0 + (y1 - y0) * (i + half) / n_rows for i in range(n_rows)],
    )


# --- worked by hand --------------------------------------------------------------------------


def test_by_hand() -> None:
    """w = (1.2, 1.6), b = −1, probe (0.7, 2.6): z = 0.84 + 4.16 − 1 = 4, and 4 / 2 = 2."""
    scene = draw(norm=2.0)
    facts = scene.facts
    assert (facts["w1"], facts["w2"]) == (1.2, 1.6)
    assert (facts["z"], facts["d"], facts["a"], facts["offset"]) == (4.0, 2.0, 4.0, 0.5)
    plane, curve = seen(scene), seen(scene, "curve")
    assert plane["weights"].tip == pytest.approx((1.2, 1.6))
    # 2 back along the arrow from (0.7, 2.6) lies (0.7 − 1.2, 2.6 − 1.6).
    np.testing.assert_allclose(plane["distance"].points, [[0.7, 2.6], [-0.5, 1.0]], atol=1e-6)
    assert len(plane["ruler"].pieces) == 2
    assert curve["distance"].points.tolist() == [[0, 0], [2, 0]]
    assert [piece[0, 0] for piece in curve["ruler"].pieces] == [1, 2]
    assert curve["rise"].points.tolist() == [[2, 0], [2, 4]]
    assert plane.texts == {
        "x-axis": "x₁", "y-axis": "x₂", "weights": "‖w‖ = 2", "probe": "d = 2",
    }  # fmt: skip
    assert curve.texts == {
        "x-axis": "distance d", "y-axis": "output a", "distance": "d = 2", "answer": "a = 4",
    }  # fmt: skip
    for text in ("output a of ReLU", "distance 0.5 from the origin", "w = (1.2, 1.6)", "2 long",
                 "(0.7, 2.6), where d = 2, z = 4 and a = 4.", "positive side"):  # fmt: skip
        assert text in plane.alt
    assert "d = 2 and a = 4. ReLU goes from 0 at d = −6 to 12 at d = 6." in curve.alt


def test_a_longer_arrow_stretches_z_and_not_d() -> None:
    """With b = 0 the boundary stays, and so does d; z is twice as large."""
    short, long = (draw(norm=norm, b=0.0, p1=1.5, p2=1.5) for norm in (1.0, 2.0))
    assert (fact(short, "d"), fact(short, "z")) == (2.1, 2.1)
    assert (fact(long, "d"), fact(long, "z")) == (2.1, 4.2)
    before, after = (seen(scene)["boundary"].points for scene in (short, long))
    np.testing.assert_array_equal(before, after)


@pytest.mark.parametrize(("p1", "p2", "z"), [(-1.8, -2.4, -3.0), (-1.2, -1.6, -2.0)])
def test_behind_the_boundary_relu_gives_the_same_for_every_distance(
    p1: float, p2: float, z: float
) -> None:
    scene = draw(b=0.0, p1=p1, p2=p2)
    assert (scene.facts["z"], scene.facts["a"], scene.facts["negative"]) == (z, 0.0, True)
    assert seen(scene)["probe"].text == f"d = {number(z)}"
    assert seen(scene, "curve")["answer"].text == "a = 0"


@pytest.mark.parametrize(
    ("norm", "b", "p1", "p2"),
    [(1.0, -2.0, 0.4, 2.2), (2.0, -1.0, 0.7, 0.1), (0.7, 0.42, -1.0, 0.0), (3.0, 0.0, -0.4, 0.3)],
)
def test_a_point_on_the_boundary_is_on_it(norm: float, b: float, p1: float, p2: float) -> None:
    """0.6 · 0.4 + 0.8 · 2.2 − 2 = 0.24 + 1.76 − 2: floats leave something, a step would jump."""
    scene = draw(activation="step", norm=norm, b=b, p1=p1, p2=p2)
    assert (scene.facts["z"], scene.facts["d"], scene.facts["a"]) == (0.0, 0.0, 0.0)
    assert (scene.facts["on_it"], scene.facts["positive"]) == (True, False)
    assert seen(scene)["probe"].text == "d = 0"
    assert "exactly on the boundary" in seen(scene).alt
    assert printed(scene) == 0.0


@pytest.mark.parametrize(("norm", "b"), [(1.2, -0.06), (0.6, 0.03), (1.2, 0.12), (3.7, -1.3)])
def test_cells_on_the_boundary_are_on_it(norm: float, b: float) -> None:
    """A step tells: 1 where z > 0 by exact arithmetic, and 0 on the boundary itself."""
    xs, ys = grid()
    length, bias = Fraction(str(norm)), Fraction(str(b))
    is_positive = np.array([[length * (3 * x + 4 * y) / 5 + bias > 0 for x in xs] for y in ys])
    scene = draw(activation="step", norm=norm, b=b)
    np.testing.assert_array_equal(levels(scene), colour(np.where(is_positive, 1, 0)))


# --- what is shown, step by step -------------------------------------------------------------


def test_what_is_shown_grows_step_by_step() -> None:
    """First the plane and one dot, then the whole curve, then the arrow."""
    since = {("curve", "output"): CURVE, ("plane", "weights"): ARROW,
             ("plane", "right-angle"): ARROW, ("curve", "climb"): ARROW}  # fmt: skip
    for reveal in (DOT, CURVE, ARROW):
        scene = draw(activation="sigmoid", reveal=float(reveal))
        for (chart, name), first in since.items():
            mark = seen(scene, chart)[name]
            assert (len(mark.points) > 0) == (reveal >= first), name
            assert bool(mark.text) == (reveal >= first and name in ("weights", "climb"))
        for name in ("field", "boundary", "distance", "probe"):
            assert name in scene.charts["plane"]
        assert len(seen(scene, "curve")["answer"].points) == 1
        assert ("arrow" in seen(scene).alt) == (reveal >= ARROW)
        assert ("goes from" in seen(scene, "curve").alt) == (reveal >= CURVE)
        assert ("climbs" in seen(scene, "curve").alt) == (reveal >= ARROW)


def test_the_climb_is_a_sigmoids() -> None:
    """From 0.1 to 0.9: 2 · ln 9 / ‖w‖, which is 4.39 for an arrow of length 1."""
    for norm in (0.5, 1.0, 5.0):
        scene = draw(activation="sigmoid", norm=norm)
        ends = seen(scene, "curve")["climb"].pieces[0][:, 0]
        sigmoid = ACTIVATIONS["sigmoid"].value
        np.testing.assert_allclose(sigmoid(norm * ends), [0.1, 0.9], atol=1e-6)
        assert fact(scene, "climb") == pytest.approx(ends[1] - ends[0], abs=1e-6)
    other = draw(activation="tanh")
    assert other.facts["climb"] is None
    assert len(seen(other, "curve")["climb"].points) == 0


def test_only_the_probe_can_be_dragged_and_only_the_answer_leaves_dots() -> None:
    charts = draw().charts
    assert {name: list(chart.handles) for name, chart in charts.items()} == {
        "plane": ["probe"], "curve": [], "values": [], "slopes": [],
    }  # fmt: skip
    handle = charts["plane"].handles["probe"]
    assert (handle.x, handle.y) == ("p1", "p2")
    assert {name: list(chart.trails) for name, chart in charts.items() if chart.trails} == {
        "curve": ["answer"]
    }
    assert charts["curve"]["answer"].trail == ("activation", "norm", "b")


def test_colours_say_what_is_what() -> None:
    charts = draw().charts
    roles = {
        ("plane", "probe"): "output", ("plane", "weights"): "weight",
        ("plane", "distance"): "text", ("curve", "distance"): "text",
        ("curve", "output"): "output", ("curve", "answer"): "output",
        ("values", "first"): "output", ("values", "second"): "quiet",
        ("slopes", "first"): "text", ("slopes", "second"): "quiet",
    }  # fmt: skip
    assert {key: charts[key[0]][key[1]].role for key in roles} == roles
    assert charts["plane"]["probe"].labels[0].role == "text", "it says the distance"


# --- the plane -------------------------------------------------------------------------------


def test_relu_keeps_the_blue_and_leaves_no_gold() -> None:
    before, after = levels(draw(activation="identity")), levels(draw())
    assert before.min() < STEPS < before.max()
    np.testing.assert_array_equal(after, np.maximum(before, STEPS))


@given(STATES)
def test_the_plane_is_painted_by_the_output(state: dict[str, Any]) -> None:
    scene = quiet(activation.scene, **state)
    xs, ys = (np.array(middles, dtype=float) for middles in grid())
    z = state["norm"] * (0.6 * xs + 0.8 * ys[:, None]) + state["b"]
    sigma = ACTIVATIONS[state["activation"]]
    value = sigma.value(z)
    # Where two colours meet the float beside it may fall to either.
    clear = np.abs(value * STEPS / REACH % 1 - 0.5) > 1e-6
    clear &= np.all([np.abs(z - corner) > 1e-9 for corner in (0.0, *sigma.corners)], axis=0)
    np.testing.assert_array_equal(levels(scene)[clear], colour(value)[clear])


def test_the_strip_beside_the_curve_says_which_colour_is_which_number() -> None:
    scene = draw()
    (strip,) = levels(scene, "curve", "scale").T
    heights = A_RANGE[0] + (A_RANGE[1] - A_RANGE[0]) * (np.arange(len(strip)) + 0.5) / len(strip)
    np.testing.assert_array_equal(strip, colour(heights))
    look = scene.charts["curve"]["scale"].traces[0].look
    assert look["x0"] - look["dx"] / 2 == D_RANGE[0]
    assert look["y0"] - look["dy"] / 2 == pytest.approx(A_RANGE[0])


@given(STATES)
def test_boundary_arrow_and_distance_fit_together(state: dict[str, Any]) -> None:
    scene = quiet(activation.scene, **state)
    plane = seen(scene)
    ends = plane["boundary"].points
    np.testing.assert_allclose(state["norm"] * ends @ DIRECTION + state["b"], 0, atol=1e-5)
    probe, foot = plane["distance"].points
    np.testing.assert_allclose(probe, [state["p1"], state["p2"]], atol=1e-6)
    assert state["norm"] * foot @ DIRECTION + state["b"] == pytest.approx(0, abs=1e-5)
    d, z = fact(scene, "d"), fact(scene, "z")
    assert np.hypot(*(probe - foot)) == pytest.approx(abs(d), abs=1e-5)
    assert fact(scene, "product") == pytest.approx(z, abs=1e-9)
    assert z == pytest.approx(state["norm"] * (0.6 * state["p1"] + 0.8 * state["p2"]) + state["b"])
    if state["reveal"] >= ARROW:
        assert plane["weights"].tip == pytest.approx(tuple(state["norm"] * DIRECTION), abs=1e-5)


# --- the curve -------------------------------------------------------------------------------


@given(STATES)
def test_the_curve_is_the_core_and_the_dot_is_on_it(state: dict[str, Any]) -> None:
    scene = quiet(activation.scene, **{**state, "reveal": float(ARROW)})
    sigma, curve = ACTIVATIONS[state["activation"]], seen(scene, "curve")
    d, a = curve["output"].points.T
    assert (d[0], d[-1]) == D_RANGE
    z = state["norm"] * d
    clear = np.abs(a) < 2 * REACH
    clear &= np.all([np.abs(z - corner) > 1e-4 for corner in (0.0, *sigma.corners)], axis=0)
    np.testing.assert_allclose(a[clear], sigma.value(z)[clear], rtol=1e-4, atol=1e-4)
    [dot] = curve["answer"].points
    assert dot == pytest.approx((fact(scene, "d"), fact(scene, "a")), rel=1e-5, abs=1e-5)
    whole = int(min(abs(fact(scene, "d")), D_RANGE[1]) + 1e-9)
    ticks = sorted(abs(float(piece[0, 0])) for piece in curve["ruler"].pieces)
    assert ticks == [float(k) for k in range(1, whole + 1)]


@pytest.mark.parametrize("norm", [0.5, 0.7, 1.0, 2.3, 3.9])
def test_a_jump_is_upright(norm: float) -> None:
    x, y = seen(draw(activation="step", norm=norm), "curve")["output"].points.T
    (jump,) = np.flatnonzero(np.diff(y))
    assert y[[jump, jump + 1]].tolist() == [0, 1]
    np.testing.assert_allclose(x[[jump, jump + 1]], 0, atol=1e-6)


# --- any two beside each other ---------------------------------------------------------------


@pytest.mark.parametrize("first", ACTIVATIONS)
def test_two_are_the_core(first: str) -> None:
    for second in ("relu", "step", first):
        charts = comparison.compared(first, second)
        corners = [c for name in (first, second) for c in ACTIVATIONS[name].corners]
        for chart, which in zip(charts, ("value", "derivative"), strict=True):
            for mark, name in (("first", first), ("second", second)):
                z, y = chart[mark]["x"].astype(float), chart[mark]["y"]
                clear = np.abs(y) < 6
                clear &= np.all([np.abs(z - c) > 1e-4 for c in (0.0, *corners)], axis=0)
                wanted = getattr(ACTIVATIONS[name], which)(z)
                np.testing.assert_allclose(y[clear], wanted[clear], rtol=1e-4, atol=1e-4)


def test_nothing_that_is_dragged_moves_them() -> None:
    """They are drawn once: the hand on the stage does not pay for what is in a drawer."""
    here, there = draw(), draw(norm=3.0, p1=0.0, activation="tanh")
    assert here.parts["values"] is there.parts["values"]
    assert here.parts["slopes"] is there.parts["slopes"]


def test_two_that_are_the_same_are_named_once() -> None:
    scene = draw(first="gelu", second="gelu")
    for chart in ("values", "slopes"):
        assert seen(scene, chart)["first"].text == "GELU"
        assert seen(scene, chart)["second"].text == ""
        assert seen(scene, chart).alt.count("GELU") == 1
    same = turned(LESSON.table("properties", scene.facts))
    assert list(same) == ["activation", "GELU"]


def test_two_in_a_table() -> None:
    table = turned(LESSON.table("properties", draw(first="relu", second="sigmoid").facts))
    rows = dict(zip(table["activation"], zip(table["ReLU"], table["Sigmoid"], strict=True),
                    strict=True))  # fmt: skip
    assert rows["σ(z)"] == (r"$\max(0, z)$", r"$\frac{1}{1 + e^{-z}}$")
    assert rows["output between"] == ("0 and ∞", "0 and 1")
    assert rows["slope at 0"] == ("0 on its left, 1 on its right", "0.25")
    assert rows["flat far out"] == ("on the left", "on both sides")
    step = turned(LESSON.table("properties", draw(first="step", second="relu6").facts))
    rows = dict(zip(step["activation"], zip(step["Step"], step["ReLU6"], strict=True),
                    strict=True))  # fmt: skip
    assert rows["slope at 0"][0] == "none, it jumps"
    assert rows["corner or jump at z ="] == ("0", "0, 6")


def test_the_table_holds_every_activation() -> None:
    table = LESSON.table("all", comparison.properties())
    assert table["activation"] == [sigma.label for sigma in ACTIVATIONS.values()]
    assert table["made of"].count("one line") == 1, "only the identity keeps lines lines"
    assert table["made of"][0] == "one line"
    assert table["source"] == [sigma.source for sigma in ACTIVATIONS.values()]


# --- words, in every state -------------------------------------------------------------------


def printed(scene: Scene) -> float:
    """What the lesson's program prints."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(parts.code_fields(LESSON, scene.facts)["text"], {})  # noqa: S102
    return float(out.getvalue())


@given(STATES)
def test_everything_can_be_shown_and_said(state: dict[str, Any]) -> None:
    scene = quiet(activation.scene, **state)
    assert_sound(LESSON, scene)
    d, z, a = (number(fact(scene, name), 3) for name in ("d", "z", "a"))
    alt = seen(scene).alt.replace("≈", "=")
    assert f"where d = {d}, z = {z} and a = {a}." in alt


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_any_activation_of_the_core_can_be_drawn(name: str) -> None:
    """Adding one to the lesson is one word in its lesson.toml."""
    for norm, b, p1, p2 in ((0.5, -2.0, -3.0, -5.0), (5.0, 2.0, 3.0, 5.0), (1.0, 0.0, 0.0, 0.0)):
        scene = draw(activation=name, norm=norm, b=b, p1=p1, p2=p2, first=name, second="mish")
        assert_sound(LESSON, scene)
    for chart in scene.charts.values():
        assert_plotly(chart)


@pytest.mark.parametrize("name", FIVE)
@pytest.mark.parametrize(("p1", "p2"), [(-1.3, 0.4), (2.6, 0.7), (-2.0, 1.0)])
def test_the_code_prints_the_number_on_the_screen(name: str, p1: float, p2: float) -> None:
    """Also where every number is a whole one, which Python writes without a point."""
    for norm in (1.7, 5.0):
        scene = draw(activation=name, norm=norm, p1=p1, p2=p2)
        assert printed(scene) == pytest.approx(fact(scene, "a"), abs=1e-12)


def test_the_equations_are_a_teachers() -> None:
    """The first alone has to do on a phone."""
    lines = spoken(LESSON.equations(draw(norm=2.0).facts)).splitlines()
    assert lines == ["a = σ ( ‖w‖ · d ): 4 = ReLU ( 2 · 2 )", "z = ‖w‖ · d: 4 = 2 · 2"]
    lines = spoken(LESSON.equations(draw(activation="sigmoid", b=-2.0).facts)).splitlines()
    assert lines == ["a = σ ( ‖w‖ · d ): 0.62 ≈ Sigmoid ( 1 · 0.5 )", "z = ‖w‖ · d: 0.5 = 1 · 0.5"]


def test_choices_are_the_cores() -> None:
    controls = LESSON.controls
    for name, keys in (("activation", FIVE), ("first", ACTIVATIONS), ("second", ACTIVATIONS)):
        control = controls[name]
        assert isinstance(control, Choice)
        assert control.choices == {key: ACTIVATIONS[key].label for key in keys}


# --- numbers that are written out ------------------------------------------------------------


def at(step: str, **changes: Any) -> Scene:
    """A step's own figure, and what a hand made of it."""
    state = next(each.state for each in LESSON.steps if each.name == step)
    return quiet(activation.scene, **{**LESSON.arguments(state), **changes})


def goal_of(step: str) -> Goal:
    goal = next(each.goal for each in LESSON.steps if each.name == step)
    assert goal is not None
    return goal


def test_colours_are_full_from_3_on() -> None:
    assert "full from 3 on" in " ".join(LESSON.parts["step colours"].split())
    assert REACH == 3


def test_a_point_2_away_has_the_same_output() -> None:
    before, after = at("along"), at("along", p1=2.3, p2=1.4)
    assert np.hypot(2.3 - 0.7, 1.4 - 2.6) == pytest.approx(2)
    assert fact(before, "a") == fact(after, "a") == goal_of("along").conditions[0].wanted == 1.5


def test_a_sigmoid_is_a_half_on_the_boundary_and_never_0_or_1() -> None:
    """Out to the farthest point that can be asked for, with the longest arrow."""
    sigmoid = ACTIVATIONS["sigmoid"].value
    assert sigmoid(0.0) == 0.5
    assert fact(at("squeeze", p1=0.0, p2=0.0), "a") == 0.5
    for sign in (-1, 1):
        a = fact(at("squeeze", norm=5.0, b=2.0 * sign, p1=3.0 * sign, p2=5.0 * sign), "a")
        assert 0 < a < 1
    assert fact(at("squeeze", p1=2.5, p2=4.5), "a") > 0.98
    assert fact(at("squeeze", p1=-2.5, p2=-4.5), "a") < 0.02


def test_the_climb_takes_4_4_and_half_of_it_for_twice_the_arrow() -> None:
    assert "over a distance of 4.4" in " ".join(LESSON.parts["step sharpen"].split())
    one, two = fact(at("sharpen"), "climb"), fact(at("sharpen", norm=2.0), "climb")
    assert number(one, 1) == "4.4"
    assert two == one / 2
    assert fact(at("sharpen", norm=4.4), "climb") < 1 < fact(at("sharpen", norm=4.3), "climb")


def test_gelus_lowest_output_is_about_minus_0_17() -> None:
    """Lower than the goal asks for, at about z = −0.75; nearer and farther it is higher."""
    z = np.linspace(-3, 0, 3001)
    lowest = ACTIVATIONS["gelu"].value(z)
    assert number(float(lowest.min())) == "−0.17"
    assert "About −0.17" in goal_of("dip").said
    deepest = fact(at("dip", p1=-0.4, p2=-0.6), "a")
    assert deepest < goal_of("dip").conditions[0].below
    for p1, p2 in ((-0.2, -0.3), (-0.8, -1.2)):
        assert fact(at("dip", p1=p1, p2=p2), "a") > deepest


def test_twice_the_arrow_is_twice_the_slope_of_the_line() -> None:
    assert at("lines").facts["line_slope"] is None
    scene = at("lines", activation="identity", norm=2.0)
    x, y = seen(scene, "curve")["output"].points.T
    np.testing.assert_allclose(y, 2 * x, atol=1e-5)
    assert fact(scene, "line_slope") == goal_of("lines").conditions[0].wanted == 2


def test_two_points_3_apart_give_3() -> None:
    """Both 1.5 across; (0.9, 1.2) and 3 along the boundary from there."""
    places = [(0.9, 1.2), (-1.5, 3.0)]
    assert np.hypot(0.9 + 1.5, 1.2 - 3.0) == pytest.approx(3)
    for p1, p2 in places:
        scene = at("level", p1=p1, p2=p2)
        assert (fact(scene, "d"), fact(scene, "a")) == (1.5, 3.0)


def test_numbers_of_the_questions() -> None:
    sigmoid, gelu = ACTIVATIONS["sigmoid"].value, ACTIVATIONS["gelu"].value
    assert number(float(np.log(0.8 / 0.2))) == "1.39"
    assert sigmoid(1.39) == pytest.approx(0.8, abs=5e-3)
    z = np.linspace(-4, 0, 4001)
    assert np.count_nonzero(np.diff(np.sign(gelu(z) + 0.1))) == 2, "−0.1 comes from two distances"
    for name, rises in (("tanh", True), ("sigmoid", True), ("relu", False), ("gelu", False)):
        values = ACTIVATIONS[name].value(np.linspace(-5, 5, 1001))
        assert bool((np.diff(values) > 0).all()) == rises


def test_no_number_of_activations_is_written_out() -> None:
    """The table may grow; texts ask for the count."""
    count = str(len(ACTIVATIONS))
    for where, text in LESSON.templates().items():
        assert not re.search(rf"\b{count}\b", text), where
    assert LESSON.prose(LESSON.parts["drawer compare"], draw().facts).startswith(
        f"Any two of the {count}, "
    )


@pytest.mark.parametrize("step", LESSON.steps, ids=lambda step: step.name)
def test_the_dots_of_every_step_are_in_the_window(step: Any) -> None:
    scene = at(step.name)
    assert abs(fact(scene, "d")) < D_RANGE[1]
    assert abs(fact(scene, "a")) < REACH
    assert seen(scene, "curve")["answer"].text


@given(st.sampled_from(FIVE), st.floats(0.5, 5.0), st.floats(-2.0, 2.0))
def test_only_the_identity_draws_one_straight_line(name: str, norm: float, b: float) -> None:
    """Every activation of the stage bends the line, except the identity."""
    scene = draw(activation=name, norm=round(norm, 2), b=round(b, 2))
    x, y = seen(scene, "curve")["output"].points.T
    inside = np.abs(y) < 4
    straight = np.polyval(np.polyfit(x[inside], y[inside], 1), x[inside])
    assert np.allclose(straight, y[inside], atol=1e-3) == (name == "identity")
