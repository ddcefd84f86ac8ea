"""The browser's side of the wire, written from its description alone: unpack, and put together."""

import json
from typing import Any

import numpy as np

Message = dict[str, Any]
Store = dict[str, dict[str, Any]]
KINDS: dict[str, np.dtype[Any]] = {"f4": np.dtype("<f4"), "u1": np.dtype("u1")}


def no_number(text: str) -> None:
    raise AssertionError(f"{text} is no JSON; the browser would refuse the whole message")


def unpack(data: bytes) -> Message:
    """Read a message as `ui/wire.py` describes it: length, JSON, arrays from multiples of four.

    What comes back has, for each part, its fields by path, arrays among them.
    """
    length = int.from_bytes(data[:4], "little")
    assert length % 4 == 0, "float32 arrays must start at a multiple of four"
    message: Message = json.loads(data[4 : 4 + length].decode(), parse_constant=no_number)
    end = 4 + length
    for name, part in message["parts"].items():
        fields = dict(part["values"])
        for path, kind, offset, shape in part["arrays"]:
            assert offset % 4 == 0
            assert path not in fields
            start = 4 + length + offset
            size = int(np.prod(shape, dtype=int)) * KINDS[kind].itemsize
            assert end <= start + size <= len(data), "arrays follow each other"
            end = max(end, start + size)
            fields[path] = np.frombuffer(data[start : start + size], KINDS[kind]).reshape(shape)
        message["parts"][name] = fields
    assert len(data) - end < 4, "nothing is sent that nobody reads"
    return message


def merge(store: Store, message: Message) -> None:
    """Put an answer into what came before, as the browser does with every one."""
    for name, fields in message["parts"].items():
        store.setdefault(name, {}).update(fields)


def assert_same(one: Any, other: Any) -> None:
    """Equal as stores, parts or fields, arrays entry by entry with type and shape."""
    if isinstance(one, dict) and isinstance(other, dict):
        assert set(one) == set(other)
        for key, value in one.items():
            assert_same(value, other[key])
    elif isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        assert isinstance(one, np.ndarray)
        assert isinstance(other, np.ndarray)
        assert (one.dtype, one.shape) == (other.dtype, other.shape)
        np.testing.assert_array_equal(one, other)
    else:
        assert one == other
        assert type(one) is type(other)
