"""The picture of boundary, arrow and distance shows what the core computes."""

import math

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from core.activations import Array
from core.neuron import Neuron
from figures import hyperplane
from figures.scene import Scene, number
from tests.figures.pictures import assert_sound, quiet

X0, X1, Y0, Y1 = hyperplane.WINDOW
# The traces, as they are called in the figure.
SIDES = ("the positive side", "the negative side")
BOUNDARY, RAY = "the boundary z = 0", "from the origin to the boundary"
SQUARE, GHOST, GHOST_HEAD = "right angle", "the same arrow on the boundary", "its head"
ARROW, HEAD = "the weights w", "their head"
DROP, PROBE = "the distance d", "the probe"


def value(low: float, high: float) -> st.SearchStrategy[float]:
    """Anything a link can hold: on the slider's grid, at an end, or typed with six decimals."""
    grid = st.integers(round(low * 10), round(high * 10)).map(lambda n: n / 10)
    return grid | st.floats(low, high).map(lambda v: round(v, 6) + 0.0) | st.just(1e-06)


states = st.tuples(value(-3, 3), value(-2.5, 2.5), value(-3, 3), value(-4, 4), value(-3, 3))
State = tuple[float, float, float, float, float]


def draw(w1: float, w2: float, b: float, p1: float = 1.0, p2: float = 1.0) -> Scene:
    return quiet(hyperplane.scene, w1=w1, w2=w2, b=b, p1=p1, p2=p2, n=3.0)


def points(scene: Scene, name: str) -> Array:
    chart = scene.charts["hyperplane"]
    frame = chart.frame
    trace = [trace["name"] for trace in chart.template["data"]].index(name)
    pair = [frame[f"data/{trace}/{axis}"].astype(float) for axis in "xy"]
    return np.stack(pair, axis=1)


def labels(scene: Scene) -> list[str]:
    frame = scene.charts["hyperplane"].frame
    return [str(frame[f"layout/annotations/{i}/text"]) for i in range(5)]


def area(corners: Array) -> float:
    """Area of a polygon by the shoelace formula."""
    x, y = corners[:, 0], corners[:, 1]
    return 0.5 * abs(float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))))


def assert_arrow(shaft: Array, head: Array, tail: list[float], tip: list[float]) -> None:
    """The shaft leads from the tail straight into the head, and the head's tip is the arrow's."""
    np.testing.assert_allclose(shaft[0], tail, atol=1e-6)
    np.testing.assert_allclose(head[0], tip, atol=1e-6)
    np.testing.assert_allclose(shaft[1], head[1:].mean(axis=0), atol=1e-6)
    along, across = head[0] - shaft[1], head[1] - head[2]
    assert along @ across == pytest.approx(0, abs=1e-6)
    step = np.array(tip) - tail
    assert along[0] * step[1] - along[1] * step[0] == pytest.approx(0, abs=1e-5)


def test_by_hand() -> None:
    """w = (0.6, 0.8), b = −1, probe (3, 4/2 = 2): z = 1.8 + 1.6 − 1 = 2.4 = d, for ‖w‖ = 1."""
    scene = draw(0.6, 0.8, -1.0, 3.0, 2.0)
    said = scene.numbers
    assert [said[name] for name in ("z", "norm", "d", "origin_distance")] == [
        "2.4",
        "1",
        "2.4",
        "1",
    ]
    assert_arrow(points(scene, ARROW), points(scene, HEAD), [0.0, 0.0], [0.6, 0.8])
    np.testing.assert_allclose(points(scene, RAY), [[0.0, 0.0], [0.6, 0.8]], atol=1e-6)
    # 2.4 back along the arrow from (3, 2) lies (3 − 1.44, 2 − 1.92).
    np.testing.assert_allclose(points(scene, DROP), [[3.0, 2.0], [1.56, 0.08]], atol=1e-6)
    assert labels(scene) == ["z > 0", "z < 0", "w", "d = 2.4", "z = 2.4"]
    assert scene.charts["hyperplane"].alt == (
        "A straight boundary square on the arrow w = (0.6, 0.8), at distance 1 from the origin. "
        "The probe stands at (3, 2), where z = 2.4. Its signed distance from the boundary is 2.4: "
        "it is on the positive side."
    )


def test_an_upright_boundary_by_hand() -> None:
    """w₂ = 0: x₁ = −b/w₁ = 1, from the lower to the upper edge; y = mx + b cannot say it."""
    scene = draw(1.5, 0.0, -1.5)
    np.testing.assert_allclose(np.sort(points(scene, BOUNDARY)[:, 1]), [Y0, Y1])
    np.testing.assert_allclose(points(scene, BOUNDARY)[:, 0], [1, 1])
    assert scene.numbers["vertical"] == "yes"
    assert "x₁ = 1: it stands upright" in "".join(text for _, text in scene.equations[-1])


@pytest.mark.parametrize(
    ("b", "shown", "shaded"),
    [(2.0, ["z > 0", ""], 0), (-2.0, ["", "z < 0"], 1), (0.0, ["", ""], None)],
)
def test_without_weights_there_is_no_boundary(
    b: float, shown: list[str], shaded: int | None
) -> None:
    """Division by ‖w‖ = 0 is a teaching moment (DESIGN §10): no line, no d, one colour."""
    scene = draw(0.0, 0.0, b)
    for trace in (BOUNDARY, RAY, SQUARE, GHOST, GHOST_HEAD, HEAD, DROP):
        assert len(points(scene, trace)) == 0
    for number_, side in enumerate(SIDES):
        assert area(points(scene, side)) == (48 if number_ == shaded else 0)
    assert labels(scene)[:4] == [*shown, "", ""]
    assert scene.numbers["boundary"] == ""
    assert "there is no boundary" in scene.charts["hyperplane"].alt
    assert "there is no boundary" in "".join(text for _, text in scene.equations[-1])
    assert len(scene.equations) == 2
    table = scene.charts["hyperplane"].table
    assert dict(zip(*table.values(), strict=True))["d"] == "none"


def test_a_pencils_zero_is_on_the_boundary() -> None:
    """0.1 · 3 + 0 − 0.3 is 5.6e-17 in the computer; on paper the probe is on the boundary."""
    scene = draw(0.1, 0.0, -0.3, 3.0, 0.0)
    assert (scene.numbers["z"], scene.numbers["d"]) == ("0", "0")
    assert scene.numbers["on_it"] == "yes"
    assert scene.numbers["positive"] == scene.numbers["negative"] == ""
    assert labels(scene)[3:] == ["", "z = 0"]
    assert scene.charts["hyperplane"].alt.endswith("It is exactly on the boundary.")


@given(states)
@example((3.0, 2.5, 3.0, 4.0, 3.0))
@example((-3.0, -2.5, -3.0, 4.0, 3.0))
@example((0.0, 0.0, 0.0, 0.0, 0.0))
@example((1e-06, 0.0, 3.0, 4.0, -3.0))
@example((0.0, -1e-06, 3.0, -4.0, 3.0))
@example((1e-06, 1e-06, 0.0, 0.0, 0.0))
@example((1.0, 0.0, -4.0, 4.0, 3.0))  # along the window's edge
@example((0.0, 1.0, -3.0, 0.0, 3.0))
@example((0.75, 1.0, 0.0, -4.0, 3.0))  # through two corners
@example((0.75, 1.0, -6.0, 4.0, 3.0))  # touching one corner only
@example((1.0, 1.0, 0.000001, 0.0, 0.0))
def test_the_picture_is_the_core(state: State) -> None:
    """Everywhere in the controls' ranges and at their extremes, without a warning."""
    w1, w2, b, p1, p2 = state
    scene = draw(*state)
    assert_sound(scene)
    neuron = Neuron([w1, w2], b)
    z = round(w1 * p1 + w2 * p2 + b, 12)
    np.testing.assert_array_equal(points(scene, PROBE), np.array([[p1, p2]], np.float32))
    assert [bool(scene.numbers[name]) for name in ("positive", "negative")] == [z > 0, z < 0]
    if not neuron.norm:
        return
    boundary = points(scene, BOUNDARY)
    length = neuron.norm
    assert len(boundary) in (0, 2)
    for x, y in boundary:
        assert abs(w1 * x + w2 * y + b) / length < 1e-5
        assert X0 - 1e-6 <= x <= X1 + 1e-6
        assert Y0 - 1e-6 <= y <= Y1 + 1e-6
    # The two sides fill the window, and each holds only its own sign.
    both = [points(scene, side) for side in SIDES]
    assert sum(map(area, both)) == pytest.approx((X1 - X0) * (Y1 - Y0), rel=1e-5)
    for sign, corners in zip((1, -1), both, strict=True):
        assert all(sign * (w1 * x + w2 * y + b) / length > -1e-5 for x, y in corners)
    assert (len(boundary) == 0) <= (0 in (len(both[0]), len(both[1])))
    assert_arrow(points(scene, ARROW), points(scene, HEAD), [0.0, 0.0], [w1, w2])


@given(states)
def test_right_angles_are_right(state: State) -> None:
    """Second arrow, ray from the origin and distance: all stand square on the boundary."""
    w1, w2, b, p1, p2 = state
    assume(math.hypot(w1, w2) > 0.05)  # else the foot lies far outside, where float32 is coarse
    scene = draw(*state)
    w, norm = np.array([w1, w2]), math.hypot(w1, w2)
    d = (w1 * p1 + w2 * p2 + b) / norm
    start, end = points(scene, DROP)
    np.testing.assert_allclose(start - end, d * w / norm, atol=2e-4)
    assert math.dist(start, end) == pytest.approx(abs(d), abs=2e-4)
    origin, foot = points(scene, RAY)
    assert math.dist(origin, foot) == pytest.approx(abs(b) / norm, abs=2e-4)
    tail, tip = points(scene, GHOST)
    np.testing.assert_allclose(tip - tail, w, atol=2e-4)
    assert abs(w @ tail + b) / norm < 2e-4
    assert math.dist(tail, foot) == pytest.approx(hyperplane.STAND, abs=2e-4)
    a, corner, c = points(scene, SQUARE)
    assert (a - corner) @ (c - corner) == pytest.approx(0, abs=1e-3)
    assert scene.numbers["d"] == number(round(w1 * p1 + w2 * p2 + b, 12) / norm, 3)


@given(states)
def test_doubling_moves_nothing_but_z(state: State) -> None:
    """The lesson's question: the same boundary, the same d, twice the z."""
    w1, w2, b, p1, p2 = state
    assume(math.hypot(w1, w2) > 0.05)
    once, twice = draw(*state), draw(2 * w1, 2 * w2, 2 * b, p1, p2)
    np.testing.assert_allclose(points(once, BOUNDARY), points(twice, BOUNDARY), atol=1e-4)
    np.testing.assert_allclose(points(once, DROP), points(twice, DROP), atol=1e-4)
    table = [dict(zip(*s.charts["hyperplane"].table.values(), strict=True)) for s in (once, twice)]
    assert table[1]["d"] == pytest.approx(table[0]["d"], abs=1e-9)
    assert table[1]["z"] == pytest.approx(2 * table[0]["z"], abs=1e-9)


@given(states)
def test_words_and_table_tell_the_same_numbers(state: State) -> None:
    """Who cannot see the picture gets the same."""
    scene = draw(*state)
    chart, said = scene.charts["hyperplane"], scene.numbers
    assert f"({said['p1']}, {said['p2']}), where z = {said['z']}." in chart.alt
    table = dict(zip(*chart.table.values(), strict=True))
    assert number(table["z"], 3) == said["z"]
    assert number(table["‖w‖"], 3) == said["norm"]
    if said["boundary"]:
        assert number(table["d"], 3) == said["d"]
        assert table["‖w‖ · d"] == pytest.approx(table["z"], abs=1e-9)
        assert ("positive side" in chart.alt, "negative side" in chart.alt) == (
            bool(said["positive"]),
            bool(said["negative"]),
        )
    else:
        assert "no boundary" in chart.alt


@pytest.mark.parametrize(("side", "sign"), [(0, 1), (1, -1)])
def test_a_side_is_named_where_it_is_seen(side: int, sign: int) -> None:
    """No “z < 0” stands in a window that has no such place, and it stands on its own side."""
    for b in (-20.0, -1.0, 0.0, 1.0, 20.0):  # ±20 puts the boundary outside
        scene = draw(1.0, 2.0, b)
        frame = scene.charts["hyperplane"].frame
        x, y = (frame[f"layout/annotations/{side}/{axis}"] for axis in "xy")
        assert (labels(scene)[side] != "") == (len(points(scene, SIDES[side])) > 0)
        if labels(scene)[side]:
            assert sign * (x + 2 * y + b) > 0


@pytest.mark.parametrize("n", [2, 3, 10, 783, 784])
def test_the_same_in_many_dimensions(n: int) -> None:
    """z against ‖w‖ times a distance measured without w · x + b: all on the diagonal."""
    scene = quiet(hyperplane.scene, w1=1.0, w2=1.0, b=0.0, p1=1.0, p2=1.0, n=float(n))
    chart = scene.charts["high"]
    x, y = chart.frame["data/1/x"], chart.frame["data/1/y"]
    assert len(x) == hyperplane.HIGH_POINTS
    np.testing.assert_allclose(x, y, atol=1e-5)
    assert np.ptp(y) > 1, "points that are all alike would show nothing"
    low, high = hyperplane.HIGH_RANGE
    assert low < y.min()
    assert y.max() < high
    assert f"with {n} coordinates" in chart.alt
    assert scene.numbers["worst"] in chart.alt
    assert scene.numbers["n"] == str(n)


def test_every_dot_is_in_the_window() -> None:
    """For each number of inputs: a dot left out would be one that nobody can check."""
    for n in range(2, 785):
        z = hyperplane._high(n)[0].frame["data/1/y"]
        assert np.abs(z).max() < hyperplane.HIGH_RANGE[1], n


def test_many_dimensions_are_the_same_for_everybody() -> None:
    """The points come from a seed: what a teacher sees, the class sees."""
    once, again = (hyperplane._high(50)[0] for _ in range(2))
    np.testing.assert_array_equal(once.frame["data/1/y"], again.frame["data/1/y"])


@pytest.mark.parametrize("side", [1, -1])
def test_the_second_arrow_keeps_clear_of_the_probe(side: int) -> None:
    """It stands on the other half of the boundary, so that the two do not cross."""
    scene = draw(0.0, 1.0, 0.0, p1=2.0 * side, p2=1.0)
    assert np.sign(points(scene, GHOST)[0][0]) == -side
