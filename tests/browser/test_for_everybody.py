"""Open to everybody: by keyboard alone, in both themes, on a phone, over a slow line."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import PHONE
from tests.browser.lessons import (
    LESSONS,
    SLUGS,
    drawn,
    expect_heading,
    open_lesson,
    path,
    settled_link,
)
from ui import content

pytestmark = pytest.mark.browser

WORDS = content.words()

FIRST_LOAD = 3_300_000  # bytes over the wire
RELOAD = 60_000
THEMES = ("light", "dark")


def in_theme(page: Page, theme: str) -> None:
    """Change the page's theme, and wait until the figures have followed."""
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    page.wait_for_timeout(500)


@pytest.mark.parametrize("slug", SLUGS)
def test_axe_finds_nothing_in_either_theme(slug: str, page: Page, app: str) -> None:
    open_lesson(page, app, slug)
    if content.lesson(slug).predict is not None:
        page.get_by_role("radio").first.check(force=True)
        expect(page.get_by_test_id("stAlert")).to_have_count(1)
    page.get_by_text(WORDS["buttons"]["table"]).first.click()
    expect(page.get_by_test_id("stTable").first).to_be_visible()
    for theme in THEMES:
        in_theme(page, theme)
        assert violations(page) == [], theme


def violations(page: Page) -> list[tuple[str, str, str]]:
    """What axe finds: rule, node, and what is wrong."""
    return [
        (rule["id"], str(node["target"]), str(node.get("failureSummary")))
        for rule in Axe().run(page).response["violations"]
        for node in rule["nodes"]
    ]


# Everything that is wider than the page or sticks out of it, but for what scrolls by itself.
STICKING_OUT = """() => {
  const width = document.documentElement.clientWidth;
  const scrolls = (node) => {
    for (let up = node.parentElement; up && up.id !== 'root'; up = up.parentElement) {
      if (/(auto|scroll|hidden|clip)/.test(getComputedStyle(up).overflowX)
          && up.clientWidth <= width
          && up.closest('.jl-code, .jl-plot, .jl-equations, .jl-matrix, [data-testid=stTable],'
            + '[data-testid=stSidebar]'))
        return true;
    }
    return false;
  };
  return [...document.querySelectorAll('[data-testid=stMain] *')]
    .filter((node) => {
      if (node.closest('.katex-mathml')) return false; // for screen readers only, and cut to a dot
      const box = node.getBoundingClientRect();
      const isShown = box.width > 1 && box.height > 1;
      return isShown && (box.right > width + 1 || box.left < -1) && !scrolls(node);
    })
    .map((node) => `${node.tagName}.${node.className?.baseVal ?? node.className}`)
    .slice(0, 5);
}"""

CUT_LABELS = """() => [...document.querySelectorAll('.jl-word')]
  .filter((word) => {
    const box = word.getBoundingClientRect();
    const chart = word.closest('.jl-chart').getBoundingClientRect();
    return box.width && (box.left < chart.left - 1 || box.right > chart.right + 1
      || box.top < chart.top - 1 || box.bottom > chart.bottom + 1);
  }).map((word) => word.textContent || word.dataset.text)"""


@pytest.mark.parametrize("slug", SLUGS)
def test_nothing_sticks_out_on_a_phone(slug: str, phone: Page, app: str) -> None:
    open_lesson(phone, app, slug)
    phone.get_by_text(WORDS["buttons"]["table"]).first.click()
    for theme in THEMES:
        in_theme(phone, theme)
        assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        assert phone.evaluate(STICKING_OUT) == []
        # Labels in the figures are not cut by the figures' edges.
        assert phone.evaluate(CUT_LABELS) == []
    # Nor at the ends of the first slider, where numbers are long and marks far out.
    slider = phone.locator(".jl-range").first
    for key in ("Home", "End"):
        slider.focus()
        phone.keyboard.press(key)
        expect_agreement_of_the_address(phone)
        assert phone.evaluate(STICKING_OUT) == [], key
        assert phone.evaluate(CUT_LABELS) == [], key


def expect_agreement_of_the_address(page: Page) -> None:
    """Wait until what was pressed has been reported and drawn."""
    page.wait_for_function("location.search.length > 1")
    page.evaluate("window.spy.settled()")


def test_targets_are_large_enough_for_a_finger(phone: Page, app: str) -> None:
    for slug in SLUGS:
        open_lesson(phone, app, slug)
        small = phone.evaluate("""() =>
          [...document.querySelectorAll('.jl-handle, .jl-range, .jl-select, .jl-switch, .jl-exact')]
            .filter((node) => {
              const { width, height } = node.getBoundingClientRect();
              return width && (width < 24 || height < 24);
            }).map((node) => node.className)""")
        assert small == [], slug


def tab_to(page: Page, selector: str, *, most: int = 120) -> None:
    """Press Tab until the focus is on an element."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{selector} cannot be reached by Tab")


@pytest.mark.parametrize("slug", LESSONS)
def test_a_lesson_can_be_worked_through_by_keyboard(slug: str, page: Page, app: str) -> None:
    lesson = content.lesson(slug)
    open_lesson(page, app, slug)
    # Predict: pick an answer and read the reply.
    tab_to(page, "input[type=radio]")
    page.keyboard.press("Space")
    expect(page.get_by_test_id("stAlert")).to_have_count(1)
    # Explore: move a slider, and every handle.
    tab_to(page, ".jl-range")
    name = str(page.evaluate("document.activeElement.id.split('-')[2]"))
    page.keyboard.press("Home")
    settled_link(page, name, lesson.controls[name].text(lesson.controls[name].spec()["low"]))
    for number in range(page.locator(".jl-handle").count()):
        tab_to(page, ".jl-handle")
        before = page.evaluate("document.activeElement.getAttribute('aria-label')")
        page.keyboard.press("ArrowUp")
        page.wait_for_function(
            "(before) => document.activeElement.getAttribute('aria-label') !== before", arg=before
        )
        assert (
            page.locator(".jl-handle")
            .nth(number)
            .evaluate("(node) => node === document.activeElement")
        )
    # The numbers behind the last figure, and the first experiment's button.
    tab_to(page, "summary")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("stTable").first).to_be_visible()
    tab_to(page, f"[class*=st-key-{slug}-experiment] button")
    page.keyboard.press("Enter")
    page.wait_for_function("(before) => location.search !== before", arg=query_of(page))
    # Check yourself, and the way on.
    tab_to(page, "input[type=radio]")
    page.keyboard.press("Space")
    expect(page.get_by_test_id("stAlert")).to_have_count(2)
    order = list(SLUGS)
    if slug != order[-1]:
        tab_to(page, "[data-testid=stPageLink-NavLink]")
        page.keyboard.press("Enter")
        expect_heading(page, order[order.index(slug) + 1])


def query_of(page: Page) -> str:
    """The address's query."""
    return str(page.evaluate("location.search"))


def loaded(page: Page, go: Callable[[], object]) -> int:
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
    page.wait_for_timeout(1000)
    session.detach()
    return int(sum(sizes))


@pytest.mark.parametrize("slug", ["home", "activation"])
def test_the_first_load_is_light_and_a_reload_lighter(
    slug: str, stranger: BrowserContext, app: str
) -> None:
    page = stranger.new_page()
    first = loaded(page, lambda: page.goto(app + path(slug)))
    again = loaded(page, page.reload)
    page.close()
    assert 500_000 < first <= FIRST_LOAD
    assert 1_000 < again <= RELOAD


@pytest.mark.parametrize("slug", SLUGS)
def test_every_chart_says_what_it_shows(slug: str, page: Page, app: str) -> None:
    open_lesson(page, app, slug)
    for chart in page.locator(".jl-plot").all():
        name = chart.get_attribute("aria-label")
        assert name is not None
        assert len(name) > 40
