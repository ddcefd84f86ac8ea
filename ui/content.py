"""The words of the app, read from `content/` once and kept."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ui.contract import WORDS, Keys, load, read_toml
from ui.texts import Lesson

CONTENT = WORDS.parent
# Other lessons with the app's own words: what the browser tests serve, or a school's own.
LESSONS = Path(os.environ.get("JUST_A_LINE_LESSONS", CONTENT))


@cache
def words() -> Mapping[str, Mapping[str, str]]:
    """Read the words of the app's own parts.

    Returns
    -------
    mapping
        Section → key → text.
    """
    return read_toml(WORDS)


@cache
def slugs() -> tuple[str, ...]:
    """Read the lessons' list.

    Returns
    -------
    tuple of str
        Slugs in teaching order, home first.
    """
    path = LESSONS / "lessons.toml"
    listed = Keys(path, read_toml(path)).need("lessons", list)
    return tuple(str(slug) for slug in listed)


@cache
def lesson(slug: str) -> Lesson:
    """Read one lesson.

    Parameters
    ----------
    slug : str
        Its folder in `content/`.

    Returns
    -------
    Lesson

    Raises
    ------
    ContentError
        If the folder breaks the contract.
    """
    return load(LESSONS / slug)
