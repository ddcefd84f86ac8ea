"""A question with a reply to every answer: the reply teaches, right or wrong."""

from __future__ import annotations

import streamlit as st

from ui import content, faults


def ask(lesson: content.Lesson, name: str, question: content.Question) -> None:
    """Ask a question; once an answer is picked, say why it is right or tempting.

    Parameters
    ----------
    lesson : Lesson
    name : str
        The question's name within the lesson.
    question : Question
    """
    _ask(lesson, name, question)


@st.fragment
def _ask(lesson: content.Lesson, name: str, question: content.Question) -> None:
    with faults.kept_from_the_visitor():
        _question(lesson, name, question)


def _question(lesson: content.Lesson, name: str, question: content.Question) -> None:
    notes = content.words()["notes"]
    texts = [lesson.prose(option.text, {}) for option in question.options]
    picked = st.radio(
        lesson.prose(question.text, {}),
        range(len(texts)),
        index=None,
        format_func=texts.__getitem__,
        key=f"{lesson.slug}/quiz/{name}",
    )
    if picked is None:
        return
    option = question.options[picked]
    reply = lesson.prose(option.reply, {})
    if option.is_right:
        st.success(f"**{notes['right']}** {reply}", icon=":material/check:")
    else:
        st.warning(f"**{notes['wrong']}** {reply}", icon=":material/lightbulb:")
