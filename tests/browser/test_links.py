"""A link opens the same lesson in the same state, on a cold server, whatever it holds."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from benchmarks.chromium import served
from tests.browser.agreement import expect_agreement, scene_of
from tests.browser.conftest import TALL, Console
from tests.browser.lessons import (
    SLUGS,
    box_of,
    drawn,
    exact,
    expect_heading,
    link_values,
    open_lesson,
    path,
    settled_link,
    slider,
)
from ui import content
from ui.controls import Control

pytestmark = pytest.mark.browser

WORDS = content.words()

# Notes every title that is ever shown, so that a flash of another page would be seen.
WATCH_TITLES = """
window.titles = [];
new MutationObserver(() => {
  const title = document.querySelector('h1')?.textContent;
  if (title && title !== window.titles.at(-1)) window.titles.push(title);
}).observe(document, { childList: true, subtree: true, characterData: true });
"""


def first_number(slug: str) -> Control:
    controls = content.lesson(slug).controls.items
    return next(c for c in controls if c.kind == "number" and not c.hidden)


def other_value(control: Control) -> float:
    """A valid value that is not the default."""
    spec = control.spec()
    value = float(spec["low"]) + float(spec["step"])
    return value if value != control.default else float(spec["high"])


@pytest.mark.parametrize("slug", SLUGS)
def test_a_cold_server_opens_a_deep_link(
    slug: str, stranger: BrowserContext, console: Console
) -> None:
    control = first_number(slug)
    page = stranger.new_page()
    page.set_viewport_size(TALL)
    console.listen(page)
    page.add_init_script(WATCH_TITLES)
    with served() as cold:
        value = other_value(control)
        page.goto(cold + path(slug, f"{control.name}={control.text(value)}"))
        drawn(page)
        expect_heading(page, slug)
        expect_agreement(page, slug, **{control.name: value})
        navigation = page.get_by_test_id("stSidebarNav").get_by_role("link")
        assert navigation.count() == len(SLUGS)
        assert page.evaluate("window.titles") == [content.lesson(slug).question]
        page.close()


@pytest.mark.parametrize("slug", SLUGS)
def test_a_link_written_by_the_page_opens_the_same_state(slug: str, page: Page, app: str) -> None:
    control = first_number(slug)
    page.set_viewport_size(TALL)
    open_lesson(page, app, slug)
    slider(page, control.label).focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    spec = control.spec()
    value = round(float(spec["low"]) + float(spec["step"]), 6)
    if value != control.default:
        settled_link(page, control.name, control.text(value))
    expect_agreement(page, slug, **{control.name: value})
    page.goto(page.url)
    drawn(page)
    expect_agreement(page, slug, **{control.name: value})


# The whole list of hostile values is tried without a browser, in tests/ui and tests/pages.
HOSTILE = [
    *((slug, "{n}=<script>alert(1)</script>&{n}=2") for slug in SLUGS),
    ("line", "{n}=nan"),
    ("line", "{n}=1e999"),
]


@pytest.mark.parametrize(("slug", "link"), HOSTILE)
def test_a_hostile_link_gets_one_kind_sentence(slug: str, link: str, page: Page, app: str) -> None:
    control = first_number(slug)
    page.set_viewport_size(TALL)
    open_lesson(page, app, slug, link.format(n=control.name))
    note = page.get_by_test_id("stAlert")
    expect(note).to_have_count(1)
    assert control.label in note.inner_text()
    assert "script" not in note.inner_text()
    expect_agreement(page, slug)  # and the address is mended
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_an_unknown_choice_keeps_the_rest_of_the_link(page: Page, app: str) -> None:
    page.set_viewport_size(TALL)
    open_lesson(page, app, "line", "w=2&activation=%3Cscript%3E&from=mail")
    expect_agreement(page, "line", w=2)
    assert link_values(page)["from"] == "mail"  # what is not ours stays
    expect(page.get_by_test_id("stAlert")).to_have_count(1)


def test_an_unknown_page_opens_the_first_one(noisy_page: Page, app: str) -> None:
    # Streamlit itself notes the missing page in the console.
    noisy_page.goto(app + "nothing-here?w=1")
    drawn(noisy_page)
    expect_heading(noisy_page, "home")


def test_back_returns_to_the_lesson_before(page: Page, app: str) -> None:
    page.set_viewport_size(TALL)
    open_lesson(page, app, "line", "w=2.5")
    page.get_by_test_id("stSidebarNav").get_by_role("link").nth(2).click()
    expect_heading(page, SLUGS[2])
    drawn(page)
    page.go_back()
    expect_heading(page, "line")
    drawn(page)
    expect_agreement(page, "line", w=2.5)


def test_a_lesson_visited_again_stands_as_it_was_left(page: Page, app: str) -> None:
    page.set_viewport_size(TALL)
    open_lesson(page, app, "line")
    field = exact(page, "weight w")
    field.fill("2.2")
    field.press("Enter")
    settled_link(page, "w", "2.2")
    navigation = page.get_by_test_id("stSidebarNav").get_by_role("link")
    for place in (2, 1):
        navigation.nth(place).click()
        expect_heading(page, SLUGS[place])
        drawn(page)
    expect_agreement(page, "line", w=2.2)


# --- Streamlit's own widgets and charts ------------------------------------------------------


@pytest.mark.parametrize("slug", SLUGS)
def test_native_mode_shows_all_of_it_and_keeps_its_state_in_the_link(
    slug: str, page: Page, app: str
) -> None:
    control = first_number(slug)
    page.goto(app + path(slug, "live=0"))
    charts = page.locator(".stPlotlyChart .js-plotly-plot")
    charts.first.wait_for()
    state = content.lesson(slug).controls.defaults()
    expect(charts).to_have_count(len(scene_of(slug, state).charts))
    expect(page.locator(".jl-chart")).to_have_count(0)
    thumb = page.locator(".stSlider", has=page.get_by_text(control.label, exact=True)).locator(
        "input"
    )
    thumb.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.wait_for_function("(name) => new URLSearchParams(location.search).has(name)",
                           arg=control.name)  # fmt: skip
    said = charts.first.evaluate(
        "(plot) => plot.closest('[aria-label]')?.getAttribute('aria-label')"
    )
    assert said is None or len(said) > 40
    expect(page.get_by_test_id("stException")).to_have_count(0)


# --- numbers that are typed ------------------------------------------------------------------


@pytest.mark.parametrize("slug", ["home", "collapse"])
def test_a_number_typed_out_of_bounds_becomes_the_nearest_and_it_is_said(
    slug: str, page: Page, app: str
) -> None:
    control = first_number(slug)
    spec = control.spec()
    page.set_viewport_size(TALL)
    open_lesson(page, app, slug)
    field, note = exact(page, control.label), box_of(page, control.label).locator(".jl-note")
    # To a value first from which the bound is a change.
    field.fill(control.text(spec["low"]))
    field.press("Enter")
    field.fill(control.text(spec["high"] + 2))
    field.press("Enter")
    high, low = control.shown(spec["high"]), control.shown(spec["low"])
    assert field.input_value() == high
    said = WORDS["problems"]["typed_out_of_range"]
    expect(note).to_have_text(said.format(label=control.label, low=low, high=high, value=high))
    expect_agreement(page, slug, **{control.name: spec["high"]})
    expect(note).not_to_be_empty()  # it stays until something is changed


def test_words_typed_for_a_number_change_nothing_and_it_is_said(page: Page, app: str) -> None:
    page.set_viewport_size(TALL)
    open_lesson(page, app, "home", "w=2")
    field, note = exact(page, "weight w"), box_of(page, "weight w").locator(".jl-note")
    for nonsense in ("two", "1e", "", "1 2", "<b>3</b>"):
        field.fill(nonsense)
        field.press("Enter")
        assert field.input_value() == "2"
        expect(note).to_have_text(WORDS["problems"]["typed_not_a_number"].format(value="2"))
    field.fill("−1,25")
    field.press("Enter")
    expect(note).to_be_empty()
    assert field.input_value() == "−1.25"
    expect_agreement(page, "home", w=-1.25)
