"""What a lesson's parts show for one state: for each part, a flat table of fields.

The page sends a part's fields when it is drawn, the live channel sends those that changed
while something moves, and native mode draws from the same ones. A field is an array, or a
number, text or list. Its path names it: ``"boundary/x"``, ``"labels"``, ``"alt"``, ``"lines"``.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import zip_longest
from typing import Any

from figures.scene import Block, Cells, Chart, Grid, Matrices, Part, Scene
from figures.theme import Figure
from figures.written import is_rounded, rows
from ui import writing
from ui.controls import State
from ui.texts import STEP, Lesson
from ui.writing import Facts

Fields = dict[str, Any]


def all_fields(lesson: Lesson, scene: Scene, values: State) -> dict[str, Fields]:
    """Put a scene into words and fields, part by part.

    Parameters
    ----------
    lesson : Lesson
    scene : Scene
    values : dict
        The state it was drawn for.

    Returns
    -------
    dict
        Name of a part → its fields.
    """
    each = {name: fields(lesson, scene, name) for name in scene.parts}
    if "equations" in lesson.parts:
        each["equations"] = equation_fields(lesson, scene.facts)
    if lesson.code:
        each["code"] = code_fields(lesson, scene.facts)
    if lesson.steps:
        each["goal"] = goal_fields(lesson, scene.facts, values)
    return each


def fields(lesson: Lesson, scene: Scene, name: str) -> Fields:
    """The fields of one of a scene's own parts.

    Parameters
    ----------
    lesson : Lesson
    scene : Scene
    name : str

    Returns
    -------
    dict
    """
    part: Part = scene.parts[name]
    if isinstance(part, Matrices):
        return {"blocks": _blocks(lesson, name, part), "alt": lesson.alt(name, scene.facts)}
    if isinstance(part, Cells):
        return _cell_fields(lesson, scene, name, part)
    return {
        **part.frame,
        **part.trail_roles,
        **part.handle_scales,
        "labels": [label for label in labels(lesson, scene, name) if label["text"]],
        "alt": lesson.alt(name, scene.facts),
    }


def labels(lesson: Lesson, scene: Scene, name: str) -> list[dict[str, Any]]:
    """The texts in a chart, each with its place.

    Parameters
    ----------
    lesson : Lesson
    scene : Scene
    name : str
        The chart.

    Returns
    -------
    list of dict
        Those without a text of their own in the lesson are left out.
    """
    chart = scene.parts[name]
    texts = lesson.labels.get(name, {})
    if not isinstance(chart, Chart):
        return []
    return [
        {
            "name": label.name,
            "text": texts[label.name].fill(scene.facts) if label.shown else "",
            "x": float(label.at[0]),
            "y": float(label.at[1]),
            "dx": label.dx,
            "dy": label.dy,
            "align": label.align,
            "role": label.role,
        }
        for label in chart.labels
        if label.name in texts
    ]


def with_axis_titles(lesson: Lesson, name: str, figure: Figure, facts: Facts) -> Figure:
    """Name the axes of a chart in space, which Plotly writes itself, as the camera sees them.

    Parameters
    ----------
    lesson : Lesson
    name : str
        The chart.
    figure : dict
        Its figure or template; one that is flat is given back as it is.
    facts : mapping of str to Fact

    Returns
    -------
    dict
    """
    if "scene" not in figure["layout"]:
        return figure
    texts = lesson.labels.get(name, {})
    space = dict(figure["layout"]["scene"])
    for axis in ("x", "y", "z"):
        title = {"text": texts[f"{axis}-axis"].fill(facts), "font": {"color": "@text"}}
        space[f"{axis}axis"] = {**space[f"{axis}axis"], "title": title}
    return {**figure, "layout": {**figure["layout"], "scene": space}}


def equation_fields(lesson: Lesson, facts: Facts) -> Fields:
    """The fields of the equations.

    Parameters
    ----------
    lesson : Lesson
    facts : mapping of str to Fact

    Returns
    -------
    dict
    """
    lines = lesson.equations(facts)
    return {"lines": [[column.plain() for column in line] for line in lines]}


def code_fields(lesson: Lesson, facts: Facts) -> Fields:
    """The fields of the program.

    Parameters
    ----------
    lesson : Lesson
    facts : mapping of str to Fact

    Returns
    -------
    dict
    """
    return {"text": writing.code(lesson.code, facts)}


def goal_fields(lesson: Lesson, facts: Facts, values: State) -> Fields:
    """Which conditions of the current step's goal hold.

    Parameters
    ----------
    lesson : Lesson
    facts : mapping of str to Fact
    values : dict
        The state.

    Returns
    -------
    dict
        ``"step"`` and ``"flags"``; no flags where the step has no goal.
    """
    step = lesson.step(values)
    if step is None or step.goal is None:
        return {"step": values.get(STEP, 0.0), "flags": []}
    return {"step": step.number, "flags": step.goal.flags(facts, values, step.state)}


def _blocks(lesson: Lesson, name: str, part: Matrices) -> list[dict[str, Any]]:
    texts: Mapping[str, writing.Template] = lesson.labels.get(name, {})
    return [
        {"kind": "operator", "text": _relation(block.name, after, part.digits)}
        if block.values is None
        else {
            "kind": "matrix",
            "letter": texts[block.name].fill({}),
            "role": block.role,
            "rows": rows(block.values, part.digits),
        }
        for block, after in zip_longest(part.blocks, part.blocks[1:])
    ]


def _cell_fields(lesson: Lesson, scene: Scene, name: str, part: Cells) -> Fields:
    """Where each matrix stands and what its cells are called; the numbers that are computed.

    What can be edited is a value of the state, which the browser has already.
    """
    return {
        "grids": [
            {
                "name": grid.name,
                "letter": lesson.labels[name][grid.name].fill(scene.facts),
                "role": grid.role,
                "at": list(grid.at),
                "side": grid.letter,
                "inner": grid.inner,
                "row": grid.row,
                "column": grid.column,
                "editable": grid.is_editable,
                "names": [list(row) for row in grid.names],
                "labels": cell_labels(lesson, name, grid),
            }
            for grid in part.grids
        ],
        "numbers": {
            grid.name: rows(grid.values, part.digits) for grid in part.grids if not grid.is_editable
        },
        "alt": lesson.alt(name, scene.facts),
    }


def cell_labels(lesson: Lesson, name: str, grid: Grid) -> list[list[str]]:
    """What each cell of a matrix is called.

    Parameters
    ----------
    lesson : Lesson
    name : str
        The part.
    grid : Grid

    Returns
    -------
    list of list of str
    """
    if grid.is_editable:
        return [[lesson.controls[cell].label for cell in row] for row in grid.names]
    said = lesson.labels[name][f"{grid.name}-cell"]
    return [
        [
            said.fill({axis: float(k + 1) for axis, k in ((grid.row, i), (grid.column, j)) if axis})
            for j in range(len(row))
        ]
        for i, row in enumerate(grid.names)
    ]


def _relation(sign: str, after: Block | None, digits: int) -> str:
    """A sign as it stands: “≈” for “=” where the matrix after it is rounded."""
    is_about = sign == "=" and after is not None and is_rounded(after.values, digits)
    return "≈" if is_about else sign
