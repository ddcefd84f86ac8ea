"""Bars start where the last one ended, whatever their signs."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.activations import Array
from figures.bars import Columns, bars, columns, end, levels, rises_and_falls, spans
from figures.marks import chart
from figures.scene import Handle, Label, Mark
from tests.figures.pictures import assert_chart, assert_plotly, pieces_of, points_of

Y = (-10.0, 10.0)
terms = st.lists(st.integers(-50, 50).map(lambda n: n / 10), min_size=1, max_size=12)


def boxes(mark: Mark) -> list[tuple[float, float, float, float]]:
    """Left, right, lower and upper edge of each bar."""
    found = []
    for piece in pieces_of(points_of(mark.traces[0])):
        (left, low), (right, high) = piece.min(axis=0).tolist(), piece.max(axis=0).tolist()
        found.append((left, right, low, high))
    return found


def test_by_hand() -> None:
    """500 − 200 + 100 + 300: four bars, end to end."""
    each = spans([500, -200, 100, 300])
    assert each.tolist() == [[0, 500], [500, 300], [300, 400], [400, 700]]
    up, down = rises_and_falls(each, np.arange(4), wide=0.5)
    assert boxes(up) == [(-0.25, 0.25, 0, 500), (1.75, 2.25, 300, 400), (2.75, 3.25, 400, 700)]
    assert boxes(down) == [(0.75, 1.25, 300, 500)]
    assert (up.role, down.role) == ("positive-edge", "negative-edge")


@given(terms)
def test_the_last_end_is_the_sum(each: list[float]) -> None:
    """And every bar is as long as its term."""
    found = spans(each)
    assert found[0, 0] == 0
    assert all(before[1] == after[0] for before, after in pairwise(found))
    np.testing.assert_allclose(found[:, 1] - found[:, 0], each, atol=1e-9)
    assert found[-1, 1] == pytest.approx(sum(each), abs=1e-9)


def test_a_pencils_zero_is_zero() -> None:
    """0.1 + 0.2 − 0.3 leaves 5.6e-17 in the computer, and nothing on paper."""
    assert spans([0.1, 0.2, -0.3])[-1, 1] == 0


@given(terms)
def test_each_term_is_in_the_colour_of_its_sign(each: list[float]) -> None:
    """A term of 0 is no bar; what is left is its line."""
    found = spans(each)
    up, down = rises_and_falls(found, np.arange(len(each)))
    assert len(boxes(up)) == sum(term > 0 for term in each)
    assert len(boxes(down)) == sum(term < 0 for term in each)
    for mark, sign in ((up, 1), (down, -1)):
        middles = [(left + right) / 2 for left, right, *_ in boxes(mark)]
        wanted = [k for k, term in enumerate(each) if sign * term > 0]
        np.testing.assert_allclose(middles, wanted, atol=1e-5)
    assert len(pieces_of(points_of(levels(found, np.arange(len(each))).traces[0]))) == len(each)


def test_levels_lead_to_the_next_bar() -> None:
    """From a bar's left edge, at its end, to the right edge of the next."""
    lines = pieces_of(points_of(levels(spans([2, -3]), [0, 1], wide=0.6).traces[0]))
    np.testing.assert_allclose(lines[0], [(-0.3, 2), (1.3, 2)], atol=1e-6)
    np.testing.assert_allclose(lines[1], [(0.7, -1), (1.3, -1)], atol=1e-6)


def test_no_bars_are_nothing() -> None:
    """None at all, or none that has a length: both can be drawn."""
    none: Array = np.empty((0, 2))
    for mark in (bars("it", none, [], role="bias"), bars("it", [(3, 3)], [0], role="bias")):
        assert len(points_of(mark.traces[0])) == 0
        assert_plotly(chart(columns(1, Y, (), "text"), mark))


@pytest.mark.parametrize(("tip", "side"), [(4.0, 1), (-4.0, -1), (0.0, 1)])
def test_a_number_stands_beyond_the_end(tip: float, side: int) -> None:
    """Above a bar that rises, below one that falls."""
    (label,) = end("it", 1.0, (0.0, tip), Y, role="bias").labels
    assert label.at == (1.0, tip)
    assert np.sign(label.dy) == side
    with_ring = end("it", 1.0, (0.0, tip), Y, role="bias", handle=Handle(None, "b"))
    assert abs(with_ring.labels[0].dy) > abs(label.dy), "clear of the ring"


@pytest.mark.parametrize(("tip", "edge"), [(99.0, 10.0), (-99.0, -10.0), (9.9, 9.9)])
def test_a_number_stays_in_the_window(tip: float, edge: float) -> None:
    """The bar may leave it: at the edge its number stands inwards, beside the ring."""
    mark = end("it", 0.0, (0.0, tip), Y, role="bias")
    assert points_of(mark.traces[0])[0, 1] == pytest.approx(tip, abs=1e-5)
    (label,) = mark.labels
    assert label.at == (0.0, edge)
    assert np.sign(label.dy) == -np.sign(tip)


def test_each_bar_has_its_name_below() -> None:
    """And the y axis its own; the axes have no numbers."""
    axes = columns(2, Y, ("first", "second"), "weight")
    assert axes.labels() == (
        Label("first", (0.0, -10.0), dy=-26),
        Label("second", (1.0, -10.0), dy=-26),
        Label("y-axis", (-0.5, 10.0), "weight", dx=4, dy=-10, align="left"),
    )
    layout = axes.layout()
    assert not layout["xaxis"]["showticklabels"]
    assert not layout["yaxis"]["showticklabels"]
    drawn = chart(axes, bars("it", [(0, 1)], [0], role="bias"))
    assert_chart(drawn)
    assert_plotly(drawn)
    assert Columns((0, 1), (0, 1), equal=True).layout()["yaxis"]["scaleanchor"] == "x"
