"""What a lesson's folder says, once it is read: its words, controls, steps and questions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol
from urllib.parse import urlencode

import numpy as np

from ui import symbols, writing
from ui.controls import Controls, Problem, State
from ui.goals import Goal
from ui.writing import Facts, Template, template

STEP = "step"  # the value of the state that says which step is on the stage
FENCE = re.compile(r"^```(python)?\n(.*?)\n```$", re.DOTALL | re.MULTILINE)


class Entry(Protocol):
    """What the navigation and the map say of a lesson or another page."""

    @property
    def slug(self) -> str:
        """Its folder in `content/`, and its page."""

    @property
    def title(self) -> str:
        """A few words."""

    @property
    def question(self) -> str:
        """What it answers."""

    @property
    def minutes(self) -> int:
        """How long it takes."""

    @property
    def group(self) -> str:
        """To which part of the story it belongs."""

    @property
    def path(self) -> str:
        """Its path in a link."""


@dataclass(frozen=True)
class Option:
    """One answer a learner may pick, and what we say to it; `key` names it in the browser."""

    key: str
    text: str
    reply: str
    is_right: bool


@dataclass(frozen=True)
class Question:
    """A question with two or more options, at least one of them right."""

    text: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Step:
    """One step of a lesson: a few words, a task, and the state of the figure it speaks of.

    Attributes
    ----------
    name : str
        Its name in the lesson's files.
    number : int
        Its place, from 1; the value of `step` in links.
    text, task : str
        What is said, and what there is to do; templates.
    state : dict
        The whole state that *Show* sets.
    goal : Goal or None
        What the app checks.
    asks : tuple of str
        Values of the state that the task speaks of; they are tinted.
    is_check : bool
        Whether it asks instead of tells: a question answered in the figure.
    """

    name: str
    number: int
    text: str
    task: str
    state: State
    goal: Goal | None
    asks: tuple[str, ...] = ()
    is_check: bool = False


@dataclass(frozen=True)
class Lesson:
    """Everything a lesson's folder says."""

    slug: str
    title: str
    question: str
    minutes: int
    group: str
    controls: Controls
    parts: Mapping[str, str]
    predict: Question | None
    steps: tuple[Step, ...]
    checks: tuple[Question, ...]
    labels: Mapping[str, Mapping[str, Template]]
    handles: Mapping[str, str]
    drawers: Mapping[str, str]
    # Lines that the stage keeps room for, so that it never jumps: on a desk, on a phone.
    equation_lines: tuple[int, int]

    @property
    def path(self) -> str:
        """The lesson's path in a link."""
        return "" if self.slug == "home" else self.slug

    def base(self, values: Mapping[str, Any]) -> State:
        """What holds where a link says nothing: the state of its step."""
        if not self.steps:
            return self.controls.defaults()
        return self.steps[int(values[STEP]) - 1].state

    def read(self, link: Mapping[str, Iterable[object]]) -> tuple[State, list[Problem]]:
        """Read a state from a link's parameters; ``?step=3`` alone is the third step's state."""
        if not self.steps:
            return self.controls.read(link)
        step = self.controls[STEP].read(list(link.get(STEP, ()) or (1,))[-1])[0]
        return self.controls.read(link, self.base({STEP: step}))

    def pairs(self, values: State) -> dict[str, str]:
        """Write a state as the parameters of a link."""
        pairs = self.controls.pairs(values, self.base(values))
        if self.steps and values[STEP] != 1:
            pairs = {STEP: self.controls[STEP].text(values[STEP]), **pairs}
        return pairs

    def query(self, values: State) -> str:
        """Write a state as the query of a link: ``"step=3&w=2"``, without a question mark."""
        return urlencode(self.pairs(values))

    def start(self) -> State:
        """The state of a link that says nothing."""
        return dict(self.read({})[0])

    def step(self, values: State) -> Step | None:
        """The step whose state, or what has become of it, is on the stage."""
        return self.steps[int(values[STEP]) - 1] if self.steps else None

    def arguments(self, values: State) -> dict[str, Any]:
        """What the lesson's scene takes of a state."""
        return {name: value for name, value in values.items() if name != STEP}

    @cached_property
    def roles(self) -> Mapping[str, str]:
        """Name of a control → its colour, for the numbers in equations and prose."""
        return {c.name: c.role for c in self.controls.items if c.role != "text"}

    @property
    def code(self) -> str:
        """The program of the part `code`, without its fence; empty where there is none."""
        match = FENCE.search(self.parts.get("code", ""))
        return match[2] if match else ""

    def fenced(self, part: str) -> tuple[str, str, str]:
        """The prose before the fenced lines of a part, the lines, and the prose after."""
        before, _, code, after = FENCE.split(self.parts[part], maxsplit=1)
        return before.strip(), code, after.strip()

    def around_code(self) -> tuple[str, str]:
        """The prose before and after the program of the part `code`."""
        before, _, after = self.fenced("code")
        return before, after

    def prose(self, text: str, facts: Facts) -> str:
        """Fill a text of this lesson with facts, its formulas set and coloured, as Markdown."""
        return symbols.prose(text, facts, self.roles)

    def runs(self, text: str, facts: Facts) -> list[list[symbols.Run]]:
        """The same for the live parts, which set formulas themselves; see `symbols.runs`."""
        return symbols.runs(text, facts, self.roles)

    def equations(self, facts: Facts) -> list[list[symbols.Column]]:
        """The lesson's equations with their current numbers."""
        source = self.parts.get("equations", "")
        return symbols.equations(template(source), facts, self.roles)

    def alt(self, figure: str, facts: Facts) -> str:
        """What a figure shows, in words."""
        name = f"alt {figure}"
        if name not in self.parts:
            raise KeyError(f"{self.slug}/lesson.md: part “## {name}” is missing")
        return " ".join(writing.fill(self.parts[name], facts).split())

    def table(self, figure: str, facts: Facts) -> dict[str, list[str]]:
        """The numbers behind a figure: column → cells.

        A row of the Markdown table that asks for lists of numbers becomes one row for each.
        """
        head, _, *body = self.parts[f"table {figure}"].splitlines()
        columns = [writing.fill(cell, facts) for cell in _cells(head)]
        rows = [row for line in body for row in _rows(line, facts)]
        return {column: [row[i] for row in rows] for i, column in enumerate(columns)}

    def templates(self) -> dict[str, str]:
        """Every text of the lesson that may ask for facts, by where it stands."""
        texts = {f"## {name}": text for name, text in self.parts.items()}
        for step in self.steps:
            if step.goal is not None:
                texts[f"[[step]] {step.name}: said"] = step.goal.said
        return texts


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def _rows(line: str, facts: Facts) -> list[list[str]]:
    cells = _cells(line)
    names = {name for cell in cells for name in template(cell).names()}
    lists = {name for name in names if isinstance(facts.get(name), np.ndarray)}
    if not lists:
        return [[writing.fill(cell, facts) for cell in cells]]
    length = min(len(facts[name]) for name in lists)  # type: ignore[arg-type]
    each = (
        {**facts, **{name: facts[name][i] for name in lists}}  # type: ignore[index]
        for i in range(length)
    )
    return [[writing.fill(cell, one) for cell in cells] for one in each]


def turned(table: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Exchange a table's rows and columns.

    Parameters
    ----------
    table : mapping of str to list of str
        Column → cells; the first column names the rows.

    Returns
    -------
    dict
        The same form: the former columns' names, then one column for each former row.
    """
    (corner, names), *columns = table.items()
    rows = {name: [cells[i] for _, cells in columns] for i, name in enumerate(names)}
    return {corner: [column for column, _ in columns], **rows}
