"""The parts of a lesson as live ones: the browser draws them and moves them without a rerun.

`ui.native` has the same functions with Streamlit's own widgets and charts.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

import streamlit as st

from figures.scene import Chart, Scene, palettes
from figures.theme import CONFIG
from ui import content, faults, lesson_map, parts, symbols, wire
from ui.controls import Control, Switch
from ui.questions import Questions
from ui.serve import PLOTLY, main_script
from ui.session import Session, go_native
from ui.texts import Entry, Lesson, Question, Step

# The component's own script only finds and calls the shared one: Streamlit sends it anew with
# every run, so it is short. The files are found where Streamlit's own scripts came from, so
# that a base path or a hosting prefix works.
_LOADER = """const own = document.querySelector('script[src*="static/js/"]')?.src
const main = import((own ?? document.baseURI).replace(/static\\/js\\/.*/, "") + "%s")
export default async (part) => {
try { return await (await main).part(part) } catch { part.setTriggerValue("unloadable", true) }
}"""

_part = st.components.v2.component("jl_part", js=_LOADER % main_script(), isolate_styles=False)


def state(session: Session, scene: Scene) -> None:
    """Place the invisible part that owns the values, the reports and the address.

    Parameters
    ----------
    session : Session
        The visitor's state.
    scene : Scene
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
            "steps": _steps(session.lesson),
            "words": _step_words(),
            "goal": parts.goal_fields(session.lesson, scene.facts, session.values),
            "palettes": palettes(),
        },
        on_report_change=faults.guarded(take),
        on_unloadable_change=faults.guarded(go_native),
    )


def _steps(lesson: Lesson) -> list[dict[str, Any]]:
    """What the browser knows of each step; of its state, what differs from the step before."""
    before: dict[str, Any] = {}
    listed = []
    for each in lesson.steps:
        changed = {name: v for name, v in each.state.items() if before.get(name) != v}
        listed.append(
            {
                "name": each.name,
                "state": changed,
                "asks": list(each.asks),
                "is_check": each.is_check,
            }
        )
        before = each.state
    return listed


def _step_words() -> dict[str, str]:
    """What stands on and at every step."""
    words = content.words()
    return {key: words["buttons"][key] for key in ("show", "again")} | {
        key: words["notes"][key] for key in ("done", "step_of")
    }


def header(session: Session) -> None:
    """Place the question in the page's header, for when its title has scrolled away.

    Parameters
    ----------
    session : Session
        The visitor's state.
    """
    lesson = session.lesson
    words = content.words()["notes"]["step_of"]
    data = {"kind": "header", "question": lesson.runs(lesson.question, {}), "words": words}
    _view(session.lesson.slug, "header", "header", data)


def question(session: Session, name: str, asked: Question) -> None:
    """Ask a question. The browser draws the options' order and keeps the answer.

    Parameters
    ----------
    session : Session
        The visitor's state.
    name : str
        The question's name within the lesson; ``"predict"`` can be skipped.
    asked : Question
    """
    lesson, words = session.lesson, content.words()
    data = {
        "kind": "question",
        "text": lesson.runs(asked.text, {}),
        "options": [
            {
                "key": option.key,
                "text": lesson.runs(option.text, {}),
                "reply": lesson.runs(option.reply, {}),
                "right": option.is_right,
            }
            for option in asked.options
        ],
        "skip": words["buttons"]["skip"] if name == "predict" else None,
        "words": {key: words["notes"][key] for key in ("right", "wrong")},
    }
    _view(session.lesson.slug, name, f"question/{name}", data)


def step(session: Session, which: Step, said: str) -> None:
    """Show one step.

    Parameters
    ----------
    session : Session
        The visitor's state.
    which : Step
    said : str
        What is said once its goal is reached, filled with the facts of the step's own state.
    """
    lesson = session.lesson
    goal = which.goal
    data = {
        "kind": "step",
        "number": which.number,
        "count": len(lesson.steps),
        "text": lesson.runs(which.text, {}),
        "task": lesson.runs(which.task, {}),
        "said": lesson.runs(said, {}),
        "goal": None
        if goal is None
        else {
            "times": goal.times,
            "apart": goal.apart,
            "by": list(goal.places),
            "at_rest": goal.at_rest,
        },
        "is_check": which.is_check,
    }
    _view(session.lesson.slug, which.name, f"step/{which.name}", data)


def controls(session: Session, each: Sequence[Control]) -> None:
    """Show the controls of a stage: side by side, or on a phone one at a time at its foot.

    Parameters
    ----------
    session : Session
        The visitor's state.
    each : sequence of Control
    """
    words = content.words()
    notes = ("out_of_range", "not_a_number")
    specs = [
        {
            "name": which.name,
            "kind": {"number": "slider"}.get(which.kind, which.kind),
            "label": which.label,
            "letter": which.letter,
            "help": which.help,
            "role": which.role,
            # What a chip on a phone says of a switch.
            "words": {"on": which.on, "off": which.off} if isinstance(which, Switch) else None,
        }
        for which in each
    ]
    data = {
        "kind": "controls",
        "names": [which.name for which in each],
        "specs": specs,
        "exact": words["notes"]["exact"],
        "notes": {note: words["problems"][f"typed_{note}"] for note in notes},
    }
    _view(
        session.lesson.slug, "controls", "controls/" + "-".join(which.name for which in each), data
    )


def toolbar(session: Session) -> None:
    """Show undo, start again, the numbers behind the figure, and the link.

    Parameters
    ----------
    session : Session
        The visitor's state.
    """
    words = content.words()
    names = ("undo", "reset", "numbers", "link", "copied")
    data = {
        "kind": "toolbar",
        "name": "toolbar",
        "lesson": session.lesson.slug,
        "can_undo": bool(session.past),
        "words": {name: words["buttons"][name] for name in names}
        | {"reconnecting": words["notes"]["reconnecting"]},
    }
    _part(
        key=f"{session.lesson.slug}/toolbar",
        data=data,
        on_undo_change=faults.guarded(session.undo),
        on_reset_change=faults.guarded(session.reset),
        on_numbers_change=faults.guarded(session.ask_numbers),
        on_unloadable_change=faults.guarded(go_native),
    )


def card(slug: str, other: Entry, page: str) -> None:
    """Show a lesson on the map: one link with a small picture.

    Parameters
    ----------
    slug : str
        The page that shows it.
    other : Entry
        The lesson that is linked.
    page : str
        The lesson's page, seen from the router; for native mode.
    """
    words = content.words()["notes"]
    has_picture = other.slug in content.slugs()
    data = {
        "kind": "card",
        "slug": other.slug,
        "href": other.path,
        "question": symbols.runs(other.question, {}, {}),
        "minutes": other.minutes,
        "picture": {theme: lesson_map.place(other.slug, theme) for theme in palettes()}
        if has_picture
        else None,
        "words": {key: words[key] for key in ("minutes", "done", "here")},
    }
    _view(slug, other.slug, f"card/{other.slug}", data)


def questions(page: Questions) -> None:
    """Show all questions, to be searched in the browser.

    Parameters
    ----------
    page : Questions
    """
    data = {
        "kind": "asked",
        "topics": [[name, page.runs(heading)] for name, heading in page.topics.items()],
        "mixups": [[name, page.runs(said)] for name, said in page.mixups.items()],
        "idle": sorted(page.idle),
        "asked": [
            {
                "name": each.name,
                "topic": each.topic,
                "text": page.runs(each.text),
                "answer": page.runs(each.answer),
                "mixups": list(each.mixups),
                "also": each.also,
                "links": [{"href": link.href, "see": page.runs(link.see)} for link in each.links],
            }
            for each in page.asked
        ],
        "words": content.words()["questions"],
        "palettes": palettes(),
    }
    _view(page.slug, "asked", "asked", data)


def equations(session: Session, scene: Scene) -> None:
    """Show the lesson's equations with their current numbers.

    Parameters
    ----------
    session : Session
        The visitor's state.
    scene : Scene
    """
    fields = parts.equation_fields(session.lesson, scene.facts)
    desk, phone = session.lesson.equation_lines
    reserve = {"wide": desk, "middle": desk, "phone": phone}
    data = {"kind": "equations", "fields": fields, "reserve": reserve}
    _picture(session, "equations", "equations", data)


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
    _picture(session, "code", "code", data)


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
    _picture(session, name, f"matrix/{name}", {"kind": "matrix", "fields": fields})


def cells(session: Session, scene: Scene, name: str) -> None:
    """Show matrices whose cells can be picked and edited.

    Parameters
    ----------
    session : Session
        The visitor's state.
    scene : Scene
    name : str
        Which of the scene's parts.
    """
    words = content.words()
    notes = ("out_of_range", "not_a_number")
    data = {
        "kind": "cells",
        "fields": parts.fields(session.lesson, scene, name),
        "keys": words["notes"]["cell_keys"],
        "notes": {note: words["problems"][f"typed_{note}"] for note in notes},
    }
    _picture(session, name, f"cells/{name}", data)


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
        "trails": [
            {"name": name, "role": mark.role, "reset_by": list(mark.trail or ())}
            for name, mark in figure.trails.items()
        ],
        "config": CONFIG,
        "plotly": PLOTLY,
        "loading": content.words()["notes"]["loading"],
    }
    _picture(session, name, f"chart/{name}", data)


def _picture(session: Session, name: str, key: str, data: dict[str, Any]) -> None:
    """Place a part whose fields show the state: it has to say which."""
    _view(session.lesson.slug, name, key, {"values": session.values, **data})


def _view(slug: str, name: str, key: str, data: dict[str, Any]) -> None:
    """Place a part of a page; its key tells it from the page's other parts."""
    _part(
        key=f"{slug}/{key}",
        data={"name": name, "lesson": slug, **data},
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
