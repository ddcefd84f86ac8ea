"""The output over one input: the line, its folded or bent form, and a probe."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from core.activations import Array
from figures import marks
from figures.marks import Flat, Range
from figures.scene import Chart, Handle, Label, Mark, Point

POINTS = 241
HAIR = 1e-9  # from a corner to the points beside it
TICK = 0.012  # half a ruler's tick, as a share of the y axis
SHORT = 0.3  # a length along the axis too short for a label


class Curve:
    """A window on the graph of functions of one number.

    Parameters
    ----------
    x, y : tuple of float
        Range of each axis.
    x_role, y_role : str
        Colour of the axes' names.
    aspect : float
        Height of the chart as a share of its width.
    """

    def __init__(
        self,
        x: Range,
        y: Range,
        x_role: str = "input",
        y_role: str = "output",
        aspect: float = 0.75,
    ) -> None:
        self.x, self.y = x, y
        self.x_role, self.y_role = x_role, y_role
        self.aspect = aspect

    def chart(self, *each: Mark | Iterable[Mark], x_name_left: bool = False) -> Chart:
        """Put marks on the axes.

        Parameters
        ----------
        *each : Mark or iterable of Mark
            In the order of drawing.
        x_name_left : bool
            Whether the x axis has its name at the left end, where the right one is taken.

        Returns
        -------
        Chart
        """
        axes = Flat(
            self.x, self.y, self.x_role, self.y_role, at_edges=True, x_name_left=x_name_left
        )
        return marks.chart(axes, *each, aspect=self.aspect)

    def places(self, corners: Sequence[float] = ()) -> Array:
        """Inputs to draw a curve at: evenly spread, and on both sides of each corner or jump.

        Parameters
        ----------
        corners : sequence of float

        Returns
        -------
        ndarray, shape (n,)
        """
        low, high = self.x
        # A corner that was computed may lie beside the true one by a rounding error.
        within = [corner + aside for corner in corners for aside in (-HAIR, 0.0, HAIR)]
        evenly = np.linspace(low, high, POINTS)
        return np.sort(np.concatenate([evenly, [x for x in within if low < x < high]]))

    def graph(
        self,
        name: str,
        function: Callable[[Array], Array],
        *,
        role: str,
        width: float = 3.5,
        dash: str = "solid",
        corners: Sequence[float] = (),
        labels: Sequence[Label] = (),
        named: str = "",
    ) -> Mark:
        """The graph of a function.

        Parameters
        ----------
        name, role, width, dash, labels : see `figures.marks.line`
        function : callable
            Elementwise, from inputs of shape (n,) to outputs of shape (n,).
        corners : sequence of float
            Inputs at which it turns or jumps.
        named : {"", "left", "right"}
            At which end of what is seen of it a label of its own name stands.

        Returns
        -------
        Mark
        """
        x = self.places(corners)
        # What lies far outside the window is cut, so that no line is drawn for miles.
        reach = 4 * max(map(abs, self.y))
        y = np.clip(function(x), -reach, reach)
        points = np.column_stack([x, y])
        each = (*labels, self._end(name, points, role, named)) if named else labels
        return marks.line(name, points, role=role, width=width, dash=dash, labels=each)

    def _end(self, name: str, points: Array, role: str, side: str) -> Label:
        """A label above the right end of what is seen of a curve, or below its left end."""
        (left, right), (low, high) = self.x, self.y
        x, y = points.T
        # The axes' names stand at the right and at the top, and labels of inputs at the bottom.
        room = 0.24 * (high - low)
        is_seen = (x < right - 0.3 * (right - left)) & (y > low + room) & (y < high - room)
        seen = points[is_seen]
        at = seen[-1 if side == "right" else 0] if len(seen) else (left, low)
        dy = 14 if side == "right" else -14
        place = (float(at[0]), float(at[1]))
        return Label(name, place, role, dy=dy, align=side, shown=len(seen) > 0)

    def straight(
        self, name: str, slope: float, intercept: float, *, role: str = "preactivation",
        width: float = 2.0, dash: str = "dash",
    ) -> Mark:  # fmt: skip
        """A straight line from edge to edge.

        Parameters
        ----------
        name, role, width, dash : see `figures.marks.line`
        slope, intercept : float

        Returns
        -------
        Mark
        """
        ends = [(x, slope * x + intercept) for x in self.x]
        return marks.line(name, ends, role=role, width=width, dash=dash)

    def step(self, slope: float, intercept: float) -> tuple[Mark, Mark]:
        """One step to the right from x = 0, and as far up as the slope takes it.

        Parameters
        ----------
        slope, intercept : float

        Returns
        -------
        tuple of Mark
            ``"right"`` and ``"step"``.
        """
        beside = Label("step", (1.0, self.inside(slope / 2 + intercept)), "weight", 8, 0, "left")
        # Where the way up leads down, the words for the way right stand above it.
        below = Label("right", (0.5, self.inside(intercept)), dy=-14 if slope >= 0 else 14)
        right = [(0, intercept), (1, intercept)]
        up = [(1, intercept), (1, slope + intercept)]
        return (
            marks.line("right", right, width=2, labels=(below,)),
            marks.line("step", up, role="weight", width=4, labels=(beside,)),
        )

    def drop(self, name: str, start: Point, end: Point, *, role: str) -> Mark:
        """The way from an edge to a point, for reading off a value.

        Parameters
        ----------
        name, role : see `figures.marks.line`
        start, end : tuple of float

        Returns
        -------
        Mark
        """
        return marks.line(name, [start, end], role=role, width=2, dash="dot")

    def ruler(self, length: float, *, dy: float = -16.0) -> tuple[Mark, Mark]:
        """A length along the axis, from 0, with a tick at each whole step.

        Parameters
        ----------
        length : float
            To the left where it is negative.
        dy : float
            Where its label stands, in pixels above the axis.

        Returns
        -------
        tuple of Mark
            ``"distance"`` and ``"ruler"``.
        """
        end = min(max(length, self.x[0]), self.x[1])
        whole = np.copysign(np.arange(1, int(abs(end) + HAIR) + 1), length)
        label = Label("distance", (end / 2, 0.0), dy=dy, shown=abs(length) > SHORT)
        return (
            marks.line("distance", [(0, 0), (end, 0)], width=2, labels=(label,)),
            marks.line("ruler", marks.joined(self._ticks(whole, 0.0)), width=1.6),
        )

    def width(self, name: str, left: float, right: float, y: float) -> Mark:
        """How wide something is: a line with a tick at each end, and a label below it.

        Parameters
        ----------
        name : str
        left, right, y : float

        Returns
        -------
        Mark
        """
        whole = marks.joined([[(left, y), (right, y)], *self._ticks((left, right), y)])
        return marks.line(name, whole, width=1.6, labels=(Label(name, (0.0, y), dy=-16),))

    def _ticks(self, xs: Iterable[float], y: float) -> list[list[Point]]:
        half = TICK * (self.y[1] - self.y[0])
        return [[(float(x), y - half), (float(x), y + half)] for x in xs]

    def dot(
        self, name: str, at: Point, *, role: str, size: float = 12.0, dx: float = 0.0,
        dy: float = 0.0, align: str = "center", handle: Handle | None = None,
        trail: tuple[str, ...] | None = None,
    ) -> Mark:  # fmt: skip
        """One point with a label.

        Parameters
        ----------
        name, role, size, handle, trail : see `figures.marks.dots`
        at : tuple of float
        dx, dy, align : see `figures.scene.Label`

        Returns
        -------
        Mark
        """
        place = at[0], self.inside(at[1])
        is_seen = self.x[0] <= at[0] <= self.x[1]
        label = Label(name, place, role, dx, dy, align, shown=is_seen)
        return marks.dots(
            name, [at], role=role, size=size, labels=(label,), handle=handle, trail=trail
        )

    def inside(self, y: float) -> float:
        """Take a height to the nearest at which a label can be read.

        Parameters
        ----------
        y : float

        Returns
        -------
        float
        """
        room = 0.07 * (self.y[1] - self.y[0])
        return min(max(y, self.y[0] + room), self.y[1] - room)
