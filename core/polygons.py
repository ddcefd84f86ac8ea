"""A straight line cuts a polygon in two; many lines cut a window into a mosaic of polygons.

The mosaic is one list of corner points, and for every tile the numbers of its corners. Neighbours
refer to a shared point by the same number, so they agree on it to the last bit: no gap can open
between them and no area is counted twice.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.activations import Array
from core.line import Window, window_corners

# Sides of a line; a tile with corners on both has the bits of both.
ON, ABOVE, BELOW = np.int8(0), np.int8(1), np.int8(2)


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
        return np.diff(self.starts, append=self.corners.size)

    @property
    def polygons(self) -> tuple[Array, ...]:
        """Corners (x, y) of each tile, counter-clockwise, each of shape (n_vertices, 2)."""
        flat = self.points[self.corners, :2]
        ends = self.starts + self.sizes
        return tuple(
            flat[start:end] for start, end in zip(self.starts.tolist(), ends.tolist(), strict=True)
        )

    @property
    def centres(self) -> Array:
        """Mean of the corners of each tile: a point inside it, shape (n_tiles, 2)."""
        sums = np.add.reduceat(self.points[self.corners, :2], self.starts, axis=0)
        return sums / self.sizes[:, None]

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
        # A tile on both sides has ABOVE | BELOW. One pass; the largest and smallest height of
        # each tile took twice as long.
        side = (ABOVE * (heights > 0) + BELOW * (heights < 0))[self.corners]
        is_cut = np.bitwise_or.reduceat(side, self.starts) == ABOVE | BELOW
        if not is_cut.any():
            return self

        sizes = self.sizes
        touched = np.repeat(is_cut, sizes)  # corners of the tiles that are cut
        corners, cut_sizes = self.corners[touched], sizes[is_cut]
        points, ring, side, ring_sizes = self._cross(heights, corners, side[touched], cut_sizes)
        first, before = _round_each(ring_sizes)
        side = _in_two_runs(side, before, first, ring_sizes)
        all_corners, all_sizes = [self.corners[~touched]], [sizes[~is_cut]]
        for own in (ABOVE, BELOW):
            kept = side == own
            kept[before[kept]] = True  # and the last corner of the other run: there the cut ends
            all_corners.append(ring[kept])
            all_sizes.append(np.add.reduceat(kept, first, dtype=np.intp))
        sizes = np.concatenate(all_sizes)
        return Mosaic(points, np.concatenate(all_corners), np.cumsum(sizes) - sizes)

    def _cross(
        self, heights: Array, corners: Array, side: Array, sizes: Array
    ) -> tuple[Array, Array, Array, Array]:
        """Put a corner, which is on the line, into every edge from one side to the other.

        Takes the tiles' corners, their sides and the tiles' sizes. Returns these three with the
        new corners, and before them all points.
        """
        first, before = _round_each(sizes)
        crosses = side[before] ^ side == ABOVE | BELOW
        # An edge between two tiles is met twice, once from each side. With its ends in order it
        # is the same edge both times, and gives the same new point.
        start, end = corners[before[crosses]], corners[crosses]
        low, high = np.minimum(start, end), np.maximum(start, end)
        count = len(self.points)
        edge, which = np.unique(low * count + high, return_inverse=True)
        new = _between(self.points, heights, *np.divmod(edge, count))

        ring = np.stack([corners, corners], axis=1)  # the crossing before each corner, the corner
        ring[crosses, 0] = count + which
        ring_side = np.stack([np.full_like(side, ON), side], axis=1)
        there = np.stack([crosses, np.ones_like(crosses)], axis=1)
        return (
            np.concatenate([self.points, new]),
            ring[there],
            ring_side[there],
            sizes + np.add.reduceat(crosses, first, dtype=np.intp),
        )


def _round_each(sizes: Array) -> tuple[Array, Array]:
    """For tiles of these sizes: where each begins, and for each corner the one before it."""
    ends = np.cumsum(sizes)
    first = ends - sizes
    before = np.arange(-1, ends[-1] - 1)
    before[first] = ends - 1
    return first, before


def _in_two_runs(side: Array, before: Array, first: Array, sizes: Array) -> Array:
    """Give each corner to one side, so that every tile has one run of each on its way round.

    A corner on the line goes with the corner before it. More than one run of each is what no
    line does to a convex tile, but rounding may: then only the last lower run stays below.
    """
    side = side.copy()
    on_line = np.flatnonzero(side == ON)
    while on_line.size:  # once, unless several in a row are on the line
        side[on_line] = side[before[on_line]]
        on_line = on_line[side[on_line] == ON]
    begins = (side == BELOW) & (side[before] == ABOVE)
    runs = np.add.reduceat(begins, first, dtype=np.intp)
    if runs.max() > 1:
        # Count the lower runs from 1; corners of the last one that lie before the tile's first
        # corner have a 0, and so has the last one itself, modulo the number of runs.
        number = np.cumsum(begins)
        number -= np.repeat(number[first] - begins[first], sizes)
        side[number % np.repeat(runs, sizes) != 0] = ABOVE
    return side


@dataclass(frozen=True, eq=False)
class Chain:
    """The same in one dimension: points in a row, and an interval between neighbours.

    Attributes
    ----------
    points : ndarray, shape (n_points, n_columns)
        Rising x, then any quantities that are affine on every interval.
    """

    points: Array

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
    share = heights[low] / (heights[low] - heights[high])
    return points[low] + share[:, None] * (points[high] - points[low])


def one_tile(window: Window) -> Mosaic:
    """A mosaic of one tile: the window itself.

    Parameters
    ----------
    window : tuple of float
        x from, x to, y from, y to.
    """
    return Mosaic(window_corners(window), np.arange(4), np.array([0]))
