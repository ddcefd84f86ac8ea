"""The parts of a lesson with Streamlit's own widgets and charts, where live ones cannot be.

`ui.live` has the same functions. Here every change is a rerun of the page's moving part.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from figures.scene import Cells, Chart, Grid, Scene
from figures.theme import CONFIG, paint
from figures.written import rows
from ui import content, faults, parts, quiz, search, symbols, wire
from ui.controls import Choice, Control, Number
from ui.questions import Questions
from ui.session import Session
from ui.texts import Entry, Question, Step

LONGEST_QUERY = 80  # letters of a search
SKIPPED = "skip"  # the answer of who wants to be told


def state(session: Session, scene: Scene) -> None:
    """Keep the address up to date.

    Parameters
    ----------
    session : Session
        The visitor's state.
    scene : Scene
    """
    lesson = session.lesson
    link = {name: st.query_params.get_all(name) for name in st.query_params}
    if lesson.query(lesson.read(link)[0]) == session.query:
        return
    for control in lesson.controls.items:
        st.query_params.pop(control.name, None)
    st.query_params.update(lesson.pairs(session.values))


def header(session: Session) -> None:
    """Show nothing: the title scrolls with the page here.

    Parameters
    ----------
    session : Session
    """


def question(session: Session, name: str, asked: Question) -> None:
    """Ask a question; once an answer is picked, say why it is right or tempting.

    Parameters
    ----------
    session : Session
        The visitor's state.
    name : str
        The question's name within the lesson; ``"predict"`` can be skipped.
    asked : Question
    """
    lesson, words, answers = session.lesson, content.words(), session.progress.answers
    key = f"{lesson.slug}/question/{name}"
    options = {option.key: option for option in quiz.shuffled(session, name, asked)}
    # A widget's own value is gone once its page is left; the session keeps the answer.
    st.session_state[key] = answers.get(name) if answers.get(name) in options else None

    def take() -> None:
        answers[name] = st.session_state[key]

    def skip() -> None:
        answers[name] = SKIPPED

    picked = st.radio(
        lesson.prose(asked.text, {}),
        list(options),
        format_func=lambda option: lesson.prose(options[option].text, {}),
        key=key,
        on_change=faults.guarded(take),
    )
    if picked is None:
        if name == "predict" and answers.get(name) != SKIPPED:
            st.button(words["buttons"]["skip"], key=f"{key}/skip", on_click=faults.guarded(skip))
        return
    reply = lesson.prose(options[picked].reply, {})
    if options[picked].is_right:
        st.success(f"**{words['notes']['right']}** {reply}", icon=":material/check:")
    else:
        st.info(f"**{words['notes']['wrong']}** {reply}", icon=":material/lightbulb:")


def step(session: Session, which: Step, said: str) -> None:
    """Show one step.

    Parameters
    ----------
    session : Session
        The visitor's state.
    which : Step
    said : str
        What is said once its goal is reached.
    """
    lesson, words = session.lesson, content.words()
    is_current = session.lesson.step(session.values) == which
    is_reached = which.name in session.progress.reached
    number = f"**{which.number}**" if is_current else str(which.number)
    st.markdown(f"{number} · {lesson.prose(which.text, {})}")
    task = lesson.prose(which.task, {})
    st.markdown(f"✓ {task} {lesson.prose(said, {})}" if is_reached else f"○ {task}")
    is_as_it_was = session.values == which.state
    st.button(
        words["buttons"]["again" if is_current else "show"],
        key=f"{lesson.slug}/show/{which.name}",
        disabled=is_as_it_was,
        on_click=faults.guarded(session.put),
        args=(which.state,),
    )


def controls(session: Session, each: Sequence[Control]) -> None:
    """Show the widgets of some values of the state.

    Parameters
    ----------
    session : Session
        The visitor's state.
    each : sequence of Control
    """
    for which in each:
        _control(session, which)


def toolbar(session: Session) -> None:
    """Show undo, start again, and the numbers behind the figure.

    Parameters
    ----------
    session : Session
        The visitor's state.
    """
    slug, buttons = session.lesson.slug, content.words()["buttons"]
    with st.container(horizontal=True):
        for name, icon, act, is_off in (
            ("undo", ":material/undo:", session.undo, not session.past),
            ("reset", ":material/restart_alt:", session.reset, False),
            ("numbers", ":material/table:", session.ask_numbers, False),
        ):
            st.button(
                buttons[name],
                key=f"{slug}/{name}",
                icon=icon,
                disabled=is_off,
                on_click=faults.guarded(act),
            )


def card(slug: str, other: Entry, page: str) -> None:
    """Show a lesson on the map.

    Parameters
    ----------
    slug : str
        The page that shows it.
    other : Entry
        The lesson that is linked.
    page : str
        The lesson's page, seen from the router.
    """
    del slug
    st.page_link(page, label=other.title, icon=":material/arrow_forward:")
    st.markdown(symbols.prose(other.question, {}, {}))


def questions(page: Questions) -> None:
    """Show the questions that a search leaves; every search is a run of the page.

    Parameters
    ----------
    page : Questions
    """
    words, link = content.words()["questions"], st.query_params
    wanted = st.text_input(words["search"], _asked_for("q", page.slug), max_chars=LONGEST_QUERY)
    chosen = st.pills(
        words["mixups"],
        list(page.mixups),
        selection_mode="multi",
        default=[name for name in _asked_for("mixups", page.slug).split() if name in page.mixups],
        format_func=lambda name: page.prose(page.mixups[name]),
    )
    _write("q", wanted)
    _write("mixups", " ".join(chosen))
    found = search.found(page, wanted, chosen)
    count = words["count" if wanted or chosen else "all"]
    st.caption(count.format(shown=len(found), all=len(page.asked)))
    if not found:
        st.info(words["none"])
    few = len(found) <= search.FEW
    for topic, heading in page.topics.items():
        members = [each for each in found if each.topic == topic]
        if members:
            st.header(page.prose(heading), anchor=False)
        for each in members:
            is_open = few or link.get("ask") == each.name
            with st.expander(page.prose(each.text), expanded=is_open):
                st.markdown(page.prose(each.answer))
                for to in each.links:
                    st.page_link(
                        f"../pages/{to.slug}.py",
                        label=page.prose(to.see),
                        icon=":material/arrow_forward:",
                        query_params=dict(to.pairs),
                    )


def _asked_for(name: str, slug: str) -> str:
    """What a link asks for, read once: a widget's first value must not change under it."""
    key = f"{slug}/{name}"
    if key not in st.session_state:
        st.session_state[key] = st.query_params.get(name, "")[:LONGEST_QUERY]
    return str(st.session_state[key])


def _write(name: str, text: str) -> None:
    """Put a parameter into the address, or take it out."""
    if text:
        st.query_params[name] = text
    else:
        st.query_params.pop(name, None)


def _control(session: Session, which: Control) -> None:
    """Show a widget for one value of the state.

    Parameters
    ----------
    session : Session
        The visitor's state.
    which : Control
    """
    key = f"{session.lesson.slug}/{which.name}"
    value = session.values[which.name]

    def take() -> None:
        session.set(which.name, st.session_state[key])

    common: dict[str, Any] = {
        "key": key,
        "help": which.help or None,
        "on_change": faults.guarded(take),
    }
    if isinstance(which, Number):
        kind = int if which.is_whole else float
        st.session_state[key] = kind(value)
        low, high, step = kind(which.low), kind(which.high), kind(which.step)
        st.slider(which.label, low, high, step=step, **common)
        return
    st.session_state[key] = value
    if isinstance(which, Choice):
        st.selectbox(
            which.label, list(which.choices), format_func=which.choices.__getitem__, **common
        )
    else:
        st.toggle(which.label, **common)


def equations(session: Session, scene: Scene) -> None:
    """Show the lesson's equations with their current numbers.

    Parameters
    ----------
    session : Session
        The visitor's state.
    scene : Scene
    """
    st.markdown(symbols.equations_latex(session.lesson.equations(scene.facts)))


def code(session: Session, scene: Scene) -> None:
    """Show the lesson's program with the current numbers in it.

    Parameters
    ----------
    session : Session
        The visitor's state.
    scene : Scene
    """
    st.code(parts.code_fields(session.lesson, scene.facts)["text"], language="python")


def matrix(session: Session, scene: Scene, name: str) -> None:
    """Show a row of matrices.

    Parameters
    ----------
    session : Session
        The visitor's state.
    scene : Scene
    name : str
        Which of the scene's parts.
    """
    blocks = parts.fields(session.lesson, scene, name)["blocks"]
    st.markdown(symbols.matrices_latex(blocks))


def cells(session: Session, scene: Scene, name: str) -> None:
    """Show matrices: first as they are written, then a field for each number to edit.

    Parameters
    ----------
    session : Session
        The visitor's state.
    scene : Scene
    name : str
        Which of the scene's parts.
    """
    lesson, part = session.lesson, scene.parts[name]
    if not isinstance(part, Cells):
        return
    with st.container():
        st.markdown(
            symbols.matrices_latex(
                [
                    {
                        "kind": "matrix",
                        "letter": lesson.labels[name][grid.name].fill(scene.facts),
                        "role": grid.role,
                        "rows": rows(grid.values, part.digits),
                    }
                    for grid in part.grids
                ]
            )
        )
        for axis in dict.fromkeys(axis for grid in part.grids for axis in (grid.row, grid.column)):
            if axis is not None and lesson.controls[axis].hidden:
                _control(session, lesson.controls[axis])
        shown: set[str] = set()
        for grid in part.grids:
            if grid.is_editable and grid.names[0][0] not in shown:
                shown.update(cell for row in grid.names for cell in row)
                _fields_of(session, grid)


def _fields_of(session: Session, grid: Grid) -> None:
    """Show a field for each number of a matrix, row by row."""
    lesson = session.lesson
    for row in grid.names:
        with st.container(horizontal=True):
            for cell in row:
                which = lesson.controls[cell]
                if isinstance(which, Number):
                    _field(session, which)


def _field(session: Session, which: Number) -> None:
    key = f"{session.lesson.slug}/{which.name}"

    def take() -> None:
        session.set(which.name, st.session_state[key])

    st.session_state[key] = session.values[which.name]
    st.number_input(
        which.label,
        which.low,
        which.high,
        step=which.step,
        format="%g",
        key=key,
        width=120,
        on_change=faults.guarded(take),
    )


def chart(session: Session, scene: Scene, name: str) -> None:
    """Show a chart, and below it sliders for what could be dragged in a live one.

    Parameters
    ----------
    session : Session
        The visitor's state.
    scene : Scene
    name : str
        Which of the scene's charts.
    """
    figure = scene.charts[name]
    whole = parts.with_axis_titles(session.lesson, name, figure.figure(), scene.facts)
    labels = parts.labels(session.lesson, scene, name)
    whole["layout"] = {**whole["layout"], "annotations": [_annotation(label) for label in labels]}
    with st.container():  # two figures stand beside each other, each with its own sliders below
        st.plotly_chart(
            wire.plain(paint(whole, current_theme())),
            key=f"{session.lesson.slug}/native/{name}",
            theme=None,
            config=dict(CONFIG),
            alt=session.lesson.alt(name, scene.facts),
        )
        for axis in _dragged_first_here(scene, name, figure):
            which = session.lesson.controls[axis]
            if which.hidden:
                _control(session, which)


def _dragged_first_here(scene: Scene, name: str, figure: Chart) -> list[str]:
    """The values that handles move, where no chart before has the same handle."""
    before: set[str | None] = set()
    for other, chart_ in scene.charts.items():
        if other == name:
            break
        before |= {axis for handle in chart_.handles.values() for axis in (handle.x, handle.y)}
    each = [axis for handle in figure.handles.values() for axis in (handle.x, handle.y)]
    return [axis for axis in each if axis is not None and axis not in before]


def _annotation(label: dict[str, Any]) -> dict[str, Any]:
    return {
        "text": label["text"],
        "x": label["x"],
        "y": label["y"],
        "xshift": label["dx"],
        "yshift": label["dy"],
        "xanchor": label["align"],
        "yanchor": "middle",
        "font": {"color": f"@{label['role']}"},
    }


def current_theme() -> str:
    """Which theme this visitor sees.

    Returns
    -------
    str
        ``"light"`` or ``"dark"``.
    """
    return "dark" if st.context.theme.type == "dark" else "light"
