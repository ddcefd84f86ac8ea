"""Goal: the weights are the normal of the boundary, and z is ‖w‖ times the signed distance."""

import streamlit as st

from figures import hyperplane
from ui.lesson import LessonPage


def draw(page: LessonPage) -> None:
    """The plane with its boundary, arrow and probe; below it the same in many dimensions."""
    left, right = st.columns([1, 2], gap="medium")
    with left:
        page.controls("w1", "w2", "b")
        page.history()
    with right:
        page.equations()
        page.chart("hyperplane")
    page.note("high")
    left, right = st.columns([1, 2], gap="medium")
    with left:
        page.controls("n")
    with right:
        page.chart("high")
    page.after()


page = LessonPage("hyperplane", hyperplane.scene)
page.opening()
page.explore(draw)
page.closing()
