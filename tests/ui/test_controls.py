"""Whatever a link or the browser says, the state that is read from it is valid."""

import itertools
import json
import math
from collections.abc import Iterable
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ui import content
from ui.controls import (
    DECIMALS,
    LONGEST_VALUE,
    Choice,
    Control,
    Controls,
    Number,
    Problem,
    State,
    Switch,
    Value,
    decimal,
)

NUMBER = Number("w", "weight w", default=1.5, low=-4.0, high=4.0, step=0.1)
WHOLE = Number("n", "inputs n", default=10.0, low=2.0, high=784.0, step=1.0)
CHOICE = Choice("f", "activation", default="a", choices={"a": "A", "1": "One"})
SWITCH = Switch("on", "bend", default=False)
ALL = Controls((NUMBER, WHOLE, CHOICE, SWITCH))

# What people, mail programs and attackers really send.
HOSTILE: list[object] = [
    "nan", "NaN", "-nan", "inf", "-inf", "infinity", "1e999", "-1e999", "1e-999", "-0", "-0.0",
    "", " ", "\n", "\0", "x" * 10_000, "9" * 10_000, "1_0", "0x10", "1,5", "--1", "١٢", "１２", "²",
    "−1", "true", "false", "1", "0", "2", "None", "null", "[]", "<script>alert(1)</script>",
    "javascript:alert(1)", "../../etc/passwd", "${7*7}", "{{w}}", "@text", "\ud800", "a\0",
    None, True, False, 0, -1, 10**400, -(10**400), 0.0, -0.0, math.nan, math.inf, -math.inf,
    1e308, 5e-324, 1j, b"1", [], [[]], [1.0], {}, {"a": 1}, (), {1}, object, len, Ellipsis,
]  # fmt: skip


def assert_valid(control: Control, value: Value) -> None:
    """What every figure relies on: the right type, in bounds, one of the choices."""
    if isinstance(control, Number):
        assert type(value) is float
        assert control.low <= value <= control.high
        assert math.copysign(1.0, value) > 0 or value < 0, "-0.0 would be written as −0"
        assert round(value, DECIMALS) == value, "the link could not say it"
        assert not control.is_whole or value == int(value)
    elif isinstance(control, Choice):
        assert type(value) is str
        assert value in control.choices
    else:
        assert type(value) is bool


def reread(controls: Controls, state: State) -> tuple[State, list[Problem]]:
    """What the next visitor gets who opens the link to a state."""
    return controls.read(parse_qs(urlencode(controls.pairs(state)), keep_blank_values=True))


@pytest.mark.parametrize("control", ALL.items, ids=lambda control: control.kind + control.name)
@pytest.mark.parametrize("given", HOSTILE, ids=lambda given: repr(given)[:20])
def test_hostile_values_become_valid_ones(control: Control, given: object) -> None:
    """One value that slips through reaches a figure, and a learner sees a traceback."""
    value, problem = control.read(given)
    assert_valid(control, value)
    if problem is not None:
        assert problem == Problem(control, problem.reason, value)
        assert problem.reason in content.words()["problems"]


@pytest.mark.parametrize(
    ("given", "value", "reason"),
    [
        ("2.5", 2.5, None),
        ("-4", -4.0, None),
        (4, 4.0, None),
        (" 1 ", 1.0, None),
        ("1e0", 1.0, None),
        ("0.1234567", 0.123457, None),  # the seventh decimal is below what any slider shows
        ("-0", 0.0, None),
        (-0.0, 0.0, None),
        ("-0.0000001", 0.0, None),
        ("4.0000001", 4.0, "out_of_range"),
        ("99", 4.0, "out_of_range"),
        ("inf", 4.0, "out_of_range"),
        ("1e999", 4.0, "out_of_range"),
        ("-1e999", -4.0, "out_of_range"),
        (-math.inf, -4.0, "out_of_range"),
        ("nan", 1.5, "not_a_number"),
        (math.nan, 1.5, "not_a_number"),
        ("", 1.5, "not_a_number"),
        ("two", 1.5, "not_a_number"),
        ("١", 1.5, "not_a_number"),  # float() would read it
        (True, 1.5, "not_a_number"),
        (None, 1.5, "not_a_number"),
        ([1.0], 1.5, "not_a_number"),
        (10**400, 1.5, "not_a_number"),
        ("1" * (LONGEST_VALUE + 1), 1.5, "not_a_number"),
    ],
    ids=repr,
)  # fmt: skip
def test_a_number_goes_to_the_nearest_it_can(
    given: object, value: float, reason: str | None
) -> None:
    """Worked by hand: the nearest bound where there is a nearest, the default where not."""
    read, problem = NUMBER.read(given)
    assert read == value
    assert math.copysign(1.0, read) == math.copysign(1.0, value)
    assert (problem.reason if problem else None) == reason


@pytest.mark.parametrize(
    ("given", "value", "reason"),
    [
        ("3", 3.0, None),
        (784, 784.0, None),
        (3.0, 3.0, None),
        ("3.7", 4.0, "not_whole"),
        (2.2, 2.0, "not_whole"),
        ("784.4", 784.0, "out_of_range"),
        ("1e999", 784.0, "out_of_range"),
        ("-inf", 2.0, "out_of_range"),
        ("1.4", 2.0, "out_of_range"),
    ],
    ids=repr,
)
def test_a_whole_number_is_whole_and_says_when_it_was_rounded(
    given: object, value: float, reason: str | None
) -> None:
    """A count of inputs of 3.7 would reach NumPy as a shape; silently changed is not told."""
    read, problem = WHOLE.read(given)
    assert read == value
    assert (problem.reason if problem else None) == reason


@pytest.mark.parametrize(
    ("step", "low", "high", "whole"),
    [(1.0, 2.0, 784.0, True), (5.0, 0.0, 10.0, True), (0.1, 2.0, 784.0, False),
     (1.0, 0.5, 4.5, False), (1.0, 0.0, 4.5, False)],
)  # fmt: skip
def test_whole_needs_whole_bounds(step: float, low: float, high: float, *, whole: bool) -> None:
    """With an upper bound of 4.5 the nearest valid value of 99 would be no whole number."""
    control = Number("n", "n", default=low, low=low, high=high, step=step)
    assert control.is_whole is whole
    assert control.spec()["whole"] is whole
    assert_valid(control, control.read("99")[0])


@pytest.mark.parametrize(
    ("given", "value"),
    [("1", True), ("0", False), ("true", True), ("false", False), (True, True), (False, False)],
)
def test_a_switch_reads_what_it_wrote_and_what_people_type(given: object, *, value: bool) -> None:
    """Links say 1 and 0, JSON says true and false."""
    assert SWITCH.read(given) == (value, None)


@pytest.mark.parametrize("given", [1, 0, 1.0, "yes", "", "TRUE", None, [True]], ids=repr)
def test_a_switch_takes_nothing_else(given: object) -> None:
    """1.0 == True in Python, so only a check of the type keeps numbers out."""
    value, problem = SWITCH.read(given)
    assert value is False
    assert problem is not None
    assert problem.reason == "not_a_switch"


@pytest.mark.parametrize("given", [1, "A", "b", "a ", "", None, True, ["a"], {"a": 1}], ids=repr)
def test_a_choice_takes_its_keys_only(given: object) -> None:
    """Labels, numbers equal to a key and containers holding one are no choice."""
    assert CHOICE.read(given) == ("a", Problem(CHOICE, "unknown_choice", "a"))
    assert CHOICE.read("1") == ("1", None)


def test_a_key_given_twice_counts_with_its_last_value() -> None:
    """The state follows the last, the learner is told; a broken last one is told instead."""
    state, problems = ALL.read({"w": ["1", "2"], "on": ["0", "1", "1"]})
    assert (state["w"], state["on"]) == (2.0, True)
    assert [problem.reason for problem in problems] == ["given_twice", "given_twice"]
    state, problems = ALL.read({"w": ["1", "nan"]})
    assert state["w"] == NUMBER.default
    assert [problem.reason for problem in problems] == ["not_a_number"]


def test_a_link_that_says_nothing_gives_the_defaults() -> None:
    """Mail programs and search engines add parameters of their own."""
    assert ALL.read({}) == (ALL.defaults(), [])
    assert ALL.read({"utm_source": ["x" * 10_000], "W": ["9"], "": ["1"]}) == (ALL.defaults(), [])
    assert ALL.read({"w": []}) == (ALL.defaults(), [])
    assert ALL.pairs(ALL.defaults()) == {}


def test_a_link_says_what_differs_from_what_it_stands_on() -> None:
    """A step's state is such a base: ``?step=3`` alone is all of it."""
    base = ALL.defaults() | {"w": 2.0, "on": True}
    assert ALL.read({}, base) == (base, [])
    assert ALL.read({"w": ["1.5"]}, base) == (base | {"w": 1.5}, [])
    assert ALL.pairs(base, base) == {}
    assert ALL.pairs(ALL.defaults(), base) == {"w": "1.5", "on": "0"}
    assert base["w"] == 2.0


def test_the_defaults_are_the_readers_own() -> None:
    """A visitor who changes their state must not change where everyone starts."""
    ALL.defaults()["w"] = 3.0
    assert ALL.defaults()["w"] == 1.5


def test_a_query_is_short_and_escaped() -> None:
    """Worked by hand; a choice's key is ours, but a space or & in one must not break the link."""
    state = ALL.defaults() | {"w": -2.0, "n": 784.0, "on": True}
    assert ALL.pairs(state) == {"w": "-2", "n": "784", "on": "1"}
    assert NUMBER.text(0.1) == "0.1"
    assert WHOLE.text(100.0) == "100"
    assert NUMBER.text(1e-06) == "0.000001"
    odd = Controls((Choice("f", "f", "a", choices={"a": "A", "b&w=9 #": "B"}),))
    assert reread(odd, {"f": "b&w=9 #"}) == ({"f": "b&w=9 #"}, [])


@pytest.mark.parametrize(
    ("control", "value", "shown"),
    [(NUMBER, -1.5, "−1.5"), (NUMBER, 4.0, "4"), (NUMBER, 0.0, "0"), (NUMBER, 1.234567, "1.234567"),
     (NUMBER, -0.000001, "−0.000001"), (WHOLE, 784.0, "784"), (CHOICE, "1", "One"),
     (SWITCH, True, "on"), (Switch("s", "s", default=False, on="an", off="aus"), False, "aus")],
)  # fmt: skip
def test_a_value_in_a_sentence(control: Control, value: Value, shown: str) -> None:
    """A true minus, labels and words, no 1e-06 for who left school long ago."""
    assert control.shown(value) == shown


@pytest.mark.parametrize(
    ("value", "text"),
    [(-0.0, "0"), (-0.0000001, "0"), (100.0, "100"), (0.5, "0.5"), (-12.0, "-12"),
     (1e-6, "0.000001")],
)  # fmt: skip
def test_a_value_in_a_link(value: float, text: str) -> None:
    """Short, and read back by any program."""
    assert decimal(value) == text


@pytest.mark.parametrize("control", ALL.items, ids=lambda control: control.kind + control.name)
def test_the_browser_is_told_what_it_needs(control: Control) -> None:
    """The slider's script has no other source for bounds, choices and where the lesson starts."""
    spec = json.loads(json.dumps(control.spec()))
    assert (spec["name"], spec["kind"]) == (control.name, control.kind)
    assert spec["default"] == control.default
    if isinstance(control, Number):
        assert (spec["low"], spec["high"], spec["step"]) == (
            control.low,
            control.high,
            control.step,
        )
    if isinstance(control, Choice):
        assert spec["choices"] == [["a", "A"], ["1", "One"]]


def test_controls_are_found_by_name() -> None:
    """The lookup that decides which parameters of a link are ours."""
    assert ALL["n"] is WHOLE
    assert "n" in ALL
    assert "live" not in ALL
    assert 1 not in ALL


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary()
    | st.floats().map(str) | st.integers().map(str) | st.sampled_from(["a", "1", "true", "-0"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip
links = st.dictionaries(
    st.sampled_from(["w", "n", "f", "on", "live", ""]), st.lists(anything, max_size=3)
)


@given(links)
@example({"w": [-0.0], "n": ["2.5"]})
@example({"w": ["4.00000000001"], "on": [[["1"]]]})
def test_any_link_gives_a_valid_state_that_the_next_link_keeps(
    link: dict[str, Iterable[object]],
) -> None:
    """The promise of the app as a whole: valid, no raise, told, and the same when shared."""
    state, problems = ALL.read(link)
    assert set(state) == {"w", "n", "f", "on"}
    for control in ALL.items:
        assert_valid(control, state[control.name])
    assert len({problem.control.name for problem in problems}) == len(problems)
    assert all(problem.value == state[problem.control.name] for problem in problems)
    assert reread(ALL, state) == (state, [])


@st.composite
def number_controls(draw: st.DrawFn) -> Number:
    low, high = sorted(draw(st.tuples(grain, grain)))
    step = draw(st.sampled_from([0.000001, 0.01, 0.1, 0.5, 1.0, 2.0, 10.0]))
    return Number("w", "w", default=low, low=low, high=high, step=step)


grain = st.integers(-(10**9), 10**9).map(lambda n: n / 10**DECIMALS)


@given(number_controls(), st.floats() | st.integers() | st.floats().map(repr))
def test_any_slider_keeps_to_its_own_bounds(control: Number, given: object) -> None:
    """Rounding must never push a value over a bound, whatever the bounds are."""
    value, _ = control.read(given)
    assert_valid(control, value)
    controls = Controls((control,))
    assert reread(controls, {"w": value}) == ({"w": value}, [])


@pytest.mark.parametrize("slug", content.slugs())
def test_the_real_lessons_states_survive_their_links(slug: str) -> None:
    """The corners of every lesson's ranges, all at once, through a link and back."""
    controls = content.lesson(slug).controls
    ends: list[list[Value]] = [
        [c.low, c.high]
        if isinstance(c, Number)
        else (list(c.choices) if isinstance(c, Choice) else [False, True])
        for c in controls.items
    ]
    for values in itertools.islice(itertools.product(*ends), 256):
        state = dict(zip((c.name for c in controls.items), values, strict=True))
        assert reread(controls, state) == (state, [])
