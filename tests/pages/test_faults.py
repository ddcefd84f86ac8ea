"""A fault of ours, on a real server at Community Cloud's settings: one sentence, and the log.

The offenders live in a copy of the app. Each raises an error with a secret in its message; what
is sent to the visitor is searched for that, for types, paths and traces.
"""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.proto.Alert_pb2 import Alert
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.pages.server import PATIENCE, Answer, Server, Visitor, serving, visiting
from tests.pages.visit import MODES, ROOT
from ui import content

SORRY = content.words()["faults"]["page"]
MAINS = ("app.py", "ui/router.py")

PAGE = """\
from figures import {slug}
from ui.lesson import LessonPage


def draw(page: LessonPage) -> None:
    page.opening()
    with page.station():
        with page.stage():
            page.equations()
            page.figure("line")
            page.controls("w", "b")
        page.steps()
    page.check()
    page.drawers()


LessonPage("{slug}", {slug}.scene).show(draw)
"""
BUTTONS = """
import streamlit as st
from ui import faults


def boom(number=0):
    raise ZeroDivisionError("secret-buttons")


@st.fragment
def moving():
    with faults.kept_from_the_visitor():
        st.button("in the moving part", key="moving", on_click=faults.guarded(boom))


st.title("Buttons")
st.button("guarded", key="guarded", on_click=faults.guarded(boom), args=(1,))
st.button("bare", key="bare", on_click=boom)
moving()
st.write("The rest of the page.")
"""


def house_of_offenders(folder: Path) -> Path:
    """The app with lessons that fail, each in a way of its own."""
    for room in ("core", "figures", "ui", "content", "pages", ".streamlit"):
        shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "app.py", folder)
    slugs = list(content.slugs())

    def add(slug: str, page: str = PAGE, scene: str = "", **swaps: str) -> None:
        slugs.append(slug)
        shutil.copytree(folder / "content" / "line", folder / "content" / slug)
        (folder / "pages" / f"{slug}.py").write_text(page.replace("{slug}", slug))
        figure = "from figures import line\n\n\ndef scene(w, **others):\n"
        figure += f"{scene}    return line.scene(w, **others)\n"
        (folder / "figures" / f"{slug}.py").write_text(figure)
        for name, new in swaps.items():
            path = folder / "content" / slug / f"lesson.{name}"
            path.write_text(new, encoding="utf-8")

    add("body", 'raise RuntimeError("secret-body")\n')
    add("syntax", "def secret_syntax(:\n")
    add("missing", "import secret_missing\n")
    add("halfway", PAGE.replace("page.check()", 'raise KeyError("secret-halfway")'))
    add("always", scene='    raise ValueError("secret-always")\n')
    add("sometimes", scene='    if w > 2:\n        raise ValueError("secret-sometimes")\n')
    add("buttons", BUTTONS)
    words = (folder / "content" / "line" / "lesson.md").read_text("utf-8")
    add("words", md=words.replace("## so\n", "## so\n\nIt is {{secret_words}}.\n", 1))
    toml = (folder / "content" / "line" / "lesson.toml").read_text("utf-8")
    add("reply", toml=re.sub(r'\nreply = "', r'\nreply = "{{secret_reply}} ', toml, count=1))
    listed = f"lessons = {json.dumps(slugs)}\n"
    (folder / "content" / "lessons.toml").write_text(listed, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return house_of_offenders(tmp_path_factory.mktemp("house") / "the-app")


@pytest.fixture(scope="module", params=MAINS)
def server(house: Path, request: pytest.FixtureRequest) -> Iterator[Server]:
    """Both ways to start the app: with `st.App` and its hook, and without."""
    with serving(house / request.param) as found:
        yield found


# What would tell a visitor how the app is built, or an attacker where to look.
TELLING = re.compile(
    r"secret|Traceback|\bFile \"|site-packages|the-app|\w+Error\b|\w+Exception\b|stack_?trace"
    r"|figures/|pages/|core/|ui/\w+\.py|line \d+, in ",
)


def told(answer: Answer) -> list[str]:
    """Everything in the messages that should have stayed on the server."""
    return sorted(set(TELLING.findall(answer.raw())))


def sorry_in(answer: Answer) -> int:
    """How often the visitor reads the sentence; no other error may stand on the page."""
    errors = [each for each in answer.elements("alert") if each.format == Alert.ERROR]
    assert all(each.body == SORRY for each in errors)
    assert not answer.elements("exception")
    return len(errors)


def assert_kept(answer: Answer, server: Server, secret: str, kind: str) -> None:
    """One sentence for the visitor; type, message and trace for the log, each time anew."""
    assert sorry_in(answer) == 1
    assert told(answer) == []
    named = rf"^([\w.]+\.)?{kind}: "  # the last line of a trace
    server.log.wait_for(rf"Traceback[\s\S]*({secret}[\s\S]*{named}.*\n|{named}.*{secret}.*\n)")


def move(visitor: Visitor, slug: str, mode: str, w: float, seen: Answer) -> Answer:
    """Drag w, in live mode with the report that the browser would send."""
    if mode == "native":
        return visitor.change(f"{slug}/w", "double_array_value", [w])
    (data,) = (d for d in live_data(seen) if d["kind"] == "state")
    report = {"token": data["token"], "mark": data["mark"], "seq": data["seq"] + 1}
    return visitor.report(f"{slug}/state", {**report, "values": {"w": w}, "whole": False})


def live_data(answer: Answer) -> list[dict[str, Any]]:
    return [json.loads(each.json) for each in answer.elements("bidi_component")]


def link(mode: str) -> dict[str, str]:
    return {"live": "1" if mode == "live" else "0"}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("slug", "secret", "kind"),
    [
        ("body", "secret-body", "RuntimeError"),
        ("syntax", "secret_syntax", "SyntaxError"),
        ("missing", "secret_missing", "ModuleNotFoundError"),
        ("halfway", "secret-halfway", "KeyError"),
        ("always", "secret-always", "ValueError"),
        ("words", "secret_words", "TemplateError"),
    ],
)
def test_a_page_that_fails(server: Server, slug: str, secret: str, kind: str, mode: str) -> None:
    """In its body, before it runs, in its scene, in its words."""
    with visiting(server, slug, **link(mode)) as visitor:
        answer = visitor.open()
        assert_kept(answer, server, secret, kind)


@pytest.mark.parametrize("mode", MODES)
def test_what_was_drawn_before_stays(server: Server, mode: str) -> None:
    """A part that fails takes what comes after it, and neither the question nor the stage."""
    with visiting(server, "halfway", **link(mode)) as visitor:
        answer = visitor.open()
    lesson = content.lesson("line")
    headings = [each.body for each in answer.elements("heading")]
    assert headings[0] == lesson.prose(lesson.question, {})
    assert content.words()["headings"]["check"] not in headings
    assert len(answer.elements("bidi_component" if mode == "live" else "plotly_chart")) > 0


@pytest.mark.parametrize("mode", MODES)
def test_a_scene_that_fails_under_the_hand(server: Server, mode: str) -> None:
    """Only the moving part runs; at a link to a sound state the figure is there again."""
    with visiting(server, "sometimes", **link(mode)) as visitor:
        seen = visitor.open()
        assert sorry_in(seen) == 0
        moved = move(visitor, "sometimes", mode, 3.0, seen)
        assert_kept(moved, server, "secret-sometimes", "ValueError")
        back = visitor.follow(w="1", **link(mode))
        assert sorry_in(back) == 0
        assert told(back) == []
        assert len(back.elements("bidi_component" if mode == "live" else "plotly_chart")) > 0


def test_a_reply_that_fails(server: Server) -> None:
    """Found only where it is given, in native mode; where live parts know all replies, at once."""
    with visiting(server, "reply", **link("native")) as visitor:
        assert sorry_in(visitor.open()) == 0
        predict = content.lesson("line").predict
        assert predict is not None
        answer = visitor.change("reply/question/predict", "string_value", predict.options[0].text)
        assert_kept(answer, server, "secret_reply", "TemplateError")
    with visiting(server, "reply", **link("live")) as visitor:
        assert_kept(visitor.open(), server, "secret_reply", "TemplateError")


@pytest.mark.parametrize("key", ["guarded", "moving", "bare"])
def test_a_callback_that_fails(server: Server, request: pytest.FixtureRequest, key: str) -> None:
    """It runs before the page; the page itself is drawn all the same."""
    is_app = request.node.callspec.params["server"] == "app.py"
    if key == "bare" and not is_app:
        pytest.skip("without st.App there is no hook; all callbacks of ours are guarded")
    with visiting(server, "buttons") as visitor:
        assert sorry_in(visitor.open()) == 0
        answer = visitor.press(key)
        assert_kept(answer, server, "secret-buttons", "ZeroDivisionError")
        if key == "guarded":
            assert "The rest of the page." in answer.texts()


def test_a_fault_covers_nothing_that_stays(server: Server) -> None:
    """Where only the moving part runs, what is said at the page's top would replace its title."""
    with visiting(server, "buttons") as visitor:
        standing = {place for place, kind in placed(visitor.open()) if kind != "button"}
        (said,) = (place for place, kind in placed(visitor.press("moving")) if kind == "alert")
        assert said not in standing


def placed(answer: Answer) -> list[tuple[tuple[int, ...], str]]:
    """Where each element stands on the page, and of which kind it is."""
    return [
        (tuple(m.metadata.delta_path), str(m.delta.new_element.WhichOneof("type")))
        for m in answer.messages
        if m.WhichOneof("type") == "delta" and m.delta.WhichOneof("type") == "new_element"
    ]


@pytest.mark.parametrize("mode", MODES)
def test_the_other_lessons_go_on(server: Server, mode: str) -> None:
    """A fault in one lesson is a fault in one lesson."""
    with visiting(server, "body", **link(mode)) as visitor:
        visitor.open()
    with visiting(server, "line", **link(mode)) as visitor:
        answer = visitor.open()
        assert sorry_in(answer) == 0
        assert told(answer) == []
        assert sorry_in(move(visitor, "line", mode, 3.0, answer)) == 0


def test_words_that_break_their_contract(tmp_path: Path) -> None:
    """Found before any page is; the tests find it sooner, but a host may run what it pulled."""
    house = house_of_offenders(tmp_path / "the-app")
    broken = house / "content" / "hyperplane" / "lesson.toml"
    broken.write_text(broken.read_text("utf-8").replace("title = ", "title_ = ", 1), "utf-8")
    with serving(house / "ui" / "router.py") as server, visiting(server, "line") as visitor:
        assert_kept(visitor.open(), server, "lesson.toml", "ContentError")


def test_a_scene_that_fails_on_the_channel(house: Path) -> None:
    """The channel closes and says no more than that it was us."""
    with serving(house / "app.py") as server, connect(f"ws://{server.root}/live/channel") as socket:
        socket.send(json.dumps({"id": 1, "lesson": "sometimes", "values": {"w": 1}}))
        assert isinstance(socket.recv(timeout=PATIENCE), bytes)
        socket.send(json.dumps({"id": 2, "lesson": "sometimes", "values": {"w": 3}}))
        with pytest.raises(ConnectionClosed) as caught:
            socket.recv(timeout=PATIENCE)
        assert caught.value.rcvd is not None
        assert caught.value.rcvd.code == 1011
        assert not TELLING.search(caught.value.rcvd.reason)
        server.log.wait_for(r"Traceback[\s\S]*^ValueError: secret-sometimes")


def test_what_is_told_would_be_seen() -> None:
    """The search, shown to find what Streamlit would have shown."""
    for text in (
        'File "/srv/x/page.py", line 3, in draw', "RuntimeError", "Traceback (most recent",
        "secret-body", "/srv/the-app/x", "figures/line.py", "stack_trace: 1", "ScriptException",
    ):  # fmt: skip
        assert TELLING.search(text), text
