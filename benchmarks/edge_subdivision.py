"""A rival for `core.polygons`: cut a window along lines by subdividing edges.

It keeps no corners round each tile but edges, and which face lies on either side of each. A line
asks every vertex for its side, splits the edges whose ends differ, joins the two new vertices of
each face that was met, and gives the edges below the line to a new face. Which corners a face has
is read off its edges at the end.

References
----------
Berzins 2023, Polyhedral complex extraction from ReLU networks using edge subdivision; here in the
plane, and with the faces beside each edge in place of the signs of all units at each vertex.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from core.activations import Array
from core.line import Window, window_corners

OUTSIDE = 0  # the face round the window


def tiles(weights: Array, bias: Array, allowance: float, window: Window) -> list[Array]:
    """Cut a window along lines in general position: none through a crossing of others.

    Parameters
    ----------
    weights : ndarray, shape (2, n_lines)
    bias : ndarray, shape (n_lines,)
        Line i is where ``point @ weights[:, i] + bias[i]`` is 0.
    allowance : float
        How far rounding may have put such a sum off.
    window : tuple of float
        x from, x to, y from, y to.

    Returns
    -------
    list of ndarray, each of shape (n_vertices, 2)
        Corners of the tiles, counter-clockwise.

    Raises
    ------
    ValueError
        If a line may go through a crossing of others, or a corner of the window.
    """
    # Room for all there can be: line i crosses i others and the window twice.
    n = len(bias)
    n_vertices, n_edges, n_faces = 4, 4, 2
    vertices = np.empty((4 + n * (n + 3) // 2, 2))
    edges = np.empty((2, 4 + n * (n + 2)), dtype=np.intp)  # start, end
    faces = np.empty_like(edges)  # left, right
    below_of = np.arange(2 + n * (n + 1) // 2)  # for a face that is cut, the new one below
    vertices[:4] = window_corners(window)
    edges[:, :4] = [0, 1, 2, 3], [1, 2, 3, 0]
    faces[:, :4] = [[1], [OUTSIDE]]

    for normal, offset in zip(np.ascontiguousarray(weights.T), bias, strict=True):
        heights = vertices[:n_vertices] @ normal + offset
        if (np.abs(heights) <= allowance).any():
            raise ValueError("lines must be in general position")
        above = heights > 0
        start, end = above[edges[0, :n_edges]], above[edges[1, :n_edges]]
        split = np.flatnonzero(start != end)
        if not split.size:
            continue

        # A new vertex on every edge that is split.
        low, high = edges[:, split]
        share = heights[low] / (heights[low] - heights[high])
        new = n_vertices + np.arange(split.size)
        at = vertices[low] + share[:, None] * (vertices[high] - vertices[low])
        vertices[new] = at
        # In every face that is met two of them; what is below them becomes a new face.
        beside = faces[:, split].ravel()
        order = beside.argsort(kind="stable")
        order = order[np.searchsorted(beside[order], OUTSIDE, side="right") :]
        cut, ends = beside[order[::2]], new[order.reshape(-1, 2) % split.size].T
        born = n_faces + np.arange(cut.size)

        # The half of an edge that is above keeps its place, the half below goes to the end.
        below = n_edges + np.arange(split.size)
        rising = end[split]
        edges[0, below], edges[1, below] = np.where(rising, low, new), np.where(rising, new, high)
        edges[0, split], edges[1, split] = np.where(rising, new, low), np.where(rising, high, new)
        faces[:, below] = faces[:, split]
        n_edges += split.size
        n_vertices += split.size
        below_of[cut] = born
        moved = np.append(np.flatnonzero(~(start | end)), below)
        faces[:, moved] = below_of[faces[:, moved]]
        below_of[cut] = cut
        # An edge along the line, with the part above on its left.
        along = vertices[ends[1]] - vertices[ends[0]]
        turned = along[:, 0] * normal[1] < along[:, 1] * normal[0]
        ends[:, turned] = ends[::-1, turned]
        edges[:, n_edges : n_edges + cut.size] = ends
        faces[:, n_edges : n_edges + cut.size] = cut, born
        n_edges += cut.size
        n_faces += cut.size
    return _round_each(vertices, edges[:, :n_edges], faces[:, :n_edges])


def _round_each(vertices: Array, edges: Array, faces: Array) -> list[Array]:
    """Corners of each face but the outer one, counter-clockwise."""
    # Every edge is one of two faces; it gives its start to the left one, its end to the right.
    face, corner = faces.ravel(), edges.ravel()
    order = face.argsort(kind="stable")
    order = order[np.searchsorted(face[order], OUTSIDE, side="right") :]
    face, points = face[order], vertices[corner[order]]
    first = np.flatnonzero(np.diff(face, prepend=OUTSIDE))
    sizes = np.diff(first, append=face.size)
    centres = np.add.reduceat(points, first, axis=0) / sizes[:, None]
    x, y = (points - np.repeat(centres, sizes, axis=0)).T
    points = points[np.lexsort((np.arctan2(y, x), face))]
    bounds = np.append(first, face.size).tolist()
    return [points[i:j] for i, j in pairwise(bounds)]
