"""The live channel answers what the figures say, and nothing else."""

import itertools
import json
import logging
import random
import re
from collections.abc import Iterator
from functools import partial
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.types import ASGIApp

from figures.scene import Chart, Scene
from tests.ui.asgi import talk, text
from tests.ui.received import Store, assert_same, merge, unpack
from tests.ui.states import SLUGS, drawn, known_states, random_walk
from ui import channel as channel_module
from ui import content, serve
from ui.channel import LARGEST_MESSAGE, MOST_A_SECOND, Channel, QuestionError
from ui.controls import State
from ui.wire import Answers


def scene(slug: str, **state: Any) -> Scene:
    return drawn(slug, state)


SCENES = {slug: partial(scene, slug) for slug in SLUGS}
CHANNEL = Channel(SCENES)


def ask(
    lesson: object = "line", values: object = None, number: object = 7,
    answers: Answers | None = None, **more: Any,
) -> dict[str, Any]:  # fmt: skip
    question = {"id": number, "lesson": lesson, "values": {} if values is None else values, **more}
    return unpack(CHANNEL.answer(json.dumps(question), answers or Answers()))


def assert_shows(answer: dict[str, Any], slug: str, state: State) -> None:
    """The answer is the scene of this state, whole, in the lesson's words."""
    lesson, scene = content.lesson(slug), drawn(slug, state)
    shown = answer["parts"]
    wanted = set(scene.parts) | ({"equations"} & set(lesson.parts))
    wanted |= {"goal"} if lesson.steps else set()
    assert set(shown) == (wanted | {"code"} if lesson.code else wanted)
    for name, part in scene.parts.items():
        if not isinstance(part, Chart):
            continue
        own = {*part.trail_roles, *part.handle_scales, "labels", "alt"}
        assert set(shown[name]) == {*part.frame, *own}
        for path, value in part.frame.items():
            if isinstance(value, np.ndarray):
                sent = value if value.dtype == np.uint8 else value.astype(np.float32)
                np.testing.assert_array_equal(shown[name][path], sent)
            else:
                assert shown[name][path] == value
        assert shown[name]["alt"] == lesson.alt(name, scene.facts)
    if "equations" in wanted:
        lines = lesson.equations(scene.facts)
        assert shown["equations"]["lines"] == [[c.plain() for c in line] for line in lines]
    assert "{{" not in json.dumps({n: f for n, f in shown.items() if n in ("equations", "code")})
    assert answer["ms"] >= 0


@pytest.mark.parametrize("slug", SLUGS)
def test_the_answer_is_the_scene(slug: str) -> None:
    """While a handle moves the learner sees this instead of the page's own figure."""
    for state in known_states(content.lesson(slug)):
        answer = ask(slug, state)
        assert answer["id"] == 7
        assert_shows(answer, slug, state)


def test_missing_values_stand_at_their_defaults() -> None:
    """The channel holds no session, so what is not said is not known."""
    assert_shows(ask(values={"w": 2}), "line", content.lesson("line").start() | {"w": 2.0})


def test_answers_do_not_depend_on_what_was_asked_before() -> None:
    """Any replica may get any question, in any order."""
    questions = [("line", {"w": n}) for n in range(-3, 4)] + [("hyperplane", {"n": 5})]
    first = [ask(*question)["parts"] for question in questions]
    order = list(range(len(questions)))
    random.Random(1).shuffle(order)  # noqa: S311
    for place in order:
        assert_same(ask(*questions[place])["parts"], first[place])


# --- one answer after the other --------------------------------------------------------------


@pytest.mark.parametrize("slug", SLUGS)
def test_answers_put_together_are_the_scene(slug: str) -> None:
    """A hand wanders through a lesson; the browser's copy is always what a fresh page would get."""
    answers, store = Answers(), Store()
    sizes = []
    for number, state in enumerate(random_walk(content.lesson(slug), 80)):
        question = json.dumps({"id": number, "lesson": slug, "values": state})
        answer = CHANNEL.answer(question, answers)
        sizes.append(len(answer))
        merge(store, unpack(answer))
        whole = ask(slug, state)
        assert_same(store, whole["parts"])
        assert_shows({**whole, "parts": store}, slug, state)
    assert np.median(sizes) < max(sizes), "an answer in between says less than the first"


def test_lessons_asked_in_turn_are_told_apart() -> None:
    """One connection serves the whole page; home and line share the names of marks."""
    answers = Answers()
    rng = random.Random(2)  # noqa: S311
    walks = {slug: random_walk(content.lesson(slug), 60) for slug in SLUGS}
    stores: dict[str, Store] = {slug: Store() for slug in SLUGS}
    for _ in range(60):
        slug = rng.choice(SLUGS)
        state = next(walks[slug])
        merge(stores[slug], ask(slug, state, answers=answers))
        assert_same(stores[slug], ask(slug, state)["parts"])


def test_a_fresh_question_gets_everything() -> None:
    """And an equal one that is not fresh gets nothing but its number."""
    answers = Answers()
    first = ask(answers=answers)["parts"]
    again = ask(answers=answers, number=8)
    assert (again["id"], again["parts"]) == (8, {})
    assert_same(ask(answers=answers, fresh=True)["parts"], first)
    for odd in ("true", 1, [True], None, False):
        assert ask(answers=answers, fresh=odd)["parts"] == {}


# --- hostile questions -----------------------------------------------------------------------

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=80),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@given(
    st.sampled_from(SLUGS),
    st.dictionaries(
        st.sampled_from([c.name for s in SLUGS for c in content.lesson(s).controls.items])
        | st.text(max_size=9),
        json_values,
        max_size=5,
    ),
)
def test_hostile_values_get_the_picture_of_a_valid_state(slug: str, values: dict[str, Any]) -> None:
    """NaN, 1e999, lists, foreign keys: the same reading as a link's, and no raise."""
    question = json.dumps({"id": 1, "lesson": slug, "values": values})
    if len(question) > LARGEST_MESSAGE:
        return
    state, _ = content.lesson(slug).read(
        {k: [v] for k, v in json.loads(question)["values"].items()}
    )
    assert_shows(unpack(CHANNEL.answer(question, Answers())), slug, state)


@pytest.mark.parametrize(
    "raw", ["NaN", "Infinity", "-Infinity", "1e999", "-1e999", "1" + "0" * 999]
)
def test_numbers_json_should_not_hold(raw: str) -> None:
    """Python's reader of JSON takes NaN and Infinity; the browser must never get them back."""
    question = f'{{"id": 1, "lesson": "line", "values": {{"w": {raw}}}}}'
    packed = CHANNEL.answer(question, Answers())
    length = int.from_bytes(packed[:4], "little")
    assert not re.search(rb"\b(NaN|Infinity)\b", packed[4 : 4 + length])


GOOD = {"id": 1, "lesson": "line", "values": {}}


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("", "is JSON"),
        ("{", "is JSON"),
        ("'", "is JSON"),
        ("\0", "is JSON"),
        ("[" * LARGEST_MESSAGE, "is JSON"),
        ('{"a":' * 800, "is JSON"),
        ("[" * 100 + "]" * 100, "is an object"),
        ("null", "is an object"),
        ("3", "is an object"),
        ("NaN", "is an object"),
        ('"line"', "is an object"),
        ("[]", "is an object"),
        ("{}", "an id and values"),
        (json.dumps(GOOD | {"id": "1"}), "an id and values"),
        (json.dumps(GOOD | {"id": 1.5}), "an id and values"),
        (json.dumps(GOOD | {"id": None}), "an id and values"),
        (json.dumps(GOOD | {"id": True}), "an id and values"),
        (json.dumps(GOOD | {"values": []}), "an id and values"),
        (json.dumps(GOOD | {"values": None}), "an id and values"),
        (json.dumps(GOOD | {"values": "w=1"}), "an id and values"),
        (json.dumps(GOOD | {"lesson": "nobody"}), "no such lesson"),
        (json.dumps(GOOD | {"lesson": ""}), "no such lesson"),
        (json.dumps(GOOD | {"lesson": "../core"}), "no such lesson"),
        (json.dumps(GOOD | {"lesson": "__class__"}), "no such lesson"),
        (json.dumps(GOOD | {"lesson": ["line"]}), "no such lesson"),
        (json.dumps(GOOD | {"lesson": {}}), "no such lesson"),
        (json.dumps(GOOD | {"lesson": None}), "no such lesson"),
        ("x" * (LARGEST_MESSAGE + 1), "at most 4096 characters"),
        (json.dumps(GOOD | {"pad": "x" * 10_000}), "at most 4096 characters"),
    ],
    ids=lambda value: value[:30],
)
def test_what_is_no_question_is_refused(question: str, said: str) -> None:
    """`QuestionError` ends the conversation politely; anything else is a fault of ours."""
    with pytest.raises(QuestionError, match=said):
        CHANNEL.answer(question, Answers())


@given(st.text(max_size=200) | json_values.map(json.dumps))
def test_no_text_is_a_fault_of_ours(question: str) -> None:
    """Whatever comes."""
    with pytest.raises(QuestionError, match=r"question|lesson"):
        CHANNEL.answer(question, Answers())


# --- over a websocket ------------------------------------------------------------------------


@pytest.fixture
def app() -> ASGIApp:
    return Starlette(routes=serve.routes(SCENES))


def question(number: int = 1, **values: object) -> str:
    return json.dumps({"id": number, "lesson": "line", "values": values})


@pytest.mark.parametrize("path", ["/live/channel", "/base/path/live/channel"])
def test_a_conversation(app: ASGIApp, path: str) -> None:
    """One answer for each question, in order, at the root and below a base path."""
    said = talk(app, path, [text(question(n, w=n)) for n in (3, 1, 2)])
    assert [unpack(answer)["id"] for answer in said.sent] == [3, 1, 2]
    assert said.code is None


@pytest.mark.parametrize(
    ("last", "code", "reason"),
    [
        (text("x" * 5000), 1007, "a question has at most 4096 characters"),
        (text("{"), 1007, "a question is JSON"),
        (text(json.dumps(GOOD | {"lesson": "nobody"})), 1007, "there is no such lesson"),
        ({"type": "websocket.receive", "bytes": b"\0\1"}, 1007, "a question is text"),
        ({"type": "websocket.receive", "bytes": b"", "text": None}, 1007, "a question is text"),
    ],
    ids=["oversized", "broken", "unknown", "binary", "binary with an empty text"],
)
def test_a_broken_rule_ends_the_conversation(
    app: ASGIApp, last: dict[str, Any], code: int, reason: str
) -> None:
    """Politely, with a reason, and without an answer to what came after."""
    said = talk(app, "/live/channel", [text(question()), last, text(question())])
    assert len(said.sent) == 1
    assert (said.code, said.reason) == (code, reason)
    assert len(said.reason.encode()) <= 123, "a close frame holds no more"


def set_clock(monkeypatch: pytest.MonkeyPatch, ticks: Iterator[float]) -> None:
    """Give the channel a clock of its own; the event loop keeps the real one."""
    clock = SimpleNamespace(monotonic=lambda: next(ticks), perf_counter=lambda: 0.0)
    monkeypatch.setattr(channel_module, "time", clock)


def test_a_flood_ends_the_conversation(app: ASGIApp, monkeypatch: pytest.MonkeyPatch) -> None:
    """One visitor must not take the processor from two hundred others."""
    set_clock(monkeypatch, itertools.repeat(5.0))
    said = talk(app, "/live/channel", [text(question())] * (MOST_A_SECOND + 9))
    assert len(said.sent) == MOST_A_SECOND
    assert (said.code, said.reason) == (1008, "too many questions a second")


def test_a_drag_of_minutes_is_no_flood(app: ASGIApp, monkeypatch: pytest.MonkeyPatch) -> None:
    """120 questions a second for four seconds, on a clock of the test's own."""
    set_clock(monkeypatch, (n / 120 for n in itertools.count()))
    said = talk(app, "/live/channel", [text(question())] * 480)
    assert len(said.sent) == 480
    assert said.code is None


def test_silence_ends_the_conversation(app: ASGIApp, monkeypatch: pytest.MonkeyPatch) -> None:
    """A phone that went to sleep must not hold its place for ever."""
    monkeypatch.setattr(channel_module, "LONGEST_SILENCE", 0.05)
    said = talk(app, "/live/channel", [text(question())], leave=False)
    assert len(said.sent) == 1
    assert (said.code, said.reason) == (1001, "nothing was asked for a while")


def test_a_full_house_asks_to_come_later(app: ASGIApp, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bound is on channels open at once, so one that has ended makes room."""
    monkeypatch.setattr(channel_module, "MOST_CHANNELS", 1)
    for questions in ([text(question())], [text("{")], []):
        assert talk(app, "/live/channel", questions).reason != "too many channels are open"
    monkeypatch.setattr(channel_module, "MOST_CHANNELS", 0)
    said = talk(app, "/live/channel", [text(question())])
    assert (said.sent, said.code) == ([], 1013)


@pytest.mark.parametrize("error", [ValueError, TypeError, KeyError, ZeroDivisionError])
def test_a_fault_of_ours_stays_on_the_server(
    error: type[Exception], caplog: pytest.LogCaptureFixture
) -> None:
    """Why the scene failed is for the log; the browser only learns that it did."""

    def failing(**state: Any) -> Scene:
        if state["w"] > 2:
            raise error("the secret of /srv/app/figures/line.py" * 9)
        return drawn("line", state)

    app = Starlette(routes=serve.routes({"line": failing}))
    with caplog.at_level(logging.ERROR):
        said = talk(app, "/live/channel", [text(question(1, w=1)), text(question(2, w=3))])
    assert len(said.sent) == 1
    assert said.code == 1011
    assert "secret" not in said.reason
    assert error.__name__ not in said.reason
    assert len(said.reason.encode()) <= 123
    assert "Traceback" in caplog.text
    assert "the secret of" in caplog.text
    assert error.__name__ in caplog.text
