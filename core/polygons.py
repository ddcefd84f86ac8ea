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
        # 1 above, 2 below, 0 on the line: a tile on both sides has 3. One pass; the largest and
        # smallest height of each tile took twice as long.
        side = (np.int8(1) * (heights > 0) + np.int8(2) * (heights < 0))[self.corners]
        is_cut = np.bitwise_or.reduceat(side, self.starts) == 3
        if not is_cut.any():
            return self

        sizes = self.sizes
        touched = np.repeat(is_cut, sizes)  # corners of the tiles that are cut
        here, side = self.corners[touched], side[touched]
        cut_sizes = sizes[is_cut]
        first = np.cumsum(cut_sizes) - cut_sizes
        following = np.arange(1, here.size + 1)  # the next corner round the tile …
        following[first + cut_sizes - 1] = first  # … and after the last one, the first
        crosses = side ^ side[following] == 3

        points, met = self._cross(heights, here[crosses], here[following][crosses])
        candidates = np.stack([here, here], axis=1)  # each corner, then the crossing behind it
        candidates[crosses, 1] = met
        corners, tile_sizes = [self.corners[~touched]], [sizes[~is_cut]]
        for other_side in (2, 1):
            kept = np.stack([side != other_side, crosses], axis=1)
            corners.append(candidates[kept])
            tile_sizes.append(np.add.reduceat(kept.sum(axis=1), first))
        all_sizes = np.concatenate(tile_sizes)
        return Mosaic(points, np.concatenate(corners), np.cumsum(all_sizes) - all_sizes)

    def _cross(self, heights: Array, start: Array, end: Array) -> tuple[Array, Array]:
        """Add the points where edges cross height 0, and say which of them each edge meets.

        An edge between two tiles is met twice, once from each side. With its ends in order it is
        the same edge both times, and gives the same new point.
        """
        count = len(self.points)
        low, high = np.minimum(start, end), np.maximum(start, end)
        edge, which = np.unique(low * count + high, return_inverse=True)
        new = _between(self.points, heights, *np.divmod(edge, count))
        return np.concatenate([self.points, new]), count + which


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
