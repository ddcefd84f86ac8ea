"""The plane of two inputs: a neuron's sides, boundary and arrow, a probe and its distance."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from core.activations import Array
from core.line import GeneralLine, Window, segment, side, window_corners
from core.neuron import Neuron
from figures import marks
from figures.marks import NOWHERE, Flat
from figures.scene import Chart, Handle, Label, Mark, Point

CORNER = 0.16  # side of a right angle's square, in units of the axes
RULER_TICK = 0.09  # half the length of a tick on the distance
LABEL_EDGE = 0.35  # how far a side's label stays from the window's corner
LABEL_ROOM = 0.45  # how far other labels stay inside the window
NOTE_ROOM = (1.8, 1.3)  # of a text in the window's corner
FARTHEST_LABEL = 1.5  # how far from the probe the distance is written
END_ROOM = 0.9  # from an end of the boundary to the text beside it
TEXT_ROOM = (1.0, 0.6)  # between the middles of two texts
TINT = 40.0  # pixels
SHORTEST = 0.6  # arrow whose length is written


class Plane:
    """A window on the plane of two inputs.

    Parameters
    ----------
    window : tuple of float
        x₁ from, x₁ to, x₂ from, x₂ to.
    aspect : float
        Height of the chart as a share of its width.
    numbered : bool
        Whether numbers stand along the axes.
    """

    def __init__(self, window: Window, aspect: float = 0.78, *, numbered: bool = True) -> None:
        self.window = window
        self.aspect = aspect
        self.numbered = numbered

    def chart(self, *each: Mark | Iterable[Mark]) -> Chart:
        """Put marks on the plane.

        Parameters
        ----------
        *each : Mark or iterable of Mark
            In the order of drawing.

        Returns
        -------
        Chart
        """
        axes = Flat(self.window[:2], self.window[2:], equal=True, numbered=self.numbered)
        return marks.chart(axes, *each, aspect=self.aspect)

    def axes(self) -> Mark:
        """The lines through zero, for the top of a field that hides the chart's own.

        Returns
        -------
        Mark
            ``"axes"``
        """
        x0, x1, y0, y1 = self.window
        both = marks.joined([[(x0, 0), (x1, 0)], [(0, y0), (0, y1)]])
        return marks.line("axes", both, role="axis", width=1.25)

    def sides(self, neuron: Neuron, clear_of: ArrayLike = NOWHERE) -> tuple[Mark, ...]:
        """Both sides of a neuron's boundary, each with a label in the corner farthest from it.

        Parameters
        ----------
        neuron : Neuron
            With two weights. Where both are 0, the whole plane is one side, or none.
        clear_of : array_like, shape (n, 2)
            Points that have a text of their own: near them a side has none in its corner.

        Returns
        -------
        tuple of Mark
            ``"positive-side"`` and ``"negative-side"``, and what they would hide: see `ruling`.
        """
        corners = window_corners(self.window)
        line = line_of(neuron)
        heights = neuron.preactivation(corners)
        each = []
        for name, role, sign, best in (
            ("positive-side", "positive", 1, int(np.argmax(heights))),
            ("negative-side", "negative", -1, int(np.argmin(heights))),
        ):
            if line is not None:
                part = side(line, self.window, positive=sign > 0)
            else:
                part = corners if sign * neuron.bias > 0 else NOWHERE
            x, y = corners[best] - np.sign(corners[best]) * (2 * LABEL_EDGE, LABEL_EDGE)
            # In a narrow tip of a side the label would stand on the other one.
            is_there = sign * float(neuron.preactivation([x, y])) > 0
            is_free = not _is_near(corners[best], clear_of)
            label = Label(name, (float(x), float(y)), f"{role}-word", shown=is_there and is_free)
            each.append(marks.area(name, part, role=role, labels=(label,)))
        return (*each, *self.ruling())

    def ruling(self) -> tuple[Mark, Mark]:
        """The grid and the two axes through zero, for planes that are painted over Plotly's own.

        Returns
        -------
        tuple of Mark
            ``"grid"`` and ``"axes"``.
        """
        x0, x1, y0, y1 = self.window
        upright = [np.array([(x, y0), (x, y1)]) for x in range(math.ceil(x0), math.floor(x1) + 1)]
        level = [np.array([(x0, y), (x1, y)]) for y in range(math.ceil(y0), math.floor(y1) + 1)]
        return (
            marks.line("grid", marks.joined([*upright, *level]), role="grid", width=1),
            self.axes(),
        )

    def tint(self, at: Point, z: float) -> tuple[Mark, Mark]:
        """The colour of one point's sign, around it; for planes whose sides are not shown.

        Parameters
        ----------
        at : tuple of float
        z : float
            The preactivation there.

        Returns
        -------
        tuple of Mark
            ``"positive-tint"`` and ``"negative-tint"``, of which one is there, or none at 0.
        """
        above, below = ([at] if z > 0 else NOWHERE), ([at] if z < 0 else NOWHERE)
        return (
            marks.dots("positive-tint", above, role="positive-edge", size=TINT),
            marks.dots("negative-tint", below, role="negative-edge", size=TINT),
        )

    def boundary(self, neuron: Neuron, clear_of: ArrayLike | None = None) -> Mark:
        """The line where a neuron's preactivation is 0.

        Parameters
        ----------
        neuron : Neuron
            With two weights.
        clear_of : array_like, shape (n, 2), optional
            Points that have a text of their own. Given, the boundary has one too: near its end
            on the arrow's right, or else on its left.

        Returns
        -------
        Mark
            ``"boundary"``; nothing where both weights are 0 or the line misses the window.
        """
        line = line_of(neuron)
        ends = segment(line, self.window) if line is not None else NOWHERE
        labels = () if clear_of is None else (self._beside_boundary(neuron, ends, clear_of),)
        return marks.line("boundary", ends, width=3, labels=labels)

    def _beside_boundary(self, neuron: Neuron, ends: Array, clear_of: ArrayLike) -> Label:
        """A text on the positive side of the boundary, not far from one of its ends."""
        axes = [(self.window[1], 0.0), (0.0, self.window[3])]  # where their names stand
        taken = np.concatenate([np.reshape(clear_of, (-1, 2)), axes])
        if len(ends) == 0 or math.dist(*ends) < 2 * END_ROOM:
            return Label("boundary", (0.0, 0.0), shown=False)
        unit = neuron.weights / neuron.norm
        right = np.array([unit[1], -unit[0]])
        ends = ends if ends[0] @ right > ends[1] @ right else ends[::-1]
        inwards = (ends[1] - ends[0]) / math.dist(*ends)
        places = np.array([ends[0] + END_ROOM * inwards, ends[1] - END_ROOM * inwards])
        are_free = [np.any(np.abs(taken - at) > TEXT_ROOM, axis=1).all() for at in places]
        at = places[0] if are_free[0] or not are_free[1] else places[1]
        return marks.beside("boundary", self.inside(at), unit, role="text", wide=1.7)

    def weights(self, w: ArrayLike, handle: Handle | None = None, tail: ArrayLike = (0, 0)) -> Mark:
        """The weights as an arrow.

        Parameters
        ----------
        w : array_like, shape (2,)
        handle : Handle or None
            How the tip is dragged.
        tail : array_like, shape (2,)
            Where the arrow starts.

        Returns
        -------
        Mark
            ``"weights"``
        """
        start = np.asarray(tail, dtype=float)
        tip = start + np.asarray(w, dtype=float)
        is_long = bool(np.any(tip != start))
        label = marks.beside(
            "weights", self.inside(tip), tip - start, role="weight",
            pixels=26 if handle else 18, shown=is_long,
        )  # fmt: skip
        return marks.arrow("weights", start, tip, role="weight", labels=(label,), handle=handle)

    def length(self, w: ArrayLike, away_from: ArrayLike) -> Mark:
        """A text beside the arrow from the origin, for how long it is.

        Parameters
        ----------
        w : array_like, shape (2,)
            The weights.
        away_from : array_like, shape (2,)
            A point that has a text of its own: the length stands on the other side.

        Returns
        -------
        Mark
            ``"length"``; nothing where the arrow is too short for it.
        """
        w1, w2 = (float(value) for value in np.asarray(w))
        x, y = (float(value) for value in np.asarray(away_from))
        left = (-w2, w1) if w1 * y - w2 * x <= 0 else (w2, -w1)
        at = self.inside((0.3 * w1, 0.3 * w2))
        is_long = math.hypot(w1, w2) > SHORTEST
        return marks.note(marks.beside("length", at, left, role="weight", wide=2.2, shown=is_long))

    def right_angle(self, neuron: Neuron) -> Mark:
        """The right angle between the arrow and the boundary, where the arrow's line meets it.

        Parameters
        ----------
        neuron : Neuron
            With two weights.

        Returns
        -------
        Mark
            ``"right-angle"``
        """
        line = line_of(neuron)
        if line is None:
            return marks.line("right-angle", NOWHERE, width=1.6)
        foot, unit = np.array(line.foot(0.0, 0.0)), neuron.weights / neuron.norm
        return marks.line("right-angle", _square(foot, unit), width=1.6)

    def probe(
        self,
        at: Point,
        role: str,
        handle: Handle | None = None,
        name: str = "probe",
        away: ArrayLike = (0.0, 1.0),
        room: Point = (34.0, 26.0),
        trail: tuple[str, ...] | None = None,
        trail_role: str = "",
    ) -> Mark:
        """A point that is followed.

        Parameters
        ----------
        at : tuple of float
        role : str
            Colour: that of the quantity read off at the point.
        handle : Handle or None
        name : str
        away : array_like, shape (2,)
            In which direction from the point its label stands, a unit vector.
        room : tuple of float
            How many pixels from it, across and up.
        trail, trail_role : see `figures.scene.Mark`

        Returns
        -------
        Mark
        """
        dx, dy = (float(value) for value in np.asarray(away) * room)
        # Near an edge the label moves inwards instead.
        x0, x1, y0, y1 = self.window
        dx = abs(dx) if at[0] < x0 + LABEL_ROOM else -abs(dx) if at[0] > x1 - LABEL_ROOM else dx
        dy = abs(dy) if at[1] < y0 + LABEL_ROOM else -abs(dy) if at[1] > y1 - LABEL_ROOM else dy
        label = Label(name, at, role, dx=dx, dy=dy)
        point = marks.dots(name, [at], role=role, size=13, labels=(label,), handle=handle)
        return replace(point, trail=trail, trail_role=trail_role)

    def note(
        self, name: str, role: str, across: int, up: int, clear_of: ArrayLike = NOWHERE
    ) -> Mark:
        """A text in a corner of the window, left out where something stands there.

        Parameters
        ----------
        name, role : see `figures.scene.Label`
        across, up : {-1, 1}
            Which corner: left or right, below or above.
        clear_of : array_like, shape (n, 2)
            Points that have a text of their own.

        Returns
        -------
        Mark
        """
        x0, x1, y0, y1 = self.window
        x, y = (x0 if across < 0 else x1), (y0 if up < 0 else y1)
        align, is_free = ("left" if across < 0 else "right"), not _is_near((x, y), clear_of)
        return marks.note(Label(name, (x, y), role, -8 * across, -14 * up, align, is_free))

    def distance(
        self, neuron: Neuron, at: Point, *, dash: str = "solid", away_from: ArrayLike | None = None
    ) -> tuple[Mark, ...]:
        """The way from a point straight to the boundary, with a tick at each whole step.

        Parameters
        ----------
        neuron : Neuron
            With two weights.
        at : tuple of float
            The point.
        dash : {"solid", "dash", "dot"}
        away_from : array_like, shape (2,), optional
            A point with a text of its own: the distance is written on the other side.

        Returns
        -------
        tuple of Mark
            ``"distance"``, ``"ruler"`` and ``"distance-angle"``.
        """
        line = line_of(neuron)
        if line is None:
            return (
                marks.line("distance", NOWHERE, width=2, dash=dash),
                marks.line("ruler", NOWHERE, width=1.6),
                marks.line("distance-angle", NOWHERE, width=1.6),
            )
        foot, point = np.array(line.foot(*at)), np.array(at)
        length = float(np.hypot(*(point - foot)))
        unit = neuron.weights / neuron.norm
        ahead = (point - foot) / length if length > 0 else unit
        along = np.array([-unit[1], unit[0]])
        # With weights near 0 the boundary is miles away: no ticks farther than the window reaches.
        x0, x1, y0, y1 = self.window
        sight = math.hypot(x1 - x0, y1 - y0)
        ticks = [
            np.array([foot + k * ahead - RULER_TICK * along, foot + k * ahead + RULER_TICK * along])
            for k in range(max(1, math.ceil(length - sight)), int(length + 1e-9) + 1)
        ]
        share = 0.5 if length <= 2 * FARTHEST_LABEL else FARTHEST_LABEL / length
        middle = self.inside(point + share * (foot - point))
        label = Label(
            "distance", middle, dx=float(-26 * along[0]), dy=float(-26 * along[1]),
            shown=length > 0.3,
        )  # fmt: skip
        if away_from is not None:
            beyond = along if (point - np.asarray(away_from)) @ along > 0 else -along
            label = marks.beside(
                "distance", middle, beyond, role="text", wide=1.7, shown=label.shown
            )
        angle = _square(foot, ahead) if length > 2 * CORNER else NOWHERE
        return (
            marks.line("distance", [point, foot], width=2, dash=dash, labels=(label,)),
            marks.line("ruler", marks.joined(ticks), width=1.6),
            marks.line("distance-angle", angle, width=1.6),
        )

    def inside(self, at: ArrayLike) -> Point:
        """Take a point to the nearest place where a label can be read.

        Parameters
        ----------
        at : array_like, shape (2,)

        Returns
        -------
        tuple of float
        """
        x0, x1, y0, y1 = self.window
        x, y = np.clip(
            np.asarray(at, dtype=float),
            (x0 + LABEL_ROOM, y0 + LABEL_ROOM),
            (x1 - LABEL_ROOM, y1 - LABEL_ROOM),
        )
        return float(x), float(y)


def line_of(neuron: Neuron) -> GeneralLine | None:
    """The boundary of a neuron with two inputs.

    Parameters
    ----------
    neuron : Neuron

    Returns
    -------
    GeneralLine or None
        None where both weights are 0: then z is the bias everywhere.
    """
    w1, w2 = map(float, neuron.weights)
    return GeneralLine(m=w1, n=w2, c=neuron.bias) if w1 or w2 else None


def _is_near(corner: ArrayLike, points: ArrayLike) -> bool:
    """Whether one of some points is in the way of a text in a corner."""
    apart = np.abs(np.reshape(np.asarray(points, dtype=float), (-1, 2)) - corner)
    return bool(np.any(np.all(apart < NOTE_ROOM, axis=1)))


def _square(foot: Array, ahead: Array) -> Array:
    """The two sides of a right angle's mark at the foot of a perpendicular."""
    along = np.array([-ahead[1], ahead[0]])
    return np.array(foot + CORNER * np.array([along, along + ahead, ahead]))
