"""Under the hand: what moves is drawn in place, at once, and nothing else is disturbed."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, Route, WebSocketRoute, expect

from benchmarks.chromium import served
from tests.browser.lessons import (
    SLUGS,
    drawn,
    equation,
    exact,
    expect_heading,
    link_values,
    open_lesson,
    path,
    settled_link,
    slider,
)
from ui import content

pytestmark = pytest.mark.browser

LINE = "document.querySelector('.jl-plot .scatterlayer path.js-line').getAttribute('d')"


def drag(page: Page, x: float, y: float, dx: float, dy: float, *, steps: int = 12) -> None:
    """Press at a point and move; the button stays down."""
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + dx, y + dy, steps=steps)


def centre(page: Page, selector: str) -> tuple[float, float]:
    target = page.locator(selector).first
    target.scroll_into_view_if_needed()
    box = target.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.mark.parametrize("slug", SLUGS)
def test_dragging_a_slider_moves_picture_and_equation_before_it_is_let_go(
    slug: str, page: Page, app: str
) -> None:
    open_lesson(page, app, slug)
    page.evaluate("window.plot = document.querySelector('.jl-plot')")
    page.wait_for_timeout(300)
    text = equation(page).inner_text()
    page.set_viewport_size({"width": 1280, "height": 1100})  # slider and chart both in sight
    centre(page, ".jl-plot")
    x, y = centre(page, ".jl-range")
    before = page.locator(".jl-chart").first.get_attribute("data-drawn")
    drag(page, x, y, -60, 0)
    page.wait_for_function(
        "(before) => document.querySelector('.jl-chart').dataset.drawn > Number(before)",
        arg=before,
    )
    assert equation(page).inner_text() != text
    assert link_values(page) == {}  # nothing has gone to Streamlit yet
    page.mouse.up()
    page.wait_for_function("location.search.length > 1")
    assert page.evaluate("window.plot === document.querySelector('.jl-plot')")


def test_the_prose_follows_when_the_slider_is_let_go(page: Page, app: str) -> None:
    open_lesson(page, app, "line")
    slider(page, "weight w").focus()
    page.keyboard.press("End")
    expect(page.get_by_text("goes 1 to the right and 4 up")).to_be_visible()
    settled_link(page, "w", "4")


def test_every_key_of_a_quick_hand_counts(page: Page, app: str) -> None:
    open_lesson(page, app, "line")
    slider(page, "weight w").focus()
    for _ in range(15):
        page.keyboard.press("ArrowRight")
    settled_link(page, "w", "3")  # 1.5 and fifteen steps of 0.1
    page.wait_for_timeout(500)
    assert exact(page, "weight w").input_value() == "3"


@pytest.mark.parametrize("handle", ["w1", "p1"])
def test_a_handle_follows_the_mouse(handle: str, page: Page, app: str) -> None:
    open_lesson(page, app, "hyperplane")
    x, y = centre(page, f"[data-handle={handle}]")
    before = page.evaluate(LINE)
    drag(page, x, y, -50, -40)
    page.wait_for_function(f"(before) => {LINE} !== before || true", arg=before)
    page.mouse.up()
    page.wait_for_function("location.search.length > 1")
    # The handle is where the pointer left it, to the grain of the values.
    assert centre(page, f"[data-handle={handle}]") == pytest.approx((x - 50, y - 40), abs=6)
    assert {handle, handle[0] + "2"} <= set(link_values(page))


def test_a_handle_follows_the_finger_and_the_page_stays(browser_page: Page, app: str) -> None:
    page = browser_page
    open_lesson(page, app, "hyperplane")
    x, y = centre(page, "[data-handle=p1]")
    scrolled = page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop")
    touch = page.context.new_cdp_session(page)
    touch.send(
        "Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]}
    )
    for i in range(1, 9):
        point = {"x": x - 5 * i, "y": y - 5 * i}
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_function("new URLSearchParams(location.search).has('p2')")
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") == scrolled


def test_a_finger_on_the_figure_scrolls_the_page(browser_page: Page, app: str) -> None:
    page = browser_page
    open_lesson(page, app, "line")
    x, y = centre(page, ".jl-plot")
    before = page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop")
    touch = page.context.new_cdp_session(page)
    touch.send("Input.synthesizeScrollGesture", {"x": x, "y": y, "yDistance": -200, "speed": 2000})
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") > before + 50


@pytest.fixture
def browser_page(page: Page, context: BrowserContext) -> Page:
    """A page of the size of a phone."""
    page.set_viewport_size({"width": 390, "height": 844})
    return page


def test_a_handle_follows_the_arrow_keys(page: Page, app: str) -> None:
    open_lesson(page, app, "hyperplane")
    start = content.lesson("hyperplane").controls.defaults()
    page.locator("[data-handle=p1]").focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowUp")
    settled_link(page, "p1", f"{float(start['p1']) - 0.1:g}")
    settled_link(page, "p2", f"{float(start['p2']) + 1:g}")
    label = page.locator("[data-handle=p1]").get_attribute("aria-label")
    assert label is not None
    assert f"{float(start['p1']) - 0.1:g}" in label


def test_zoom_and_node_survive_every_kind_of_change(page: Page, app: str) -> None:
    open_lesson(page, app, "line")
    page.locator(".jl-plot").hover()
    page.locator(".jl-plot .modebar-btn[data-title='Zoom in']").click()
    page.wait_for_timeout(500)
    zoomed = page.evaluate("document.querySelector('.jl-plot')._fullLayout.xaxis.range.slice()")
    assert zoomed != [-3, 3]
    page.evaluate("window.plot = document.querySelector('.jl-plot')")
    slider(page, "weight w").focus()
    page.keyboard.press("ArrowRight")
    settled_link(page, "w", "1.6")
    page.get_by_role("button", name="Show me").nth(1).click()
    settled_link(page, "activation", "relu")
    page.get_by_role("button", name="Undo").click()
    settled_link(page, "w", "1.6")
    page.wait_for_timeout(300)
    assert page.evaluate("window.plot === document.querySelector('.jl-plot')")
    after = page.evaluate("document.querySelector('.jl-plot')._fullLayout.xaxis.range.slice()")
    assert after == pytest.approx(zoomed)


def test_the_chart_is_repainted_when_the_theme_changes(page: Page, app: str) -> None:
    page.emulate_media(color_scheme="light")
    open_lesson(page, app, "line")
    fill = "getComputedStyle(document.querySelector('.jl-plot .xtick text')).fill"
    before = page.evaluate(fill)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"(before) => {fill} !== before", arg=before)


def test_without_the_channel_every_step_goes_by_rerun(page: Page, app: str) -> None:
    def refuse(socket: WebSocketRoute) -> None:
        socket.close()

    page.route_web_socket("**/live/channel", refuse)
    open_lesson(page, app, "line")
    text = equation(page).inner_text()
    x, y = centre(page, ".jl-range")
    drag(page, x, y, -60, 0)
    page.wait_for_function(
        "(text) => document.querySelector('.jl-equations').innerText !== text", arg=text
    )
    count = page.locator(".jl-chart").get_attribute("data-drawn")
    page.mouse.move(x + 40, y, steps=5)
    page.wait_for_function(
        "(count) => document.querySelector('.jl-chart').dataset.drawn !== count", arg=count
    )
    page.mouse.up()
    page.wait_for_function("location.search.length > 1")


def test_without_plotly_the_page_turns_native(context: BrowserContext, app: str) -> None:
    # Not the `page` fixture: the browser itself complains of the file that is refused.
    page = context.new_page()

    def refuse(route: Route) -> None:
        route.abort()

    page.route("**/live/plotly-*", refuse)
    page.goto(app + path("line"))
    page.wait_for_selector(".stPlotlyChart .js-plotly-plot", timeout=20_000)
    expect_heading(page, "line")


def test_undo_and_start_again(page: Page, app: str) -> None:
    open_lesson(page, app, "line")
    slider(page, "bias b").focus()
    page.keyboard.press("End")
    settled_link(page, "b", "4")
    page.get_by_role("button", name="Undo").click()
    page.wait_for_function("!new URLSearchParams(location.search).has('b')")
    assert exact(page, "bias b").input_value() == "−0.5"
    page.get_by_role("button", name="Show me").first.click()
    settled_link(page, "w", "2")
    page.get_by_role("button", name="Start again").click()
    page.wait_for_function("location.search === ''")
    assert exact(page, "weight w").input_value() == "1.5"


def test_a_typed_number_is_brought_into_bounds(page: Page, app: str) -> None:
    open_lesson(page, app, "line")
    box = exact(page, "weight w")
    box.fill("99")
    box.press("Enter")
    settled_link(page, "w", "4")
    box.fill("two")
    box.press("Enter")
    assert box.input_value() == "4"
    box.fill("−1,25")
    box.press("Enter")
    settled_link(page, "w", "-1.25")


def test_a_served_base_path_works(context: BrowserContext) -> None:
    with served(base_path="some/where/") as root:
        page = context.new_page()
        page.goto(f"{root}line?w=2")
        drawn(page)
        text = equation(page).inner_text()
        x, y = centre(page, ".jl-range")
        drag(page, x, y, -40, 0)
        page.wait_for_function(
            "(text) => document.querySelector('.jl-equations').innerText !== text", arg=text
        )
        assert link_values(page) == {"w": "2"}  # by the channel: nothing reported yet
        page.mouse.up()
