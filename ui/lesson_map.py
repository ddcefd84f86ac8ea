"""The small picture of a lesson on the map, made from the lesson's own figure."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from figures.thumbnail import of_lesson
from ui import content


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
