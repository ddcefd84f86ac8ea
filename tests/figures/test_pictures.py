"""What every lesson's pictures must keep, in any state; a new lesson is tried by itself."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.activations import Array
from figures import line, marks, matrix
from figures.scene import Chart, Handle, Label, Mark, Trace
from tests.figures.pictures import (
    any_state,
    assert_chart,
    assert_fact,
    assert_handles,
    assert_labels,
    assert_matrices,
    assert_plotly,
    assert_sound,
    assert_words,
    quiet,
)
from tests.ui.states import known_states, scene_of
from ui import content
from ui.writing import template


@pytest.mark.parametrize("slug", content.slugs())
def test_every_known_state_can_be_drawn(slug: str) -> None:
    """Start, experiments, every choice, every end of every slider, no weight at all."""
    lesson = content.lesson(slug)
    for state in known_states(lesson):
        assert_sound(lesson, quiet(scene_of(slug), **state))


@pytest.mark.parametrize("slug", content.slugs())
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_state_can_be_drawn(slug: str, data: st.DataObject) -> None:
    """Whatever a link can hold, typed to six decimals."""
    lesson = content.lesson(slug)
    assert_sound(lesson, quiet(scene_of(slug), **data.draw(any_state(lesson))))


@pytest.mark.parametrize("slug", content.slugs())
def test_plotly_takes_every_picture(slug: str) -> None:
    """Its own validation of names and values, in a few states: it takes 10 ms each."""
    lesson = content.lesson(slug)
    states = known_states(lesson)
    for state in (states[0], states[len(states) // 2], states[-1]):
        for chart in scene_of(slug)(**lesson.arguments(state)).charts.values():
            assert_plotly(chart)


@pytest.mark.parametrize("slug", content.slugs())
def test_every_text_of_a_lesson_has_its_place(slug: str) -> None:
    """A label that no mark has is never shown, and nobody would miss it."""
    lesson = content.lesson(slug)
    scene = scene_of(slug)(**lesson.arguments(lesson.start()))
    assert set(lesson.labels) <= set(scene.parts)
    for name, chart in scene.charts.items():
        if isinstance(chart.axes, marks.Flat):
            assert set(lesson.labels.get(name, {})) <= {label.name for label in chart.labels}
    states = [lesson.start(), *(step.state for step in lesson.steps)]
    scenes = [scene_of(slug)(**lesson.arguments(state)) for state in states]
    charts = [chart for drawn in scenes for chart in drawn.charts.values()]
    assert set(lesson.handles) == {handle for chart in charts for handle in chart.handles}


@pytest.mark.parametrize("slug", content.slugs())
def test_every_lesson_is_drawn_from_the_same_marks(slug: str) -> None:
    """Marks neither come nor go from state to state: the browser never makes a figure anew."""
    lesson = content.lesson(slug)
    first, *others = (scene_of(slug)(**lesson.arguments(state)) for state in known_states(lesson))
    for other in others:
        assert list(other.parts) == list(first.parts)
        for name, chart in first.charts.items():
            assert other.charts[name].template == chart.template
            assert list(other.charts[name].frame) == list(chart.frame)


@pytest.mark.parametrize("slug", content.slugs())
def test_a_state_is_drawn_the_same_every_time(slug: str) -> None:
    """The page draws it, then the channel: a difference would jump when the hand lets go."""
    scene = scene_of(slug)
    for state in known_states(content.lesson(slug))[:4]:
        once, again = (scene(**content.lesson(slug).arguments(state)) for _ in range(2))
        np.testing.assert_equal(dict(again.facts), dict(once.facts))
        for name, chart in once.charts.items():
            assert again.charts[name].labels == chart.labels
            for path, value in chart.frame.items():
                np.testing.assert_array_equal(value, again.charts[name].frame[path])


# --- the checks can fail ---------------------------------------------------------------------

LINE = content.lesson("line")
GOOD = line.scene(1.0, 0.0, 1.0, "relu", reveal=line.STEP)
CHART = GOOD.charts["line"]
X: Array = CHART["output"]["x"]


def with_mark(mark: Mark) -> Chart:
    """The good chart with one mark more."""
    return replace(CHART, marks=(*CHART.marks, mark))


def with_moving(**moving: Any) -> Chart:
    """The good chart with one more line, and one thing about it wrong."""
    (trace,) = marks.line("extra", [(0, 0), (1, 1)]).traces
    changed = replace(trace, moving={**trace.moving, **moving})
    return with_mark(Mark("extra", "text", (changed,)))


@pytest.mark.parametrize(
    "broken",
    [
        with_moving(x=np.array([0.0, 1.0])),  # twice as long on the wire
        with_moving(x=np.zeros(3, np.float32)),
        with_moving(x=np.zeros((1, 2), np.float32)),
        with_moving(y=np.array([0, np.inf], np.float32)),
        with_moving(y=np.full(2, np.nan, np.float32)),
        with_moving(text=np.float64(1)),
        with_moving(text="b @ 1"),
        with_mark(marks.line("output", X[:0])),  # there is one of this name
        with_mark(marks.line("Extra", X[:0])),
        with_mark(marks.line("two words", X[:0])),
        with_mark(marks.line("extra", X[:0], role="wieght")),
        with_mark(Mark("extra", "text", marks.line("another", [(0, 0)]).traces)),
        with_mark(Mark("extra", "colourless")),
        with_mark(marks.note(Label("extra", (0, 0), "colourless"))),
        with_mark(marks.facets("extra", np.zeros((3, 3)), np.array([(0, 1, 3)]), role="text")),
        with_mark(Mark("extra", "text", (Trace("extra", {"type": "heatmap"}, {"z": X}),))),
    ],
)  # fmt: skip
def test_a_broken_chart_is_seen(broken: Chart) -> None:
    """One thing wrong at a time."""
    assert_chart(CHART)
    with pytest.raises((AssertionError, KeyError)):
        assert_chart(broken)


def test_an_attribute_unknown_to_plotly_is_seen() -> None:
    """Plotly in the browser would ignore it without a word."""
    (trace,) = marks.line("extra", [(0, 0), (1, 1)]).traces
    broken = replace(trace, look={**trace.look, "widht": 2})
    with pytest.raises(ValueError, match="widht"):
        assert_plotly(with_mark(Mark("extra", "text", (broken,))))


@pytest.mark.parametrize("at", [(3.5, 0.0), (0.0, -5.1), (float("nan"), 0.0)])
def test_a_label_outside_is_seen(at: tuple[float, float]) -> None:
    """Also one that is nowhere; but not one that says nothing at this state."""
    for shown in (True, False):
        others = tuple(mark for mark in CHART.marks if mark.name != "answer")
        chart = replace(CHART, marks=(*others, marks.note(Label("answer", at, shown=shown))))
        scene = replace(GOOD, parts={"line": chart})
        if shown:
            with pytest.raises(AssertionError):
                assert_labels(LINE, scene, "line")
        else:
            assert_labels(LINE, scene, "line")


@pytest.mark.parametrize(
    ("name", "handle"),
    [("answer", Handle("x", None)), ("input", Handle("q", None)), ("input", Handle(None, None))],
)
def test_a_broken_handle_is_seen(name: str, handle: Handle) -> None:
    """One without words, one that moves what is not there, one that moves nothing."""
    assert_handles(LINE, CHART)
    marked = (marks.dots(name, [(0, 0)], handle=handle),)
    with pytest.raises(AssertionError):
        assert_handles(LINE, replace(CHART, marks=marked))


@pytest.mark.parametrize("fact", [float("nan"), np.bool_(True), [1.0], np.array([]), object()])
def test_a_broken_fact_is_seen(fact: Any) -> None:
    """What cannot be written, or would be sent as something else."""
    with pytest.raises(AssertionError):
        assert_fact("z", fact)


@pytest.mark.parametrize(
    "fact", [1.5, float("inf"), True, "relu", None, np.eye(2), np.array(["a"])]
)
def test_a_good_fact_is_let_through(fact: Any) -> None:
    """Numbers, yes and no, keys, what is not there, and lists of these."""
    assert_fact("z", fact)


def test_a_broken_matrix_is_seen() -> None:
    """Without a letter, or with an entry that is no number."""
    lesson = replace(LINE, labels={"matrices": {"A": template("A")}})
    assert_matrices(lesson, "matrices", matrix.row(matrix.matrix("A", [1.0], role="weight"), "="))
    for name, value, role in (("B", 1.0, "weight"), ("A", np.nan, "weight"), ("A", 1.0, "wieght")):
        with pytest.raises(AssertionError):
            assert_matrices(lesson, "matrices", matrix.row(matrix.matrix(name, [value], role=role)))


@pytest.mark.parametrize(
    "alt",
    ["No full stop", "Nothing is nan.", "It is not a number.", "x = -1.", "Colour @bias.",
     "x<sub>1</sub>.", "Two  spaces.", "{{z}} is z.", "It is None."],
)  # fmt: skip
def test_a_broken_alternative_is_seen(alt: str) -> None:
    """The same for its words."""
    assert_words("Nonetheless, x < 1 and −1 is infinitely small: a well-known nanometre.")
    with pytest.raises(AssertionError):
        assert_words(alt)
