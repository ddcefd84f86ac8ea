"""Goal: meet the question, and one small neuron to push."""

import streamlit as st

from figures import home
from ui.lesson import LessonPage


def draw(page: LessonPage) -> None:
    """Draw the neuron with its controls beside it."""
    left, right = st.columns([1, 2], gap="medium")
    with left:
        page.controls()
        page.equations()
    with right:
        page.chart("home")


page = LessonPage("home", home.scene)
page.opening()
page.explore(draw)
page.map()
