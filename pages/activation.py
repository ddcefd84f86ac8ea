"""Goal: the activation distorts the signed distance; only c·z + e keeps lines lines."""

import streamlit as st

from figures import activation
from figures.comparison import properties
from ui.content import lesson
from ui.lesson import LessonPage


def draw(page: LessonPage) -> None:
    """Plane and curve with their steps; in drawers any two activations, and all of them."""
    page.opening()
    with page.station():
        with page.stage():
            page.equations()
            page.figure("plane", "curve")
            page.controls("activation", "norm", "b")
        page.steps()
    page.check()
    page.drawers(compare=draw_two, table=draw_all)
    page.onward()


def draw_two(page: LessonPage) -> None:
    """Two activations, their slopes, and what sets them apart."""
    page.controls("first", "second")
    page.figure("values", "slopes")
    page.wide_table("properties")


def draw_all(page: LessonPage) -> None:
    """What all the curves look like."""
    del page
    st.table(lesson("activation").table("all", properties()))


LessonPage("activation", activation.scene).show(draw)
