"""Goal: the activation distorts the signed distance; only the identity leaves it a line."""

import streamlit as st

from figures import activation
from ui.lesson import LessonPage


def draw(page: LessonPage) -> None:
    """The curve from d to a, the plane before and after it, the slope, the properties."""
    scene = activation.scene(**page.state)
    left, right = st.columns([1, 2], gap="large")
    with left:
        page.controls()
        page.history()
    with right:
        page.equations(scene)
        page.chart(scene, "curve")
    before, after = st.columns(2)
    with before:
        page.chart(scene, "before")
    with after:
        page.chart(scene, "after")
    left, right = st.columns([1, 2], gap="large")
    with left:
        page.note("slope")
    with right:
        page.chart(scene, "slope")
    page.note("table")
    page.table(activation.compared(page.state["activation"], page.state["compare"]))
    page.folded_table(activation.properties())
    page.after(scene)


page = LessonPage("activation")
page.opening()
page.explore(draw)
page.closing()
