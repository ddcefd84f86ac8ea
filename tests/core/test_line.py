"""A line in its two forms, and the pieces of a window it cuts."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.activations import Array
from core.line import GeneralLine, SlopeIntercept, Window, segment, side, window_corners
from core.neuron import Neuron

WINDOW: Window = (-4.0, 4.0, -3.0, 3.0)

numbers = st.floats(-100, 100).map(lambda x: round(x, 3))
factors = st.floats(1e-6, 1e6) | st.floats(-1e6, -1e-6)
points = st.tuples(numbers, numbers)


@st.composite
def lines(draw: st.DrawFn) -> GeneralLine:
    m, n = draw(st.tuples(numbers, numbers).filter(any))
    return GeneralLine(m, n, draw(numbers))


@st.composite
def crossing_lines(draw: st.DrawFn) -> GeneralLine:
    """A line of any direction through a point in or near the window."""
    angle = draw(st.floats(0, 2 * math.pi))
    m, n = draw(st.sampled_from([(math.cos(angle), math.sin(angle)), (1, 0), (0, -1), (0.75, 1)]))
    x, y = draw(st.tuples(st.floats(-5, 5), st.floats(-4, 4)) | st.just((4.0, 3.0)))
    scale = draw(factors)
    return GeneralLine(m * scale, n * scale, -(m * x + n * y) * scale)


def area(polygon: Array) -> float:
    """The shoelace formula; positive for counter-clockwise."""
    if len(polygon) == 0:
        return 0.0
    x, y = polygon.T
    return float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y) / 2)


def distance(line: GeneralLine, x: float, y: float) -> float:
    length = math.hypot(line.m, line.n)
    return line.m / length * x + line.n / length * y + line.c / length


# --- the two forms --------------------------------------------------------------------------


def test_by_hand() -> None:
    # y = 2x + 1 is 0 = -y + 2x + 1.
    assert SlopeIntercept(2, 1).general() == GeneralLine(m=2, n=-1, c=1)
    # 0 = 2y + 3x - 4, so y = -1.5x + 2.
    assert GeneralLine(m=3, n=2, c=-4).slope_intercept() == SlopeIntercept(-1.5, 2)
    # At (1, 1) it is 2 + 3 - 4 = 1: on the positive side.
    assert GeneralLine(m=3, n=2, c=-4).value(1, 1) == 1
    # x + y = 2 from the origin: the nearest point is (1, 1).
    assert GeneralLine(m=1, n=1, c=-2).foot(0, 0) == pytest.approx((1, 1))


@given(numbers, numbers)
def test_there_and_back(slope: float, intercept: float) -> None:
    assert SlopeIntercept(slope, intercept).general().slope_intercept() == SlopeIntercept(
        slope, intercept
    )


@given(lines(), factors)
def test_every_multiple_is_the_same_line(line: GeneralLine, k: float) -> None:
    assume(not line.is_vertical)
    scaled = GeneralLine(k * line.m, k * line.n, k * line.c).slope_intercept()
    once = line.slope_intercept()
    assert scaled.slope == pytest.approx(once.slope, rel=1e-12)
    assert scaled.intercept == pytest.approx(once.intercept, rel=1e-12)


@given(lines(), numbers)
def test_both_forms_hold_the_same_points(line: GeneralLine, x: float) -> None:
    assume(not line.is_vertical)
    form = line.slope_intercept()
    y = form.slope * x + form.intercept
    assert line.value(x, y) == pytest.approx(0, abs=1e-12 * (1 + abs(line.m * x) + abs(line.c)))


def test_a_vertical_line_has_only_the_general_form() -> None:
    upright = GeneralLine(m=2, n=0, c=-6)
    assert upright.is_vertical
    with pytest.raises(ValueError, match=r"n must not be 0 .* vertical, x = 3"):
        upright.slope_intercept()
    assert upright.foot(5, 7) == (3, 7)
    np.testing.assert_allclose(sorted(segment(upright, WINDOW).tolist()), [[3, -3], [3, 3]])


def test_what_is_no_line() -> None:
    with pytest.raises(ValueError, match="m and n must not both be 0"):
        GeneralLine(0, 0, 1)
    with pytest.raises(ValueError, match="n must be a finite number, got nan"):
        GeneralLine(1, math.nan, 0)
    with pytest.raises(ValueError, match="m must be a finite number, got inf"):
        SlopeIntercept(math.inf, 0).general()


@given(lines(), points)
def test_a_line_is_a_neuron_with_two_inputs(line: GeneralLine, point: tuple[float, float]) -> None:
    neuron = Neuron([line.m, line.n], line.c)
    assert neuron.preactivation(point) == pytest.approx(line.value(*point), abs=1e-9)


# --- the foot ---------------------------------------------------------------------------------


@given(lines(), points, st.floats(-50, 50))
def test_the_foot_is_on_the_line_and_nothing_is_nearer(
    line: GeneralLine, point: tuple[float, float], t: float
) -> None:
    foot = line.foot(*point)
    # A line 0 = 0.001 x + 100 is 100 000 away; what counts is the rounding at that distance.
    size = 1 + abs(line.c) / math.hypot(line.m, line.n) + math.hypot(*point)
    assert distance(line, *foot) == pytest.approx(0, abs=1e-14 * size)
    length = math.hypot(line.m, line.n)
    other = foot[0] - t * line.n / length, foot[1] + t * line.m / length
    assert math.dist(point, foot) <= math.dist(point, other) + 1e-13 * size


# --- the window -------------------------------------------------------------------------------


def test_the_corners_go_round_counter_clockwise() -> None:
    assert window_corners(WINDOW).tolist() == [[-4, -3], [4, -3], [4, 3], [-4, 3]]
    assert area(window_corners(WINDOW)) == 48


def test_a_slanted_cut_by_hand() -> None:
    # y = x leaves the window at (-3, -3) and (3, 3). Above it: x from -4, a trapezium of
    # (7 + 1) / 2 · 6 = 24, which is half of 8 · 6.
    line = SlopeIntercept(1, 0).general()
    above = side(line, WINDOW, positive=False)
    assert sorted(above.tolist()) == [[-4, -3], [-4, 3], [-3, -3], [3, 3]]
    assert area(above) == 24
    np.testing.assert_allclose(sorted(segment(line, WINDOW).tolist()), [[-3, -3], [3, 3]])


def in_window(polygon: Array, slack: float = 1e-12) -> bool:
    x, y = polygon.T
    x0, x1, y0, y1 = WINDOW
    return bool(
        (x >= x0 - slack).all()
        and (x <= x1 + slack).all()
        and (y >= y0 - slack).all()
        and (y <= y1 + slack).all()
    )


@given(crossing_lines())
def test_the_two_sides_cover_the_window_without_overlap(line: GeneralLine) -> None:
    total = 0.0
    for positive in (True, False):
        polygon = side(line, WINDOW, positive=positive)
        assert polygon.ndim == 2
        assert polygon.shape[1] == 2
        assert in_window(polygon)
        for x, y in polygon:
            assert (distance(line, x, y) if positive else -distance(line, x, y)) >= -1e-12
        assert area(polygon) >= 0  # counter-clockwise
        total += area(polygon)
    assert total == pytest.approx(48, rel=1e-12)


@given(crossing_lines())
def test_the_segment_is_the_cut_between_the_sides(line: GeneralLine) -> None:
    ends = segment(line, WINDOW)
    areas = [area(side(line, WINDOW, positive=positive)) for positive in (True, False)]
    if len(ends) == 0:
        assert min(areas) == pytest.approx(0, abs=1e-9)
        return
    assert ends.shape == (2, 2)
    assert in_window(ends)
    for x, y in ends:
        assert distance(line, x, y) == pytest.approx(0, abs=1e-12)
        # Each end is on the frame: the segment is whole, not a part.
        assert min(abs(x + 4), abs(x - 4), abs(y + 3), abs(y - 3)) < 1e-12


def test_a_line_that_passes_by_leaves_the_window_whole() -> None:
    line = GeneralLine(m=0, n=1, c=-10)  # y = 10
    assert segment(line, WINDOW).shape == (0, 2)
    assert side(line, WINDOW, positive=True).shape == (0, 2)
    assert area(side(line, WINDOW, positive=False)) == 48


def test_a_line_along_the_frame_has_nothing_beyond_it() -> None:
    line = GeneralLine(m=1, n=0, c=-4)  # x = 4, the right edge
    assert side(line, WINDOW, positive=True).shape == (0, 2)
    assert area(side(line, WINDOW, positive=False)) == 48
    np.testing.assert_allclose(sorted(segment(line, WINDOW).tolist()), [[4, -3], [4, 3]])


@pytest.mark.parametrize("scale", [1e-300, 1e-30, 1e30, 1e300])
def test_the_scale_of_the_numbers_does_not_matter(scale: float) -> None:
    line, scaled = GeneralLine(1, 2, -1), GeneralLine(scale, 2 * scale, -scale)
    assert scaled.foot(3, 4) == pytest.approx(line.foot(3, 4))
    np.testing.assert_allclose(segment(scaled, WINDOW), segment(line, WINDOW), rtol=1e-12)
    for positive in (True, False):
        np.testing.assert_allclose(
            side(scaled, WINDOW, positive=positive),
            side(line, WINDOW, positive=positive),
            rtol=1e-12,
        )
