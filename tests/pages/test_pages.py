"""Every page as a visitor's session runs it, without a browser: Streamlit's own AppTest.

AppTest starts the router as the main file, as a host without `st.App` would, and switches to
the lesson. Live mode shows the parts that need a browser as unknown elements; native mode
shows all widgets.
"""

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.testing.v1 import AppTest

from figures import SCENES
from figures.scene import Chart
from ui import content
from ui.texts import Lesson, Question
from ui.writing import fill
from ui.controls import Control, State
from ui.lesson import next_slug, sentence

ROOT = Path(__file__).resolve().parents[2]
SLUGS = content.slugs()
FULL = [slug for slug in SLUGS if slug != "home"]
MODES = ["live", "native"]
WORDS = content.words()


@pytest.fixture(autouse=True)
def _no_search_for_components(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each AppTest looks through all installed packages for components: 0.1 s, and none is used."""
    name = "discover_and_register_components"
    monkeypatch.setattr(BidiComponentManager, name, lambda *_, **__: None)


def visit(slug: str, mode: str = "native", **link: Any) -> AppTest:
    """Open a link on a server that was started a second ago."""
    page = AppTest.from_file(str(ROOT / "ui" / "router.py"), default_timeout=30)
    if slug != "home":
        page.switch_page(f"../pages/{slug}.py")
    if mode == "native":
        page.query_params["live"] = "0"
    for name, value in link.items():
        page.query_params[name] = value
    return sound(page.run())


def sound(page: AppTest) -> AppTest:
    """No traceback, no error box, and a title."""
    assert not page.exception, [e.message for e in page.exception]
    assert not page.error
    assert len(page.title) == 1
    return page


def state(page: AppTest, slug: str) -> State:
    values: State = page.session_state[f"lesson/{slug}"].values
    lesson = content.lesson(slug)
    assert lesson.read({n: [v] for n, v in values.items()}) == (values, [])
    return values


def query(lesson: Lesson, values: State) -> dict[str, str]:
    """A state as AppTest wants a link: parameter by parameter."""
    return dict(pair.split("=") for pair in lesson.query(values).split("&") if pair)


def everything(page: AppTest) -> str:
    return "\n".join(str(block.value) for block in page.markdown)


def plots(page: AppTest) -> list[tuple[dict[str, Any], str]]:
    """Native charts and their words: AppTest does not know them, all is in the message."""
    found = [e.proto for e in page.main if getattr(e, "type", "") == "plotly_chart"]
    return [(json.loads(proto.spec), proto.alt) for proto in found]


def reachable(slug: str) -> list[Control]:
    """What native mode has a widget for: all but what only links set."""
    lesson = content.lesson(slug)
    charts = SCENES[slug](**lesson.start()).charts.values()
    dragged = {name for c in charts for handle in c.handles for name in (handle.x, handle.y)}
    return [c for c in lesson.controls.items if not c.hidden or c.name in dragged]


def button(page: AppTest, slug: str, name: str) -> Any:
    return page.button(key=f"{slug}/{name}")


def assert_speaks_of(page: AppTest, slug: str, values: State) -> None:
    """The prose quotes the numbers of this state, and nothing is left to fill in."""
    lesson, scene = content.lesson(slug), SCENES[slug](**values)
    text = everything(page)
    assert "{{" not in text
    if slug == "home":
        return
    for part in ("saw", "confusions"):
        assert fill(lesson.parts[part], scene.numbers) in text
    for experiment in lesson.experiments:
        assert fill(experiment.text, scene.numbers) in text


def shows(figure: dict[str, Any], alt: str, chart: Chart) -> bool:
    """Whether a drawn figure has a chart's traces, its labels with their numbers, its words."""
    drawn, wanted = (
        (
            [trace.get("name") for trace in each["data"]],
            [note["text"] for note in each["layout"].get("annotations", [])],
        )
        for each in (figure, chart.figure())
    )
    return drawn == wanted and alt == chart.alt


def assert_draws(page: AppTest, slug: str, values: State) -> None:
    """The native charts hold the scene's arrays, the equations its numbers."""
    scene = SCENES[slug](**values)
    drawn = plots(page)
    assert len(drawn) == len(scene.charts)
    assert "@" not in json.dumps(drawn)
    # A page shows its charts in an order of its own.
    for chart in scene.charts.values():
        assert sum(shows(figure, alt, chart) for figure, alt in drawn) == 1, chart.alt
    text = everything(page)
    numbers = [t for line in scene.equations for _, t in line if re.fullmatch(r"[\d.]+", t)]
    assert all(number in text for number in numbers)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("slug", SLUGS)
def test_a_page_opens(slug: str, mode: str) -> None:
    """From its defaults, with all parts of DESIGN §3 in their order."""
    page = visit(slug, mode)
    lesson = content.lesson(slug)
    assert page.title[0].value == lesson.question
    assert not page.info
    assert state(page, slug) == lesson.start()
    headings = [header.value for header in page.header]
    if slug == "home":
        assert headings == [lesson.goal, WORDS["headings"]["map"]]
    else:
        parts = ["predict", "", "saw", "experiments", "confusions", "code", "check", "deeper"]
        wanted = [WORDS["headings"][part] if part else lesson.goal for part in parts]
        wanted += [WORDS["headings"]["next"]] if next_slug(slug) else []
        assert headings == wanted
    text = everything(page)
    for part in set(lesson.parts) - {"saw", "confusions", "code"}:
        assert lesson.parts[part] in text
    assert_speaks_of(page, slug, lesson.start())


@pytest.mark.parametrize("slug", SLUGS)
def test_native_mode_draws_the_scene(slug: str) -> None:
    """The same figure and numbers as in live mode, in Streamlit's own chart."""
    page = visit(slug)
    assert_draws(page, slug, content.lesson(slug).start())


@pytest.mark.parametrize("slug", SLUGS)
def test_native_mode_has_a_widget_for_every_control(slug: str) -> None:
    """What is dragged in live mode gets a slider, with the control's own bounds."""
    page = visit(slug)
    for control in reachable(slug):
        key = f"{slug}/{control.name}"
        if control.kind == "number":
            slider = page.slider(key=key)
            assert (slider.min, slider.max, slider.step) == (
                control.low,
                control.high,
                control.step,
            )
            assert isinstance(slider.value, int if control.is_whole else float)
            assert slider.value == control.default
            assert slider.label == control.label
        elif control.kind == "choice":
            assert page.selectbox(key=key).options == list(control.choices.values())
        else:
            assert page.toggle(key=key).value is control.default
    keys = [widget.key for kind in (page.slider, page.selectbox, page.toggle) for widget in kind]
    assert len(keys) == len(reachable(slug))


def moved(control: Control) -> Any:
    """Some other value than the default, as the widget gives it."""
    if control.kind == "number":
        value = control.low if control.default != control.low else control.high
        return int(value) if control.is_whole else value
    if control.kind == "choice":
        return next(key for key in control.choices if key != control.default)
    return not control.default


@pytest.mark.parametrize("slug", SLUGS)
def test_moving_any_native_widget_moves_the_lesson(slug: str) -> None:
    """State, address, prose and figure follow; undo brings everything back."""
    lesson = content.lesson(slug)
    page = visit(slug)
    values = lesson.start()
    for control in reachable(slug):
        key, value = f"{slug}/{control.name}", moved(control)
        if control.kind == "number":
            sound(page.slider(key=key).set_value(value).run())
        elif control.kind == "choice":
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
    assert state(page, slug) == lesson.start()
    assert page.query_params == {"live": "0"}
    assert button(page, slug, "undo").disabled
    for control in reachable(slug):
        if control.kind == "number":
            assert page.slider(key=f"{slug}/{control.name}").value == control.default


@pytest.mark.parametrize("slug", SLUGS)
def test_every_choice_can_be_chosen(slug: str) -> None:
    """An activation that the figure cannot draw is found here, not by a class of thirty."""
    page = visit(slug)
    for control in content.lesson(slug).controls.items:
        if control.kind != "choice":
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
    link = f"({slug}?{lesson.query(experiment.state)})"
    assert link in everything(page)
    sound(button(page, slug, f"experiment/{number}").click().run())
    assert state(page, slug) == experiment.state
    assert_speaks_of(page, slug, experiment.state)
    sound(button(page, slug, "undo").click().run())
    assert state(page, slug) == lesson.start()
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
    assert state(page, slug) == lesson.start()
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
    """Issue 2, point 5, with every control of the lesson garbled at once and in each mode."""
    lesson = content.lesson(slug)
    link = {control.name: given for control in lesson.controls.items}
    values, problems = lesson.read(
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
    link = query(lesson, lesson.start() | good) | {name: "1e999"}
    page = visit(slug, "live", **link)
    control = lesson.controls[name]
    nearest = control.high if control.kind == "number" else control.default
    assert state(page, slug) == lesson.start() | good | {name: nearest}
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
    assert state(page, "home") == content.lesson("home").start()
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
    assert state(other, "line") == content.lesson("line").start()
    assert state(visit("line"), "line") == content.lesson("line").start()


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
        assert radio.label == question.text
        assert radio.value is None
        assert radio.options == [option.text for option in question.options]
        for number, option in enumerate(question.options):
            sound(page.radio(key=f"{slug}/quiz/{name}").set_value(number).run())
            said = [box.value for box in (page.success if option.is_right else page.warning)]
            mark = WORDS["notes"]["right" if option.is_right else "wrong"]
            assert f"**{mark}** {option.reply}" in said
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
    found = [e.proto for e in page.main if getattr(e, "type", "") == "page_link"]
    return [(proto.page, proto.label) for proto in found]


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
    charts = SCENES[slug](**content.lesson(slug).start()).charts
    folds = {fold.key: fold for fold in page.expander}
    before = len(page.table)
    for number, (name, chart) in enumerate(charts.items(), start=1):
        assert folds[f"{slug}/table/{name}"].label == WORDS["buttons"]["table"]
        assert chart.alt not in everything(page)
        page.session_state[f"{slug}/table/{name}"] = True
        sound(page.run())
        assert chart.alt in everything(page)
        assert len(page.table) == before + number
        assert any(list(table.value) == list(chart.table) for table in page.table)


def test_the_table_holds_the_figures_numbers() -> None:
    """For who reads better than they see: the line 2x + 1, in numbers."""
    page = visit("line", w="2", b="1")
    page.session_state["line/table/line"] = True
    table = sound(page.run()).table[0].value
    shown = [float(str(cell).replace("−", "-")) for cell in table["wx + b"]]
    at = [float(str(cell).replace("−", "-")) for cell in table["x"]]
    np.testing.assert_allclose(shown, 2 * np.array(at) + 1, atol=1e-3)
