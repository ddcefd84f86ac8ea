"""The small picture of a lesson on the map, made from the lesson's own figure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from functools import cache

from figures.thumbnail import of_lesson
from ui import content

_NAME = re.compile(r"map-([a-z0-9-]+)-(light|dark)\.svg")


@cache
def picture(slug: str) -> Mapping[str, str]:
    """Draw a lesson's small picture, once for all visitors.

    Parameters
    ----------
    slug : str

    Returns
    -------
    mapping
        Theme → SVG.
    """
    lesson = content.lesson(slug)
    values = lesson.steps[-1].state if lesson.steps else lesson.start()
    return of_lesson(slug, lesson.arguments(values))


def place(slug: str, theme: str) -> str:
    """Where a lesson's small picture is served, below ``live/``.

    Parameters
    ----------
    slug : str
    theme : str
        ``"light"`` or ``"dark"``.

    Returns
    -------
    str
        It changes with the picture, so browsers may keep what they have got.
    """
    return f"{_mark(picture(slug)[theme])}/map-{slug}-{theme}.svg"


def found(mark: str, name: str) -> bytes | None:
    """Find the picture that is served at a place.

    Parameters
    ----------
    mark, name : str
        The two parts of a `place`, or anything else that somebody asks for.

    Returns
    -------
    bytes or None
        None where there is none.
    """
    match = _NAME.fullmatch(name)
    if match is None or match[1] not in content.slugs():
        return None
    svg = picture(match[1])[match[2]]
    return svg.encode() if mark == _mark(svg) else None


def _mark(svg: str) -> str:
    return hashlib.sha256(svg.encode()).hexdigest()[:12]
