"""Sliders, equations and charts: live in the browser, or Streamlit's own in native mode.

This is the one seam between the two. What a page calls is the same in both.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import streamlit as st

from ui import content, wire
from ui.controls import Control
from ui.serve import addresses
from ui.session import Session, go_native, is_native


class HandleLike(Protocol):
    """What is drawn where a point can be dragged; `figures.scene.Handle` is one."""

    @property
    def x(self) -> str: ...  # noqa: D102
    @property
    def y(self) -> str: ...  # noqa: D102
    @property
    def label(self) -> str: ...  # noqa: D102
    @property
    def role(self) -> str: ...  # noqa: D102
    @property
    def step(self) -> float: ...  # noqa: D102


class ChartLike(Protocol):
    """What can be shown as a chart; `figures.scene.Chart` is one."""

    @property
    def template(self) -> Mapping[str, Any]: ...  # noqa: D102
    @property
    def alt(self) -> str: ...  # noqa: D102
    @property
    def table(self) -> Mapping[str, list[Any]]: ...  # noqa: D102
    @property
    def handles(self) -> Sequence[HandleLike]: ...  # noqa: D102
    @property
    def aspect(self) -> float: ...  # noqa: D102
    def figure(self) -> dict[str, Any]: ...  # noqa: D102
    def painted(self, theme_name: str) -> dict[str, Any]: ...  # noqa: D102


class SceneLike(Protocol):
    """What a lesson shows for one state; `figures.scene.Scene` is one."""

    @property
    def charts(self) -> Mapping[str, Any]: ...  # noqa: D102
    @property
    def equations(self) -> Sequence[Sequence[tuple[str, str]]]: ...  # noqa: D102
    @property
    def numbers(self) -> Mapping[str, str]: ...  # noqa: D102
    @property
    def palettes(self) -> Mapping[str, Mapping[str, str]]: ...  # noqa: D102
    @property
    def config(self) -> Mapping[str, Any]: ...  # noqa: D102


# The component's own script only finds and calls the shared one: Streamlit sends it anew with
# every run, so it is short. Its files are found where Streamlit's own scripts came from, so
# that a base path or a hosting prefix works.
_LOADER = """const own = document.querySelector('script[src*="static/js/"]');
const root = own ? own.src.replace(/static\\/js\\/.*$/, "") : document.baseURI;
const ready = import(root + "%(script)s");
%(early)sexport default async (part) => {
  try {
    return (await ready).%(part)s(part);
  } catch {
    part.setTriggerValue("unloadable", true);
  }
};
"""


def _component(part: str, early: str = "") -> Any:
    script = _LOADER % {"script": addresses()["script"], "part": part, "early": early}
    return st.components.v2.component(f"jl_{part}", js=script, isolate_styles=False)


_slider = _component("slider")
_equations = _component("equations")
_code = _component("code")
# plotly.js is large: it is fetched at once, beside the small script, not after it.
_chart = _component("chart", "ready.then((lab) => lab.loadPlotly()).catch(() => {});\n")


def slider(session: Session, control: Control) -> None:
    """Show a slider for one number of the state.

    Parameters
    ----------
    session : Session
        The visitor's state.
    control : Control
        The number.
    """
    if is_native():
        key = f"{session.lesson.slug}/{control.name}"
        kind = int if control.is_whole else float
        st.session_state[key] = kind(session.values[control.name])
        st.slider(
            control.label,
            kind(control.low),
            kind(control.high),
            step=kind(control.step),
            key=key,
            help=control.help or None,
            on_change=lambda: session.set(control.name, st.session_state[key]),
        )
        return
    _slider(
        key=f"{session.lesson.slug}/slider/{control.name}",
        data={
            "lesson": session.lesson.slug,
            "name": control.name,
            "label": control.label,
            "help": control.help,
            "role": control.role,
            "low": control.low,
            "high": control.high,
            "step": control.step,
            "whole": control.is_whole,
            "value": session.values[control.name],
            "revision": session.revision,
            "exact": content.words()["notes"]["exact"],
        },
        on_unloadable_change=go_native,
    )


def choice(session: Session, control: Control) -> None:
    """Show a choice or a switch of the state; Streamlit's own in both modes.

    Parameters
    ----------
    session : Session
        The visitor's state.
    control : Control
        The choice or switch.
    """
    key = f"{session.lesson.slug}/{control.name}"
    st.session_state[key] = session.values[control.name]

    def take() -> None:
        session.set(control.name, st.session_state[key])

    if control.kind == "switch":
        st.toggle(control.label, key=key, help=control.help or None, on_change=take)
        return
    st.selectbox(
        control.label,
        list(control.choices),
        format_func=control.choices.__getitem__,
        key=key,
        help=control.help or None,
        on_change=take,
    )


def equations(session: Session, scene: SceneLike) -> None:
    """Show a scene's equations with their current numbers.

    In live mode this part also speaks for the whole lesson: what sliders and handles have
    changed is reported through it, and it keeps the address in the browser up to date.

    Parameters
    ----------
    session : Session
        The visitor's state.
    scene : SceneLike
        What the page computed.
    """
    if is_native():
        palette = scene.palettes[_theme()]
        st.markdown("  \n".join(_katex(line, palette) for line in scene.equations))
        return
    key = f"{session.lesson.slug}/equations"

    def take() -> None:
        session.report(st.session_state[key].get("report"))

    _equations(
        key=key,
        data={
            "lesson": session.lesson.slug,
            "equations": scene.equations,
            "palettes": scene.palettes,
            "values": session.values,
            "revision": session.revision,
            "sequence": session.sequence,
            "names": [control.name for control in session.lesson.controls.items],
            "query": session.query,
        },
        on_report_change=take,
        on_unloadable_change=go_native,
    )


def code(session: Session, scene: SceneLike) -> None:
    """Show the lesson's code with the current numbers in it.

    Parameters
    ----------
    session : Session
        The visitor's state.
    scene : SceneLike
        What the page computed.
    """
    text = content.fill(session.lesson.code, scene.numbers)
    if is_native():
        st.code(text, language="python")
        return
    words = content.words()
    _code(
        key=f"{session.lesson.slug}/code",
        data={
            "lesson": session.lesson.slug,
            "code": text,
            "label": words["headings"]["code"],
            "copy": words["buttons"]["copy"],
            "copied": words["buttons"]["copied"],
        },
    )


def chart(session: Session, scene: SceneLike, name: str) -> None:
    """Show one chart of a scene, with its numbers one click away.

    Parameters
    ----------
    session : Session
        The visitor's state.
    scene : SceneLike
        What the page computed.
    name : str
        Which of the scene's charts.
    """
    figure: ChartLike = scene.charts[name]
    if is_native():
        _native_chart(session, scene, figure, name)
    else:
        _live_chart(session, scene, figure, name)
    with opened(f"{session.lesson.slug}/table/{name}", content.words()["buttons"]["table"]) as fold:
        if fold.open:
            st.markdown(figure.alt)
            st.table(
                {column: [_cell(cell) for cell in cells] for column, cells in figure.table.items()}
            )


def opened(key: str, label: str) -> Any:
    """Make a fold whose content is computed and sent only once it is opened.

    Parameters
    ----------
    key : str
        Its name within the app.
    label : str
        What stands on it.

    Returns
    -------
    A container of Streamlit's, with the property `open`.
    """
    return st.expander(label, key=key, on_change="rerun")


def _live_chart(session: Session, scene: SceneLike, figure: ChartLike, name: str) -> None:
    controls = session.lesson.controls
    notes = content.words()["notes"]
    key = f"{session.lesson.slug}/chart/{name}"
    handles = [
        {
            "x": handle.x,
            "y": handle.y,
            "label": handle.label,
            "role": handle.role,
            "step": handle.step,
            "keys": notes["handle_keys"],
            "bounds": {
                axis: {"low": c.low, "high": c.high, "step": c.step}
                for axis, c in ((handle.x, controls[handle.x]), (handle.y, controls[handle.y]))
            },
        }
        for handle in figure.handles
    ]
    _chart(
        key=key,
        data={
            "lesson": session.lesson.slug,
            "name": name,
            "figure": wire.folded(figure.figure()),
            "stamp": _stamp(figure.template),
            "alt": figure.alt,
            "aspect": figure.aspect,
            "handles": handles,
            "config": scene.config,
            # The equations bring the palettes; without any, the chart does.
            "palettes": None if scene.equations else scene.palettes,
            "loading": notes["loading"],
            "values": session.values,
            "revision": session.revision,
            "sequence": session.sequence,
        },
        on_unloadable_change=go_native,
    )


def _native_chart(session: Session, scene: SceneLike, figure: ChartLike, name: str) -> None:
    st.plotly_chart(
        wire.plain(figure.painted(_theme())),
        key=f"{session.lesson.slug}/native/{name}",
        theme=None,
        config=dict(scene.config),
        alt=figure.alt,
    )
    # Handles cannot be dragged here, so what they move gets sliders.
    # Where two charts carry the same handle, the sliders stand below the first.
    for handle in figure.handles:
        for axis in (handle.x, handle.y):
            control = session.lesson.controls[axis]
            first = next(
                other
                for other, chart in scene.charts.items()
                if any(axis in (h.x, h.y) for h in chart.handles)
            )
            if control.hidden and name == first:
                slider(session, control)
    if session.query != session.lesson.controls.query(_address(session)):
        for control in session.lesson.controls.items:
            st.query_params.pop(control.name, None)
        st.query_params.update(dict(_pairs(session)))


def _address(session: Session) -> Any:
    link = {name: st.query_params.get_all(name) for name in st.query_params}
    return session.lesson.controls.read(link)[0]


def _pairs(session: Session) -> list[tuple[str, str]]:
    controls = session.lesson.controls
    return [
        (control.name, control.text(session.values[control.name]))
        for control in controls.items
        if session.values[control.name] != control.default
    ]


def _theme() -> str:
    return "dark" if st.context.theme.type == "dark" else "light"


def _stamp(template: Mapping[str, Any]) -> str:
    """A short mark of all that stays while a handle moves: equal marks, same picture."""
    text = json.dumps(wire.plain(template), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _cell(cell: Any) -> str:
    return cell if isinstance(cell, str) else f"{cell:.4g}".replace("-", "−")


# Letters with a subscript digit, the way KaTeX wants them.
_SUBSCRIPTS = {chr(ord("₀") + digit): f"_{{{digit}}}" for digit in range(10)}
# One letter is a quantity, more are words, and words keep their spaces.
_WORDS = re.compile(r"[ ,.:;]*[A-Za-z]{2,}(?:[ ,.:;-]+[A-Za-z]+)*[ ,.:;]*")
_SYMBOLS = {
    "·": r"\cdot ",
    "−": "-",
    "σ": r"\sigma ",
    "\N{NO-BREAK SPACE}": "~",
    "‖": r"\lVert ",
    "≈": r"\approx ",
    "√": r"\surd ",
}


def _katex(line: Sequence[tuple[str, str]], palette: Mapping[str, str]) -> str:
    """Write an equation for Markdown; words stay words, symbols become KaTeX."""
    parts = []
    for role, text in line:
        text = _WORDS.sub(r"\\text{\g<0>}", text)
        for symbol, command in {**_SUBSCRIPTS, **_SYMBOLS}.items():
            text = text.replace(symbol, command)
        parts.append(rf"\textcolor{{{palette[role]}}}{{{text}}}")
    return f"${' '.join(parts)}$"
