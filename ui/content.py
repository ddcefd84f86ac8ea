"""The words of the app, read from `content/` once and kept."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ui import questions as asked
from ui.contract import WORDS, Keys, load, read_toml
from ui.questions import Questions
from ui.texts import Entry, Lesson

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
    return tuple(map(str, _list().need("lessons", list)))


@cache
def pages() -> tuple[str, ...]:
    """Read the list of pages that are no lessons: they have words, and no figure of their own.

    Returns
    -------
    tuple of str
        Slugs, in the order in which they follow the lessons.
    """
    return tuple(map(str, _list().optional("pages", list, [])))


def _list() -> Keys:
    path = LESSONS / "lessons.toml"
    return Keys(path, read_toml(path))


@cache
def entries() -> tuple[Entry, ...]:
    """Read what the navigation and the map say of each lesson, and of the pages after them.

    Returns
    -------
    tuple of Entry
    """
    return (*map(lesson, slugs()), *map(questions, pages()))


@cache
def questions(slug: str) -> Questions:
    """Read a page of questions.

    Parameters
    ----------
    slug : str
        Its folder in `content/`.

    Returns
    -------
    Questions

    Raises
    ------
    ContentError
        If the folder breaks the contract, or a link leads nowhere.
    """
    return asked.load(LESSONS / slug, {each: lesson(each) for each in slugs()})


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
