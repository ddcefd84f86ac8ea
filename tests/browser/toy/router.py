"""The toy lesson's one page: every part that a lesson may have."""

from pathlib import Path

import streamlit as st

from tests.browser.toy import scene
from ui import look
from ui.lesson import LessonPage

ROOT = Path(__file__).parents[3]

st.set_page_config(page_title="Toy", layout="wide")
st.html(ROOT / "ui" / "page.css")
st.html(look.colours())


def draw(page: LessonPage) -> None:
    """Both charts beside each other, what moves them above."""
    left, right = st.columns(2)
    with left:
        page.controls()
    with right:
        page.equations()
        page.history()
    left, right = st.columns(2)
    with left:
        page.chart("flat")
    with right:
        page.chart("space")


LessonPage("home", scene.scene).explore(draw)
