"""Mathematics as the content writes it, taken apart: letters, numbers, signs, words.

`content/symbols.toml` is the one table of letters with their colours. From it come the
equations of the live parts, and the LaTeX of prose and native mode.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

import numpy as np

from figures.scene import palettes
from figures.written import rows
from ui.writing import POWERS, Facts, Template, TemplateError, Written, joined, template, with_next

CONTENT = Path(__file__).parent.parent / "content"

# Signs as they are written, and what LaTeX calls them.
SIGNS = {
    "·": r"\cdot", "×": r"\times", "−": "-", "≈": r"\approx", "≤": r"\le", "≥": r"\ge",
    "√": r"\sqrt{}", "→": r"\to", "∞": r"\infty", "²": "^2", "³": "^3", "ᴸ": "^L", "′": "'",
    "‖": r"\Vert", "½": r"\tfrac12", "∏": r"\prod", "Σ": r"\sum", "λ": r"\lambda", "…": r"\dots",
    "∂": r"\partial",
    "ᵀ": r"^{\mathrm{T}}",
}  # fmt: skip
_NEUTRAL = "text"

Run = str | dict[str, str]  # a piece of prose, see `runs`


@dataclass(frozen=True)
class Symbol:
    """A letter: in plain text, in LaTeX, and its colour."""

    text: str
    latex: str
    role: str


@dataclass(frozen=True)
class Token:
    """One piece of a formula.

    Attributes
    ----------
    kind : {"letter", "number", "sign", "words"}
    text : str
        In plain text.
    latex : str
    role : str
        Its colour.
    rows : list of list of str
        For a number that is a matrix: its entries.
    is_rounded : bool
        Whether the number leaves something out.
    name : str
        For a number: which fact it is.
    """

    kind: str
    text: str
    latex: str
    role: str = _NEUTRAL
    rows: Sequence[Sequence[str]] = ()
    is_rounded: bool = False
    name: str = ""


@cache
def _table() -> tuple[dict[str, Symbol], dict[str, str]]:
    listed = tomllib.loads((CONTENT / "symbols.toml").read_text(encoding="utf-8"))["symbol"]
    symbols = {e["text"]: Symbol(e["text"], e["latex"], e["role"]) for e in listed}
    roles = {fact: e["role"] for e in listed for fact in e.get("facts", ())}
    return symbols, roles


def letters() -> frozenset[str]:
    """The letters that are set as mathematics, as they are written in `content/`.

    Returns
    -------
    frozenset of str
    """
    return frozenset(_table()[0])


@cache
def _pattern(*, products: bool) -> re.Pattern[str]:
    """How a formula falls into tokens; with `products`, “wx” is w times x and not a word."""
    letters = "|".join(re.escape(text) for text in sorted(_table()[0], key=len, reverse=True))
    ends = rf"(?=(?:{letters})*(?![A-Za-z₀-₉]))" if products else "(?![A-Za-z₀-₉])"
    word = r"[A-Za-zÀ-ÖØ-öø-ÿ][A-Za-zÀ-ÖØ-öø-ÿ’'\-]*"
    return re.compile(
        rf"(?P<letter>(?:{letters}){ends}(?!′))"
        r"|(?P<number>\d+(?:\.\d+)?)"
        r"|(?P<latex>\\[a-zA-Z]+(?:\{[^{}]*\})*|[_^]\{[^{}]*\}|[_^].)"
        rf"|(?P<words>{word}(?:[ ,:;]+(?!(?:{letters})(?![A-Za-z])){word})*[:,;]?)"
        r"|(?P<sign>\S)"
    )


def role_of(fact: str, roles: Mapping[str, str] | None = None) -> str:
    """The colour of a fact's number.

    Parameters
    ----------
    fact : str
        Its name.
    roles : mapping of str to str, optional
        Name → colour, for the lesson's own controls.

    Returns
    -------
    str
    """
    return (roles or {}).get(fact) or _table()[1].get(fact, _NEUTRAL)


def tokens(
    pieces: Iterable[str | Written], roles: Mapping[str, str], *, products: bool = False
) -> list[Token]:
    """Take a formula apart.

    Parameters
    ----------
    pieces : iterable of str or Written
        See `Template.pieces`.
    roles : mapping of str to str
        Colours of the lesson's own controls.
    products : bool
        Whether letters side by side are a product; otherwise they are a word.

    Returns
    -------
    list of Token
    """
    symbols, pattern = _table()[0], _pattern(products=products)
    out: list[Token] = []
    for piece in pieces:
        if isinstance(piece, Written):
            out.append(_number(piece, role_of(piece.name, roles)))
            continue
        at = 0
        while match := pattern.search(piece, at):
            text, kind = match[0], match.lastgroup
            at = match.end()
            if kind == "letter":
                symbol = symbols[text]
                out.append(Token("letter", text, symbol.latex, symbol.role))
            elif kind == "number":
                out.append(Token("number", text, text))
            elif kind == "words":
                out.append(Token("words", text, rf"\text{{{text}}}"))
            elif kind == "latex":
                out.append(Token("sign", text, text))
            else:
                out.append(Token("sign", text, SIGNS.get(text, text)))
    return out


def _number(piece: Written, role: str) -> Token:
    if isinstance(piece.value, str):
        # A name, such as that of an activation; a formula of the core's own goes through as it is.
        is_formula = "\\" in piece.value or "^" in piece.value or piece.value in _table()[0]
        latex = piece.value if is_formula else rf"\text{{{piece.value}}}"
        return Token("words", piece.value, latex, role)
    text = piece.text
    latex = _plain(text)
    entries: Sequence[Sequence[str]] = ()
    if isinstance(piece.value, np.ndarray) and piece.value.ndim == 2:
        entries = rows(piece.value, piece.digits)
        body = r" \\ ".join(" & ".join(map(_plain, row)) for row in entries)
        latex = rf"\begin{{bmatrix}} {body} \end{{bmatrix}}"
    return Token("number", text, latex, role, entries, piece.is_rounded, piece.name)


_POWER = re.compile(r"·10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
_RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def _plain(text: str) -> str:
    text = _POWER.sub(lambda match: rf" \cdot 10^{{{match[1].translate(_RAISED)}}}", text)
    return text.replace("−", "-").replace("∞", r"\infty").replace("\N{NO-BREAK SPACE}", r"\,")


# --- LaTeX ----------------------------------------------------------------------------------


def latex(each: Iterable[Token]) -> str:
    """Set a formula in LaTeX, each letter and number in its colour.

    The colours are those of the light theme; the page's style sheet turns them into the
    current theme's, so that prose need not be sent anew when the theme changes.

    Parameters
    ----------
    each : iterable of Token

    Returns
    -------
    str
    """
    return " ".join(_coloured(token) for token in each)


def _coloured(token: Token) -> str:
    if token.role == _NEUTRAL:
        return token.latex
    return rf"\textcolor{{{palettes()['light'][token.role]}}}{{{token.latex}}}"


def prose(text: str, facts: Facts, roles: Mapping[str, str]) -> str:
    """Fill a Markdown text with facts, and set what stands between dollar signs as mathematics.

    Parameters
    ----------
    text : str
        Markdown; ``$z = ‖w‖ · {{d}}$`` is a formula, written as a teacher would.
    facts : mapping of str to Fact
    roles : mapping of str to str
        Colours of the lesson's own controls.

    Returns
    -------
    str
        Markdown with LaTeX.
    """
    return "".join(
        piece
        if isinstance(piece, str)
        else f"${latex(folded(tokens(piece, roles, products=True)))}$"
        for piece in _formulas_apart(text, facts)
    )


def runs(text: str, facts: Facts, roles: Mapping[str, str]) -> list[list[Run]]:
    """Take a short text apart for the live parts, which set formulas themselves.

    Parameters
    ----------
    text : str
        A few sentences of Markdown: ``**bold**``, ``*italics*``, ````code````, ``$formulas$``;
        an empty line begins a new paragraph.
    facts : mapping of str to Fact
    roles : mapping of str to str
        Colours of the lesson's own controls.

    Returns
    -------
    list of list of (str or dict)
        Paragraphs of runs. Plain words are a string; others have ``text``, ``kind``
        (``"strong"``, ``"em"``, ``"code"``, ``"math"``, ``"number"``, ``"sign"``, ``"words"``)
        and, where they are coloured, ``role``.
    """
    out: list[list[Run]] = [[]]
    style = "plain"
    for piece in _formulas_apart(text, facts):
        if isinstance(piece, list):
            for token in folded(tokens(piece, roles, products=True)):
                kind = "math" if token.kind == "letter" else token.kind
                out[-1].append(_run(token.text, kind, token.role))
            continue
        for part in _STYLES.split(piece):
            if part in _MARKS:
                style = "plain" if style == _MARKS[part] else _MARKS[part]
                continue
            for j, paragraph in enumerate(_PARAGRAPH.split(part)):
                if j:
                    out.append([])
                if paragraph:
                    line = " ".join(paragraph.split("\n"))
                    out[-1].append(line if style == "plain" else _run(line, style, _NEUTRAL))
    return [paragraph for paragraph in out if paragraph]


def _run(text: str, kind: str, role: str) -> Run:
    return {"text": text, "kind": kind} | ({} if role == _NEUTRAL else {"role": role})


_MARKS = {"**": "strong", "*": "em", "`": "code"}
_STYLES = re.compile(r"(\*\*|\*|`)")
_PARAGRAPH = re.compile(r"\n\s*\n")


def _formulas_apart(text: str, facts: Facts) -> Iterator[str | list[str | Written]]:
    """Fill a text; formulas come as lists of pieces, what stands between them as text."""
    out = ""
    formula: list[str | Written] | None = None
    for piece, after in with_next(template(text).pieces(facts)):
        if isinstance(piece, Written):
            if formula is not None:
                formula.append(piece)
            else:
                out = joined(out, piece, after)
            continue
        for i, part in enumerate(piece.split("$")):
            if i and formula is None:
                yield out
                out, formula = "", []
            elif i and formula is not None:
                yield formula
                formula = None
            if formula is None:
                out += part
            elif part:
                formula.append(part)
    if formula is not None:
        raise TemplateError("a formula between dollar signs is not closed")
    yield out


def folded(each: Sequence[Token]) -> list[Token]:
    """Fit the numbers of a formula to the signs they follow; see `ui.writing.joined`.

    Parameters
    ----------
    each : sequence of Token

    Returns
    -------
    list of Token
    """
    out: list[Token] = []
    for token, after in zip_longest(each, each[1:]):
        before = out[-1].text if out else ""
        if token.kind == "number" and token.is_rounded and before == "=":
            out[-1] = _sign("≈")
        if token.kind == "number" and not token.rows:
            is_negative, is_power_of_ten = token.text.startswith("−"), "·" in token.text
            is_raised = after is not None and after.text.startswith(POWERS)
            is_added = before in ("+", "−") and len(out) > 1 and out[-2].text not in _OPENING
            if (
                (is_raised and (is_negative or is_power_of_ten))
                or (before == "/" and is_power_of_ten)
                or (is_negative and before in ("·", "×", "/", "−") and not is_added)
            ):
                token = replace(token, text=f"({token.text})", latex=f"({token.latex})")
            elif is_negative and is_added:
                out[-1] = _sign("−" if before == "+" else "+")
                token = replace(token, text=token.text[1:], latex=token.latex[1:])
        out.append(token)
    return out


_OPENING = ("=", "≈", "(", "·", "/")


def _sign(text: str) -> Token:
    return Token("sign", text, SIGNS.get(text, text))


# --- equations in two storeys ---------------------------------------------------------------


@dataclass(frozen=True)
class Column:
    """A letter over the number that stands for it, or a sign over its like.

    Attributes
    ----------
    letter, value : Token or None
    """

    letter: Token | None
    value: Token | None = None

    @property
    def role(self) -> str:
        """The colour: the letter's, or the number's where there is no letter."""
        for token in (self.letter, self.value):
            if token is not None and token.role != _NEUTRAL:
                return token.role
        return _NEUTRAL

    @property
    def kind(self) -> str:
        """``"quantity"``, ``"operator"`` or ``"words"``."""
        token = self.letter or self.value
        kinds = {"letter": "quantity", "number": "quantity", "sign": "operator", "words": "words"}
        return kinds[token.kind] if token is not None else "operator"

    def plain(self) -> dict[str, Any]:
        """For the browser."""
        value = self.value
        return {
            "kind": self.kind,
            "name": value.name if value else "",
            "role": self.role,
            "letter": self.letter.text if self.letter else "",
            "value": {"rows": value.rows} if value and value.rows else value.text if value else "",
        }


def equations(source: Template, facts: Facts, roles: Mapping[str, str]) -> list[list[Column]]:
    """Set a lesson's equations in two storeys: letters above, and under each its number.

    A line ``z = w · x + b = {{w}} · {{x}} + {{b}} = {{z}}`` has a side with letters and one of the
    same form with numbers: these stand one under the other. A last side that is a single
    number belongs to the first letter. What does not fit this form stays one line.

    Parameters
    ----------
    source : Template
        One equation a line.
    facts : mapping of str to Fact
    roles : mapping of str to str
        Colours of the lesson's own controls.

    Returns
    -------
    list of list of Column
    """
    lines: list[list[str | Written]] = [[]]
    for piece in source.pieces(facts):
        if isinstance(piece, Written):
            lines[-1].append(piece)
            continue
        first, *others = piece.split("\n")
        lines[-1].append(first)
        lines += [[other] for other in others]
    taken_apart = (tokens(line, roles) for line in lines)
    return [_columns(line) for line in taken_apart if line]


def _columns(line: Sequence[Token]) -> list[Column]:
    sides: list[list[Token]] = [[]]
    for token in line:
        if token.text == "=" and token.kind == "sign":
            sides.append([])
        else:
            sides[-1].append(token)
    first, *rest = sides
    result: Token | None = None
    if len(rest) > 1 and len(rest[-1]) == 1 and rest[-1][0].kind == "number" and len(first) == 1:
        result, rest = rest[-1][0], rest[:-1]
    if result is None or len(rest) != 2 or not _same_form(rest[0], rest[1]):
        return _one_line(sides)
    letters, values = rest
    about = any(token.is_rounded for token in (result, *values))
    columns = [Column(first[0], result), Column(_sign("="), _sign("≈" if about else "="))]
    columns += [Column(*pair) for pair in zip(letters, folded(values), strict=True)]
    return columns


def _same_form(letters: Sequence[Token], values: Sequence[Token]) -> bool:
    return len(letters) == len(values) and all(
        (a.text == b.text) if "sign" in (a.kind, b.kind) else True
        for a, b in zip(letters, values, strict=True)
    )


def _one_line(sides: Sequence[Sequence[Token]]) -> list[Column]:
    columns: list[Column] = []
    for i, side in enumerate(sides):
        if i:
            about = any(token.is_rounded for token in side)
            columns.append(Column(_sign("≈" if about else "=")))
        columns += [Column(None, token) if token.rows else Column(token) for token in folded(side)]
    return columns


def equations_latex(lines: Sequence[Sequence[Column]]) -> str:
    """Set equations in two storeys for Markdown.

    Parameters
    ----------
    lines : sequence of sequence of Column

    Returns
    -------
    str
        One formula a line.
    """
    out = []
    for columns in lines:
        upper = " & ".join(_coloured(c.letter) if c.letter else "" for c in columns)
        lower = " & ".join(_coloured(c.value) if c.value else "" for c in columns)
        storeys = rf"{upper} \\ {lower}" if any(c.value for c in columns) else upper
        form = "c" * len(columns)
        out.append(rf"$\begin{{array}}{{{form}}} {storeys} \end{{array}}$")
    return "\n\n".join(out)


def matrices_latex(blocks: Sequence[Mapping[str, Any]]) -> str:
    """Set a row of matrices for Markdown, each under its letter.

    Parameters
    ----------
    blocks : sequence of mapping
        See `ui.parts`.

    Returns
    -------
    str
    """
    out = []
    for block in blocks:
        if block["kind"] == "operator":
            out.append(SIGNS.get(block["text"], block["text"]))
            continue
        body = r" \\ ".join(" & ".join(map(_plain, row)) for row in block["rows"])
        letter = latex(tokens([block["letter"]], {}))
        colour = palettes()["light"][block["role"]]
        matrix = rf"\begin{{bmatrix}} {body} \end{{bmatrix}}"
        out.append(rf"\overset{{{letter}}}{{\textcolor{{{colour}}}{{{matrix}}}}}")
    return f"${' '.join(out)}$"


def spoken(lines: Sequence[Sequence[Column]]) -> str:
    """Equations as plain text.

    Parameters
    ----------
    lines : sequence of sequence of Column

    Returns
    -------
    str
    """
    out = []
    for columns in lines:
        storeys = [
            " ".join(token.text for token in storey if token is not None)
            for storey in ((c.letter for c in columns), (c.value for c in columns))
        ]
        out.append(": ".join(storey for storey in storeys if storey))
    return "\n".join(out)
