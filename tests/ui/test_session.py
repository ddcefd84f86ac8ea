"""A visitor's state: every way it can change, and that nothing of it is ever lost."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui import content
from ui.controls import State
from ui.session import MOST_REMEMBERED, MOST_UNDO, Session, shown

LESSON = content.lesson("line")
START = LESSON.controls.defaults()


def session(**values: Any) -> Session:
    return Session(LESSON, START | values)


def assert_valid(state: State) -> None:
    assert LESSON.controls.read({name: [value] for name, value in state.items()}) == (state, [])


def test_undo_takes_back_one_change_after_the_other() -> None:
    """Worked by hand; the newest goes first, and at the end nothing happens."""
    here = session()
    here.set("w", 2.0)
    here.set("activation", "relu")
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


def test_experiments_are_not_changed_by_who_tries_them() -> None:
    """The lesson is read once for all visitors."""
    before = [dict(experiment.state) for experiment in LESSON.experiments]
    here = session()
    for experiment in LESSON.experiments:
        here.put(experiment.state)
        here.set("w", 3.3)
        here.report({"values": {**here.values, "b": 2.2}, "sequence": 1})
        here.undo()
    assert [experiment.state for experiment in LESSON.experiments] == before


def test_undo_is_bounded() -> None:
    """A long drag without the channel reports at every step; memory is the server's."""
    here = session()
    for n in range(3 * MOST_UNDO):
        here.set("w", n / 100)
    assert len(here.past) == MOST_UNDO
    here.undo()
    assert here.values["w"] == (3 * MOST_UNDO - 2) / 100


def test_the_browser_is_told_of_the_servers_changes_only() -> None:
    """A new revision overrules the hand: after its own report that would make the slider jump."""
    here = session()
    here.report({"values": {**START, "w": 2.0}, "sequence": 1})
    assert (here.values["w"], here.revision, here.sequence) == (2.0, 0, 1)
    revisions = []
    for act in (here.undo, here.reset, lambda: here.set("w", 3.0), lambda: here.put(dict(START))):
        act()
        revisions.append(here.revision)
    assert revisions[0] == 1
    assert revisions[2:] == [revisions[1] + 1, revisions[1] + 2]


HOSTILE_REPORTS: list[Any] = [
    None, 3, "x", True, math.nan, [], [{"values": {}}], {}, {"values": None}, {"values": []},
    {"values": "w=1"}, {"values": 3}, {"sequence": 5}, {"w": 2.0},
]  # fmt: skip


@pytest.mark.parametrize("report", HOSTILE_REPORTS, ids=repr)
def test_what_is_no_report_changes_nothing(report: Any) -> None:
    """The browser's side is not ours: it may send anything."""
    here = session(w=2.0)
    here.report(report)
    assert here == session(w=2.0)


@pytest.mark.parametrize("sequence", [None, "3", 1.5, [], {}, math.nan, True], ids=repr)
def test_a_report_without_a_number_still_counts(sequence: Any) -> None:
    """Its values are good; the number of the last one read stays."""
    here = session()
    here.sequence = 4
    here.report({"values": {**START, "w": 2.0}, "sequence": sequence})
    assert here.values["w"] == 2.0
    assert here.sequence == 4
    assert type(here.sequence) is int


def test_a_partial_report_leaves_the_rest_where_it_is() -> None:
    """What a report does not speak of, or says badly, nobody asked to change."""
    here = session(w=2.0, b=1.0, activation="relu")
    here.report({"values": {"w": 3.0}, "sequence": 1})
    assert here.values == START | {"w": 3.0, "b": 1.0, "activation": "relu"}
    here.report({"values": {"w": None, "b": "nan", "x": 2.0, "activation": 7}, "sequence": 2})
    assert here.values == START | {"w": 3.0, "b": 1.0, "x": 2.0, "activation": "relu"}
    here.report({"values": {"w": 99}, "sequence": 3})
    assert here.values["w"] == 4.0


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=4,
)
names = st.sampled_from([*START, "other", "__class__", ""])


@given(
    st.lists(
        st.fixed_dictionaries(
            {"values": st.dictionaries(names, json_values, max_size=4), "sequence": json_values}
        )
        | json_values,
        max_size=6,
    )
)
def test_any_reports_leave_a_valid_state_that_undo_leads_back_from(reports: list[Any]) -> None:
    """Nothing is lost: as many undos as there were changes, and all is where it began."""
    here = session()
    for report in reports:
        here.report(report)
        assert_valid(here.values)
        assert set(here.values) == set(START)
    for state in here.past:
        assert_valid(state)
    for _ in range(len(here.past)):
        here.undo()
    assert here.values == START


@pytest.mark.parametrize("given_", [math.nan, None, "x", [], 1e999, True], ids=repr)
def test_a_widget_cannot_break_the_state_either(given_: object) -> None:
    """The same reading for Streamlit's own widgets."""
    here = session(w=2.0)
    here.set("w", given_)
    assert_valid(here.values)


def test_a_change_ends_what_was_said_of_the_link() -> None:
    """“Set to 4” is no longer true once the learner has moved on."""
    values, problems = LESSON.controls.read({"w": ["99"]})
    here = Session(LESSON, values, problems=problems)
    here.put(values)
    assert here.problems == problems
    here.set("w", 1.0)
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


@pytest.mark.parametrize(
    ("value", "text"),
    [(True, "on"), (False, "off"), (4.0, "4"), (-4.0, "−4"), (0.1, "0.1"), (784.0, "784"),
     ("relu", "relu"), (0.0, "0"), (1.234567, "1.234567"), (-0.000001, "−0.000001")],
)  # fmt: skip
def test_values_in_a_sentence(value: Any, text: str) -> None:
    """A true minus, words for a switch, no 1e-06 for who left school long ago."""
    assert shown(value) == text
