"""Every page as a visitor's session runs it, in live and in native mode."""

import json
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from figures.scene import Chart, Matrices
from tests.pages.visit import (
    MODES,
    button,
    elements,
    everything,
    plots,
    query,
    sound,
    state,
    unpacked,
    visit,
)
from tests.ui.states import FULL, SLUGS, drawn, other_than_default
from ui import content, parts, symbols
from ui.content import Question
from ui.controls import Choice, Control, Number, State
from ui.lesson import next_slug, sentence

WORDS = content.words()


def reachable(slug: str) -> list[Control]:
    """What native mode has a widget for: all but what only links set."""
    lesson = content.lesson(slug)
    charts = drawn(slug, lesson.controls.defaults()).charts.values()
    dragged = {axis for c in charts for h in c.handles.values() for axis in (h.x, h.y)}
    return [c for c in lesson.controls.items if not c.hidden or c.name in dragged]


def assert_speaks_of(page: AppTest, slug: str, values: State) -> None:
    """The prose quotes the numbers of this state, and nothing is left to fill in."""
    lesson, facts = content.lesson(slug), drawn(slug, values).facts
    text = everything(page)
    assert "{{" not in text
    if slug == "home":
        return
    for part in ("saw", "confusions"):
        assert lesson.prose(lesson.parts[part], facts) in text
    for experiment in lesson.experiments:
        assert lesson.prose(experiment.text, facts) in text
    for prose in lesson.around_code():
        assert lesson.prose(prose, facts).strip() in text


def shows(
    figure: dict[str, Any], alt: str, chart: Chart, slug: str, name: str, values: State
) -> bool:
    """Whether a drawn figure has a chart's traces and arrays, its labels, its words."""
    lesson, scene = content.lesson(slug), drawn(slug, values)
    traces = [trace for mark in chart.marks for trace in mark.traces]
    if len(figure["data"]) != len(traces):
        return False
    for trace, given in zip(traces, figure["data"], strict=True):
        for path, value in trace.moving.items():
            found = given
            for key in path.split("/"):
                found = found.get(key, {})
            if not np.array_equal(unpacked(found), _sent(value), equal_nan=True):
                return False
    notes = figure["layout"]["annotations"]
    said = [(n["text"], n["x"], n["y"], n["xshift"], n["yshift"], n["xanchor"]) for n in notes]
    keys = ("text", "x", "y", "dx", "dy", "align")
    wanted = [tuple(label[key] for key in keys) for label in parts.labels(lesson, scene, name)]
    return said == wanted and alt == lesson.alt(name, scene.facts)


def _sent(value: Any) -> Any:
    """A figure's numbers leave as float32."""
    is_float = isinstance(value, np.ndarray) and value.dtype != np.uint8
    return value.astype(np.float32) if is_float else value


def assert_draws(page: AppTest, slug: str, values: State) -> None:
    """The native charts hold the scene's arrays, equations and matrices its numbers."""
    lesson, scene = content.lesson(slug), drawn(slug, values)
    found = plots(page)
    assert len(found) == len(scene.charts)
    assert "@" not in json.dumps(found), "a colour's name instead of the colour"
    for proto in elements(page, "plotly_chart"):
        assert proto.theme == "", "Streamlit's own theme would paint over ours"
        assert json.loads(proto.config)["displayModeBar"] is False
    # A page shows its charts in an order of its own.
    for name, chart in scene.charts.items():
        assert sum(shows(figure, alt, chart, slug, name, values) for figure, alt in found) == 1, (
            name
        )
    text = everything(page)
    assert symbols.equations_latex(lesson.equations(scene.facts)) in text
    for name, part in scene.parts.items():
        if isinstance(part, Matrices):
            assert symbols.matrices_latex(parts.fields(lesson, scene, name)["blocks"]) in text


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("slug", SLUGS)
def test_a_page_opens(slug: str, mode: str) -> None:
    """From its defaults, with all parts in their order."""
    page = visit(slug, mode)
    lesson = content.lesson(slug)
    assert page.title[0].value == lesson.question
    assert not page.info
    assert state(page, slug) == lesson.controls.defaults()
    headings = [header.value for header in page.header]
    if slug == "home":
        assert headings == [lesson.goal, WORDS["headings"]["map"]]
    else:
        order = ["predict", "", "saw", "experiments", "confusions", "code", "check", "deeper"]
        wanted = [WORDS["headings"][part] if part else lesson.goal for part in order]
        wanted += [WORDS["headings"]["next"]] if next_slug(slug) else []
        assert headings == wanted
    text = everything(page)
    moving = ("saw", "confusions", "code", "equations")
    for name, part in lesson.parts.items():
        if name not in moving and not name.startswith(("alt ", "table ")):
            assert lesson.prose(part, {}) in text
    assert_speaks_of(page, slug, lesson.controls.defaults())


@pytest.mark.parametrize("slug", SLUGS)
def test_native_mode_draws_the_scene(slug: str) -> None:
    """The same figure and numbers as in live mode, in Streamlit's own chart."""
    page = visit(slug)
    assert_draws(page, slug, content.lesson(slug).controls.defaults())


@pytest.mark.parametrize("slug", SLUGS)
def test_native_mode_has_a_widget_for_every_control(slug: str) -> None:
    """What is dragged in live mode gets a slider, with the control's own bounds."""
    page = visit(slug)
    for control in reachable(slug):
        key = f"{slug}/{control.name}"
        if isinstance(control, Number):
            slider = page.slider(key=key)
            assert (slider.min, slider.max, slider.step) == (
                control.low,
                control.high,
                control.step,
            )
            assert isinstance(slider.value, int if control.is_whole else float)
            assert slider.value == control.default
            assert slider.label == control.label
        elif isinstance(control, Choice):
            box = page.selectbox(key=key)
            assert box.options == list(control.choices.values())
            assert (box.label, box.value) == (control.label, control.default)
        else:
            assert page.toggle(key=key).value is control.default
    keys = [widget.key for kind in (page.slider, page.selectbox, page.toggle) for widget in kind]
    assert len(keys) == len(reachable(slug))


def moved(control: Control) -> Any:
    """Some other value than the default, as the widget gives it."""
    value = other_than_default(control)
    return int(value) if isinstance(control, Number) and control.is_whole else value


@pytest.mark.parametrize("slug", SLUGS)
def test_moving_any_native_widget_moves_the_lesson(slug: str) -> None:
    """State, address, prose and figure follow; undo brings everything back."""
    lesson = content.lesson(slug)
    page = visit(slug)
    values = lesson.controls.defaults()
    for control in reachable(slug):
        key, value = f"{slug}/{control.name}", moved(control)
        if isinstance(control, Number):
            sound(page.slider(key=key).set_value(value).run())
        elif isinstance(control, Choice):
            sound(page.selectbox(key=key).set_value(value).run())
        else:
            sound(page.toggle(key=key).set_value(value).run())
        values = values | {control.name: value}
        assert state(page, slug) == values
        assert page.query_params == {"live": "0", **query(lesson, values)}
        assert_speaks_of(page, slug, values)
    assert_draws(page, slug, values)
    if slug == "home":
        return
    for _ in reachable(slug):
        assert not button(page, slug, "undo").disabled
        sound(button(page, slug, "undo").click().run())
    assert state(page, slug) == lesson.controls.defaults()
    assert page.query_params == {"live": "0"}
    assert button(page, slug, "undo").disabled
    for control in reachable(slug):
        if isinstance(control, Number):
            assert page.slider(key=f"{slug}/{control.name}").value == control.default


@pytest.mark.parametrize("slug", SLUGS)
def test_every_choice_can_be_chosen(slug: str) -> None:
    """An activation that the figure cannot draw is found here, not by a class of thirty."""
    page = visit(slug)
    for control in content.lesson(slug).controls.items:
        if not isinstance(control, Choice):
            continue
        for key in control.choices:
            sound(page.selectbox(key=f"{slug}/{control.name}").set_value(key).run())
            assert state(page, slug)[control.name] == key
            assert_speaks_of(page, slug, state(page, slug))
            assert control.choices[key] in page.selectbox(key=f"{slug}/{control.name}").options


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("slug", "number"), [(slug, n) for slug in FULL for n in range(content.EXPERIMENTS)]
)
def test_an_experiment_by_button_and_by_link(slug: str, number: int, mode: str) -> None:
    """Both lead to the same state; the link's text is the one that stands on the page."""
    lesson = content.lesson(slug)
    experiment = lesson.experiments[number]
    page = visit(slug, mode)
    link = f"({slug}?{lesson.controls.query(experiment.state)})"
    assert link in everything(page)
    sound(button(page, slug, f"experiment/{number}").click().run())
    assert state(page, slug) == experiment.state
    assert_speaks_of(page, slug, experiment.state)
    sound(button(page, slug, "undo").click().run())
    assert state(page, slug) == lesson.controls.defaults()
    opened = visit(slug, mode, **query(lesson, experiment.state))
    assert state(opened, slug) == experiment.state
    assert not opened.info
    assert_speaks_of(opened, slug, experiment.state)
    assert button(opened, slug, "undo").disabled


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("slug", FULL)
def test_start_again(slug: str, mode: str) -> None:
    """From a link's state back to the lesson's own, and undo brings the link's back."""
    lesson = content.lesson(slug)
    there = lesson.experiments[0].state
    page = visit(slug, mode, **query(lesson, there))
    sound(button(page, slug, "reset").click().run())
    assert state(page, slug) == lesson.controls.defaults()
    sound(button(page, slug, "undo").click().run())
    assert state(page, slug) == there


# --- hostile links ---------------------------------------------------------------------------

# A choice of what tests/ui/test_controls.py tries in full; each costs a visit here.
HOSTILE: list[Any] = [
    "nan", "-1e999", "", "x" * 10_000, "<script>alert(1)</script>",
    "**bold** [a](javascript:alert(1)) $x$ {w}", ["1", "2"], ["nan", "1e999"],
]  # fmt: skip


@pytest.mark.parametrize("given", HOSTILE, ids=lambda given: str(given)[:12])
@pytest.mark.parametrize("slug", SLUGS)
def test_a_hostile_link_gives_the_nearest_state_and_one_sentence(slug: str, given: Any) -> None:
    """With every control of the lesson garbled at once, in each mode."""
    lesson = content.lesson(slug)
    link = {control.name: given for control in lesson.controls.items}
    values, problems = lesson.controls.read(
        {name: value if isinstance(value, list) else [value] for name, value in link.items()}
    )
    mode = MODES[len(str(given)) % 2]
    page = visit(slug, mode, **link)
    assert state(page, slug) == values
    assert len(page.info) == (1 if problems else 0)
    if problems:
        assert page.info[0].value == sentence(problems)
    assert_speaks_of(page, slug, values)
    assert "alert(1)" not in everything(page) + "".join(i.value for i in page.info)


@pytest.mark.parametrize(
    ("slug", "name"),
    [(slug, c.name) for slug in SLUGS for c in content.lesson(slug).controls.items],
)
def test_one_bad_value_leaves_the_others(slug: str, name: str) -> None:
    """Nothing is lost: what the link says well stays."""
    lesson = content.lesson(slug)
    good = {control.name: moved(control) for control in lesson.controls.items}
    link = query(lesson, lesson.controls.defaults() | good) | {name: "1e999"}
    page = visit(slug, "live", **link)
    control = lesson.controls[name]
    nearest = control.high if isinstance(control, Number) else control.default
    assert state(page, slug) == lesson.controls.defaults() | good | {name: nearest}
    assert len(page.info) == 1
    assert control.label in page.info[0].value


@pytest.mark.parametrize(
    ("live", "native"),
    [("0", True), ("1", False), ("", False), ("2", False), ("false", False), ("nan", False),
     ("x" * 10_000, False), (["1", "0"], True), (["0", "1"], False), ("<b>", False)],
    ids=lambda value: str(value)[:9],
)  # fmt: skip
def test_the_mode_in_a_link(live: Any, *, native: bool) -> None:
    """Only 0 and 1 mean something; the state beside them is read all the same."""
    page = visit("line", "live", live=live, w="2")
    assert bool(plots(page)) is native
    assert state(page, "line")["w"] == 2.0
    assert not page.info


def test_the_mode_is_kept_without_the_link() -> None:
    """Who asked for native mode once keeps it on the next page, until asking for live."""
    page = visit("line")
    del page.query_params["live"]
    page.switch_page("../pages/hyperplane.py")
    assert plots(sound(page.run()))
    page.query_params["live"] = "1"
    assert not plots(sound(page.run()))


def test_parameters_of_others_are_left_alone() -> None:
    """Search engines and mail programs add their own; they stay in the address."""
    page = visit("line", utm_source="x", w="2")
    assert not page.info
    sound(page.slider(key="line/w").set_value(3.0).run())
    assert page.query_params == {"utm_source": "x", "live": "0", "w": "3"}


def test_moving_on_mends_the_address_and_the_sentence() -> None:
    """The faulty value stands in the address only until the learner moves something."""
    page = visit("line", w="99", b="nan", activation="relu")
    assert len(page.info) == 1
    sound(page.slider(key="line/x").set_value(1.0).run())
    assert page.query_params == {"live": "0", "w": "4", "activation": "relu", "x": "1"}
    assert state(page, "line")["w"] == 4.0
    sound(page.run())
    assert not page.info


def test_undo_after_a_faulty_link_gives_the_mended_state() -> None:
    """The link's own value was never the state, so there is no way back to it."""
    page = visit("line", w="99")
    sound(page.slider(key="line/w").set_value(1.0).run())
    sound(button(page, "line", "undo").click().run())
    assert state(page, "line")["w"] == 4.0
    assert button(page, "line", "undo").disabled


def test_going_back_in_the_browser_brings_the_state_back() -> None:
    """The address changes without a click of ours; the state follows, and undo knows it."""
    page = visit("line", w="2")
    page.query_params["w"] = "3"
    sound(page.run())
    assert state(page, "line")["w"] == 3.0
    sound(button(page, "line", "undo").click().run())
    assert state(page, "line")["w"] == 2.0


def test_a_lesson_keeps_its_state_while_another_is_visited() -> None:
    """The two share names of controls: w and b mean the lesson one is in."""
    page = visit("line", w="2", b="1")
    for name in ("w", "b"):
        del page.query_params[name]
    page.switch_page("../pages/home.py")
    sound(page.run())
    assert state(page, "home") == content.lesson("home").controls.defaults()
    page.switch_page("../pages/line.py")
    sound(page.run())
    assert state(page, "line")["w"] == 2.0
    assert page.query_params["w"] == "2"
    assert page.slider(key="line/w").value == 2.0


def test_two_visitors_have_two_states() -> None:
    """Nothing a visitor does may reach another: modules are shared, sessions are not."""
    one, other = visit("line"), visit("line")
    sound(one.slider(key="line/w").set_value(3.0).run())
    sound(other.run())
    assert state(other, "line") == content.lesson("line").controls.defaults()
    assert state(visit("line"), "line") == content.lesson("line").controls.defaults()


def test_a_whole_slider_gives_a_valid_state() -> None:
    """Streamlit's slider gives an int where the state holds a float."""
    page = visit("hyperplane")
    sound(page.slider(key="hyperplane/n").set_value(3).run())
    assert state(page, "hyperplane")["n"] == 3.0
    assert type(state(page, "hyperplane")["n"]) is float
    assert page.query_params["n"] == "3"


def test_a_value_between_the_sliders_steps_is_kept() -> None:
    """A link made by dragging or typing may say 1.234567; native mode must not round it away."""
    page = visit("line", w="1.234567")
    assert state(page, "line")["w"] == 1.234567
    sound(page.slider(key="line/b").set_value(1.0).run())
    assert state(page, "line")["w"] == 1.234567
    assert page.query_params["w"] == "1.234567"


# --- quiz ------------------------------------------------------------------------------------


def quizzes(slug: str) -> list[tuple[str, Question]]:
    lesson = content.lesson(slug)
    found = [("predict", lesson.predict)] if lesson.predict else []
    return [*found, *((f"check{n}", check) for n, check in enumerate(lesson.checks))]


@pytest.mark.parametrize("slug", FULL)
def test_every_answer_gets_its_reply(slug: str) -> None:
    """One reply at a time, with the colour of its kind; before an answer there is none."""
    page = visit(slug)
    assert not page.success
    assert not page.warning
    for name, question in quizzes(slug):
        radio = page.radio(key=f"{slug}/quiz/{name}")
        prose = content.lesson(slug).prose
        assert radio.label == prose(question.text, {})
        assert radio.value is None
        assert radio.options == [prose(option.text, {}) for option in question.options]
        for number, option in enumerate(question.options):
            sound(page.radio(key=f"{slug}/quiz/{name}").set_value(number).run())
            said = [box.value for box in (page.success if option.is_right else page.warning)]
            mark = WORDS["notes"]["right" if option.is_right else "wrong"]
            assert f"**{mark}** {prose(option.reply, {})}" in said
    assert len(page.success) + len(page.warning) == len(quizzes(slug))


def test_an_answer_stays_when_the_figure_moves() -> None:
    """The learner answers, then goes to look: the reply must still be there."""
    page = visit("line")
    sound(page.radio(key="line/quiz/predict").set_value(0).run())
    sound(page.slider(key="line/w").set_value(3.0).run())
    assert len(page.success) == 1


# --- the way on ------------------------------------------------------------------------------


def links(page: AppTest) -> list[tuple[str, str]]:
    """Where each page link leads and what it says."""
    return [(proto.page, proto.label) for proto in elements(page, "page_link")]


@pytest.mark.parametrize("slug", SLUGS)
def test_the_way_on(slug: str) -> None:
    """Each lesson leads to the next and says its question; home leads to all."""
    page = visit(slug)
    following = next_slug(slug)
    targets = SLUGS[1:] if slug == "home" else (following,) if following else ()
    titles = [(target, f"**{content.lesson(target).title}**") for target in targets]
    assert links(page) == titles
    for target in targets:
        assert content.lesson(target).question in everything(page)


def test_the_code_is_shown_with_the_current_numbers() -> None:
    """Native mode shows it as a code block; the lesson's numbers are in it."""
    page = visit("line", w="2.5")
    assert "W = np.array([2.5])" in page.code[0].value
    assert page.code[0].language == "python"


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("slug", SLUGS)
def test_the_numbers_are_one_click_away(slug: str, mode: str) -> None:
    """Folded they are not even sent; opened they are those of the figure, with its words."""
    page = visit(slug, mode)
    lesson = content.lesson(slug)
    scene = drawn(slug, lesson.controls.defaults())
    folds = {fold.key: fold for fold in page.expander}
    before = len(page.table)
    for number, name in enumerate(scene.charts, start=1):
        alt = lesson.alt(name, scene.facts)
        assert folds[f"{slug}/table/{name}"].label == WORDS["buttons"]["table"]
        assert alt not in everything(page)
        page.session_state[f"{slug}/table/{name}"] = True
        sound(page.run())
        assert alt in everything(page)
        assert len(page.table) == before + number
        wanted = lesson.table(name, scene.facts)
        assert any(table.value.to_dict("list") == wanted for table in page.table)


def test_the_table_holds_the_figures_numbers() -> None:
    """For who reads better than they see: the line 2x + 1, in numbers."""
    page = visit("line", w="2", b="1")
    page.session_state["line/table/line"] = True
    table = sound(page.run()).table[0].value
    shown = [float(str(cell).replace("−", "-")) for cell in table["wx + b"]]
    at = [float(str(cell).replace("−", "-")) for cell in table["x"]]
    np.testing.assert_allclose(shown, 2 * np.array(at) + 1, atol=1e-3)
