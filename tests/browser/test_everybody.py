"""Open to everybody: by keyboard, by finger, with axe in both themes, on a thin line, by link."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, ViewportSize, expect

from benchmarks.chromium import Server, frame_size
from tests.browser.conftest import DESKTOP, PHONE, Visit
from tests.browser.lessons import (
    LESSONS,
    OUTSIDE,
    SLUGS,
    centre,
    drawn,
    expect_heading,
    link_values,
    open_lesson,
    painted,
    path,
    settled_link,
    slider,
    stroke,
)
from ui import content
from ui.controls import Number

pytestmark = pytest.mark.browser

FIRST_LOAD = 3_300_000  # bytes over the wire
RELOAD = 60_000
QUIET = 0.7  # seconds after the last byte


# --- by keyboard alone -----------------------------------------------------------------------


def tab_to(page: Page, selector: str, *, most: int = 150) -> None:
    """Press Tab until the focus is on an element, and see that it can be seen there."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            break
    else:
        pytest.fail(f"{selector} cannot be reached by Tab")
    page.evaluate("document.activeElement.scrollIntoView({ block: 'center', behavior: 'instant' })")
    painted(page)
    focused = around_focus(page)
    page.evaluate("(window.left = document.activeElement).blur()")
    painted(page)
    blurred = around_focus(page, "window.left")
    page.evaluate("window.left.focus({ focusVisible: true })")
    assert blurred != focused, f"nothing shows that {selector} has the focus"


def around_focus(page: Page, node: str = "document.activeElement") -> bytes:
    """A picture of an element and the few pixels round it."""
    box = page.evaluate(f"""() => {{
      const {{ x, y, width, height }} = {node}.getBoundingClientRect();
      return {{ x: Math.max(x - 6, 0), y: Math.max(y - 6, 0),
        width: width + 12, height: height + 12 }};
    }}""")
    return page.screenshot(clip=box)


@pytest.mark.parametrize("slug", LESSONS)
def test_a_lesson_can_be_worked_through_by_keyboard(slug: str, page: Page, app: str) -> None:
    """Predict, move what can be moved, show a step, open a drawer, answer, go on."""
    open_lesson(page, app, slug)
    tab_to(page, "[class*=st-key-predict-] [role=radio]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(page.locator("[class*=st-key-predict-] .jl-reply")).not_to_be_empty()
    for number in range(page.locator(".jl-handle:visible").count()):
        tab_to(page, ".jl-handle")
        handle = page.locator(".jl-handle:visible").nth(number)
        expect(handle).to_be_focused()
        before = handle.get_attribute("aria-label")
        page.keyboard.press("ArrowRight")
        page.wait_for_function(
            "(before) => document.activeElement.getAttribute('aria-label') !== before", arg=before
        )
    tab_to(page, ".jl-range")
    before = page.evaluate("document.activeElement.value")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.value") != before
    tab_to(page, ".jl-step[data-step='2'] .jl-show")
    page.keyboard.press("Enter")
    expect(page.locator(".jl-step[data-step='2']")).to_have_class(re.compile("jl-current"))
    # The focus stays at the step, so that the next Tab goes on from here.
    assert page.evaluate("document.activeElement.dataset.step") == "2"
    tab_to(page, "[class*=st-key-check-] [role=radio]")
    page.keyboard.press("Enter")
    expect(page.locator("[class*=st-key-check-] .jl-reply").first).not_to_be_empty()
    tab_to(page, "[class*=st-key-drawers-] summary")
    page.keyboard.press("Enter")
    expect(page.locator("[class*=st-key-drawers-] details[open]")).to_have_count(1)
    # What is in it comes with a run of the page.
    inside = page.locator("[class*=st-key-drawers-] details[open] [data-testid=stMarkdown]")
    expect(inside.first).to_be_visible()
    drawn(page)
    # Streamlit unfolds it within half a second, and at the end of that may scroll a little.
    page.wait_for_function(
        "!document.querySelector('details[open]').getAnimations({ subtree: true }).length"
    )
    place = SLUGS.index(slug) + 1
    if place < len(SLUGS):
        tab_to(page, "[class*=st-key-next-] a")
        page.keyboard.press("Enter")
        expect_heading(page, SLUGS[place])


def test_a_goal_is_reached_by_keyboard_alone(page: Page, app: str) -> None:
    """“Guess the output at 2, then drag there”: twelve arrow keys from 0.8."""
    open_lesson(page, app, "line")
    tab_to(page, ".jl-handle")
    for _ in range(12):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(40)
    expect(page.locator(".jl-step[data-step='1']")).to_have_class(re.compile("jl-done"))


# --- by finger -------------------------------------------------------------------------------


# What is too small for a finger, and what goes beyond the edge.
SMALL = """() => [...document.querySelectorAll(
    '.jl-handle, .jl-range, .jl-chip, .jl-show, .jl-option, .jl-tool, .jl-skip, select')]
  .map((node) => [node.className, node.getBoundingClientRect()])
  .filter(([, { width, height }]) => width && (width < 24 || height < 24))
  .map(([name, { width, height }]) => `${name} ${width} × ${height}`)"""


@pytest.mark.parametrize("slug", SLUGS)
def test_on_a_phone_all_is_within_reach_of_a_finger(slug: str, phone: Page, app: str) -> None:
    """Nothing is too small for it, and nothing sticks out."""
    open_lesson(phone, app, slug)
    painted(phone)
    assert phone.evaluate(SMALL) == []
    assert phone.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
    assert phone.evaluate(OUTSIDE) == []


def test_a_finger_drags_a_handle_and_the_page_stays_where_it_is(phone: Page, app: str) -> None:
    open_lesson(phone, app, "line", "step=2")
    handle = phone.locator(".jl-handle:visible").first
    handle.scroll_into_view_if_needed()
    painted(phone)
    x, y = centre(handle)
    scroll = "document.querySelector('[data-testid=stMain]').scrollTop"
    before = phone.evaluate(scroll)
    stroke(phone, *((x + 8 * step, y + 6 * step) for step in range(11)))
    phone.wait_for_function("new URLSearchParams(location.search).has('x')")
    assert float(link_values(phone)["x"]) > 1
    assert phone.evaluate(scroll) == before


# --- themes ----------------------------------------------------------------------------------


COLOURS = """() => [...document.querySelectorAll('.js-plotly-plot path.js-line')]
  .map((node) => getComputedStyle(node).stroke).join()"""


def axe(page: Page) -> list[tuple[str, ...]]:
    """What axe finds."""
    return [
        (rule["id"], str(node["target"]), str(node.get("failureSummary")))
        for rule in Axe().run(page).response["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("slug", SLUGS)
def test_axe_finds_nothing_in_either_theme(slug: str, page: Page, app: str) -> None:
    """And the figures follow, while the page is open, there and back."""
    page.emulate_media(color_scheme="dark")
    open_lesson(page, app, slug)
    painted(page)
    found = [("dark", *each) for each in axe(page)]
    dark = page.evaluate(COLOURS)
    page.emulate_media(color_scheme="light")
    page.wait_for_function(f"(dark) => ({COLOURS})() !== dark", arg=dark)
    painted(page)
    found += [("light", *each) for each in axe(page)]
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"(dark) => ({COLOURS})() === dark", arg=dark)
    assert found == []


# --- on a thin line --------------------------------------------------------------------------


class Line:
    """The line a page comes over: what a load costs, websockets included."""

    # The size of every file that a page has asked for, whether or not it had to be sent.
    _FILES = """() => ['navigation', 'resource']
      .flatMap((kind) => performance.getEntriesByType(kind))
      .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)"""

    def __init__(self, page: Page) -> None:
        self._page = page

    def load(self, go: Callable[[], object]) -> tuple[int, int]:
        """Bytes over the wire, and bytes in all, as for who comes for the first time."""
        news: list[float] = []
        sent: list[int] = []
        told: list[int] = []

        def note(sizes: list[int], size: int) -> None:
            sizes.append(size)
            news.append(time.monotonic())

        session = self._page.context.new_cdp_session(self._page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", lambda e: note(sent, int(e["encodedDataLength"])))
        session.on("Network.webSocketFrameReceived", lambda e: note(told, frame_size(e)))
        go()
        drawn(self._page)
        while time.monotonic() - news[-1] < QUIET:
            self._page.wait_for_timeout(100)
        session.detach()
        return sum(sent) + sum(told), int(self._page.evaluate(self._FILES)) + sum(told)


def test_the_first_load_of_a_stranger_is_light(stranger: BrowserContext, app: str) -> None:
    """What is counted without sending it is what is sent, but for the heads of messages."""
    page = stranger.new_page()
    sent, in_all = Line(page).load(lambda: page.goto(app + path("line")))
    page.close()
    assert 500_000 < sent <= FIRST_LOAD
    assert in_all == pytest.approx(sent, rel=0.02)


@pytest.mark.parametrize("slug", SLUGS)
def test_the_first_load_is_light_and_a_reload_lighter(slug: str, page: Page, app: str) -> None:
    open_lesson(page, app, slug)
    again, first = Line(page).load(page.reload)
    assert 500_000 < first <= FIRST_LOAD
    assert 1_000 < again <= RELOAD


# --- links -----------------------------------------------------------------------------------


def first_number(slug: str) -> Number:
    """The first slider of a lesson."""
    items = content.lesson(slug).controls.items
    return next(each for each in items if isinstance(each, Number) and not each.hidden)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_a_link_brings_its_reader_to_its_step(size: ViewportSize, visit: Visit, app: str) -> None:
    """Whole, in the window, and on a phone below the figure that sticks to the top."""
    page = visit(size)
    open_lesson(page, app, "hyperplane", "step=5")
    page.wait_for_function("""() => {
      const step = document.querySelector(".jl-step[data-step='5']").getBoundingClientRect();
      const view = document.querySelector("[class*=st-key-view-]").getBoundingClientRect();
      const isBeside = view.right <= step.left;
      return step.top >= (isBeside ? 0 : view.bottom) && step.bottom <= innerHeight;
    }""")
    page.locator(
        ".jl-step[data-step='1'] .jl-show"
    ).click()  # from there the reader may go anywhere, and stays
    painted(page)
    expect(page.locator(".jl-step[data-step='1']")).to_be_in_viewport()


HOSTILE = ["<script>alert(1)</script>", "nan", "1e999", "2&{n}=<img src=x onerror=alert(1)>"]


@pytest.mark.parametrize(
    ("slug", "value"),
    [("line", value) for value in HOSTILE]
    + [(slug, HOSTILE[n % len(HOSTILE)]) for n, slug in enumerate(SLUGS) if slug != "line"],
)
def test_a_hostile_link_gets_one_kind_sentence(slug: str, value: str, page: Page, app: str) -> None:
    # The whole list of hostile values is tried without a browser, in tests/ui and tests/pages.
    control = first_number(slug)
    value = value.format(n=control.name)
    open_lesson(page, app, slug, f"{control.name}={value}")
    note = page.get_by_test_id("stAlert")
    expect(note).to_have_count(1)
    said = note.inner_text()
    assert control.label in said
    assert "<" not in said
    # The address is mended: to the default, which it need not say, or to the nearest bound.
    page.wait_for_function("(value) => !decodeURI(location.search).includes(value)", arg=value)
    assert set(link_values(page)) <= {control.name}
    assert link_values(page).get(control.name) in (None, control.text(control.high))
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_an_unknown_choice_keeps_the_rest_of_the_link(page: Page, app: str) -> None:
    open_lesson(page, app, "line", "w=2&activation=%3Cscript%3E&from=mail")
    expect(page.get_by_test_id("stAlert")).to_have_count(1)
    page.wait_for_function("!location.search.includes('activation')")
    assert link_values(page) == {"w": "2", "from": "mail"}  # what is not ours stays


def test_an_unknown_page_opens_the_first_one(noisy_page: Page, app: str) -> None:
    # Streamlit itself notes the missing page in the console.
    noisy_page.goto(app + "nothing-here?w=1")
    drawn(noisy_page)
    expect_heading(noisy_page, "home")


def test_back_returns_to_the_lesson_before(page: Page, app: str) -> None:
    open_lesson(page, app, "line", "w=2.5")
    page.get_by_test_id("stSidebarNav").get_by_role("link").nth(2).click()
    expect_heading(page, SLUGS[2])
    drawn(page)
    page.go_back()
    expect_heading(page, "line")
    drawn(page)
    settled_link(page, "w", "2.5")


def test_below_a_base_path_a_lesson_is_live_and_its_link_opens(stranger: BrowserContext) -> None:
    """As behind a proxy that serves the app at /school/line."""
    page = stranger.new_page()
    with Server(base_path="school/line/") as server:
        page.goto(f"{server.root}line?step=3")
        page.wait_for_selector(".jl-chart[data-drawn]", timeout=30_000)
        slider(page, "weight w").press("ArrowRight")
        settled_link(page, "w", "2.1")
        assert "/school/line/line?" in page.url
        page.reload()
        page.wait_for_selector(".jl-chart[data-drawn]", timeout=30_000)
        assert link_values(page)["w"] == "2.1"
        page.close()


def test_embedded_a_lesson_has_no_list_of_others_and_stays_embedded(page: Page, app: str) -> None:
    """`?embed=true` stays in the address when something moves, and the steps are there."""
    open_lesson(page, app, "line", "embed=true&step=2")
    expect(page.locator(".jl-step[data-step='2']")).to_have_class(re.compile("jl-current"))
    expect(page.get_by_test_id("stSidebarNav")).not_to_be_in_viewport()
    slider(page, "weight w").press("ArrowRight")
    settled_link(page, "w", "1.6")
    assert link_values(page)["embed"] == "true"
