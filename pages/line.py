"""Goal: with the identity activation a neuron is exactly y = mx + b; an activation bends it."""

import streamlit as st

from figures import line
from ui.lesson import LessonPage


def draw(page: LessonPage) -> None:
    """Controls on the left, the neuron on the right, then all that speaks of it."""
    scene = line.scene(**page.state)
    left, right = st.columns([1, 2], gap="medium")
    with left:
        page.controls()
        page.history()
    with right:
        page.equations(scene)
        page.chart(scene, "line")
    page.after(scene)


page = LessonPage("line")
page.opening()
page.explore(draw)
page.closing()
