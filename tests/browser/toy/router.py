"""The toy lesson's one page: a stage with a flat chart and one in space, and what moves them."""

from pathlib import Path

import streamlit as st

from tests.browser.toy import scene
from ui import look
from ui.lesson import LessonPage

ROOT = Path(__file__).parents[3]

st.set_page_config(page_title="Toy", layout="wide")
st.html(look.page())
st.html(look.colours())


def draw(page: LessonPage) -> None:
    """Both charts on one stage."""
    with page.station():
        with page.stage():
            page.equations()
            page.figure("flat", "space")
            page.controls("shift", "count", "tilt", "open")
        page.welcome()


LessonPage("home", scene.scene).show(draw)
