"""Words and facts: templates from `content/` are filled with the numbers of a scene.

A template is text with ``{{name}}`` where a fact belongs, ``{{name:3}}`` for three decimals,
and ``{{#name}} … {{/name}}`` or ``{{^name}} … {{/name}}`` around what holds only where a fact is
true, or is not. This module, not the scene, writes the numbers: it turns “=” into “≈” where
something was rounded, sets a negative number in brackets after “·”, and writes “+ −0.5” as
“− 0.5”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from typing import Any

import numpy as np

from figures.scene import Fact
from figures.written import is_rounded, number, written

Facts = Mapping[str, Fact]

DIGITS = 2

_TAG = re.compile(r"\{\{\s*([#^/]?)\s*([A-Za-z][A-Za-z0-9_]*)\s*(?::(\d))?\s*\}\}")
_OWN_LINE = re.compile(r"^(\{\{[#^/][A-Za-z0-9_]+\}\})\n", re.MULTILINE)
_MINUS = "−"
POWERS = ("²", "³", "^")


class TemplateError(Exception):
    """A template is malformed, or asks for a fact that cannot be written."""


@dataclass(frozen=True)
class Place:
    """Where a fact belongs."""

    name: str
    digits: int


@dataclass(frozen=True)
class Section:
    """What holds only where a fact is true, or is not."""

    name: str
    wanted: bool
    nodes: tuple[Node, ...]


Node = str | Place | Section


@dataclass(frozen=True)
class Written:
    """A fact put into words.

    Attributes
    ----------
    name : str
        Which fact.
    value : float, str or ndarray
    digits : int
        Decimals asked for.
    """

    name: str
    value: Any
    digits: int

    @property
    def text(self) -> str:
        """The fact as text."""
        if isinstance(self.value, str):
            return self.value
        return written(self.value, self.digits)

    @property
    def is_negative(self) -> bool:
        """Whether it is a number below 0."""
        return isinstance(self.value, float) and self.value < 0

    @property
    def is_rounded(self) -> bool:
        """Whether the text leaves something of the number out."""
        return not isinstance(self.value, str) and is_rounded(self.value, self.digits)


@dataclass(frozen=True)
class Template:
    """A text that asks for facts.

    Attributes
    ----------
    nodes : tuple of Node
    """

    nodes: tuple[Node, ...]

    def names(self) -> set[str]:
        """The facts it asks for."""
        return {node.name for node in _all(self.nodes) if not isinstance(node, str)}

    def pieces(self, facts: Facts) -> list[str | Written]:
        """Choose the sections that hold, and put the facts in their places.

        Parameters
        ----------
        facts : mapping of str to Fact

        Returns
        -------
        list of str or Written
            Neighbouring texts are one.
        """
        out: list[str | Written] = []
        for piece in _chosen(self.nodes, facts):
            if isinstance(piece, str) and out and isinstance(out[-1], str):
                out[-1] += piece
            else:
                out.append(piece)
        return out

    def fill(self, facts: Facts) -> str:
        """Write the text out.

        Parameters
        ----------
        facts : mapping of str to Fact

        Returns
        -------
        str
        """
        out = ""
        for piece, after in with_next(self.pieces(facts)):
            out = out + piece if isinstance(piece, str) else joined(out, piece, after)
        return out


def with_next(pieces: Sequence[str | Written]) -> Iterator[tuple[str | Written, str]]:
    """Pair each piece with the text behind it, empty where a number or nothing follows.

    Parameters
    ----------
    pieces : sequence of str or Written

    Yields
    ------
    piece, after : str or Written, str
    """
    for piece, after in zip_longest(pieces, pieces[1:], fillvalue=""):
        yield piece, after if isinstance(after, str) else ""


def joined(before: str, piece: Written, after: str = "") -> str:
    """Write a number behind a text, fitted to the sign it follows.

    Parameters
    ----------
    before : str
        The text before it.
    piece : Written
        The number.
    after : str
        The text behind it: a power needs a negative number in brackets.

    Returns
    -------
    str
        Both: with “≈” for “=” where the number is rounded, “− 0.5” for “+ −0.5”, a negative
        number in brackets after “·”.
    """
    text = piece.text
    if piece.is_rounded and before.endswith("= "):
        before = f"{before[:-2]}≈ "
    if after.startswith(POWERS) and (piece.is_negative or "·" in text):
        return f"{before}({text})"
    if before.endswith(("/ ", "/")) and "·" in text:
        return f"{before}({text})"
    if piece.is_negative:
        for sign, opposite in (("+ ", f"{_MINUS} "), (f"{_MINUS} ", "+ ")):
            if before.endswith(sign):
                return before[: -len(sign)] + opposite + number(-piece.value, piece.digits)
        if before.endswith(("· ", "·", "× ", "/ ", "/", _MINUS)):
            return f"{before}({text})"
    return before + text


@cache
def template(text: str) -> Template:
    """Read a template.

    Parameters
    ----------
    text : str

    Returns
    -------
    Template

    Raises
    ------
    TemplateError
        If a section is not closed, or closed without being open, or a mark cannot be read.
    """
    text = _OWN_LINE.sub(r"\1", text)  # a mark that has a line to itself leaves none behind
    stack: list[tuple[str, bool, list[Node]]] = [("", True, [])]
    end = 0
    for match in _TAG.finditer(text):
        sign, name, digits = match.groups()
        if match.start() > end:
            stack[-1][2].append(text[end : match.start()])
        end = match.end()
        if sign == "/":
            opened, wanted, nodes = stack.pop()
            if opened != name or not stack:
                raise TemplateError(f"{{{{/{name}}}}} closes nothing")
            stack[-1][2].append(Section(name, wanted, tuple(nodes)))
        elif sign:
            stack.append((name, sign == "#", []))
        else:
            stack[-1][2].append(Place(name, int(digits) if digits else DIGITS))
    if len(stack) > 1:
        name, wanted, _ = stack[-1]
        raise TemplateError(f"{{{{{'#' if wanted else '^'}{name}}}}} is not closed")
    if end < len(text):
        stack[0][2].append(text[end:])
    read = Template(tuple(stack[0][2]))
    for node in _all(read.nodes):
        if isinstance(node, str) and "{{" in node:
            mark = node[node.index("{{") :].partition("\n")[0]
            raise TemplateError(f"{mark[:30]!r} cannot be read")
    return read


def fill(text: str, facts: Facts) -> str:
    """Fill a text with facts; see `Template.fill`.

    Parameters
    ----------
    text : str
    facts : mapping of str to Fact

    Returns
    -------
    str
    """
    return template(text).fill(facts) if "{{" in text else text


def code(text: str, facts: Facts) -> str:
    """Fill a program: numbers as Python writes them, and as words write them behind a “#”.

    Parameters
    ----------
    text : str
        Lines of Python with places for facts.
    facts : mapping of str to Fact

    Returns
    -------
    str
    """
    out = ""
    for piece, after in with_next(template(text).pieces(facts)):
        is_comment = "#" in out.rpartition("\n")[2]
        if isinstance(piece, str):
            out += piece
        elif isinstance(piece.value, str):
            out += piece.text
        elif is_comment:
            out = joined(out, piece, after)
        else:
            out += literal(piece.value)
    return out


def literal(value: Any) -> str:
    """Write a number or an array the way a Python program does.

    Parameters
    ----------
    value : float or ndarray

    Returns
    -------
    str
        ``"1.5"``, ``"2"``, ``"[[1.0, 0.5], [0.0, 1.0]]"``.
    """
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() and abs(value) < 1e15 else repr(value)
    return repr(np.asarray(value).tolist())


def _all(nodes: tuple[Node, ...]) -> Iterator[Node]:
    for node in nodes:
        yield node
        if isinstance(node, Section):
            yield from _all(node.nodes)


def _chosen(nodes: tuple[Node, ...], facts: Facts) -> Iterator[str | Written]:
    for node in nodes:
        if isinstance(node, str):
            yield node
            continue
        if node.name not in facts:
            raise TemplateError(f"there is no fact {node.name!r}")
        value = facts[node.name]
        if isinstance(node, Section):
            if _holds(value) == node.wanted:
                yield from _chosen(node.nodes, facts)
            continue
        if value is None or isinstance(value, (bool, np.bool_)):
            raise TemplateError(f"the fact {node.name!r} is {value!r}, which cannot be written")
        if isinstance(value, np.generic):
            value = value.item()  # an entry of a list: a number or a text
        if isinstance(value, int):
            value = float(value)
        yield Written(node.name, value, node.digits)


def _holds(value: Fact) -> bool:
    """A condition is true, false, or a quantity that exists or does not."""
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    return value is not None and not (isinstance(value, str) and not value)
