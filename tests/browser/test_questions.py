"""The page of questions in a browser: searched without a word to the server, open by a link."""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from benchmarks.chromium import frame_size
from tests.browser.lessons import (
    LESSONS,
    OUTSIDE,
    drawn,
    exact,
    expect_heading,
    link_values,
    open_lesson,
    settled_link,
    type_in,
)
from ui import content, search

pytestmark = pytest.mark.browser

PAGE = content.questions("questions")
WORDS = content.words()["questions"]
ALL = len(PAGE.asked)


def open_questions(page: Page, app: str, query: str = "") -> None:
    page.goto(f"{app}questions{query and '?'}{query}")
    page.wait_for_selector(".jl-one", state="attached", timeout=20_000)


def field(page: Page) -> Locator:
    return page.get_by_role("searchbox", name=WORDS["search"])


def shown(page: Page) -> list[str]:
    """Names of the questions in sight."""
    ids = page.locator(".jl-one").evaluate_all(
        "(all) => all.filter((one) => one.checkVisibility()).map((one) => one.id)"
    )
    return [name.removeprefix("questions-") for name in ids]


def wanted(text: str, *mixups: str) -> list[str]:
    return [each.name for each in search.found(PAGE, text, mixups)]


def opened(page: Page) -> list[str]:
    ids = page.locator(".jl-one[open]").evaluate_all("(all) => all.map((one) => one.id)")
    return [name.removeprefix("questions-") for name in ids]


def expect_count(page: Page, count: int) -> None:
    text = WORDS["count"].format(shown=count, all=ALL)
    expect(page.locator(".jl-asked [role=status]")).to_have_text(text)


def test_a_search_narrows_letter_by_letter_without_the_server(page: Page, app: str) -> None:
    open_questions(page, app)
    assert shown(page) == wanted("")
    page.wait_for_timeout(1000)
    sent: list[Any] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.webSocketFrameSent", lambda event: sent.append(frame_size(event)))
    session.on("Network.requestWillBeSent", lambda event: sent.append(event["request"]["url"]))
    field(page).focus()
    for length, letter in enumerate("sigmoid", start=1):
        page.keyboard.type(letter)
        assert shown(page) == wanted("sigmoid"[:length])
    expect_count(page, len(wanted("sigmoid")))
    settled_link(page, "q", "sigmoid")
    page.get_by_role("button", name=PAGE.mixups["probability"]).click()
    assert shown(page) == wanted("sigmoid", "probability")
    settled_link(page, "mixups", "probability")
    page.wait_for_timeout(500)
    assert sent == []


@pytest.mark.parametrize(
    "text", ["why", "y = mx + b", "décision", "x₁ > 1.5", "the", "80 %", "-", "ReLU 0", "it’s", "½"]
)
def test_the_browser_finds_what_the_server_finds(text: str, page: Page, app: str) -> None:
    open_questions(page, app)
    field(page).fill(text)
    assert shown(page) == wanted(text)


def test_an_empty_result_says_so_and_clear_brings_all_back(page: Page, app: str) -> None:
    open_questions(page, app)
    clear = page.get_by_role("button", name=WORDS["clear"])
    expect(clear).to_be_disabled()
    field(page).fill("zebra")
    expect(page.get_by_text(WORDS["none"])).to_be_visible()
    assert shown(page) == []
    expect_count(page, 0)
    clear.click()
    expect(page.get_by_text(WORDS["none"])).to_be_hidden()
    expect(field(page)).to_be_focused()
    assert shown(page) == wanted("")
    settled_link(page, "q", None)


def test_few_open_by_themselves_and_close_again(page: Page, app: str) -> None:
    open_questions(page, app)
    field(page).fill("xor")
    assert opened(page) == wanted("xor")
    assert len(opened(page)) <= search.FEW
    field(page).fill("")
    assert opened(page) == []
    page.locator("#questions-bias summary").click()
    field(page).fill("xor")
    field(page).fill("")
    assert opened(page) == ["bias"]  # what a hand opened stays


def test_search_and_misconceptions_are_kept_in_the_address(page: Page, app: str) -> None:
    open_questions(page, app, "q=tree&mixups=upright+nonsense&from=mail")
    assert shown(page) == wanted("tree", "upright")
    expect(field(page)).to_have_value("tree")
    pressed = page.locator(".jl-mixup[aria-pressed=true]")
    assert pressed.all_inner_texts() == [PAGE.mixups["upright"]]
    page.reload()
    expect(field(page)).to_have_value("tree")
    settled_link(page, "mixups", "upright")
    assert link_values(page)["from"] == "mail"


@pytest.mark.parametrize("kind", ["page", "phone"])
def test_a_link_to_a_question_opens_it_and_goes_there(
    kind: str, request: pytest.FixtureRequest, app: str
) -> None:
    page: Page = request.getfixturevalue(kind)
    open_questions(page, app, "ask=narrow")
    one = page.locator("#questions-narrow")
    expect(one).to_have_attribute("open", "")
    expect(one.locator("summary")).to_be_focused()
    expect(one.locator(".jl-answer p").first).to_be_in_viewport(ratio=1)
    assert opened(page) == ["narrow"]
    # Nothing that stays at the top covers it.
    assert one.locator("summary").evaluate(
        """(node) => {
          const box = node.getBoundingClientRect();
          return node.contains(document.elementFromPoint(box.x + 60, box.y + box.height / 2));
        }"""
    )


def test_opening_by_hand_is_in_the_address(page: Page, app: str) -> None:
    open_questions(page, app)
    for name in ("bias", "xor"):
        page.locator(f"#questions-{name} summary").click()
        settled_link(page, "ask", name)
    page.locator("#questions-xor summary").press("Enter")
    settled_link(page, "ask", None)
    assert opened(page) == ["bias"]


def test_hostile_links_open_the_page(page: Page, app: str) -> None:
    for value in ("<img src=x onerror=alert(1)>", "x" * 3000, "%22%27%5D", "a&q=b"):
        open_questions(page, app, f"q={value}&ask={value}&mixups={value}")
        assert len(field(page).input_value()) <= 80
        expect(page.locator(".jl-asked img")).to_have_count(0)


def test_a_link_turns_the_page_to_the_figure_it_means(page: Page, app: str) -> None:
    """Also where the visitor has been there before and has moved the figure since."""
    open_lesson(page, app, "hyperplane", "step=7")
    type_in(page, "bias b", "2")
    settled_link(page, "b", "2")
    page.evaluate("window.mark = 'still the same page'")
    page.get_by_test_id("stSidebarNav").get_by_role("link").last.click()
    page.locator("#questions-split summary").click()
    page.locator("#questions-split .jl-see").first.click()
    drawn(page)
    settled_link(page, "b", None)
    expect(page.locator(".jl-step[data-step='7']")).to_have_class(re.compile("jl-current"))
    expect(exact(page, "bias b")).to_have_value("−3")
    assert page.evaluate("window.mark")
    page.go_back()
    expect(page.locator("#questions-split")).to_have_attribute("open", "")


def test_by_keyboard_alone(page: Page, app: str) -> None:
    open_questions(page, app)
    field(page).focus()
    page.keyboard.type("tilted")
    page.keyboard.press("Escape")
    expect(field(page)).to_have_value("")
    page.keyboard.type("tilted")
    for _ in range(2 + 1 + len(PAGE.mixups) + 1):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "jl-see"
    page.keyboard.press("Enter")
    drawn(page)
    assert link_values(page)["step"] == "7"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(theme: Any, page: Page, app: str) -> None:
    page.emulate_media(color_scheme=theme)
    open_questions(page, app, "mixups=error+upright&ask=bias")
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    page.wait_for_timeout(500)
    found = [
        (rule["id"], str(node["target"]), str(node.get("failureSummary")))
        for rule in Axe().run(page).response["violations"]
        for node in rule["nodes"]
    ]
    assert found == []


def test_on_a_phone_it_fits_and_a_finger_can_hit_it(phone: Page, app: str) -> None:
    open_questions(phone, app)
    phone.evaluate("document.querySelectorAll('.jl-asked details').forEach((d) => (d.open = true))")
    assert phone.evaluate(OUTSIDE) == []
    small = phone.evaluate("""() => [...document.querySelectorAll(
        '.jl-asked :is(summary, button, input, a)')].map((node) => node.getBoundingClientRect())
        .filter(({ height }) => height && height < 40).length""")
    assert small == 0


def test_the_navigation_says_how_long_and_what_is_done(page: Page, app: str) -> None:
    open_questions(page, app)
    links = page.get_by_test_id("stSidebarNav").get_by_role("link")
    said = links.evaluate_all("(all) => all.map((one) => getComputedStyle(one, '::after').content)")
    minutes = content.words()["notes"]["minutes"]
    entries = content.entries()
    assert said == [f'"{minutes.format(minutes=entry.minutes)}"' for entry in entries]
    record = '{"version":1,"last":"line","lessons":{"line":{"reached":["a"],"names":["a"],%s}}}'
    page.evaluate(
        "(text) => localStorage.setItem('jl-progress', text)",
        record % '"path":"line","answers":{},"orders":{},"step":1',
    )
    try:
        page.reload()
        expect(links.nth(1)).to_have_attribute("data-jl-done", "")
        after = links.nth(1).evaluate("(one) => getComputedStyle(one, '::after').content")
        assert "✓" in after
    finally:
        page.evaluate("localStorage.removeItem('jl-progress')")


def test_the_way_back_at_a_lessons_foot(page: Page, app: str) -> None:
    first, second = LESSONS[:2]
    open_lesson(page, app, second)
    page.locator("[class*=st-key-previous-] a").press("Enter")
    expect_heading(page, first)
