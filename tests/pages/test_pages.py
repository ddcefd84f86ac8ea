"""Every page as a visitor's session runs it, in live and in native mode."""

import html
import itertools
import json
from collections.abc import Iterable
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from figures.scene import Cells, Chart, Matrices
from tests.pages.visit import (
    MODES,
    button,
    drawers,
    elements,
    elsewhere,
    everything,
    open_drawers,
    plots,
    query,
    sound,
    state,
    unpacked,
    visit,
)
from tests.ui.states import FULL, SLUGS, drawn
from ui import content, parts, quiz, symbols
from ui.controls import Choice, Control, Number, State
from ui.lesson import neighbours, sentence
from ui.texts import Question

WORDS = content.words()
STEPPED = [slug for slug in FULL if content.lesson(slug).steps]
STEPS = [(slug, step.number) for slug in FULL for step in content.lesson(slug).steps]


WIDGETS = ("slider", "number_input", "selectbox", "toggle")


def reachable(slug: str) -> list[Control]:
    """What native mode has a widget for: all but what only links set."""
    lesson = content.lesson(slug)
    charts = drawn(slug, lesson.start()).charts.values()
    dragged = {axis for c in charts for h in c.handles.values() for axis in (h.x, h.y)}
    cells = in_cells(slug)
    return [c for c in lesson.controls.items if not c.hidden or c.name in dragged | cells]


def in_cells(slug: str) -> set[str]:
    """The values that are picked or edited in matrices, at the lesson's start."""
    grids = [
        grid
        for part in drawn(slug, content.lesson(slug).start()).parts.values()
        if isinstance(part, Cells)
        for grid in part.grids
    ]
    edited = {cell for grid in grids if grid.is_editable for row in grid.names for cell in row}
    return edited | {axis for grid in grids for axis in (grid.row, grid.column) if axis}


def number_of(page: AppTest, slug: str, control: Number) -> Any:
    """The widget of a number: a slider, or in a matrix a field."""
    is_field = control.name in in_cells(slug) and not control.is_whole
    kind = page.number_input if is_field else page.slider
    return kind(key=f"{slug}/{control.name}")


def assert_speaks_of(page: AppTest, slug: str, values: State) -> None:
    """All drawers open: the prose has the numbers of this state, and nothing is left to fill in."""
    lesson, facts = content.lesson(slug), drawn(slug, values).facts
    text = everything(page)
    assert "{{" not in text
    assert "{{" not in "".join(str(block.value) for block in page.code)
    if "beside" in lesson.parts:
        words, code, _ = lesson.fenced("beside")
        assert words in text
        assert any(html.escape(code) in proto.body for proto in elements(page, "html"))
    for part in ("so", "confusions", "deeper", "sources"):
        if part in lesson.parts:
            assert lesson.prose(lesson.parts[part], facts) in text
    for name in lesson.drawers:
        assert lesson.prose(lesson.parts[f"drawer {name}"], facts) in text
    if lesson.code:
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
    notes = figure["layout"].get("annotations", [])  # Plotly leaves an empty list out
    said = [(n["text"], n["x"], n["y"], n["xshift"], n["yshift"], n["xanchor"]) for n in notes]
    keys = ("text", "x", "y", "dx", "dy", "align")
    wanted = [tuple(label[key] for key in keys) for label in parts.labels(lesson, scene, name)]
    return said == wanted and alt == lesson.alt(name, scene.facts)


def _sent(value: Any) -> Any:
    """A figure's numbers leave as float32."""
    is_float = isinstance(value, np.ndarray) and value.dtype != np.uint8
    return value.astype(np.float32) if is_float else value


def assert_draws(page: AppTest, slug: str, values: State) -> None:
    """All drawers open: the charts hold the scene's arrays, equations and matrices its numbers."""
    lesson, scene = content.lesson(slug), drawn(slug, values)
    found = plots(page)
    assert len(found) == len(scene.charts)
    assert "@" not in json.dumps(found), "a colour's name instead of the colour"
    for proto in elements(page, "plotly_chart"):
        assert proto.theme == "", "Streamlit's own theme would paint over ours"
        assert json.loads(proto.config)["displayModeBar"] is False
    # A page shows its charts in an order of its own.
    for name, chart in scene.charts.items():
        each = [shows(figure, alt, chart, slug, name, values) for figure, alt in found]
        assert sum(each) == 1, name
    text = everything(page)
    assert symbols.equations_latex(lesson.equations(scene.facts)) in text
    for name, part in scene.parts.items():
        if isinstance(part, Matrices):
            assert symbols.matrices_latex(parts.fields(lesson, scene, name)["blocks"]) in text


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("slug", SLUGS)
def test_a_page_opens(slug: str, mode: str) -> None:
    """From a link that says nothing, with all parts in their order."""
    page = visit(slug, mode)
    lesson = content.lesson(slug)
    assert page.title[0].value == lesson.prose(lesson.question, {})
    assert not page.info
    assert not page.success
    assert state(page, slug) == lesson.start()
    headings = [header.value for header in page.header]
    if slug == "home":
        groups = [each.group for each in content.entries()]
        assert headings == [title for name, title in WORDS["groups"].items() if name in groups]
    else:
        # Live parts hide the answer in the browser.
        wanted = [WORDS["headings"]["answer"]] if mode == "live" else []
        wanted += [WORDS["headings"]["check"]]
        ways = zip(("previous", "next"), neighbours(slug), strict=True)
        assert headings == wanted + [WORDS["headings"][name] for name, way in ways if way]
        assert [fold.label for fold in page.expander] == list(drawers(lesson).values())
    assert_speaks_of(open_drawers(page, slug), slug, lesson.start())


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("slug", FULL)
def test_a_drawer_is_sent_once_it_is_opened(slug: str, mode: str) -> None:
    """Folded, its words and figures are not even computed; each opens for itself."""
    lesson = content.lesson(slug)
    facts = drawn(slug, lesson.start()).facts
    for name in drawers(lesson):
        page = visit(slug, mode)
        assert all(not fold.children for fold in page.expander)
        part = f"drawer {name}" if name in lesson.drawers else name
        text = lesson.around_code()[0] if name == "code" else lesson.parts[part]
        said = lesson.prose(text, facts).strip()
        assert said
        assert said not in everything(page)
        open_drawers(page, slug, name)
        assert said in everything(page)
        assert [fold.key for fold in page.expander if fold.children] == [f"{slug}/drawer/{name}"]


@pytest.mark.parametrize("slug", SLUGS)
def test_native_mode_draws_the_scene(slug: str) -> None:
    """The same figure and numbers as in live mode, in Streamlit's own chart."""
    page = open_drawers(visit(slug), slug)
    assert_draws(page, slug, content.lesson(slug).start())


@pytest.mark.parametrize("slug", SLUGS)
def test_native_mode_has_a_widget_for_every_control(slug: str) -> None:
    """What is dragged in live mode gets a slider, with the control's own bounds."""
    page = open_drawers(visit(slug), slug)
    start = content.lesson(slug).start()
    for control in reachable(slug):
        key = f"{slug}/{control.name}"
        if isinstance(control, Number):
            slider = number_of(page, slug, control)
            bounds = (control.low, control.high, control.step)
            assert (slider.min, slider.max, slider.step) == bounds
            assert isinstance(slider.value, int if control.is_whole else float)
            assert slider.value == start[control.name]
            assert slider.label == control.label
        elif isinstance(control, Choice):
            box = page.selectbox(key=key)
            assert box.options == list(control.choices.values())
            assert (box.label, box.value) == (control.label, start[control.name])
        else:
            assert page.toggle(key=key).value is start[control.name]
    keys = [widget.key for kind in WIDGETS for widget in getattr(page, kind)]
    assert len(keys) == len(reachable(slug))


def other(control: Control, now: Any) -> Any:
    """Some other value than the present one, as the widget gives it."""
    if isinstance(control, Number):
        value = control.low if now != control.low else control.high
        return int(value) if control.is_whole else value
    if isinstance(control, Choice):
        return next(key for key in control.choices if key != now)
    return not now


def move(page: AppTest, slug: str, name: str, value: Any) -> AppTest:
    """Move a widget of native mode."""
    key, control = f"{slug}/{name}", content.lesson(slug).controls[name]
    if isinstance(control, Number):
        return sound(number_of(page, slug, control).set_value(value).run())
    if isinstance(control, Choice):
        return sound(page.selectbox(key=key).set_value(value).run())
    return sound(page.toggle(key=key).set_value(value).run())


@pytest.mark.parametrize("slug", SLUGS)
def test_moving_any_native_widget_moves_the_lesson(slug: str) -> None:
    """State, address, prose and figure follow; undo brings everything back."""
    lesson = content.lesson(slug)
    page = open_drawers(visit(slug), slug)
    values = lesson.start()
    for control in reachable(slug):
        value = other(control, values[control.name])
        move(page, slug, control.name, value)
        values = values | {control.name: value}
        assert state(page, slug) == values
        assert page.query_params == {"live": "0", **query(lesson, values)}
        assert_speaks_of(page, slug, values)
    assert_draws(page, slug, values)
    for _ in reachable(slug):
        assert not button(page, slug, "undo").disabled
        sound(button(page, slug, "undo").click().run())
    assert state(page, slug) == lesson.start()
    assert page.query_params == {"live": "0"}
    assert button(page, slug, "undo").disabled
    for control in reachable(slug):
        if isinstance(control, Number):
            slider = number_of(page, slug, control)
            assert slider.value == lesson.start()[control.name]


@pytest.mark.parametrize("slug", SLUGS)
def test_every_choice_can_be_chosen(slug: str) -> None:
    """An activation that the figure cannot draw is found here, not by a class of thirty."""
    page = open_drawers(visit(slug), slug)
    for control in content.lesson(slug).controls.items:
        if not isinstance(control, Choice) or control.hidden:
            continue
        for key in control.choices:
            move(page, slug, control.name, key)
            assert state(page, slug)[control.name] == key
            assert_speaks_of(page, slug, state(page, slug))


# --- steps -----------------------------------------------------------------------------------


def told(page: AppTest, slug: str) -> dict[str, tuple[bool, bool]]:
    """For each step of native mode whether it is the one on the stage, and whether reached."""
    lesson, text = content.lesson(slug), everything(page)
    found = {}
    for step in lesson.steps:
        prose, task = lesson.prose(step.text, {}), lesson.prose(step.task, {})
        is_current = f"**{step.number}** · {prose}" in text
        assert is_current or f"{step.number} · {prose}" in text
        assert step.goal is not None
        is_reached = f"✓ {task} {lesson.prose(step.goal.said, {})}" in text
        assert is_reached != (f"○ {task}" in text)
        found[step.name] = (is_current, is_reached)
    return found


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("slug", "number"), STEPS)
def test_a_step_opens_by_its_link(slug: str, number: int, mode: str) -> None:
    """`?step=k` alone is the step's own state: nothing to undo, nothing to complain about."""
    lesson = content.lesson(slug)
    step = lesson.steps[number - 1]
    page = visit(slug, mode, step=number)
    assert state(page, slug) == step.state
    assert not page.info
    assert not page.session_state[f"lesson/{slug}"].past
    open_drawers(page, slug)
    assert_speaks_of(page, slug, step.state)
    if mode == "native":
        assert_draws(page, slug, step.state)
        assert button(page, slug, "undo").disabled
        on_stage = [name for name, (is_current, _) in told(page, slug).items() if is_current]
        assert on_stage == [step.name]


@pytest.mark.parametrize("slug", FULL)
def test_show_sets_the_steps_state(slug: str) -> None:
    """Whatever was before; where it stands already there is nothing to press; undo goes back."""
    lesson = content.lesson(slug)
    page = visit(slug)
    before = lesson.start()
    for step in reversed(lesson.steps):
        show = button(page, slug, f"show/{step.name}")
        assert show.label == WORDS["buttons"]["show"] or step.number == before["step"]
        assert not show.disabled
        sound(show.click().run())
        assert state(page, slug) == before | step.state
        assert page.query_params == {"live": "0", **query(lesson, step.state)}
        show = button(page, slug, f"show/{step.name}")
        assert (show.label, show.disabled) == (WORDS["buttons"]["again"], True)
        sound(button(page, slug, "undo").click().run())
        assert state(page, slug) == before
        sound(button(page, slug, f"show/{step.name}").click().run())
        before = step.state
    moved = reachable(slug)[0]
    move(page, slug, moved.name, other(moved, before[moved.name]))
    again = button(page, slug, f"show/{lesson.steps[0].name}")
    assert (again.label, again.disabled) == (WORDS["buttons"]["again"], False)
    sound(again.click().run())
    assert state(page, slug) == lesson.start()


@pytest.mark.parametrize("slug", FULL)
def test_showing_all_steps_reaches_no_goal(slug: str) -> None:
    """A tick is for what the learner did, not for a press on Show."""
    page = visit(slug)
    for step in content.lesson(slug).steps[1:]:
        sound(button(page, slug, f"show/{step.name}").click().run())
    assert not any(is_reached for _, is_reached in told(page, slug).values())


def reached(page: AppTest, slug: str) -> list[str]:
    return [name for name, (_, is_reached) in told(page, slug).items() if is_reached]


def test_a_reached_goal_gets_its_tick_and_keeps_it() -> None:
    """A number to be met: not beside it, then at it, and still when the learner moves on."""
    page = visit("line")
    move(page, "line", "x", 1.5)
    assert reached(page, "line") == []
    move(page, "line", "x", 2.0)
    assert reached(page, "line") == ["dot"]
    move(page, "line", "x", -1.0)
    sound(button(page, "line", "show/slope").click().run())
    assert reached(page, "line") == ["dot"]
    move(page, "line", "w", -3.0)
    assert reached(page, "line") == ["dot", "slope"]
    sound(button(page, "line", "reset").click().run())
    assert reached(page, "line") == ["dot", "slope"]


def test_a_goal_at_several_places_needs_them_all() -> None:
    """Eight, apart from each other; the same one again does not count."""
    page = visit("line", step=2)
    places = [-3.0, -2.0, -1.0, 0.0, 0.0, 1.5, 2.0, 2.5]
    for x in places:
        move(page, "line", "x", x)
        assert reached(page, "line") == []
    move(page, "line", "x", 3.0)
    assert reached(page, "line") == ["sweep"]


def test_a_goal_that_keeps_something_is_not_reached_without() -> None:
    """The fold is to be moved by the bias alone."""
    page = visit("line", step=5)
    move(page, "line", "w", 3.0)
    move(page, "line", "b", 3.0)
    assert reached(page, "line") == []
    sound(button(page, "line", "show/fold").click().run())
    move(page, "line", "b", 2.0)
    assert reached(page, "line") == ["fold"]


def test_a_goal_with_an_order_wants_one_after_the_other() -> None:
    """Across the boundary and back: being on the far side first is half of it."""
    page = visit("hyperplane", step=2)
    for p2, wanted in ((2.0, []), (-2.0, []), (2.0, ["boundary"])):
        move(page, "hyperplane", "p2", p2)
        assert reached(page, "hyperplane") == wanted


@pytest.mark.parametrize("slug", SLUGS)
def test_start_again(slug: str) -> None:
    """From a link's state back to the lesson's own, and undo brings the link's back."""
    lesson = content.lesson(slug)
    there = lesson.steps[-1].state if lesson.steps else elsewhere(lesson)
    page = visit(slug, **query(lesson, there))
    assert state(page, slug) == there
    sound(button(page, slug, "reset").click().run())
    assert state(page, slug) == lesson.start()
    assert page.query_params == {"live": "0"}
    sound(button(page, slug, "undo").click().run())
    assert state(page, slug) == there


@pytest.mark.parametrize("slug", SLUGS)
def test_the_numbers_are_one_click_away(slug: str) -> None:
    """In words and as a table, those of the figure as it is; the next run does not repeat them."""
    lesson = content.lesson(slug)
    page = visit(slug, **query(lesson, elsewhere(lesson)))
    scene = drawn(slug, elsewhere(lesson))
    assert not page.table
    sound(button(page, slug, "numbers").click().run())
    names = [name for name in scene.parts if f"table {name}" in lesson.parts]
    assert names
    assert [each.value.to_dict("list") for each in page.table] == [
        lesson.table(name, scene.facts) for name in names
    ]
    for name in names:
        assert lesson.alt(name, scene.facts) in everything(page)
    assert not sound(page.run()).table


def test_the_table_holds_the_figures_numbers() -> None:
    """For who reads better than they see: the line 2x + 1, in numbers."""
    page = visit("line", w="2", b="1")
    table = sound(button(page, "line", "numbers").click().run()).table[0].value
    shown = [float(str(cell).replace("−", "-")) for cell in table["wx + b"]]
    at = [float(str(cell).replace("−", "-")) for cell in table["x"]]
    assert len(at) > 3
    np.testing.assert_allclose(shown, 2 * np.array(at) + 1, atol=1e-3)


def test_the_code_is_shown_with_the_current_numbers() -> None:
    """Native mode shows it as a code block; the lesson's numbers are in it."""
    page = open_drawers(visit("line", w="2.5"), "line", "code")
    assert "W = np.array([2.5])" in page.code[0].value
    assert page.code[0].language == "python"


# --- hostile links ---------------------------------------------------------------------------


def in_turn(given: list[Any], slugs: Iterable[str]) -> list[tuple[str, Any]]:
    """The line with everything that is given, and each other lesson with two of it in turn."""
    others = [slug for slug in slugs if slug != "line"]
    turns = itertools.cycle(given)
    return [
        *(("line", each) for each in given),
        *((slug, next(turns)) for slug in others for _ in range(2)),
    ]


# A choice of what tests/ui/test_controls.py tries in full; each costs a visit here.
HOSTILE: list[Any] = [
    "nan", "-1e999", "", "x" * 10_000, "<script>alert(1)</script>",
    "**bold** [a](javascript:alert(1)) $x$ {w}", ["1", "2"], ["nan", "1e999"],
]  # fmt: skip


@pytest.mark.parametrize(
    ("slug", "given"), in_turn(HOSTILE, SLUGS), ids=lambda part: str(part)[:12]
)
def test_a_hostile_link_gives_the_nearest_state_and_one_sentence(slug: str, given: Any) -> None:
    """With every control of the lesson garbled at once, in each mode."""
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
    assert_speaks_of(open_drawers(page, slug), slug, values)
    assert "alert(1)" not in everything(page) + "".join(i.value for i in page.info)


FORGED: list[Any] = [
    ("0", 1), ("99", -1), ("1e999", -1), ("-3", 1), ("nan", 1), ("x", 1), ("", 1), ("2.4", 2),
    (["1", "3"], 3), ("<script>", 1), ("x" * 10_000, 1),
]  # fmt: skip


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("slug", "forged"), in_turn(FORGED, STEPPED), ids=lambda part: str(part)[:12]
)
def test_a_step_that_is_not_there(slug: str, forged: tuple[Any, int], mode: str) -> None:
    """The nearest is shown whole, with one sentence."""
    given, number = forged
    steps = content.lesson(slug).steps
    page = visit(slug, mode, step=given)
    assert state(page, slug) == (steps[-1] if number == -1 else steps[number - 1]).state
    assert len(page.info) == 1
    assert content.lesson(slug).controls["step"].label in page.info[0].value
    assert "script" not in page.info[0].value


@pytest.mark.parametrize(
    ("slug", "name"),
    [(slug, c.name) for slug in SLUGS for c in content.lesson(slug).controls.items],
)
def test_one_bad_value_leaves_the_others(slug: str, name: str) -> None:
    """Nothing is lost: what the link says well stays."""
    lesson = content.lesson(slug)
    good = {c.name: c.read(other(c, c.default))[0] for c in lesson.controls.items}
    link = {c.name: c.text(good[c.name]) for c in lesson.controls.items} | {name: "1e999"}
    page = visit(slug, "live", **link)
    control = lesson.controls[name]
    nearest = control.high if isinstance(control, Number) else control.default
    assert state(page, slug) == good | {name: nearest}
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
    page = open_drawers(visit("hyperplane"), "hyperplane", "many")
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


# --- questions -------------------------------------------------------------------------------


def questions(slug: str) -> dict[str, Question]:
    lesson = content.lesson(slug)
    found = {"predict": lesson.predict} if lesson.predict else {}
    return {**found, **{f"check{n}": each for n, each in enumerate(lesson.checks, start=1)}}


def answer(page: AppTest, slug: str, name: str, key: str) -> AppTest:
    return sound(page.radio(key=f"{slug}/question/{name}").set_value(key).run())


def is_answered(page: AppTest, slug: str) -> bool:
    """Whether the short answer stands on the page."""
    lesson = content.lesson(slug)
    heading = WORDS["headings"]["answer"] in [header.value for header in page.header]
    values = state(page, slug)
    text = lesson.prose(lesson.parts["answer"], drawn(slug, values).facts)
    assert (text in everything(page)) is heading
    return heading


@pytest.mark.parametrize("slug", FULL)
def test_every_answer_gets_its_reply(slug: str) -> None:
    """One reply for a question, with the colour of its kind; before an answer there is none."""
    page = visit(slug)
    prose = content.lesson(slug).prose
    session = page.session_state[f"lesson/{slug}"]
    for name, question in questions(slug).items():
        radio = page.radio(key=f"{slug}/question/{name}")
        assert radio.label == prose(question.text, {})
        assert radio.value is None
        order = quiz.shuffled(session, name, question)
        assert radio.options == [prose(option.text, {}) for option in order]
        for option in question.options:
            answer(page, slug, name, option.key)
            said = [box.value for box in (page.success if option.is_right else page.info)]
            mark = WORDS["notes"]["right" if option.is_right else "wrong"]
            assert f"**{mark}** {prose(option.reply, {})}" in said
            assert page.radio(key=f"{slug}/question/{name}").value == option.key
    assert len(page.success) + len(page.info) == len(questions(slug))


@pytest.mark.parametrize("slug", FULL)
def test_predict_hides_the_answer_until_a_choice(slug: str) -> None:
    """Any choice will do, a wrong one too; then there is nothing left to skip."""
    for option in questions(slug)["predict"].options:
        page = visit(slug)
        assert not is_answered(page, slug)
        assert button(page, slug, "question/predict/skip").label == WORDS["buttons"]["skip"]
        answer(page, slug, "predict", option.key)
        assert is_answered(page, slug)
        assert f"{slug}/question/predict/skip" not in [each.key for each in page.button]


@pytest.mark.parametrize("slug", FULL)
def test_who_wants_to_be_told_is_told(slug: str) -> None:
    """Without a reply to an answer that was not given; a choice is still open."""
    page = visit(slug)
    sound(button(page, slug, "question/predict/skip").click().run())
    assert is_answered(page, slug)
    assert not page.success
    assert not page.info
    assert f"{slug}/question/predict/skip" not in [each.key for each in page.button]
    assert page.radio(key=f"{slug}/question/predict").value is None
    right = next(each for each in questions(slug)["predict"].options if each.is_right)
    answer(page, slug, "predict", right.key)
    assert len(page.success) == 1
    assert is_answered(page, slug)


@pytest.mark.parametrize("slug", FULL)
def test_only_predict_can_be_skipped(slug: str) -> None:
    """And an answer to a check gives nothing away."""
    page = visit(slug)
    skips = [each.key for each in page.button if str(each.key).endswith("/skip")]
    assert skips == [f"{slug}/question/predict/skip"]
    answer(page, slug, "check1", questions(slug)["check1"].options[0].key)
    assert not is_answered(page, slug)


def test_answers_are_kept_when_leaving_and_coming_back() -> None:
    """Streamlit forgets a widget whose page is left; the visitor has not forgotten."""
    page = visit("line")
    for name, question in questions("line").items():
        answer(page, "line", name, question.options[0].key)
    move(page, "line", "x", 2.0)
    orders = [radio.options for radio in page.radio]
    page.query_params.pop("x")
    page.switch_page("../pages/hyperplane.py")
    sound(page.run())
    assert all(radio.value is None for radio in page.radio)
    page.switch_page("../pages/line.py")
    sound(page.run())
    for name, question in questions("line").items():
        assert page.radio(key=f"line/question/{name}").value == question.options[0].key
    assert len(page.success) + len(page.info) == len(questions("line"))
    assert [radio.options for radio in page.radio] == orders
    assert is_answered(page, "line")
    assert reached(page, "line") == ["dot"]


def test_a_skip_is_kept_when_leaving_and_coming_back() -> None:
    page = visit("line")
    sound(button(page, "line", "question/predict/skip").click().run())
    page.switch_page("../pages/hyperplane.py")
    assert not is_answered(sound(page.run()), "hyperplane")
    page.switch_page("../pages/line.py")
    assert is_answered(sound(page.run()), "line")


def test_an_answer_stays_when_the_figure_moves() -> None:
    """The learner answers, then goes to look: the reply must still be there."""
    page = visit("line")
    right = next(each for each in questions("line")["predict"].options if each.is_right)
    answer(page, "line", "predict", right.key)
    move(page, "line", "w", 3.0)
    assert len(page.success) == 1


def test_each_visitor_has_an_order_of_options_that_stays() -> None:
    """Otherwise the right one stands first, as in the files; and it must not jump either."""
    page = visit("line")
    seen = set()
    for order in range(6):
        page.session_state["lesson/line"].progress.order = order
        first = [radio.options for radio in sound(page.run()).radio]
        move(page, "line", "w", float(order) / 2)
        assert [radio.options for radio in page.radio] == first
        seen.add(json.dumps(first))
    assert len(seen) > 2
    starts = {visit("line").session_state["lesson/line"].progress.order for _ in range(3)}
    assert len(starts) > 1


# --- the way on ------------------------------------------------------------------------------


def links(page: AppTest) -> list[tuple[str, str]]:
    """Where each page link leads and what it says."""
    return [(proto.page, proto.label) for proto in elements(page, "page_link")]


@pytest.mark.parametrize("slug", SLUGS)
def test_the_ways_on(slug: str) -> None:
    """Each lesson leads to the ones before and after, with their questions; home leads to all."""
    page = visit(slug)
    ways = content.entries()[1:] if slug == "home" else neighbours(slug)
    targets = [entry for entry in ways if entry is not None]
    assert sorted(links(page)) == sorted((entry.path, entry.title) for entry in targets)
    for entry in targets:
        assert symbols.prose(entry.question, {}, {}) in everything(page)
