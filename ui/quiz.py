"""The order of a question's options, where the server draws it: in native mode."""

from __future__ import annotations

import random

from ui.session import Session
from ui.texts import Option, Question


def shuffled(session: Session, name: str, asked: Question) -> list[Option]:
    """Draw the order of a question's options; it stays for the visit.

    Parameters
    ----------
    session : Session
        The visitor's state.
    name : str
        The question's name within the lesson.
    asked : Question

    Returns
    -------
    list of Option
    """
    options = list(asked.options)
    random.Random(f"{session.progress.order}/{name}").shuffle(options)  # noqa: S311 - no secret
    return options
