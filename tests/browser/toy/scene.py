"""A scene that holds every mark, for what the browser's side does with those no lesson uses yet."""

from __future__ import annotations

import numpy as np

from core.activations import Array
from figures import marks
from figures.scene import Chart, Handle, Scene

X, Y, Z = (-4.0, 4.0), (-3.0, 3.0), (-3.0, 3.0)
GRID = 41  # points of the surface each way, as a lesson would have


def scene(shift: float, count: float, tilt: float, open: bool, t1: float, t2: float) -> Scene:  # noqa: A002 - a control's name
    """Draw everything once.

    Parameters
    ----------
    shift : float
        How far the flat marks are moved to the right; they leave the window at both ends.
    count : float
        How many there are of those that come in numbers.
    tilt : float
        Of the field and the surface.
    open : bool
        Whether the marks that may vanish are there.
    t1, t2 : float
        Tip of the arrow.

    Returns
    -------
    Scene
    """
    return Scene(
        parts={
            "flat": _flat(shift, int(count), tilt, open, (t1, t2)),
            "space": _space(shift, int(count), tilt),
        },
        facts={
            "shift": shift,
            "count": count,
            "tilt": tilt,
            "t1": t1,
            "t2": t2,
            "sum": shift * count + tilt,
        },
    )


def _flat(shift: float, count: int, tilt: float, is_open: bool, tip: tuple[float, float]) -> Chart:
    waves = np.linspace(-5.0, 5.0, 121)
    wave = np.column_stack([waves, 2 * np.sin(waves - shift) + tilt])
    with_gaps = wave - np.array([0, 1])
    # Gaps at both ends too, and one that is two wide.
    for place in (0, *(18 * (k + 1) for k in range(count)), 119, 120):
        with_gaps[place] = np.nan
    places = np.column_stack([np.arange(count) * 1.2 - 4.5 + shift, np.full(count, -2.0)])
    return marks.chart(
        marks.Flat(X, Y, equal=True),
        marks.field("field", _heights(48, 36, shift, tilt), X, Y, reach=4.0),
        marks.area("area", _square((shift, 0.0), 1.5) if is_open else [], role="positive"),
        marks.polygons(
            "polygons",
            [_square((1.3 * k - 3, 1.8), 0.2 + 0.1 * k + abs(tilt) / 4) for k in range(count)],
            role="negative",
        ),
        marks.line("line", wave, role="output"),
        marks.line("gaps", with_gaps, role="text", dash="dash"),
        marks.line("vanishing", [(shift, -3), (shift, 3)] if is_open else [], role="bias"),
        marks.arrow("arrow", (0, 0), tip, role="weight", handle=Handle("t1", "t2")),
        marks.dots("dots", places, role="input"),
        marks.dots("dot", [(shift, tilt)], role="preactivation", symbol="diamond"),
        aspect=0.75,
    )  # fmt: skip


def _space(shift: float, count: int, tilt: float) -> Chart:
    xs, ys = np.linspace(*X, GRID), np.linspace(*Y, GRID)
    t = np.linspace(0.0, 1.0, 30)
    spiral = np.column_stack([3 * np.cos(6 * t + shift), 3 * np.sin(6 * t + shift), 4 * t - 2])
    heights = _heights(GRID, GRID, shift, tilt) / 2
    return marks.chart(
        marks.Space(X, Y, Z),
        marks.surface("surface", xs, ys, heights, role="positive"),
        marks.facets("facets", *_pyramids(count), role="bias", opacity=1.0),
        marks.path_3d("path", spiral, role="output"),
        marks.dots_3d("dots", spiral[:count], role="input"),
        aspect=0.75,
    )


def _heights(n_columns: int, n_rows: int, shift: float, tilt: float) -> Array:
    x, y = np.meshgrid(np.linspace(*X, n_columns), np.linspace(*Y, n_rows))
    heights: Array = tilt * x + np.sin(x - shift) * y
    return heights


def _square(centre: tuple[float, float], half: float) -> Array:
    corners = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)])
    return np.array(centre) + half * corners


def _pyramids(count: int) -> tuple[Array, Array]:
    """Some pyramids in a row, each of four triangles: corners, and triangles over them."""
    corners = np.array([(0, 0, 0), (0.5, 0, 0), (0, 0.5, 0), (0, 0, 0.5)])
    faces = np.array([(0, 1, 2), (0, 1, 3), (0, 2, 3), (1, 2, 3)])
    vertices = [corners + np.array([k - 3.0, -2.0, -3.0]) for k in range(count)]
    triangles = [faces + 4 * k for k in range(count)]
    none = np.empty((0, 3))
    return np.concatenate([none, *vertices]), np.concatenate([none.astype(int), *triangles])
