"""The frame every lesson page shares, from the question at the top to the next lesson.

A page is read top to bottom: what stands in `draw` is what the learner sees. The figure and its
controls are the *stage*, which stays on the screen; the *steps* pass beside it.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cached_property
from typing import Any, Protocol

import streamlit as st

from figures.scene import Cells, Scene
from ui import content, faults, live, native
from ui.controls import Control, Problem
from ui.questions import Questions
from ui.session import Session, is_native, open_session
from ui.texts import Entry, Question, Step, turned


class Parts(Protocol):
    """How parts are shown: `ui.live` or `ui.native`. This is the one seam between the two."""

    def state(self, session: Session, scene: Scene) -> None:
        """Own the values and the address."""

    def header(self, session: Session) -> None:
        """Show the question where the page's title has scrolled away."""

    def question(self, session: Session, name: str, asked: Question) -> None:
        """Ask a question."""

    def step(self, session: Session, which: Step, said: str) -> None:
        """Show a step."""

    def controls(self, session: Session, each: Sequence[Control]) -> None:
        """Show the widgets of some values."""

    def toolbar(self, session: Session) -> None:
        """Show undo, start again, numbers, link."""

    def equations(self, session: Session, scene: Scene) -> None:
        """Show the equations."""

    def code(self, session: Session, scene: Scene) -> None:
        """Show the program."""

    def matrix(self, session: Session, scene: Scene, name: str) -> None:
        """Show a row of matrices."""

    def chart(self, session: Session, scene: Scene, name: str) -> None:
        """Show a chart."""

    def cells(self, session: Session, scene: Scene, name: str) -> None:
        """Show matrices whose cells can be picked and edited."""

    def card(self, slug: str, other: Entry, page: str) -> None:
        """Show a lesson on the map."""

    def questions(self, page: Questions) -> None:
        """Show questions with their answers."""


class LessonPage:
    """One lesson on the screen. Its methods are the parts, in the order in which they stand.

    Parameters
    ----------
    slug : str
        The lesson's folder in `content/`.
    scene : callable
        The lesson's scene, a pure function of its state.
    """

    def __init__(self, slug: str, scene: Callable[..., Scene]) -> None:
        self._session: Session = open_session(slug)
        self._lesson = self._session.lesson
        self._scene_of = scene
        self._words = content.words()
        self._view: Any = None  # where the stage's figures stand, while it is being drawn

    @property
    def _parts(self) -> Parts:
        """Decided anew in each run: a part that cannot load turns the page native at once."""
        return native if is_native() else live

    def show(self, draw: Callable[[LessonPage], None]) -> None:
        """Show the lesson; only this runs again when something changes.

        Parameters
        ----------
        draw : callable
            The page, top to bottom.
        """
        _moving_part(self, draw)

    def run(self, draw: Callable[[LessonPage], None]) -> None:
        """Run the page's drawing for the state as it is now."""
        self.__dict__.pop("scene", None)
        self._session.watch_goal(self.scene.facts)
        self._parts.state(self._session, self.scene)
        draw(self)
        if self._session.wants_numbers:
            self._session.wants_numbers = False
            self._numbers()

    @property
    def state(self) -> dict[str, Any]:
        """The current values of all controls, by name."""
        return dict(self._session.values)

    @cached_property
    def scene(self) -> Scene:
        """What the lesson shows at the current state, computed once a run."""
        return self._scene_of(**self._lesson.arguments(self._session.values))

    # --- above the station ------------------------------------------------------------------

    def opening(self) -> None:
        """Show the question, ask for a prediction, and give the short answer."""
        self._parts.header(self._session)
        st.title(self._lesson.prose(self._lesson.question, {}), anchor=False)
        self._own_up()
        slug, predict = self._lesson.slug, self._lesson.predict
        with st.container(key=f"opening-{slug}"):
            if predict is not None:
                with st.container(key=f"predict-{slug}"):
                    self._parts.question(self._session, "predict", predict)
            if "beside" in self._lesson.parts:
                with st.container(key=f"beside-{slug}"):
                    self._beside()
        if self._is_answer_due():
            with st.container(key=f"answer-{slug}"):
                st.header(self._words["headings"]["answer"], anchor=False)
                self.note("answer")

    def _own_up(self) -> None:
        """Say what the link asked for and did not get."""
        if self._session.problems:
            st.info(sentence(self._session.problems), icon=":material/link:")

    def _beside(self) -> None:
        """Show what stands beside the question: words, and a few lines of code.

        Streamlit's own block of code loads half a megabyte to colour it.
        """
        facts = self.scene.facts
        before, code, after = self._lesson.fenced("beside")
        st.markdown(self._lesson.prose(before, facts))
        st.html(f'<pre class="jl-quote"><code>{html.escape(code)}</code></pre>')
        if after:
            st.markdown(self._lesson.prose(after, facts))

    def _is_answer_due(self) -> bool:
        """Live parts hide the answer in the browser until a choice is made; native mode here."""
        is_open = self._lesson.predict is None or "predict" in self._session.progress.answers
        return is_open or self._parts is live

    # --- the station ------------------------------------------------------------------------

    @contextmanager
    def station(self) -> Iterator[None]:
        """Hold a stage and its steps beside each other.

        Yields
        ------
        None
        """
        with st.container(key=f"station-{self._lesson.slug}"):
            yield

    @contextmanager
    def stage(self) -> Iterator[None]:
        """Hold what stays on the screen: equations, figure, controls.

        Yields
        ------
        None
        """
        slug = self._lesson.slug
        with st.container(key=f"stage-{slug}"):
            # What stays in sight on a phone too, above the steps that pass.
            self._view = st.container(key=f"view-{slug}")
            try:
                yield
            finally:
                self._view = None
            with st.container(key=f"toolbar-{slug}"):
                self._parts.toolbar(self._session)

    def _place(self) -> AbstractContextManager[Any]:
        """The stage's view while the stage is drawn; in a drawer, right here."""
        return nullcontext() if self._view is None else self._view

    def equations(self) -> None:
        """Show the calculation with its current numbers."""
        with self._place(), st.container(key=f"equations-{self._lesson.slug}"):
            self._parts.equations(self._session, self.scene)

    def matrix(self, name: str) -> None:
        """Show a row of matrices."""
        with self._place(), st.container(key=f"matrix-{name}"):
            self._parts.matrix(self._session, self.scene, name)

    def figure(self, *names: str) -> None:
        """Show one of the scene's charts or cells, or several beside each other."""
        name = f"figure-{names[0]}"
        with self._place(), st.container(key=name, horizontal=len(names) > 1):
            for name in names:
                is_cells = isinstance(self.scene.parts[name], Cells)
                show = self._parts.cells if is_cells else self._parts.chart
                show(self._session, self.scene, name)

    def controls(self, *names: str) -> None:
        """Show the widgets of some values of the state."""
        key = f"controls-{self._lesson.slug}"
        if self._view is None:  # in a drawer, beside those of the stage
            key += "-" + "-".join(names)
        with st.container(key=key):
            self._parts.controls(self._session, [self._lesson.controls[name] for name in names])

    def steps(self) -> None:
        """Show the steps, each with its task and the button that sets its state."""
        with st.container(key=f"story-{self._lesson.slug}"):
            for step in self._lesson.steps:
                with st.container(key=f"step-{step.name}"):
                    self._parts.step(self._session, step, self._said(step))
            if "so" in self._lesson.parts:
                with st.container(key=f"so-{self._lesson.slug}"):
                    self.note("so")

    def _said(self, step: Step) -> str:
        return "" if step.goal is None else step.goal.said

    def welcome(self) -> None:
        """Show the question and the answer where other lessons have their steps."""
        with st.container(key=f"story-{self._lesson.slug}"):
            st.title(self._lesson.prose(self._lesson.question, {}), anchor=False)
            self._own_up()
            self.note("answer")

    # --- below the station ------------------------------------------------------------------

    def check(self) -> None:
        """Ask the questions."""
        with st.container(key=f"check-{self._lesson.slug}"):
            st.header(self._words["headings"]["check"], anchor=False)
            for number, question in enumerate(self._lesson.checks, start=1):
                self._parts.question(self._session, f"check{number}", question)

    def drawers(self, **more: Callable[[LessonPage], None]) -> None:
        """Show what is read only by who opens it: further figures, code, confusions, sources.

        Parameters
        ----------
        **more : callable
            Name of a part ``drawer <name>`` → what the page draws in it after the prose.
        """
        with st.container(key=f"drawers-{self._lesson.slug}"):
            for name, draw in more.items():
                if self._drawer(name, self._lesson.drawers[name]):
                    with self._open_drawer:
                        self.note(f"drawer {name}")
                        draw(self)
            if self._drawer("code", self._words["headings"]["code"]):
                with self._open_drawer:
                    self._code()
            for name in ("confusions", "deeper", "sources"):
                if self._drawer(name, self._words["headings"][name]):
                    with self._open_drawer:
                        self.note(name)

    def _drawer(self, name: str, label: str) -> bool:
        """Show a drawer; what is in it is computed and sent only once it is opened."""
        key = f"{self._lesson.slug}/drawer/{name}"
        self._open_drawer = st.expander(label, key=key, on_change="rerun")
        return bool(self._open_drawer.open)

    def _code(self) -> None:
        facts = self.scene.facts
        before, after = self._lesson.around_code()
        st.markdown(self._lesson.prose(before, facts))
        self._parts.code(self._session, self.scene)
        st.markdown(self._lesson.prose(after, facts))

    def onward(self) -> None:
        """Show the ways to the lesson before and to the next one."""
        onward(self._parts, self._lesson.slug)

    def map(self) -> None:
        """Show all lessons, group by group, each with its picture and its question."""
        groups = self._words["groups"]
        with st.container(key="map"):
            for group, title in groups.items():
                members = [each for each in content.entries() if each.group == group]
                if not members:
                    continue
                with st.container(key=f"group-{group}"):
                    st.header(title, anchor=False)
                    for member in members:
                        self._parts.card(self._lesson.slug, member, page_file(member.slug))

    # --- anywhere ---------------------------------------------------------------------------

    def note(self, part: str) -> None:
        """Show one part of the lesson's prose, with the current facts."""
        st.markdown(self._lesson.prose(self._lesson.parts[part], self.scene.facts))

    def table(self, name: str) -> None:
        """Show one of the lesson's tables; its cells may hold Markdown and formulas."""
        st.table(self._lesson.table(name, self.scene.facts))

    def wide_table(self, name: str) -> None:
        """Show one of the lesson's tables with its rows as columns."""
        st.table(turned(self._lesson.table(name, self.scene.facts)))

    def _numbers(self) -> None:
        """Show in words and numbers what the figures of the stage show."""

        @st.dialog(self._words["buttons"]["table"])
        def numbers() -> None:
            with faults.kept_from_the_visitor():
                for name in self.scene.parts:
                    if f"table {name}" in self._lesson.parts:
                        st.markdown(self._lesson.alt(name, self.scene.facts))
                        self.table(name)

        numbers()


@st.fragment
def _moving_part(page: LessonPage, draw: Callable[[LessonPage], None]) -> None:
    with faults.kept_from_the_visitor():
        page.run(draw)


def onward(parts: Parts, slug: str) -> None:
    """Show the ways to the pages before and after one, beside each other.

    Parameters
    ----------
    parts : Parts
        `ui.live` or `ui.native`.
    slug : str
        The page they stand on.
    """
    headings = content.words()["headings"]
    with st.container(key=f"onward-{slug}"):
        for name, other in zip(("previous", "next"), neighbours(slug), strict=True):
            if other is not None:
                with st.container(key=f"{name}-{slug}"):
                    st.header(headings[name], anchor=False)
                    parts.card(slug, other, page_file(other.slug))


def page_file(slug: str) -> str:
    """Path of a lesson's page, seen from the router.

    Parameters
    ----------
    slug : str

    Returns
    -------
    str
    """
    return f"../pages/{slug}.py"


def neighbours(slug: str) -> tuple[Entry | None, Entry | None]:
    """Find what comes before and after a lesson or page.

    Parameters
    ----------
    slug : str

    Returns
    -------
    tuple of Entry or None
        None before the first and after the last.
    """
    entries = [None, *content.entries(), None]
    place = next(i for i, each in enumerate(entries) if each and each.slug == slug)
    return entries[place - 1], entries[place + 1]


def sentence(problems: list[Problem]) -> str:
    """Say in one sentence what a link asked for and did not get.

    Parameters
    ----------
    problems : list of Problem
        At least one.

    Returns
    -------
    str
    """
    notes = content.words()["problems"]
    if len(problems) > 1:
        labels = ", ".join(problem.control.label for problem in problems)
        return notes["several"].format(labels=labels)
    control, value = problems[0].control, problems[0].value
    bounds = {key: control.spec().get(key, 0.0) for key in ("low", "high")}
    shown = {key: f"{bound:g}".replace("-", "−") for key, bound in bounds.items()}
    return notes[problems[0].reason].format(
        label=control.label, value=control.shown(value), **shown
    )
