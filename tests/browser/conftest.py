"""Real Chromium on a real server. Every page must leave the console clean, and the server's log."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Request,
    ViewportSize,
    sync_playwright,
)

from benchmarks.chromium import FLAGS, Server, executable
from benchmarks.proxy import Proxy, proxied
from figures.marks import Space
from tests.browser.drawing import SPY
from ui import content

DESKTOP: ViewportSize = {"width": 1280, "height": 800}
TALL: ViewportSize = {"width": 1280, "height": 2600}  # every chart of every lesson in sight
PHONE: ViewportSize = {"width": 390, "height": 844}


def _quiet(script: str) -> Iterator[str]:
    with Server(script) as server:
        yield server.root
        assert "Traceback" not in server.said(), server.said()


@pytest.fixture(scope="session")
def app() -> Iterator[str]:
    """Address of a server that the tests share; it must not have to log a fault."""
    yield from _quiet("app.py")


@pytest.fixture(scope="session")
def toy() -> Iterator[str]:
    """Address of a server of the toy lesson, which has every mark."""
    yield from _quiet("tests/browser/toy/app.py")


@pytest.fixture(scope="session")
def far(app: str) -> Iterator[Proxy]:
    """The shared server, 60 ms away."""
    with proxied(app) as proxy:
        yield proxy


@pytest.fixture
def mortal() -> Iterator[Server]:
    """A server that may be killed."""
    with Server() as server:
        yield server


@pytest.fixture(scope="session")
def driver() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(driver: Playwright) -> Iterator[Browser]:
    """A browser for visitors who have never been here: each context of it knows nothing."""
    chromium = driver.chromium.launch(executable_path=executable(), args=list(FLAGS))
    yield chromium
    chromium.close()


@pytest.fixture(scope="session")
def desk(driver: Playwright) -> Iterator[BrowserContext]:
    """A browser that keeps files and compiled scripts, as people's do: a page opens in half."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        context = driver.chromium.launch_persistent_context(
            profile,
            executable_path=executable(),
            args=list(FLAGS),
            viewport=DESKTOP,
            color_scheme="light",
        )
        yield context
        context.close()


@pytest.fixture
def stranger(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor who has never been here."""
    context = browser.new_context(viewport=DESKTOP, color_scheme="light")
    yield context
    context.close()


class Console:
    """What a page said that it should not have said."""

    # The graphics driver of a machine without a graphics card, where a chart is in space.
    _DRIVER = "GL Driver Message"
    _READBACK = "Canvas2D: Multiple readback"

    def __init__(self) -> None:
        self.complaints: list[str] = []
        self.is_in_space = False

    def listen(self, page: Page) -> None:
        """Note errors, warnings and requests that leave the machine."""
        page.on("console", self._said)
        page.on("pageerror", lambda error: self._note(f"uncaught: {error}"))
        page.on("request", self._asked)

    def _note(self, complaint: str) -> None:
        self.complaints.append(complaint)

    def _said(self, message: ConsoleMessage) -> None:
        text = message.text
        is_plotlys = self._DRIVER in text or self._READBACK in text
        is_plotlys &= self.is_in_space or _is_in_space(message.page)
        if message.type in ("error", "warning") and not is_plotlys:
            self._note(f"{message.type}: {text}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith(("http://127.0.0.1", "blob:", "data:")):
            self._note(f"asked the network for {request.url}")


def _is_in_space(page: Page | None) -> bool:
    """Whether a page belongs to a lesson that has a chart in space."""
    slug = urlsplit(page.url).path.rpartition("/")[2] if page else ""
    if slug not in content.slugs() or find_spec(f"figures.{slug}") is None:
        return False
    lesson = content.lesson(slug)
    scene = import_module(f"figures.{slug}").scene(**lesson.arguments(lesson.controls.defaults()))
    return any(isinstance(chart.axes, Space) for chart in scene.charts.values())


@pytest.fixture
def console() -> Iterator[Console]:
    """Collects complaints of the pages it listens to; a test fails where there are any."""
    console = Console()
    yield console
    assert console.complaints == []


@pytest.fixture
def page(desk: BrowserContext, console: Console) -> Iterator[Page]:
    """A page on a desk, whose console must stay clean."""
    page = desk.new_page()
    console.listen(page)
    yield page
    page.close()


@pytest.fixture
def noisy_page(desk: BrowserContext) -> Iterator[Page]:
    """A page of which the browser itself complains, for something is kept from it."""
    page = desk.new_page()
    yield page
    page.close()


@pytest.fixture
def phone(desk: BrowserContext, console: Console) -> Iterator[Page]:
    """A page on a phone, whose console must stay clean."""
    page = desk.new_page()
    page.set_viewport_size(PHONE)
    session = desk.new_cdp_session(page)
    session.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    console.listen(page)
    yield page
    page.close()


Visit = Callable[[ViewportSize], Page]


@pytest.fixture
def visit(desk: BrowserContext, console: Console, app: str) -> Iterator[Visit]:
    """Open pages of a size that have forgotten what was done, and can tell what is drawn."""
    pages = []

    def open_page(size: ViewportSize) -> Page:
        page = desk.new_page()
        pages.append(page)
        page.goto(f"{app}_stcore/health")
        page.evaluate("localStorage.clear()")
        page.set_viewport_size(size)
        page.add_init_script(SPY)
        console.listen(page)
        return page

    yield open_page
    for page in pages:
        page.close()
