"""Goal: a stack of layers without a bend is one layer, and a lost dimension stays lost."""

import streamlit as st

from figures import collapse
from ui.lesson import LessonPage


def draw(page: LessonPage) -> None:
    """The grid on its way through the stack, and beside it the same grid moved by one layer."""
    page.matrix("matrices")
    page.equations()
    left, middle, right = st.columns(3, gap="medium")
    with left:
        page.controls("depth", "narrow")
    with middle:
        page.controls("progress")
        page.history()
    with right:
        page.controls("activation")
    left, right = st.columns(2)
    with left:
        page.chart("stack")
    with right:
        page.chart("single")
    page.after()


page = LessonPage("collapse", collapse.scene)
page.opening()
page.explore(draw)
page.closing()
