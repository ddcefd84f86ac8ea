"""The parts of a lesson as live ones: the browser draws them and moves them without a rerun.

`ui.native` has the same functions with Streamlit's own widgets and charts.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

import streamlit as st

from figures.scene import Chart, Scene, palettes
from figures.theme import CONFIG
from ui import content, faults, parts, wire
from ui.controls import Control
from ui.serve import PLOTLY, main_script
from ui.session import Session, go_native

# The component's own script only finds and calls the shared one: Streamlit sends it anew with
# every run, so it is short. The files are found where Streamlit's own scripts came from, so
# that a base path or a hosting prefix works.
_LOADER = """const own = document.querySelector('script[src*="static/js/"]');
const root = own ? own.src.replace(/static\\/js\\/.*$/, "") : document.baseURI;
const ready = import(root + "%s");
export default async (component) => {
  try {
    return (await ready).part(component);
  } catch (error) {
    component.setTriggerValue("unloadable", true);
  }
};
"""

_part = st.components.v2.component("jl_part", js=_LOADER % main_script(), isolate_styles=False)


def state(session: Session) -> None:
    """Place the invisible part that owns the values, the reports and the address.

    Parameters
    ----------
    session : Session
        The visitor's state.
    """
    key = f"{session.lesson.slug}/state"

    def take() -> None:
        session.report(st.session_state[key].get("report"))

    _part(
        key=key,
        data={
            "kind": "state",
            "name": "state",
            "lesson": session.lesson.slug,
            "token": session.token,
            "mark": session.mark,
            "seq": session.sequence,
            "values": session.values,
            "controls": [control.spec() for control in session.lesson.controls.items],
            "palettes": palettes(),
        },
        on_report_change=faults.guarded(take),
        on_unloadable_change=faults.guarded(go_native),
    )


def control(session: Session, which: Control) -> None:
    """Show a slider, a choice or a switch for one value of the state.

    Parameters
    ----------
    session : Session
        The visitor's state.
    which : Control
    """
    words = content.words()
    notes = ("out_of_range", "not_a_number")
    data = {
        "kind": {"number": "slider"}.get(which.kind, which.kind),
        "label": which.label,
        "help": which.help,
        "role": which.role,
        "exact": words["notes"]["exact"],
        "notes": {note: words["problems"][f"typed_{note}"] for note in notes},
    }  # fmt: skip
    _view(session, which.name, f"control/{which.name}", data)


def equations(session: Session, scene: Scene) -> None:
    """Show the lesson's equations with their current numbers.

    Parameters
    ----------
    session : Session
        The visitor's state.
    scene : Scene
    """
    fields = parts.equation_fields(session.lesson, scene.facts)
    _view(session, "equations", "equations", {"kind": "equations", "fields": fields})


def code(session: Session, scene: Scene) -> None:
    """Show the lesson's program with the current numbers in it.

    Parameters
    ----------
    session : Session
        The visitor's state.
    scene : Scene
    """
    words = content.words()
    data = {
        "kind": "code",
        "fields": parts.code_fields(session.lesson, scene.facts),
        "label": words["headings"]["code"],
        "copy": words["buttons"]["copy"],
        "copied": words["buttons"]["copied"],
    }
    _view(session, "code", "code", data)


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
    fields = parts.fields(session.lesson, scene, name)
    _view(session, name, f"matrix/{name}", {"kind": "matrix", "fields": fields})


def chart(session: Session, scene: Scene, name: str) -> None:
    """Show a chart.

    Parameters
    ----------
    session : Session
        The visitor's state.
    scene : Scene
    name : str
        Which of the scene's charts.
    """
    figure = scene.charts[name]
    template = parts.with_axis_titles(session.lesson, name, figure.template, scene.facts)
    text = json.dumps(wire.plain(template), sort_keys=True)
    data = {
        "kind": "chart",
        "figure": wire.folded(
            {"template": template, "fields": parts.fields(session.lesson, scene, name)}
        ),
        # Equal marks, same look: all that stays while something moves.
        "stamp": hashlib.sha256(text.encode()).hexdigest()[:16],
        "aspect": figure.aspect,
        "handles": _handles(session, figure),
        "config": CONFIG,
        "plotly": PLOTLY,
        "loading": content.words()["notes"]["loading"],
    }
    _view(session, name, f"chart/{name}", data)


def _view(session: Session, name: str, key: str, data: dict[str, Any]) -> None:
    """Place a part that shows the state; its key tells it from the page's other parts."""
    _part(
        key=f"{session.lesson.slug}/{key}",
        data={"name": name, "lesson": session.lesson.slug, "values": session.values, **data},
        on_unloadable_change=faults.guarded(go_native),
    )


def _handles(session: Session, figure: Chart) -> list[dict[str, Any]]:
    lesson = session.lesson
    return [
        {
            "name": name,
            "x": handle.x,
            "y": handle.y,
            "label": lesson.handles[name],
            "role": figure[name].role,
            "step": handle.step,
            "keys": content.words()["notes"]["handle_keys"],
            "bounds": {axis: lesson.controls[axis].spec() for axis in (handle.x, handle.y) if axis},
        }
        for name, handle in figure.handles.items()
    ]
