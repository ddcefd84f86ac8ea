"""The parts of a lesson with Streamlit's own widgets and charts, where live ones cannot be.

`ui.live` has the same functions. Here every change is a rerun of the page's moving part.
"""

from __future__ import annotations

from typing import Any

import streamlit as st

from figures.scene import Chart, Scene
from figures.theme import CONFIG, paint
from ui import faults, parts, symbols, wire
from ui.controls import Choice, Control, Number
from ui.session import Session


def state(session: Session) -> None:
    """Keep the address up to date.

    Parameters
    ----------
    session : Session
        The visitor's state.
    """
    controls = session.lesson.controls
    link = {name: st.query_params.get_all(name) for name in st.query_params}
    if controls.query(controls.read(link)[0]) == session.query:
        return
    for control_ in controls.items:
        st.query_params.pop(control_.name, None)
    st.query_params.update(controls.pairs(session.values))


def control(session: Session, which: Control) -> None:
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
            control(session, which)


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
