"""A link opens the same lesson in the same state, on a cold server, whatever it holds."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from benchmarks.chromium import served
from tests.browser.conftest import Console
from tests.browser.lessons import (
    SLUGS,
    drawn,
    exact,
    expect_heading,
    link_values,
    open_lesson,
    path,
    slider,
)
from ui import content
from ui.controls import Control

pytestmark = pytest.mark.browser

# Notes every title that is ever shown, so that a flash of another page would be seen.
WATCH_TITLES = """
window.titles = [];
new MutationObserver(() => {
  const title = document.querySelector('h1')?.textContent;
  if (title && title !== window.titles.at(-1)) window.titles.push(title);
}).observe(document, { childList: true, subtree: true, characterData: true });
"""


def first_number(slug: str) -> Control:
    return next(c for c in content.lesson(slug).controls.items if c.kind == "number")


def other_value(control: Control) -> str:
    """A valid value that is not the default."""
    return control.text(control.low + control.step)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_cold_server_opens_a_deep_link(
    slug: str, context: BrowserContext, console: Console
) -> None:
    control = first_number(slug)
    page = context.new_page()
    console.listen(page)
    page.add_init_script(WATCH_TITLES)
    with served() as cold:
        page.goto(cold + path(slug, f"{control.name}={other_value(control)}"))
        drawn(page)
        expect_heading(page, slug)
        assert float(slider(page, control.label).input_value()) == pytest.approx(
            float(other_value(control))
        )
        navigation = page.get_by_test_id("stSidebarNav").get_by_role("link")
        assert navigation.count() == len(SLUGS)
        assert page.evaluate("window.titles") == [content.lesson(slug).question]


@pytest.mark.parametrize("slug", SLUGS)
def test_a_link_written_by_the_page_opens_the_same_state(
    slug: str, page: Page, context: BrowserContext, app: str, console: Console
) -> None:
    control = first_number(slug)
    open_lesson(page, app, slug)
    slider(page, control.label).focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("location.search.length > 1")
    page.wait_for_timeout(500)
    shared = page.url
    assert float(link_values(page)[control.name]) == pytest.approx(float(other_value(control)))
    other = context.new_page()
    console.listen(other)
    other.goto(shared)
    drawn(other)
    assert exact(other, control.label).input_value() == exact(page, control.label).input_value()
    assert other.locator(".jl-equations").inner_text() == page.locator(".jl-equations").inner_text()


# The whole list of hostile values is tried without a browser, in tests/ui and tests/pages.
HOSTILE = ("{n}=nan", "{n}=1e999", "{n}=<script>alert(1)</script>&{n}=2")


@pytest.mark.parametrize("link", HOSTILE)
@pytest.mark.parametrize("slug", SLUGS)
def test_a_hostile_link_gets_one_kind_sentence(slug: str, link: str, page: Page, app: str) -> None:
    control = first_number(slug)
    open_lesson(page, app, slug, link.format(n=control.name))
    note = page.get_by_test_id("stAlert")
    expect(note).to_have_count(1)
    assert control.label in note.inner_text()
    assert "script" not in note.inner_text()
    value = float(slider(page, control.label).input_value())
    assert control.low <= value <= control.high
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_an_unknown_choice_keeps_the_rest_of_the_link(page: Page, app: str) -> None:
    open_lesson(page, app, "line", "w=2&activation=%3Cscript%3E")
    assert exact(page, "weight w").input_value() == "2"
    expect(page.get_by_test_id("stAlert")).to_have_count(1)


def test_an_unknown_page_opens_the_first_one(context: BrowserContext, app: str) -> None:
    # Not the `page` fixture: Streamlit itself notes the missing page in the console.
    page = context.new_page()
    page.goto(app + "nothing-here?w=1")
    drawn(page)
    expect_heading(page, "home")


def test_back_returns_to_the_lesson_before(page: Page, app: str) -> None:
    open_lesson(page, app, "line", "w=2.5")
    page.get_by_test_id("stSidebarNav").get_by_role("link").nth(2).click()
    expect_heading(page, SLUGS[2])
    drawn(page)
    page.go_back()
    expect_heading(page, "line")
    drawn(page)
    assert exact(page, "weight w").input_value() == "2.5"


def test_native_mode_holds_its_state_in_the_link_too(page: Page, app: str) -> None:
    page.goto(app + "line?live=0&w=2")
    page.wait_for_selector(".stPlotlyChart .js-plotly-plot")
    thumb = page.locator(".stSlider input").first
    assert float(thumb.input_value()) == pytest.approx(2.0)
    thumb.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("new URLSearchParams(location.search).get('w') === '2.1'")
