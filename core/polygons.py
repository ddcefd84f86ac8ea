"""A straight line cuts a polygon in two; many lines cut a window into a mosaic of polygons.

The mosaic is one list of corner points, and for every tile the numbers of its corners. Neighbours
refer to a shared point by the same number, so they agree on it to the last bit: no gap can open
between them and no area is counted twice.

**Why blocks.** A line crosses few of many tiles: some 800 of the 300 000 that 775 lines make. To
look at all tiles for each line, or to copy them, would make a tile dearer the more there are. So
many tiles are kept in blocks of neighbours: a line looks only into the blocks whose box it may
cross, and writes only what it cuts.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from core.activations import Array
from core.line import Window, window_corners

MANY = 4000  # tiles; up to so many are cut faster in one piece than in blocks
BLOCK = 1024  # tiles in a block at most; half as many or twice as many take just as long

Tiles = tuple[Array, Array]  # corners of one tile after the other, and how many each has

# Sides of a line; a tile with corners on both has the bits of both.
ON, ABOVE, BELOW = np.int8(0), np.int8(1), np.int8(2)
BOTH = ABOVE | BELOW


@dataclass(frozen=True, eq=False)
class Mosaic:
    """Convex polygons that share their corner points.

    Attributes
    ----------
    points : ndarray, shape (n_points, n_columns)
        One corner point a row: x, y, then any quantities that are affine on every tile.
    corners : ndarray of int, shape (n_corners,)
        Row of `points` for each corner: counter-clockwise round the first tile, then round the
        second, and so on.
    starts : ndarray of int, shape (n_tiles,)
        Where in `corners` each tile begins.
    """

    points: Array
    corners: Array
    starts: Array

    @property
    def sizes(self) -> Array:
        """Number of corners of each tile, shape (n_tiles,)."""
        return _sizes(self.starts, self.corners.size)

    @property
    def polygons(self) -> tuple[Array, ...]:
        """Corners (x, y) of each tile, counter-clockwise, each of shape (n_vertices, 2)."""
        flat = self.points.take(self.corners, axis=0)[:, :2]
        bounds = np.append(self.starts, self.corners.size).tolist()
        return tuple([flat[start:end] for start, end in pairwise(bounds)])

    @property
    def centres(self) -> Array:
        """Mean of the corners of each tile: a point inside it, shape (n_tiles, 2)."""
        sums = np.add.reduceat(self.points[self.corners, :2], self.starts, axis=0)
        return sums / self.sizes[:, None]

    @property
    def joined(self) -> Mosaic:
        """The mosaic itself, which is in one piece."""
        return self

    @property
    def inputs(self) -> Array:
        """The columns after x and y, of which lines take their heights."""
        return self.points[:, 2:]

    def with_inputs(self, inputs: Array) -> Mosaic:
        """Put other columns after x and y.

        Parameters
        ----------
        inputs : ndarray, shape (n_points, n_inputs)
            Affine on every tile.
        """
        return Mosaic(np.hstack([self.points[:, :2], inputs]), self.corners, self.starts)

    def cut_along(self, line: Line) -> Mosaic | Blocks:
        """Cut every tile that has corners on both sides of a line.

        Parameters
        ----------
        line : Line

        Returns
        -------
        Mosaic or Blocks
            Blocks where there are many tiles, with two inputs at most: a box round more of them
            says little about their sum.
        """
        mosaic = self.cut(line.heights(self.inputs))
        if len(mosaic.starts) <= MANY or self.inputs.shape[1] > 2:
            return mosaic
        return Blocks(mosaic, BLOCK)

    def cut(self, heights: Array) -> Mosaic:
        """Cut every tile that has corners both above and below zero along its line height = 0.

        Each such tile is cut once, from one corner to another, and an edge gets a new corner in
        both its tiles or in neither. So every edge keeps its neighbour whatever the heights are,
        even where rounding has put a corner on a side on which no convex tile could have it.

        Parameters
        ----------
        heights : ndarray, shape (n_points,)
            Height of each point over the line, affine on every tile; exactly 0 means on it.

        Returns
        -------
        Mosaic
            The tiles that were not cut, then the upper, then the lower parts of those that were.

        References
        ----------
        Sutherland and Hodgman 1974, Reentrant polygon clipping; here for all tiles at once.
        """
        side = _sides(heights)[self.corners]
        # One pass; the largest and smallest height of
        # each tile took twice as long.
        is_cut = np.bitwise_or.reduceat(side, self.starts) == BOTH
        if not np.count_nonzero(is_cut):
            return self

        sizes = self.sizes
        touched = np.repeat(is_cut, sizes)
        own = np.flatnonzero(touched)  # corners of the tiles that are cut
        cut_sizes = sizes[is_cut]
        first = np.cumsum(cut_sizes) - cut_sizes
        new, upper, lower = _halve(self.points, heights, self.corners[own], side[own], first)
        sizes = np.concatenate([sizes[~is_cut], upper[1], lower[1]])
        return Mosaic(
            np.concatenate([self.points, new]),
            np.concatenate([self.corners[~touched], upper[0], lower[0]]),
            np.cumsum(sizes) - sizes,
        )


class Blocks:
    """A mosaic of many tiles, kept in blocks of neighbours, so that a line need not see them all.

    Points have the same number in all blocks, and a line is drawn through all blocks at once: so
    an edge gets the same new corner in both its tiles, even if they are in different blocks.

    Parameters
    ----------
    mosaic : Mosaic
        What to go on cutting.
    size : int
        Tiles in a block at most.
    """

    def __init__(self, mosaic: Mosaic, size: int) -> None:
        self.size = size
        self._points, self._corners = _Growing(mosaic.points), _Growing(mosaic.corners)
        # For each tile where in `_corners` it begins, its number of corners, and its box.
        self._starts, self._sizes = _Growing(mosaic.starts), _Growing(mosaic.sizes)
        self._boxes = _Growing(_boxes(self.inputs, mosaic.corners, mosaic.starts))
        # For each block its tiles, and a box round them.
        self._blocks = [np.arange(len(mosaic.starts))]
        self._block_boxes = _Growing(self._box_round(self._blocks[0])[None])
        self._divide(0)

    @property
    def inputs(self) -> Array:
        """The columns after x and y, of which lines take their heights."""
        return self._points.rows[:, 2:]

    def with_inputs(self, inputs: Array) -> Mosaic:
        """Put other columns after x and y.

        Parameters
        ----------
        inputs : ndarray, shape (n_points, n_inputs)
            Affine on every tile.

        Returns
        -------
        Mosaic
            All tiles in one.
        """
        return self.joined.with_inputs(inputs)

    @property
    def joined(self) -> Mosaic:
        """All tiles in one mosaic."""
        return Mosaic(self._points.rows.copy(), *self._corners_of(np.arange(len(self._sizes.rows))))

    def cut_along(self, line: Line) -> Blocks:
        """Cut every tile that has corners on both sides of a line, as `Mosaic.cut` does.

        Parameters
        ----------
        line : Line

        Returns
        -------
        Blocks
            This very object.
        """
        near = np.flatnonzero(line.may_cross(self._block_boxes.rows)).tolist()
        if not near:
            return self
        blocks = [self._blocks[i] for i in near]
        tiles = np.concatenate(blocks)
        ends = np.cumsum([len(block) for block in blocks])
        places = np.flatnonzero(line.may_cross(self._boxes.rows.take(tiles, axis=0)))
        if not places.size:
            return self
        corners, first = self._corners_of(tiles[places])
        heights, side = self._heights(corners, line)
        is_cut = np.bitwise_or.reduceat(side[corners], first) == BOTH
        if not np.count_nonzero(is_cut):
            return self

        places = places[is_cut]
        corners, first = self._corners_of(tiles[places])
        new, upper, lower = _halve(self._points.rows, heights, corners, side[corners], first)
        self._points.add(new)
        begin = len(self._sizes.rows)
        self._write(tiles[places], upper, lower)
        # The lower parts come in the order of the tiles that were cut: block by block.
        ends = begin + np.searchsorted(places, ends)
        for i, block, end in zip(near, blocks, ends.tolist(), strict=True):
            if begin < end:
                self._blocks[i] = np.concatenate([block, np.arange(begin, end)])
                self._divide(i)
            begin = end
        return self

    def _write(self, tiles: Array, upper: Tiles, lower: Tiles) -> None:
        """Write upper parts in the place of tiles that were cut, and lower parts behind them all.

        The corners of both go behind all others; those of the tiles stay there unused.
        """
        corners = np.concatenate([upper[0], lower[0]])
        sizes = np.concatenate([upper[1], lower[1]])
        first = np.cumsum(sizes) - sizes
        for column, rows in (
            (self._starts, len(self._corners.rows) + first),
            (self._sizes, sizes),
            (self._boxes, _boxes(self.inputs, corners, first)),
        ):
            column.rows[tiles] = rows[: len(tiles)]
            column.add(rows[len(tiles) :])
        self._corners.add(corners)

    def _divide(self, number: int) -> None:
        """Halve a block that has grown too large, across its box's longer side, until it is not."""
        tiles = self._blocks[number]
        if len(tiles) <= self.size:
            return
        low, high = np.split(self._block_boxes.rows[number], 2)
        along = (high - low).argmax()
        order = self._boxes.rows[tiles, along].argpartition(len(tiles) // 2)
        first, second = np.array_split(tiles[order], 2)
        self._blocks[number] = first
        self._blocks.append(second)
        self._block_boxes.rows[number] = self._box_round(first)
        self._block_boxes.add(self._box_round(second)[None])
        other = len(self._blocks) - 1
        self._divide(number)
        self._divide(other)

    def _box_round(self, tiles: Array) -> Array:
        """Box round the boxes of some tiles."""
        low, high = np.hsplit(self._boxes.rows.take(tiles, axis=0), 2)
        return np.append(low.min(axis=0), high.max(axis=0))

    def _corners_of(self, tiles: Array) -> tuple[Array, Array]:
        """Corners round one tile after the other, and where each tile begins among them."""
        sizes = self._sizes.rows[tiles]
        ends = np.cumsum(sizes)
        first = ends - sizes
        places = np.arange(ends[-1]) + np.repeat(self._starts.rows[tiles] - first, sizes)
        return self._corners.rows[places], first

    def _heights(self, corners: Array, line: Line) -> tuple[Array, Array]:
        """Height and side of each point that is one of these corners; those of others are open.

        A point's height is found once for all its tiles, which must agree on it to the last bit.
        """
        n_points = len(self._points.rows)
        used = np.zeros(n_points, dtype=bool)
        used[corners] = True
        there = np.flatnonzero(used)
        heights, side = np.empty(n_points), np.empty(n_points, dtype=np.int8)
        found = line.heights(self._points.rows.take(there, axis=0)[:, 2:])
        heights[there], side[there] = found, _sides(found)
        return heights, side


def _boxes(inputs: Array, corners: Array, first: Array) -> Array:
    """Box round each tile: the smallest inputs, then the largest; shape (n_tiles, 2 n_inputs)."""
    count = inputs.shape[1]
    boxes = np.empty((len(first), 2 * count))
    for i in range(count):
        column = inputs[:, i].take(corners)
        boxes[:, i] = np.minimum.reduceat(column, first)
        boxes[:, count + i] = np.maximum.reduceat(column, first)
    return boxes


@dataclass(frozen=True, eq=False)
class Line:
    """Where a weighted sum of a point's columns is zero.

    Attributes
    ----------
    weights : ndarray, shape (n_inputs,)
    bias : float
    allowance : float
        How far rounding may have put the sum off; a sum smaller than this counts as zero.
    """

    weights: Array
    bias: float
    allowance: float

    def heights(self, inputs: Array) -> Array:
        """Height of each point over the line; exactly 0 means on it.

        Parameters
        ----------
        inputs : ndarray, shape (n_points, n_inputs)
        """
        heights = inputs @ self.weights + self.bias
        heights[np.abs(heights) <= self.allowance] = 0.0
        return heights

    def may_cross(self, boxes: Array) -> Array:
        """Whether points whose inputs lie in a box may be on both sides of the line.

        Parameters
        ----------
        boxes : ndarray, shape (n_boxes, 2 n_inputs)
            The smallest inputs, then the largest.

        Returns
        -------
        ndarray of bool, shape (n_boxes,)
            False only where they cannot.
        """
        # The largest sum takes the largest inputs where weights are positive, else the smallest.
        rise, fall = np.maximum(self.weights, 0), np.minimum(self.weights, 0)
        largest = boxes @ np.append(fall, rise) + self.bias
        smallest = boxes @ np.append(rise, fall) + self.bias
        # Twice the allowance: once for the sums here, once for those of the points.
        return (smallest <= 2 * self.allowance) & (largest >= -2 * self.allowance)


class _Growing:
    """Rows that can be added to: room doubles when it is full, so most times nothing is copied."""

    def __init__(self, rows: Array) -> None:
        self._room, self._count = rows.copy(), len(rows)

    @property
    def rows(self) -> Array:
        return self._room[: self._count]

    def add(self, rows: Array) -> None:
        count = self._count + len(rows)
        if count > len(self._room):
            room = np.empty((2 * count, *self._room.shape[1:]), self._room.dtype)
            room[: self._count] = self.rows
            self._room = room
        self._room[self._count : count] = rows
        self._count = count


def _sides(heights: Array) -> Array:
    """Side of the line on which each point is."""
    return BELOW * (heights < 0) + (heights > 0)  # the second is 1, that is, ABOVE


def _halve(
    points: Array, heights: Array, corners: Array, side: Array, first: Array
) -> tuple[Array, Tiles, Tiles]:
    """Cut tiles that all have corners on both sides, given the side of each corner.

    Returns the new points, numbered on from the old ones, then the upper and the lower parts.
    """
    # First a corner on the line for every edge that leads from one side to the other.
    before = _before(first, len(corners))
    crosses = np.flatnonzero(side[before] ^ side == BOTH)
    # An edge between two tiles is met twice, once from each side. With its ends in order it
    # is the same edge both times, and gives the same new point.
    ahead = before[crosses]
    start, end = corners[ahead], corners[crosses]
    low, high = np.minimum(start, end), np.maximum(start, end)
    count = len(points)
    edge = low * count + high
    order = edge.argsort()
    is_other = np.ones(edge.size, dtype=bool)  # than the edge before it
    edge = edge[order]
    is_other[1:] = edge[1:] != edge[:-1]
    numbers = np.empty_like(order)
    numbers[order] = np.cumsum(is_other) + (count - 1)
    once = order[is_other]
    new = _between(points, heights, low[once], high[once])
    # It goes, like any corner on the line, with the corner before it.
    at = crosses + np.arange(len(crosses))
    is_old = np.ones(len(corners) + len(crosses), dtype=bool)
    is_old[at] = False
    ring, ring_side = np.empty(is_old.size, np.intp), np.empty(is_old.size, np.int8)
    ring[is_old], ring_side[is_old] = corners, side
    ring[at], ring_side[at] = numbers, side[ahead]
    first = first + np.searchsorted(crosses, first)

    # Then every corner goes to the upper or to the lower part; the two where they meet to both.
    before = _before(first, len(ring))
    is_above = _in_two_runs(ring_side, before, first)
    # The last corner of one run belongs to the other part as well: there the cut ends.
    last = before[is_above[before] != is_above]
    upper, lower = is_above.copy(), ~is_above
    upper[last] = lower[last] = True
    upper_sizes = np.add.reduceat(upper, first, dtype=np.intp)
    lower_sizes = _sizes(first, len(ring)) + 2 - upper_sizes  # two corners are in both
    return new, (ring[upper], upper_sizes), (ring[lower], lower_sizes)


def _sizes(first: Array, n_corners: int) -> Array:
    """Number of corners of each tile, for tiles that begin at `first`."""
    sizes = np.empty_like(first)
    sizes[:-1], sizes[-1] = first[1:] - first[:-1], n_corners - first[-1]
    return sizes


def _before(first: Array, n_corners: int) -> Array:
    """For each corner the one before it in its tile, for tiles that begin at `first`."""
    before = np.arange(-1, n_corners - 1)
    before[first[:-1]], before[first[-1]] = first[1:] - 1, n_corners - 1
    return before


def _in_two_runs(side: Array, before: Array, first: Array) -> Array:
    """Say which corners are above, so that every tile has one run of each on its way round.

    A corner on the line goes with the corner before it. More than one run of each is what no
    line does to a convex tile, but rounding may: then only the last lower run stays below.
    """
    side = side.copy()
    on_line = np.flatnonzero(side == ON)
    while on_line.size:  # once, unless several in a row are on the line
        side[on_line] = side[before[on_line]]
        on_line = on_line[side[on_line] == ON]
    is_above = side == ABOVE
    begins = is_above[before] > is_above  # a lower run
    if np.count_nonzero(begins) > first.size:
        # Count the lower runs from 1; corners of the last one that lie before the tile's first
        # corner have a 0, and so has the last one itself, modulo the number of runs.
        runs = np.add.reduceat(begins, first, dtype=np.intp)
        number, sizes = np.cumsum(begins), _sizes(first, side.size)
        number -= np.repeat(number[first] - begins[first], sizes)
        is_above |= number % np.repeat(runs, sizes) != 0
    return is_above


@dataclass(frozen=True, eq=False)
class Chain:
    """The same in one dimension: points in a row, and an interval between neighbours.

    Attributes
    ----------
    points : ndarray, shape (n_points, n_columns)
        Rising x, then any quantities that are affine on every interval.
    """

    points: Array

    @property
    def inputs(self) -> Array:
        """The columns after x, of which lines take their heights."""
        return self.points[:, 1:]

    def with_inputs(self, inputs: Array) -> Chain:
        """Put other columns after x.

        Parameters
        ----------
        inputs : ndarray, shape (n_points, n_inputs)
            Affine on every interval.
        """
        return Chain(np.hstack([self.points[:, :1], inputs]))

    def cut_along(self, line: Line) -> Chain:
        """Put a point into every interval whose ends lie on both sides of a line.

        Parameters
        ----------
        line : Line
        """
        return self.cut(line.heights(self.inputs))

    def cut(self, heights: Array) -> Chain:
        """Put a point into every interval whose ends lie above and below zero.

        Parameters
        ----------
        heights : ndarray, shape (n_points,)
            Height of each point, affine on every interval.
        """
        side = np.sign(heights)
        before = np.flatnonzero(side[:-1] * side[1:] < 0)
        new = _between(self.points, heights, before, before + 1)
        return Chain(np.insert(self.points, before + 1, new, axis=0))


def _between(points: Array, heights: Array, low: Array, high: Array) -> Array:
    """Where the straight line from one point to another crosses height 0."""
    rise = heights[low]
    share = rise / (rise - heights[high])
    start, end = points.take(low, axis=0), points.take(high, axis=0)  # quicker than points[low]
    return start + share[:, None] * (end - start)


def one_tile(window: Window) -> Mosaic:
    """A mosaic of one tile: the window itself.

    Parameters
    ----------
    window : tuple of float
        x from, x to, y from, y to.
    """
    return Mosaic(window_corners(window), np.arange(4), np.array([0]))
