"""A chart as a small SVG picture: its areas, lines and dots, without text."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import numpy as np

from core.activations import Array
from figures.marks import STEPS, Flat
from figures.scene import Chart, Mark, Scene, Trace
from figures.theme import PALETTES, Palette

WIDTH, HEIGHT = 60, 46
INSET = 3.0
FIELD = 12  # squares across a field
THINNEST = 1.0


def of_lesson(slug: str, values: Mapping[str, Any]) -> dict[str, str]:
    """Draw the first chart of a lesson's scene small.

    Parameters
    ----------
    slug : str
        The lesson, which is the name of its module here.
    values : mapping
        The scene's arguments.

    Returns
    -------
    dict
        Theme → SVG.
    """
    scene: Scene = import_module(f"figures.{slug}").scene(**values)
    chart = next(iter(scene.charts.values()))
    return {theme: svg(chart, palette) for theme, palette in PALETTES.items()}


def svg(chart: Chart, palette: Palette) -> str:
    """Draw a chart small, in the colours of one theme.

    Parameters
    ----------
    chart : Chart
        With flat axes.
    palette : dict
        Role → colour.

    Returns
    -------
    str
        An SVG element of 60 × 46 px; it is decoration and says so.

    Raises
    ------
    ValueError
        If the chart has no flat axes.
    """
    if not isinstance(chart.axes, Flat):
        raise ValueError("a small picture is made of a chart with flat axes")
    each = "".join(_mark(mark, chart.axes, palette) for mark in chart.marks)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'aria-hidden="true">{each}</svg>'
    )


def _mark(mark: Mark, axes: Flat, palette: Palette) -> str:
    return "".join(_trace(trace, mark, axes, palette) for trace in mark.traces)


def _trace(trace: Trace, mark: Mark, axes: Flat, palette: Palette) -> str:
    if trace.look["type"] == "heatmap":
        return _field(trace, axes, palette)
    points = _placed(np.column_stack([trace.moving["x"], trace.moving["y"]]), axes)
    colour = palette[mark.role]
    if trace.look.get("fill") == "toself":
        return f'<path d="{_path(points, close=True)}" fill="{colour}"/>' if len(points) else ""
    if trace.look["mode"] == "markers":
        size = 0.22 * float(trace.look["marker"]["size"])
        return "".join(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}" fill="{colour}"/>'
            for x, y in points
            if np.isfinite(x)
        )
    width = max(THINNEST, 0.55 * float(trace.look["line"]["width"]))
    dash = "" if trace.look["line"]["dash"] == "solid" else ' stroke-dasharray="3 2"'
    if not len(points):
        return ""
    stroke = f'stroke="{colour}" stroke-width="{width:.1f}"{dash}'
    return f'<path d="{_path(points)}" fill="none" {stroke}/>'


def _placed(points: Array, axes: Flat) -> Array:
    """Take points of the axes to the picture; what lies outside goes to its edge."""
    (x0, x1), (y0, y1) = axes.x, axes.y
    share = (points - (x0, y0)) / (x1 - x0, y1 - y0)
    inner = np.array([WIDTH - 2 * INSET, HEIGHT - 2 * INSET])
    placed = INSET + np.clip(share, -0.1, 1.1) * inner
    placed[:, 1] = HEIGHT - placed[:, 1]
    return np.array(placed)


def _path(points: Array, *, close: bool = False) -> str:
    # A curve has hundreds of points; every fourth will do here, with the last one.
    kept = points if len(points) < 60 else np.vstack([points[::4], points[-1:]])
    out, is_open = [], False
    for x, y in kept:
        if not (np.isfinite(x) and np.isfinite(y)):
            out.append("Z" if close and is_open else "")
            is_open = False
            continue
        out.append(f"{'L' if is_open else 'M'}{x:.1f} {y:.1f}")
        is_open = True
    return "".join(out) + ("Z" if close and is_open else "")


def _field(trace: Trace, axes: Flat, palette: Palette) -> str:
    levels = trace.moving["z"]
    n_rows, n_columns = levels.shape
    squares = []
    across, up = n_columns / FIELD, n_rows / (FIELD * 3 // 4)
    for row in range(FIELD * 3 // 4):
        for column in range(FIELD):
            level = float(levels[int((row + 0.5) * up), int((column + 0.5) * across)]) / STEPS - 1
            role = "positive-end" if level > 0 else "negative-end"
            width, height = WIDTH / FIELD, HEIGHT / (FIELD * 3 // 4)
            squares.append(
                f'<rect x="{column * width:.1f}" y="{HEIGHT - (row + 1) * height:.1f}" '
                f'width="{width + 0.2:.1f}" height="{height + 0.2:.1f}" fill="{palette[role]}" '
                f'fill-opacity="{abs(level):.2f}"/>'
            )
    return "".join(squares)
