"""Numbers on the wire: arrays leave as little-endian bytes, everything else as JSON."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping
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


def folded(value: Any) -> str:
    """Make a figure small: JSON, deflated, as text. About a third of what `plain` takes.

    Parameters
    ----------
    value : dict
        A figure, or fields, with arrays in it.

    Returns
    -------
    str
        Base64 of the zlib stream of the JSON of ``plain(value)``.
    """
    text = json.dumps(plain(value), separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode())).decode("ascii")


class Answers:
    """The answers on one connection; each says only what differs from the one before.

    The browser puts every answer into its own copy, in order, so both sides know what stands
    there. A new lesson, or a browser that says it starts afresh, gets everything.
    """

    def __init__(self) -> None:
        self._lesson: str | None = None
        self._sent: dict[tuple[str, str], Any] = {}

    def pack(
        self,
        header: dict[str, Any],
        lesson: str,
        parts: Mapping[str, Mapping[str, Any]],
        *,
        fresh: bool,
    ) -> bytes:
        """Pack an answer of the live channel into one binary message.

        Layout: 4 bytes, the length n of the header; n bytes of JSON, padded with blanks to a
        multiple of four; then the arrays one after another, each from a multiple of four.

        Parameters
        ----------
        header : dict
            What goes into the header as it is.
        lesson : str
        parts : mapping of str to mapping
            Part → field → array, or what JSON can hold.
        fresh : bool
            Whether the browser has nothing yet.

        Returns
        -------
        bytes
        """
        if fresh or lesson != self._lesson:
            self._lesson, self._sent = lesson, {}
        changed: dict[str, dict[str, Any]] = {}
        chunks: list[bytes] = []
        offset = 0
        for name, fields in parts.items():
            arrays: list[tuple[Any, ...]] = []
            values: dict[str, Any] = {}
            for path, value in fields.items():
                known = self._sent.get((name, path))
                if not isinstance(value, np.ndarray):
                    if known is None or known != value:
                        self._sent[name, path] = values[path] = plain(value)
                    continue
                array = _compact(value)
                data = array.tobytes()
                if known == (data, array.shape):
                    continue
                self._sent[name, path] = (data, array.shape)
                kind = "u1" if array.dtype == np.uint8 else "f4"
                arrays.append((path, kind, offset, array.shape))
                data += b"\0" * (-len(data) % 4)
                chunks.append(data)
                offset += len(data)
            if arrays or values:
                changed[name] = {"arrays": arrays, "values": values}
        text = json.dumps(header | {"parts": changed}, separators=(",", ":")).encode()
        text += b" " * (-len(text) % 4)
        return b"".join([len(text).to_bytes(4, "little"), text, *chunks])
