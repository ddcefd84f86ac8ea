"""A scene is everything a lesson shows for one state: its figures, and the facts for its words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Protocol

from core.activations import Array
from figures import theme
from figures.theme import Figure

Fact = float | bool | str | None | Array
Point = tuple[float, float]


@dataclass(frozen=True)
class Label:
    """Where a text stands in a chart; `content` says what it says, under the same name.

    Attributes
    ----------
    name : str
        Key of the text in the lesson's `[labels.<chart>]`; a mark's label has the mark's name.
    at : tuple of float
        Place, in the units of the axes.
    role : str
        Which colour it has.
    dx, dy : float
        Shift from there in pixels, to the right and up.
    align : {"left", "center", "right"}
        Which part of the text stands there.
    shown : bool
        Whether there is anything to say at this state.
    """

    name: str
    at: Point
    role: str = "text"
    dx: float = 0.0
    dy: float = 0.0
    align: str = "center"
    shown: bool = True


@dataclass(frozen=True)
class Handle:
    """What can be dragged: a mark whose place is given by values of the state.

    Attributes
    ----------
    x, y : str or None
        Names of the values it moves along each axis; None where it does not move that way.
    step : float
        How far one arrow key moves its value.
    scale : tuple of float or None
        For a value that is no place, such as a weight at the end of the bar w · x: where along
        the axis 0 is, and how far from there 1 is. Where the second is 0, nothing can move it,
        and there is no handle.
    """

    x: str | None
    y: str | None
    step: float = 0.1
    scale: tuple[float, float] | None = None


@dataclass(frozen=True)
class Trace:
    """One trace of a Plotly figure: a look that stays, and arrays that move.

    Attributes
    ----------
    uid : str
        Its name in the chart: lower-case letters, digits and hyphens.
    look : dict
        What stays while something moves.
    moving : dict
        Attribute (``"x"``, ``"marker/size"``) → array, number or text.
    """

    uid: str
    look: Mapping[str, Any]
    moving: Mapping[str, Any]


@dataclass(frozen=True)
class Mark:
    """One thing that a chart shows.

    Attributes
    ----------
    name : str
        What it is: lower-case letters, digits and hyphens; its first trace has the same name.
    role : str
        Which colour it has; what it reads as in a table of meanings.
    traces : tuple of Trace
        How Plotly draws it.
    labels : tuple of Label
        Texts that belong to it.
    handle : Handle or None
        How it can be dragged.
    trail : tuple of str or None
        Whether the browser leaves a trail of dots where the mark has been while the hand
        moved it: names of the values whose change wipes it. None for no trail.
    trail_role : str
        Which colour the dot has that is left at this state; the mark's own where it is empty.
    """

    name: str
    role: str
    traces: tuple[Trace, ...] = ()
    labels: tuple[Label, ...] = ()
    handle: Handle | None = None
    trail: tuple[str, ...] | None = None
    trail_role: str = ""

    def __getitem__(self, attribute: str) -> Any:
        return self.traces[0].moving[attribute]


class Axes(Protocol):
    """What a chart stands on; `figures.marks` has the flat and the spatial kind."""

    def layout(self) -> Figure:
        """Plotly's layout."""
        ...

    def labels(self) -> tuple[Label, ...]:
        """Where the names of the axes stand."""
        ...


@dataclass(frozen=True)
class Chart:
    """A Plotly figure, written as a list of marks; the first is drawn first.

    Attributes
    ----------
    axes : Axes
        Ranges, scales and names of the axes.
    marks : tuple of Mark
    aspect : float
        Height as a share of the width.
    """

    axes: Axes
    marks: tuple[Mark, ...]
    aspect: float = 0.75

    kind = "chart"

    def __getitem__(self, name: str) -> Mark:
        return {mark.name: mark for mark in self.marks}[name]

    def __contains__(self, name: object) -> bool:
        return any(mark.name == name for mark in self.marks)

    def _traces(self) -> Iterator[Trace]:
        return (trace for mark in self.marks for trace in mark.traces)

    @cached_property
    def frame(self) -> dict[str, Any]:
        """What moves: ``"<trace>/<attribute>"`` → array, number or text."""
        return {
            f"{trace.uid}/{path}": value
            for trace in self._traces()
            for path, value in trace.moving.items()
        }

    @property
    def labels(self) -> tuple[Label, ...]:
        """All texts in the chart, those of the axes first."""
        return (*self.axes.labels(), *(label for mark in self.marks for label in mark.labels))

    @property
    def handles(self) -> dict[str, Handle]:
        """Name of a mark → how it can be dragged."""
        return {mark.name: mark.handle for mark in self.marks if mark.handle is not None}

    @property
    def handle_scales(self) -> dict[str, list[float]]:
        """``"<mark>/handle-scale"`` → the scale of a handle whose value is no place."""
        return {
            f"{name}/handle-scale": [float(part) for part in handle.scale]
            for name, handle in self.handles.items()
            if handle.scale is not None
        }

    @property
    def trails(self) -> dict[str, Mark]:
        """Name of a mark that leaves a trail → the mark."""
        return {mark.name: mark for mark in self.marks if mark.trail is not None}

    @property
    def trail_roles(self) -> dict[str, str]:
        """``"<mark>/trail-role"`` → colour of the dot that a mark with a trail leaves now."""
        return {
            f"{name}/trail-role": mark.trail_role
            for name, mark in self.trails.items()
            if mark.trail_role
        }

    @property
    def template(self) -> Figure:
        """The figure without what moves; colours are names such as ``"@weight"``."""
        data = [{**trace.look, "uid": trace.uid} for trace in self._traces()]
        return {"data": data, "layout": self.axes.layout()}

    def figure(self) -> Figure:
        """Put the frame into the template.

        Returns
        -------
        dict
            The whole figure, its colours still names, without the texts of its labels.
        """
        figure = self.template
        for data, trace in zip(figure["data"], self._traces(), strict=True):
            for path, value in trace.moving.items():
                *parents, last = path.split("/")
                place = data
                for key in parents:
                    place[key] = dict(place.get(key, {}))
                    place = place[key]
                place[last] = value
        return figure


@dataclass(frozen=True)
class Block:
    """One matrix or vector of a `Matrices` part, or a sign between two.

    Attributes
    ----------
    name : str
        For a matrix: key of its letter in the lesson's `[labels.<part>]`. For a sign: the sign.
    values : ndarray or None
        Shape (n_rows, n_columns); None for a sign.
    role : str
        Which colour it has.
    """

    name: str
    values: Array | None = None
    role: str = "text"


@dataclass(frozen=True)
class Matrices:
    """A row of matrices with signs between them, as in W₁ · W₂ = W.

    Attributes
    ----------
    blocks : tuple of Block
    digits : int
        Decimals shown.
    """

    blocks: tuple[Block, ...]
    digits: int = 2

    kind = "matrix"


@dataclass(frozen=True)
class Grid:
    """One matrix of a `Cells` part, cell by cell.

    Attributes
    ----------
    name : str
        Key of its letter in the lesson's `[labels.<part>]`. Where it cannot be edited, the key
        ``"<name>-cell"`` says what one of its cells is; it may ask for the values it picks.
    values : ndarray
        Shape (n_rows, n_columns).
    role : str
        Which colour it has.
    names : tuple of tuple of str
        A name for each cell: where it can be edited, of the value of the state that stands there.
    is_editable : bool
    row, column : str or None
        Names of the values that picking a cell sets to the number of its row and column, from 1.
    at : tuple of int
        Its place among the matrices of the part: which row, which column.
    letter : {"above", "below", "left"}
        On which side of it its letter stands.
    inner : {"", "rows", "columns"}
        Which of its two sizes has to match another matrix's.
    """

    name: str
    values: Array
    role: str
    names: tuple[tuple[str, ...], ...]
    is_editable: bool = True
    row: str | None = None
    column: str | None = None
    at: tuple[int, int] = (0, 0)
    letter: str = "above"
    inner: str = ""

    def turned(self) -> Grid:
        """The same numbers with rows and columns exchanged.

        Returns
        -------
        Grid
        """
        return replace(
            self,
            values=self.values.T,
            names=tuple(zip(*self.names, strict=True)),
            row=self.column,
            column=self.row,
        )

    def placed(self, row: int, column: int, letter: str, inner: str = "") -> Grid:
        """The same matrix at a place among others.

        Parameters
        ----------
        row, column : int
        letter, inner : see `Grid`

        Returns
        -------
        Grid
        """
        return replace(self, at=(row, column), letter=letter, inner=inner)


@dataclass(frozen=True)
class Cells:
    """Matrices that stand above and beside each other, so that rows and columns meet.

    Attributes
    ----------
    grids : tuple of Grid
    digits : int
        Decimals shown of what is computed.
    """

    grids: tuple[Grid, ...]
    digits: int = 2

    kind = "cells"


Part = Chart | Matrices | Cells


@dataclass(frozen=True)
class Scene:
    """All that a lesson shows for one state.

    Attributes
    ----------
    parts : dict
        Name → chart, matrices or cells.
    facts : dict
        Name → number, yes or no, key, or array, for the lesson's words to use. None where a
        quantity does not exist, such as a distance without a boundary.
    """

    parts: Mapping[str, Part]
    facts: Mapping[str, Fact] = field(default_factory=dict)

    @property
    def charts(self) -> dict[str, Chart]:
        """The parts that are charts."""
        return {name: part for name, part in self.parts.items() if isinstance(part, Chart)}


def palettes() -> Mapping[str, theme.Palette]:
    """What the colour names mean in each theme.

    Returns
    -------
    mapping
        Theme → role → colour.
    """
    return theme.PALETTES
