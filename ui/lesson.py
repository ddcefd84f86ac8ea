"""The frame every lesson page shares, from the question at the top to the next lesson."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, Protocol

import streamlit as st

from figures.scene import Scene
from ui import content, faults, live, native, quiz
from ui.controls import Control, Problem
from ui.session import Session, is_native, open_session
from ui.writing import Facts


class Parts(Protocol):
    """How parts are shown: `ui.live` or `ui.native`. This is the one seam between the two."""

    def state(self, session: Session) -> None:
        """Own the values and the address."""

    def control(self, session: Session, which: Control) -> None:
        """Show a widget for one value."""

    def equations(self, session: Session, scene: Scene) -> None:
        """Show the equations."""

    def code(self, session: Session, scene: Scene) -> None:
        """Show the program."""

    def matrix(self, session: Session, scene: Scene, name: str) -> None:
        """Show a row of matrices."""

    def chart(self, session: Session, scene: Scene, name: str) -> None:
        """Show a chart."""


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
        self._headings = content.words()["headings"]

    @property
    def _parts(self) -> Parts:
        """Asked anew in every run: the moving part may learn that live ones cannot be loaded."""
        return native if is_native() else live

    @property
    def state(self) -> dict[str, Any]:
        """The current values of all controls, by name."""
        return dict(self._session.values)

    @cached_property
    def scene(self) -> Scene:
        """What the lesson shows at the current state, computed once a run."""
        return self._scene_of(**self._session.values)

    def opening(self) -> None:
        """Show the question, the short answer and the question to predict."""
        st.title(self._lesson.question)
        self.note("answer")
        if self._session.problems:
            st.info(sentence(self._session.problems), icon=":material/link:")
        if self._lesson.predict is not None:
            st.header(self._headings["predict"])
            quiz.ask(self._lesson, "predict", self._lesson.predict)

    def explore(self, draw: Callable[[LessonPage], None]) -> None:
        """Show the part that moves; only this part runs again when something changes.

        Parameters
        ----------
        draw : callable
            The page's own drawing of controls, figure and what depends on them.
        """
        st.header(self._lesson.goal)
        self.note("explore")
        _moving_part(self, draw)

    def draw(self, draw: Callable[[LessonPage], None]) -> None:
        """Run the part that moves, for the state as it is now."""
        self.__dict__.pop("scene", None)
        self._parts.state(self._session)
        draw(self)

    def controls(self, *names: str) -> None:
        """Show widgets for some values of the state.

        Parameters
        ----------
        *names : str
            Which; all that are not hidden where none is named.
        """
        for control in self._lesson.controls.items:
            if control.name in names or not (names or control.hidden):
                self._parts.control(self._session, control)

    def history(self) -> None:
        """Show the buttons that undo the last change and start again."""
        buttons, notes = content.words()["buttons"], content.words()["notes"]
        with st.container(horizontal=True):
            st.button(
                buttons["undo"],
                key=f"{self._lesson.slug}/undo",
                help=notes["undo_help"],
                icon=":material/undo:",
                disabled=not self._session.past,
                on_click=faults.guarded(self._session.undo),
            )
            st.button(
                buttons["reset"],
                key=f"{self._lesson.slug}/reset",
                help=notes["reset_help"],
                icon=":material/restart_alt:",
                on_click=faults.guarded(self._session.reset),
            )

    def equations(self) -> None:
        """Show the calculation with its current numbers."""
        self._parts.equations(self._session, self.scene)

    def matrix(self, name: str) -> None:
        """Show a row of matrices."""
        self._parts.matrix(self._session, self.scene, name)

    def chart(self, name: str) -> None:
        """Show one of the scene's charts, with its numbers one click away."""
        self._parts.chart(self._session, self.scene, name)
        label = content.words()["buttons"]["table"]
        with _opened(f"{self._lesson.slug}/table/{name}", label) as fold:
            if fold.open:
                st.markdown(self._lesson.alt(name, self.scene.facts))
                st.table(self._lesson.table(name, self.scene.facts))

    def note(self, part: str) -> None:
        """Show one part of the lesson's prose."""
        st.markdown(self._lesson.prose(self._lesson.parts[part], {}))

    def side_by_side(self, name: str) -> None:
        """Show a short table turned: its rows stand beside each other, each under its name."""
        st.table(content.turned(self._lesson.table(name, self.scene.facts)))

    def folded_table(self, name: str, facts: Facts) -> None:
        """Show a long table one click away; its cells may hold Markdown and formulas."""
        with _opened(f"{self._lesson.slug}/table", content.words()["buttons"]["all"]) as fold:
            if fold.open:
                st.table(self._lesson.table(name, facts))

    def after(self) -> None:
        """Show all that speaks of the figure: what you saw, what to try, the code."""
        self._prose("saw")
        self._experiments()
        self._prose("confusions")
        st.header(self._headings["code"])
        facts = self.scene.facts
        before, after = (self._lesson.prose(part, facts) for part in self._lesson.around_code())
        st.markdown(before)
        self._parts.code(self._session, self.scene)
        st.markdown(after)

    def closing(self) -> None:
        """Show the questions, what lies deeper, sources, and the way on."""
        st.header(self._headings["check"])
        for number, question in enumerate(self._lesson.checks):
            quiz.ask(self._lesson, f"check{number}", question)
        st.header(self._headings["deeper"])
        self.note("deeper")
        following = next_slug(self._lesson.slug)
        if following is not None:
            lesson = content.lesson(following)
            st.header(self._headings["next"])
            st.markdown(lesson.question)
            st.page_link(
                page_file(following),
                label=f"**{lesson.title}**",
                icon=":material/arrow_forward:",
            )

    def map(self) -> None:
        """Show the list of the lessons, each with its question and what it leaves behind."""
        st.header(self._headings["map"])
        for slug in content.slugs():
            if slug == self._lesson.slug:
                continue
            lesson = content.lesson(slug)
            with st.container(border=True):
                # A link is one line and cuts what is longer, so the question stands below it.
                st.page_link(page_file(slug), label=f"**{lesson.title}**")
                st.markdown(lesson.question)

    def _prose(self, part: str) -> None:
        st.header(self._headings[part])
        st.markdown(self._lesson.prose(self._lesson.parts[part], self.scene.facts))

    def _experiments(self) -> None:
        st.header(self._headings["experiments"])
        buttons, notes = content.words()["buttons"], content.words()["notes"]
        for number, experiment in enumerate(self._lesson.experiments):
            query = self._lesson.controls.query(experiment.state)
            with st.container(border=True):
                text = self._lesson.prose(experiment.text, self.scene.facts)
                st.markdown(f"**{experiment.title}** {text}")
                with st.container(horizontal=True, vertical_alignment="center"):
                    st.button(
                        buttons["set"],
                        key=f"{self._lesson.slug}/experiment/{number}",
                        help=notes["set_help"],
                        on_click=faults.guarded(self._session.put),
                        args=(experiment.state,),
                    )
                    st.markdown(f"[{notes['link']}]({self._lesson.path or '.'}?{query})")


@st.fragment
def _moving_part(page: LessonPage, draw: Callable[[LessonPage], None]) -> None:
    with faults.kept_from_the_visitor():
        page.draw(draw)


def _opened(key: str, label: str) -> Any:
    """Make a fold whose content is computed and sent only once it is opened."""
    return st.expander(label, key=key, on_change="rerun")


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


def next_slug(slug: str) -> str | None:
    """Find the lesson after one.

    Parameters
    ----------
    slug : str

    Returns
    -------
    str or None
        None after the last.
    """
    order = content.slugs()
    place = order.index(slug) + 1
    return order[place] if place < len(order) else None


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
