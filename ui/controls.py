"""A lesson's state: named values, read from a link, kept in bounds, written back into a link.

Everything from outside is hostile until read here. What comes out is always valid; what had
to be changed is said in one sentence.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

Value = float | str | bool
State = dict[str, Value]

# A link holds short values; what is longer is no value and is not even parsed.
LONGEST_VALUE = 64
DECIMALS = 6


class Control(Protocol):
    """One named value of a lesson's state, and how it may be changed.

    A new kind of control is one class with these members and one entry in `ui.content`.
    """

    @property
    def name(self) -> str:
        """Its name in links and in the scene's arguments."""
        ...

    @property
    def kind(self) -> str:
        """Which part shows it: ``"number"``, ``"choice"``, ``"switch"``."""
        ...

    @property
    def label(self) -> str:
        """What stands beside it on the screen."""
        ...

    @property
    def letter(self) -> str:
        """A letter or a short word for it, where there is little room."""
        ...

    @property
    def default(self) -> Value:
        """Its value when the link does not say."""
        ...

    @property
    def role(self) -> str:
        """Which of the app's colours it has: ``"weight"``, ``"bias"``, and so on."""
        ...

    @property
    def help(self) -> str:
        """One sentence more about it."""
        ...

    @property
    def hidden(self) -> bool:
        """Whether it is set only by dragging in the figure, or by links, and has no widget."""
        ...

    def read(self, given: object) -> tuple[Value, Problem | None]:
        """Make a valid value out of whatever came, and say what had to be changed."""
        ...

    def text(self, value: Any) -> str:
        """Write a value the way a link holds it."""
        ...

    def shown(self, value: Any) -> str:
        """Write a value for a sentence."""
        ...

    def spec(self) -> dict[str, Any]:
        """What the browser has to know of it."""
        ...


@dataclass(frozen=True)
class Number:
    """A number between two bounds, shown as a slider. See `Control`.

    Attributes
    ----------
    low, high, step : float
        Bounds and grain.
    """

    name: str
    label: str
    default: float
    low: float
    high: float
    step: float
    role: str = "text"
    help: str = ""
    hidden: bool = False
    letter: str = ""

    kind = "number"

    @property
    def is_whole(self) -> bool:
        """Whether it takes whole values only."""
        return all(float(value).is_integer() for value in (self.low, self.high, self.step))

    def read(self, given: object) -> tuple[float, Problem | None]:
        """Take the nearest number within the bounds; the default where none was given."""
        number = _number(given)
        if number is None:
            return self.default, Problem(self, "not_a_number", self.default)
        kept = min(max(number, self.low), self.high)
        if kept != number:
            return kept, Problem(self, "out_of_range", kept)
        if self.is_whole and not kept.is_integer():
            whole = float(round(kept))
            return whole, Problem(self, "not_whole", whole)
        return round(kept, DECIMALS) + 0.0, None  # + 0.0 turns -0.0 into 0.0

    def text(self, value: float) -> str:
        """As in ``1.5``."""
        return decimal(value)

    def shown(self, value: float) -> str:
        """``−1.5``, with a true minus."""
        return decimal(value).replace("-", "−")

    def spec(self) -> dict[str, Any]:
        """Bounds, grain and default."""
        return {
            "name": self.name,
            "kind": self.kind,
            "default": self.default,
            "low": self.low,
            "high": self.high,
            "step": self.step,
            "whole": self.is_whole,
        }


@dataclass(frozen=True)
class Choice:
    """One of several. See `Control`.

    Attributes
    ----------
    choices : dict of str to str
        Key in links → label on the screen.
    """

    name: str
    label: str
    default: str
    choices: Mapping[str, str]
    role: str = "text"
    help: str = ""
    hidden: bool = False
    letter: str = ""

    kind = "choice"

    def read(self, given: object) -> tuple[str, Problem | None]:
        """Take a known key; the default where it is unknown."""
        if isinstance(given, str) and given in self.choices:
            return given, None
        return self.default, Problem(self, "unknown_choice", self.default)

    def text(self, value: str) -> str:
        """As in ``relu``."""
        return value

    def shown(self, value: str) -> str:
        """The label on the screen."""
        return self.choices[value]

    def spec(self) -> dict[str, Any]:
        """Keys, labels and default."""
        choices = [list(pair) for pair in self.choices.items()]
        return {"name": self.name, "kind": self.kind, "default": self.default, "choices": choices}


@dataclass(frozen=True)
class Switch:
    """On or off. See `Control`.

    Attributes
    ----------
    on, off : str
        What the two are called in a sentence.
    """

    name: str
    label: str
    default: bool
    role: str = "text"
    help: str = ""
    hidden: bool = False
    letter: str = ""
    on: str = "on"
    off: str = "off"

    kind = "switch"

    def read(self, given: object) -> tuple[bool, Problem | None]:
        """Take 0 or 1; the default where it is neither."""
        if isinstance(given, bool):
            return given, None
        if given in ("1", "true"):
            return True, None
        if given in ("0", "false"):
            return False, None
        return self.default, Problem(self, "not_a_switch", self.default)

    def text(self, value: bool) -> str:
        """Write ``1`` or ``0``."""
        return "1" if value else "0"

    def shown(self, value: bool) -> str:
        """What it is called."""
        return self.on if value else self.off

    def spec(self) -> dict[str, Any]:
        """The default."""
        return {"name": self.name, "kind": self.kind, "default": self.default}


def decimal(value: float) -> str:
    """Write a number of a state without idle zeros and never as ``1e-06``.

    Parameters
    ----------
    value : float

    Returns
    -------
    str
    """
    text = f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


@dataclass(frozen=True)
class Problem:
    """One thing about a link that had to be changed.

    Attributes
    ----------
    control : Control
        Whose value it was.
    reason : str
        Key of the sentence in ``content/words.toml``.
    value : float, str or bool
        What is used instead.
    """

    control: Control
    reason: str
    value: Value

    @property
    def is_near(self) -> bool:
        """Whether the value used is the nearest to what was asked, not just the default."""
        return self.reason in ("out_of_range", "not_whole")


def _number(given: object) -> float | None:
    """Read a number; infinities count as very large or very small, nan as no number."""
    if isinstance(given, bool) or not isinstance(given, (int, float, str)):
        return None
    if isinstance(given, str) and (len(given) > LONGEST_VALUE or not given.isascii()):
        return None
    try:
        number = float(given)
    except (ValueError, OverflowError):
        return None
    return None if math.isnan(number) else number


@dataclass(frozen=True)
class Controls:
    """All the controls of one lesson, in the order in which they are shown."""

    items: tuple[Control, ...]

    def __getitem__(self, name: str) -> Control:
        return next(control for control in self.items if control.name == name)

    def __contains__(self, name: object) -> bool:
        return any(control.name == name for control in self.items)

    def defaults(self) -> State:
        """The state of a link that says nothing."""
        return {control.name: control.default for control in self.items}

    def read(
        self, link: Mapping[str, Iterable[object]], base: State | None = None
    ) -> tuple[State, list[Problem]]:
        """Read a state from a link's parameters.

        Parameters
        ----------
        link : mapping of str to iterable
            For each parameter all the values the link gives it. Unknown ones are ignored:
            links gather them from mail programs and search engines.
        base : dict, optional
            What holds where the link does not say; the defaults if not given.

        Returns
        -------
        state : dict
            A valid value for every control.
        problems : list of Problem
            What had to be changed.
        """
        state: State = dict(self.defaults() if base is None else base)
        problems = []
        for control in self.items:
            given = list(link.get(control.name, ()))
            if not given:
                continue
            state[control.name], problem = control.read(given[-1])
            if problem is None and len(given) > 1:
                problem = Problem(control, "given_twice", state[control.name])
            if problem is not None:
                problems.append(problem)
        return state, problems

    def pairs(self, state: State, base: State | None = None) -> dict[str, str]:
        """Write a state as the parameters of a link, leaving out what holds anyway.

        Parameters
        ----------
        state : dict
            A valid state.
        base : dict, optional
            What holds where the link does not say; the defaults if not given.

        Returns
        -------
        dict of str to str
        """
        base = self.defaults() if base is None else base
        return {
            control.name: control.text(state[control.name])
            for control in self.items
            if state[control.name] != base[control.name]
        }
