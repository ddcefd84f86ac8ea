"""Goal: the activation distorts the signed distance; only c·z + e keeps lines lines."""

import streamlit as st

from figures import activation
from ui.lesson import LessonPage


def draw(page: LessonPage) -> None:
    """The curve from d to a, the plane before and after it, the slope, the properties."""
    left, right = st.columns([1, 2], gap="medium")
    with left:
        page.controls()
        page.history()
    with right:
        page.equations()
        page.chart("curve")
    before, after = st.columns(2)
    with before:
        page.chart("before")
    with after:
        page.chart("after")
    left, right = st.columns([1, 2], gap="medium")
    with left:
        page.note("slope")
    with right:
        page.chart("slope")
    page.note("table")
    page.side_by_side("properties")
    page.folded_table("properties", activation.properties())
    page.after()


page = LessonPage("activation", activation.scene)
page.opening()
page.explore(draw)
page.closing()
