"""Open to everybody, and through faults: axe, a phone, deep links, late reports, a lost server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, WebSocketRoute, expect

from benchmarks.chromium import Server
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.lessons import SLUGS, expect_heading, open_lesson
from ui import content

pytestmark = pytest.mark.browser

OUTSIDE = """() => [...document.querySelectorAll('[data-testid=stMain] *')].filter((node) => {
  const box = node.getBoundingClientRect();
  const scrolls = node.closest('.jl-matrix, .jl-equations, .jl-code, pre, .katex, svg');
  return !scrolls && box.width && box.right > innerWidth + 1 && getComputedStyle(node).position
    !== 'absolute';
}).map((node) => node.className || node.tagName)"""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor whose console may complain: a line that is cut is noted there."""
    context = browser.new_context(viewport=DESKTOP)
    yield context
    context.close()


def value(page: Page, name: str, text: str) -> None:
    page.wait_for_function(
        "([name, text]) => new URLSearchParams(location.search).get(name) === text",
        arg=[name, text],
    )


def field(page: Page, label: str) -> Any:
    cell = page.locator(".jl-dock .jl-cell", has=page.get_by_text(label, exact=True))
    return cell.locator(".jl-exact")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("slug", SLUGS)
def test_axe_finds_nothing(slug: str, theme: Any, page: Page, app: str) -> None:
    page.emulate_media(color_scheme=theme)
    open_lesson(page, app, slug)
    page.wait_for_timeout(400)
    found = [
        (rule["id"], str(node["target"]), str(node.get("failureSummary")))
        for rule in Axe().run(page).response["violations"]
        for node in rule["nodes"]
    ]
    assert found == []


@pytest.mark.parametrize("slug", SLUGS)
def test_nothing_sticks_out_on_a_phone(slug: str, page: Page, app: str) -> None:
    page.set_viewport_size(PHONE)
    open_lesson(page, app, slug)
    page.wait_for_timeout(400)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
    assert page.evaluate(OUTSIDE) == []


def test_a_deep_link_opens_on_a_cold_server(context: BrowserContext, mortal: Server) -> None:
    page = context.new_page()
    page.goto(f"{mortal.root}hyperplane?step=7&w1=-1")
    page.wait_for_selector(".jl-chart[data-drawn]", timeout=30_000)
    assert field(page, "weight w₁").input_value() == "−1"
    expect(page.locator(".jl-step[data-step='7']")).to_have_class(re.compile("jl-current"))


def test_what_is_typed_out_of_range_is_said(page: Page, app: str) -> None:
    open_lesson(page, app, "line")
    field(page, "weight w").fill("5")
    field(page, "weight w").press("Enter")
    value(page, "w", "4")
    expect(page.get_by_text("weight w goes from −4 to 4, so it is set to 4.")).to_be_visible()
    field(page, "weight w").fill("two")
    field(page, "weight w").press("Enter")
    expect(page.get_by_text("That is no number. It stays at 4.")).to_be_visible()


def test_a_late_report_and_a_choice_both_survive(context: BrowserContext, far: Any) -> None:
    """120 ms away: a slider, and before its report is answered, another control."""
    page = context.new_page()
    page.goto(f"{far.root}line?step=5", timeout=60_000)
    page.wait_for_selector(".jl-chart[data-drawn]", timeout=60_000)
    cell = page.locator(".jl-dock .jl-cell", has=page.get_by_text("weight w", exact=True))
    cell.locator(".jl-range").focus()
    page.keyboard.press("ArrowRight")
    page.locator(".jl-dock select").select_option("tanh")
    value(page, "w", "2.1")
    value(page, "activation", "tanh")
    page.wait_for_timeout(1500)
    assert field(page, "weight w").input_value() == "2.1"
    assert page.locator(".jl-dock select").input_value() == "tanh"


def test_start_again_wins_over_a_late_report(context: BrowserContext, far: Any) -> None:
    page = context.new_page()
    page.goto(f"{far.root}line?w=3", timeout=60_000)
    page.wait_for_selector(".jl-chart[data-drawn]", timeout=60_000)
    cell = page.locator(".jl-dock .jl-cell", has=page.get_by_text("weight w", exact=True))
    cell.locator(".jl-range").focus()
    page.keyboard.press("ArrowRight")
    page.locator(".jl-tool", has_text="Start again").click()
    page.wait_for_function("location.search === ''")
    page.wait_for_timeout(1500)
    assert page.evaluate("location.search") == ""
    assert field(page, "weight w").input_value() == "1.5"


def test_a_server_that_was_killed_comes_back_in_the_browsers_state(
    context: BrowserContext, mortal: Server
) -> None:
    page = context.new_page()
    page.goto(f"{mortal.root}line?w=2")
    page.wait_for_selector(".jl-chart[data-drawn]", timeout=30_000)
    field(page, "weight w").fill("2.5")
    field(page, "weight w").press("Enter")
    value(page, "w", "2.5")
    page.wait_for_timeout(800)
    mortal.kill()
    page.wait_for_timeout(500)
    field(page, "bias b").fill("1")
    field(page, "bias b").press("Enter")
    mortal.start()
    page.wait_for_timeout(9000)
    assert field(page, "weight w").input_value() == "2.5"
    assert field(page, "bias b").input_value() == "1"
    value(page, "w", "2.5")
    value(page, "b", "1")
    words = page.locator(".jl-equations").inner_text()
    assert "2.5" in words


def test_a_server_that_was_killed_opens_an_untouched_link_again(
    context: BrowserContext, mortal: Server
) -> None:
    """Streamlit reconnects with the query of the first load; the address has moved on since."""
    page = context.new_page()
    page.goto(f"{mortal.root}line?w=2")
    page.wait_for_selector(".jl-chart[data-drawn]", timeout=30_000)
    page.goto(f"{mortal.root}hyperplane?w1=2.5&b=-0.2")
    page.wait_for_selector(".jl-chart[data-drawn]", timeout=30_000)
    mortal.kill()
    page.wait_for_timeout(500)
    mortal.start()
    page.wait_for_timeout(9000)
    assert field(page, "weight w₁").input_value() == "2.5"
    assert field(page, "bias b").input_value() == "−0.2"
    value(page, "w1", "2.5")
    value(page, "b", "-0.2")


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
    page.locator(".jl-range").first.focus()
    page.keyboard.press("ArrowRight")
    value(page, "w", "1.6")
    is_held = True
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(100)
    page.get_by_test_id("stSidebarNav").get_by_role("link").nth(2).click()
    expect_heading(page, SLUGS[2])
    page.wait_for_selector(".jl-handle[data-handle='p1']")
    page.wait_for_timeout(1000)
    drawn = "() => document.querySelector('.jl-plot').outerHTML + location.search"
    before = page.evaluate(drawn)
    assert late
    for said in late:
        sockets[0].send(said)
    page.wait_for_timeout(500)
    assert page.evaluate(drawn) == before


def test_without_the_channel_every_step_goes_by_rerun(page: Page, app: str) -> None:
    def refuse(socket: WebSocketRoute) -> None:
        socket.close()

    page.route_web_socket("**/live/channel", refuse)
    open_lesson(page, app, "line")
    field(page, "weight w").fill("3")
    field(page, "weight w").press("Enter")
    value(page, "w", "3")
    expect(page.locator(".jl-equations")).to_contain_text("3")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("slug", SLUGS)
def test_in_native_mode_nothing_covers_a_figure(slug: str, size: Any, page: Page, app: str) -> None:
    page.set_viewport_size(size)
    page.goto(f"{app}{content.lesson(slug).path}?live=0")
    page.wait_for_selector(".stPlotlyChart .js-plotly-plot .scatterlayer", state="attached")
    page.wait_for_timeout(1500)
    boxes = page.evaluate("""() => [...document.querySelectorAll(
      '[class*="st-key-view-"] .stPlotlyChart, [class*="st-key-stage-"] .stSlider,'
      + '[class*="st-key-stage-"] .stSelectbox, [class*="st-key-toolbar-"] button'
    )].map((node) => [node.className, node.getBoundingClientRect()])
      .map(([name, { x, y, width, height }]) => [name, x, y, width, height])""")
    figures = [box for box in boxes if "stPlotlyChart" in box[0]]
    assert figures
    for _, x, y, width, height in figures:
        assert width > 150
        assert height > 150
        for name, x2, y2, width2, height2 in boxes:
            is_beside = x2 >= x + width - 1 or x2 + width2 <= x + 1
            is_apart = is_beside or y2 >= y + height - 1 or y2 + height2 <= y + 1
            assert is_apart or (x2, y2) == (x, y), f"{name} lies over a figure"


def test_a_script_that_throws_ends_in_native_mode(context: BrowserContext, app: str) -> None:
    page = context.new_page()
    page.route("**/live/plotly-*", lambda route: route.fulfill(body="throw new Error('no')"))
    page.goto(app + "line")
    page.wait_for_selector(".stPlotlyChart .js-plotly-plot", timeout=30_000)
    expect(page.get_by_text("Drawing the figure")).to_have_count(0)
