"""Goal: a stack of layers without a bend is one layer, and a lost dimension stays lost."""

import streamlit as st

from figures import collapse
from ui.lesson import LessonPage


def draw(page: LessonPage) -> None:
    """The grid on its way through the stack, and beside it the same grid moved by one layer."""
    scene = collapse.scene(**page.state)
    left, right = st.columns([2, 3], gap="large")
    with left:
        page.controls()
        page.history()
    with right:
        page.equations(scene)
    left, right = st.columns(2)
    with left:
        page.chart(scene, "stack")
    with right:
        page.chart(scene, "single")
    page.after(scene)


page = LessonPage("collapse")
page.opening()
page.explore(draw)
page.closing()
