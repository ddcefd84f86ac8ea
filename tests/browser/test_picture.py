"""What is moved in place is Plotly's own picture, path by path, in every chart of every lesson."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route

from tests.browser.conftest import TALL, Console
from tests.browser.drawing import (
    SPY,
    Comparison,
    changed_pixels,
    compared,
    drawn_in_space,
    in_space,
    settled,
)
from tests.browser.lessons import SLUGS, cell, centre, drawn, open_lesson, place_of, type_in
from tests.browser.toy.scene import scene as toy_scene
from ui import content
from ui.contract import load
from ui.controls import Choice, Control, Number, Switch
from ui.texts import Lesson

pytestmark = pytest.mark.browser

TOY = Path(__file__).parent / "toy" / "content" / "home"
AT_REST = 700  # milliseconds after which nothing is drawn any more, once the hand rests
LESSONS = [content.lesson(slug) for slug in SLUGS]


def places() -> list[tuple[str, int]]:
    """Home, and each lesson at the steps where it shows something for the first time."""
    found = [("home", 0)]
    for lesson in LESSONS:
        seen = set()
        for step in lesson.steps:
            shown = (step.state.get("reveal"), step.state.get("inputs"))
            if shown not in seen:
                seen.add(shown)
                found.append((lesson.slug, step.number))
    return found


PLACES = places()


@pytest.fixture
def spied(desk: BrowserContext, console: Console) -> Iterator[Page]:
    """A tall page, every chart in sight, that compares its charts with Plotly's own."""
    page = desk.new_page()
    page.set_viewport_size(TALL)
    page.add_init_script(SPY)
    console.listen(page)
    yield page
    page.close()


def at_step(page: Page, app: str, slug: str, step: int, query: str = "") -> None:
    """Open a lesson at a step."""
    links = [f"step={step}"] if step else []
    open_lesson(page, app, slug, "&".join([*links, *([query] if query else [])]))
    page.wait_for_timeout(AT_REST)


def widget(page: Page, control: Control) -> Locator:
    """What a control is moved with, on the stage."""
    return cell(page, control.label).first.locator(".jl-range, select, [role=switch]").first


def hold(page: Page, control: Control, value: float) -> None:
    """Bring a slider to a value as a hand does that holds it and may go on; see `let_go`."""
    widget(page, control).evaluate(
        """(range, value) => {
          range.dispatchEvent(new PointerEvent('pointerdown'));
          range.value = value;
          range.dispatchEvent(new Event('input'));
        }""",
        value,
    )


def let_go(page: Page, control: Control) -> None:
    """Let go of a slider; Plotly is told, and draws for itself."""
    widget(page, control).evaluate("(range) => range.dispatchEvent(new PointerEvent('pointerup'))")
    page.wait_for_timeout(AT_REST)


def on_stage(page: Page, slug: str, kind: type) -> list[Control]:
    """The controls of a kind that stand on the stage."""
    items = content.lesson(slug).controls.items
    return [
        control
        for control in items
        if isinstance(control, kind) and not control.hidden and widget(page, control).count()
    ]


def stops(control: Number) -> list[float]:
    """Both ends, zero, something in between, and back to where it was."""
    low, high = control.low, control.high
    between = low + control.step * round((high - low) / 3 / control.step)
    return [low, between, *([0.0] if low < 0 < high else []), high, control.default]


def expect_plotlys(page: Page, where: str) -> Comparison:
    """Expect the picture to be Plotly's, once the channel has answered."""
    settled(page)
    comparison = compared(page)
    assert comparison.differences == [], where
    assert comparison.n_pieces > 0, where
    return comparison


@pytest.mark.parametrize(("slug", "step"), PLACES)
def test_under_a_slider(slug: str, step: int, spied: Page, app: str) -> None:
    at_step(spied, app, slug, step)
    for control in on_stage(spied, slug, Number):
        assert isinstance(control, Number)
        for value in stops(control):
            hold(spied, control, value)
            expect_plotlys(spied, f"{control.name} = {value}")
        let_go(spied, control)
        expect_plotlys(spied, f"{control.name} at rest")


@pytest.mark.parametrize(("slug", "step"), PLACES)
def test_under_a_handle(slug: str, step: int, spied: Page, app: str) -> None:
    at_step(spied, app, slug, step)
    names = spied.locator(".jl-handle:visible").evaluate_all(
        "(nodes) => nodes.map((node) => node.dataset.handle)"
    )
    for name in dict.fromkeys(names):
        handle = spied.locator(f".jl-handle[data-handle='{name}']").first
        spied.mouse.move(*centre(handle))
        spied.mouse.down()
        for x, y in [(1, 1), (0, 2.5), (0, 0), (0, -1), (1.5, 0), (9, 9), (-9, -9), (-1, 1)]:
            spied.mouse.move(*place_of(handle, x, y))
            expect_plotlys(spied, f"{name} at ({x}, {y})")
        spied.mouse.up()
        spied.wait_for_timeout(AT_REST)
        expect_plotlys(spied, f"{name} at rest")


@pytest.mark.parametrize("slug", SLUGS)
def test_after_a_choice_or_a_switch(slug: str, spied: Page, app: str) -> None:
    at_step(spied, app, slug, max(len(content.lesson(slug).steps) - 1, 0))
    for control in on_stage(spied, slug, Switch):
        for _ in range(2):
            widget(spied, control).click()
            expect_plotlys(spied, control.name)
    for control in on_stage(spied, slug, Choice):
        assert isinstance(control, Choice)
        for key in control.choices:
            widget(spied, control).select_option(key)
            expect_plotlys(spied, f"{control.name} = {key}")


def test_the_quick_way_is_gone_in_every_lesson(spied: Page, app: str) -> None:
    """While a hand holds a slider, Plotly's own drawing is not called once."""
    for lesson in LESSONS:
        at_step(spied, app, lesson.slug, max(len(lesson.steps) - 1, 0))
        for control in on_stage(spied, lesson.slug, Number):
            assert isinstance(control, Number)
            if control.is_whole:  # another number of layers may bring matrices and marks
                continue
            low, high = control.low, control.high
            hold(spied, control, low + 0.4 * (high - low))  # what was empty may come to life
            let_go(spied, control)
            settled(spied)
            before = compared(spied).reacts
            for share in (0.45, 0.5, 0.3, 0.35):
                hold(spied, control, low + share * (high - low))
                settled(spied)
            assert compared(spied).reacts == before, (lesson.slug, control.name)
            let_go(spied, control)


# --- what becomes empty vanishes -------------------------------------------------------------


def heads(page: Page) -> int:
    """How many heads of the arrow are to be seen."""
    return int(
        page.evaluate("""() => [...document.querySelectorAll('.traceweights-head .fills path')]
        .filter((path) => path.getBoundingClientRect().width > 0).length""")
    )


def test_an_arrow_shrinks_to_nothing_and_comes_back(spied: Page, app: str) -> None:
    at_step(spied, app, "hyperplane", 5, "w1=0&w2=2&b=-3")
    whole = expect_plotlys(spied, "at the start")
    assert heads(spied) == 1
    handle = spied.locator("[data-handle=w1]")
    spied.mouse.move(*centre(handle))
    spied.mouse.down()
    for x, y in [(0, 0), (0, 0.1), (0, 0), (0, 2)]:
        spied.mouse.move(*place_of(handle, x, y))
        comparison = expect_plotlys(spied, f"({x}, {y})")
        if (x, y) == (0, 0):
            assert heads(spied) == 0
            # Without weights there is no boundary, no distance, and one side fills the window.
            assert comparison.n_pieces <= whole.n_pieces - 4
    spied.mouse.up()
    assert heads(spied) == 1


def test_an_arrow_typed_away_leaves_no_head(spied: Page, app: str) -> None:
    at_step(spied, app, "hyperplane", 5, "w1=0&w2=1.9")
    assert heads(spied) == 1
    type_in(spied, "weight w₂", "0")
    expect_plotlys(spied, "just typed")
    assert heads(spied) == 0
    spied.wait_for_timeout(AT_REST)
    expect_plotlys(spied, "at rest")
    assert heads(spied) == 0


def test_a_boundary_leaves_the_window_and_returns(spied: Page, app: str) -> None:
    at_step(spied, app, "hyperplane", 5, "w1=0.1&w2=0")
    b = content.lesson("hyperplane").controls["b"]
    for value in (-3, 0, 3, -0.2):
        hold(spied, b, value)
        expect_plotlys(spied, f"b = {value}")
    let_go(spied, b)
    expect_plotlys(spied, "at rest")


# --- marks that no lesson uses yet -----------------------------------------------------------


@pytest.fixture
def marks(spied: Page, console: Console, toy: str) -> Page:
    """The toy lesson with every mark there is."""
    console.is_in_space = True
    spied.goto(toy)
    drawn(spied)
    spied.wait_for_timeout(AT_REST)
    return spied


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


@pytest.mark.parametrize("name", SEQUENCES)
def test_every_mark_under_a_slider(name: str, marks: Page) -> None:
    control, switch = toy_control(name), widget(marks, toy_control("open"))
    for is_open in (True, False):
        if not is_open:
            switch.click()
            expect_plotlys(marks, "closed")
        for value in SEQUENCES[name]:
            hold(marks, control, value)
            expect_plotlys(marks, f"{name} = {value}")
        let_go(marks, control)
    switch.click()
    expect_plotlys(marks, "open again")


def test_fields_lines_fills_and_points_move_without_plotlys_own_drawing(marks: Page) -> None:
    before = compared(marks).reacts
    for name in ("tilt", "shift"):
        for value in (-1, 0.3, 1):
            hold(marks, toy_control(name), value)
            settled(marks)
    assert compared(marks).reacts == before


def test_space_is_plotlys_own_picture_with_the_camera_kept(marks: Page) -> None:
    plot = marks.locator(".jl-plot").nth(1)
    turn(marks, plot)
    turned = in_space(marks).camera
    before = drawn_in_space(marks, plot)
    state: dict[str, Any] = toy_lesson().arguments(toy_lesson().start())
    for name, value in [("tilt", -1.5), ("shift", 3), ("count", 0), ("count", 5), ("tilt", 1)]:
        hold(marks, toy_control(name), value)
        settled(marks)
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
    page.wait_for_timeout(AT_REST)


# --- where the quick way cannot be gone ------------------------------------------------------


@pytest.mark.parametrize("slug", SLUGS)
def test_without_the_quick_way_plotly_draws_the_same(slug: str, spied: Page, app: str) -> None:
    """As after a change inside Plotly, on which the quick way gives up."""
    check = "export function canDrawInside(plot) {"

    def refuse(route: Route) -> None:
        answer = route.fetch()
        source = answer.text()
        assert source.count(check) == 1
        route.fulfill(response=answer, body=source.replace(check, f"{check} return false;"))

    spied.route("**/live/*/plotly_inside.js", refuse)
    at_step(spied, app, slug, max(len(content.lesson(slug).steps) - 1, 0))
    control = on_stage(spied, slug, Number)[0]
    assert isinstance(control, Number)
    before = compared(spied)
    for value in stops(control):
        hold(spied, control, value)
        settled(spied)
        spied.wait_for_timeout(200)
    let_go(spied, control)
    after = compared(spied)
    assert after.reacts > before.reacts + 1
    assert after.differences == []
