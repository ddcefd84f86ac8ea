"""The graph of a function goes through its points, bends at its corners and jumps upright."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.activations import ACTIVATIONS, Array
from figures.curve import Curve
from figures.scene import Handle, Mark
from tests.figures.pictures import assert_chart, points_of, value

LOW, HIGH = -3.0, 3.0
CURVE = Curve((LOW, HIGH), (-4.0, 4.0), "input", "output")
CORNERED = [name for name, sigma in ACTIVATIONS.items() if sigma.corners]


def points(mark: Mark) -> Array:
    assert_chart(CURVE.chart(mark))
    return points_of(mark.traces[0])


@given(st.lists(value(-5, 5), max_size=4))
def test_places_go_from_edge_to_edge(corners: list[float]) -> None:
    """Rising, close together, with every corner that can be seen among them."""
    xs = CURVE.places(corners)
    assert (xs[0], xs[-1]) == (LOW, HIGH)
    assert (np.diff(xs) >= 0).all()
    assert np.diff(xs).max() < (HIGH - LOW) / 200
    assert {corner for corner in corners if LOW < corner < HIGH} <= set(xs.tolist())


@pytest.mark.parametrize("name", ACTIVATIONS)
@given(w=value(-4, 4), b=value(-4, 4))
def test_a_graph_is_its_function(name: str, w: float, b: float) -> None:
    """At each of its points, in the whole window."""
    sigma = ACTIVATIONS[name]
    mark = CURVE.graph("it", lambda xs: sigma.value(w * xs + b), role="output")
    x, y = points(mark).T
    assert (x[0], x[-1]) == (LOW, HIGH)
    if name != "step":  # a point that float32 moved may be on the other side of its jump
        inside = np.abs(y) < 15
        expected = sigma.value(w * x[inside] + b)
        np.testing.assert_allclose(y[inside], expected, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("name", CORNERED)
@given(w=value(-4, 4).filter(bool), b=value(-4, 4))
def test_a_bend_is_where_it_is(name: str, w: float, b: float) -> None:
    """The corner itself is drawn: a straight piece between neighbours would cut it off."""
    sigma = ACTIVATIONS[name]
    at = [(corner - b) / w for corner in sigma.corners]
    mark = CURVE.graph("it", lambda xs: sigma.value(w * xs + b), role="output", corners=at)
    x = points(mark)[:, 0]
    for corner in at:
        if LOW < corner < HIGH:
            assert np.float32(corner) in x.astype(np.float32)


@given(value(-4, 4).filter(bool), value(-4, 4))
def test_a_jump_is_upright(w: float, b: float) -> None:
    """Both heights at one place, or it would be drawn as a slope."""
    at = -b / w
    if not LOW + 1e-6 < at < HIGH - 1e-6:
        return
    step = ACTIVATIONS["step"].value
    x, y = points(CURVE.graph("it", lambda xs: step(w * xs + b), role="output", corners=[at])).T
    (jump,) = np.flatnonzero(np.diff(y))
    assert set(y.tolist()) == {0.0, 1.0}
    assert x[jump] == pytest.approx(at, abs=1e-6)
    assert x[jump + 1] == pytest.approx(x[jump], abs=1e-6)


def test_a_steep_graph_is_cut_far_outside() -> None:
    """Nothing is drawn for miles, and nothing that can be seen is changed."""
    x, y = points(CURVE.graph("it", lambda xs: 1e9 * xs, role="output")).T
    assert np.abs(y).max() == 16
    assert y[x == 0] == 0
    x, y = points(CURVE.graph("it", lambda xs: 4 * xs + 4, role="output")).T
    np.testing.assert_allclose(y, np.clip(4 * x + 4, -16, 16), atol=1e-5)


@pytest.mark.parametrize("name", sorted(ACTIVATIONS))
@pytest.mark.parametrize("side", ["left", "right"])
@settings(max_examples=25)  # of each of fifty
@given(w=value(-4, 4), b=value(-4, 4))
def test_a_graph_is_named_on_itself(name: str, side: str, w: float, b: float) -> None:
    """At the end of what is seen of it; where nothing is, there is no name."""
    sigma = ACTIVATIONS[name]
    mark = CURVE.graph("it", lambda xs: sigma.value(w * xs + b), role="output", named=side)
    (label,) = mark.labels
    assert (label.name, label.role) == ("it", "output")
    at = np.array(label.at)
    assert LOW <= at[0] <= HIGH
    assert -4 <= at[1] <= 4
    if label.shown:
        assert np.abs(points(mark) - at).max(axis=1).min() < 1e-5


def test_a_graphs_name_is_at_the_end_asked_for() -> None:
    """Of what is seen of it; a curve that is not seen has none."""
    ends = {}
    for side in ("left", "right"):
        (ends[side],) = CURVE.graph("it", np.tanh, role="output", named=side).labels
        assert ends[side].shown
        (hidden,) = CURVE.graph("it", lambda xs: xs + 99, role="output", named=side).labels
        assert not hidden.shown
    assert ends["left"].at[0] < -2
    assert ends["right"].at[0] > 1


def test_a_graph_has_no_name_unless_asked() -> None:
    """Most curves are named by their lesson's words."""
    assert CURVE.graph("it", np.sin, role="output").labels == ()


@given(value(-4, 4), value(-4, 4))
def test_the_line_and_its_step(slope: float, intercept: float) -> None:
    """Straight from edge to edge; one step right from x = 0 is as far up as the slope."""
    ends = points(CURVE.straight("line", slope, intercept))
    np.testing.assert_allclose(
        ends, [(LOW, slope * LOW + intercept), (HIGH, slope * HIGH + intercept)], atol=1e-5
    )
    right, mark = CURVE.step(slope, intercept)
    np.testing.assert_allclose(points(right), [(0, intercept), (1, intercept)], atol=1e-6)
    up = [(1, intercept), (1, intercept + slope)]
    np.testing.assert_allclose(points(mark), up, atol=1e-6)
    (beside,) = right.labels
    assert (beside.dy > 0) == (slope < 0), "the words keep to the side that the step leaves free"
    (label,) = mark.labels
    assert (label.name, label.role, label.at[0]) == ("step", "weight", 1.0)
    assert -4 < label.at[1] < 4
    if abs(intercept + slope / 2) < 3:
        assert label.at[1] == intercept + slope / 2


@given(value(-3, 3), value(-50, 50))
def test_a_dot_and_its_drop(x: float, y: float) -> None:
    """The dot is where it is, even outside; its text can always be read."""
    handle = Handle("x", None)
    mark = CURVE.dot("answer", (x, y), role="output", dx=3, dy=4, align="right", handle=handle)
    np.testing.assert_allclose(points(mark), [(x, y)], rtol=1e-6)
    (label,) = mark.labels
    assert label.at[0] == x
    assert -4 < label.at[1] < 4
    assert (label.dx, label.dy, label.align, mark.handle) == (3, 4, "right", handle)
    if abs(y) < 3:
        assert label.at[1] == y
    drop = CURVE.drop("drop", (x, -4), (x, y), role="input")
    np.testing.assert_allclose(points(drop), [(x, -4), (x, y)], rtol=1e-6)


@pytest.mark.parametrize(("given_", "kept"), [(0.0, 0.0), (99.0, 3.44), (-99.0, -3.44)])
def test_what_is_outside_is_taken_in(given_: float, kept: float) -> None:
    """Seven hundredths of the window from its edge."""
    assert math.isclose(CURVE.inside(given_), kept)


def test_axes_have_the_colours_of_their_quantities() -> None:
    """An input goes in along one, an output is read off the other."""
    roles: dict[str, Any] = {label.name: label.role for label in CURVE.chart().labels}
    assert roles == {"x-axis": "input", "y-axis": "output"}
