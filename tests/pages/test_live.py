"""What a page in live mode hands to the browser: the state, and every part with its fields."""

import base64
import json
import re
import zlib
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from figures.scene import Chart, palettes
from tests.pages.visit import button, elements, query, sound, state, unpacked, visit
from tests.ui.states import FULL, SLUGS, drawn, known_states
from ui import content, parts, serve, wire
from ui.controls import Choice, Number, State

KINDS = {"number": "slider", "choice": "choice", "switch": "switch"}


def live_parts(page: AppTest) -> dict[str, dict[str, Any]]:
    """The data of each live part, by its name."""
    each = [json.loads(proto.json) for proto in elements(page, "bidi_component")]
    found = {data["name"]: data for data in each}
    assert len(found) == len(each), "two parts of one name"
    return found


def unfolded(figure: str) -> dict[str, Any]:
    """As the browser does it: base64, zlib, JSON."""
    value: dict[str, Any] = json.loads(zlib.decompress(base64.b64decode(figure)))
    return value


def assert_fields(given: Any, wanted: Any) -> None:
    """The same fields, arrays as plotly.js reads them."""
    assert set(given) == set(wanted)
    for path, value in wanted.items():
        if isinstance(value, np.ndarray):
            sent = value if value.dtype == np.uint8 else value.astype(np.float32)
            np.testing.assert_array_equal(unpacked(given[path]).reshape(sent.shape), sent)
        else:
            assert given[path] == wire.plain(value)


def assert_whole(page: AppTest, slug: str, values: State) -> None:
    """Each part once, each in its form, all at one state."""
    lesson, scene = content.lesson(slug), drawn(slug, values)
    found = live_parts(page)
    shown = [control for control in lesson.controls.items if not control.hidden]
    views = {"equations", *scene.parts, *(control.name for control in shown)}
    assert set(found) == views | {"state"} | ({"code"} if lesson.code else set())
    for data in found.values():
        assert (data["lesson"], data["values"]) == (slug, values)
    assert found["equations"]["kind"] == "equations"
    assert_fields(found["equations"]["fields"], parts.equation_fields(lesson, scene.facts))
    if lesson.code:
        assert found["code"]["kind"] == "code"
        assert_fields(found["code"]["fields"], parts.code_fields(lesson, scene.facts))
        assert found["code"]["copy"] != found["code"]["copied"] != ""
    for control in shown:
        data = found[control.name]
        assert data["kind"] == KINDS[control.kind]
        assert (data["label"], data["help"], data["role"]) == (
            control.label,
            control.help,
            control.role,
        )
    for name, part in scene.parts.items():
        fields = parts.fields(lesson, scene, name)
        if not isinstance(part, Chart):
            assert found[name]["kind"] == "matrix"
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
    for values in (lesson.controls.defaults(), known_states(lesson)[-2]):
        page = visit(slug, "live", **query(lesson, values))
        assert state(page, slug) == values
        assert_whole(page, slug, values)


@pytest.mark.parametrize("slug", FULL)
def test_every_part_follows_an_experiment(slug: str) -> None:
    """*Show me*, undo, and start again move all of them at once."""
    lesson = content.lesson(slug)
    page = visit(slug, "live")
    start, shown = lesson.controls.defaults(), lesson.experiments[1].state
    for name, values in (("experiment/1", shown), ("undo", start), ("experiment/1", shown)):
        sound(button(page, slug, name).click().run())
        assert_whole(page, slug, values)
    sound(button(page, slug, "reset").click().run())
    assert_whole(page, slug, start)
    assert live_parts(page)["state"]["mark"] == 4


@pytest.mark.parametrize("slug", SLUGS)
def test_the_state_part_knows_all_controls(slug: str) -> None:
    """The hidden ones too: handles move them. And what each colour's name means."""
    lesson = content.lesson(slug)
    page = visit(slug, "live")
    data = live_parts(page)["state"]
    session = page.session_state[f"lesson/{slug}"]
    assert data["kind"] == "state"
    assert (data["token"], data["mark"], data["seq"]) == (session.token, 0, 0)
    assert data["controls"] == [
        json.loads(json.dumps(control.spec())) for control in lesson.controls.items
    ]
    assert data["palettes"] == palettes()


@pytest.mark.parametrize("slug", SLUGS)
def test_handles_say_what_they_are_and_how_far_they_go(slug: str) -> None:
    """The browser has no other source for it."""
    lesson = content.lesson(slug)
    for data in live_parts(visit(slug, "live")).values():
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
    first, other = (live_parts(visit("line", "live", w=w)) for w in ("2", "-1"))
    assert first["line"]["stamp"] == other["line"]["stamp"]
    assert first["line"]["figure"] != other["line"]["figure"]
    plane = live_parts(visit("hyperplane", "live"))
    stamps = {first["line"]["stamp"], plane["hyperplane"]["stamp"], plane["high"]["stamp"]}
    assert len(stamps) == 3


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
    data = live_parts(visit("line", "live"))["state"]
    (choice,) = (each for each in data["controls"] if each["kind"] == "choice")
    control = content.lesson("line").controls["activation"]
    assert isinstance(control, Choice)
    assert choice["choices"] == [[key, label] for key, label in control.choices.items()]
