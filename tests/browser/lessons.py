"""What the journeys share: opening a lesson, reading its state off the page."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page, expect

from ui import content

SLUGS = content.slugs()


def path(slug: str, query: str = "") -> str:
    """Path of a lesson below the app's root, with a query."""
    return content.lesson(slug).path + (f"?{query}" if query else "")


def drawn(page: Page) -> None:
    """Wait until every live chart of the page is drawn."""
    page.wait_for_selector(".jl-chart[data-drawn]", timeout=20_000)
    page.wait_for_function("""() => {
        const charts = [...document.querySelectorAll('.jl-chart')];
        return charts.length && charts.every((chart) => chart.dataset.drawn);
    }""")


def open_lesson(page: Page, app: str, slug: str, query: str = "") -> None:
    """Open a lesson and wait for its figures."""
    page.goto(app + path(slug, query))
    drawn(page)


def slider(page: Page, label: str) -> Locator:
    """The live slider with a label."""
    return page.locator(".jl-slider", has=page.get_by_text(label, exact=True)).locator(".jl-range")


def exact(page: Page, label: str) -> Locator:
    """The number beside a live slider."""
    return page.locator(".jl-slider", has=page.get_by_text(label, exact=True)).locator(".jl-exact")


def link_values(page: Page) -> dict[str, str]:
    """The state as the address says it."""
    return {name: values[-1] for name, values in parse_qs(urlsplit(page.url).query).items()}


def settled_link(page: Page, name: str, value: str) -> None:
    """Wait until the address says a value."""
    page.wait_for_function(
        "([name, value]) => new URLSearchParams(location.search).get(name) === value",
        arg=[name, value],
    )


def equation(page: Page) -> Locator:
    """The block of equations."""
    return page.locator(".jl-equations")


def expect_heading(page: Page, slug: str) -> None:
    """Expect the lesson's question as the page's title."""
    expect(page.get_by_role("heading", level=1)).to_have_text(content.lesson(slug).question)
