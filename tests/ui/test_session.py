"""A visitor's state: every way it can change, and that nothing of it is ever lost."""

import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui import content, quiz
from ui.controls import State
from ui.session import MOST_REMEMBERED, MOST_UNDO, Session

LESSON = content.lesson("line")
START = LESSON.start()
HOME = content.lesson("home")


def session(**values: Any) -> Session:
    return Session(LESSON, START | values)


def report(here: Session, seq: Any = 1, *, mark: Any = None, **values: Any) -> None:
    """The browser reports what the hand has moved."""
    mark = here.mark if mark is None else mark
    here.report({"token": here.token, "mark": mark, "seq": seq, "values": values, "whole": False})


def assert_valid(state: State) -> None:
    assert LESSON.read({name: [value] for name, value in state.items()}) == (state, [])


# --- undo ------------------------------------------------------------------------------------


def test_undo_takes_back_one_change_after_the_other() -> None:
    """Worked by hand; the newest goes first, and at the end nothing happens."""
    here = session()
    here.set("w", 2.0)
    report(here, activation="relu")
    here.put(START | {"b": 1.0})
    assert here.values == START | {"b": 1.0}
    here.undo()
    assert here.values == START | {"w": 2.0, "activation": "relu"}
    here.undo()
    assert here.values == START | {"w": 2.0}
    here.undo()
    here.undo()
    assert here.values == START
    assert here.past == []


def test_what_changes_nothing_is_no_step_of_undo() -> None:
    """A second press on the same experiment must not need two presses on undo."""
    here = session()
    for _ in range(3):
        here.put(START | {"w": 2.0})
        report(here, w=2.0)
    here.undo()
    assert here.values == START


def test_start_again_can_be_taken_back() -> None:
    """It is the button most often pressed by mistake."""
    here = session(w=2.0, activation="sin")
    here.reset()
    assert here.values == START
    here.undo()
    assert here.values == START | {"w": 2.0, "activation": "sin"}


def test_a_state_put_in_is_copied() -> None:
    """An experiment's state belongs to all visitors, undo's to none but this one."""
    mine: State = START | {"w": 2.0}
    here = session()
    here.put(mine)
    here.values["w"] = -1.0
    assert mine["w"] == 2.0


def test_steps_are_not_changed_by_who_tries_them() -> None:
    """The lesson is read once for all visitors."""
    before = [dict(step.state) for step in LESSON.steps]
    here = session()
    for step in LESSON.steps:
        here.put(step.state)
        here.set("w", 3.3)
        report(here, b=2.2)
        here.undo()
    assert [step.state for step in LESSON.steps] == before


def test_a_goal_is_watched_for_the_step_on_the_stage() -> None:
    """Native mode's own eyes: x = 2 is the first step's goal; the state it starts from is not."""
    here = session()
    here.watch_goal({"x": 2.0})
    assert here.progress.reached == set(), "the hand has done nothing yet"
    here.set("x", 1.0)
    here.watch_goal({"x": 1.0})
    assert here.progress.reached == set()
    here.set("x", 2.0)
    here.watch_goal({"x": 2.0})
    assert here.progress.reached == {LESSON.steps[0].name}


def test_options_come_in_an_order_of_the_visitors_own() -> None:
    """All of them, the same for the whole visit, and the right one not always first."""
    assert LESSON.predict is not None
    firsts = set()
    for _ in range(60):
        here = session()
        drawn = quiz.shuffled(here, "predict", LESSON.predict)
        assert sorted(drawn, key=lambda option: option.key) == list(LESSON.predict.options)
        assert quiz.shuffled(here, "predict", LESSON.predict) == drawn
        firsts.add(drawn[0].key)
    assert firsts == {option.key for option in LESSON.predict.options}


def test_undo_is_bounded() -> None:
    """A long drag without the channel reports at every step; memory is the server's."""
    here = session()
    for n in range(3 * MOST_UNDO):
        report(here, n, w=n / 100)
    assert len(here.past) == MOST_UNDO
    here.undo()
    assert here.values["w"] == (3 * MOST_UNDO - 2) / 100


# --- what the browser reports ----------------------------------------------------------------


def test_a_report_carries_only_what_moved() -> None:
    """What it does not speak of, or says badly, nobody asked to change."""
    here = session(w=2.0, b=1.0, activation="relu")
    report(here, 1, w=3.0)
    assert here.values == START | {"w": 3.0, "b": 1.0, "activation": "relu"}
    report(here, 2, w=None, b="nan", x=2.0, activation=7)
    assert here.values == START | {"w": 3.0, "b": 1.0, "x": 2.0, "activation": "relu"}
    report(here, 3, w=99)
    assert here.values["w"] == 4.0
    report(here, 4)
    assert here.values == START | {"w": 4.0, "b": 1.0, "x": 2.0, "activation": "relu"}
    assert here.sequence == 4


def test_a_switch_and_a_late_slider_both_survive() -> None:
    """Two hands on one lesson: neither report may carry the other's old value back."""
    for first, second in (({"bend": True}, {"w": 2.0}), ({"w": 2.0}, {"bend": True})):
        here = Session(HOME, HOME.start())
        report(here, 1, **first)
        report(here, 2, **second)
        assert here.values == HOME.start() | {"bend": True, "w": 2.0}


ACTS: list[tuple[str, Callable[[Session], None]]] = [
    ("undo", lambda here: here.undo()),
    ("reset", lambda here: here.reset()),
    ("show", lambda here: here.put(START | {"w": -1.0, "b": 2.0})),
    ("widget", lambda here: here.set("w", -1.0)),
]


@pytest.mark.parametrize("act", [act for _, act in ACTS], ids=[name for name, _ in ACTS])
def test_what_the_browser_reported_before_it_knew_is_dropped(
    act: Callable[[Session], None],
) -> None:
    """A slider let go in the moment of *Show* must not spoil what is shown."""
    here = session()
    report(here, 1, w=2.0)
    known = here.mark
    act(here)
    assert here.mark == known + 1
    after = dict(here.values)
    report(here, 2, mark=known, w=3.0, x=1.0)
    assert here.values == after
    assert here.sequence == 2, "read all the same: the browser waits for it"
    report(here, 3, w=3.0)
    assert here.values == after | {"w": 3.0}


def test_the_hands_own_report_does_not_raise_the_mark() -> None:
    """A new mark overrules the hand: the slider would jump back under it."""
    here = session()
    report(here, 1, w=2.0)
    report(here, 2, w=2.1)
    assert (here.values["w"], here.mark, here.sequence) == (2.1, 0, 2)


def test_the_mark_grows_also_where_nothing_changes() -> None:
    """Pressed twice, *Start again* must still overrule a hand that moves meanwhile."""
    here = session()
    here.put(dict(START))
    here.reset()
    assert here.mark == 2


def test_undo_with_nothing_to_undo_leaves_the_mark() -> None:
    """Nothing has changed, so what the hand reports is not stale."""
    here = session()
    here.undo()
    assert here.mark == 0


@pytest.mark.parametrize("mark", [-1, 1, 7, "0", None, [], {}, math.nan, 0.5], ids=repr)
def test_a_mark_that_is_not_ours_is_dropped(mark: Any) -> None:
    """Older, from the future, or no mark at all."""
    here = session()
    here.report({"token": here.token, "mark": mark, "seq": 3, "values": {"w": 2.0}})
    assert here.values == START


def test_a_foreign_token_is_dropped() -> None:
    """Meant for a session that is gone: its marks and numbers mean nothing here."""
    here, other = session(), session()
    assert here.token != other.token
    foreign: list[Any] = [other.token, "", None, 3, [], here.token + "x"]
    for token in foreign:
        here.report({"token": token, "mark": 0, "seq": 9, "values": {"w": 2.0}, "whole": True})
    assert here == Session(LESSON, START, token=here.token, progress=here.progress)


def test_after_a_restart_the_browser_reports_everything() -> None:
    """It knows more than the new session, and nothing of it is lost; undo leads back."""
    lost = session()
    for seq, w in enumerate((2.0, 3.0), start=1):
        report(lost, seq, w=w)
    lost.undo()
    report(lost, 3, b=1.5)
    browser = {"mark": lost.mark, "seq": lost.sequence, "values": dict(lost.values)}

    here = session()
    here.report({"token": lost.token, "whole": False, **browser, "seq": 4})
    assert here.values == START
    whole = {**browser, "token": here.token, "mark": here.mark, "seq": 5, "whole": True}
    here.report(whole)
    assert here.values == lost.values
    assert here.sequence == 5
    report(here, 6, x=2.0)
    assert here.values == lost.values | {"x": 2.0}
    here.undo()
    here.undo()
    assert here.values == START


HOSTILE_REPORTS: list[Any] = [
    None, 3, "x", True, math.nan, [], [{"values": {}}], {}, {"values": None}, {"values": []},
    {"values": "w=1"}, {"values": 3}, {"seq": 5}, {"w": 2.0}, {"values": {"w": 3.0}},
]  # fmt: skip


@pytest.mark.parametrize("bad", HOSTILE_REPORTS, ids=repr)
def test_what_is_no_report_changes_nothing(bad: Any) -> None:
    """The browser's side is not ours: it may send anything."""
    here = session(w=2.0)
    for each in (bad, {"token": here.token, **bad} if isinstance(bad, dict) else bad):
        here.report(each)
        assert here == Session(
            LESSON,
            START | {"w": 2.0},
            token=here.token,
            sequence=here.sequence,
            progress=here.progress,
        )


@pytest.mark.parametrize("seq", [None, "3", 1.5, [], {}, math.nan, True], ids=repr)
def test_a_report_without_a_number_still_counts(seq: Any) -> None:
    """Its values are good; the number of the last one read stays."""
    here = session()
    here.sequence = 4
    report(here, seq, w=2.0)
    assert here.values["w"] == 2.0
    assert here.sequence == 4
    assert type(here.sequence) is int


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=4,
)
names = st.sampled_from([*START, "other", "__class__", ""])
reports = st.fixed_dictionaries(
    {
        "token": st.just("ours") | json_values,
        "mark": st.integers(0, 2) | json_values,
        "seq": st.integers(0, 9) | json_values,
        "values": st.dictionaries(names, st.floats(-5, 5) | json_values, max_size=4),
    }
)


@given(st.lists(reports | json_values | st.sampled_from(["undo", "reset", "show"]), max_size=9))
def test_any_reports_leave_a_valid_state_that_undo_leads_back_from(deeds: list[Any]) -> None:
    """Nothing is lost: as many undos as there were changes, and all is where it began."""
    here = session()
    for deed in deeds:
        before = (dict(here.values), here.mark)
        if isinstance(deed, str) and deed in ("undo", "reset", "show"):
            dict(ACTS)[deed](here)
        elif isinstance(deed, dict) and deed.get("token") == "ours":
            here.report({**deed, "token": here.token})
            assert here.mark == before[1]
            assert here.values == before[0] or deed["mark"] == here.mark
        else:
            here.report(deed)
            assert (here.values, here.mark) == before
        assert_valid(here.values)
        assert set(here.values) == set(START)
    for state in here.past:
        assert_valid(state)
    for _ in range(len(here.past)):
        here.undo()
    assert here.values == START


# --- widgets, links, the address -------------------------------------------------------------


@pytest.mark.parametrize("given_", [math.nan, None, "x", [], 1e999, True], ids=repr)
def test_a_widget_cannot_break_the_state_either(given_: object) -> None:
    """The same reading for Streamlit's own widgets."""
    here = session(w=2.0)
    here.set("w", given_)
    assert_valid(here.values)


def test_a_change_ends_what_was_said_of_the_link() -> None:
    """“Set to 4” is no longer true once the learner has moved on."""
    values, problems = LESSON.read({"w": ["99"]})
    here = Session(LESSON, values, problems=problems)
    here.put(values)
    assert here.problems == problems
    report(here, w=1.0)
    assert here.problems == []


def test_the_address_is_remembered_but_not_for_ever() -> None:
    """Going back in the browser must be told from the echo of one's own changes."""
    here = session()
    for n in range(2 * MOST_REMEMBERED):
        here.values = START | {"w": n / 100}
        here.remember_address()
        here.remember_address()
    assert len(here.written) == MOST_REMEMBERED
    assert here.written[-1] == here.query == "w=0.39"
    assert len(set(here.written)) == MOST_REMEMBERED
