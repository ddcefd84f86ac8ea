"""Open to everybody: by keyboard alone, in both themes, on a phone, over a slow line."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import PHONE, Console
from tests.browser.lessons import SLUGS, drawn, expect_heading, open_lesson, path, settled_link
from ui import content

pytestmark = pytest.mark.browser

FIRST_LOAD = 3_000_000  # bytes over the wire (DESIGN.md §9)
RELOAD = 50_000


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("slug", SLUGS)
def test_axe_finds_nothing(
    slug: str, theme: str, browser: Browser, app: str, console: Console
) -> None:
    context = browser.new_context(color_scheme=theme, viewport={"width": 1280, "height": 800})  # type: ignore[arg-type]
    page = context.new_page()
    console.listen(page)
    open_lesson(page, app, slug)
    if content.lesson(slug).predict is not None:
        page.get_by_role("radio").first.check(force=True)
        expect(page.get_by_test_id("stAlert")).to_have_count(1)
    page.get_by_text(content.words()["buttons"]["table"]).first.click()
    page.wait_for_timeout(500)
    results = Axe().run(page)
    found = [
        (rule["id"], node["target"], node.get("failureSummary"))
        for rule in results.response["violations"]
        for node in rule["nodes"]
    ]
    context.close()
    assert found == []


# Everything that is wider than the page or sticks out of it, but for what scrolls by itself.
STICKING_OUT = """() => {
  const width = document.documentElement.clientWidth;
  const scrolls = (node) => {
    for (let up = node; up; up = up.parentElement) {
      if (/(auto|scroll|hidden|clip)/.test(getComputedStyle(up).overflowX) && up.id !== 'root'
          && up.scrollWidth <= 10_000 && up !== node && up.clientWidth <= width
          && up.closest('.jl-code, .jl-plot, [data-testid=stSidebar], .jl-handles, .jl-words'))
        return true;
    }
    return false;
  };
  return [...document.querySelectorAll('[data-testid=stMain] *')]
    .filter((node) => {
      const box = node.getBoundingClientRect();
      const isShown = box.width > 1 && box.height > 1;
      return isShown && (box.right > width + 1 || box.left < -1) && !scrolls(node);
    })
    .map((node) => `${node.tagName}.${node.className?.baseVal ?? node.className}`)
    .slice(0, 5);
}"""


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("slug", SLUGS)
def test_nothing_sticks_out_on_a_phone(
    slug: str, theme: str, browser: Browser, app: str, console: Console
) -> None:
    context = browser.new_context(viewport=PHONE, color_scheme=theme, has_touch=True)  # type: ignore[arg-type]
    page = context.new_page()
    console.listen(page)
    open_lesson(page, app, slug)
    page.wait_for_timeout(500)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.evaluate(STICKING_OUT) == []
    # Labels in the figures are not cut by the figures' edges.
    assert (
        page.evaluate("""() => [...document.querySelectorAll('.jl-word')]
      .filter((word) => word.textContent && (() => {
        const box = word.getBoundingClientRect();
        const chart = word.closest('.jl-chart').getBoundingClientRect();
        return box.left < chart.left - 1 || box.right > chart.right + 1;
      })()).map((word) => word.textContent)""")
        == []
    )
    context.close()


def tab_to(page: Page, selector: str, *, most: int = 120) -> None:
    """Press Tab until the focus is on an element."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{selector} cannot be reached by Tab")


@pytest.mark.parametrize("slug", [slug for slug in SLUGS if slug != "home"])
def test_a_lesson_can_be_worked_through_by_keyboard(slug: str, page: Page, app: str) -> None:
    lesson = content.lesson(slug)
    open_lesson(page, app, slug)
    # Predict: pick an answer and read the reply.
    tab_to(page, "input[type=radio]")
    page.keyboard.press("Space")
    expect(page.get_by_test_id("stAlert")).to_have_count(1)
    # Explore: move a slider, and every handle.
    tab_to(page, ".jl-range")
    control = next(c for c in lesson.controls.items if c.kind == "number" and not c.hidden)
    page.keyboard.press("Home")
    settled_link(page, control.name, control.text(control.low))
    if page.locator(".jl-handle").count():
        tab_to(page, ".jl-handle")
        before = page.evaluate("document.activeElement.getAttribute('aria-label')")
        page.keyboard.press("ArrowLeft")
        page.wait_for_function(
            "(before) => document.activeElement.getAttribute('aria-label') !== before", arg=before
        )
    # The numbers behind the figure.
    tab_to(page, "summary")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("stTable").first).to_be_visible()
    # Try this: the first experiment's button.
    tab_to(page, "[class*=st-key] button")
    page.keyboard.press("Enter")
    # Check yourself, and the way on.
    tab_to(page, "input[type=radio]")
    page.keyboard.press("Space")
    expect(page.get_by_test_id("stAlert")).to_have_count(2)
    order = list(SLUGS)
    if slug != order[-1]:
        tab_to(page, "[data-testid=stPageLink-NavLink]")
        page.keyboard.press("Enter")
        expect_heading(page, order[order.index(slug) + 1])


def loaded(page: Page, go: Any) -> int:
    """Bytes over the wire while a page is loaded, websocket included."""
    sizes: list[int] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    session.on(
        "Network.webSocketFrameReceived",
        lambda event: sizes.append(len(event["response"]["payloadData"]) * 3 // 4),
    )
    go()
    drawn(page)
    page.wait_for_timeout(1500)
    session.detach()
    return int(sum(sizes))


@pytest.mark.parametrize("slug", SLUGS)
def test_the_first_load_is_light_and_a_reload_lighter(
    slug: str, context: BrowserContext, app: str
) -> None:
    page = context.new_page()
    first = loaded(page, lambda: page.goto(app + path(slug)))
    again = loaded(page, page.reload)
    assert 500_000 < first <= FIRST_LOAD
    assert again <= RELOAD


def test_every_chart_says_what_it_shows(page: Page, app: str) -> None:
    for slug in SLUGS:
        open_lesson(page, app, slug)
        for chart in page.locator(".jl-plot").all():
            name = chart.get_attribute("aria-label")
            assert name is not None
            assert len(name) > 40
