"""Numbers on the wire: arrays leave as little-endian bytes, everything else as JSON."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np


def _compact(array: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """A picture needs no more than float32; uint8 is kept for what is already coarse."""
    return np.ascontiguousarray(array, dtype=np.uint8 if array.dtype == np.uint8 else "<f4")


def plain(value: Any) -> Any:
    """Make a figure ready for JSON, with arrays in the base64 form that plotly.js reads.

    Parameters
    ----------
    value : dict, list, ndarray or scalar
        A figure or a part of one.

    Returns
    -------
    The same with every array replaced.
    """
    if isinstance(value, Mapping):
        return {key: plain(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(entry) for entry in value]
    if isinstance(value, np.ndarray):
        array = _compact(value)
        spec: dict[str, Any] = {
            "dtype": "u1" if array.dtype == np.uint8 else "f4",
            "bdata": base64.b64encode(array.tobytes()).decode("ascii"),
        }
        if array.ndim > 1:
            spec["shape"] = ", ".join(map(str, array.shape))
        return spec
    if isinstance(value, np.generic):
        return value.item()
    return value


def folded(figure: Any) -> str:
    """Make a figure small: JSON, deflated, as text. About a third of what `plain` takes.

    Parameters
    ----------
    figure : dict
        A figure with arrays in it.

    Returns
    -------
    str
        Base64 of the zlib stream of the JSON of ``plain(figure)``.
    """
    text = json.dumps(plain(figure), separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode())).decode("ascii")


def pack(message: dict[str, Any], frames: Mapping[str, Mapping[str, Any]]) -> bytes:
    """Pack an answer of the live channel into one binary message.

    Layout: 4 bytes, the length n of the header; n bytes of JSON, padded with blanks to a
    multiple of four; then the arrays one after another, each from a multiple of four.

    Parameters
    ----------
    message : dict
        What goes into the header as it is.
    frames : mapping of str to mapping
        Chart → path → array, number or text.

    Returns
    -------
    bytes
    """
    charts: dict[str, dict[str, Any]] = {}
    chunks: list[bytes] = []
    offset = 0
    for name, frame in frames.items():
        arrays: list[Sequence[Any]] = []
        others: dict[str, Any] = {}
        for path, value in frame.items():
            if not isinstance(value, np.ndarray):
                others[path] = plain(value)
                continue
            array = _compact(value)
            data = array.tobytes()
            kind = "u1" if array.dtype == np.uint8 else "f4"
            arrays.append((path, kind, offset, array.shape))
            data += b"\0" * (-len(data) % 4)
            chunks.append(data)
            offset += len(data)
        charts[name] = {"arrays": arrays, "values": others}
    header = json.dumps(message | {"charts": charts}, separators=(",", ":")).encode()
    header += b" " * (-len(header) % 4)
    return b"".join([len(header).to_bytes(4, "little"), header, *chunks])
