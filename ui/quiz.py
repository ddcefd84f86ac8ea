"""A question with a reply to every answer: the reply teaches, right or wrong."""

from __future__ import annotations

import streamlit as st

from ui import content


def ask(slug: str, name: str, question: content.Question) -> None:
    """Ask a question; once an answer is picked, say why it is right or tempting.

    Parameters
    ----------
    slug : str
        The lesson.
    name : str
        The question's name within the lesson.
    question : Question
    """
    _ask(f"{slug}/quiz/{name}", question)


@st.fragment
def _ask(key: str, question: content.Question) -> None:
    notes = content.words()["notes"]
    picked = st.radio(
        question.text,
        range(len(question.options)),
        index=None,
        format_func=lambda number: question.options[number].text,
        key=key,
    )
    if picked is None:
        return
    option = question.options[picked]
    if option.is_right:
        st.success(f"**{notes['right']}** {option.reply}", icon=":material/check:")
    else:
        st.warning(f"**{notes['wrong']}** {option.reply}", icon=":material/lightbulb:")
