"""Real Chromium on a real server. Every page must leave the console clean."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    ViewportSize,
    sync_playwright,
)

from benchmarks.chromium import FLAGS, executable, served

DESKTOP: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def app() -> Iterator[str]:
    """Address of a server that the tests share."""
    with served() as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable(), args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=DESKTOP, color_scheme="light")
    yield context
    context.close()


class Console:
    """What a page said that it should not have said."""

    def __init__(self) -> None:
        self.complaints: list[str] = []

    def listen(self, page: Page) -> None:
        """Note errors, warnings and requests that leave the machine."""
        page.on("console", self._said)
        page.on("pageerror", lambda error: self._note(f"uncaught: {error}"))
        page.on("request", self._asked)

    def _note(self, complaint: str) -> None:
        self.complaints.append(complaint)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self._note(f"{message.type}: {message.text}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith(("http://127.0.0.1", "blob:", "data:")):
            self._note(f"asked the network for {request.url}")


@pytest.fixture
def console() -> Iterator[Console]:
    """Collects complaints of the pages it listens to; a test fails where there are any."""
    console = Console()
    yield console
    assert console.complaints == []


@pytest.fixture
def page(context: BrowserContext, console: Console) -> Page:
    page = context.new_page()
    console.listen(page)
    return page
