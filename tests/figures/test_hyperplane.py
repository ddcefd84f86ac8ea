"""The picture of boundary, arrow and distance shows what the core computes."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from core.neuron import Neuron
from core.rounding import by_hand
from figures import hyperplane
from figures.scene import Scene
from figures.written import number
from tests.figures.pictures import Picture, area_of, assert_plotly, assert_sound, quiet, value
from ui import content, parts
from ui.symbols import spoken

LESSON = content.lesson("hyperplane")
X0, X1, Y0, Y1 = hyperplane.WINDOW
AREA = (X1 - X0) * (Y1 - Y0)
SIDES = ("positive-side", "negative-side")

states = st.tuples(value(-3, 3), value(-2, 2), value(-3, 3), value(-3, 4), value(-2, 2.5))
State = tuple[float, float, float, float, float]


ALL = float(hyperplane.DISTANCE)  # everything is shown


def draw(
    w1: float, w2: float, b: float, p1: float = 1.0, p2: float = 1.0, reveal: float = ALL
) -> Scene:
    return quiet(hyperplane.scene, w1=w1, w2=w2, b=b, p1=p1, p2=p2, n=3.0, reveal=reveal)


def seen(scene: Scene, name: str = "hyperplane") -> Picture:
    return Picture(LESSON, scene, name)


def fact(scene: Scene, name: str) -> float:
    found = scene.facts[name]
    assert isinstance(found, float)
    return found


def exact(text: str) -> str:
    """A text without the mark of rounding."""
    return text.replace("≈", "=")


def test_by_hand() -> None:
    """w = (0.6, 0.8), b = −1, probe (1, 2): z = 0.6 + 1.6 − 1 = 1.2 = d, for ‖w‖ = 1."""
    scene = draw(0.6, 0.8, -1.0, 1.0, 2.0)
    picture = seen(scene)
    for name, wanted in (("z", 1.2), ("norm", 1), ("d", 1.2), ("product", 1.2),
                         ("origin_distance", 1)):  # fmt: skip
        assert scene.facts[name] == pytest.approx(wanted), name
    assert picture["weights"].tip == pytest.approx((0.6, 0.8))
    assert picture["probe"].points.tolist() == [[1, 2]]
    # 1.2 back along the arrow from (1, 2) lies (1 − 0.72, 2 − 0.96).
    np.testing.assert_allclose(picture["distance"].points, [[1.0, 2.0], [0.28, 1.04]], atol=1e-6)
    assert len(picture["ruler"].pieces) == 1
    # The arrow's own line meets the boundary at its tip: there is the right angle.
    corner = picture["right-angle"].points
    assert np.hypot(*(corner - (0.6, 0.8)).T).max() < 0.25
    assert picture.texts == {
        "x-axis": "x₁",
        "y-axis": "x₂",
        "positive-side": "z > 0",
        "negative-side": "z < 0",
        "boundary": "z = 0",
        "weights": "w",
        "length": "‖w‖ = 1",
        "distance": "d = 1.2",
        "probe": "z = 1.2",
    }
    for text in ("w = (0.6, 0.8)", "at distance 1 from the origin", "(1, 2), where z = 1.2",
                 "The arrow is 1 long", "signed distance from the boundary is 1.2",
                 "positive side"):  # fmt: skip
        assert text in picture.alt


def test_an_upright_boundary_by_hand() -> None:
    """w₂ = 0: x₁ = −b/w₁ = 1, from the lower to the upper edge; y = mx + b cannot say it."""
    scene = draw(1.5, 0.0, -1.5)
    boundary = seen(scene)["boundary"].points
    np.testing.assert_allclose(np.sort(boundary[:, 1]), [Y0, Y1])
    np.testing.assert_allclose(boundary[:, 0], [1, 1])
    assert scene.facts["upright"]
    assert scene.facts["upright_at"] == 1
    assert scene.facts["yes_below"] is None, "blue is on the right"
    assert not scene.facts["slanted"]


def test_a_trees_question_by_hand() -> None:
    """−2 · x₁ − 2 > 0 where x₁ < −1; a slanted or level boundary asks about x₂ as well."""
    scene = draw(-2.0, 0.0, -2.0)
    assert (scene.facts["upright_at"], scene.facts["yes_below"]) == (-1, -1)
    positive = seen(scene)["positive-side"].points
    assert (positive[:, 0].min(), positive[:, 0].max()) == (X0, -1)
    for w1, w2, slanted in ((-2.0, 0.1, True), (0.0, 2.0, False), (0.0, 0.0, False)):
        facts = draw(w1, w2, -2.0).facts
        assert facts["yes_below"] is facts["upright_at"] is None
        assert facts["slanted"] == slanted


@pytest.mark.parametrize(
    ("b", "named", "painted"),
    [(2.0, ["z > 0", ""], 0), (-2.0, ["", "z < 0"], 1), (0.0, ["", ""], None)],
)
def test_without_weights_there_is_no_boundary(
    b: float, named: list[str], painted: int | None
) -> None:
    """Division by ‖w‖ = 0 is a teaching moment: no line, no d, one colour, and z = b."""
    scene = draw(0.0, 0.0, b)
    picture = seen(scene)
    for name in ("boundary", "right-angle", "weights", "distance", "ruler", "distance-angle"):
        assert len(picture[name].points) == 0, name
        assert picture[name].text == "", name
    assert "length" not in picture.texts
    assert picture["weights"].tip is None
    for i, side in enumerate(SIDES):
        assert area_of(picture[side].points) == pytest.approx(AREA if i == painted else 0)
        assert picture[side].text == named[i]
    facts = scene.facts
    assert facts["z"] == b
    assert facts["norm"] == 0
    for name in ("d", "product", "origin_distance", "upright_at", "yes_below"):
        assert facts[name] is None, name
    assert not any(facts[name] for name in ("has_boundary", "on_it", "upright", "measured"))
    assert "there is no boundary" in picture.alt
    columns = LESSON.table("hyperplane", facts)
    table = dict(zip(*columns.values(), strict=True))
    assert table["$d$"] == table["$‖w‖ · d$"] == "none"


@pytest.mark.parametrize("reveal", range(1, hyperplane.DISTANCE + 1))
def test_without_weights_the_second_equation_says_so_in_its_place(reveal: int) -> None:
    """The room of two lines is kept, so nothing jumps when the tip is dragged to the origin."""
    assert LESSON.equation_lines == (2, 2)
    said = spoken(LESSON.equations(draw(0.0, 0.0, 2.0, reveal=float(reveal)).facts))
    assert said.splitlines()[1] == "no arrow, no boundary: only the bias is left"
    lines = LESSON.equations(draw(1.2, 1.6, -2.0, 2.0, 1.0, float(reveal)).facts)
    assert len(lines) == (2 if reveal >= hyperplane.DISTANCE else 1)


def test_z_is_written_in_two_storeys() -> None:
    """Once as the sum, once as length times distance, each number under its letter."""
    first, second = LESSON.equations(draw(1.2, 1.6, -2.0, 2.0, 1.0).facts)
    assert spoken([first]) == "z = w₁ · x₁ + w₂ · x₂ + b: 2 = 1.2 · 2 + 1.6 · 1 − 2"
    assert spoken([second]) == "z = ‖w‖ · d: 2 = 2 · 1"


# --- what appears step by step ---------------------------------------------------------------

SHOWN = {
    "positive-side": 2, "negative-side": 2, "grid": 2, "axes": 2, "boundary": 2,
    "right-angle": 3, "weights": 3, "distance": 4, "ruler": 4, "distance-angle": 4,
}  # fmt: skip
WRITTEN = {
    "x-axis": 1, "y-axis": 1, "probe": 1, "positive-side": 2, "negative-side": 2, "boundary": 2,
    "weights": 3, "length": 4, "distance": 4,
}  # fmt: skip


@pytest.mark.parametrize("reveal", range(1, hyperplane.DISTANCE + 1))
def test_each_thing_appears_with_all_before_it(reveal: int) -> None:
    """First the probe alone, then boundary and sides, then the arrow, then the distance."""
    scene = draw(1.2, 1.6, -2.0, 2.0, 1.0, float(reveal))
    assert_sound(LESSON, scene)
    picture = seen(scene)
    for name, since in SHOWN.items():
        assert (len(picture[name].points) > 0) == (reveal >= since), name
    assert picture["probe"].points.tolist() == [[2, 1]]
    assert set(picture.texts) == {name for name, since in WRITTEN.items() if reveal >= since}
    assert set(scene.charts["hyperplane"].handles) == (
        {"probe", "weights"} if reveal >= hyperplane.ARROW else {"probe"}
    )
    for text, since in (("boundary", 2), ("arrow", 3), ("signed distance", 4)):
        assert (text in picture.alt) == (reveal >= since), text


@pytest.mark.parametrize(
    ("p2", "tinted", "trail"),
    [(1.0, "positive-tint", "positive-edge"), (-1.0, "negative-tint", "negative-edge"),
     (0.5, "", "text")],
)  # fmt: skip
def test_before_there_are_sides_the_probe_has_the_colour_of_its_own(
    p2: float, tinted: str, trail: str
) -> None:
    """1.2 · 1 + 1.6 · p₂ − 2 is 0.8, −2.4 and 0; the trail keeps the colour where it has been."""
    for reveal in range(1, hyperplane.DISTANCE + 1):
        scene = draw(1.2, 1.6, -2.0, 1.0, p2, float(reveal))
        picture = seen(scene)
        for name in ("positive-tint", "negative-tint"):
            wanted = [[1, p2]] if name == tinted and reveal == hyperplane.PROBE else []
            assert picture[name].points.tolist() == wanted
        assert parts.fields(LESSON, scene, "hyperplane")["probe/trail-role"] == trail
        assert picture["probe"].mark.trail == ("w1", "w2", "b")


def test_a_hair_from_zero_is_zero_for_goal_and_trail() -> None:
    """What the first step counts as a zero leaves a dot of its own colour, and nothing else."""
    goal = LESSON.steps[0].goal
    assert goal is not None
    assert goal.conditions[0].within == hyperplane.NEARLY
    for z, role in ((0.05, "text"), (-0.05, "text"), (0.06, "positive-edge")):
        mark = draw(1.0, 0.0, 0.0, z, 0.0).charts["hyperplane"]["probe"]
        assert mark.trail_role == role


def test_no_two_texts_share_a_corner() -> None:
    """Near the corner where a side has its name, the probe's number stands alone."""
    for probe, is_named in (((2.6, 1.8), False), ((2.0, 1.0), True)):
        assert ("positive-side" in seen(draw(1.2, 1.6, -2.0, *probe)).texts) == is_named


def test_the_boundary_is_named_at_its_free_end() -> None:
    """At its right end as the arrow sees it; at the other where the probe is there."""
    x, _ = seen(draw(1.2, 1.6, -2.0, 2.0, 1.0))["boundary"].at or (0.0, 0.0)
    assert x > 3
    x, _ = seen(draw(1.2, 1.6, -2.0, 3.0, -1.0))["boundary"].at or (0.0, 0.0)
    assert x < 0


# --- what the steps say ----------------------------------------------------------------------


def at(step: str, **changed: float) -> Scene:
    """A step's own state, or one beside it."""
    (state,) = (LESSON.arguments(each.state) for each in LESSON.steps if each.name == step)
    return quiet(hyperplane.scene, **state | changed)


def test_the_numbers_of_the_steps() -> None:
    """What is written out is what the figure shows."""
    texts = {step.name: step.text + step.task for step in LESSON.steps}
    scene = at("distance")
    assert [scene.facts[name] for name in ("z", "d", "norm")] == [2, 1, 2]
    assert "is 2, but a ruler says 1" in texts["distance"]
    assert "The arrow is 2 long" in texts["distance"]
    there = at("distance", p1=2.6, p2=1.8)
    assert "(2.6, 1.8), 2 away" in texts["distance"]
    assert [there.facts[name] for name in ("z", "d")] == [4, 2]
    half, whole = at("double"), at("distance")
    assert "arrow half as long" in texts["double"]
    assert fact(half, "norm") == fact(whole, "norm") / 2
    np.testing.assert_allclose(
        seen(half)["boundary"].points, seen(whole)["boundary"].points, atol=1e-6
    )
    assert (half.facts["times_half"], whole.facts["times_half"]) == (1, 2)
    assert fact(half, "d") == fact(whole, "d")
    assert "x₁ > 1.5" in texts["split"]
    assert at("split").facts["upright_at"] == 1.5
    assert at("split").facts["yes_below"] is None


def test_the_numbers_of_the_replies() -> None:
    """(1, 0.5) is a zero of the first neuron; (3, 4) is 4 away from the last."""
    assert at("zeros", p1=1.0, p2=0.5).facts["z"] == 0
    neuron = Neuron([3.0, 4.0], -5.0)
    assert (float(neuron.preactivation([3.0, 4.0])), neuron.norm) == (20, 5)
    for w, there in (((1.0, -1.0), 0), ((1.0, 1.0), 2), ((0.0, 1.0), 1)):
        assert float(Neuron(w, 0.0).preactivation([1.0, 1.0])) == there


@given(st.floats(0.1, 3))
def test_only_the_bias_brings_the_boundary_through_the_origin(w1: float) -> None:
    """What the fourth step asks for is reached at b = 0 and nowhere else on the grain."""
    assert draw(w1, 1.0, 0.0).facts["origin_distance"] == 0
    assert fact(draw(w1, 1.0, 0.1), "origin_distance") > 1e-3


def test_a_pencils_zero_is_on_the_boundary() -> None:
    """0.1 · 3 + 0 − 0.3 is 5.6e-17 in the computer; on paper the probe is on the boundary."""
    scene = draw(0.1, 0.0, -0.3, 3.0, 0.0)
    assert (scene.facts["z"], scene.facts["d"]) == (0, 0)
    assert scene.facts["on_it"]
    assert not scene.facts["positive"]
    assert not scene.facts["negative"]
    picture = seen(scene)
    assert (picture["distance"].text, picture["probe"].text) == ("", "z = 0")
    assert "exactly on the boundary" in picture.alt


def grid_states(*, on_it: bool) -> list[tuple[int, ...]]:
    """Four hundred states of the sliders' grid, in tenths, on the boundary or off it."""
    rng = np.random.default_rng(0)
    found: list[tuple[int, ...]] = []
    while len(found) < 400:
        w1, w2, p1, p2 = (int(rng.integers(-n, n + 1)) for n in (30, 20, 30, 20))
        b, rest = divmod(-(w1 * p1 + w2 * p2), 10)
        if not on_it:
            b += int(rng.integers(-3, 4))
        is_on = 10 * b + w1 * p1 + w2 * p2 == 0
        if abs(b) <= 30 and (w1 or w2) and is_on == on_it and (rest == 0 or not on_it):
            found.append((w1, w2, b, p1, p2))
    return found


def test_every_grid_point_on_the_boundary_is_on_it() -> None:
    """Whole tenths whose sum is 0 on paper: z is 0, d is 0, and the words say so."""
    for state in grid_states(on_it=True):
        w1, w2, b, p1, p2 = (tenths / 10 for tenths in state)
        scene = draw(w1, w2, b, p1, p2)
        assert (scene.facts["z"], scene.facts["d"]) == (0, 0), state
        assert scene.facts["on_it"], state
        assert seen(scene)["probe"].text == "z = 0", state


def test_no_other_grid_point_is_on_the_boundary() -> None:
    """However near: each has the side that whole numbers give it."""
    for state in grid_states(on_it=False):
        w1, w2, b, p1, p2 = state
        sign = np.sign(w1 * p1 + w2 * p2 + 10 * b)
        scene = draw(*(tenths / 10 for tenths in state))
        assert (scene.facts["positive"], scene.facts["negative"]) == (sign > 0, sign < 0), state
        assert not scene.facts["on_it"]
        assert scene.facts["z"] == pytest.approx((w1 * p1 + w2 * p2 + 10 * b) / 100, abs=1e-15)


@given(states)
@example((3.0, 2.0, 3.0, 4.0, 2.5))
@example((-3.0, -2.0, -3.0, 4.0, 2.5))
@example((0.0, 0.0, 0.0, 0.0, 0.0))
@example((1e-06, 0.0, 3.0, 4.0, -2.0))
@example((0.0, -1e-06, 3.0, -3.0, 2.5))
@example((1e-06, 1e-06, 0.0, 0.0, 0.0))
@example((1.0, 0.0, 3.0, -3.0, 2.5))  # along the window's edge
@example((0.0, 1.0, 2.2, 0.0, -2.0))
@example((0.8, 1.4, 0.68, 4.0, -2.0))  # through a corner
@example((1.0, 1.0, 5.2, -3.0, -2.0))  # touching one corner only
@example((1.0, 1.0, 0.000001, 0.0, 0.0))
def test_the_picture_is_the_core(state: State) -> None:
    """Everywhere in the controls' ranges and at their extremes, without a warning."""
    w1, w2, b, p1, p2 = state
    scene = draw(*state)
    assert_sound(LESSON, scene)
    picture, facts = seen(scene), scene.facts
    neuron = Neuron([w1, w2], b)
    z = round(w1 * p1 + w2 * p2 + b, 12)
    assert facts["z"] == z
    np.testing.assert_array_equal(picture["probe"].points, np.array([[p1, p2]], np.float32))
    assert (facts["positive"], facts["negative"]) == (z > 0, z < 0)
    assert facts["has_boundary"] == (neuron.norm > 0)
    if not neuron.norm:
        return
    boundary = picture["boundary"].points
    assert len(boundary) in (0, 2)
    for x, y in boundary:
        assert abs(w1 * x + w2 * y + b) / neuron.norm < 1e-5
        assert X0 - 1e-6 <= x <= X1 + 1e-6
        assert Y0 - 1e-6 <= y <= Y1 + 1e-6
    # The two sides fill the window, and each holds only its own sign.
    both = [picture[side].points for side in SIDES]
    assert sum(map(area_of, both)) == pytest.approx(AREA, rel=1e-5)
    for sign, corners in zip((1, -1), both, strict=True):
        assert all(sign * (w1 * x + w2 * y + b) / neuron.norm > -1e-5 for x, y in corners)
    assert (len(boundary) == 0) <= (0 in (len(both[0]), len(both[1])))
    if neuron.norm > 1e-4:  # float32
        assert picture["weights"].tip == pytest.approx((w1, w2), abs=1e-6)
        np.testing.assert_allclose(picture["weights"].points[0], (0, 0), atol=1e-6)


@given(states)
def test_z_is_the_norm_times_the_distance(state: State) -> None:
    """The lesson's claim, measured in the picture: from the probe straight to the boundary."""
    w1, w2, b, _, _ = state
    assume(math.hypot(w1, w2) > 0.05)  # else the foot lies far outside, where float32 is coarse
    scene = draw(*state)
    picture = seen(scene)
    w, norm, z = np.array([w1, w2]), math.hypot(w1, w2), fact(scene, "z")
    start, end = picture["distance"].points
    np.testing.assert_allclose(start - end, z / norm * w / norm, atol=2e-4)
    assert norm * math.dist(start, end) == pytest.approx(abs(z), abs=1e-3)
    assert fact(scene, "norm") == pytest.approx(norm)
    assert fact(scene, "d") == by_hand(z / fact(scene, "norm"))
    assert fact(scene, "product") == pytest.approx(z, abs=1e-9)
    assert fact(scene, "origin_distance") == pytest.approx(abs(b) / norm)


@given(states)
def test_the_arrow_crosses_at_a_right_angle(state: State) -> None:
    """The arrow is square on the boundary, and the mark of it is a right angle on both."""
    w1, w2, b, _, _ = state
    assume(math.hypot(w1, w2) > 0.05)
    picture = seen(draw(*state))
    tip = np.array(picture["weights"].tip)
    boundary = picture["boundary"].points
    if len(boundary) and math.dist(*boundary) > 0.1:
        along = (boundary[1] - boundary[0]) / math.dist(*boundary)
        assert along @ tip / np.hypot(*tip) == pytest.approx(0, abs=1e-3)
    a, corner, c = picture["right-angle"].points
    assert (a - corner) @ (c - corner) == pytest.approx(0, abs=1e-3)
    foot = a + c - corner
    np.testing.assert_allclose(foot, -b * tip / (tip @ tip), atol=2e-3)
    assert (corner - a) @ tip > 0


@given(states)
def test_doubling_moves_nothing_but_z(state: State) -> None:
    """The lesson's question: the same boundary, the same d, twice the z, twice the arrow."""
    w1, w2, b, p1, p2 = state
    assume(math.hypot(w1, w2) > 0.05)
    scenes = draw(*state), draw(2 * w1, 2 * w2, 2 * b, p1, p2)
    once, twice = map(seen, scenes)
    for name in ("boundary", "distance", "ruler", "right-angle"):
        np.testing.assert_allclose(once[name].points, twice[name].points, atol=1e-3)
    tips = [picture["weights"].head[0] for picture in (once, twice)]
    np.testing.assert_allclose(2 * tips[0], tips[1], atol=1e-5)
    assert fact(scenes[1], "d") == pytest.approx(fact(scenes[0], "d"), abs=1e-9)
    assert fact(scenes[1], "z") == pytest.approx(2 * fact(scenes[0], "z"), abs=1e-9)


@given(states)
@example((1e-06, 0.0, 3.0, 4.0, -2.0))
def test_words_and_table_say_the_same_numbers(state: State) -> None:
    """Who cannot see the picture gets the same."""
    scene = draw(*state)
    picture, facts = seen(scene), scene.facts
    w1, w2, b, p1, p2 = state
    z = fact(scene, "z")
    alt = exact(picture.alt)
    assert f"({number(p1)}, {number(p2)})" in alt
    assert exact(picture["probe"].text) == f"z = {number(z)}"
    columns = LESSON.table("hyperplane", facts)
    table = {name.strip("$"): cell for name, cell in zip(*columns.values(), strict=True)}
    assert [table[name] for name in ("w₁", "w₂", "b", "x₁", "x₂")] == [
        number(given_) for given_ in (w1, w2, b, p1, p2)
    ]
    assert table["z"] == number(z, 4)
    assert table["‖w‖"] == number(fact(scene, "norm"), 4)
    if not facts["has_boundary"]:
        assert f"z = {number(b)} everywhere" in alt
        return
    d = fact(scene, "d")
    assert table["d"] == number(d, 4)
    assert table["‖w‖ · d"] == number(fact(scene, "product"), 4)
    assert f"where z = {number(z)}" in alt
    assert ("positive side" in alt, "negative side" in alt) == (z > 0, z < 0)
    assert f"signed distance from the boundary is {number(d, 3)}." in alt
    assert exact(picture["distance"].text) == (f"d = {number(d)}" if abs(d) > 0.3 else "")


def test_what_can_be_dragged() -> None:
    """The tip of the arrow moves the weights, the probe moves itself."""
    handles = draw(1.0, 1.0, 0.0).charts["hyperplane"].handles
    assert {name: (handle.x, handle.y) for name, handle in handles.items()} == {
        "weights": ("w1", "w2"),
        "probe": ("p1", "p2"),
    }


def test_plotly_takes_it() -> None:
    """With a boundary and without, and the chart for many inputs."""
    for w in ((1.0, 2.0), (0.0, 0.0)):
        for chart in draw(*w, 0.5).charts.values():
            assert_plotly(chart)


# --- many inputs -----------------------------------------------------------------------------


def many(n: float) -> Scene:
    return quiet(hyperplane.scene, w1=1.0, w2=1.0, b=0.0, p1=1.0, p2=1.0, n=n, reveal=ALL)


@pytest.mark.parametrize("n", [2.0, 3.0, 10.0, 783.0, 784.0])
def test_the_same_in_many_dimensions(n: float) -> None:
    """z against ‖w‖ times a distance measured without w · x + b: all on the diagonal."""
    scene = many(n)
    picture = seen(scene, "high")
    x, y = picture["points"].points.T
    assert len(x) == hyperplane.POINTS == scene.facts["points"]
    np.testing.assert_allclose(x, y, atol=1e-5)
    assert np.ptp(y) > 1, "points that are all alike would show nothing"
    ends = picture["diagonal"].points
    assert (ends[:, 0] == ends[:, 1]).all()
    assert ends.min() < y.min()
    assert ends.max() > y.max()
    assert f"with {n:.0f} coordinates" in picture.alt
    assert scene.facts["n"] == n
    assert 0 <= fact(scene, "worst") < 1e-9
    assert number(fact(scene, "worst"), 3) in picture.alt
    table: dict[str, Any] = LESSON.table("high", scene.facts)
    assert list(table) == ["‖w‖ · d", "z"]
    heights = scene.facts["heights"]
    assert isinstance(heights, np.ndarray)
    assert table["z"] == [number(height, 4) for height in heights.tolist()]
    np.testing.assert_allclose(heights, y[:10], atol=1e-5)


def test_every_dot_is_in_the_window() -> None:
    """For each number of inputs: a dot left out would be one that nobody can check."""
    low, high = hyperplane.RANGE
    for n in range(2, 785):
        z = many(float(n)).charts["high"]["points"]["y"]
        assert low < z.min() <= z.max() < high, n


def test_many_dimensions_are_the_same_for_everybody() -> None:
    """The points come from a seed: what a teacher sees, the class sees."""
    once = many(50.0).charts["high"]["points"]["y"]
    for n in range(100, 200):  # more than are kept
        many(float(n))
    np.testing.assert_array_equal(many(50.0).charts["high"]["points"]["y"], once)
