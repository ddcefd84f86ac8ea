"""What a figure is made of: each mark is written once, its look beside its moving arrays.

A chart is ``Chart(axes, marks)``; the order of the marks is the order of drawing. Points are
arrays of shape (n, 2), nothing where there is nothing to draw; a row of nan is a gap.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from core.activations import Array
from figures import theme
from figures.scene import Chart, Handle, Label, Mark, Point, Trace

NOWHERE: Array = np.empty((0, 2))
NOWHERE.setflags(write=False)
STEPS = 127  # of a field on each side of zero, so that zero itself is one of 255 values

Range = tuple[float, float]


@dataclass(frozen=True)
class Flat:
    """Two axes with fixed ranges, so that motion can be seen.

    Attributes
    ----------
    x, y : tuple of float
        Range of each axis.
    x_role, y_role : str
        Colour of the axes' names; the lesson's labels `x-axis` and `y-axis` say what they are.
    equal : bool
        Whether one unit is as long on both axes, as geometry needs.
    named : bool
        Whether the axes have names.
    at_edges : bool
        Whether the names stand at the lower and the left edge, or at the lines through zero.
    x_name_left : bool
        Whether the x axis has its name at the left end, where the right one is taken.
    numbered : bool
        Whether numbers stand along the axes; a small figure has more room without.
    """

    x: Range
    y: Range
    x_role: str = "input"
    y_role: str = "input"
    equal: bool = False
    named: bool = True
    at_edges: bool = False
    x_name_left: bool = False
    numbered: bool = True

    def layout(self) -> theme.Figure:
        """Plotly's layout."""
        x_axis: dict[str, Any] = {"range": list(self.x)}
        y_axis: dict[str, Any] = {"range": list(self.y)}
        if self.equal:
            x_axis["constrain"] = "domain"
            y_axis |= {"scaleanchor": "x", "scaleratio": 1, "constrain": "domain"}
        layout = {
            "template": theme.TEMPLATE,
            "uirevision": "keep",
            "xaxis": x_axis,
            "yaxis": y_axis,
        }
        if self.at_edges:  # room for a handle between the edge and its numbers
            x_axis["ticklabelstandoff"] = 9
            layout["margin"] = {"l": 36, "r": 10, "t": 10, "b": 40}
        if not self.numbered:
            x_axis["showticklabels"] = y_axis["showticklabels"] = False
            layout["margin"] = {"l": 2, "r": 2, "t": 2, "b": 2}
        return layout

    def labels(self) -> tuple[Label, ...]:
        """The axes' names, at the ends of these lines."""
        if not self.named:
            return ()
        across = self.y[0] if self.at_edges else min(max(0.0, self.y[0]), self.y[1])
        up = self.x[0] if self.at_edges else min(max(0.0, self.x[0]), self.x[1])
        end, inwards, align = (0, 6, "left") if self.x_name_left else (1, -6, "right")
        return (
            Label("x-axis", (self.x[end], across), self.x_role, dx=inwards, dy=12, align=align),
            Label("y-axis", (up, self.y[1]), self.y_role, dx=8, dy=-12, align="left"),
        )


@dataclass(frozen=True)
class Space:
    """Three axes with fixed ranges; the camera is the viewer's own and stays.

    Attributes
    ----------
    x, y, z : tuple of float
        Range of each axis. Their names are the lesson's labels `x-axis`, `y-axis`, `z-axis`.
    eye : tuple of float
        Where the camera is first, from the middle of a cube with sides of 1. Where a chart is
        narrow, the browser steps back as far as it takes to see as much.
    aim : tuple of float
        What it looks at: off the middle where an axis' name would be cut off.
    n_ticks : int
        How many numbers an axis has at most.
    tall : float
        Height of the box as a share of its other sides.
    """

    x: Range
    y: Range
    z: Range
    eye: tuple[float, float, float] = (1.5, -1.6, 0.9)
    aim: tuple[float, float, float] = (0.0, 0.0, 0.0)
    n_ticks: int = 5
    tall: float = 1.0

    def layout(self) -> theme.Figure:
        """Plotly's layout."""
        return {
            "template": theme.TEMPLATE,
            "uirevision": "keep",
            "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
            "scene": {
                "xaxis": {"range": list(self.x), "nticks": self.n_ticks},
                "yaxis": {"range": list(self.y), "nticks": self.n_ticks},
                "zaxis": {"range": list(self.z), "nticks": self.n_ticks},
                "aspectmode": "manual",
                "aspectratio": {"x": 1, "y": 1, "z": self.tall},
                "dragmode": "turntable",
                "camera": {
                    "eye": dict(zip("xyz", self.eye, strict=True)),
                    "center": dict(zip("xyz", self.aim, strict=True)),
                },
            },
        }

    def labels(self) -> tuple[Label, ...]:
        """None: Plotly writes the axes' names itself, where the camera sees them."""
        return ()


def chart(axes: Flat | Space, *marks: Mark | Iterable[Mark], aspect: float = 0.75) -> Chart:
    """Put marks on axes.

    Parameters
    ----------
    axes : Flat or Space
    *marks : Mark or iterable of Mark
        In the order of drawing.
    aspect : float
        Height as a share of the width.

    Returns
    -------
    Chart
    """
    each = tuple(
        mark for entry in marks for mark in ((entry,) if isinstance(entry, Mark) else entry)
    )
    return Chart(axes, each, aspect)


def line(
    name: str,
    points: ArrayLike,
    *,
    role: str = "text",
    width: float = 2.0,
    dash: str = "solid",
    labels: Sequence[Label] = (),
    handle: Handle | None = None,
) -> Mark:
    """A line from point to point.

    Parameters
    ----------
    name, role, labels, handle : see `Mark`
    points : array_like, shape (n, 2)
    width : float
        In pixels.
    dash : {"solid", "dash", "dot"}

    Returns
    -------
    Mark
    """
    look = {
        "type": "scatter", "mode": "lines", "hoverinfo": "skip", "cliponaxis": True,
        "line": {"color": f"@{role}", "width": width, "dash": dash, "simplify": False},
    }  # fmt: skip
    return Mark(name, role, (Trace(name, look, _xy(points)),), tuple(labels), handle)


def dots(
    name: str,
    points: ArrayLike,
    *,
    role: str = "text",
    size: float = 11.0,
    symbol: str = "circle",
    labels: Sequence[Label] = (),
    handle: Handle | None = None,
    trail: tuple[str, ...] | None = None,
) -> Mark:
    """Points.

    Parameters
    ----------
    name, role, labels, handle, trail : see `Mark`
    points : array_like, shape (n, 2)
    size : float
        In pixels.
    symbol : str
        Plotly's name of the shape.

    Returns
    -------
    Mark
    """
    edge = {"color": "@surface", "width": 2 if size > 6 else 0}
    look = {
        "type": "scatter", "mode": "markers", "hoverinfo": "skip", "cliponaxis": False,
        "marker": {"color": f"@{role}", "size": size, "symbol": symbol, "line": edge},
    }  # fmt: skip
    return Mark(name, role, (Trace(name, look, _xy(points)),), tuple(labels), handle, trail)


def area(name: str, corners: ArrayLike, *, role: str, labels: Sequence[Label] = ()) -> Mark:
    """A filled polygon.

    Parameters
    ----------
    name, role, labels : see `Mark`
    corners : array_like, shape (n_corners, 2)

    Returns
    -------
    Mark
    """
    return polygons(name, [np.asarray(corners)], role=role, labels=labels)


def polygons(
    name: str, each: Iterable[ArrayLike], *, role: str, labels: Sequence[Label] = ()
) -> Mark:
    """Filled polygons of one colour; how many there are may change from state to state.

    Parameters
    ----------
    name, role, labels : see `Mark`
    each : iterable of array_like, each of shape (n_corners, 2)

    Returns
    -------
    Mark
    """
    return Mark(name, role, (_filled(name, joined(each), f"@{role}"),), tuple(labels))


def joined(each: Iterable[ArrayLike]) -> Array:
    """Put polygons or lines into one array, a row of nan between each two.

    Parameters
    ----------
    each : iterable of array_like, each of shape (n, 2)

    Returns
    -------
    ndarray, shape (n_total, 2)
    """
    gap = np.full((1, 2), np.nan)
    pieces = [piece for one in each if len(points := np.asarray(one)) for piece in (points, gap)]
    return np.concatenate(pieces[:-1]) if pieces else NOWHERE


def arrow(
    name: str,
    tail: ArrayLike,
    tip: ArrayLike,
    *,
    role: str,
    width: float = 3.2,
    head: float = 0.3,
    labels: Sequence[Label] = (),
    handle: Handle | None = None,
) -> Mark:
    """An arrow with a filled head, for axes with equal scales; nothing where it has no length.

    Parameters
    ----------
    name, role, labels, handle : see `Mark`
    tail, tip : array_like, shape (2,)
    width : float
        In pixels.
    head : float
        Length of the head in units of the axes; a shorter arrow has a shorter head.

    Returns
    -------
    Mark
    """
    start, end = np.asarray(tail, dtype=float), np.asarray(tip, dtype=float)
    step = end - start
    length = float(np.hypot(*step))
    shaft = corners = NOWHERE
    if length > 0:
        ahead = step / length * min(head, length)
        aside = np.array([-ahead[1], ahead[0]]) * 0.4
        shaft = np.array([start, end - ahead])
        corners = np.array([end, end - ahead + aside, end - ahead - aside])
    look = line(name, shaft, role=role, width=width).traces[0]
    return Mark(
        name, role, (look, _filled(f"{name}-head", corners, f"@{role}")), tuple(labels), handle
    )


def tip_of(mark: Mark) -> Point | None:
    """Where an arrow points to.

    Parameters
    ----------
    mark : Mark
        Made by `arrow`.

    Returns
    -------
    tuple of float or None
        None where the arrow has no length.
    """
    x, y = mark.traces[1].moving["x"], mark.traces[1].moving["y"]
    return (float(x[0]), float(y[0])) if len(x) else None


def field(
    name: str, values: Array, x: Range, y: Range, *, reach: float, smooth: bool = True
) -> Mark:
    """A heat map: gold below zero, the ground at zero, blue above.

    Parameters
    ----------
    name : see `Mark`
    values : ndarray, shape (n_rows, n_columns)
        The first row belongs to the smallest y, the first column to the smallest x.
    x, y : tuple of float
        What the map covers, from edge to edge.
    reach : float
        The value with the full colour; beyond, the colour stays.
    smooth : bool
        Whether the colours run into each other.

    Returns
    -------
    Mark
    """
    n_rows, n_columns = values.shape
    levels = np.clip(np.rint(values * (STEPS / reach)), -STEPS, STEPS) + STEPS
    column, row = (x[1] - x[0]) / n_columns, (y[1] - y[0]) / n_rows
    look = {
        "type": "heatmap", "hoverinfo": "skip", "showscale": False, "colorscale": theme.DIVERGING,
        "zmin": 0, "zmax": 2 * STEPS, "zsmooth": "fast" if smooth else False,
        "x0": x[0] + column / 2, "dx": column, "y0": y[0] + row / 2, "dy": row,
    }  # fmt: skip
    return Mark(name, "text", (Trace(name, look, {"z": levels.astype(np.uint8)}),))


def centres(over: Range, n: int) -> Array:
    """The middles of equal pieces of a range: where a `field` shows its values.

    Parameters
    ----------
    over : tuple of float
        From edge to edge.
    n : int
        How many pieces.

    Returns
    -------
    ndarray, shape (n,)
    """
    low, high = over
    return np.asarray(low + (high - low) * (np.arange(n) + 0.5) / n)


def surface(name: str, xs: Array, ys: Array, heights: Array, *, role: str) -> Mark:
    """A surface over a grid in space, as a mesh of triangles.

    Parameters
    ----------
    name, role : see `Mark`
    xs : ndarray, shape (n_columns,)
    ys : ndarray, shape (n_rows,)
    heights : ndarray, shape (n_rows, n_columns)

    Returns
    -------
    Mark
    """
    X, Y = np.meshgrid(xs, ys)
    corner = np.arange(X.size).reshape(X.shape)
    a, b = corner[:-1, :-1].ravel(), corner[:-1, 1:].ravel()
    c, d = corner[1:, 1:].ravel(), corner[1:, :-1].ravel()
    faces = np.concatenate([np.column_stack([a, b, c]), np.column_stack([a, c, d])])
    return facets(name, np.column_stack([X.ravel(), Y.ravel(), heights.ravel()]), faces, role=role)


def facets(name: str, vertices: Array, faces: Array, *, role: str, opacity: float = 0.55) -> Mark:
    """Triangles in space.

    Parameters
    ----------
    name, role : see `Mark`
    vertices : ndarray, shape (n_vertices, 3)
    faces : ndarray of int, shape (n_faces, 3)
        Places of each triangle's corners in `vertices`.
    opacity : float

    Returns
    -------
    Mark
    """
    # No light: Plotly's shading depends on how far the data reach, and would change in a drag.
    look = {
        "type": "mesh3d", "color": f"@{role}", "opacity": opacity, "hoverinfo": "skip",
        "flatshading": True, "showscale": False,
        "lighting": {"ambient": 1, "diffuse": 0, "specular": 0, "fresnel": 0},
    }  # fmt: skip
    x, y, z = vertices.T.astype(np.float32)
    i, j, k = faces.T.astype(np.float32)
    moving = {"x": x, "y": y, "z": z, "i": i, "j": j, "k": k}
    return Mark(name, role, (Trace(name, look, moving),))


def path_3d(
    name: str, points: ArrayLike, *, role: str, width: float = 4.0, dash: str = "solid"
) -> Mark:
    """A line in space.

    Parameters
    ----------
    name, role : see `Mark`
    points : array_like, shape (n, 3)
    width : float
        In pixels.
    dash : {"solid", "dash", "dot"}

    Returns
    -------
    Mark
    """
    look = {
        "type": "scatter3d", "mode": "lines", "hoverinfo": "skip",
        "line": {"color": f"@{role}", "width": width, "dash": dash},
    }  # fmt: skip
    return Mark(name, role, (Trace(name, look, _xyz(points)),))


def dots_3d(name: str, points: ArrayLike, *, role: str, size: float = 7.0) -> Mark:
    """Points in space.

    Parameters
    ----------
    name, role : see `Mark`
    points : array_like, shape (n, 3)
    size : float
        In pixels.

    Returns
    -------
    Mark
    """
    look = {
        "type": "scatter3d", "mode": "markers", "hoverinfo": "skip",
        "marker": {"color": f"@{role}", "size": size, "line": {"color": "@surface", "width": 1}},
    }  # fmt: skip
    return Mark(name, role, (Trace(name, look, _xyz(points)),))


def beside(
    name: str,
    at: ArrayLike,
    way: ArrayLike,
    *,
    role: str,
    pixels: float = 18.0,
    wide: float = 1.0,
    shown: bool = True,
) -> Label:
    """A label beside a place, in a given direction from it.

    Parameters
    ----------
    name, role, shown : see `Label`
    at : array_like, shape (2,)
        The place, in the units of the axes.
    way : array_like, shape (2,)
        The direction, of any length; to the right where it has none. The scales are equal.
    pixels : float
        How far away the middle of the label is, up or down.
    wide : float
        How many times as far it is to the left or right, for longer texts.

    Returns
    -------
    Label
    """
    (x, y), (ahead, up) = (map(float, np.asarray(pair)) for pair in (at, way))
    length = math.hypot(ahead, up)
    if length == 0:
        ahead = length = 1.0
    return Label(
        name, (x, y), role, wide * pixels * ahead / length, pixels * up / length, shown=shown
    )


def shown(is_shown: bool, *each: Mark | Iterable[Mark]) -> tuple[Mark, ...]:
    """Show marks only where a condition holds; they keep their place in the order of drawing.

    Parameters
    ----------
    is_shown : bool
    *each : Mark or iterable of Mark

    Returns
    -------
    tuple of Mark
        The same, without points and labels where the condition does not hold.
    """
    flat = tuple(
        mark for entry in each for mark in ((entry,) if isinstance(entry, Mark) else entry)
    )
    if is_shown:
        return flat
    return tuple(
        replace(
            mark,
            traces=tuple(
                replace(trace, moving={path: value[:0] for path, value in trace.moving.items()})
                for trace in mark.traces
            ),
            labels=tuple(replace(label, shown=False) for label in mark.labels),
            handle=None,
            trail=None,
        )
        for mark in flat
    )


def note(label: Label) -> Mark:
    """A text that belongs to no other mark.

    Parameters
    ----------
    label : Label

    Returns
    -------
    Mark
    """
    return Mark(label.name, label.role, labels=(label,))


def _filled(name: str, corners: Array, colour: str) -> Trace:
    look = {
        "type": "scatter", "mode": "none", "fill": "toself", "fillcolor": colour,
        "hoverinfo": "skip",
    }  # fmt: skip
    return Trace(name, look, _xy(corners))


def _xy(points: ArrayLike) -> dict[str, Array]:
    x, y = np.asarray(points, dtype=np.float32).reshape(-1, 2).T
    return {"x": x, "y": y}


def _xyz(points: ArrayLike) -> dict[str, Array]:
    x, y, z = np.asarray(points, dtype=np.float32).reshape(-1, 3).T
    return {"x": x, "y": y, "z": z}
