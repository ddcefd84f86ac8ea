"""The toy lesson's one page: a flat chart, one in space, and what moves them."""

from pathlib import Path

import streamlit as st

from tests.browser.toy import scene
from ui import look, serve
from ui.lesson import LessonPage

ROOT = Path(__file__).parents[3]

st.set_page_config(page_title="Toy", layout="wide")
if not serve.brings_the_style():
    st.html(f"<style>{look.page()}</style>")
st.html(look.colours())


def draw(page: LessonPage) -> None:
    """Both charts, large, as in a drawer, and what moves them."""
    page.equations()
    page.controls("shift", "count", "tilt", "open")
    for chart, column in zip(("flat", "space"), st.columns(2), strict=True):
        with column:
            page.figure(chart)


LessonPage("home", scene.scene).show(draw)
