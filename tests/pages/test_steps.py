"""Every step of every lesson, as a visitor's session runs it, live and native."""

import pytest

from tests.pages.visit import MODES, button, everything, open_drawers, sound, state, visit
from tests.ui.states import FULL, SLUGS
from ui import content

STEPS = [(slug, step.name) for slug in FULL for step in content.lesson(slug).steps]
HOSTILE = ["nan", "1e999", "<script>", "x" * 10_000, "-5", "99", "", "2.5"]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("slug", SLUGS)
def test_a_lesson_opens_where_it_starts(slug: str, mode: str) -> None:
    page = visit(slug, mode)
    assert state(page, slug) == content.lesson(slug).start()
    assert "{{" not in everything(page)


@pytest.mark.parametrize(("slug", "name"), STEPS)
def test_a_link_opens_a_step(slug: str, name: str) -> None:
    step = next(step for step in content.lesson(slug).steps if step.name == name)
    page = visit(slug, step=str(step.number))
    assert state(page, slug) == step.state


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("step", HOSTILE)
def test_a_forged_step_is_met_kindly(step: str, mode: str) -> None:
    """The nearest step there is, and one sentence that says so."""
    page = visit("line", mode, step=step)
    lesson = content.lesson("line")
    assert state(page, "line") in [each.state for each in lesson.steps]
    assert len(page.info) == 1
    assert "script" not in page.info[0].value


@pytest.mark.parametrize("slug", FULL)
def test_show_sets_a_steps_state_and_undo_takes_it_back(slug: str) -> None:
    lesson, page = content.lesson(slug), visit(slug)
    for step in lesson.steps[1:3]:
        before = state(page, slug)
        button(page, slug, f"show/{step.name}").click()
        sound(page.run())
        assert state(page, slug) == step.state
        button(page, slug, "undo").click()
        sound(page.run())
        assert state(page, slug) == before
        button(page, slug, f"show/{step.name}").click()
        sound(page.run())
    button(page, slug, "reset").click()
    assert state(sound(page.run()), slug) == lesson.start()


def test_a_goal_reached_gets_a_tick_in_native_mode_too() -> None:
    page = visit("line")
    goal = content.lesson("line").steps[0].goal
    assert goal is not None
    said = content.lesson("line").prose(goal.said, {})
    assert said not in everything(page)
    page.slider(key="line/x").set_value(2.0)
    assert said in everything(sound(page.run()))


@pytest.mark.parametrize("slug", FULL)
def test_the_answer_waits_for_a_choice_or_a_word(slug: str) -> None:
    """A choice brings its reply and the answer; so does “Just tell me”."""
    lesson = content.lesson(slug)
    answer = lesson.prose(lesson.parts["answer"], {})
    for skip in (True, False):
        page = visit(slug)
        assert answer not in everything(page)
        if skip:
            button(page, slug, "question/predict/skip").click()
        else:
            radio = page.radio(key=f"{slug}/question/predict")
            assert radio.value is None
            radio.set_value(radio.options[0] if radio.options[0].startswith("o") else "o1")
        assert answer in everything(sound(page.run()))


@pytest.mark.parametrize("slug", FULL)
def test_drawers_are_sent_when_they_are_opened(slug: str) -> None:
    lesson, page = content.lesson(slug), visit(slug)
    sources = lesson.prose(lesson.parts["sources"], {})
    assert sources not in everything(page)
    assert sources in everything(open_drawers(page, slug, "sources"))
    assert "{{" not in everything(open_drawers(page, slug))
