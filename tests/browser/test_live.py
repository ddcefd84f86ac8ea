"""Under the hand: what moves is drawn in place, at once, and nothing else is disturbed."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from benchmarks.chromium import served
from tests.browser.agreement import expect_agreement
from tests.browser.conftest import TALL
from tests.browser.drawing import settled
from tests.browser.lessons import (
    SLUGS,
    centre,
    drag,
    drawn,
    equation,
    exact,
    link_values,
    open_lesson,
    path,
    settled_link,
    slider,
)
from ui import content

pytestmark = pytest.mark.browser

WORDS = content.words()

# All that the page's charts draw, as one text.
PICTURE = """[...document.querySelectorAll('.jl-plot .scatterlayer path')]
  .map((path) => path.getAttribute('d') + path.getAttribute('transform')).join()"""


@pytest.mark.parametrize("slug", SLUGS)
def test_dragging_a_slider_moves_picture_and_equation_before_it_is_let_go(
    slug: str, page: Page, app: str
) -> None:
    page.set_viewport_size(TALL)
    open_lesson(page, app, slug)
    page.evaluate("window.plots = [...document.querySelectorAll('.jl-plot')]")
    text, picture = page.locator(".jl-equations .jl-said").all_inner_texts(), page.evaluate(PICTURE)
    x, y = centre(page.locator(".jl-range").first)
    drag(page, x, y, -80, 0)
    settled(page)
    assert page.evaluate(PICTURE) != picture
    assert page.locator(".jl-equations .jl-said").all_inner_texts() != text
    assert link_values(page) == {}  # nothing has gone to Streamlit yet
    page.mouse.up()
    page.wait_for_function("location.search.length > 1")
    expect_agreement(page, slug)
    # The figure has been moved, not made anew.
    assert page.evaluate(
        "[...document.querySelectorAll('.jl-plot')].every((plot, i) => plot === window.plots[i])"
    )


def test_the_prose_follows_when_the_slider_is_let_go(page: Page, app: str) -> None:
    open_lesson(page, app, "line")
    slider(page, "bias b").focus()
    page.keyboard.press("End")
    settled_link(page, "b", "4")
    expect(page.get_by_text("at the height of the bias, 4")).to_be_visible()


def test_every_key_of_a_quick_hand_counts(page: Page, app: str) -> None:
    page.set_viewport_size(TALL)
    open_lesson(page, app, "line")
    slider(page, "weight w").focus()
    for _ in range(15):
        page.keyboard.press("ArrowRight")
    expect_agreement(page, "line", w=3)  # 1.5 and fifteen steps of 0.1


@pytest.mark.parametrize("handle", ["w1", "p1"])
def test_a_handle_follows_the_mouse(handle: str, page: Page, app: str) -> None:
    page.set_viewport_size(TALL)
    open_lesson(page, app, "hyperplane")
    node = page.locator(f"[data-handle={handle}]")
    x, y = centre(node)
    before = page.evaluate(PICTURE)
    drag(page, x, y, -50, -40)
    settled(page)
    assert page.evaluate(PICTURE) != before
    page.mouse.up()
    page.wait_for_function("location.search.length > 1")
    # The handle is where the pointer left it, to the grain of the values.
    assert centre(node) == pytest.approx((x - 50, y - 40), abs=6)
    assert {handle, handle[0] + "2"} <= set(link_values(page))
    expect_agreement(page, "hyperplane")


def test_a_handle_of_one_coordinate_goes_one_way(page: Page, app: str) -> None:
    page.set_viewport_size(TALL)
    open_lesson(page, app, "line")
    node = page.locator("[data-handle=x]")
    x, y = centre(node)
    drag(page, x, y, 60, -90)
    page.mouse.up()
    page.wait_for_function("location.search.length > 1")
    assert centre(node) == pytest.approx((x + 60, y), abs=6)
    expect_agreement(page, "line")
    assert set(link_values(page)) == {"x"}


def test_a_handle_follows_the_finger_and_the_page_stays(phone: Page, app: str) -> None:
    open_lesson(phone, app, "hyperplane")
    x, y = centre(phone.locator("[data-handle=p1]"))
    scrolled = phone.evaluate("document.querySelector('[data-testid=stMain]').scrollTop")
    touch = phone.context.new_cdp_session(phone)

    def send(kind: str, *points: dict[str, float]) -> None:
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    send("touchStart", {"x": x, "y": y})
    for i in range(1, 9):
        send("touchMove", {"x": x - 5 * i, "y": y - 5 * i})
    send("touchEnd")
    phone.wait_for_function("new URLSearchParams(location.search).has('p2')")
    now = phone.evaluate("document.querySelector('[data-testid=stMain]').scrollTop")
    assert now == scrolled


def test_a_finger_on_the_figure_scrolls_the_page(phone: Page, app: str) -> None:
    open_lesson(phone, app, "line")
    x, y = centre(phone.locator(".jl-plot").first)
    before = phone.evaluate("document.querySelector('[data-testid=stMain]').scrollTop")
    touch = phone.context.new_cdp_session(phone)
    touch.send("Input.synthesizeScrollGesture", {"x": x, "y": y, "yDistance": -200, "speed": 2000})
    now = phone.evaluate("document.querySelector('[data-testid=stMain]').scrollTop")
    assert now > before + 50


def test_a_handle_follows_the_arrow_keys(page: Page, app: str) -> None:
    page.set_viewport_size(TALL)
    open_lesson(page, app, "hyperplane")
    start = content.lesson("hyperplane").controls.defaults()
    handle = page.locator("[data-handle=p1]")
    handle.focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowUp")
    p1, p2 = round(float(start["p1"]) - 0.1, 6), round(float(start["p2"]) + 1, 6)
    expect_agreement(page, "hyperplane", p1=p1, p2=p2)
    label = handle.get_attribute("aria-label")
    assert label is not None
    assert f"{p1:g}" in label


def test_the_figure_stays_through_every_kind_of_change(page: Page, app: str) -> None:
    page.set_viewport_size(TALL)
    open_lesson(page, app, "line")
    page.evaluate("window.plot = document.querySelector('.jl-plot')")
    slider(page, "weight w").focus()
    page.keyboard.press("ArrowRight")
    expect_agreement(page, "line", w=1.6)
    page.locator("#jl-line-activation").select_option("relu")
    expect_agreement(page, "line", w=1.6, activation="relu")
    page.get_by_role("button", name=WORDS["buttons"]["set"]).first.click()
    expect_agreement(page, "line", **content.lesson("line").experiments[0].state)
    page.get_by_role("button", name=WORDS["buttons"]["undo"]).click()
    expect_agreement(page, "line", w=1.6, activation="relu")
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(500)
    assert page.evaluate("window.plot === document.querySelector('.jl-plot')")


@pytest.mark.parametrize("slug", SLUGS)
def test_the_figures_are_repainted_when_the_theme_changes(slug: str, page: Page, app: str) -> None:
    page.set_viewport_size(TALL)
    open_lesson(page, app, slug)
    fills = """[...document.querySelectorAll('.jl-plot')].map((plot) =>
      getComputedStyle(plot.querySelector('.xtick text')).fill)"""
    before = page.evaluate(fills)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(
        f"(before) => {fills}.every((fill, i) => fill !== before[i])", arg=before
    )
    page.emulate_media(color_scheme="light")
    page.wait_for_function(
        f"(before) => {fills}.every((fill, i) => fill === before[i])", arg=before
    )


def test_undo_and_start_again(page: Page, app: str) -> None:
    page.set_viewport_size(TALL)
    open_lesson(page, app, "line")
    slider(page, "bias b").focus()
    page.keyboard.press("End")
    expect_agreement(page, "line", b=4)
    page.get_by_role("button", name=WORDS["buttons"]["undo"]).click()
    expect_agreement(page, "line", b=-0.5)
    page.get_by_role("button", name=WORDS["buttons"]["set"]).first.click()
    expect_agreement(page, "line", **content.lesson("line").experiments[0].state)
    page.get_by_role("button", name=WORDS["buttons"]["reset"]).click()
    expect_agreement(page, "line", **content.lesson("line").controls.defaults())
    assert link_values(page) == {}


def test_the_slider_and_its_field_say_the_same(page: Page, app: str) -> None:
    page.set_viewport_size(TALL)
    open_lesson(page, app, "line")
    field = exact(page, "weight w")
    field.fill("3.14159")
    field.press("Enter")
    expect_agreement(page, "line", w=3.14159)
    slider(page, "weight w").focus()
    page.keyboard.press("ArrowRight")
    expect_agreement(page, "line", w=3.2)


def test_a_served_base_path_works(stranger: BrowserContext) -> None:
    with served(base_path="some/where/") as root:
        page = stranger.new_page()
        page.goto(f"{root}{path('line', 'w=2')}")
        drawn(page)
        text = equation(page).inner_text()
        x, y = centre(page.locator(".jl-range").first)
        drag(page, x, y, -40, 0)
        page.wait_for_function(
            "(text) => document.querySelector('.jl-equations').innerText !== text", arg=text
        )
        assert link_values(page) == {"w": "2"}  # by the channel: nothing is reported yet
        page.mouse.up()
        page.close()
