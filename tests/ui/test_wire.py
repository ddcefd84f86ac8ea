"""What is packed is read back by a reader written from the description alone."""

import base64
import json
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from tests.ui.received import KINDS, Store, assert_same, merge, unpack
from ui.wire import Answers, folded, plain

Parts = Mapping[str, Mapping[str, Any]]


def packed(parts: Parts) -> bytes:
    """The first answer on a connection."""
    return Answers().pack({"id": 1}, "line", parts, fresh=True)


def values_of(frame: dict[str, Any]) -> dict[str, Any]:
    message = unpack(packed({"chart": frame}))
    assert message["id"] == 1
    values: dict[str, Any] = message["parts"].get("chart", {})
    return values


def test_a_message_by_hand() -> None:
    """Worked byte by byte, so that the packer and the reader cannot be wrong together."""
    parts = {"c": {"a": np.array([1.0, -2.0], np.float32), "t": "σ"}}
    message = Answers().pack({}, "line", parts, fresh=False)
    header = b'{"parts":{"c":{"arrays":[["a","f4",0,[2]]],"values":{"t":"\\u03c3"}}}}'
    header += b" " * (-len(header) % 4)
    assert message[:4] == len(header).to_bytes(4, "little")
    assert message[4 : 4 + len(header)] == header
    assert message[4 + len(header) :] == bytes.fromhex("0000803f 000000c0")


arrays = npst.arrays(
    dtype=st.sampled_from([np.float64, np.float32, np.uint8, np.int64, np.bool_]),
    shape=npst.array_shapes(min_dims=1, max_dims=2, min_side=0, max_side=7),
    elements={"min_value": 0, "max_value": 100},
)
texts = st.text(st.characters(exclude_categories=["Cs"]))


@given(
    st.dictionaries(
        texts, arrays | texts | st.integers(-(2**53), 2**53) | st.floats(-1e9, 1e9) | st.none()
    )
)
def test_any_frame_comes_back(frame: dict[str, Any]) -> None:
    """Mixed sizes of uint8 arrays are what would shift the ones behind them."""
    values = values_of(frame)
    assert set(values) == set(frame)
    for path, value in frame.items():
        if isinstance(value, np.ndarray):
            kept = np.uint8 if value.dtype == np.uint8 else np.float32
            assert values[path].dtype == kept
            assert values[path].shape == value.shape
            np.testing.assert_array_equal(values[path], value.astype(kept))
        else:
            assert values[path] == value


@pytest.mark.parametrize(
    "array",
    [
        np.arange(24.0).reshape(4, 6)[::2, 1::2],
        np.arange(24.0).reshape(4, 6).T,
        np.arange(9, dtype=np.uint8).reshape(3, 3).T,
        np.arange(6.0)[::-1],
        np.arange(4, dtype=">f8"),
        np.arange(4, dtype=">f4"),
        np.broadcast_to(np.float32(3), (2, 5)),
        np.empty((0,)),
        np.empty((0, 5)),
        np.empty((5, 0), np.uint8),
        np.array([np.nan, np.inf, -np.inf, -0.0]),
    ],
    ids=lambda array: f"{array.dtype}{array.shape}",
)
def test_any_memory_layout_comes_back_in_reading_order(array: np.ndarray[Any, Any]) -> None:
    """tobytes() of a view or of big-endian numbers is where order gets lost."""
    np.testing.assert_array_equal(values_of({"a": array})["a"], array)
    spec = plain(array)
    back = np.frombuffer(base64.b64decode(spec["bdata"]), KINDS[spec["dtype"]])
    np.testing.assert_array_equal(back.reshape(array.shape), array)


def test_several_parts_share_one_message() -> None:
    """Offsets count through all parts, not within each."""
    frames: dict[str, dict[str, Any]] = {
        "one": {"x": np.arange(3, dtype=np.uint8), "y": np.arange(2.0)},
        "two": {"x": np.arange(5.0), "title": "t"},
        "empty": {},
    }
    parts = unpack(packed(frames))["parts"]
    assert list(parts) == ["one", "two"], "a part without anything new is not spoken of"
    np.testing.assert_array_equal(parts["one"]["x"], [0, 1, 2])
    np.testing.assert_array_equal(parts["one"]["y"], [0, 1])
    np.testing.assert_array_equal(parts["two"]["x"], [0, 1, 2, 3, 4])
    assert parts["two"]["title"] == "t"


# --- one answer after the other --------------------------------------------------------------


def said(
    answers: Answers, parts: Parts, lesson: str = "line", *, fresh: bool = False
) -> dict[str, set[str]]:
    """What an answer speaks of: part → paths."""
    message = unpack(answers.pack({}, lesson, parts, fresh=fresh))
    return {name: set(fields) for name, fields in message["parts"].items()}


A: Parts = {
    "chart": {"x": np.array([1.0, 2.0]), "z": np.zeros((2, 2), np.uint8), "alt": "a"},
    "equations": {"lines": [[{"letter": "z"}]]},
}
ALL = {"chart": {"x", "z", "alt"}, "equations": {"lines"}}


def test_only_what_differs_is_said() -> None:
    """Worked by hand: an equal array, an equal list, another array, another list, and back."""
    answers = Answers()
    assert said(answers, A) == ALL
    assert said(answers, A) == {}
    again = {name: dict(fields) for name, fields in A.items()}
    again["chart"]["x"] = np.array([1.0, 2.0])
    again["equations"]["lines"] = [[{"letter": "z"}]]
    assert said(answers, again) == {}, "equal is the same, whoever made it"
    again["chart"]["x"] = np.array([1.0, 3.0])
    assert said(answers, again) == {"chart": {"x"}}
    again["equations"]["lines"] = [[{"letter": "a"}]]
    again["chart"]["alt"] = "b"
    assert said(answers, again) == {"chart": {"alt"}, "equations": {"lines"}}
    assert said(answers, A) == {"chart": {"x", "alt"}, "equations": {"lines"}}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (np.zeros(2), np.zeros(3)),
        (np.zeros((2, 3)), np.zeros((3, 2))),
        (np.zeros(4, np.uint8), np.zeros(1)),
        (np.array([0.0]), np.array([-0.0])),
        (np.zeros(2), [0.0, 0.0]),
        ([0.0, 0.0], np.zeros(2)),
        ("1", 1),
        ([], None),
        (0.5, 0.25),
        ({"a": [1]}, {"a": [2]}),
        (None, 1),
    ],
    ids=str,
)
def test_what_looks_alike_is_said_too(before: Any, after: Any) -> None:
    """The same bytes in another shape, a list for an array: the browser would draw the old one."""
    answers = Answers()
    said(answers, {"c": {"a": before}})
    assert said(answers, {"c": {"a": after}}) == {"c": {"a"}}


def test_an_array_changed_in_place_is_seen() -> None:
    """What was said is what was sent, not what the scene's array holds now."""
    answers, x = Answers(), np.array([1.0, 2.0])
    said(answers, {"c": {"x": x}})
    x[0] = 5.0
    assert said(answers, {"c": {"x": x}}) == {"c": {"x"}}


def test_a_list_changed_in_place_is_seen() -> None:
    """The same for what goes out as JSON."""
    answers, lines = Answers(), [["z"]]
    said(answers, {"c": {"lines": lines}})
    lines[0][0] = "a"
    assert said(answers, {"c": {"lines": lines}}) == {"c": {"lines"}}


def test_a_change_below_what_is_sent_is_none() -> None:
    """Arrays leave as float32: what differs behind its seventh digit is the same picture."""
    answers = Answers()
    said(answers, {"c": {"x": np.array([1 / 3])}})
    assert said(answers, {"c": {"x": np.array([1 / 3 + 1e-12])}}) == {}


def test_who_starts_afresh_gets_everything() -> None:
    """A browser that opens its page again on the same connection has nothing yet."""
    answers = Answers()
    said(answers, A)
    assert said(answers, A, fresh=True) == ALL
    assert said(answers, A) == {}


def test_another_lesson_gets_everything() -> None:
    """Two lessons may have parts of one name; what was said of one is not known of the other."""
    answers = Answers()
    assert said(answers, A, "line") == ALL
    assert said(answers, A, "home") == ALL
    assert said(answers, A, "home") == {}
    assert said(answers, A, "line") == ALL, "only the last lesson is remembered"


def test_two_connections_know_nothing_of_each_other() -> None:
    """What one visitor got the other has not."""
    one, other = Answers(), Answers()
    assert said(one, A) == said(other, A) == ALL


some_fields = st.fixed_dictionaries(
    {
        "x": st.lists(st.sampled_from([0.0, 1.0, 2.5]), max_size=2).map(np.array),
        "z": st.sampled_from([np.zeros((2, 2), np.uint8), np.ones((2, 2), np.uint8)]),
        "alt": st.sampled_from(["", "a", "b"]),
        "lines": st.lists(st.sampled_from(["z", "w"]), max_size=2),
    }
)
questions = st.tuples(
    st.sampled_from(["line", "home"]),
    st.fixed_dictionaries({"one": some_fields, "two": some_fields}),
    st.booleans(),
)


@given(st.lists(questions, max_size=12))
def test_answers_put_together_are_the_whole(asked: list[tuple[str, Parts, bool]]) -> None:
    """Whatever is asked in whatever order: merged, it is what a fresh answer would say."""
    answers = Answers()
    stores: dict[str, Store] = {}
    for lesson, parts, fresh in asked:
        store = stores.setdefault(lesson, {})
        merge(store, unpack(answers.pack({}, lesson, parts, fresh=fresh)))
        assert_same(store, unpack(packed(parts))["parts"])


# --- numbers of every kind -------------------------------------------------------------------


def test_numbers_of_numpy_go_out_as_numbers() -> None:
    """A scene may hold np.float32 where it means a number; json knows none of them."""
    values = values_of(
        {"a": np.float32(0.5), "b": np.int64(3), "c": np.bool_(True), "d": [np.float64(1)]}
    )
    assert values == {"a": 0.5, "b": 3, "c": True, "d": [1.0]}


def test_float64_loses_no_more_than_float32() -> None:
    """Seven digits are more than a screen shows."""
    value = values_of({"a": np.array([1 / 3])})["a"][0]
    assert value == np.float32(1 / 3)


def test_plain_goes_through_a_whole_figure() -> None:
    """Nested, with tuples, and what is no array stays as it is."""
    figure = {
        "data": ({"x": np.array([[1, 2]]), "n": np.int64(3), "name": "a"},),
        "layout": {"range": (0, 1.5), "on": True, "none": None},
    }
    assert plain(figure) == {
        "data": [
            {
                "x": {"dtype": "f4", "bdata": "AACAPwAAAEA=", "shape": "1, 2"},
                "n": 3,
                "name": "a",
            }
        ],
        "layout": {"range": [0, 1.5], "on": True, "none": None},
    }
    json.dumps(plain(figure), allow_nan=False)


def test_folded_is_plain_made_small() -> None:
    """The browser unfolds it with what it has built in: base64, then zlib, then JSON."""
    figure = {"data": [{"x": np.linspace(0, 1, 500), "name": "σ"}] * 4}
    text = folded(figure)
    assert text.isascii()
    assert json.loads(zlib.decompress(base64.b64decode(text))) == plain(figure)
    assert len(text) < len(json.dumps(plain(figure))) / 2


def test_plain_leaves_its_argument_alone() -> None:
    """Templates are shared between visitors."""
    x = np.array([1.0])
    figure = {"data": [{"x": x}]}
    plain(figure)
    assert figure["data"][0]["x"] is x
