"""A step's goal: what the learner is to bring about in the figure, checked against facts.

Whether a condition holds is a pure function of the state, so any server can say it, and the
live channel does at every step of a drag. What needs a memory (several places, one thing
after the other) is kept by whoever watches: the browser, or in native mode `Tracker`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from figures.scene import Fact
from ui.controls import State

Facts = Mapping[str, Fact]


@dataclass(frozen=True)
class Condition:
    """Something that holds, or not, at a state.

    Attributes
    ----------
    fact : str
        Name of a fact; empty where only `moved` counts.
    wanted : float, bool, str or None
        What it is to be; None where any value will do.
    within : float
        How far a number may be off.
    above, below : float
        Bounds of a number, not included.
    moved : tuple of str
        Values of the state of which one is to be at least `by` from where the step starts.
    by : float
    kept : tuple of str
        Values of the state that are to be where the step starts.
    """

    fact: str = ""
    wanted: float | bool | str | None = None
    within: float = 1e-9
    above: float = -math.inf
    below: float = math.inf
    moved: tuple[str, ...] = ()
    by: float = 0.0
    kept: tuple[str, ...] = ()

    def holds(self, facts: Facts, values: State, start: State) -> bool:
        """Whether it holds.

        Parameters
        ----------
        facts : mapping of str to Fact
            The scene's.
        values : dict
            The state.
        start : dict
            The state at which the step starts.

        Returns
        -------
        bool
        """
        if self.fact and not self._fact_holds(facts[self.fact]):
            return False
        if self.moved and not any(_far(values[n], start[n], self.by) for n in self.moved):
            return False
        return all(values[name] == start[name] for name in self.kept)

    def _fact_holds(self, value: Fact) -> bool:
        if value is None:
            return False
        if isinstance(self.wanted, (bool, str)) or isinstance(value, (bool, np.bool_, str)):
            return self.wanted is None or value == self.wanted
        number = float(value)
        if self.wanted is not None and abs(number - self.wanted) > self.within:
            return False
        return self.above < number < self.below


def _far(value: object, start: object, by: float) -> bool:
    if isinstance(value, (bool, str)) or isinstance(start, (bool, str)):
        return value != start
    return abs(float(value) - float(start)) >= by - 1e-9  # type: ignore[arg-type]


@dataclass(frozen=True)
class Goal:
    """What is to be reached: conditions one after the other, or one several times.

    Attributes
    ----------
    conditions : tuple of Condition
    said : str
        One sentence for when it is reached; it asks for no facts.
    times : int
        At how many places the condition is to hold.
    places : tuple of str
        Values of the state that tell one place from another.
    apart : float
        How far two places are to be from each other at least.
    """

    conditions: tuple[Condition, ...]
    said: str
    times: int = 1
    places: tuple[str, ...] = ()
    apart: float = 0.0

    @property
    def at_rest(self) -> bool:
        """Whether it counts only where the hand rests: what is passed by has not been found.

        A sweep counts while it lasts, and so does one thing after the other.
        """
        return len(self.conditions) == 1 and bool(self.conditions[0].fact)

    def flags(self, facts: Facts, values: State, start: State) -> list[bool]:
        """Which of the conditions hold at a state.

        Parameters
        ----------
        facts, values, start : see `Condition.holds`

        Returns
        -------
        list of bool
        """
        return [condition.holds(facts, values, start) for condition in self.conditions]


@dataclass
class Tracker:
    """Watches one goal from state to state; `ui/static/goals.js` does the same.

    Attributes
    ----------
    goal : Goal
    stage : int
        How many conditions have been met, in order.
    seen : list of tuple
        Places at which the condition held.
    """

    goal: Goal
    stage: int = 0
    seen: list[tuple[float, ...]] = field(default_factory=list)

    @property
    def is_reached(self) -> bool:
        """Whether the goal has been reached."""
        return self.stage >= len(self.goal.conditions)

    def watch(self, flags: Sequence[bool], values: State) -> bool:
        """Take a state into account.

        Parameters
        ----------
        flags : sequence of bool
            See `Goal.flags`.
        values : dict
            The state.

        Returns
        -------
        bool
            Whether the goal is reached now.
        """
        if self.is_reached or not flags[self.stage]:
            return self.is_reached
        if self.goal.times > 1:
            here = tuple(float(values[name]) for name in self.goal.places)
            if all(math.dist(here, there) >= self.goal.apart - 1e-9 for there in self.seen):
                self.seen.append(here)
            if len(self.seen) < self.goal.times:
                return False
        self.stage += 1
        return self.is_reached
