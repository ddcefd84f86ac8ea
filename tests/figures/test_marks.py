"""Each mark draws what it is given: where it is asked to, in its colour."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from core.activations import Array
from figures import marks
from figures.marks import NOWHERE, STEPS, Flat, Space, chart
from figures.scene import Handle, Label, Mark
from tests.figures.pictures import area_of, assert_chart, assert_plotly, pieces_of, points_of

coordinates = st.floats(-10, 10).map(lambda v: round(v, 6))
places = st.tuples(coordinates, coordinates)
FLAT = Flat((-4, 4), (-3, 3), equal=True)
SPACE = Space((-2, 2), (-2, 2), (-9, 9))
SQUARE = np.array([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)])


def colour_of(mark: Mark) -> Any:
    """The name of the colour that most of a mark has."""
    look = mark.traces[0].look
    return (
        look.get("fillcolor") or look.get("color") or (look.get("line") or look["marker"])["color"]
    )


# --- flat marks ------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [marks.line, marks.dots, marks.area])
def test_a_mark_is_where_it_is_put(make: Any) -> None:
    """Its points as they are given, in order, and its own colour, labels and name."""
    label = Label("it", (1.0, 2.0), "weight")
    mark = make("it", [(1, 2), (3, -1), (0, 0.5)], role="weight", labels=(label,))
    np.testing.assert_array_equal(points_of(mark.traces[0]), [(1, 2), (3, -1), (0, 0.5)])
    assert colour_of(mark) == "@weight"
    assert (mark.name, mark.role, mark.labels) == ("it", "weight", (label,))
    assert_chart(chart(FLAT, mark))
    assert_plotly(chart(FLAT, mark))


@pytest.mark.parametrize("nothing", [NOWHERE, [], np.empty((0, 2))])
@pytest.mark.parametrize("make", [marks.line, marks.dots, marks.area])
def test_nothing_is_drawn_of_nothing(make: Any, nothing: Any) -> None:
    """It keeps its place in the chart, so that the browser need not make it anew."""
    mark = make("it", nothing, role="weight")
    assert points_of(mark.traces[0]).shape == (0, 2)
    assert_chart(chart(FLAT, mark))


def test_a_line_has_its_width_and_dashes() -> None:
    """And lines are drawn point by point: Plotly's own thinning would move corners."""
    look = marks.line("it", [(0, 0), (1, 1)], width=3, dash="dash").traces[0].look
    assert look["line"] == {"color": "@text", "width": 3, "dash": "dash", "simplify": False}


def test_dots_have_their_shape_and_an_edge() -> None:
    """The edge, in the colour of the ground, keeps dots apart; the dots of a trail have none."""
    big, small = (
        marks.dots("it", [(0, 0)], size=s, symbol="square").traces[0].look for s in (11, 4)
    )
    assert (big["marker"]["symbol"], big["marker"]["size"]) == ("square", 11)
    assert big["marker"]["line"] == {"color": "@surface", "width": 2}
    assert small["marker"]["line"]["width"] == 0


def test_a_handle_is_kept() -> None:
    """Lines, dots and arrows can be dragged."""
    handle = Handle("w1", None)
    for mark in (
        marks.line("it", [(0, 0)], handle=handle),
        marks.dots("it", [(0, 0)], handle=handle),
        marks.arrow("it", (0, 0), (0, 0), role="weight", handle=handle),
    ):
        assert chart(FLAT, mark).handles == {"it": handle}


@given(st.lists(st.lists(places, max_size=5), max_size=6))
def test_joined_pieces_can_be_taken_apart(pieces: list[list[tuple[float, float]]]) -> None:
    """A gap between each two, none before, none after, none for what is empty."""
    joined = marks.joined(iter(pieces))
    wanted = [piece for piece in pieces if piece]
    assert len(joined) == sum(map(len, wanted)) + max(0, len(wanted) - 1)
    assert np.isnan(joined).sum() == 2 * max(0, len(wanted) - 1)
    for got, piece in zip(pieces_of(joined), wanted, strict=True):
        np.testing.assert_array_equal(got, piece)


@pytest.mark.parametrize("n", [0, 1, 2, 5])
def test_polygons_may_change_in_number(n: int) -> None:
    """The same trace with the same look, whatever their number."""
    tiles = [SQUARE / 2 + (i, 0) for i in range(n)]
    mark = marks.polygons("tiles", tiles, role="positive")
    pieces = pieces_of(points_of(mark.traces[0]))
    assert len(pieces) == n
    assert [area_of(piece) for piece in pieces] == [0.25] * n
    assert mark.traces[0].look == marks.polygons("tiles", [SQUARE], role="positive").traces[0].look
    assert mark.traces[0].look["fillcolor"] == "@positive"
    assert_chart(chart(FLAT, mark))
    assert_plotly(chart(FLAT, mark))


def test_a_corner_may_be_missing_a_third() -> None:
    """Triangles beside squares: each has as many corners as it has."""
    pieces = pieces_of(points_of(marks.polygons("it", [SQUARE, SQUARE[:3]], role="text").traces[0]))
    assert [len(piece) for piece in pieces] == [4, 3]


@given(places, places)
@example((0.0, 0.0), (0.6, 0.8))
@example((0.0, 0.0), (1e-06, 0.0))
@example((1.0, 1.0), (1.0, 1.1))
def test_an_arrow_points_at_its_tip(tail: tuple[float, float], tip: tuple[float, float]) -> None:
    """The shaft leads from the tail straight into the middle of the head's base."""
    assume(tail != tip)
    mark = marks.arrow("it", tail, tip, role="weight", head=0.3)
    shaft, head = (points_of(trace) for trace in mark.traces)
    assert marks.tip_of(mark) == pytest.approx(tip, abs=1e-6)
    np.testing.assert_allclose(head[0], tip, atol=1e-6)
    np.testing.assert_allclose(shaft[0], tail, atol=1e-6)
    np.testing.assert_allclose(shaft[1], head[1:].mean(axis=0), atol=2e-6)
    length, along = math.dist(tail, tip), head[0] - head[1:].mean(axis=0)
    assert np.hypot(*along) == pytest.approx(min(0.3, length), abs=3e-6)
    if length > 0.01:
        step = np.subtract(tip, tail) / length
        across = (head[1] - head[2]) / np.hypot(*(head[1] - head[2]))
        np.testing.assert_allclose(along / np.hypot(*along), step, atol=1e-3)
        assert across @ step == pytest.approx(0, abs=1e-3)
    assert {trace.look.get("fillcolor", "@weight") for trace in mark.traces} == {"@weight"}
    assert_chart(chart(Flat((-10, 10), (-10, 10)), mark))


def test_an_arrow_by_hand() -> None:
    """From (1, 0) three to the right: a head of 0.5 begins at 3.5 and is as broad as 0.4 says."""
    mark = marks.arrow("it", (1, 0), (4, 0), role="weight", head=0.5)
    shaft, head = (points_of(trace) for trace in mark.traces)
    np.testing.assert_allclose(shaft, [(1, 0), (3.5, 0)])
    np.testing.assert_allclose(head, [(4, 0), (3.5, 0.2), (3.5, -0.2)], atol=1e-6)
    assert [trace.uid for trace in mark.traces] == ["it", "it-head"]
    assert_plotly(chart(FLAT, mark))


def test_an_arrow_without_length_is_not_there() -> None:
    """No weights, no direction: nothing is drawn, and nothing is divided by 0."""
    with np.errstate(all="raise"):
        mark = marks.arrow("it", (1, 1), (1, 1), role="weight")
    assert [len(points_of(trace)) for trace in mark.traces] == [0, 0]
    assert marks.tip_of(mark) is None
    assert_chart(chart(FLAT, mark))


def test_a_note_is_only_a_text() -> None:
    """It has a place, and no trace."""
    label = Label("hint", (1.0, 2.0), "quiet")
    drawn = chart(FLAT, marks.note(label))
    assert label in drawn.labels
    assert drawn.frame == {}
    assert drawn["hint"].role == "quiet"


@pytest.mark.parametrize(
    ("way", "shift"),
    [((3, 0), (40, 0)), ((0, -2), (0, -20)), ((3, 4), (24, 16)), ((0, 0), (40, 0))],
)
def test_a_label_beside_a_place(way: tuple[float, float], shift: tuple[float, float]) -> None:
    """20 pixels away, sideways twice as far; to the right where there is no direction."""
    label = marks.beside("it", (1, 2), way, role="weight", pixels=20, wide=2)
    assert (label.dx, label.dy) == pytest.approx(shift)
    assert (label.name, label.at, label.role, label.shown) == ("it", (1.0, 2.0), "weight", True)


# --- axes ------------------------------------------------------------------------------------


def test_marks_are_drawn_in_their_order() -> None:
    """Alone or in lists, the first is drawn first."""
    a, b, c, d = (marks.line(name, NOWHERE) for name in "abcd")
    drawn = chart(FLAT, a, (b, c), (mark for mark in [d]), aspect=0.5)
    assert [mark.name for mark in drawn.marks] == list("abcd")
    assert [trace["uid"] for trace in drawn.template["data"]] == list("abcd")
    assert drawn.aspect == 0.5


@pytest.mark.parametrize(
    ("x", "y", "along", "up"),
    [
        ((-4, 4), (-3, 3), (4, 0), (0, 3)),
        ((1, 4), (2, 3), (4, 2), (1, 3)),  # both zeros are outside: the nearest edge
        ((-4, -1), (-3, -2), (-1, -2), (-1, -2)),
        ((0, 1), (-1, 0), (1, 0), (0, 0)),
    ],
)
def test_axes_are_named_at_their_ends(x: Any, y: Any, along: Any, up: Any) -> None:
    """On the lines through zero, in the colour of the quantity."""
    names = {label.name: label for label in Flat(x, y, "input", "output").labels()}
    assert set(names) == {"x-axis", "y-axis"}
    assert (names["x-axis"].at, names["x-axis"].role) == (along, "input")
    assert (names["y-axis"].at, names["y-axis"].role) == (up, "output")
    assert Flat(x, y, named=False).labels() == ()


def test_scales_are_equal_where_asked() -> None:
    """A right angle has to look like one; ranges never move by themselves."""
    layout = FLAT.layout()
    assert layout["yaxis"]["scaleanchor"] == "x"
    assert layout["yaxis"]["scaleratio"] == 1
    assert (layout["xaxis"]["range"], layout["yaxis"]["range"]) == ([-4, 4], [-3, 3])
    assert "scaleanchor" not in Flat((0, 1), (0, 1)).layout()["yaxis"]


def test_space_has_three_fixed_ranges() -> None:
    """The camera is the viewer's own: `uirevision` keeps it while the figure changes."""
    layout = Space((0, 1), (2, 3), (4, 5)).layout()
    assert [layout["scene"][f"{axis}axis"]["range"] for axis in "xyz"] == [[0, 1], [2, 3], [4, 5]]
    assert layout["uirevision"] == "keep"
    assert layout["scene"]["dragmode"] == "turntable"
    assert Space((0, 1), (2, 3), (4, 5)).labels() == ()


# --- fields ----------------------------------------------------------------------------------


def levels(values: Any, reach: float = 2.0) -> Array:
    """What is sent of a field."""
    mark = marks.field("it", np.atleast_2d(values), (-4, 4), (-3, 3), reach=reach)
    z: Array = mark.traces[0].moving["z"]
    assert z.dtype == np.uint8
    return z


def test_a_field_by_hand() -> None:
    """With a reach of 2: a full colour at ±2 and beyond, half of it at ±1, the ground at 0."""
    assert levels([-5, -2, -1, 0, 1, 2, 5]).tolist() == [[0, 0, 63, 127, 191, 254, 254]]
    assert levels([-0.0, 1e-9, -1e-9]).tolist() == [[127] * 3]
    assert levels([np.inf, -np.inf]).tolist() == [[254, 0]]


def test_zero_is_exactly_the_middle_of_the_colours() -> None:
    """Where the colour scale has the ground: a tinted zero would be a sign that is not there."""
    look = marks.field("it", np.zeros((2, 3)), (-4, 4), (-3, 3), reach=1.0).traces[0].look
    assert (look["zmin"] + look["zmax"]) / 2 == STEPS == levels(0.0)[0, 0]
    scale = dict(look["colorscale"])
    assert scale == {0.0: "@negative-end", 0.5: "@surface", 1.0: "@positive-end"}


@given(
    st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=12),
    st.floats(0.01, 100),
)
def test_a_field_keeps_order_and_sign(values: list[float], reach: float) -> None:
    """Equal values look equal, larger ones never less blue, and x differs from −x by its sign."""
    z = levels(values, reach)[0].astype(int)
    assert levels([values[0]] * 3, reach).tolist() == [[z[0]] * 3]
    order = np.argsort(values, kind="stable")
    assert (np.diff(z[order]) >= 0).all()
    np.testing.assert_array_equal(levels(-np.array(values), reach)[0].astype(int), 254 - z)
    inside = np.abs(values) <= reach
    np.testing.assert_allclose(
        (z[inside] - STEPS) * reach / STEPS, np.array(values)[inside], atol=0.5001 * reach / STEPS
    )
    assert set(z[~inside].tolist()) <= {0, 1, 253, 254}


def test_a_fields_first_row_is_the_lowest() -> None:
    """Rows grow with y and columns with x, as everywhere in the core."""
    xs, ys = marks.centres((-4, 4), 8), marks.centres((-3, 3), 6)
    mark = marks.field("it", np.add.outer(10 * ys, xs), (-4, 4), (-3, 3), reach=40.0)
    look, z = mark.traces[0].look, mark["z"].astype(int)
    assert z.shape == (6, 8)
    assert (np.diff(z[:, 0]) > 0).all()
    assert z[0].max() < z[-1].min()
    # Plotly puts entry [i, j] at x0 + j · dx and y0 + i · dy.
    np.testing.assert_allclose(look["x0"] + np.arange(8) * look["dx"], xs)
    np.testing.assert_allclose(look["y0"] + np.arange(6) * look["dy"], ys)
    assert look["dy"] > 0


@given(st.floats(-9, 0), st.floats(0.5, 9), st.integers(1, 50))
def test_centres_fill_a_range(low: float, high: float, n: int) -> None:
    """Half a pixel from either edge, and a whole one from each to the next."""
    at, pixel = marks.centres((low, high), n), (high - low) / n
    assert len(at) == n
    assert at[0] - pixel / 2 == pytest.approx(low)
    assert at[-1] + pixel / 2 == pytest.approx(high)
    np.testing.assert_allclose(np.diff(at), pixel)


def test_a_field_covers_its_window() -> None:
    """From edge to edge, whatever the number of pixels; smooth or in plain squares."""
    mark = marks.field("it", np.ones((3, 5)), (1, 2), (-1, 0), reach=1.0, smooth=False)
    look = mark.traces[0].look
    assert look["x0"] - look["dx"] / 2 == pytest.approx(1)
    assert look["x0"] + 4.5 * look["dx"] == pytest.approx(2)
    assert look["y0"] - look["dy"] / 2 == pytest.approx(-1)
    assert look["y0"] + 2.5 * look["dy"] == pytest.approx(0)
    assert look["zsmooth"] is False
    for smooth in (True, False):
        drawn = chart(FLAT, marks.field("it", np.ones((3, 5)), (1, 2), (-1, 0), reach=1.0,
                                        smooth=smooth))  # fmt: skip
        assert_chart(drawn)
        assert_plotly(drawn)


# --- space -----------------------------------------------------------------------------------

GRID = np.linspace(-2, 2, 9)
weights = st.floats(-3, 3).map(lambda v: round(v, 2))


def plane(w1: float, w2: float, b: float) -> Mark:
    """z = w1 · x + w2 · y + b over the square from −2 to 2."""
    heights = np.add.outer(w2 * GRID, w1 * GRID) + b
    return marks.surface("plane", GRID, GRID, heights, role="preactivation")


def triangles(mark: Mark) -> Array:
    """Corners of each triangle, shape (n_faces, 3, 3)."""
    faces = np.stack([mark[corner] for corner in "ijk"], axis=1).astype(int)
    corners: Array = points_of(mark.traces[0])[faces]
    return corners


@given(weights, weights, weights)
def test_the_plane_over_two_inputs(w1: float, w2: float, b: float) -> None:
    """Every corner of every triangle is on z = w1 · x + w2 · y + b."""
    mark = plane(w1, w2, b)
    x, y, z = points_of(mark.traces[0]).T
    np.testing.assert_allclose(z, w1 * x + w2 * y + b, atol=1e-5)
    assert set(zip(x.tolist(), y.tolist(), strict=True)) == {(x, y) for x in GRID for y in GRID}
    assert mark.traces[0].look["color"] == "@preactivation"
    assert_chart(chart(SPACE, mark))


@given(weights, weights)
def test_without_a_weight_the_plane_is_level_that_way(w: float, b: float) -> None:
    """A feature with weight 0 does not matter: walk along it, and z stays."""
    for corners, still in ((points_of(plane(0, w, b).traces[0]), 1),
                           (points_of(plane(w, 0, b).traces[0]), 0)):  # fmt: skip
        for at in GRID:
            assert len(set(corners[corners[:, still] == at][:, 2].tolist())) == 1
    assert set(points_of(plane(0, 0, b).traces[0])[:, 2].tolist()) == {np.float32(b)}


def test_the_faces_cover_the_square_once() -> None:
    """Seen from above: no hole and no overlap, all turned the same way."""
    flat = triangles(plane(1.0, -2.0, 0.5))[:, :, :2]
    sides = flat[:, 1:] - flat[:, :1]
    areas = (sides[:, 0, 0] * sides[:, 1, 1] - sides[:, 0, 1] * sides[:, 1, 0]) / 2
    assert (areas > 0).all()
    assert areas.sum() == pytest.approx(16)
    # Each of many points is in exactly one triangle.
    for point in np.random.default_rng(0).uniform(-2, 2, (200, 2)):
        ahead = np.roll(flat, -1, axis=1) - flat
        to = point - flat
        turns = ahead[:, :, 0] * to[:, :, 1] - ahead[:, :, 1] * to[:, :, 0]
        assert (turns > 0).all(axis=1).sum() == 1


def test_a_surface_may_have_oblong_grids() -> None:
    """The rows of the heights belong to y, the columns to x."""
    xs, ys = np.array([0.0, 1.0, 2.0]), np.array([5.0, 6.0])
    mark = marks.surface("it", xs, ys, np.array([[1, 2, 3], [4, 5, 6]]), role="output")
    at = {(x, y): z for x, y, z in points_of(mark.traces[0]).tolist()}
    assert at == {(0, 5): 1, (1, 5): 2, (2, 5): 3, (0, 6): 4, (1, 6): 5, (2, 6): 6}
    assert len(triangles(mark)) == 4


def test_facets_by_hand() -> None:
    """A roof of two triangles, which share an edge."""
    corners = np.array([(0, 0, 0), (1, 0, 0), (0, 1, 1), (1, 1, 1)], dtype=float)
    mark = marks.facets("roof", corners, np.array([(0, 1, 2), (1, 3, 2)]), role="output")
    np.testing.assert_array_equal(triangles(mark)[1], corners[[1, 3, 2]])
    assert mark.traces[0].look["opacity"] == 0.55, "what lies behind can be seen"
    for drawn in (mark, marks.facets("roof", np.empty((0, 3)), np.empty((0, 3), int), role="text")):
        assert_chart(chart(SPACE, drawn))
        assert_plotly(chart(SPACE, drawn))


@pytest.mark.parametrize(
    "make", [lambda points: marks.path_3d("it", points, role="weight", dash="dash"),
             lambda points: marks.dots_3d("it", points, role="weight")],
    ids=["path", "dots"],
)  # fmt: skip
def test_paths_and_dots_in_space(make: Any) -> None:
    """Where they are put; nothing for nothing; a row of nan is a gap."""
    points = [(0, 0, 1), (1, 2, 3), (np.nan,) * 3, (-1, 0, 2)]
    mark = make(points)
    np.testing.assert_array_equal(points_of(mark.traces[0]), points)
    assert [len(piece) for piece in pieces_of(points_of(mark.traces[0]))] == [2, 1]
    assert points_of(make([]).traces[0]).shape == (0, 3)
    for drawn in (mark, make([])):
        assert_chart(chart(SPACE, drawn))
        assert_plotly(chart(SPACE, drawn))
    look = mark.traces[0].look
    assert look.get("line", look.get("marker"))["color"] == "@weight"
