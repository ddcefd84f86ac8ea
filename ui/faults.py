"""A fault of ours: one kind sentence for the visitor, the traceback for the server's log."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

from ui import content

_log = logging.getLogger("just_a_line")
_IN_CALLBACK = "fault/callback"


def on_script_error(_error: Exception) -> bool:
    """Say a sentence; the hook of `st.App`, called once Streamlit has logged the error.

    Returns
    -------
    bool
        True: Streamlit is to show nothing itself, for that would be the type and the stack.
    """
    _say_sorry()
    return True


@contextmanager
def kept_from_the_visitor() -> Iterator[None]:
    """Log what goes wrong inside, say a sentence in its place, and let the rest of the page be.

    It holds wherever the page runs, with or without an `st.App` and its hook.

    Yields
    ------
    None
    """
    if st.session_state.pop(_IN_CALLBACK, False):
        _say_sorry()
    try:
        yield
    except Exception:  # noqa: BLE001 - whatever it was, the visitor sees a sentence
        _log.exception("a part of a page failed")
        _say_sorry()


def guarded(callback: Callable[..., None]) -> Callable[..., None]:
    """Guard a widget's callback, which runs before the script.

    The sentence waits for the script: where only a fragment runs, what a callback writes would
    replace the page's first element.

    Parameters
    ----------
    callback : callable

    Returns
    -------
    callable
    """

    def run(*args: object) -> None:
        try:
            callback(*args)
        except Exception:  # noqa: BLE001 - whatever it was, the visitor sees a sentence
            _log.exception("a callback failed")
            st.session_state[_IN_CALLBACK] = True

    return run


def _say_sorry() -> None:
    st.error(content.words()["faults"]["page"], icon=":material/sentiment_dissatisfied:")
