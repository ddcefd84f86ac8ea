"""What is moved in place is Plotly's own picture, path by path, in every chart of every lesson."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import BrowserContext, ElementHandle, Locator, Page, Route

from figures.marks import Space
from figures.scene import Scene
from tests.browser.conftest import TALL, Console
from tests.browser.drawing import (
    SPY,
    Comparison,
    changed_pixels,
    compared,
    compared_at,
    drawn_in_space,
    in_space,
    reacts_at,
    rested,
    settled,
)
from tests.browser.lessons import cell, centre, drawn, open_lesson, place_of, show, type_in
from tests.browser.toy.scene import scene as toy_scene
from tests.ui.states import SLUGS, scene_of
from ui import content
from ui.contract import load
from ui.controls import Choice, Control, Number, State, Switch
from ui.texts import Lesson, Step

pytestmark = pytest.mark.browser

TOY = Path(__file__).parent / "toy" / "content" / "home"
MOVING = [slug for slug in SLUGS if content.lesson(slug).controls.items]


@pytest.fixture
def spied(desk: BrowserContext, console: Console) -> Iterator[Page]:
    """A tall page, every chart in sight, that compares its charts with Plotly's own."""
    page = desk.new_page()
    page.set_viewport_size(TALL)
    page.emulate_media(reduced_motion="reduce")
    page.add_init_script(SPY)
    console.listen(page)
    yield page
    page.close()


def open_at(page: Page, app: str, slug: str, query: str = "") -> None:
    """Open a lesson, and wait until nothing is drawn any more."""
    open_lesson(page, app, slug, query)
    rested(page)


def widget(page: Page, control: Control) -> Locator:
    """What a control is moved with, on the stage."""
    return cell(page, control.label).first.locator(".jl-range, select, [role=switch]").first


def slider(page: Page, control: Control) -> ElementHandle:
    """The slider itself, to be held."""
    return widget(page, control).element_handle()


def let_go(page: Page, *controls: Control) -> None:
    """Let go of sliders; Plotly is told, and draws for itself."""
    for control in controls:
        widget(page, control).dispatch_event("pointerup")
    rested(page)


def on_stage(page: Page, lesson: Lesson, kind: type) -> list[Any]:
    """The controls of a kind that stand on the stage."""
    return [
        control
        for control in lesson.controls.items
        if isinstance(control, kind) and not control.hidden and widget(page, control).count()
    ]


class Faults:
    """Where a picture was another than Plotly's; a test goes on, and says all of them."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.said: list[str] = []

    def check(self, where: str) -> Comparison:
        """Compare the picture as it is, once the channel has answered."""
        settled(self._page)
        return self.take(compared(self._page), where)

    def hold(self, stops: list[tuple[Control, float]], where: str = "") -> None:
        """Hold sliders at values, one after the other, and compare at each."""
        places = [(slider(self._page, control), value) for control, value in stops]
        for (control, value), found in zip(stops, compared_at(self._page, places), strict=True):
            self.take(found, f"{where}{control.name} = {value}")

    def drag(self, name: str, places: list[tuple[float, float]], where: str = "") -> None:
        """Drag a handle from place to place, in the units of the axes, and compare at each."""
        handle = self._page.locator(f".jl-handle[data-handle='{name}']").first
        self._page.mouse.move(*centre(handle))
        self._page.mouse.down()
        for x, y in places:
            self._page.mouse.move(*place_of(handle, x, y))
            self.check(f"{where}{name} at ({x}, {y})")
        self._page.mouse.up()

    def expect_the_quick_way(self, sliders: list[Number], now: State) -> None:
        """While a hand holds a slider, Plotly's own drawing is not called once.

        What was empty may come to life where it begins. A whole number is not tried: another
        number of layers may bring matrices and marks.
        """
        for control in sliders:
            held, low, span = slider(self._page, control), control.low, control.high - control.low
            places = [(held, low + share * span) for share in (0.4, 0.45, 0.5, 0.3, 0.35)]
            reacts = reacts_at(self._page, [*places, (held, float(now[control.name]))])
            if reacts[-2] > reacts[0]:
                self.said.append(f"{control.name}: Plotly's own drawing was called, {reacts}")

    def take(self, found: Comparison, where: str) -> Comparison:
        """Note what is different there."""
        self.said += [f"{where}: {each}" for each in found.differences]
        if not found.n_pieces:
            self.said.append(f"{where}: there is nothing to compare")
        return found


# --- every lesson ----------------------------------------------------------------------------


def new_steps(lesson: Lesson) -> list[Step]:
    """The steps at which a lesson shows something for the first time."""
    found: dict[tuple[object, ...], Step] = {}
    for step in lesson.steps:
        found.setdefault((step.state.get("reveal"), step.state.get("inputs")), step)
    return list(found.values())


def one_end(control: Number, now: State, turn: int) -> list[float]:
    """One end and the other by turns, and back to where it was."""
    return [(control.low, control.high)[turn % 2], float(now[control.name])]


def stops(control: Number, now: State) -> list[float]:
    """Both ends, zero, something in between, and back to where it was."""
    low, high = control.low, control.high
    between = low + control.step * round((high - low) / 3 / control.step)
    zero = [0.0] if low < 0 < high else []
    return [low, between, *zero, high, float(now[control.name])]


PLACES = [(1.0, 1.0), (0.0, 2.5), (0.0, 0.0), (0.0, -1.0), (1.5, 0.0), (9.0, 9.0), (-9.0, -9.0),
          (-1.0, 1.0)]  # fmt: skip
FEW_PLACES = [(0.0, 0.0), (9.0, 9.0)]


@pytest.mark.parametrize("slug", MOVING)
def test_what_a_hand_moves_is_plotlys_picture(
    slug: str, spied: Page, console: Console, app: str
) -> None:
    """Wherever something new is shown: each slider and handle. At the last place all they can.

    One visit for a lesson, from step to step with the steps' own buttons.
    """
    lesson = content.lesson(slug)
    console.is_in_space = is_in_space(scene_at_start(lesson))
    faults = Faults(spied)
    open_at(spied, app, slug)
    shown: list[Step | None] = [*new_steps(lesson)] or [None]
    for turn, step in enumerate(shown):
        where = f"step {step.name}, " if step else ""
        if turn and step:
            show(spied, lesson, step)
            faults.check(f"{where}as it comes")
        now = step.state if step else lesson.start()
        is_last = turn == len(shown) - 1
        move_all(faults, spied, lesson, now, where, None if is_last else turn)
    choose_all(faults, spied, lesson)
    assert faults.said == []


def move_all(
    faults: Faults, page: Page, lesson: Lesson, now: State, where: str, turn: int | None
) -> None:
    """Move every slider and handle: everywhere, or where it is this turn's to go."""
    sliders = on_stage(page, lesson, Number)
    if turn is None:
        faults.hold([(each, at) for each in sliders for at in stops(each, now)], where)
        faults.expect_the_quick_way([each for each in sliders if not each.is_whole], now)
    else:
        ways = [(each, one_end(each, now, turn + k)) for k, each in enumerate(sliders)]
        faults.hold([(each, at) for each, way in ways for at in way], where)
    let_go(page, *sliders)
    handles = page.locator(".jl-handle:visible").evaluate_all(
        "(nodes) => nodes.map((node) => node.dataset.handle)"
    )
    for name in dict.fromkeys(handles):
        faults.drag(name, PLACES if turn is None else FEW_PLACES, where)
    rested(page)
    faults.check(f"{where}at rest")


def choose_all(faults: Faults, page: Page, lesson: Lesson) -> None:
    """Turn every switch on and off, and choose every choice."""
    for switch in on_stage(page, lesson, Switch):
        for _ in range(2):
            widget(page, switch).click()
            faults.check(switch.name)
    for choice in on_stage(page, lesson, Choice):
        for key in choice.choices:
            widget(page, choice).select_option(key)
            faults.check(f"{choice.name} = {key}")


# --- what becomes empty vanishes -------------------------------------------------------------


def heads(page: Page) -> int:
    """How many heads of the arrow are to be seen."""
    return int(
        page.evaluate("""() => [...document.querySelectorAll('.traceweights-head .fills path')]
        .filter((path) => path.getBoundingClientRect().width > 0).length""")
    )


def test_an_arrow_shrinks_to_nothing_and_comes_back(spied: Page, app: str) -> None:
    open_at(spied, app, "hyperplane", "step=5&w1=0&w2=2&b=-3")
    faults = Faults(spied)
    whole = faults.check("at the start")
    assert heads(spied) == 1
    handle = spied.locator("[data-handle=w1]")
    spied.mouse.move(*centre(handle))
    spied.mouse.down()
    for x, y in [(0, 0), (0, 0.1), (0, 0), (0, 2)]:
        spied.mouse.move(*place_of(handle, x, y))
        comparison = faults.check(f"({x}, {y})")
        if (x, y) == (0, 0):
            assert heads(spied) == 0
            # Without weights there is no boundary, no distance, and one side fills the window.
            assert comparison.n_pieces <= whole.n_pieces - 4
    spied.mouse.up()
    assert heads(spied) == 1
    assert faults.said == []


def test_an_arrow_typed_away_leaves_no_head(spied: Page, app: str) -> None:
    open_at(spied, app, "hyperplane", "step=5&w1=0&w2=1.9")
    faults = Faults(spied)
    assert heads(spied) == 1
    type_in(spied, "weight w₂", "0")
    faults.check("just typed")
    assert heads(spied) == 0
    rested(spied)
    faults.check("at rest")
    assert heads(spied) == 0
    assert faults.said == []


def test_a_boundary_leaves_the_window_and_returns(spied: Page, app: str) -> None:
    open_at(spied, app, "hyperplane", "step=5&w1=0.1&w2=0")
    faults = Faults(spied)
    b = content.lesson("hyperplane").controls["b"]
    faults.hold([(b, -3), (b, 0), (b, 3), (b, -0.2)])
    let_go(spied, b)
    faults.check("at rest")
    assert faults.said == []


# --- every mark there is ---------------------------------------------------------------------

one_server = pytest.mark.xdist_group("toy")


@pytest.fixture
def marks(spied: Page, console: Console, toy: str) -> Page:
    """The toy lesson with every mark there is."""
    console.is_in_space = True
    return open_toy(spied, toy)


def open_toy(page: Page, toy: str) -> Page:
    """Open the toy lesson, and wait until nothing is drawn any more."""
    page.goto(toy)
    drawn(page)
    rested(page)
    return page


@cache
def toy_lesson() -> Lesson:
    """The toy lesson's words and controls."""
    return load(TOY)


def toy_control(name: str) -> Control:
    """One of the toy lesson's controls."""
    return toy_lesson().controls[name]


# To both sides out of the window, with all, some and none of what comes in numbers.
SEQUENCES: dict[str, list[float]] = {
    "shift": [-7, -4.2, 0, 4.2, 7, 0.5],
    "count": [0, 1, 6, 2, 0, 3],
    "tilt": [-2, 0, 2, 0.5],
}


@one_server
def test_every_mark_under_a_slider(marks: Page) -> None:
    faults, switch = Faults(marks), widget(marks, toy_control("open"))
    for name, values in SEQUENCES.items():
        control = toy_control(name)
        for state in ("open", "closed"):
            if state == "closed":
                switch.click()
                faults.check(f"{name}, closed")
            faults.hold([(control, value) for value in values], f"{state}, ")
            let_go(marks, control)
        switch.click()
        faults.check(f"{name}, open again")
    assert faults.said == []


@one_server
def test_fields_lines_fills_and_points_move_without_plotlys_own_drawing(marks: Page) -> None:
    before = marks.evaluate("window.spy.reacts")
    moved = [(name, value) for name in ("tilt", "shift") for value in (-1, 0.3, 1)]
    places = [(slider(marks, toy_control(name)), value) for name, value in moved]
    assert reacts_at(marks, places) == [before] * len(moved)


@one_server
def test_space_is_plotlys_own_picture_with_the_camera_kept(marks: Page) -> None:
    plot = marks.locator(".jl-plot").nth(1)
    turn(marks, plot)
    turned = in_space(marks).camera
    before = drawn_in_space(marks, plot)
    state: dict[str, Any] = toy_lesson().arguments(toy_lesson().start())
    for name, value in [("tilt", -1.5), ("shift", 3), ("count", 0), ("count", 5), ("tilt", 1)]:
        reacts_at(marks, [(slider(marks, toy_control(name)), value)])
        state[name] = value
        space = in_space(marks)
        for place, array in toy_scene(**state).charts["space"].frame.items():
            assert np.allclose(space.arrays[place], np.ravel(array), atol=1e-5), place
        assert space.camera == pytest.approx(turned)
        quick = drawn_in_space(marks, plot)
        assert changed_pixels(marks, quick, before) > 0.003, (name, value)
        marks.evaluate("window.spy.redraw(document.querySelectorAll('.jl-plot')[1])")
        assert changed_pixels(marks, quick, drawn_in_space(marks, plot)) < 0.0003, (name, value)
        assert in_space(marks).camera == pytest.approx(turned)
        before = quick


def turn(page: Page, plot: Locator) -> None:
    """Turn a chart in space with the mouse."""
    x, y = centre(plot)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 70, y + 25, steps=5)
    page.mouse.up()
    rested(page)


# --- where the quick way cannot be gone ------------------------------------------------------


def scene_at_start(lesson: Lesson) -> Scene:
    return scene_of(lesson.slug)(**lesson.arguments(lesson.start()))


def is_in_space(scene: Scene) -> bool:
    """Whether some chart is drawn by the graphics card, if there is one."""
    return any(isinstance(chart.axes, Space) for chart in scene.charts.values())


def kinds(scene: Scene) -> set[tuple[object, ...]]:
    """What Plotly is asked to draw, as far as it draws it in a way of its own."""
    traces = [t for chart in scene.charts.values() for mark in chart.marks for t in mark.traces]
    names = ("type", "mode", "fill", "cliponaxis")
    return {(*map(t.look.get, names), *sorted(t.moving)) for t in traces}


@one_server
def test_without_the_quick_way_plotly_draws_the_same(
    spied: Page, console: Console, app: str, toy: str
) -> None:
    """As after a change inside Plotly, on which the quick way gives up.

    The toy lesson has every mark; a lesson is tried as well if it draws what the toy does not.
    """
    check = "export function canDrawInside(plot) {"

    def refuse(route: Route) -> None:
        answer = route.fetch()
        source = answer.text()
        assert source.count(check) == 1
        route.fulfill(response=answer, body=source.replace(check, f"{check} return false;"))

    spied.route("**/live/*/plotly_inside.js", refuse)
    console.is_in_space = True
    known = kinds(toy_scene(**toy_lesson().arguments(toy_lesson().start())))
    lessons = [toy_lesson()]
    lessons += [each for each in map(content.lesson, MOVING) if kinds(scene_at_start(each)) - known]
    said = []
    for lesson in lessons:
        if lesson is lessons[0]:
            open_toy(spied, toy)
        else:
            open_at(spied, app, lesson.slug)
        faults = Faults(spied)
        control = on_stage(spied, lesson, Number)[0]
        before = spied.evaluate("window.spy.reacts")
        faults.hold([(control, value) for value in stops(control, lesson.start())])
        let_go(spied, control)
        after = faults.check("at rest")
        if after.reacts <= before + 1:
            faults.said.append("Plotly's own drawing was not called")
        said += [f"{lesson.title}: {each}" for each in faults.said]
    assert said == []
