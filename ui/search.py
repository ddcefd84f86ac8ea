"""Searching the questions where the server does it: in native mode.

`ui/static/search.js` does the same in the browser, without a message to the server.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from ui.questions import Asked, Questions

FEW = 3  # answers that open by themselves where no more are left

_WORD = re.compile(r"[a-z0-9]+")
_MARKS = re.compile(r"[̀-ͯ]")


def found(page: Questions, wanted: str, mixups: Collection[str]) -> list[Asked]:
    """Find the questions that have all words of a search and one of the misconceptions.

    Parameters
    ----------
    page : Questions
    wanted : str
        What was typed; each word counts as the beginning of one.
    mixups : collection of str
        Names of misconceptions; none for all.

    Returns
    -------
    list of Asked
        In their own order.
    """
    each = words(wanted)
    telling = [word for word in each if word not in page.idle] or each
    return [
        asked
        for asked in page.asked
        if (not mixups or set(mixups) & set(asked.mixups)) and _has_all(page, asked, telling)
    ]


def words(text: str) -> list[str]:
    """Take a text apart into plain words: small letters without accents, and numbers.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of str
    """
    return _WORD.findall(_MARKS.sub("", unicodedata.normalize("NFKD", text.lower())))


def _has_all(page: Questions, asked: Asked, wanted: list[str]) -> bool:
    said = (page.mixups[name] for name in asked.mixups)
    own = words(" ".join((asked.text, asked.answer, asked.also, *said)))
    return all(any(word.startswith(start) for word in own) for start in wanted)
