"""The contract of stage and steps, held by every lesson."""

import re
from importlib import import_module

import pytest

from figures.scene import Scene
from ui import content, parts
from ui.controls import State
from ui.texts import Lesson, Question, Step

LESSONS = [content.lesson(slug) for slug in content.slugs() if slug != "home"]
STEPS = [(lesson, step) for lesson in LESSONS for step in lesson.steps]

ANSWER, STEP, REPLY, LESSON = 40, 35, 30, 450  # words at most


def words(text: str) -> int:
    """Count the words of a text; a formula counts as one, and signs as none."""
    text = re.sub(r"\$[^$]*\$", " formula ", text)
    text = re.sub(r"\{\{[^}]*\}\}", " number ", text)
    return len(re.findall(r"[\w’'−.⅓½]*\w[\w’'−.⅓½]*|[⅓½]", text))


def spoken(lesson: Lesson) -> int:
    """Count what is read without opening a drawer."""
    assert lesson.predict is not None
    texts = [lesson.question, lesson.parts["answer"], lesson.parts["so"]]
    texts += [text for step in lesson.steps for text in (step.text, step.task)]
    for question in (lesson.predict, *lesson.checks):
        texts += [question.text, *(option.text for option in question.options)]
    return sum(map(words, texts))


def questions(lesson: Lesson) -> list[Question]:
    assert lesson.predict is not None
    return [lesson.predict, *lesson.checks]


def drawn(lesson: Lesson, values: State) -> Scene:
    scene: Scene = import_module(f"figures.{lesson.slug}").scene(**lesson.arguments(values))
    return scene


def test_words_are_counted() -> None:
    assert words("At $x = 0$ only b is left: −0.5, {{z:3}} or ⅓. It’s **so**.") == 12


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.slug)
def test_a_lesson_is_short(lesson: Lesson) -> None:
    assert spoken(lesson) <= LESSON
    assert words(lesson.parts["answer"]) <= ANSWER
    assert 5 <= len(lesson.steps) <= 9
    assert 2 <= len(questions(lesson)) <= 4


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.slug)
def test_one_question_at_least_is_answered_in_the_figure(lesson: Lesson) -> None:
    assert any(step.is_check and step.goal is not None for step in lesson.steps)


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.slug)
def test_replies_are_short_and_do_not_begin_alike(lesson: Lesson) -> None:
    for question in questions(lesson):
        for option in question.options:
            assert words(option.reply) <= REPLY, option.reply
            assert not option.reply.startswith("Tempting")


@pytest.mark.parametrize(("lesson", "step"), STEPS, ids=lambda each: getattr(each, "name", ""))
def test_a_step_is_short_and_has_a_goal(lesson: Lesson, step: Step) -> None:
    assert words(step.text) <= STEP
    assert words(step.task) <= STEP
    assert step.goal is not None, f"{lesson.slug}: nothing checks the task of {step.name}"


@pytest.mark.parametrize(("lesson", "step"), STEPS, ids=lambda each: getattr(each, "name", ""))
def test_a_goal_is_not_reached_before(lesson: Lesson, step: Step) -> None:
    """At the step's own state something is still to be done."""
    assert step.goal is not None
    facts = drawn(lesson, step.state).facts
    flags = step.goal.flags(facts, step.state, step.state)
    assert len(flags) == len(step.goal.conditions)
    # Of several places the state may be the first; otherwise the last condition is still open.
    assert step.goal.times > 1 or not all(flags)
    assert step.goal.times > 1 or not flags[-1] or len(flags) > 1


@pytest.mark.parametrize(("lesson", "step"), STEPS, ids=lambda each: getattr(each, "name", ""))
def test_a_link_opens_the_step_and_comes_back(lesson: Lesson, step: Step) -> None:
    link = {"step": [str(step.number)]}
    assert lesson.read(link) == (step.state, [])
    pairs = lesson.pairs(step.state)
    assert set(pairs) <= {"step"}
    assert lesson.read({name: [text] for name, text in pairs.items()}) == (step.state, [])


@pytest.mark.parametrize(("lesson", "step"), STEPS, ids=lambda each: getattr(each, "name", ""))
def test_every_text_of_a_step_can_be_set(lesson: Lesson, step: Step) -> None:
    facts = drawn(lesson, step.state).facts
    assert step.goal is not None
    for text in (step.text, step.task, step.goal.said):
        runs = lesson.runs(text, facts)
        assert runs
        assert lesson.prose(text, facts)
    fields = parts.all_fields(lesson, drawn(lesson, step.state), step.state)
    assert fields["goal"]["step"] == step.number


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.slug)
def test_the_equations_need_no_more_room_than_is_kept(lesson: Lesson) -> None:
    for step in lesson.steps:
        assert len(lesson.equations(drawn(lesson, step.state).facts)) >= 1


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.slug)
def test_a_step_beyond_the_last_is_the_last_and_said(lesson: Lesson) -> None:
    values, problems = lesson.read({"step": ["99"]})
    assert values == lesson.steps[-1].state
    assert [problem.control.name for problem in problems] == ["step"]
