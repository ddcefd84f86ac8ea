"""The frame of a lesson, as far as no page is needed to see it."""

import re

import pytest

from ui import content
from ui.controls import Control, Problem
from ui.lesson import neighbours, page_file, sentence

HOSTILE = ["99", "-99", "1e999", "nan", "", "<script>alert(1)</script>", "**x**", "2.5", "{w}"]
ALL = [
    (slug, control) for slug in content.slugs() for control in content.lesson(slug).controls.items
]


def assert_one_kind_sentence(text: str, control: Control) -> None:
    assert text.count(". ") == 0
    assert text.endswith(".")
    assert text[0].isupper()
    assert control.label in text
    assert "{" not in text
    assert "rror" not in text
    assert "nvalid" not in text


@pytest.mark.parametrize("given", HOSTILE)
@pytest.mark.parametrize(("slug", "control"), ALL, ids=lambda part: getattr(part, "name", part))
def test_each_problem_is_told_in_one_sentence(slug: str, control: Control, given: str) -> None:
    """What was changed, to what, and why; nothing of the link's own text is repeated."""
    for values in ([given], [given, given]):
        state, problems = content.lesson(slug).read({control.name: values})
        if not problems:
            continue
        text = sentence(problems)
        assert_one_kind_sentence(text, control)
        if len(given) > 3:
            assert given not in text
        value = state[control.name]
        assert control.shown(value) in text


def test_several_problems_are_one_sentence_too() -> None:
    """A garbled link is garbled everywhere; a wall of sentences would be no help."""
    for slug in content.slugs():
        controls = content.lesson(slug).controls
        _, problems = controls.read({control.name: ["<b>"] for control in controls.items})
        assert len(problems) == len(controls.items)
        text = sentence(problems)
        for control in controls.items:
            assert_one_kind_sentence(text, control)


def test_a_sentence_by_hand() -> None:
    """The whole of two of them."""
    controls = content.lesson("line").controls
    assert sentence([Problem(controls["w"], "out_of_range", -4.0)]) == (
        "The link asked for a weight w outside −4 to 4, so it is set to −4, the nearest the "
        "figure can show."
    )
    assert sentence([Problem(controls["activation"], "unknown_choice", "identity")]) == (
        "The link asked for a choice of activation that is not offered here, so it is set to "
        "Identity."
    )


def test_what_is_typed_badly_is_told_by_the_browser() -> None:
    """It fills in these names; one that it does not know would stay in braces."""
    problems = content.words()["problems"]
    typed = {name: text for name, text in problems.items() if name.startswith("typed_")}
    assert len(typed) == 2
    for text in typed.values():
        assert set(re.findall(r"\{(.*?)\}", text)) <= {"label", "low", "high", "value"}


def test_every_reason_has_its_sentence() -> None:
    """For each kind of control; a missing placeholder is a KeyError before the learner."""
    for _, control in ALL:
        for reason in content.words()["problems"]:
            if reason not in ("several", "on", "off") and not reason.startswith("typed_"):
                assert_one_kind_sentence(
                    sentence([Problem(control, reason, control.default)]), control
                )


def test_one_page_leads_to_the_next_and_back() -> None:
    """From home through all lessons to the questions, and then no further."""
    entries = content.entries()
    assert [entry.slug for entry in entries] == [*content.slugs(), "questions"]
    ways = [neighbours(entry.slug) for entry in entries]
    assert [following for _, following in ways] == [*entries[1:], None]
    assert [previous for previous, _ in ways] == [None, *entries[:-1]]
    assert page_file("line") == "../pages/line.py"
