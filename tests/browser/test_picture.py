"""What is moved in place is Plotly's own picture, path by path, in every chart of every lesson."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.agreement import expect_agreement
from tests.browser.conftest import TALL, Console
from tests.browser.drawing import (
    Comparison,
    changed_pixels,
    compared,
    drawn_in_space,
    in_space,
    settled,
)
from tests.browser.lessons import (
    LESSONS,
    SLUGS,
    centre,
    drawn,
    hold,
    let_go,
    open_lesson,
    place_of,
    slider,
)
from tests.browser.toy.scene import scene as toy_scene
from ui import content
from ui.controls import Control

pytestmark = pytest.mark.browser

AT_REST = 400  # milliseconds after which nothing is drawn any more, once the hand rests


def numbers(slug: str) -> list[Control]:
    """The controls of a lesson that have a slider."""
    items = content.lesson(slug).controls.items
    return [control for control in items if control.kind == "number" and not control.hidden]


def stops(control: Control) -> list[float]:
    """Both ends, zero, something in between, and back to where it was."""
    spec = control.spec()
    low, high = spec["low"], spec["high"]
    return [low, (2 * low + high) / 3, *([0.0] if low < 0 < high else []), high, spec["default"]]


def expect_plotlys(page: Page, where: str) -> Comparison:
    """Expect the picture to be Plotly's, once the channel has answered."""
    settled(page)
    comparison = compared(page)
    assert comparison.differences == [], where
    assert comparison.n_pieces > 0, where
    return comparison


@pytest.mark.parametrize("slug", SLUGS)
def test_under_a_slider(slug: str, page: Page, app: str) -> None:
    page.set_viewport_size(TALL)
    open_lesson(page, app, slug)
    for control in numbers(slug):
        page.wait_for_timeout(AT_REST)
        before = compared(page).reacts
        for value in stops(control):
            hold(page, slug, control.name, value)
            comparison = expect_plotlys(page, f"{control.name} = {value}")
            assert comparison.reacts == before, "Plotly itself drew, and not the quick way"
        let_go(page, slug, control.name)
        expect_agreement(page, slug)


@pytest.mark.parametrize("slug", [slug for slug in LESSONS if content.lesson(slug).handles])
def test_under_a_handle(slug: str, page: Page, app: str) -> None:
    page.set_viewport_size(TALL)
    open_lesson(page, app, slug)
    for handle in page.locator(".jl-handle").all():
        page.mouse.move(*centre(handle))
        page.mouse.down()
        for x, y in [(1, 1), (0, 2.5), (0, 0), (0, -1), (1.5, 0), (9, 9), (-9, -9), (-1, 1)]:
            page.mouse.move(*place_of(page, handle, x, y))
            expect_plotlys(page, f"{handle.get_attribute('data-handle')} at ({x}, {y})")
        page.mouse.up()
        expect_agreement(page, slug)


@pytest.mark.parametrize("slug", SLUGS)
def test_after_a_choice_or_a_switch(slug: str, page: Page, app: str) -> None:
    page.set_viewport_size(TALL)
    open_lesson(page, app, slug)
    for control in content.lesson(slug).controls.items:
        if control.hidden or control.kind == "number":
            continue
        widget = page.locator(f"#jl-{slug}-{control.name}")
        if control.kind == "switch":
            for _ in range(2):
                widget.dispatch_event("click")
                expect_plotlys(page, control.name)
            continue
        for key, _ in control.spec()["choices"][::3]:
            widget.select_option(key)
            expect_plotlys(page, f"{control.name} = {key}")
    expect_agreement(page, slug)


def test_an_arrow_shrinks_to_nothing_and_comes_back(page: Page, app: str) -> None:
    open_lesson(page, app, "hyperplane", "w1=0&w2=2.5&b=-3")
    whole = expect_plotlys(page, "at the start")
    handle = page.locator("[data-handle=w1]")
    page.mouse.move(*centre(handle))
    page.mouse.down()
    for x, y in [(0, 0), (0, 0.1), (0, 0), (0, 2.5)]:
        page.mouse.move(*place_of(page, handle, x, y))
        comparison = expect_plotlys(page, f"({x}, {y})")
        if (x, y) == (0, 0):
            assert heads(page) == 0
            # Without weights there is no boundary, no distance, and one side fills the window.
            assert comparison.n_pieces < whole.n_pieces - 4
    page.mouse.up()
    assert heads(page) == 1
    expect_agreement(page, "hyperplane", w1=0, w2=2.5)


def heads(page: Page) -> int:
    """How many heads of the arrow are to be seen."""
    return int(
        page.evaluate("""() => [...document.querySelectorAll('.traceweights-head .fills path')]
        .filter((path) => path.getBoundingClientRect().width > 0).length""")
    )


def test_an_arrow_typed_away_leaves_no_head(page: Page, app: str) -> None:
    open_lesson(page, app, "hyperplane", "w1=0&w2=2.2")
    assert heads(page) == 1
    field = page.locator(".jl-slider", has=page.locator("#jl-hyperplane-w2")).locator(".jl-exact")
    field.fill("0")
    field.press("Enter")
    expect_plotlys(page, "just typed")
    assert heads(page) == 0
    expect_agreement(page, "hyperplane", w1=0, w2=0)
    expect_plotlys(page, "at rest")
    assert heads(page) == 0


def test_a_boundary_leaves_the_window_and_returns(page: Page, app: str) -> None:
    open_lesson(page, app, "hyperplane", "w1=0.1&w2=0")
    for b in (-3, 0, 3, -0.2):
        hold(page, "hyperplane", "b", b)
        expect_plotlys(page, f"b = {b}")
    let_go(page, "hyperplane", "b")
    expect_agreement(page, "hyperplane", b=-0.2)


# --- marks that no lesson uses yet -----------------------------------------------------------


@pytest.fixture
def marks(page: Page, console: Console, toy: str) -> Page:
    """The toy lesson with every mark there is."""
    console.is_in_space = True
    page.set_viewport_size(TALL)
    page.goto(toy)
    drawn(page)
    return page


# To both sides out of the window, with all, some and none of what comes in numbers.
SEQUENCES: dict[str, list[float]] = {
    "shift": [-7, -4.2, 0, 4.2, 7, 0.5],
    "count": [0, 1, 6, 2, 0, 3],
    "tilt": [-2, 0, 2, 0.5],
}


@pytest.mark.parametrize("name", SEQUENCES)
def test_every_mark_under_a_slider(name: str, marks: Page) -> None:
    for is_open in (True, False):
        if not is_open:
            marks.locator("#jl-home-open").dispatch_event("click")
            expect_plotlys(marks, "closed")
        for value in SEQUENCES[name]:
            hold(marks, "home", name, value)
            expect_plotlys(marks, f"{name} = {value}")
        let_go(marks, "home", name)
        marks.wait_for_timeout(500)
    marks.locator("#jl-home-open").dispatch_event("click")
    expect_plotlys(marks, "open again")


def test_the_quick_way_is_gone_where_there_is_one(marks: Page) -> None:
    """A field, lines, fills and points move without a call of Plotly's own drawing."""
    before = compared(marks).reacts
    for name in ("tilt", "shift"):
        for value in (-1, 0.3, 1):
            hold(marks, "home", name, value)
            settled(marks)
    assert compared(marks).reacts == before


def test_space_is_plotlys_own_picture_with_the_camera_kept(marks: Page) -> None:
    plot = marks.locator(".jl-plot").nth(1)
    turn(marks, plot)
    turned = in_space(marks).camera
    before = drawn_in_space(marks, plot)
    state = start_of_toy()
    for name, value in [("tilt", -1.5), ("shift", 3), ("count", 0), ("count", 5), ("tilt", 1)]:
        hold(marks, "home", name, value)
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


def start_of_toy() -> dict[str, Any]:
    """The state in which the toy lesson opens."""
    return {"shift": 0.5, "count": 3, "tilt": 0.5, "open": True, "t1": 1.5, "t2": 1}


def turn(page: Page, plot: Locator) -> None:
    """Turn a chart in space with the mouse."""
    x, y = centre(plot)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 70, y + 25, steps=5)
    page.mouse.up()
    page.wait_for_timeout(400)


# --- where the quick way cannot be gone ------------------------------------------------------


@pytest.mark.parametrize("slug", SLUGS)
def test_without_the_quick_way_plotly_draws(slug: str, page: Page, app: str) -> None:
    """As after a change inside Plotly, on which the quick way gives up."""
    check = "export function canDrawInside(plot) {"

    def refuse(route: Route) -> None:
        answer = route.fetch()
        source = answer.text()
        assert source.count(check) == 1
        route.fulfill(response=answer, body=source.replace(check, f"{check} return false;"))

    page.route("**/live/*/plotly_inside.js", refuse)
    page.set_viewport_size(TALL)
    open_lesson(page, app, slug)
    control = numbers(slug)[0]
    before = compared(page)
    for value in stops(control):
        hold(page, slug, control.name, value)
        settled(page)
        expect(page.locator(".stPlotlyChart")).to_have_count(0)
    let_go(page, slug, control.name)
    expect_agreement(page, slug)
    after = compared(page)
    assert after.reacts > before.reacts + 1
    assert after.differences == []
    first = slider(page, control.label)
    first.focus()
    first.press("Home")
    expect_agreement(page, slug, **{control.name: control.spec()["low"]})
