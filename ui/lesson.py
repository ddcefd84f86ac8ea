"""The frame every lesson page shares, from the question at the top to the next lesson."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from ui import content, live, quiz
from ui.controls import Problem
from ui.session import Session, open_session, shown


class LessonPage:
    """One lesson on the screen. Its methods are the parts, in the order in which they stand.

    Parameters
    ----------
    slug : str
        The lesson's folder in `content/`.
    """

    def __init__(self, slug: str) -> None:
        self._session: Session = open_session(slug)
        self._lesson = self._session.lesson
        self._headings = content.words()["headings"]

    @property
    def state(self) -> dict[str, Any]:
        """The current values of all controls, by name."""
        return dict(self._session.values)

    def opening(self) -> None:
        """Show the question, the short answer and the question to predict."""
        st.title(self._lesson.question)
        st.markdown(self._lesson.parts["answer"])
        if self._session.problems:
            st.info(sentence(self._session.problems), icon=":material/link:")
        if self._lesson.predict is not None:
            st.header(self._headings["predict"])
            quiz.ask(self._lesson.slug, "predict", self._lesson.predict)

    def explore(self, draw: Callable[[LessonPage], None]) -> None:
        """Show the part that moves; only this part runs again when something changes.

        Parameters
        ----------
        draw : callable
            The page's own drawing of controls, figure and what depends on them.
        """
        st.header(self._lesson.goal)
        st.markdown(self._lesson.parts["explore"])
        _moving_part(self, draw)

    def controls(self, *names: str) -> None:
        """Show widgets for some values of the state.

        Parameters
        ----------
        *names : str
            Which; all that are not hidden where none is named.
        """
        for control in self._lesson.controls.items:
            if control.name in names or not (names or control.hidden):
                show = live.slider if control.kind == "number" else live.choice
                show(self._session, control)

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
                on_click=self._session.undo,
            )
            st.button(
                buttons["reset"],
                key=f"{self._lesson.slug}/reset",
                help=notes["reset_help"],
                icon=":material/restart_alt:",
                on_click=self._session.reset,
            )

    def equations(self, scene: live.SceneLike) -> None:
        """Show the calculation with its current numbers."""
        live.equations(self._session, scene)

    def chart(self, scene: live.SceneLike, name: str) -> None:
        """Show one of the scene's charts."""
        live.chart(self._session, scene, name)

    def note(self, part: str) -> None:
        """Show the prose beside one of the lesson's further figures."""
        st.markdown(self._lesson.parts[part])

    def table(self, columns: Mapping[str, list[str]]) -> None:
        """Show a table; its cells may hold Markdown and formulas."""
        st.table(dict(columns))

    def folded_table(self, columns: Mapping[str, list[str]]) -> None:
        """Show a long table one click away."""
        key = f"{self._lesson.slug}/table"
        with live.opened(key, content.words()["buttons"]["all"]) as fold:
            if fold.open:
                self.table(columns)

    def after(self, scene: live.SceneLike) -> None:
        """Show all that speaks of the figure: what you saw, what to try, the code.

        Parameters
        ----------
        scene : SceneLike
            What the page computed; the prose quotes its numbers.
        """
        self._prose("saw", scene)
        self._experiments(scene)
        self._prose("confusions", scene)
        st.header(self._headings["code"])
        before, after = (content.fill(part, scene.numbers) for part in self._lesson.around_code())
        st.markdown(before)
        live.code(self._session, scene)
        st.markdown(after)

    def closing(self) -> None:
        """Show the questions, what lies deeper, sources, and the way on."""
        st.header(self._headings["check"])
        for number, question in enumerate(self._lesson.checks):
            quiz.ask(self._lesson.slug, f"check{number}", question)
        st.header(self._headings["deeper"])
        st.markdown(self._lesson.parts["deeper"])
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

    def _prose(self, part: str, scene: live.SceneLike) -> None:
        st.header(self._headings[part])
        st.markdown(content.fill(self._lesson.parts[part], scene.numbers))

    def _experiments(self, scene: live.SceneLike) -> None:
        st.header(self._headings["experiments"])
        buttons, notes = content.words()["buttons"], content.words()["notes"]
        for number, experiment in enumerate(self._lesson.experiments):
            query = self._lesson.controls.query(experiment.state)
            with st.container(border=True):
                text = content.fill(experiment.text, scene.numbers)
                st.markdown(f"**{experiment.title}** {text}")
                with st.container(horizontal=True, vertical_alignment="center"):
                    st.button(
                        buttons["set"],
                        key=f"{self._lesson.slug}/experiment/{number}",
                        help=notes["set_help"],
                        on_click=self._session.put,
                        args=(experiment.state,),
                    )
                    st.markdown(f"[{notes['link']}]({self._lesson.path or '.'}?{query})")


@st.fragment
def _moving_part(page: LessonPage, draw: Callable[[LessonPage], None]) -> None:
    draw(page)


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
    text = control.choices[value] if control.kind == "choice" else shown(value)  # type: ignore[index]
    return notes[problems[0].reason].format(
        label=control.label, low=shown(control.low), high=shown(control.high), value=text
    )
