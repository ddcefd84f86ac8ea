"""Through faults: deep links, late reports, a lost server, no channel, native mode."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, WebSocketRoute, expect

from benchmarks.chromium import Server
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.lessons import (
    SLUGS,
    exact,
    expect_heading,
    open_lesson,
    settled_link,
    slider,
    type_in,
)
from ui import content

pytestmark = pytest.mark.browser


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor whose console may complain: a line that is cut is noted there."""
    context = browser.new_context(viewport=DESKTOP)
    yield context
    context.close()


def opened(context: BrowserContext, address: str) -> Page:
    """A page of such a visitor, at an address, drawn."""
    page = context.new_page()
    page.goto(address, timeout=60_000)
    page.wait_for_selector(".jl-chart[data-drawn]", timeout=60_000)
    return page


def test_a_deep_link_opens_on_a_cold_server(context: BrowserContext, mortal: Server) -> None:
    page = opened(context, f"{mortal.root}hyperplane?step=7&w1=-1")
    assert exact(page, "weight w₁").input_value() == "−1"
    expect(page.locator(".jl-step[data-step='7']")).to_have_class(re.compile("jl-current"))


def test_what_is_typed_out_of_range_is_said(page: Page, app: str) -> None:
    open_lesson(page, app, "line")
    type_in(page, "weight w", "5")
    settled_link(page, "w", "4")
    expect(page.get_by_text("weight w goes from −4 to 4, so it is set to 4.")).to_be_visible()
    type_in(page, "weight w", "two")
    expect(page.get_by_text("That is no number. It stays at 4.")).to_be_visible()


def test_a_late_report_and_a_choice_both_survive(context: BrowserContext, far: Any) -> None:
    """120 ms away: a slider, and before its report is answered, another control."""
    page = opened(context, f"{far.root}line?step=5")
    slider(page, "weight w").focus()
    page.keyboard.press("ArrowRight")
    page.locator(".jl-dock select").select_option("tanh")
    settled_link(page, "w", "2.1")
    settled_link(page, "activation", "tanh")
    page.wait_for_timeout(1500)
    assert exact(page, "weight w").input_value() == "2.1"
    assert page.locator(".jl-dock select").input_value() == "tanh"


def test_start_again_wins_over_a_late_report(context: BrowserContext, far: Any) -> None:
    page = opened(context, f"{far.root}line?w=3")
    slider(page, "weight w").focus()
    page.keyboard.press("ArrowRight")
    page.locator(".jl-tool", has_text="Start again").click()
    page.wait_for_function("location.search === ''")
    page.wait_for_timeout(1500)
    assert page.evaluate("location.search") == ""
    assert exact(page, "weight w").input_value() == "1.5"


def test_a_server_that_was_killed_comes_back_in_the_browsers_state(
    context: BrowserContext, mortal: Server
) -> None:
    page = opened(context, f"{mortal.root}line?w=2")
    type_in(page, "weight w", "2.5")
    settled_link(page, "w", "2.5")
    page.wait_for_timeout(800)
    mortal.kill()
    page.wait_for_timeout(500)
    type_in(page, "bias b", "1")
    mortal.start()
    page.wait_for_timeout(9000)
    assert exact(page, "weight w").input_value() == "2.5"
    assert exact(page, "bias b").input_value() == "1"
    settled_link(page, "w", "2.5")
    settled_link(page, "b", "1")
    words = page.locator(".jl-equations").inner_text()
    assert "2.5" in words


def test_a_server_that_was_killed_opens_an_untouched_link_again(
    context: BrowserContext, mortal: Server
) -> None:
    """Streamlit reconnects with the query of the first load; the address has moved on since."""
    page = opened(context, f"{mortal.root}line?w=2")
    open_lesson(page, mortal.root, "hyperplane", "w1=2.5&b=-0.2")
    mortal.kill()
    page.wait_for_timeout(500)
    mortal.start()
    page.wait_for_timeout(9000)
    assert exact(page, "weight w₁").input_value() == "2.5"
    assert exact(page, "bias b").input_value() == "−0.2"
    settled_link(page, "w1", "2.5")
    settled_link(page, "b", "-0.2")


def test_a_late_answer_of_the_lesson_before_changes_nothing(page: Page, app: str) -> None:
    """Question numbers are of the page, not of the lesson: it is not taken for one of this one."""
    late: list[str | bytes] = []
    sockets: list[WebSocketRoute] = []
    is_held = False

    def between(socket: WebSocketRoute) -> None:
        sockets.append(socket)
        server = socket.connect_to_server()
        server.on_message(lambda said: late.append(said) if is_held else socket.send(said))

    page.route_web_socket("**/live/channel", between)
    open_lesson(page, app, "line")
    is_held = True
    slider(page, "weight w").press("ArrowRight")
    settled_link(page, "w", "1.6")
    of_the_line = list(late)
    links = page.get_by_test_id("stSidebarNav").get_by_role("link")
    links.nth(SLUGS.index("hyperplane")).click()
    expect_heading(page, "hyperplane")
    page.wait_for_selector(".jl-handle[data-handle='p1']")
    # The old questions count as lost after 4 s, so that a new one is asked; it waits for its
    # answer too, and a run of the page has drawn its state.
    page.wait_for_timeout(4200)
    slider(page, "bias b").press("ArrowRight")
    page.wait_for_timeout(1000)
    shown = "() => document.querySelector('[class*=st-key-view-]').outerHTML + location.search"
    before = page.evaluate(shown)
    assert of_the_line
    for said in of_the_line:
        sockets[0].send(said)
    page.wait_for_timeout(500)
    assert page.evaluate(shown) == before


def test_without_the_channel_every_step_goes_by_rerun(page: Page, app: str) -> None:
    def refuse(socket: WebSocketRoute) -> None:
        socket.close()

    page.route_web_socket("**/live/channel", refuse)
    open_lesson(page, app, "line")
    type_in(page, "weight w", "3")
    settled_link(page, "w", "3")
    expect(page.locator(".jl-equations")).to_contain_text("3")
    # A slider that is held moves the picture too, as runs of the page come in.
    slider(page, "weight w").scroll_into_view_if_needed()
    box = slider(page, "weight w").bounding_box()
    assert box is not None
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, y)
    page.mouse.down()
    drawings = "Number(document.querySelector('.jl-chart').dataset.drawn)"
    before = page.evaluate(drawings)
    for step in range(200):  # to and fro, as fast as a mouse reports
        share = 0.2 + abs(step % 80 - 40) / 67
        page.mouse.move(box["x"] + box["width"] * share, y)
        page.wait_for_timeout(8)
        if step % 40 == 39 and page.evaluate(drawings) > before + 15:
            break
    assert page.evaluate(drawings) > before + 15
    page.mouse.up()


# Where figures and what moves them stand in native mode.
BOXES = """() => [...document.querySelectorAll(
  '[class*="st-key-view-"] .stPlotlyChart, [class*="st-key-stage-"] .stSlider,'
  + '[class*="st-key-stage-"] .stSelectbox, [class*="st-key-toolbar-"] button'
)].map((node) => [node.className, node.getBoundingClientRect()])
  .map(([name, { x, y, width, height }]) => [name, x, y, width, height])"""


@pytest.mark.parametrize("slug", SLUGS)
def test_in_native_mode_nothing_covers_a_figure(slug: str, page: Page, app: str) -> None:
    page.goto(f"{app}{content.lesson(slug).path}?live=0")
    page.wait_for_selector(".stPlotlyChart .js-plotly-plot .scatterlayer", state="attached")
    faults = []
    for name, size in (("phone", PHONE), ("desktop", DESKTOP)):
        page.set_viewport_size(size)
        faults += [f"{name}: {fault}" for fault in covered(boxes_at_rest(page))]
    assert faults == []


def boxes_at_rest(page: Page) -> list[list[Any]]:
    """The boxes once they have not moved for half a second."""
    boxes, since = page.evaluate(BOXES), time.monotonic()
    while time.monotonic() - since < 0.5:
        page.wait_for_timeout(100)
        if (now := page.evaluate(BOXES)) != boxes:
            boxes, since = now, time.monotonic()
    return list(boxes)


def covered(boxes: list[list[Any]]) -> list[str]:
    """Figures that are missing, too small, or under something else."""
    figures = [i for i, box in enumerate(boxes) if "stPlotlyChart" in box[0]]
    faults = [] if figures else ["there is no figure"]
    for i in figures:
        _, x, y, width, height = boxes[i]
        if min(width, height) <= 150:
            faults.append(f"a figure is {width} × {height}")
        for name, x2, y2, width2, height2 in boxes[:i] + boxes[i + 1 :]:
            is_beside = x2 >= x + width - 1 or x2 + width2 <= x + 1
            is_apart = is_beside or y2 >= y + height - 1 or y2 + height2 <= y + 1
            if not is_apart:
                faults.append(f"{name} lies over a figure")
    return faults


def test_a_script_that_throws_ends_in_native_mode(context: BrowserContext, app: str) -> None:
    page = context.new_page()
    page.route("**/live/plotly-*", lambda route: route.fulfill(body="throw new Error('no')"))
    page.goto(app + "line")
    page.wait_for_selector(".stPlotlyChart .js-plotly-plot", timeout=30_000)
    expect(page.get_by_text("Drawing the figure")).to_have_count(0)
