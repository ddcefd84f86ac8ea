"""The activation lesson: what a person sees in its figures, and that its words fit every state."""

import contextlib
import io
import json
import re
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.activations import ACTIVATIONS, Array
from figures import activation
from figures.activation import A_RANGE, D_RANGE, REACH, SLOPE_RANGE, WINDOW
from figures.marks import STEPS
from figures.scene import Chart, Label, Mark, Scene
from figures.written import number
from ui import content, parts, wire
from ui.controls import Choice
from ui.texts import Lesson

PLANES = ("before", "after")
DEFAULT: dict[str, Any] = {
    "activation": "relu", "compare": "sigmoid", "norm": 1.0, "b": -0.5, "p1": 2.6, "p2": 0.7,
}  # fmt: skip


def between(low: int, high: int) -> st.SearchStrategy[float]:
    """What the slider's own steps reach, and what can be typed."""
    grid = st.integers(10 * low, 10 * high).map(lambda n: n / 10)
    return grid | st.floats(low, high).map(lambda value: round(value, 6) + 0.0)


NAMES = st.sampled_from(sorted(ACTIVATIONS))
STATES = st.fixed_dictionaries(
    {
        "activation": NAMES,
        "compare": NAMES,
        "norm": between(0, 4).filter(lambda norm: norm >= 0.5),
        "b": between(-2, 2),
        "p1": between(-4, 4),
        "p2": between(-3, 3),
    }
)


def lesson() -> Lesson:
    return content.lesson("activation")


def drawn(**changes: Any) -> Scene:
    return activation.scene(**{**DEFAULT, **changes})


def points(mark: Mark) -> Array:
    return np.column_stack([mark["x"], mark["y"]]).astype(float)


def label(chart: Chart, name: str) -> Label:
    return next(label for label in chart.labels if label.name == name)


def texts(scene: Scene, chart: str) -> dict[str, str]:
    return {entry["name"]: entry["text"] for entry in parts.labels(lesson(), scene, chart)}


def colour(value: Any) -> Any:
    """Which of the 255 colours a number has, whichever plane it stands in."""
    return np.clip(np.rint(np.asarray(value) * STEPS / REACH), -STEPS, STEPS) + STEPS


def field(scene: Scene, plane: str) -> Array:
    levels: Array = scene.charts[plane]["field"]["z"]
    return levels


def grid() -> tuple[list[Fraction], list[Fraction]]:
    """The middles of the field's cells, exactly."""
    n_rows, n_columns = field(drawn(), "before").shape
    x0, x1, y0, y1 = (Fraction(edge) for edge in WINDOW)
    half = Fraction(1, 2)
    return (
        [x0 + (x1 - x0) * (i + half) / n_columns for i in range(n_columns)],
        [y0 + (y1 - y0) * (i + half) / n_rows for i in range(n_rows)],
    )


def exact_heights(norm: float, b: float) -> list[list[Fraction]]:
    """z = ‖w‖ · (0.8 x₁ + 0.6 x₂) + b in every cell, with fractions instead of floats."""
    xs, ys = grid()
    length, bias = Fraction(str(norm)), Fraction(str(b))
    return [[length * (4 * x + 3 * y) / 5 + bias for x in xs] for y in ys]


# --- worked by hand --------------------------------------------------------------------------


def test_the_lesson_opens_with_numbers_that_can_be_checked() -> None:
    # 0.8 · 2.6 + 0.6 · 0.7 − 0.5 = 2.08 + 0.42 − 0.5 = 2; ReLU(2) = 2; 1 / (1 + e⁻²) = 0.8808
    assert lesson().controls.defaults() == DEFAULT
    facts = drawn().facts
    assert (facts["z"], facts["d"], facts["a"]) == (2.0, 2.0, 2.0)
    assert facts["other_a"] == pytest.approx(0.8808, abs=1e-4)


def test_longer_weights_stretch_z_but_not_d() -> None:
    # w = (1.6, 1.2): 4.16 + 0.84 − 1 = 4, and 4 / 2 = 2
    facts = drawn(norm=2.0, b=-1.0).facts
    assert (facts["z"], facts["d"], facts["a"]) == (4.0, 2.0, 4.0)


@pytest.mark.parametrize(("p1", "p2", "z"), [(-2.4, -1.8, -3.0), (-1.6, -1.2, -2.0)])
def test_behind_the_boundary_relu_gives_the_same_for_every_distance(
    p1: float, p2: float, z: float
) -> None:
    # 0.8 · (−2.4) + 0.6 · (−1.8) = −1.92 − 1.08 = −3
    scene = drawn(b=0.0, p1=p1, p2=p2)
    assert (scene.facts["z"], scene.facts["a"], scene.facts["negative"]) == (z, 0.0, True)
    assert texts(scene, "before")["probe"] == f"z = {number(z)}"
    assert texts(scene, "after")["probe"] == "a = 0"


@pytest.mark.parametrize(
    ("norm", "b", "p1", "p2"),
    [(1.0, -2.0, 2.2, 0.4), (2.0, -1.0, 0.1, 0.7), (0.7, 0.42, 0.0, -1.0), (3.0, 0.0, 0.3, -0.4)],
)
def test_a_point_on_the_boundary_is_on_it(norm: float, b: float, p1: float, p2: float) -> None:
    # 0.8 · 2.2 + 0.6 · 0.4 − 2 = 1.76 + 0.24 − 2 = 0. Of 2.4 · 0.3 − 1.8 · 0.4 = 0.72 − 0.72,
    # floats leave something positive, and a step would give 1.
    scene = drawn(activation="step", norm=norm, b=b, p1=p1, p2=p2)
    assert (scene.facts["z"], scene.facts["d"], scene.facts["a"]) == (0.0, 0.0, 0.0)
    assert (scene.facts["on_it"], scene.facts["positive"]) == (True, False)
    assert printed(scene) == 0.0


@pytest.mark.parametrize(("norm", "b"), [(1.2, -0.07), (0.6, 0.035), (1.2, 0.11), (3.7, -1.3)])
def test_cells_on_the_boundary_are_called_on_it(norm: float, b: float) -> None:
    """A step tells: 1 where z > 0 by exact arithmetic, and 0 on the boundary itself."""
    heights = exact_heights(norm, b)
    is_positive = np.array([[z > 0 for z in row] for row in heights])
    is_zero = np.array([[z == 0 for z in row] for row in heights])
    assert np.any(is_zero) == (norm != 3.7)
    scene = drawn(activation="step", norm=norm, b=b)
    np.testing.assert_array_equal(field(scene, "after"), colour(np.where(is_positive, 1, 0)))
    assert np.all(field(scene, "before")[is_zero] == STEPS)


def test_sine_at_its_top() -> None:
    # z = 1.2 + 0.9 − 0.5 = 1.6 at (1.5, 1.5), and sin 1.6 = 0.9996, beyond the top at π/2
    facts = drawn(activation="sin", p1=1.5, p2=1.5).facts
    assert facts["a"] == pytest.approx(0.99957, abs=1e-5)
    assert facts["sigma_slope"] == pytest.approx(-0.0292, abs=1e-4)
    assert facts["turns"]


# --- the two planes --------------------------------------------------------------------------


def test_the_identity_changes_no_colour() -> None:
    scene = drawn(activation="identity", norm=1.5)
    np.testing.assert_array_equal(field(scene, "after"), field(scene, "before"))


def test_relu_keeps_the_blue_and_leaves_no_gold() -> None:
    scene = drawn()
    before, after = field(scene, "before"), field(scene, "after")
    assert before.min() < STEPS < before.max()
    np.testing.assert_array_equal(after, np.maximum(before, STEPS))


@given(STATES)
def test_equal_numbers_have_equal_colours_in_both_planes(state: dict[str, Any]) -> None:
    scene = activation.scene(**state)
    xs, ys = (np.array(middles, dtype=float) for middles in grid())
    z = state["norm"] * (0.8 * xs + 0.6 * ys[:, None]) + state["b"]
    for plane, value in (("before", z), ("after", ACTIVATIONS[state["activation"]].value(z))):
        levels = field(scene, plane)
        assert levels.dtype == np.uint8
        # Where two colours meet, or a step jumps, the float beside it may fall to either.
        clear = np.abs(value * STEPS / REACH % 1 - 0.5) > 1e-6
        clear &= np.all([np.abs(z - c) > 1e-9 for c in (0.0, *_corners(state))], axis=0)
        np.testing.assert_array_equal(levels[clear], colour(value)[clear])


def _corners(state: dict[str, Any]) -> tuple[float, ...]:
    return ACTIVATIONS[state["activation"]].corners


@given(STATES)
def test_both_planes_show_the_same_boundary_probe_and_distance(state: dict[str, Any]) -> None:
    scene = activation.scene(**state)
    before, after = (scene.charts[plane] for plane in PLANES)
    for name in ("boundary", "probe", "distance", "ruler", "axes"):
        np.testing.assert_array_equal(points(before[name]), points(after[name]))
    ends = points(before["boundary"])
    z = state["norm"] * ends @ [0.8, 0.6] + state["b"]
    np.testing.assert_allclose(z, 0, atol=1e-5)
    probe, foot = points(before["distance"])
    np.testing.assert_allclose(probe, [state["p1"], state["p2"]], atol=1e-6)
    assert state["norm"] * foot @ [0.8, 0.6] + state["b"] == pytest.approx(0, abs=1e-5)
    assert np.hypot(*(probe - foot)) == pytest.approx(scene.facts["distance"], abs=1e-5)


@given(STATES)
def test_the_arrow_starts_on_the_boundary_and_is_as_long_as_the_weights(
    state: dict[str, Any],
) -> None:
    scene = activation.scene(**state)
    shaft, head = (
        np.column_stack([trace.moving["x"], trace.moving["y"]]).astype(float)
        for trace in scene.charts["before"]["weights"].traces
    )
    foot, tip = shaft[0], head[0]
    assert state["norm"] * foot @ [0.8, 0.6] + state["b"] == pytest.approx(0, abs=1e-5)
    np.testing.assert_allclose(tip - foot, state["norm"] * np.array([0.8, 0.6]), atol=1e-5)
    assert "weights" not in scene.charts["after"]


def test_the_probe_can_be_dragged_in_both_planes() -> None:
    scene = drawn()
    for plane in PLANES:
        handles = scene.charts[plane].handles
        assert list(handles) == ["probe"]
        assert (handles["probe"].x, handles["probe"].y) == ("p1", "p2")
    assert set(lesson().handles) == {"probe"}


def test_colours_say_what_is_what() -> None:
    charts = drawn().charts
    roles = {
        ("before", "probe"): "preactivation", ("after", "probe"): "output",
        ("before", "weights"): "weight", ("curve", "output"): "output",
        ("curve", "compared"): "quiet", ("curve", "ruler"): "preactivation",
        ("slope", "slope"): "text", ("slope", "compared"): "quiet",
    }  # fmt: skip
    assert {key: charts[key[0]][key[1]].role for key in roles} == roles
    widths = {name: charts["curve"][name].traces[0].look["line"]["width"] for name in
              ("output", "compared")}  # fmt: skip
    assert widths["output"] == 3.5 > widths["compared"]


def test_a_corner_says_its_number_unless_something_else_is_there() -> None:
    # At the corner (4, 3): z = 0.8 · 4 + 0.6 · 3 − 0.5 = 4.5; at (−4, −3): −5.5
    shown = texts(drawn(), "before")
    assert (shown["high-corner"], shown["low-corner"]) == ("z = 4.5", "z = −5.5")
    shown = texts(drawn(p1=3.5, p2=2.5), "after")
    assert (shown["high-corner"], shown["low-corner"]) == ("", "a = 0")
    assert texts(drawn(norm=4.0), "before")["high-corner"] == ""  # the arrow's tip


# --- the curves ------------------------------------------------------------------------------


@given(STATES)
def test_the_curves_are_the_core(state: dict[str, Any]) -> None:
    scene = activation.scene(**state)
    chosen, other = ACTIVATIONS[state["activation"]], ACTIVATIONS[state["compare"]]
    corners = (*chosen.corners, *other.corners)
    for chart, name, function, window in (
        ("curve", "output", chosen.value, A_RANGE),
        ("curve", "compared", other.value, A_RANGE),
        ("slope", "slope", chosen.derivative, SLOPE_RANGE),
        ("slope", "compared", other.derivative, SLOPE_RANGE),
    ):
        d, y = points(scene.charts[chart][name]).T
        assert (d[0], d[-1]) == D_RANGE
        z = state["norm"] * d
        seen = np.abs(y) < 2 * max(map(abs, window))
        seen &= np.all([np.abs(z - corner) > 1e-4 for corner in (0.0, *corners)], axis=0)
        np.testing.assert_allclose(y[seen], function(z)[seen], rtol=1e-4, atol=1e-4)


JUMPS = [  # activation, chart, mark, z of the jump, and the heights before and after it
    ("step", "curve", "output", 0, 0, 1),
    ("relu", "slope", "slope", 0, 0, 1),
    ("relu6", "slope", "slope", 6, 1, 0),
    ("hard_tanh", "slope", "slope", -1, 0, 1),
    ("hard_sigmoid", "slope", "slope", 3, 1 / 6, 0),
]


@pytest.mark.parametrize(
    ("norm", "name", "chart", "mark", "at", "low", "high"),
    [
        (norm, *jump)
        for norm in (0.5, 0.7, 1.0, 2.3, 3.9)
        for jump in JUMPS
        if jump[3] / norm < max(D_RANGE)
    ],
)
def test_a_jump_is_upright(
    norm: float, name: str, chart: str, mark: str, at: float, low: float, high: float
) -> None:
    x, y = points(drawn(activation=name, norm=norm).charts[chart][mark]).T
    jump = int(np.argmax(np.abs(np.diff(y)) * (np.abs(x[1:] - at / norm) < 0.03)))
    np.testing.assert_allclose(x[[jump, jump + 1]], at / norm, atol=1e-6)
    np.testing.assert_allclose(y[[jump, jump + 1]], [low, high], atol=1e-6)


@given(STATES)
def test_the_dots_stand_where_the_probe_is(state: dict[str, Any]) -> None:
    scene = activation.scene(**state)
    facts = scene.facts
    for chart, name, fact in (
        ("curve", "answer", "a"),
        ("curve", "compared-answer", "other_a"),
        ("slope", "answer", "sigma_slope"),
        ("slope", "compared-answer", "other_sigma_slope"),
    ):
        [[d, y]] = points(scene.charts[chart][name])
        assert (d, y) == pytest.approx((facts["d"], facts[fact]), rel=1e-5, abs=1e-5)
    assert facts["d"] * state["norm"] == pytest.approx(facts["z"], abs=1e-9)
    is_beyond = not D_RANGE[0] <= scene.facts["d"] <= D_RANGE[1]  # type: ignore[operator]
    assert label(scene.charts["curve"], "answer").shown != is_beyond
    ruler = texts(scene, "curve")["ruler"]
    assert ("←" in ruler or "→" in ruler) == is_beyond


@given(STATES)
def test_the_ruler_has_a_tick_at_every_whole_z(state: dict[str, Any]) -> None:
    ticks = points(activation.scene(**state).charts["curve"]["ruler"])
    at = np.unique(np.rint(1e4 * ticks[~np.isnan(ticks[:, 1]), 0])) / 1e4
    z = state["norm"] * at
    np.testing.assert_allclose(z, np.rint(z), atol=1e-3)
    np.testing.assert_allclose(np.diff(at), 1 / state["norm"], atol=1e-3)
    assert D_RANGE[1] - at[-1] < 1 / state["norm"] + 1e-3


@given(STATES)
def test_the_curves_names_stand_at_the_curves_and_apart(state: dict[str, Any]) -> None:
    scene = activation.scene(**state)
    for chart, name in (("curve", "output"), ("slope", "slope")):
        named, compared = (label(scene.charts[chart], one) for one in (name, "compared"))
        assert (named.align, compared.align) == ("right", "left")
        for one in (named, compared):
            if one.shown:
                gaps = np.abs(points(scene.charts[chart][one.name]) - one.at)
                assert np.min(np.max(gaps, axis=1)) < 1e-4
        assert texts(scene, chart)["compared"] == (
            "" if state["activation"] == state["compare"] else ACTIVATIONS[state["compare"]].label
        )


# --- words, in every state -------------------------------------------------------------------


def printed(scene: Scene) -> float:
    """What the lesson's program prints."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(parts.code_fields(lesson(), scene.facts)["text"], {})  # noqa: S102
    return float(out.getvalue())


def hold(scene: Scene) -> None:
    """Every field is finite and fits on the wire; every text finds what it asks for."""
    the_lesson, facts = lesson(), scene.facts
    for fields in parts.all_fields(the_lesson, scene).values():
        for path, value in fields.items():
            if isinstance(value, np.ndarray):
                gaps = path in ("ruler/x", "ruler/y", "axes/x", "axes/y")
                assert np.all(np.isfinite(value) | gaps)
            else:
                json.dumps(wire.plain(value), allow_nan=False)
    said = [
        the_lesson.prose(text, facts)
        for where, text in the_lesson.templates().items()
        if not where.startswith("## table ")
    ]
    said += [the_lesson.alt(name, facts) for name in scene.parts]
    tables = [the_lesson.table(name, facts) for name in scene.parts]
    tables.append(content.turned(the_lesson.table("properties", facts)))
    said += [cell for table in tables for column in table.values() for cell in column]
    said += [text for name in scene.parts for text in texts(scene, name).values()]
    for text in said:
        assert "{{" not in text
        assert not re.search(r"\bnan\b|not a number|None|True|False", text)


@given(STATES)
def test_everything_can_be_shown_and_said(state: dict[str, Any]) -> None:
    hold(activation.scene(**state))


@given(STATES)
def test_alt_text_table_and_labels_say_the_same_numbers(state: dict[str, Any]) -> None:
    scene = activation.scene(**state)
    facts, the_lesson = scene.facts, lesson()
    z, d, a = (number(float(facts[name]), 3) for name in ("z", "d", "a"))  # type: ignore[arg-type]
    exact = state["norm"] * (0.8 * state["p1"] + 0.6 * state["p2"]) + state["b"]
    assert facts["z"] == pytest.approx(exact, abs=1e-9)
    for chart, letter, shown in (("before", "z", z), ("after", "a", a), ("curve", "d", d)):
        alt = the_lesson.alt(chart, facts)
        assert re.search(rf"\b{letter} [=≈] {re.escape(shown)}[ .,;]", f"{alt} ")
    assert texts(scene, "before")["probe"].endswith(f" {z}")
    assert texts(scene, "after")["probe"].endswith(f" {a}")
    table = the_lesson.table("before", facts)
    rows = dict(zip(table["quantity"], table["value"], strict=True))
    assert rows["d"] == number(float(facts["d"]), 4)  # type: ignore[arg-type]


@pytest.mark.parametrize("role", ["activation", "compare"])
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_activation_in_both_roles(name: str, role: str) -> None:
    for norm, b, p1, p2 in ((0.5, -2, -4, -3), (4, 2, 4, 3), (1, 0, 0, 0), (1.7, -0.5, -1.3, 0.4)):
        hold(drawn(norm=float(norm), b=float(b), p1=float(p1), p2=float(p2), **{role: name}))
    hold(drawn(activation=name, compare=name))


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize(("p1", "p2"), [(-1.3, 0.4), (2.6, 0.7), (0.4, 0.3)])
def test_the_code_prints_the_number_on_the_screen(name: str, p1: float, p2: float) -> None:
    scene = drawn(activation=name, norm=1.7, p1=p1, p2=p2)
    assert printed(scene) == pytest.approx(float(scene.facts["a"]), abs=1e-12)  # type: ignore[arg-type]


def test_the_equations_are_a_teachers() -> None:
    # w = (0.8, 0.6): 0.8 · 2.6 + 0.6 · 0.7 − 0.5 = 2
    lines = [
        "".join(column.value.text if column.value else "" for column in line)
        for line in lesson().equations(drawn().facts)
    ]
    assert lines[:3] == ["2=0.8·2.6+0.6·0.7−0.5", "2=1·2", "2=ReLU(2)"]
    assert len(lesson().equations(drawn(compare="relu").facts)) == 3  # nothing to compare


def test_choices_are_the_cores() -> None:
    controls = lesson().controls
    for name in ("activation", "compare"):
        control = controls[name]
        assert isinstance(control, Choice)
        assert control.choices == {key: sigma.label for key, sigma in ACTIVATIONS.items()}


# --- the table -------------------------------------------------------------------------------


def test_the_table_holds_every_activation() -> None:
    table = lesson().table("properties", activation.properties())
    assert table["activation"] == [sigma.label for sigma in ACTIVATIONS.values()]
    assert table["made of"].count("one line") == 1
    row = {column: cells[[*ACTIVATIONS].index("relu6")] for column, cells in table.items()}
    assert row["output between"] == "0 and 6"
    assert row["made of"] == "3 straight pieces"
    assert row["corner or jump at z ="] == "0, 6"
    assert row["flat far out"] == "on both sides"
    step = {column: cells[[*ACTIVATIONS].index("step")] for column, cells in table.items()}
    assert step["slope at 0"] == "none, it jumps"


def test_two_beside_each_other() -> None:
    table = content.turned(lesson().table("properties", drawn().facts))
    rows = dict(zip(table["activation"], zip(table["ReLU"], table["Sigmoid"], strict=True),
                    strict=True))  # fmt: skip
    assert rows["σ(z)"] == (r"$\max(0, z)$", r"$\frac{1}{1 + e^{-z}}$")
    assert rows["output between"] == ("0 and ∞", "0 and 1")
    assert rows["slope at 0"] == ("0 on its left, 1 on its right", "0.25")
    assert rows["flat far out"] == ("on the left", "on both sides")
    same = content.turned(lesson().table("properties", drawn(compare="relu").facts))
    assert list(same) == ["activation", "ReLU"]
