"""Goals: conditions over facts, in order, or at several places."""

import pytest

from ui.controls import State
from ui.goals import Condition, Goal, Tracker

START: State = {"w": 2.0, "x": 1.0, "activation": "relu"}


@pytest.mark.parametrize(
    ("condition", "facts", "values", "wanted"),
    [
        (Condition("z", 0.0, 0.05), {"z": 0.05}, START, True),
        (Condition("z", 0.0, 0.05), {"z": 0.06}, START, False),
        (Condition("z", 0.0, 0.05), {"z": None}, START, False),
        (Condition("z", above=1.0), {"z": 1.0}, START, False),
        (Condition("z", above=1.0), {"z": 1.1}, START, True),
        (Condition("z", below=1.0), {"z": 1.1}, START, False),
        (Condition("upright", wanted=True), {"upright": True}, START, True),
        (Condition("upright", wanted=False), {"upright": True}, START, False),
        (Condition("name", wanted="relu"), {"name": "relu"}, START, True),
        (Condition("name", wanted="relu"), {"name": "tanh"}, START, False),
        (Condition(moved=("w",), by=0.5), {}, {**START, "w": 2.5}, True),
        (Condition(moved=("w",), by=0.5), {}, {**START, "w": 1.6}, False),
        (Condition(moved=("w", "x"), by=0.5), {}, {**START, "x": 0.0}, True),
        (Condition(moved=("activation",), by=0.5), {}, {**START, "activation": "tanh"}, True),
        (Condition("z", 1.0, kept=("w",)), {"z": 1.0}, START, True),
        (Condition("z", 1.0, kept=("w",)), {"z": 1.0}, {**START, "w": 2.1}, False),
    ],
)
def test_a_condition_holds_or_not(condition, facts, values, wanted) -> None:  # type: ignore[no-untyped-def]
    assert condition.holds(facts, values, START) is wanted


def test_conditions_are_met_in_order() -> None:
    """Across, and back: being back before having been across does not count."""
    tracker = Tracker(Goal((Condition("z", below=0.0), Condition("z", above=0.0)), "said"))
    assert not tracker.watch([False, True], START)
    assert not tracker.watch([True, False], START)
    assert not tracker.watch([True, False], START)
    assert tracker.watch([False, True], START)
    assert tracker.watch([False, False], START)  # what is reached stays reached


def test_places_have_to_be_apart() -> None:
    goal = Goal((Condition("z", 0.0),), "said", times=3, places=("w", "x"), apart=0.5)
    tracker = Tracker(goal)
    assert not tracker.watch([True], {**START, "w": 0.0, "x": 0.0})
    assert not tracker.watch([True], {**START, "w": 0.3, "x": 0.3})  # 0.42 away
    assert not tracker.watch([False], {**START, "w": 3.0, "x": 0.0})  # it does not hold there
    assert not tracker.watch([True], {**START, "w": 0.3, "x": 0.4})  # 0.5 away
    assert tracker.watch([True], {**START, "w": 1.0, "x": 1.0})
