"""The frame of a page of questions: its title, the questions, the sources, the way on."""

from __future__ import annotations

import streamlit as st

from ui import content, live, native
from ui.lesson import Parts, onward
from ui.session import is_native, turned_to


class QuestionsPage:
    """A page of questions with short answers, each with a link into a figure.

    Parameters
    ----------
    slug : str
        Its folder in `content/`.
    """

    def __init__(self, slug: str) -> None:
        self._page = content.questions(slug)

    def show(self) -> None:
        """Show the page. Nothing on it moves, so it runs as a whole."""
        page = self._page
        parts: Parts = native if is_native() else live
        turned_to(page.slug)
        st.title(page.prose(page.question), anchor=False)
        with st.container(key=f"asked-{page.slug}"):
            parts.questions(page)
        with st.container(key=f"drawers-{page.slug}"):
            st.expander(content.words()["headings"]["sources"]).markdown(page.sources)
        onward(parts, page.slug)
