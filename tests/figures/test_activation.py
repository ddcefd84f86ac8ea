"""The activation's figures, by their data."""

import contextlib
import io
import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.activations import ACTIVATIONS
from figures import activation
from figures.activation import COATS, LEVELS, coats
from figures.scene import Scene, number
from ui import content, wire
from ui.channel import Channel

NAMES = st.sampled_from(sorted(ACTIVATIONS))
STATES = st.fixed_dictionaries(
    {
        "activation": NAMES,
        "compare": NAMES,
        "norm": st.integers(5, 40).map(lambda n: n / 10),
        "b": st.integers(-20, 20).map(lambda n: n / 10),
        "p1": st.integers(-40, 40).map(lambda n: n / 10),
        "p2": st.integers(-30, 30).map(lambda n: n / 10),
    }
)
DEFAULT: dict[str, Any] = {
    "activation": "relu", "compare": "sigmoid", "norm": 1.0, "b": -0.5, "p1": 2.0, "p2": 1.5,
}  # fmt: skip


def drawn(**changes: Any) -> Scene:
    return activation.scene(**{**DEFAULT, **changes})


# --- worked by hand -------------------------------------------------------------------------


def test_the_lesson_opens_with_numbers_that_can_be_checked() -> None:
    # 0.8 · 2 + 0.6 · 1.5 − 0.5 = 1.6 + 0.9 − 0.5 = 2; ReLU(2) = 2; 1 / (1 + e⁻²) = 0.8808
    numbers = drawn().numbers
    assert (numbers["z"], numbers["d"], numbers["a"], numbers["a2"]) == ("2", "2", "2", "0.881")


def test_longer_weights_stretch_z_but_not_d() -> None:
    # w = (1.6, 1.2): 3.2 + 1.8 − 1 = 4, and 4 / 2 = 2
    numbers = drawn(norm=2.0, b=-1.0).numbers
    assert (numbers["z"], numbers["d"], numbers["a"]) == ("4", "2", "4")


def test_relu_forgets_how_far_behind() -> None:
    # 0.8 · (−2.4) + 0.6 · (−1.8) = −1.92 − 1.08 = −3
    for p1, p2, z in ((-2.4, -1.8, "−3"), (-1.6, -1.2, "−2")):
        numbers = drawn(b=0.0, p1=p1, p2=p2).numbers
        assert (numbers["z"], numbers["a"], numbers["negative"]) == (z, "0", "yes")


def test_on_the_boundary_itself() -> None:
    numbers = drawn(b=0.0, p1=0.0, p2=0.0).numbers
    assert (numbers["d"], numbers["on_it"], numbers["positive"]) == ("0", "yes", "")


def test_a_step_keeps_its_jump_upright() -> None:
    frame = drawn(activation="step", b=0.0).charts["curve"].frame
    x, y = frame["data/1/x"], frame["data/1/y"]
    jump = int(np.argmax(np.diff(y)))
    assert x[jump + 1] - x[jump] < 1e-6
    assert (y[jump], y[jump + 1]) == (0, 1)


# --- the paint ------------------------------------------------------------------------------


def test_coats_of_a_straight_line() -> None:
    # z = 2d: the first coat begins where 2d = 0.25, the third where 2d = 1.5.
    ends = np.array([-5.0, 5.0])
    painted = coats(ends, 2 * ends, -5.0, 5.0)
    assert len(painted) == 2 * COATS
    np.testing.assert_allclose(painted[0], [[0.125, 5.0]])
    np.testing.assert_allclose(painted[2], [[0.75, 5.0]])
    np.testing.assert_allclose(painted[COATS], [[-5.0, -0.125]])


def test_coats_of_a_wave_come_in_several_stripes() -> None:
    d = np.linspace(-10, 10, 2001)
    stripes = coats(d, np.sin(d), -10.0, 10.0)[0]
    assert len(stripes) == 4  # sin is above 0.25 around π/2 and every 2π from it: −7.9 … 7.9
    np.testing.assert_allclose(np.sin(stripes[1:]).ravel()[:-1], 0.25, atol=1e-4)


@given(STATES)
def test_every_point_has_the_coats_its_value_asks_for(state: dict[str, Any]) -> None:
    """As many coats over a point as levels below its value."""
    sigma, norm = ACTIVATIONS[state["activation"]], state["norm"]
    low, high = state["b"] / norm - 5, state["b"] / norm + 5
    grid = np.linspace(low, high, 2001)
    painted = coats(grid, sigma.value(norm * grid), low, high)
    d = grid[:-1] + 0.3 * np.diff(grid)
    counts = np.array(
        [sum(((d > a) & (d < b)).astype(int) for a, b in stripes) + 0 * d for stripes in painted]
    )
    value = sigma.value(norm * d)
    wanted = np.sum(np.abs(value)[:, None] >= LEVELS, axis=1) * np.sign(value)
    given_ = counts[:COATS].sum(axis=0) - counts[COATS:].sum(axis=0)
    # Within one cell of the grid an edge may lie anywhere.
    nearest = np.min(np.abs(np.abs(value)[:, None] - LEVELS), axis=1)
    jump = np.abs(np.diff(sigma.value(norm * grid)))
    clear = nearest > jump
    np.testing.assert_array_equal(given_[clear], wanted[clear])


def test_the_identity_leaves_the_paint_as_it_is() -> None:
    charts = drawn(activation="identity", norm=1.5).charts
    for i in range(2 * COATS):
        for axis in "xy":
            path = f"data/{i}/{axis}"
            np.testing.assert_allclose(
                charts["after"].frame[path], charts["before"].frame[path], atol=1e-5
            )


def test_relu_leaves_the_blue_and_takes_the_gold() -> None:
    charts = drawn().charts
    for i in range(COATS):
        before, after = (charts[name].frame[f"data/{i}/x"] for name in ("before", "after"))
        np.testing.assert_allclose(after, before, atol=1e-5)
        assert charts["after"].frame[f"data/{COATS + i}/x"].size == 0


# --- for every state ------------------------------------------------------------------------


@given(STATES)
def test_the_curve_is_the_core(state: dict[str, Any]) -> None:
    scene = activation.scene(**state)
    d = scene.charts["curve"].frame["data/1/x"].astype(float)
    sigma = ACTIVATIONS[state["activation"]]
    shown = scene.charts["curve"].frame["data/1/y"]
    inside = (np.abs(shown) < 15) & np.all(
        [np.abs(state["norm"] * d - c) > 1e-4 for c in sigma.corners] or True, axis=0
    )
    np.testing.assert_allclose(
        shown[inside], sigma.value(state["norm"] * d)[inside], rtol=1e-4, atol=1e-4
    )
    slope = scene.charts["slope"].frame["data/1/y"]
    inside &= np.abs(slope) < 8
    np.testing.assert_allclose(
        slope[inside], sigma.derivative(state["norm"] * d)[inside], rtol=1e-4, atol=1e-4
    )


@given(STATES)
def test_alt_text_table_labels_and_prose_tell_the_same_numbers(state: dict[str, Any]) -> None:
    scene = activation.scene(**state)
    numbers, charts = scene.numbers, scene.charts
    z = 0.8 * state["norm"] * state["p1"] + 0.6 * state["norm"] * state["p2"] + state["b"]
    table = dict(zip(*charts["before"].table.values(), strict=True))
    assert table["z"] == pytest.approx(z, abs=1e-9)
    assert table["d"] * state["norm"] == pytest.approx(z, abs=1e-9)
    assert f"z = {numbers['z']} and d = {numbers['d']}" in charts["before"].alt
    assert charts["before"].frame["layout/annotations/3/text"] == f"z = {numbers['z']}"
    assert f"At the probe a = {numbers['a']}." in charts["after"].alt
    assert charts["after"].frame["layout/annotations/3/text"] == f"a = {numbers['a']}"
    assert number(charts["after"].table["value"][1], 3) == numbers["a"]
    assert f"d = {numbers['d']}" in charts["curve"].alt


@given(STATES)
def test_template_with_frame_is_the_whole_figure(state: dict[str, Any]) -> None:
    """And the template holds nothing that moves."""
    scene, start = activation.scene(**state), drawn()
    for name, chart in scene.charts.items():
        assert chart.template == start.charts[name].template
        assert chart.frame.keys() == start.charts[name].frame.keys()
        figure = chart.figure()
        for path, value in chart.frame.items():
            place: Any = figure
            for key in path.split("/"):
                place = place[int(key)] if isinstance(place, list) else place[key]
            assert place is value
        json.dumps(wire.plain(chart.painted("dark")), allow_nan=False)


@given(STATES)
def test_the_prose_finds_every_number(state: dict[str, Any]) -> None:
    lesson = content.lesson("activation")
    numbers = activation.scene(**state).numbers
    assert lesson.placeholders() <= numbers.keys()
    for text in lesson.parts.values():
        assert "{{#" not in content.fill(text, numbers)


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize("p1", [-1.3, 0.4])
def test_the_code_prints_the_number_on_the_screen(name: str, p1: float) -> None:
    scene = drawn(activation=name, norm=1.7, p1=p1)
    source = content.fill(content.lesson("activation").code, scene.numbers)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(source, {})  # noqa: S102
    assert number(float(printed.getvalue()), 3) == scene.numbers["a"]


def test_all_activations_can_be_chosen_and_compared() -> None:
    controls = content.lesson("activation").controls
    for control in ("activation", "compare"):
        assert list(controls[control].choices) == list(ACTIVATIONS)


def test_the_live_channel_knows_the_lesson() -> None:
    answer = Channel({"activation": activation.scene}).answer(
        json.dumps({"id": 1, "lesson": "activation", "values": {"norm": "nan", "p1": 1e999}})
    )
    assert len(answer) < 40_000


# --- the table ------------------------------------------------------------------------------


def test_the_table_holds_every_activation() -> None:
    table = activation.properties()
    assert table["activation"] == [sigma.label for sigma in ACTIVATIONS.values()]
    assert {len(column) for column in table.values()} == {len(ACTIVATIONS)}
    assert table["made of"].count("one line") == 1


def test_two_beside_each_other() -> None:
    table = activation.compared("relu", "sigmoid")
    rows = dict(zip(table["activation"], zip(table["ReLU"], table["Sigmoid"], strict=True),
                    strict=True))  # fmt: skip
    assert rows["output between"] == ("0 and ∞", "0 and 1")
    assert rows["slope at 0"] == ("0 on its left, 1 on its right", "0.25")
    assert rows["flat far out"] == ("on the left", "on both")
    assert list(activation.compared("step", "step")) == ["activation", "Step"]
