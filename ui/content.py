"""The words of the app, read from `content/` and held to their contract.

A lesson is a folder with two files. `lesson.md` holds what is written in lines, one part under
each `##` heading: prose, the equations, and for each figure its text alternative and its table.
`lesson.toml` holds what has a structure: controls, labels, questions, experiments.
Whatever is missing or wrong fails here, with the file and the key named.
"""

from __future__ import annotations

import math
import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np

from core.activations import ACTIVATIONS
from ui import symbols, writing
from ui.controls import Choice, Control, Controls, Number, State, Switch
from ui.writing import Facts, Template, TemplateError, template

CONTENT = Path(__file__).parent.parent / "content"
# Other lessons with the app's own words: what the browser tests serve, or a school's own.
LESSONS = Path(os.environ.get("JUST_A_LINE_LESSONS", CONTENT))

PARTS = ("answer", "explore", "saw", "confusions", "code", "deeper")
HOME_PARTS = ("answer", "explore")
EXTRA_PARTS = ("equations", "high", "table", "slope")  # prose beside a lesson's further figures
FIGURE_PARTS = re.compile(r"(alt|table) [a-z][a-z0-9-]*")  # of one figure
TABLE = "activations"  # in place of a list of choices: the core's table of activations
EXPERIMENTS = 3
CHECKS = (2, 4)
RESERVED = ("live", "embed", "embed_options")  # names that mean something else in a link

_FENCE = re.compile(r"^```python\n(.*?)\n```$", re.DOTALL | re.MULTILINE)


class ContentError(Exception):
    """Something in `content/` is missing or wrong; the message names the file and the key."""


@dataclass(frozen=True)
class Option:
    """One answer a learner may pick, and what we say to it."""

    text: str
    reply: str
    is_right: bool


@dataclass(frozen=True)
class Question:
    """A question with two or more options, at least one of them right."""

    text: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Experiment:
    """Something to try: what to look for, and the state that shows it."""

    title: str
    text: str
    state: State


@dataclass(frozen=True)
class Lesson:
    """Everything a lesson's folder says."""

    slug: str
    title: str
    question: str
    goal: str
    controls: Controls
    parts: Mapping[str, str]
    predict: Question | None
    experiments: tuple[Experiment, ...]
    checks: tuple[Question, ...]
    labels: Mapping[str, Mapping[str, Template]]
    handles: Mapping[str, str]

    @property
    def path(self) -> str:
        """The lesson's path in a link."""
        return "" if self.slug == "home" else self.slug

    @cached_property
    def roles(self) -> Mapping[str, str]:
        """Name of a control → its colour, for the numbers in equations and prose."""
        return {c.name: c.role for c in self.controls.items if c.role != "text"}

    @property
    def code(self) -> str:
        """The program of the part `code`, without its fence; empty where there is none."""
        match = _FENCE.search(self.parts.get("code", ""))
        return match[1] if match else ""

    def around_code(self) -> tuple[str, str]:
        """The prose before and after the program of the part `code`."""
        before, _, after = _FENCE.split(self.parts["code"], maxsplit=1)
        return before, after

    def prose(self, text: str, facts: Facts) -> str:
        """Fill a text of this lesson with facts, its formulas set and coloured."""
        return symbols.prose(text, facts, self.roles)

    def equations(self, facts: Facts) -> list[list[symbols.Column]]:
        """The lesson's equations with their current numbers."""
        source = self.parts.get("equations", "")
        return symbols.equations(template(source), facts, self.roles)

    def alt(self, figure: str, facts: Facts) -> str:
        """What a figure shows, in words."""
        return " ".join(writing.fill(self.parts[f"alt {figure}"], facts).split())

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
        texts |= {f"[[experiment]] {e.title}": e.text for e in self.experiments}
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


@cache
def words() -> Mapping[str, Mapping[str, str]]:
    """Read the words of the app's own parts.

    Returns
    -------
    mapping
        Section → key → text.
    """
    return _toml(CONTENT / "words.toml")


@cache
def slugs() -> tuple[str, ...]:
    """Read the lessons' list.

    Returns
    -------
    tuple of str
        Slugs in teaching order, home first.
    """
    path = LESSONS / "lessons.toml"
    listed = _Keys(path, _toml(path)).need("lessons", list)
    return tuple(str(slug) for slug in listed)


@cache
def lesson(slug: str) -> Lesson:
    """Read one lesson.

    Parameters
    ----------
    slug : str
        Its folder in `content/`.

    Returns
    -------
    Lesson

    Raises
    ------
    ContentError
        If the folder breaks the contract.
    """
    return load(LESSONS / slug)


def load(folder: Path) -> Lesson:
    """Read a lesson's folder and hold it to the contract.

    Parameters
    ----------
    folder : Path
        A folder with `lesson.md` and `lesson.toml`.

    Returns
    -------
    Lesson

    Raises
    ------
    ContentError
        If a file, a part, a question's right answer, an option's reply or anything else of
        the contract is missing; it names the file and the key.
    """
    path = folder / "lesson.toml"
    keys = _Keys(path, _toml(path))
    is_home = folder.name == "home"
    controls = Controls(tuple(_control(entry) for entry in keys.tables("control", 1)))
    names = [control.name for control in controls.items]
    for name in names:
        if names.count(name) > 1:
            keys.fail("control", f"has the name {name!r} more than once")
    experiments = tuple(
        _experiment(entry, controls) for entry in keys.tables("experiment", 0 if is_home else 1)
    )
    checks = tuple(_question(entry) for entry in keys.tables("check", 0 if is_home else 1))
    if not is_home:
        if len(experiments) != EXPERIMENTS:
            keys.fail("experiment", f"must be {EXPERIMENTS} tables, got {len(experiments)}")
        if not CHECKS[0] <= len(checks) <= CHECKS[1]:
            keys.fail("check", f"must be {CHECKS[0]} to {CHECKS[1]} tables, got {len(checks)}")
    return Lesson(
        slug=folder.name,
        title=keys.text("title"),
        question=keys.text("question"),
        goal=keys.text("goal"),
        controls=controls,
        parts=_parts(folder / "lesson.md", HOME_PARTS if is_home else PARTS),
        predict=None if is_home else _question(keys.table("predict")),
        experiments=experiments,
        checks=checks,
        labels={
            figure: {name: template(entry.text(name)) for name in entry.table_}
            for figure, entry in keys.optional_tables("labels").items()
        },
        handles=keys.texts("handles"),
    )


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ContentError(f"{_short(path)}: the file is missing") from None
    except UnicodeDecodeError as error:
        raise ContentError(f"{_short(path)}: {error}") from None


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError as error:
        raise ContentError(f"{_short(path)}: {error}") from None


def _short(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


@dataclass(frozen=True)
class _Keys:
    """A table of a TOML file that names itself when something is wrong with it."""

    path: Path
    table_: Mapping[str, Any]
    where: str = ""

    def fail(self, key: str, problem: str) -> None:
        raise ContentError(f"{_short(self.path)}: {self.where}{key} {problem}")

    def need(self, key: str, kind: type) -> Any:
        if key not in self.table_:
            self.fail(key, "is missing")
        value = self.table_[key]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            self.fail(key, f"must be of type {kind.__name__}, got {value!r}")
        return value

    def text(self, key: str) -> str:
        text = str(self.need(key, str)).strip()
        if not text:
            self.fail(key, "is empty")
        try:
            template(text)
        except TemplateError as error:
            self.fail(key, f"cannot be filled: {error}")
        return text

    def texts(self, key: str) -> dict[str, str]:
        """A table of texts, which may be missing."""
        if key not in self.table_:
            return {}
        entries = self.table(key)
        return {name: entries.text(name) for name in entries.table_}

    def number(self, key: str) -> float:
        value = self.table_.get(key)
        if not isinstance(value, (int, float)) or isinstance(value, bool):
            self.fail(key, f"must be a number, got {value!r}")
        number = float(value)  # type: ignore[arg-type]
        if not math.isfinite(number):
            self.fail(key, f"must be finite, got {value!r}")
        return number

    def optional(self, key: str, kind: type, default: Any) -> Any:
        return self.need(key, kind) if key in self.table_ else default

    def table(self, key: str) -> _Keys:
        return _Keys(self.path, self.need(key, dict), f"{self.where}{key}.")

    def optional_tables(self, key: str) -> dict[str, _Keys]:
        entries = self.optional(key, dict, {})
        return {name: _Keys(self.path, entries, f"{key}.").table(name) for name in entries}

    def tables(self, key: str, least: int) -> list[_Keys]:
        entries = self.table_.get(key, [])
        if not isinstance(entries, list) or len(entries) < least:
            self.fail(key, f"needs at least {least} [[{self.where}{key}]]")
        for number, entry in enumerate(entries, start=1):
            if not isinstance(entry, dict):
                self.fail(f"{key}[{number}]", f"must be a table, got {entry!r}")
        return [
            _Keys(self.path, entry, f"{self.where}{key}[{number}].")
            for number, entry in enumerate(entries, start=1)
        ]


def _control(keys: _Keys) -> Control:
    kind = keys.text("kind")
    name = keys.text("name")
    if not name.isidentifier() or name in RESERVED:
        keys.fail("name", f"cannot be the name of a value, got {name!r}")
    common: dict[str, Any] = {
        "name": name,
        "label": keys.text("label"),
        "role": keys.optional("role", str, "text"),
        "help": keys.optional("help", str, ""),
        "hidden": keys.optional("hidden", bool, False),
    }
    if kind not in _KINDS:
        keys.fail("kind", f"must be one of {', '.join(_KINDS)}, got {kind!r}")
    return _KINDS[kind](keys, common)


def _number(keys: _Keys, common: dict[str, Any]) -> Number:
    low, high, step = keys.number("low"), keys.number("high"), keys.number("step")
    default = keys.number("default")
    if step <= 0:
        keys.fail("step", f"must be greater than 0, got {step}")
    if not low <= default <= high:
        keys.fail("default", f"must lie between low and high, got {default}")
    control = Number(default=default, low=low, high=high, step=step, **common)
    if control.read(default) != (default, None):
        keys.fail("default", f"is not a value the control takes, got {default}")
    return control


def _choice(keys: _Keys, common: dict[str, Any]) -> Choice:
    if keys.table_.get("choices") == TABLE:
        names = keys.optional("only", list, list(ACTIVATIONS))
        for name in names:
            if not isinstance(name, str) or name not in ACTIVATIONS:
                keys.fail("only", f"names no activation of the core's table, got {name!r}")
        choices = {name: ACTIVATIONS[name].label for name in names}
    else:
        labels = keys.table("choices")
        choices = {key: labels.text(key) for key in labels.table_}
    default = keys.text("default")
    if default not in choices:
        keys.fail("default", f"must be one of the choices, got {default!r}")
    return Choice(default=default, choices=choices, **common)


def _switch(keys: _Keys, common: dict[str, Any]) -> Switch:
    words_ = words()["problems"]
    default = keys.need("default", bool)
    return Switch(default=default, on=words_["on"], off=words_["off"], **common)


# A new kind of control: a class in `ui.controls`, and here how it is read.
_KINDS: dict[str, Callable[[_Keys, dict[str, Any]], Control]] = {
    "number": _number,
    "choice": _choice,
    "switch": _switch,
}


def _question(keys: _Keys) -> Question:
    options = tuple(
        Option(entry.text("text"), entry.text("reply"), entry.optional("right", bool, False))
        for entry in keys.tables("option", 2)
    )
    if not any(option.is_right for option in options):
        keys.fail("option", "has no right answer: one needs right = true")
    if len({option.text for option in options}) != len(options):
        keys.fail("option", "says the same thing twice")
    return Question(keys.text("question"), options)


def _experiment(keys: _Keys, controls: Controls) -> Experiment:
    state = controls.defaults()
    for name, given in keys.need("set", dict).items():
        if name not in controls:
            keys.fail(f"set.{name}", "is no control of this lesson")
        value, problem = controls[name].read(given)
        if problem is not None:
            keys.fail(f"set.{name}", f"is not a value the control takes, got {given!r}")
        state[name] = value
    return Experiment(keys.text("title"), keys.text("text"), state)


def _parts(path: Path, wanted: tuple[str, ...]) -> dict[str, str]:
    pieces = re.split(r"^## +(.+?) *$", _text(path), flags=re.MULTILINE)
    if pieces[0].strip():
        raise ContentError(f"{_short(path)}: words stand before the first “## part”")
    names = pieces[1::2]
    for name in names:
        if names.count(name) > 1:
            raise ContentError(f"{_short(path)}: part “## {name}” is there more than once")
    parts = dict(zip(names, (text.strip() for text in pieces[2::2]), strict=True))
    for name in wanted:
        if not parts.get(name):
            raise ContentError(f"{_short(path)}: part “## {name}” is missing or empty")
    if "code" in wanted and not _FENCE.search(parts["code"]):
        raise ContentError(f"{_short(path)}: part “## code” needs a block fenced with ```python")
    for name, text in parts.items():
        try:
            template(text)
        except TemplateError as error:
            raise ContentError(f"{_short(path)}: part “## {name}”: {error}") from None
        if name not in wanted + EXTRA_PARTS and not FIGURE_PARTS.fullmatch(name):
            allowed = ", ".join(wanted + EXTRA_PARTS)
            raise ContentError(f"{_short(path)}: part “## {name}” is not one of {allowed}")
    return parts
