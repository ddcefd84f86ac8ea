"""On the plane of two inputs, sides, boundary, arrow and distance are where the neuron says."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from core.activations import Array
from core.neuron import Neuron
from figures import marks
from figures.plane import Plane, line_of
from figures.scene import Handle, Mark
from tests.figures.pictures import area_of, assert_chart, pieces_of, points_of, value

WINDOW = X0, X1, Y0, Y1 = (-4.0, 4.0, -3.0, 3.0)
PLANE = Plane(WINDOW)

# Anything a lesson may show, and the odd places: no weights, next to none, an upright or level
# boundary, one along the window's edge, through its corners, or touching one.
ODD = [
    (0.0, 0.0, 0.0), (0.0, 0.0, 2.0), (0.0, 0.0, -2.0),
    (1e-06, 0.0, 3.0), (0.0, -1e-06, 3.0), (1e-06, 1e-06, 0.0),
    (1.5, 0.0, -1.5), (0.0, -2.0, 1.0),
    (1.0, 0.0, -4.0), (0.0, 1.0, -3.0), (0.75, 1.0, 0.0), (0.75, 1.0, -6.0),
    (0.5, 0.3, -2.8), (-0.5, -0.3, 2.8), (1.0, 2.0, 20.0), (1.0, 2.0, -20.0),
]  # fmt: skip
neurons = st.sampled_from(ODD) | st.tuples(value(-3, 3), value(-2.5, 2.5), value(-3, 3))
probes = st.tuples(value(-4, 4), value(-3, 3))


def drawn(made: Any) -> dict[str, Mark]:
    """Marks by their names, from whatever a plane makes."""
    chart = PLANE.chart(made)
    assert_chart(chart)
    return {mark.name: mark for mark in chart.marks}


def points(mark: Mark) -> Array:
    return points_of(mark.traces[0])


def assert_square(corner: Array, foot: Array, across: Array) -> None:
    """Two equal sides of a right angle's mark, one of them along the boundary."""
    a, middle, b = corner
    assert (a - middle) @ (b - middle) == pytest.approx(0, abs=1e-3)
    assert np.hypot(*(a - middle)) == pytest.approx(np.hypot(*(b - middle)), abs=1e-3)
    assert (a - foot) @ across == pytest.approx(0, abs=1e-3)
    assert (middle - b) @ across == pytest.approx(0, abs=1e-3)


def test_scales_are_equal() -> None:
    """Or no right angle would look like one."""
    layout = PLANE.chart().template["layout"]
    assert layout["yaxis"]["scaleanchor"] == "x"
    assert (layout["xaxis"]["range"], layout["yaxis"]["range"]) == ([X0, X1], [Y0, Y1])


@given(neurons)
def test_the_sides_fill_the_window(wb: tuple[float, float, float]) -> None:
    """Each holds only its own sign; without weights the bias alone decides, or nobody."""
    *w, b = wb
    neuron = Neuron(w, b)
    seen = drawn(PLANE.sides(neuron))
    both = [points(seen[name]) for name in ("positive-side", "negative-side")]
    if any(w):
        assert sum(map(area_of, both)) == pytest.approx((X1 - X0) * (Y1 - Y0), rel=1e-5)
        for sign, corners in zip((1, -1), both, strict=True):
            assert (sign * (corners @ w + b) / neuron.norm > -1e-5).all()
    else:
        assert [area_of(corners) for corners in both] == [48.0 * (b > 0), 48.0 * (b < 0)]
    for side in both:
        assert (np.abs(side) <= (X1 + 1e-6, Y1 + 1e-6)).all()


@given(neurons)
def test_a_side_is_named_where_it_is(wb: tuple[float, float, float]) -> None:
    """No “z < 0” stands in a window that has no such place, and none on the other side."""
    *w, b = wb
    for sign, mark in zip((1, -1), PLANE.sides(Neuron(w, b))[:2], strict=True):
        (label,) = mark.labels
        assert label.name == mark.name
        assert X0 < label.at[0] < X1
        assert Y0 < label.at[1] < Y1
        if label.shown:
            assert sign * (np.dot(w, label.at) + b) > 0
            assert len(points(mark))
        if area_of(points(mark)) > 24.1:
            assert label.shown, "more than half of the window has room for a name"


def test_the_grid_is_drawn_again_over_the_sides() -> None:
    """Which hide Plotly's own: a line at every whole number, and the two axes."""
    seen = drawn(PLANE.sides(Neuron([1.0, 2.0], 0.5)))
    upright = {piece[0, 0] for piece in pieces_of(points(seen["grid"])) if np.ptp(piece[:, 1])}
    level = {piece[0, 1] for piece in pieces_of(points(seen["grid"])) if np.ptp(piece[:, 0])}
    assert upright == set(range(-4, 5))
    assert level == set(range(-3, 4))
    across, up = pieces_of(points(seen["axes"]))
    assert (across.tolist(), up.tolist()) == ([[X0, 0], [X1, 0]], [[0, Y0], [0, Y1]])
    names = list(seen)
    assert names.index("grid") > names.index("negative-side")


@given(neurons)
def test_on_the_boundary_z_is_0(wb: tuple[float, float, float]) -> None:
    """From edge to edge; not there where the weights are 0, or where it misses the window."""
    *w, b = wb
    neuron = Neuron(w, b)
    boundary = points(drawn(PLANE.boundary(neuron))["boundary"])
    assert len(boundary) in (0, 2)
    if not any(w):
        assert len(boundary) == 0
        assert line_of(neuron) is None
        return
    assert (np.abs(boundary @ w + b) / neuron.norm < 1e-5).all()
    assert (np.abs(boundary) <= (X1 + 1e-6, Y1 + 1e-6)).all()
    for x, y in boundary:
        assert min(abs(abs(x) - X1), abs(abs(y) - Y1)) < 1e-5, "an end is at an edge"
    signs = np.sign(np.array([(x, y) for x in (X0, X1) for y in (Y0, Y1)]) @ w + b)
    if {-1.0, 1.0} <= set(signs.tolist()):
        assert len(boundary) == 2


def test_an_upright_boundary_by_hand() -> None:
    """1.5 · x₁ − 1.5 = 0 at x₁ = 1, from the lower to the upper edge: y = mx + b cannot say it."""
    boundary = points(PLANE.boundary(Neuron([1.5, 0.0], -1.5)))
    np.testing.assert_allclose(boundary[boundary[:, 1].argsort()], [(1, Y0), (1, Y1)])


@given(neurons, probes)
def test_the_arrow_is_the_weights(wb: tuple[float, float, float], tail: Any) -> None:
    """From the origin, or from wherever it is asked to start; its letter near its tip."""
    w = wb[:2]
    for start in ((0.0, 0.0), tail):
        mark = PLANE.weights(w, Handle("w1", "w2"), start)
        assert_chart(PLANE.chart(mark))
        tip, (label,) = marks.tip_of(mark), mark.labels
        if not any(w):
            assert tip is None
            assert not label.shown
            continue
        if max(map(abs, w)) > 1e-4:  # float32
            assert tip == pytest.approx(np.add(start, w), abs=1e-6)
        assert label.shown
        assert X0 < label.at[0] < X1
        assert Y0 < label.at[1] < Y1
        assert mark.role == label.role == "weight"


def test_the_letter_of_a_short_arrow_is_at_its_tip() -> None:
    """Only an arrow that leaves the window has it at the edge."""
    assert PLANE.weights((1.0, 0.5)).labels[0].at == (1.0, 0.5)
    x, y = PLANE.weights((9.0, 0.5)).labels[0].at
    assert 3 < x < 4
    assert y == 0.5


@given(neurons)
def test_the_right_angle_is_right(wb: tuple[float, float, float]) -> None:
    """Where the arrow's own line meets the boundary, square on both."""
    *w, b = wb
    neuron = Neuron(w, b)
    corner = points(drawn(PLANE.right_angle(neuron))["right-angle"])
    if not any(w):
        assert len(corner) == 0
        return
    assume(neuron.norm > 0.05)  # else the foot lies far outside, where float32 is coarse
    unit = np.array(w) / neuron.norm
    foot = -b / neuron.norm * unit
    assert_square(corner, foot, unit)
    assert math.dist(corner[0], foot) == pytest.approx(math.dist(corner[0], corner[1]), abs=1e-3)
    assert (corner[1] - corner[0]) @ unit > 0, "on the side to which the arrow points"


@given(neurons, probes)
@example((0.6, 0.8, -1.0), (3.0, 2.0))
@example((1.0, 0.0, -1.0), (1.0, 2.0))  # on the boundary itself
def test_the_distance_is_the_shortest_way(wb: tuple[float, float, float], probe: Any) -> None:
    """Straight to the boundary, at a right angle; its length is |z| / ‖w‖."""
    *w, b = wb
    neuron = Neuron(w, b)
    seen = drawn(PLANE.distance(neuron, probe))
    assert set(seen) == {"distance", "ruler", "distance-angle"}
    if not any(w):
        assert all(len(points(mark)) == 0 for mark in seen.values())
        assert not any(label.shown for mark in seen.values() for label in mark.labels)
        return
    assume(neuron.norm > 0.05)
    start, end = points(seen["distance"])
    d = (np.dot(w, probe) + b) / neuron.norm
    np.testing.assert_allclose(start, probe, atol=1e-6)
    np.testing.assert_allclose(start - end, d * np.array(w) / neuron.norm, atol=2e-4)
    assert abs(end @ w + b) / neuron.norm < 2e-4
    corner = points(seen["distance-angle"])
    assert len(corner) == (3 if abs(d) > 0.32 else 0) or abs(abs(d) - 0.32) < 1e-3
    if len(corner):
        assert_square(corner, end, np.array(w) / neuron.norm)
        assert (corner[1] - corner[0]) @ (start - end) > 0, "inside, towards the probe"
    (label,) = seen["distance"].labels
    assert label.shown == (abs(d) > 0.3) or abs(abs(d) - 0.3) < 1e-6
    assert X0 < label.at[0] < X1
    assert Y0 < label.at[1] < Y1


@given(neurons, probes)
@example((0.6, 0.8, -1.0), (3.0, 2.0))
@example((1e-06, 0.0, 3.0), (4.0, -3.0))
def test_a_ruler_counts_the_whole_steps(wb: tuple[float, float, float], probe: Any) -> None:
    """A tick at each whole distance from the boundary, as far as the window reaches."""
    *w, b = wb
    neuron = Neuron(w, b)
    ticks = pieces_of(points({m.name: m for m in PLANE.distance(neuron, probe)}["ruler"]))
    if not any(w):
        assert ticks == []
        return
    d = abs(float(np.dot(w, probe)) + b) / neuron.norm
    assert len(ticks) <= 11, "nobody sees a tick a mile away, and a link could ask for millions"
    assume(neuron.norm > 0.05)
    heights = [(tick @ w + b) / neuron.norm for tick in ticks]  # both ends of each
    for pair in heights:
        assert pair[0] == pytest.approx(pair[1], abs=1e-3), "level with the boundary"
    steps = [round(abs(float(pair[0]))) for pair in heights]
    for pair, step in zip(heights, steps, strict=True):
        np.testing.assert_allclose(np.abs(pair), step, atol=1e-3)
    assume(abs(d - round(d)) > 1e-6)
    unit, sign = np.array(w) / neuron.norm, math.copysign(1, np.dot(w, probe) + b)
    on_the_way = np.array(probe) - sign * np.outer(d - np.arange(1, int(d) + 1), unit)
    is_seen = (np.abs(on_the_way) < (X1, Y1)).all(axis=1)
    assert (
        set(np.arange(1, int(d) + 1)[is_seen].tolist()) <= set(steps) <= set(range(1, int(d) + 1))
    )


def test_a_whole_distance_has_its_last_tick() -> None:
    """z = 2 with ‖w‖ = 1: two ticks, the second at the probe, whatever the computer's rounding."""
    for w, b, probe in (((0.8, 0.6), -0.8, (2.0, 2.0)), ((0.6, 0.8), -1.0, (2.6, 1.8))):
        ruler = {mark.name: mark for mark in PLANE.distance(Neuron(w, b), probe)}["ruler"]
        ticks = pieces_of(points(ruler))
        assert len(ticks) == 2
        np.testing.assert_allclose(ticks[-1].mean(axis=0), probe, atol=1e-6)


@pytest.mark.parametrize("name", ["probe", "second"])
@given(probes, st.floats(0, 2 * math.pi))
def test_a_probes_number_is_beside_it(name: str, at: tuple[float, float], turn: float) -> None:
    """In the direction asked for, but inwards near an edge: nothing leaves the window."""
    away = (math.cos(turn), math.sin(turn))
    mark = PLANE.probe(at, "output", Handle("p1", "p2"), name, away)
    np.testing.assert_allclose(points(mark), [at], atol=1e-6)
    (label,) = mark.labels
    assert (mark.name, mark.role, label.name, label.at, label.role) == (
        name, "output", name, at, "output",
    )  # fmt: skip
    assert math.hypot(label.dx / 34, label.dy / 26) == pytest.approx(1)
    for shift, along, place, low, high in (
        (label.dx, away[0], at[0], X0, X1),
        (label.dy, away[1], at[1], Y0, Y1),
    ):
        if place == low:
            assert shift >= 0
        elif place == high:
            assert shift <= 0
        elif low + 0.5 < place < high - 0.5:
            assert math.copysign(1, shift) == math.copysign(1, along)


@pytest.mark.parametrize("across", [-1, 1])
@pytest.mark.parametrize("up", [-1, 1])
def test_a_note_stands_in_its_corner(across: int, up: int) -> None:
    """Shifted inwards from it; left out where a text of something else is near."""
    corner = np.array([X1 * across, Y1 * up])
    (label,) = PLANE.note("hint", "quiet", across, up).labels
    assert (label.at, label.shown) == (tuple(corner), True)
    assert (label.align, np.sign(label.dx), np.sign(label.dy)) == (
        "left" if across < 0 else "right", -across, -up,
    )  # fmt: skip
    for near, shown in ((0.95, False), (-1.0, True), (0.1, True)):
        others = np.array([(0.0, 0.0), corner * near])
        (label,) = PLANE.note("hint", "quiet", across, up, clear_of=others).labels
        assert label.shown == shown
