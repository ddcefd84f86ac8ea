"""When the line is long, breaks, or ends at another server: nothing lost, nothing of two states."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Locator,
    Page,
    Route,
    WebSocketRoute,
    expect,
)

from benchmarks.chromium import Server
from benchmarks.proxy import Proxy, proxied
from tests.browser.agreement import expect_agreement, expect_the_server_agrees
from tests.browser.conftest import TALL
from tests.browser.drawing import settled
from tests.browser.lessons import (
    drawn,
    expect_heading,
    hold,
    let_go,
    open_lesson,
    path,
    settled_link,
    slider,
)
from ui import content

pytestmark = pytest.mark.browser

WORDS = content.words()

# Before a key press is reported (140 ms), and while its report is on its way (until some 300).
DELAYS = (0, 60, 130, 160, 220, 280)


def press_soon_after(page: Page, range_: str, value: float, other: Locator, delay: int) -> None:
    """Move a slider as a key does, and click something that many milliseconds later."""
    page.evaluate(
        """([range, value, other, delay]) => new Promise((resolve) => {
          const slider = document.querySelector(range);
          slider.value = value;
          slider.dispatchEvent(new Event('input'));
          setTimeout(() => { other.click(); resolve(); }, delay);
        })""",
        [range_, value, other.element_handle(), delay],
    )


def expect_for_good(page: Page, slug: str, **values: float | str | bool) -> None:
    """Expect a state, and that it is still there a while later, on the server too."""
    expect_agreement(page, slug, **values)
    page.wait_for_timeout(600)
    expect_agreement(page, slug, **values)
    expect_the_server_agrees(page, slug, **values)


# --- a long line -----------------------------------------------------------------------------


def test_a_slider_and_a_switch_both_survive(page: Page, far: Proxy) -> None:
    open_lesson(page, far.root, "home")
    switch = page.locator("#jl-home-bend")
    for number, delay in enumerate(DELAYS):
        w = 2.5 - number / 10
        press_soon_after(page, "#jl-home-w", w, switch, delay)
        expect_for_good(page, "home", w=w, bend=number % 2 == 0)


@pytest.mark.parametrize("name", ["set", "reset"])
def test_what_a_button_sets_wins_wholly(name: str, page: Page, far: Proxy) -> None:
    lesson = content.lesson("line")
    wins = lesson.experiments[0].state if name == "set" else lesson.controls.defaults()
    open_lesson(page, far.root, "line", "x=2")
    button = page.get_by_role("button", name=WORDS["buttons"][name]).first
    for delay in DELAYS:
        press_soon_after(page, "#jl-line-b", 3.5, button, delay)
        expect_for_good(page, "line", **wins)


def test_a_slider_moves_on_while_its_report_is_on_its_way(page: Page, far: Proxy) -> None:
    open_lesson(page, far.root, "line")
    for value in (1.0, 2.0, 3.0):
        hold(page, "line", "w", value)
        let_go(page, "line", "w")  # the first report goes, the others wait for its answer
        page.wait_for_timeout(60)
    hold(page, "line", "b", -2)
    let_go(page, "line", "b")
    expect_for_good(page, "line", w=3, b=-2)


def test_what_is_moved_far_away_is_drawn_while_it_is_held(page: Page, far: Proxy) -> None:
    page.set_viewport_size(TALL)
    open_lesson(page, far.root, "hyperplane")
    page.wait_for_function("document.querySelector('.jl-chart').dataset.drawn")
    before = int(page.locator(".jl-chart").first.get_attribute("data-drawn") or 0)
    for step in range(20):
        hold(page, "hyperplane", "b", -1 + step / 10)
    settled(page)
    now = int(page.locator(".jl-chart").first.get_attribute("data-drawn") or 0)
    assert now > before
    let_go(page, "hyperplane", "b")
    expect_for_good(page, "hyperplane", b=0.9)


# --- answers of another lesson ---------------------------------------------------------------


class Held:
    """The channel's answers, kept back while `is_holding`."""

    def __init__(self, page: Page) -> None:
        self.is_holding = False
        self.kept: list[Callable[[], None]] = []
        page.route_web_socket("**/live/channel", self._route)

    def _route(self, socket: WebSocketRoute) -> None:
        def take(message: str | bytes) -> None:
            if self.is_holding:
                self.kept.append(lambda: socket.send(message))
            else:
                socket.send(message)

        socket.connect_to_server().on_message(take)

    def release(self) -> None:
        """Let all of it through."""
        assert self.kept, "nothing was kept back"
        self.is_holding = False
        for send in self.kept:
            send()


def go_to(page: Page, slug: str) -> None:
    """Follow the navigation to a lesson."""
    title = content.lesson(slug).title
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=title, exact=True).click()
    expect_heading(page, slug)
    drawn(page)


@pytest.mark.parametrize("way", [["hyperplane"], ["hyperplane", "line"]])
def test_a_late_answer_of_the_last_lesson_is_not_taken(
    way: list[str], page: Page, app: str
) -> None:
    page.set_viewport_size(TALL)
    answers = Held(page)
    open_lesson(page, app, "line")
    hold(page, "line", "w", 2)
    let_go(page, "line", "w")
    expect_agreement(page, "line", w=2)
    answers.is_holding = True
    hold(page, "line", "w", -3)  # asked, but neither answered nor reported
    page.wait_for_timeout(100)
    for slug in way:
        go_to(page, slug)
    answers.release()
    page.wait_for_timeout(300)
    expect_agreement(page, way[-1])
    control = "b"
    hold(page, way[-1], control, 1)
    let_go(page, way[-1], control)
    expect_agreement(page, way[-1], b=1)


# --- the channel -----------------------------------------------------------------------------


def test_without_the_channel_every_step_goes_by_rerun(page: Page, app: str) -> None:
    page.route_web_socket("**/live/channel", lambda socket: socket.close())
    page.set_viewport_size(TALL)
    open_lesson(page, app, "line")
    for value in (-1, 2, 3):
        hold(page, "line", "w", value)
        expect_agreement(page, "line", w=value)  # while it is held
    let_go(page, "line", "w")
    expect_agreement(page, "line", w=3)


def test_a_channel_that_closes_is_opened_again(page: Page, app: str) -> None:
    sockets: list[WebSocketRoute] = []
    answered: list[int] = []

    def route(socket: WebSocketRoute) -> None:
        number = len(sockets)
        sockets.append(socket)

        def pass_on(message: str | bytes) -> None:
            answered.append(number)
            socket.send(message)

        socket.connect_to_server().on_message(pass_on)

    page.route_web_socket("**/live/channel", route)
    page.set_viewport_size(TALL)
    open_lesson(page, app, "line")
    hold(page, "line", "w", 1)
    page.wait_for_timeout(300)
    assert answered
    sockets[0].close(code=1001, reason="nothing was asked for a while")
    hold(page, "line", "w", 2)
    expect_agreement(page, "line", w=2)
    page.wait_for_timeout(3200)  # it is not tried more often than every three seconds
    for value in (2.5, 3):
        hold(page, "line", "w", value)
        page.wait_for_timeout(200)
    assert answered[-1] == 1
    let_go(page, "line", "w")
    expect_agreement(page, "line", w=3)


def test_a_line_that_hangs_loses_nothing(noisy_page: Page, app: str) -> None:
    page = noisy_page
    page.set_viewport_size(TALL)
    with proxied(app, delay=0.01) as line:
        open_lesson(page, line.root, "line")
        line.freeze()
        slider(page, "weight w").focus()
        page.keyboard.press("End")
        page.wait_for_timeout(4500)  # longer than an answer or report is waited for
        page.keyboard.press("ArrowLeft")
        line.restore()
        expect_agreement(page, "line", w=3.9)


@pytest.mark.parametrize("fault", ["cut", "refuse"])
def test_a_line_that_breaks_while_a_report_is_on_its_way(
    fault: str, noisy_page: Page, app: str
) -> None:
    page = noisy_page
    page.set_viewport_size(TALL)
    with proxied(app) as line:
        open_lesson(page, line.root, "line", "b=1")
        slider(page, "weight w").focus()
        page.keyboard.press("End")
        settled_link(page, "w", "4")  # now it goes
        getattr(line, fault)()
        page.keyboard.press("ArrowLeft")
        page.wait_for_timeout(1000)
        line.restore()
        expect_agreement(page, "line", w=3.9, b=1)
        expect_the_server_agrees(page, "line", w=3.9, b=1)


# --- the server ------------------------------------------------------------------------------


def test_a_server_that_was_restarted_takes_over_what_the_page_shows(
    noisy_page: Page, mortal: Server
) -> None:
    page = noisy_page
    page.set_viewport_size(TALL)
    open_lesson(page, mortal.root, "line", "w=2&b=1")
    hold(page, "line", "w", 3)
    let_go(page, "line", "w")
    expect_agreement(page, "line", w=3, b=1)
    # The page is not touched meanwhile.
    mortal.kill()
    page.wait_for_timeout(500)
    mortal.start()
    expect_the_server_agrees(page, "line", w=3, b=1)
    expect_agreement(page, "line", w=3, b=1)
    # Now it is, while there is no server.
    mortal.kill()
    page.wait_for_timeout(500)
    slider(page, "weight w").focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    slider(page, "bias b").focus()
    page.keyboard.press("Home")
    page.wait_for_timeout(500)
    mortal.start()
    expect_agreement(page, "line", w=2.7, b=-4)
    expect_the_server_agrees(page, "line", w=2.7, b=-4)
    # And the hand goes on as before.
    hold(page, "line", "w", 1)
    let_go(page, "line", "w")
    expect_agreement(page, "line", w=1, b=-4)


# --- scripts that do not load ----------------------------------------------------------------

BROKEN = {
    "plotly throws": ("**/live/plotly-*", "throw new Error('broken');"),
    "plotly is something else": ("**/live/plotly-*", "window.Plotly = {};"),
    "the chart does not parse": ("**/live/*/chart.js", "export class {"),
    "a part is missing from it": ("**/live/*/slider.js", "export const nothing = 0;"),
    "the entry throws": ("**/live/*/main.js", "throw new Error('broken');"),
    "a style is refused": ("**/live/*/figures.css", None),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_script_that_fails_ends_in_native_mode(name: str, browser: Browser, app: str) -> None:
    pattern, body = BROKEN[name]

    def answer(route: Route) -> None:
        if body is None:
            route.abort()
        else:
            route.fulfill(body=body, content_type="text/javascript")

    # No store of files: the broken one must be asked for.
    context: BrowserContext = browser.new_context()
    page = context.new_page()
    page.route(pattern, answer)
    page.goto(app + path("line"))
    page.wait_for_selector(".stPlotlyChart .js-plotly-plot .scatterlayer path.js-line")
    expect(page.get_by_text(WORDS["notes"]["loading"])).to_have_count(0)
    expect(page.locator(".jl-chart")).to_have_count(0)
    expect_heading(page, "line")
    page.locator(".stSlider input").first.focus()
    page.keyboard.press("ArrowRight")
    settled_link(page, "w", "1.6")
    context.close()
