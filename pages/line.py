"""Goal: with the identity activation a neuron is exactly y = mx + b; an activation bends it."""

import streamlit as st

from figures import line
from ui.lesson import LessonPage


def draw(page: LessonPage) -> None:
    """Controls on the left, the neuron on the right, then all that speaks of it."""
    left, right = st.columns([1, 2], gap="medium")
    with left:
        page.controls()
        page.history()
    with right:
        page.equations()
        page.chart("line")
    page.after()


page = LessonPage("line", line.scene)
page.opening()
page.explore(draw)
page.closing()
