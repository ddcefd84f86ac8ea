"""The contract of `content/`: a lesson's folder is read here, and held to it.

A lesson is a folder with two files. `lesson.md` holds what is written in lines, one part under
each `##` heading: prose, steps, the equations, and for each figure its text alternative and its
table. `lesson.toml` holds what has a structure: controls, labels, steps' states and goals,
questions. Whatever is missing or wrong fails here, with the file and the key named.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.activations import ACTIVATIONS
from ui.controls import Choice, Control, Controls, Number, State, Switch
from ui.goals import Condition, Goal
from ui.texts import FENCE, STEP, Lesson, Option, Question, Step
from ui.writing import TemplateError, template

WORDS = Path(__file__).parent.parent / "content" / "words.toml"

KEYS = (
    "title", "question", "minutes", "group", "equation_lines", "equation_lines_phone", "control",
    "labels", "handles", "drawers", "predict", "step", "check",
)  # fmt: skip
PARTS = ("answer", "so", "code", "confusions", "deeper", "sources")
HOME_PARTS = ("answer",)
EXTRA_PARTS = ("equations", "beside")
# One figure's words, one step's, one further drawer's.
NAMED_PARTS = re.compile(r"(alt|table|step|drawer) [a-z][a-z0-9-]*")
TABLE = "activations"  # in place of a list of choices: the core's table of activations
CHECKS = (1, 4)
RESERVED = ("live", "embed", "embed_options", STEP)  # names that mean something else in a link

_TASK = re.compile(r"^\*\*Do:\*\* *", re.MULTILINE)


class ContentError(Exception):
    """Something in `content/` is missing or wrong; the message names the file and the key."""


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
    keys = Keys(path, read_toml(path))
    is_home = folder.name == "home"
    lines = int(keys.optional("equation_lines", int, 1))
    keys.only(KEYS)
    group = keys.optional("group", str, "")
    if group:
        keys.group(group)
    controls = Controls(tuple(_control(entry) for entry in keys.tables("control", 1)))
    keys.once("control", [control.name for control in controls.items])
    parts = _parts(folder / "lesson.md", HOME_PARTS if is_home else PARTS)
    steps = _steps(keys, controls, parts)
    if steps:
        count = float(len(steps))
        which = Number(STEP, read_toml(WORDS)["notes"]["step"], 1.0, 1.0, count, 1.0, hidden=True)
        controls = Controls((*controls.items, which))
    checks = tuple(_question(entry) for entry in keys.tables("check", 0 if is_home else 1))
    if not is_home and not CHECKS[0] <= len(checks) <= CHECKS[1]:
        keys.fail("check", f"must be {CHECKS[0]} to {CHECKS[1]} tables, got {len(checks)}")
    return Lesson(
        slug=folder.name,
        title=keys.text("title"),
        question=keys.text("question"),
        minutes=int(keys.number("minutes")),
        group=group,
        controls=controls,
        parts=parts,
        predict=None if is_home else _question(keys.table("predict")),
        steps=steps,
        checks=checks,
        labels={
            figure: {name: template(entry.text(name)) for name in entry.table_}
            for figure, entry in keys.optional_tables("labels").items()
        },
        handles=keys.texts("handles"),
        drawers=keys.texts("drawers"),
        equation_lines=(lines, int(keys.optional("equation_lines_phone", int, lines))),
    )


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ContentError(f"{_short(path)}: the file is missing") from None
    except UnicodeDecodeError as error:
        raise ContentError(f"{_short(path)}: {error}") from None


def read_toml(path: Path) -> dict[str, Any]:
    """Read a file; a fault in it is named."""
    try:
        return tomllib.loads(_text(path))
    except tomllib.TOMLDecodeError as error:
        raise ContentError(f"{_short(path)}: {error}") from None


def _short(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


@dataclass(frozen=True)
class Keys:
    """A table of a TOML file that names itself when something is wrong with it."""

    path: Path
    table_: Mapping[str, Any]
    where: str = ""

    def fail(self, key: str, problem: str) -> None:
        """Say what is wrong with a key."""
        raise ContentError(f"{_short(self.path)}: {self.where}{key} {problem}")

    def only(self, allowed: Sequence[str]) -> None:
        """Refuse a key that nobody reads."""
        for key in self.table_:
            if key not in allowed:
                self.fail(key, f"is not one of {', '.join(allowed)}")

    def one_of(self, key: str, value: str, allowed: Iterable[str]) -> None:
        """Refuse a value that is none of those there are."""
        if value not in (each := list(allowed)):
            self.fail(key, f"must be one of {', '.join(each)}, got {value!r}")

    def group(self, group: str) -> None:
        """Refuse a group that the navigation has not got."""
        self.one_of("group", group, read_toml(WORDS)["groups"])

    def once(self, key: str, names: Sequence[str]) -> None:
        """Refuse a name that two entries of a list have."""
        for name in names:
            if names.count(name) > 1:
                self.fail(key, f"has the name {name!r} more than once")

    def need(self, key: str, kind: type) -> Any:
        """A value that has to be there."""
        if key not in self.table_:
            self.fail(key, "is missing")
        value = self.table_[key]
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            self.fail(key, f"must be of type {kind.__name__}, got {value!r}")
        return value

    def text(self, key: str) -> str:
        """A text that has to be there, and can be filled."""
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
        """A finite number that has to be there."""
        value = self.table_.get(key)
        if not isinstance(value, (int, float)) or isinstance(value, bool):
            self.fail(key, f"must be a number, got {value!r}")
        number = float(value)  # type: ignore[arg-type]
        if not math.isfinite(number):
            self.fail(key, f"must be finite, got {value!r}")
        return number

    def optional(self, key: str, kind: type, default: Any) -> Any:
        """A value that may be missing."""
        return self.need(key, kind) if key in self.table_ else default

    def table(self, key: str) -> Keys:
        """A table that has to be there."""
        return Keys(self.path, self.need(key, dict), f"{self.where}{key}.")

    def optional_tables(self, key: str) -> dict[str, Keys]:
        """Tables by name, which may be missing."""
        entries = self.optional(key, dict, {})
        return {name: Keys(self.path, entries, f"{key}.").table(name) for name in entries}

    def tables(self, key: str, least: int) -> list[Keys]:
        """A list of tables."""
        entries = self.table_.get(key, [])
        if not isinstance(entries, list) or len(entries) < least:
            self.fail(key, f"needs at least {least} [[{self.where}{key}]]")
        for number, entry in enumerate(entries, start=1):
            if not isinstance(entry, dict):
                self.fail(f"{key}[{number}]", f"must be a table, got {entry!r}")
        return [
            Keys(self.path, entry, f"{self.where}{key}[{number}].")
            for number, entry in enumerate(entries, start=1)
        ]


def _control(keys: Keys) -> Control:
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
        "letter": keys.optional("letter", str, keys.text("label").split()[-1]),
    }
    keys.one_of("kind", kind, _KINDS)
    return _KINDS[kind](keys, common)


def _number(keys: Keys, common: dict[str, Any]) -> Number:
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


def _choice(keys: Keys, common: dict[str, Any]) -> Choice:
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


def _switch(keys: Keys, common: dict[str, Any]) -> Switch:
    words_ = read_toml(WORDS)["problems"]
    default = keys.need("default", bool)
    return Switch(default=default, on=words_["on"], off=words_["off"], **common)


# A new kind of control: a class in `ui.controls`, and here how it is read.
_KINDS: dict[str, Callable[[Keys, dict[str, Any]], Control]] = {
    "number": _number,
    "choice": _choice,
    "switch": _switch,
}


def _question(keys: Keys) -> Question:
    options = tuple(
        Option(
            f"o{number}",
            entry.text("text"),
            entry.text("reply"),
            entry.optional("right", bool, False),
        )
        for number, entry in enumerate(keys.tables("option", 2), start=1)
    )
    if not any(option.is_right for option in options):
        keys.fail("option", "has no right answer: one needs right = true")
    if len({option.text for option in options}) != len(options):
        keys.fail("option", "says the same thing twice")
    return Question(keys.text("question"), options)


def _steps(keys: Keys, controls: Controls, parts: Mapping[str, str]) -> tuple[Step, ...]:
    """Read the steps; a step's state is the one of the step before where it says nothing."""
    steps: list[Step] = []
    state = controls.defaults()
    for number, entry in enumerate(keys.tables("step", 0), start=1):
        name = entry.text("name")
        if f"step {name}" not in parts:
            entry.fail("name", f"has no part “## step {name}” in lesson.md")
        if any(step.name == name for step in steps):
            entry.fail("name", f"is there twice, {name!r}")
        text, *tasks = _TASK.split(parts[f"step {name}"])
        if len(tasks) != 1:
            entry.fail("name", f"needs one line “**Do:** …” in “## step {name}”")
        state = {**state, **_state(entry, controls)}
        steps.append(
            Step(
                name=name,
                number=number,
                text=text.strip(),
                task=_sentence(tasks[0].strip()),
                state={**state, STEP: float(number)},
                goal=_goal(entry.table("goal"), controls) if "goal" in entry.table_ else None,
                asks=tuple(_names(entry, "asks", controls)),
                is_check=entry.optional("check", bool, False),
            )
        )
    return tuple(steps)


def _sentence(text: str) -> str:
    """Begin with a capital letter what stood behind “Do:”."""
    return text[:1].upper() + text[1:]


def _state(keys: Keys, controls: Controls) -> State:
    state: State = {}
    for name, given in keys.optional("state", dict, {}).items():
        if name not in controls:
            keys.fail(f"state.{name}", "is no control of this lesson")
        value, problem = controls[name].read(given)
        if problem is not None:
            keys.fail(f"state.{name}", f"is not a value the control takes, got {given!r}")
        state[name] = value
    return state


def _goal(keys: Keys, controls: Controls) -> Goal:
    """Read a goal: one condition, or several under `order`."""
    entries = keys.tables("order", 1) if "order" in keys.table_ else [keys]
    places = tuple(_names(keys, "places", controls))
    times = int(keys.optional("times", int, 1))
    if times > 1 and (not places or len(entries) > 1):
        keys.fail("times", "needs places to tell apart, and goes with one condition")
    return Goal(
        conditions=tuple(_condition(entry, controls) for entry in entries),
        said=_fixed(keys, "said"),
        times=times,
        places=places,
        apart=keys.number("apart") if times > 1 else 0.0,
    )


def _fixed(keys: Keys, key: str) -> str:
    """A text that is sent once, and so cannot ask for facts."""
    text = keys.text(key)
    if names := template(text).names():
        keys.fail(key, f"is said of no state and cannot ask for {', '.join(sorted(names))}")
    return text


def _condition(keys: Keys, controls: Controls) -> Condition:
    moved = tuple(_names(keys, "moved", controls))
    fact = keys.optional("fact", str, "")
    if not moved and not fact:
        keys.fail("fact", "is missing: a goal asks for a fact, or for something moved")

    def bound(key: str, default: float) -> float:
        return keys.number(key) if key in keys.table_ else default

    wanted = keys.table_.get("is")
    if isinstance(wanted, int) and not isinstance(wanted, bool):
        wanted = float(wanted)
    return Condition(
        fact=fact,
        wanted=wanted,
        within=bound("within", 1e-9),
        above=bound("above", -math.inf),
        below=bound("below", math.inf),
        moved=moved,
        by=bound("by", 0.0),
        kept=tuple(_names(keys, "kept", controls)),
    )


def _names(keys: Keys, key: str, controls: Controls) -> list[str]:
    names = [str(name) for name in keys.optional(key, list, [])]
    for name in names:
        if name not in controls:
            keys.fail(key, f"names no control of this lesson: {name!r}")
    return names


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
    code = FENCE.search(parts.get("code", ""))
    if "code" in wanted and not (code and code[1]):
        raise ContentError(f"{_short(path)}: part “## code” needs a block fenced with ```python")
    if "beside" in parts and not FENCE.search(parts["beside"]):
        raise ContentError(f"{_short(path)}: part “## beside” needs a block fenced with ```")
    for name, text in parts.items():
        try:
            template(text)
        except TemplateError as error:
            raise ContentError(f"{_short(path)}: part “## {name}”: {error}") from None
        if name not in wanted + EXTRA_PARTS and not NAMED_PARTS.fullmatch(name):
            allowed = ", ".join(wanted + EXTRA_PARTS)
            raise ContentError(f"{_short(path)}: part “## {name}” is not one of {allowed}")
    return parts
