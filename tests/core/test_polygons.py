"""One line cuts one square, by hand; neighbours keep the same corner points, in blocks too."""

from collections import Counter

import numpy as np
import pytest

from core.polygons import Blocks, Chain, Line, Mosaic, one_tile

SQUARE = (0.0, 2.0, 0.0, 2.0)


def cut(mosaic: Mosaic, a: float, b: float, c: float) -> Mosaic:
    """Cut along a x + b y + c = 0."""
    return mosaic.cut(mosaic.points[:, :2] @ [a, b] + c)


def corners(mosaic: Mosaic) -> set[frozenset[tuple[float, ...]]]:
    return {frozenset(map(tuple, polygon.tolist())) for polygon in mosaic.polygons}


def test_a_line_through_the_middle_makes_two_rectangles() -> None:
    halves = cut(one_tile(SQUARE), 1, 0, -1)
    right = frozenset({(1.0, 0.0), (2.0, 0.0), (2.0, 2.0), (1.0, 2.0)})
    left = frozenset({(0.0, 0.0), (1.0, 0.0), (1.0, 2.0), (0.0, 2.0)})
    assert corners(halves) == {right, left}
    assert len(halves.points) == 6  # the two new points are shared
    np.testing.assert_array_equal(halves.sizes, [4, 4])
    np.testing.assert_array_equal(halves.centres, [[1.5, 1], [0.5, 1]])  # the upper part first


def test_a_diagonal_needs_no_new_point() -> None:
    halves = cut(one_tile(SQUARE), 1, -1, 0)
    assert len(halves.points) == 4
    np.testing.assert_array_equal(halves.sizes, [3, 3])


def test_a_line_outside_or_along_an_edge_cuts_nothing() -> None:
    square = one_tile(SQUARE)
    for offset in (0.0, -2.0, 1.0, -3.0):
        assert cut(square, 1, 0, offset) is square


def test_a_crossing_is_the_same_point_for_both_neighbours() -> None:
    halves = cut(one_tile(SQUARE), 1, 0, -1)
    quarters = cut(halves, 0.1, 0.3, -0.7 / 3)
    assert len(quarters.polygons) == 4
    assert len(quarters.points) == 6 + 3  # on the left edge, the right edge, the shared one


def check_neighbours(mosaic: Mosaic) -> None:
    """Check that each edge is met again the other way round, or else is the square's own edge."""
    met: Counter[tuple[int, int]] = Counter()
    for start, size in zip(mosaic.starts, mosaic.sizes, strict=True):
        tile = mosaic.corners[start : start + size].tolist()
        assert len(set(tile)) == len(tile) >= 3
        met.update(zip(tile, tile[1:] + tile[:1], strict=True))
    for (start, end), times in met.items():
        if met[end, start] != times:
            ends = mosaic.points[[start, end]]
            assert ((ends == 0).all(axis=0) | (ends == 2).all(axis=0)).any()


def test_a_corner_on_the_line_between_two_above_stays_with_them() -> None:
    # No line does this to a convex tile; rounding does, where a corner is all but on an edge.
    five = Mosaic(
        np.array([[0.0, 0.0], [2.0, 0.0], [2.0, 2.0], [1.0, 2.0], [0.0, 2.0]]),
        np.arange(5),
        np.array([0]),
    )
    halves = five.cut(np.array([-1.0, -1.0, 1.0, 0.0, 1.0]))
    upper = frozenset({(2.0, 1.0), (2.0, 2.0), (1.0, 2.0), (0.0, 2.0), (0.0, 1.0)})
    lower = frozenset({(0.0, 0.0), (2.0, 0.0), (2.0, 1.0), (0.0, 1.0)})
    assert corners(halves) == {upper, lower}
    check_neighbours(halves)


@pytest.mark.parametrize("seed", range(100))
def test_whatever_the_heights_every_edge_keeps_its_neighbour(seed: int) -> None:
    # Heights drawn at random belong to no line: a tile may change sides many times round.
    rng = np.random.default_rng(seed)
    mosaic = one_tile(SQUARE)
    for _ in range(8):
        mosaic = mosaic.cut(rng.choice([-1.0, 0.0, 2.0], len(mosaic.points)))
        check_neighbours(mosaic)


def test_columns_beyond_x_and_y_are_interpolated() -> None:
    square = one_tile(SQUARE)
    with_sum = Mosaic(
        np.column_stack([square.points, square.points.sum(axis=1)]), square.corners, square.starts
    )
    halves = cut(with_sum, 1, 0, -0.5)
    np.testing.assert_allclose(halves.points[:, 2], halves.points[:, :2].sum(axis=1))


def test_a_chain_gets_a_point_where_the_height_changes_sign() -> None:
    chain = Chain(np.array([[0.0], [1.0], [4.0]])).cut(np.array([-1.0, 2.0, -1.0]))
    np.testing.assert_allclose(chain.points[:, 0], [0, 1 / 3, 1, 3, 4])
    touched = Chain(np.array([[0.0], [1.0], [4.0]])).cut(np.array([-1.0, 0.0, 1.0]))
    assert len(touched.points) == 3


# --- blocks ---------------------------------------------------------------------------------


def random_lines(count: int, seed: int, spread: float = 1.0) -> list[Line]:
    """Lines at random angles that pass the middle of the square at random distances."""
    rng = np.random.default_rng(seed)
    angles, offsets = rng.uniform(0, 2 * np.pi, count), spread * rng.uniform(-1, 1, count)
    normals = np.column_stack([np.cos(angles), np.sin(angles)])
    return [Line(n, offset - n.sum(), 1e-14) for n, offset in zip(normals, offsets, strict=True)]


@pytest.mark.parametrize("size", [1, 2, 5, 30, 1000])
@pytest.mark.parametrize("seed", range(5))
def test_blocks_make_the_same_tiles_and_points_as_one_mosaic(size: int, seed: int) -> None:
    mosaic = one_tile(SQUARE)
    mosaic = mosaic.with_inputs(mosaic.points)
    blocks = Blocks(mosaic, size)
    for line in random_lines(30, seed):
        mosaic = mosaic.cut(line.heights(mosaic.inputs))
        assert blocks.cut_along(line) is blocks
    assert len(mosaic.starts) > 200
    assert corners(blocks.joined) == corners(mosaic)
    assert len(blocks.joined.points) == len(mosaic.points)
    check_neighbours(blocks.joined)


@pytest.mark.parametrize("size", [1, 3, 20])
@pytest.mark.parametrize("spread", [0.0, 1e-15, 1e-14, 1e-13, 1e-3])
def test_lines_that_all_but_meet_leave_no_edge_without_its_neighbour(
    size: int, spread: float
) -> None:
    for seed in range(10):
        square = one_tile(SQUARE)
        blocks = Blocks(square.with_inputs(square.points), size)
        for line in random_lines(20, seed, spread):
            blocks.cut_along(line)
        check_neighbours(blocks.joined)


def test_a_mosaic_of_many_tiles_goes_on_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.polygons.MANY", 10)
    mosaic: Mosaic | Blocks = one_tile(SQUARE)
    mosaic = mosaic.with_inputs(mosaic.joined.points)
    for line in random_lines(10, 0):
        mosaic = mosaic.cut_along(line)
        assert isinstance(mosaic, Blocks) == (len(mosaic.joined.starts) > 10)
    three = mosaic.with_inputs(mosaic.inputs @ np.ones((2, 3)))
    assert isinstance(three.cut_along(Line(np.ones(3), -5.0, 0.0)), Mosaic)


@pytest.mark.parametrize("seed", range(20))
def test_no_line_crosses_a_box_that_it_may_not_cross(seed: int) -> None:
    rng = np.random.default_rng(seed)
    low, high = np.sort(rng.normal(size=(2, 50, 2)), axis=0)
    line = Line(rng.normal(size=2), rng.uniform(-0.3, 0.3), 0.01)
    inside = low + rng.uniform(size=(200, 50, 2)) * (high - low)
    heights = line.heights(inside.reshape(-1, 2)).reshape(200, 50)
    certain = ~line.may_cross(np.hstack([low, high]))
    assert 0 < certain.sum() < 50
    assert (np.abs(np.sign(heights).sum(axis=0)) == 200)[certain].all()
