"""What is packed is read back here by a reader written from the description alone."""

import base64
import json
import zlib
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from ui.wire import folded, pack, plain

Message = dict[str, Any]
KINDS: dict[str, np.dtype[Any]] = {"f4": np.dtype("<f4"), "u1": np.dtype("u1")}


def unpack(data: bytes) -> Message:
    """Read a message as `ui/wire.py` describes it: length, JSON, arrays from multiples of four."""
    length = int.from_bytes(data[:4], "little")
    assert length % 4 == 0, "float32 arrays must start at a multiple of four"
    message: Message = json.loads(data[4 : 4 + length].decode())
    for chart in message["charts"].values():
        for path, kind, offset, shape in chart.pop("arrays"):
            assert offset % 4 == 0
            start = 4 + length + offset
            size = int(np.prod(shape, dtype=int)) * KINDS[kind].itemsize
            assert start + size <= len(data)
            assert path not in chart["values"]
            flat = np.frombuffer(data[start : start + size], KINDS[kind])
            chart["values"][path] = flat.reshape(shape)
    return message


def values_of(frame: dict[str, Any]) -> dict[str, Any]:
    packed = pack({"id": 1}, {"chart": frame})
    message = unpack(packed)
    assert message["id"] == 1
    values: dict[str, Any] = message["charts"]["chart"]["values"]
    return values


def test_a_message_by_hand() -> None:
    """Worked byte by byte, so that pack and unpack cannot be wrong together."""
    packed = pack({}, {"c": {"a": np.array([1.0, -2.0], np.float32), "t": "σ"}})
    header = b'{"charts":{"c":{"arrays":[["a","f4",0,[2]]],"values":{"t":"\\u03c3"}}}}'
    header += b" " * (-len(header) % 4)
    assert packed[:4] == len(header).to_bytes(4, "little")
    assert packed[4 : 4 + len(header)] == header
    assert packed[4 + len(header) :] == bytes.fromhex("0000803f 000000c0")


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


def test_several_charts_share_one_message() -> None:
    """Offsets count through all charts, not within each."""
    frames: dict[str, dict[str, Any]] = {
        "one": {"x": np.arange(3, dtype=np.uint8), "y": np.arange(2.0)},
        "two": {"x": np.arange(5.0), "title": "t"},
        "empty": {},
    }
    charts = unpack(pack({"id": 2}, frames))["charts"]
    assert list(charts) == ["one", "two", "empty"]
    np.testing.assert_array_equal(charts["one"]["values"]["x"], [0, 1, 2])
    np.testing.assert_array_equal(charts["one"]["values"]["y"], [0, 1])
    np.testing.assert_array_equal(charts["two"]["values"]["x"], [0, 1, 2, 3, 4])
    assert charts["empty"] == {"values": {}}


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
