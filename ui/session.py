"""Where one visitor stands in one lesson: the values, what came before, what the link said."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from ui import content
from ui.controls import Problem, State
from ui.goals import Tracker
from ui.texts import Lesson
from ui.writing import Facts

MOST_UNDO = 50
MOST_REMEMBERED = 20


@dataclass
class Progress:
    """How far a visitor has come in a lesson, where no live part keeps it in the browser.

    Attributes
    ----------
    order : int
        From which the order of each question's options is drawn.
    answers : dict of str to str
        Question → the option picked, or ``"skip"``.
    reached : set of str
        Steps whose goals have been reached.
    tracker : Tracker or None
        Watches the current step's goal.
    watched : str
        Which step that is.
    """

    order: int = field(default_factory=lambda: secrets.randbelow(2**31))
    answers: dict[str, str] = field(default_factory=dict)
    reached: set[str] = field(default_factory=set)
    tracker: Tracker | None = None
    watched: str = ""


@dataclass
class Session:
    """One visitor's state in one lesson, kept between runs of the page.

    Attributes
    ----------
    lesson : Lesson
        Whose state it is.
    values : dict
        The current state, always valid.
    past : list of dict
        Earlier states, for undo; the newest last.
    problems : list of Problem
        What the link asked for and did not get.
    token : str
        Names this session. Where the browser finds another one, the server has lost the
        state, and the browser, which knows more, reports all of it.
    mark : int
        Grows with every change of the whole state: undo, start again, *Show*, a link. What the
        browser reported before it knew of that is stale, and is dropped.
    sequence : int
        Number of the last report of the browser that was read.
    written : list of str
        The queries last written into the address: seen again, they are no news.
    progress : Progress
        What native mode knows of this visitor; live parts keep it in the browser.
    wants_numbers : bool
        Whether the numbers behind the figure were just asked for.
    """

    lesson: Lesson
    values: State
    past: list[State] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    token: str = field(default_factory=lambda: secrets.token_hex(6))
    mark: int = 0
    sequence: int = 0
    written: list[str] = field(default_factory=list)
    progress: Progress = field(default_factory=lambda: Progress())
    wants_numbers: bool = False

    @property
    def query(self) -> str:
        """The current state as the query of a link."""
        return self.lesson.query(self.values)

    def change(self, values: State) -> None:
        """Take over a new state, and keep the old one for undo."""
        if values == self.values:
            return
        self.past = [*self.past, self.values][-MOST_UNDO:]
        self.values = values
        self.problems = []

    def put(self, values: State) -> None:
        """Take over a whole state that does not come from the hand."""
        self.change(dict(values))
        self.mark += 1

    def set(self, name: str, given: object) -> None:
        """Take over one value from a widget of Streamlit's."""
        self.change(self._with({name: given}))
        self.mark += 1

    def report(self, report: Any) -> None:
        """Take over what the live parts of the page report; it is trusted no more than a link.

        Parameters
        ----------
        report : dict
            ``token``, ``mark`` and ``seq`` as the browser knows them, and ``values``: only
            those that the hand has moved, or, with ``whole``, the state of a browser whose
            server was lost.
        """
        if not isinstance(report, dict) or not isinstance(report.get("values"), dict):
            return
        if report.get("token") != self.token:
            return  # meant for a session that is gone; the browser will report again
        sequence = report.get("seq")
        if type(sequence) is int:
            self.sequence = sequence
        if report.get("mark") == self.mark:
            self.change(self._with(report["values"]))

    def _with(self, given: Mapping[str, object]) -> State:
        """The state with some values changed; what cannot be read stays as it is."""
        values = dict(self.values)
        for control in self.lesson.controls.items:
            if control.name in given:
                value, problem = control.read(given[control.name])
                if problem is None or problem.is_near:
                    values[control.name] = value
        return values

    def ask_numbers(self) -> None:
        """Ask for the numbers behind the figure, to be shown once."""
        self.wants_numbers = True

    def watch_goal(self, facts: Facts) -> None:
        """Take the present state into account for the current step's goal."""
        step, progress = self.lesson.step(self.values), self.progress
        if step is None or step.goal is None:
            return
        if progress.watched != step.name or progress.tracker is None:
            progress.watched, progress.tracker = step.name, Tracker(step.goal)
        if self.values == step.state:
            progress.tracker = Tracker(step.goal)
            return
        flags = step.goal.flags(facts, self.values, step.state)
        if progress.tracker.watch(flags, self.values):
            progress.reached.add(step.name)

    def undo(self) -> None:
        """Go back to the state before the last change."""
        if self.past:
            self.values = self.past.pop()
            self.mark += 1

    def reset(self) -> None:
        """Go to where the lesson starts."""
        self.put(self.lesson.start())

    def remember_address(self) -> None:
        """Note that the address now says what the state says."""
        if self.query not in self.written[-1:]:
            self.written = [*self.written, self.query][-MOST_REMEMBERED:]


def open_session(slug: str) -> Session:
    """Find the visitor's state in a lesson, or read it from the link.

    Parameters
    ----------
    slug : str
        The lesson.

    Returns
    -------
    Session
    """
    key = f"lesson/{slug}"
    lesson = content.lesson(slug)
    link = {name: st.query_params.get_all(name) for name in st.query_params}
    asked = {name: values for name, values in link.items() if name in lesson.controls}
    session: Session | None = st.session_state.get(key)
    is_turned = turned_to(slug)
    if session is None:
        values, problems = lesson.read(asked)
        session = Session(lesson, values, problems=problems)
        st.session_state[key] = session
    elif asked and (is_turned or not _is_known(session, asked)):
        # The visitor went back, or followed a link inside the app. Just after the page was turned
        # the address is the word of that link, also where it says what it said once before.
        values, problems = lesson.read(asked)
        session.put(values)
        session.problems = problems
    session.remember_address()
    return session


def turned_to(slug: str) -> bool:
    """Note which page the visitor is on, and tell whether it was another one before.

    Parameters
    ----------
    slug : str

    Returns
    -------
    bool
    """
    before = st.session_state.get("page")
    st.session_state["page"] = slug
    return bool(before != slug)


def _is_known(session: Session, asked: dict[str, list[str]]) -> bool:
    values, problems = session.lesson.read(asked)
    # A link with faults in it stands in the address until the browser has mended it.
    return bool(problems) or session.lesson.query(values) in session.written


def is_native() -> bool:
    """Whether this visitor's page is drawn with Streamlit's own widgets and charts.

    Returns
    -------
    bool
        True after ``?live=0``, or once the live parts could not load; ``?live=1`` ends it.
    """
    asked = st.query_params.get("live")
    if asked in ("0", "1"):
        st.session_state["native"] = asked == "0"
    return bool(st.session_state.get("native", False))


def go_native() -> None:
    """Draw this visitor's pages with Streamlit's own widgets and charts from now on."""
    st.session_state["native"] = True
