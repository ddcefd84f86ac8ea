"""What a page in live mode hands to the browser: the state, and every part with its data."""

import base64
import json
import re
import zlib
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from figures.scene import Chart, palettes
from tests.pages.visit import (
    drawers,
    elements,
    elsewhere,
    open_drawers,
    query,
    sound,
    state,
    unpacked,
    visit,
)
from tests.ui.states import FULL, SLUGS, drawn
from ui import content, lesson_map, parts, serve, symbols, wire
from ui.controls import Choice, Number, State
from ui.lesson import neighbours
from ui.texts import Lesson

WORDS = content.words()
KINDS = {"number": "slider", "choice": "choice", "switch": "switch"}
# What does not change while the hand moves anything; each is sent once and then left alone.
STILL = ("header", "question", "step", "controls", "card", "toolbar")


def live_parts(page: AppTest) -> list[dict[str, Any]]:
    """The data of each live part, in the order of the page."""
    return [json.loads(proto.json) for proto in elements(page, "bidi_component")]


def named(page: AppTest, *kinds: str) -> dict[str, dict[str, Any]]:
    """The parts of some kinds by their names, of which each stands once."""
    each = [data for data in live_parts(page) if data["kind"] in kinds]
    found = {data["name"]: data for data in each}
    assert len(found) == len(each), "two parts of one name"
    return found


def unfolded(figure: str) -> dict[str, Any]:
    """As the browser does it: base64, zlib, JSON."""
    value: dict[str, Any] = json.loads(zlib.decompress(base64.b64decode(figure)))
    return value


def as_json(value: Any) -> Any:
    return json.loads(json.dumps(value))


def assert_fields(given: Any, wanted: Any) -> None:
    """The same fields, arrays as plotly.js reads them."""
    assert set(given) == set(wanted)
    for path, value in wanted.items():
        if isinstance(value, np.ndarray):
            sent = value if value.dtype == np.uint8 else value.astype(np.float32)
            np.testing.assert_array_equal(unpacked(given[path]).reshape(sent.shape), sent)
        else:
            assert given[path] == wire.plain(value)


def shown_controls(lesson: Lesson) -> list[str]:
    return [control.name for control in lesson.controls.items if not control.hidden]


def assert_whole(page: AppTest, slug: str, values: State) -> None:
    """With all drawers open: each part once, each in its form, all at one state."""
    lesson, scene = content.lesson(slug), drawn(slug, values)
    for data in live_parts(page):
        assert data["lesson"] == slug
        is_still = data["kind"] in STILL
        assert data.get("values") == (None if is_still else values)
    (equations,) = named(page, "equations").values()
    assert_fields(equations["fields"], parts.equation_fields(lesson, scene.facts))
    desk, phone = lesson.equation_lines
    assert equations["reserve"] == {"wide": desk, "middle": desk, "phone": phone}
    (data,) = named(page, "state").values()
    assert data["goal"] == as_json(parts.goal_fields(lesson, scene.facts, values))
    programs = named(page, "code")
    assert set(programs) == ({"code"} if lesson.code else set())
    for data in programs.values():
        assert_fields(data["fields"], parts.code_fields(lesson, scene.facts))
        assert data["copy"] != data["copied"] != ""
    found = named(page, "chart", "matrix", "cells")
    assert set(found) == set(scene.parts)
    for name, part in scene.parts.items():
        fields = parts.fields(lesson, scene, name)
        if not isinstance(part, Chart):
            assert found[name]["kind"] == part.kind
            assert_fields(found[name]["fields"], fields)
            continue
        assert found[name]["kind"] == "chart"
        figure = unfolded(found[name]["figure"])
        assert_fields(figure["fields"], fields)
        uids = [trace["uid"] for trace in figure["template"]["data"]]
        assert len(set(uids)) == len(uids)
        assert {path.partition("/")[0] for path in part.frame} <= set(uids)
        assert found[name]["aspect"] == part.aspect
        assert found[name]["plotly"] == serve.PLOTLY
        assert [handle["name"] for handle in found[name]["handles"]] == list(part.handles)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_part_of_a_page_shows_the_state(slug: str) -> None:
    """From the lesson's start, and from a link into another state."""
    lesson = content.lesson(slug)
    for values in (lesson.start(), elsewhere(lesson)):
        page = open_drawers(visit(slug, "live", **query(lesson, values)), slug)
        assert state(page, slug) == values
        assert_whole(page, slug, values)


@pytest.mark.parametrize("slug", SLUGS)
def test_every_part_follows_what_the_server_does(slug: str) -> None:
    """A whole state put in, undo, and start again move all of them at once."""
    lesson = content.lesson(slug)
    page = open_drawers(visit(slug, "live"), slug)
    session = page.session_state[f"lesson/{slug}"]
    there = elsewhere(lesson)
    for act, values, can_undo in (
        (lambda: session.put(there), there, True),
        (session.undo, lesson.start(), False),
        (lambda: session.put(there), there, True),
        (session.reset, lesson.start(), True),
    ):
        act()
        assert_whole(sound(page.run()), slug, values)
        assert named(page, "toolbar")["toolbar"]["can_undo"] is can_undo
    assert named(page, "state")["state"]["mark"] == 4


@pytest.mark.parametrize("slug", FULL)
def test_every_step_and_question_is_there_once(slug: str) -> None:
    """In their order, with all that the browser needs to show and to check them."""
    lesson = content.lesson(slug)
    each = live_parts(visit(slug, "live"))
    steps = [data for data in each if data["kind"] == "step"]
    assert [data["name"] for data in steps] == [step.name for step in lesson.steps]
    for step, data in zip(lesson.steps, steps, strict=True):
        assert (data["number"], data["count"]) == (step.number, len(lesson.steps))
        assert data["text"] == as_json(lesson.runs(step.text, {}))
        assert data["task"] == as_json(lesson.runs(step.task, {}))
        assert data["is_check"] is step.is_check
        assert step.goal is not None
        assert data["said"] == as_json(lesson.runs(step.goal.said, {})) != []
        assert data["goal"] == {
            "times": step.goal.times,
            "apart": step.goal.apart,
            "by": list(step.goal.places),
            "at_rest": step.goal.at_rest,
        }
    asked = {data["name"]: data for data in each if data["kind"] == "question"}
    assert lesson.predict is not None
    questions = {"predict": lesson.predict}
    questions |= {f"check{n}": check for n, check in enumerate(lesson.checks, start=1)}
    assert list(asked) == list(questions)
    for name, question in questions.items():
        data = asked[name]
        assert data["text"] == as_json(lesson.runs(question.text, {}))
        assert data["skip"] == (WORDS["buttons"]["skip"] if name == "predict" else None)
        for option, given in zip(question.options, data["options"], strict=True):
            assert given == {
                "key": option.key,
                "text": as_json(lesson.runs(option.text, {})),
                "reply": as_json(lesson.runs(option.reply, {})),
                "right": option.is_right,
            }
        assert len({option["key"] for option in data["options"]}) == len(question.options)


@pytest.mark.parametrize("slug", SLUGS)
def test_the_frame_around_the_figure(slug: str) -> None:
    """Header and toolbar once; the way on as cards; closed drawers send nothing."""
    lesson = content.lesson(slug)
    page = visit(slug, "live")
    headers = named(page, "header")
    assert set(headers) == (set() if slug == "home" else {"header"})
    for data in headers.values():
        assert data["question"] == as_json(lesson.runs(lesson.question, {}))
        assert "{step}" in data["words"]
        assert "{count}" in data["words"]
    toolbar = named(page, "toolbar")["toolbar"]
    assert toolbar["can_undo"] is False
    assert all(toolbar["words"].values())
    ways = content.entries()[1:] if slug == "home" else neighbours(slug)
    targets = {entry.slug: entry for entry in ways if entry is not None}
    cards = named(page, "card")
    assert set(cards) == set(targets)
    for target, data in cards.items():
        other = targets[target]
        assert (data["slug"], data["href"], data["minutes"]) == (target, other.path, other.minutes)
        assert data["question"] == as_json(symbols.runs(other.question, {}, {}))
        if target in SLUGS:
            pictures = {theme: lesson_map.place(target, theme) for theme in ("light", "dark")}
            assert data["picture"] == pictures
        else:
            assert data["picture"] is None
    assert not named(page, "code")


@pytest.mark.parametrize("slug", SLUGS)
def test_every_control_has_its_widget(slug: str) -> None:
    """Once, on the stage or in a drawer; those that only handles and links set have none."""
    lesson = content.lesson(slug)
    page = open_drawers(visit(slug, "live"), slug)
    docks = [data for data in live_parts(page) if data["kind"] == "controls"]
    assert sorted(n for data in docks for n in data["names"]) == sorted(shown_controls(lesson))
    for data in docks:
        assert [spec["name"] for spec in data["specs"]] == data["names"]
        for spec in data["specs"]:
            control = lesson.controls[spec["name"]]
            assert spec["kind"] == KINDS[control.kind]
            for key in ("label", "letter", "help", "role"):
                assert spec[key] == getattr(control, key)
        assert data["exact"]
        assert all(data["notes"].values())


@pytest.mark.parametrize("slug", FULL)
def test_a_drawer_sends_what_is_in_it_once_it_is_open(slug: str) -> None:
    """One that is closed costs nothing but its name."""
    closed = visit(slug, "live")
    few = {(data["kind"], data["name"]) for data in live_parts(closed)}
    for name in drawers(content.lesson(slug)):
        before = {fold.key: len(fold.children) for fold in closed.expander}
        assert before[f"{slug}/drawer/{name}"] == 0
    page = open_drawers(visit(slug, "live"), slug)
    assert few < {(data["kind"], data["name"]) for data in live_parts(page)}
    assert named(page, "code")
    assert all(len(fold.children) > 0 for fold in page.expander)


@pytest.mark.parametrize("slug", SLUGS)
def test_the_same_page_is_the_same_data(slug: str) -> None:
    """A rerun that changes nothing must not make the browser draw anything anew."""
    page = open_drawers(visit(slug, "live"), slug)
    before = [proto.json for proto in elements(page, "bidi_component")]
    sound(page.run())
    assert [proto.json for proto in elements(page, "bidi_component")] == before
    # What does not show the state is not even sent when the state changes.
    still = [data for data in live_parts(page) if data["kind"] in STILL]
    page.session_state[f"lesson/{slug}"].put(elsewhere(content.lesson(slug)))
    after = [data for data in live_parts(sound(page.run())) if data["kind"] in STILL]
    moved = [data["kind"] for data, old in zip(after, still, strict=True) if data != old]
    assert moved == ["toolbar"]  # there is something to undo


@pytest.mark.parametrize("slug", SLUGS)
def test_the_state_part_knows_all_controls_and_steps(slug: str) -> None:
    """The hidden ones too: handles move them. And what each colour's name means."""
    lesson = content.lesson(slug)
    page = visit(slug, "live")
    data = named(page, "state")["state"]
    session = page.session_state[f"lesson/{slug}"]
    assert (data["token"], data["mark"], data["seq"]) == (session.token, 0, 0)
    assert data["controls"] == [as_json(control.spec()) for control in lesson.controls.items]
    whole: State = {}
    for step, sent in zip(lesson.steps, data["steps"], strict=True):
        assert not {name for name, value in sent["state"].items() if whole.get(name) == value}
        whole |= sent["state"]
        assert whole == step.state
        assert (sent["name"], sent["asks"]) == (step.name, list(step.asks))
        assert sent["is_check"] is step.is_check
    assert data["palettes"] == palettes()
    assert all(data["words"].values())
    assert "{step}" in data["words"]["step_of"]


@pytest.mark.parametrize("slug", FULL)
def test_a_links_step_has_its_own_goal(slug: str) -> None:
    """At its own state the flags of its goal are sent, one for each condition."""
    for step in content.lesson(slug).steps:
        page = visit(slug, "live", step=step.number)
        assert state(page, slug) == step.state
        goal = named(page, "state")["state"]["goal"]
        assert step.goal is not None
        assert goal["step"] == step.number
        assert len(goal["flags"]) == len(step.goal.conditions) > 0


@pytest.mark.parametrize("slug", SLUGS)
def test_handles_say_what_they_are_and_how_far_they_go(slug: str) -> None:
    """The browser has no other source for it."""
    lesson = content.lesson(slug)
    page = open_drawers(visit(slug, "live"), slug)
    for data in live_parts(page):
        for handle in data.get("handles", ()):
            assert handle["label"] == lesson.handles[handle["name"]]
            assert handle["step"] > 0
            assert handle["keys"]
            axes = [axis for axis in (handle["x"], handle["y"]) if axis is not None]
            assert set(handle["bounds"]) == set(axes) != set()
            for axis in axes:
                control = lesson.controls[axis]
                assert isinstance(control, Number)
                bounds = handle["bounds"][axis]
                assert (bounds["low"], bounds["high"]) == (control.low, control.high)


def test_equal_looks_have_equal_stamps() -> None:
    """The browser draws anew when the stamp differs: it must differ only for another look."""
    first, other = (named(visit("line", "live", w=w), "chart")["line"] for w in ("2", "-1"))
    assert first["stamp"] == other["stamp"]
    assert first["figure"] != other["figure"]
    plane = named(open_drawers(visit("hyperplane", "live"), "hyperplane"), "chart")
    assert len({first["stamp"], plane["hyperplane"]["stamp"], plane["high"]["stamp"]}) == 3


def test_every_part_is_loaded_by_the_served_script() -> None:
    """One component; an address written by hand would break with the next change of a module."""
    protos = elements(visit("line", "live"), "bidi_component")
    assert len({proto.component_name for proto in protos}) == 1
    for proto in protos:
        assert serve.main_script() in proto.js_content
        assert not re.search(r"%[sd(]", proto.js_content)
        assert not proto.html_content


def test_choices_are_sent_in_the_lessons_order() -> None:
    """As pairs, for the order of an object's keys is not JSON's to keep."""
    data = named(visit("line", "live"), "state")["state"]
    (choice,) = (each for each in data["controls"] if each["kind"] == "choice")
    control = content.lesson("line").controls["activation"]
    assert isinstance(control, Choice)
    assert choice["choices"] == [[key, label] for key, label in control.choices.items()]
