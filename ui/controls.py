"""A lesson's state: named values, read from a link, kept in bounds, written back into a link.

Everything from outside is hostile until read here. What comes out is always valid; what had
to be changed is told in one sentence.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlencode

Value = float | str | bool
State = dict[str, Value]

# A link holds short values; what is longer is no value and is not even parsed.
LONGEST_VALUE = 64
DECIMALS = 6


@dataclass(frozen=True)
class Control:
    """One named value of a lesson's state, and how it may be changed.

    Attributes
    ----------
    name : str
        Its name in links and in the figure's arguments.
    kind : {"number", "choice", "switch"}
        A slider, a choice of several, or on/off.
    label : str
        What stands beside it on the screen.
    default : float, str or bool
        Its value when the link does not say.
    low, high, step : float
        Bounds and grain of a number.
    choices : dict of str to str
        For a choice: key in links → label on the screen.
    role : str
        Which of the app's colours it wears: ``"weight"``, ``"bias"``, ``"input"`` …
    help : str
        One sentence for who asks.
    hidden : bool
        Whether it is set only by dragging in the figure, or by links, and has no widget.
    """

    name: str
    kind: Literal["number", "choice", "switch"]
    label: str
    default: Value
    low: float = 0.0
    high: float = 0.0
    step: float = 1.0
    choices: Mapping[str, str] = ()  # type: ignore[assignment]
    role: str = "text"
    help: str = ""
    hidden: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether it is a number that takes whole values only."""
        grain = (self.low, self.high, self.step)
        return self.kind == "number" and all(float(value).is_integer() for value in grain)

    def read(self, given: object) -> tuple[Value, Problem | None]:
        """Make a valid value out of whatever came.

        Parameters
        ----------
        given : object
            Text from a link, or a value from the browser.

        Returns
        -------
        value : float, str or bool
            The nearest valid value; the default where nothing is near.
        problem : Problem or None
            What had to be changed, if anything.
        """
        if self.kind == "number":
            return self._read_number(given)
        if self.kind == "switch":
            return self._read_switch(given)
        if isinstance(given, str) and given in self.choices:
            return given, None
        return self.default, Problem(self, "unknown_choice", self.default)

    def _read_number(self, given: object) -> tuple[Value, Problem | None]:
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

    def _read_switch(self, given: object) -> tuple[Value, Problem | None]:
        if isinstance(given, bool):
            return given, None
        if given in ("1", "true"):
            return True, None
        if given in ("0", "false"):
            return False, None
        return self.default, Problem(self, "not_a_switch", self.default)

    def text(self, value: Value) -> str:
        """Write a value the way a link holds it: ``1.5``, ``relu``, ``1``."""
        if isinstance(value, bool):
            return "1" if value else "0"
        if isinstance(value, str):
            return value
        return decimal(value)


def decimal(value: float) -> str:
    """Write a number of a state without idle zeros and never as ``1e-06``.

    Parameters
    ----------
    value : float

    Returns
    -------
    str
    """
    return f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".")


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

    def read(self, link: Mapping[str, Iterable[object]]) -> tuple[State, list[Problem]]:
        """Read a state from a link's parameters.

        Parameters
        ----------
        link : mapping of str to iterable
            For each parameter all the values the link gives it. Unknown ones are ignored:
            links gather them from mail programs and search engines.

        Returns
        -------
        state : dict
            A valid value for every control.
        problems : list of Problem
            What had to be changed.
        """
        state, problems = self.defaults(), []
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

    def query(self, state: State) -> str:
        """Write a state as the query of a link, leaving out what is at its default.

        Parameters
        ----------
        state : dict
            A valid state.

        Returns
        -------
        str
            ``"w=2&activation=relu"``, without a question mark.
        """
        return urlencode(
            {
                control.name: control.text(state[control.name])
                for control in self.items
                if state[control.name] != control.default
            }
        )
