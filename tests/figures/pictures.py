"""What a person sees in a picture, and what every picture has to keep."""

import json
import math
import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from hypothesis import strategies as st

from core.activations import Array
from figures import marks
from figures.scene import Cells, Chart, Mark, Matrices, Point, Scene, Trace
from figures.theme import PALETTES, paint
from tests.ui.states import values_of
from ui import parts
from ui.controls import Number, State
from ui.texts import STEP, Lesson
from ui.wire import plain

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# What no learner should read: a number that is none, a hyphen for a minus, a colour's name,
# a tag, a place that was not filled, a doubled space.
NO_WORDS = re.compile(r"\bnan\b|not a number|\binf\b|\bNone\b|-\d|@|<[/\w]|\{\{|\}\}|  ")


# --- what a person sees ----------------------------------------------------------------------


@dataclass(frozen=True)
class Seen:
    """One mark of a chart, and what is written beside it."""

    mark: Mark
    text: str
    at: Point | None

    @property
    def points(self) -> Array:
        """Where it is, a point a row; a row of nan is a gap."""
        return points_of(self.mark.traces[0])

    @property
    def pieces(self) -> list[Array]:
        """Its points, taken apart at the gaps."""
        return pieces_of(self.points)

    @property
    def tip(self) -> Point | None:
        """Where an arrow points to; None where it has no length."""
        return marks.tip_of(self.mark)

    @property
    def head(self) -> Array:
        """The three corners of an arrow's head, its tip first."""
        return points_of(self.mark.traces[1])


class Picture:
    """A chart of a scene as a person sees it: ``picture["boundary"].points``."""

    def __init__(self, lesson: Lesson, scene: Scene, name: str) -> None:
        self.chart = scene.charts[name]
        fields = parts.fields(lesson, scene, name)
        self.alt: str = fields["alt"]
        self.labels = {label["name"]: label for label in fields["labels"]}

    @property
    def texts(self) -> dict[str, str]:
        """What is written in the chart, by the name of the mark it belongs to."""
        return {name: label["text"] for name, label in self.labels.items()}

    def __getitem__(self, name: str) -> Seen:
        label = self.labels.get(name)
        at = (label["x"], label["y"]) if label else None
        return Seen(self.chart[name], label["text"] if label else "", at)

    def __contains__(self, name: object) -> bool:
        return name in self.chart


def points_of(trace: Trace) -> Array:
    """The points of a trace, a row each."""
    axes = [axis for axis in "xyz" if axis in trace.moving]
    return np.stack([trace.moving[axis] for axis in axes], axis=1).astype(np.float64)


def pieces_of(points: Array) -> list[Array]:
    """Points, taken apart at rows of nan."""
    gaps = np.flatnonzero(np.isnan(points).any(axis=1))
    each = np.split(points, gaps)
    return [piece[~np.isnan(piece).any(axis=1)] for piece in each] if len(points) else []


def area_of(corners: Array) -> float:
    """Area of a polygon by the shoelace formula; 0 where there is none."""
    if len(corners) == 0:
        return 0.0
    x, y = corners[:, 0], corners[:, 1]
    return 0.5 * abs(float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))))


def quiet(scene: Callable[..., Scene], **state: Any) -> Scene:
    """Draw with every warning an error, as in the test run itself and not on the server."""
    with warnings.catch_warnings(), np.errstate(all="raise", under="ignore"):
        warnings.simplefilter("error")
        return scene(**{name: value for name, value in state.items() if name != STEP})


# --- states a visitor can reach --------------------------------------------------------------


def value(low: float, high: float) -> st.SearchStrategy[float]:
    """Anything a link can hold: on the slider's grid, at an end, or typed with six decimals."""
    grid = st.integers(round(low * 10), round(high * 10)).map(lambda n: n / 10)
    return grid | st.floats(low, high).map(lambda v: round(v, 6) + 0.0) | st.just(1e-06)


def any_state(lesson: Lesson) -> st.SearchStrategy[State]:
    """Any state a visitor can reach, and typed numbers next to 0: a link may hold 0.000001."""
    each = {}
    for control in lesson.controls.items:
        each[control.name] = values_of(control)
        if isinstance(control, Number):
            each[control.name] |= st.sampled_from([control.read(v)[0] for v in (1e-6, -1e-6)])
    return st.fixed_dictionaries(each)


# --- what every picture has to keep ----------------------------------------------------------


def assert_sound(lesson: Lesson, scene: Scene) -> None:
    """Every part can be sent, every number is finite, every colour known, every text readable."""
    for name, fact in scene.facts.items():
        assert_fact(name, fact)
    for name, part in scene.parts.items():
        if isinstance(part, Matrices):
            assert_matrices(lesson, name, part)
        elif isinstance(part, Cells):
            assert_cells(lesson, name, part)
        else:
            assert_chart(part)
            assert_labels(lesson, scene, name)
            assert_handles(lesson, part)
        assert_words(parts.fields(lesson, scene, name)["alt"])
        if f"table {name}" in lesson.parts:
            for column, cells in lesson.table(name, scene.facts).items():
                for text in (column, *cells):
                    assert text, f"an empty cell in the table of {name}"
                    assert not NO_WORDS.search(text), text


def assert_fact(name: str, fact: Any) -> None:
    """Facts are what words can be made of: numbers (also ∞), yes or no, keys, lists of these."""
    if isinstance(fact, np.ndarray):
        assert fact.size, f"{name} is empty"
        assert fact.dtype.kind in "fibU", f"{name}: {fact.dtype}"
        return
    assert fact is None or isinstance(fact, (bool, str, int, float)), f"{name}: {type(fact)}"
    assert not isinstance(fact, float) or not math.isnan(fact), f"{name} is nan"


def assert_chart(chart: Chart) -> None:
    """Marks are named once, their arrays can be drawn and sent, their colours are known."""
    names = [mark.name for mark in chart.marks]
    uids = [trace.uid for mark in chart.marks for trace in mark.traces]
    for each in (names, uids):
        assert len(set(each)) == len(each), f"not unique: {each}"
        assert all(NAME.fullmatch(name) for name in each), each
    for mark in chart.marks:
        assert not mark.traces or mark.traces[0].uid == mark.name
        for trace in mark.traces:
            assert_trace(trace)
    for palette in PALETTES.values():
        for role in (mark.role for mark in chart.marks):
            assert role in palette, f"no colour is called {role}"
        for label in chart.labels:
            assert label.role in palette, f"no colour is called {label.role}"
    assert len(chart.frame) == sum(len(t.moving) for m in chart.marks for t in m.traces)
    figure = chart.figure()
    for mode in PALETTES:
        text = json.dumps(plain(paint(figure, mode)), allow_nan=False)
        assert "@" not in text


def assert_trace(trace: Trace) -> None:
    """Its arrays are small, finite but for gaps, and fit together."""
    arrays = {path: v for path, v in trace.moving.items() if isinstance(v, np.ndarray)}
    for path, array in arrays.items():
        assert array.dtype in (np.float32, np.uint8), f"{trace.uid}/{path}: {array.dtype}"
        assert np.isfinite(array[~np.isnan(array)]).all(), f"{trace.uid}/{path} is not finite"
    for path, still in trace.moving.items():
        assert path in arrays or type(still) in (str, int, float), f"{trace.uid}/{path}"
    if trace.look["type"] == "heatmap":
        z = arrays["z"]
        assert z.ndim == 2
        assert z.dtype == np.uint8
        return
    along = [arrays[axis] for axis in "xyz" if axis in arrays]
    assert {axis.shape for axis in along} == {(len(along[0]),)}, f"{trace.uid}: x and y differ"
    is_gap = np.isnan(np.stack(along)).any(axis=0)
    assert not is_gap.size or not is_gap.all(), f"{trace.uid}: nothing but gaps"
    if "i" in arrays:
        faces = np.array([arrays[corner] for corner in "ijk"])
        assert (faces == faces.astype(int)).all()
        assert not faces.size or 0 <= faces.min() <= faces.max() < len(along[0])


def assert_labels(lesson: Lesson, scene: Scene, name: str) -> None:
    """Every text is inside the window, or at its edge, and written for people."""
    chart = scene.charts[name]
    places = [label.name for label in chart.labels]
    assert len(set(places)) == len(places), f"two labels of one name: {places}"
    if not isinstance(chart.axes, marks.Flat):
        assert {"x-axis", "y-axis", "z-axis"} <= set(lesson.labels[name])
        return
    for label in parts.fields(lesson, scene, name)["labels"]:
        assert not NO_WORDS.search(label["text"]), label["text"]
        for at, (low, high) in ((label["x"], chart.axes.x), (label["y"], chart.axes.y)):
            assert low <= at <= high, f"{label['name']} ({label['text']}) is at {at}"
        assert label["align"] in ("left", "center", "right")


def assert_handles(lesson: Lesson, chart: Chart) -> None:
    """What can be dragged has a name for who cannot see it, and moves values that exist."""
    for name, handle in chart.handles.items():
        assert lesson.handles.get(name), f"the handle {name} has no words"
        moved = [value for value in (handle.x, handle.y) if value is not None]
        assert moved, f"the handle {name} moves nothing"
        assert all(value in lesson.controls for value in moved), moved
        assert handle.step > 0


def assert_matrices(lesson: Lesson, name: str, part: Matrices) -> None:
    """Every matrix has a letter, two axes, finite numbers and a known colour."""
    for block in part.blocks:
        assert all(block.role in palette for palette in PALETTES.values())
        if block.values is None:
            assert block.name
            continue
        assert block.name in lesson.labels[name]
        assert block.values.ndim == 2
        assert block.values.size
        assert np.isfinite(block.values).all()


def assert_cells(lesson: Lesson, name: str, part: Cells) -> None:
    """Every matrix has a letter; every cell a value of the state, or a name for what it shows."""
    places = [grid.at for grid in part.grids]
    assert len(set(places)) == len(places), "two matrices at one place"
    for grid in part.grids:
        assert all(grid.role in palette for palette in PALETTES.values())
        assert grid.name in lesson.labels[name]
        assert grid.values.shape == (len(grid.names), len(grid.names[0]))
        assert np.isfinite(grid.values).all()
        picked = [axis for axis in (grid.row, grid.column) if axis is not None]
        assert all(isinstance(lesson.controls[axis], Number) for axis in picked)
        if grid.is_editable:
            named = [lesson.controls[cell] for row in grid.names for cell in row]
            assert all(isinstance(control, Number) for control in named)
        labels = [label for row in parts.cell_labels(lesson, name, grid) for label in row]
        assert len(set(labels)) == len(labels) == grid.values.size


def assert_words(alt: str) -> None:
    """A text alternative is whole sentences, with every number written for people."""
    assert alt.endswith("."), alt
    assert not NO_WORDS.search(alt), alt


def assert_plotly(chart: Chart) -> None:
    """Plotly knows every attribute by its name and takes every value."""
    figure = go.Figure(paint(chart.figure(), "light"))
    assert len(figure.data) == sum(len(mark.traces) for mark in chart.marks)
