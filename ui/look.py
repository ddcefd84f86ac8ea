"""The colours of the page around the figures, from the figures' own theme."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import streamlit as st

from figures.scene import palettes
from figures.theme import ROLES
from ui import content


@cache
def page() -> str:
    """The style sheet of the page around the figures, without what only its writers need.

    Returns
    -------
    str
        CSS.
    """
    sheet = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")
    short = re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL))
    return re.sub(r" ?([{};,]) ?", r"\1", short).strip()


def colours() -> str:
    """A style sheet that gives every role its colour in the visitor's theme.

    Formulas in the prose are sent in the light theme's colours; each of these is turned into
    the role's variable, so that they follow the theme without being sent anew. The live parts
    change the variables when the visitor changes the theme.

    Returns
    -------
    str
        HTML.
    """
    theme = "dark" if st.context.theme.type == "dark" else "light"
    variables = "".join(f"--jl-{role}:{colour};" for role, colour in palettes()[theme].items())
    sent = {role: _rgb(palettes()["light"][role]) for role in ROLES}
    rules = "".join(
        f'.katex [style*="color: {colour}"]{{color:var(--jl-{role})!important}}'
        for role, colour in sent.items()
    )
    return f"<style>:root{{{variables}}}{rules}</style>"


@cache
def minutes() -> str:
    """A style sheet that writes beside each entry of the navigation how long it takes.

    Streamlit's entries hold a title and nothing else; this needs no script, so native mode has
    it too.

    Returns
    -------
    str
        HTML.
    """
    said = content.words()["notes"]["minutes"]
    rules = "".join(
        f'[data-testid="stSidebarNavLink"][href$="/{entry.path}"]::after'
        f'{{content:"{said.format(minutes=entry.minutes)}"}}'
        for entry in content.entries()
    )
    return f"<style>{rules}</style>"


def _rgb(colour: str) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgb({red}, {green}, {blue})"
