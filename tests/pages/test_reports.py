"""A browser and a real server agree on a state: reports, undo, a restart, no live parts at all."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.pages.server import Answer, Server, Visitor, serving, visiting
from tests.pages.visit import ROOT
from tests.ui.states import drawn
from ui import content

LINE = content.lesson("line")
START = LINE.start()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving(ROOT / "app.py") as found:
        yield found


def live_data(answer: Answer) -> list[dict[str, Any]]:
    return [json.loads(each.json) for each in answer.elements("bidi_component")]


class Browser:
    """As much of the live parts' script as decides what is reported."""

    def __init__(self, visitor: Visitor, opened: Answer, slug: str = "line") -> None:
        self._visitor, self._slug = visitor, slug
        self.seq = 0
        self.take(opened)

    def take(self, answer: Answer) -> None:
        """Read what the page says of the state; every part must say the same."""
        data = live_data(answer)
        (state,) = (each for each in data if each["kind"] == "state")
        assert all(each["values"] == state["values"] for each in data if "values" in each)
        self.token, self.mark, self.acknowledged = state["token"], state["mark"], state["seq"]
        self.values = state["values"]

    def report(self, *, mark: int | None = None, token: str = "", **values: Any) -> None:
        """Report what the hand has moved, as far as it was known at `mark`."""
        self.seq += 1
        report = {
            "token": token or self.token, "mark": self.mark if mark is None else mark,
            "seq": self.seq, "values": values, "whole": False,
        }  # fmt: skip
        self.take(self._visitor.report(f"{self._slug}/state", report))

    def press(self, name: str) -> Answer:
        """Press a button of the toolbar."""
        answer = self._visitor.trigger(f"{self._slug}/toolbar", name)
        self.take(answer)
        return answer


def test_what_the_hand_moves_is_reported_and_acknowledged(server: Server) -> None:
    """Each report carries what has moved; the page that comes back stands at all of it."""
    with visiting(server, "line") as visitor:
        browser = Browser(visitor, visitor.open())
        assert (browser.values, browser.mark, browser.acknowledged) == (START, 0, 0)
        browser.report(w=3)
        browser.report(activation="relu", x=1)
        assert browser.values == START | {"w": 3.0, "activation": "relu", "x": 1.0}
        assert (browser.mark, browser.acknowledged) == (0, 2)


def test_a_report_from_before_undo_is_dropped(server: Server) -> None:
    """It was on its way while the button was pressed."""
    with visiting(server, "line") as visitor:
        browser = Browser(visitor, visitor.open())
        browser.report(w=3)
        browser.press("undo")
        assert (browser.values, browser.mark) == (START, 1)
        browser.report(mark=0, w=3.5)
        assert (browser.values, browser.acknowledged) == (START, 2)
        browser.report(w=-1)
        assert browser.values == START | {"w": -1.0}


def test_show_start_again_and_undo(server: Server) -> None:
    """*Show* is the browser's own and reported like any move; the others are the server's."""
    shown: dict[str, Any] = LINE.steps[3].state
    with visiting(server, "line") as visitor:
        browser = Browser(visitor, visitor.open())
        browser.report(**shown)
        assert (browser.values, browser.mark) == (shown, 0)
        browser.press("reset")
        assert (browser.values, browser.mark) == (START, 1)
        browser.press("undo")
        assert (browser.values, browser.mark) == (shown, 2)
        browser.press("undo")
        browser.press("undo")
        assert browser.values == START


def test_the_numbers_come_when_they_are_asked_for(server: Server) -> None:
    """A dialog with the figure in words and its table, sent once."""
    with visiting(server, "line", w="2", b="1") as visitor:
        opened = visitor.open()
        browser = Browser(visitor, opened)
        assert not opened.elements("table")
        answer = browser.press("numbers")
        assert len(answer.elements("table")) == 1
        assert LINE.alt("line", drawn("line", browser.values).facts) in answer.texts()
        dialogs = [
            block.dialog.title
            for block in (m.delta.add_block for m in answer.messages if m.HasField("delta"))
            if block.WhichOneof("type") == "dialog" and block.dialog.is_open
        ]
        assert dialogs == [content.words()["buttons"]["table"]]
        assert not visitor.open().elements("table")


def test_a_switch_and_a_late_slider_both_survive(server: Server) -> None:
    """On home: the switch is thrown while the slider's last report is still on its way."""
    home = content.lesson("home").start()
    with visiting(server) as visitor:
        browser = Browser(visitor, visitor.open(), "home")
        browser.report(bend=True)
        browser.report(w=-2)
        assert browser.values == home | {"bend": True, "w": -2.0}


def test_a_server_that_has_lost_the_session_gets_it_back(server: Server) -> None:
    """A new connection without the old one's cookies stands for a restarted server."""
    with visiting(server, "line") as visitor:
        old = Browser(visitor, visitor.open())
        old.report(w=3, activation="relu")
        old.report(b=2)
    with visiting(server, "line") as visitor:
        new = Browser(visitor, visitor.open())
        assert new.token != old.token
        assert new.values == START
        new.seq = old.seq
        new.report(token=old.token, x=1)
        assert new.values == START, "meant for the session that is gone"
        new.report(**old.values)
        assert new.values == old.values
        assert new.acknowledged == old.seq + 2
        new.press("undo")
        assert new.values == START


def test_hostile_reports_leave_the_page_standing(server: Server) -> None:
    """Whatever the browser's side says; and what is near is taken as near."""
    with visiting(server, "line") as visitor:
        browser = Browser(visitor, visitor.open())
        reports = ("null", "3", "[]", "{}", "NaN", '{"values": 3}', '{"values": {"w": 2}}')
        for text in ("null", '"x"', "3", "[]", *(f'{{"report": {report}}}' for report in reports)):
            browser.take(visitor.change("line/state", "json_value", text))
            assert browser.values == START
        browser.report(w=1e999, b=float("nan"), x="<script>", activation=None, nobody=1)
        assert browser.values == START | {"w": 4.0}


def test_a_report_that_is_no_json_is_met_with_the_sentence(server: Server) -> None:
    """It fails in Streamlit's own reader, before anything of ours: the app's hook answers."""
    with visiting(server, "line") as visitor:
        visitor.open()
        answer = visitor.change("line/state", "json_value", "[")
        assert [each.body for each in answer.elements("alert")] == [
            content.words()["faults"]["page"]
        ]
        assert not answer.elements("exception")
        assert "JSON" not in answer.raw()
        assert "Traceback" not in answer.raw()


def test_a_browser_that_cannot_load_the_parts_gets_native_ones(server: Server) -> None:
    """At once, in the moving part alone, at the state that the page had; and it stays so."""
    with visiting(server, "line", w="2") as visitor:
        assert live_data(visitor.open())
        answer = visitor.trigger("line/chart/line", "unloadable")
        assert not live_data(answer)
        assert len(answer.elements("plotly_chart")) == 1
        sliders = {each.label: list(each.value) for each in answer.elements("slider")}
        assert sliders["weight w"] == [2.0]
        again = visitor.open()
        assert not live_data(again)
        assert len(again.elements("plotly_chart")) == 1
