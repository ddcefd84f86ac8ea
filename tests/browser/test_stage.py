"""The figure never leaves the screen: stage, steps, goals, in the window a person has."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any

import pytest
from playwright.sync_api import Error, Locator, Page, ViewportSize, expect

from tests.browser.conftest import DESKTOP, PHONE, Visit
from tests.browser.drawing import rested, settled
from tests.browser.lessons import cell, exact, open_lesson, place_of, show, slider, type_in
from ui import content
from ui.texts import Lesson, Step

pytestmark = pytest.mark.browser

STAGED = [slug for slug in content.slugs() if content.lesson(slug).steps]
LINE = content.lesson("line")
BAR = 48  # Streamlit's header, in pixels

# What a person sees of a stage: where its figure and its equation are, whether they are whole
# in the window, and what is drawn in them.
STAGE = """() => {
  const shown = (node) => node && node.getBoundingClientRect().height > 0;
  const parts = [...document.querySelectorAll(
    '[class*="st-key-view-"] .jl-plot, [class*="st-key-view-"] .jl-rows,' +
    '[class*="st-key-view-"] .jl-matrix, [class*="st-key-view-"] .jl-cells'
  )].filter(shown);
  const covered = [];
  for (const part of parts) {
    const box = part.getBoundingClientRect();
    for (const across of [0.05, 0.5, 0.95]) for (const down of [0.08, 0.5, 0.92]) {
      const x = box.x + across * box.width, y = box.y + down * box.height;
      const top = document.elementFromPoint(x, y);
      if (!top?.closest('[class*="st-key-view-"]')) covered.push([part.className, x, y]);
    }
  }
  const box = (node) => {
    const { x, y, width, height } = node.getBoundingClientRect();
    return { x, y, width, height };
  };
  const dock = document.querySelector('[class*="st-key-controls-"]');
  const isDocked = dock && innerWidth < 800;
  return {
    boxes: parts.map(box),
    plots: parts.filter((part) => part.matches('.jl-plot')).map(box),
    covered,
    floor: isDocked ? Math.min(innerHeight, dock.getBoundingClientRect().top) : innerHeight,
  };
}"""
PICTURE = """() => [
  ...document.querySelectorAll('[class*="st-key-view-"] .jl-chart')
].map((chart) =>
  [...chart.querySelectorAll('path[d], .point, image, .jl-word, .jl-handle')].map((node) =>
    [node.getAttribute('d'), node.getAttribute('transform'), node.style.transform,
     node.getAttribute('href')?.length, node.style.display, node.textContent].join()
  ).join(';')
).join('|') + document.querySelector('[class*="st-key-view-"] .jl-equations')?.innerText
  + document.querySelector('[class*="st-key-view-"] .jl-cells')?.innerText"""


def step_of(page: Page, number: int) -> Locator:
    return page.locator(f".jl-step[data-step='{number}']")


# A reader who has come to the steps has scrolled the page's top away.
READ = """(node) => {
  node.scrollIntoView({ block: 'center', behavior: 'instant' });
  const station = document.querySelector('[class*="st-key-station-"]');
  const below = station.getBoundingClientRect().top - 52;
  if (below > 0) document.querySelector('[data-testid=stMain]').scrollBy(0, below);
}"""


def to_the_middle(page: Page, target: Locator) -> None:
    """Scroll as a reader does, until something stands in the middle beside the stage."""
    target.evaluate(READ)
    expect(target).to_be_in_viewport(ratio=0.9)
    settled(page)


def assert_whole(page: Page) -> dict[str, Any]:
    """The figure and its equation are whole in the window, and nothing covers them."""
    stage: dict[str, Any] = page.evaluate(STAGE)
    assert stage["plots"], "no figure is on the stage"
    for box in stage["boxes"]:
        assert box["y"] >= BAR - 1, box
        assert box["y"] + box["height"] <= stage["floor"] + 1, (box, stage["floor"])
        assert box["x"] >= 0, box
    for box in stage["plots"]:
        assert min(box["width"], box["height"]) > 90, "too small to be seen"
    assert stage["covered"] == []
    return stage


def with_class(name: str) -> re.Pattern[str]:
    """An element's class attribute that holds a class."""
    return re.compile(rf"(^|\s){name}(\s|$)")


def to_and_fro(lesson: Lesson) -> list[Step]:
    """All steps, each after one that is half a lesson away and so looks different."""
    half = len(lesson.steps) // 2
    pairs = zip(lesson.steps[half:], lesson.steps[:half], strict=False)
    return [*[step for pair in pairs for step in pair], *lesson.steps[2 * half :]]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("slug", STAGED)
def test_show_changes_a_picture_that_is_in_sight(
    slug: str, size: ViewportSize, visit: Visit, app: str
) -> None:
    """For every step: button, figure and equation together in view; the box stays where it is.

    On a desk the state glides there; on the phone the visitor wants nothing to move.
    """
    page = visit(size)
    page.emulate_media(reduced_motion="reduce" if size == PHONE else "no-preference")
    lesson = content.lesson(slug)
    open_lesson(page, app, slug)
    rested(page)
    faults = []
    for step in to_and_fro(lesson):
        try:
            if not changes_in_sight(page, lesson, step):
                # The step before may look the same; one of the two ends does not.
                far = lesson.steps[-1 if step.number <= len(lesson.steps) // 2 else 0]
                to_the_middle(page, step_of(page, far.number).locator(".jl-show"))
                show(page, lesson, far)
                rested(page)
                assert changes_in_sight(page, lesson, step), "nothing in sight has changed"
        except (AssertionError, Error) as fault:
            faults.append(f"{step.name}: {fault}")
    assert faults == []
    # A tick is for what the learner did, not for a press on Show.
    expect(page.locator(".jl-step.jl-done")).to_have_count(0)


def changes_in_sight(page: Page, lesson: Lesson, step: Step) -> bool:
    """Press a step's button; whether that changes a picture which is whole before and after."""
    to_the_middle(page, step_of(page, step.number).locator(".jl-show"))
    before, picture = assert_whole(page), page.evaluate(PICTURE)
    show(page, lesson, step)
    rested(page)  # as it was before: Plotly's own drawing may write the same otherwise
    after = assert_whole(page)
    assert after["plots"] == before["plots"], "the figure has moved"
    expect(step_of(page, step.number)).to_have_class(with_class("jl-current"))
    return bool(page.evaluate(PICTURE) != picture)


def mark_handle(slug: str, name: str) -> str:
    """Which of the page's handles belongs to a mark."""
    lesson = content.lesson(slug)
    scene = import_module(f"figures.{slug}").scene
    for step in lesson.steps:
        for chart in scene(**lesson.arguments(step.state)).charts.values():
            if name in chart.handles:
                handle = chart.handles[name]
                return str(handle.x or handle.y)
    raise AssertionError(f"{slug} has no handle {name}")


def drag(page: Page, handle: Locator, x: float | None, y: float | None) -> None:
    box = handle.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(*place_of(handle, x, y), steps=10)
    settled(page)  # the answer for where it rests, before it is let go
    page.mouse.up()
    settled(page)


def number_cell(page: Page, label: str) -> Locator:
    """The cell of a matrix that is called so."""
    return page.locator(f".jl-number-cell[aria-label^='{label}:']").first


def act_in_cells(page: Page, slug: str, kind: str, name: str, text: str = "") -> None:
    """Pick a cell of a matrix with the mouse, or type a number into it with the keyboard."""
    target = number_cell(page, name)
    if kind == "pick":
        target.click()
    else:
        target.focus()
        page.keyboard.press("Enter")
        page.keyboard.insert_text(text)
        page.keyboard.press("Enter")
    page.wait_for_timeout(300)


def act(page: Page, slug: str, action: tuple[Any, ...]) -> None:
    """Do one thing with slider, handle or key."""
    kind, name, *rest = action
    if kind in ("pick", "edit"):
        act_in_cells(page, slug, kind, name, *rest)
        return
    if kind in ("drag", "key") and not any(
        control.label == name for control in content.lesson(slug).controls.items
    ):
        handle = page.locator(f".jl-handle[data-handle='{mark_handle(slug, name)}']").first
        if kind == "drag":
            drag(page, handle, *rest)
            return
        handle.focus()
    else:
        if kind == "type":
            type_in(page, name, rest[0])
        elif kind == "choose":
            cell(page, name).locator("select").select_option(rest[0])
        elif kind == "switch":
            cell(page, name).locator("[role=switch]").click()
        if kind != "key":
            settled(page)
            return
        slider(page, name).focus()
    key, times = rest
    for _ in range(times):
        page.keyboard.press(key)
        settled(page)


@pytest.mark.parametrize("slug", STAGED)
def test_every_goal_is_reached_by_a_hand_and_not_before(slug: str, visit: Visit, app: str) -> None:
    """With slider, handle or key; a tick and a sentence say so, also after a reload."""
    hands = import_module(f"tests.browser.hands.{slug}").HANDS
    lesson = content.lesson(slug)
    page = visit(DESKTOP)
    page.emulate_media(reduced_motion="reduce")
    open_lesson(page, app, slug)
    done = with_class("jl-done")
    faults = []
    for step in lesson.steps:
        card = step_of(page, step.number)
        try:
            if step.number > 1:
                show(page, lesson, step)
            to_the_middle(page, card)
            expect(card).not_to_have_class(done)
            for action in hands[step.name]:
                act(page, slug, action)
            expect(card).to_have_class(done)
            assert card.locator(".jl-reached").inner_text().strip(), "nothing says so"
        except (AssertionError, Error, KeyError) as fault:
            faults.append(f"{step.name}: {fault!r}")
    assert faults == []
    page.reload()
    for step in lesson.steps:
        expect(step_of(page, step.number)).to_have_class(done, timeout=20_000)


def test_what_a_hand_passes_by_has_not_been_found(visit: Visit, app: str) -> None:
    """Only where it rests: the value 2 is crossed, and then it is where the hand stops."""
    page = visit(DESKTOP)
    open_lesson(page, app, "line", "step=1")
    to_the_middle(page, step_of(page, 1))
    handle = page.locator(".jl-handle").first
    box = handle.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    for x in (1.5, 2, 2.5):
        page.mouse.move(*place_of(handle, x, None), steps=4)
        settled(page)
    page.mouse.up()
    rested(page)
    expect(step_of(page, 1)).not_to_have_class(with_class("jl-done"))
    drag(page, handle, 2, None)
    expect(step_of(page, 1)).to_have_class(with_class("jl-done"))


def test_a_slider_held_by_the_mouse_counts_where_it_is_let_go(visit: Visit, app: str) -> None:
    """Its last answer has come before it is let go, and none comes after."""
    page = visit(DESKTOP)
    open_lesson(page, app, "line", "step=4")
    to_the_middle(page, step_of(page, 4))
    box = slider(page, "bias b").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2  # b is 0
    page.mouse.move(x, y)
    page.mouse.down()
    while exact(page, "bias b").input_value() != "−2":
        x -= 1
        assert x > box["x"]
        page.mouse.move(x, y)
    rested(page)
    expect(step_of(page, 4)).not_to_have_class(with_class("jl-done"))
    page.mouse.up()
    expect(step_of(page, 4)).to_have_class(with_class("jl-done"))


def test_a_steps_number_starts_it_too(visit: Visit, app: str) -> None:
    page = visit(DESKTOP)
    open_lesson(page, app, "line")
    to_the_middle(page, step_of(page, 3))
    step_of(page, 3).locator(".jl-number").click()
    expect(step_of(page, 3)).to_have_class(with_class("jl-current"))


def test_undo_takes_a_whole_show_back(visit: Visit, app: str) -> None:
    page = visit(DESKTOP)
    open_lesson(page, app, "line", "w=2.5")
    to_the_middle(page, step_of(page, 4).locator(".jl-show"))
    show(page, LINE, LINE.steps[3])
    page.wait_for_function("new URLSearchParams(location.search).get('step') === '4'")
    page.locator(".jl-tool", has_text="Undo").click()
    page.wait_for_function("new URLSearchParams(location.search).get('w') === '2.5'")
    expect(step_of(page, 1)).to_have_class(with_class("jl-current"))


def test_the_answer_waits_for_a_prediction(visit: Visit, app: str) -> None:
    """Or for “Just tell me”; both stay when the page is left and opened again."""
    page = visit(DESKTOP)
    open_lesson(page, app, "line")
    answer = page.get_by_role("heading", name=content.words()["headings"]["answer"])
    expect(answer).to_be_hidden()
    page.locator("[class*=st-key-predict-] .jl-option").first.click()
    expect(answer).to_be_visible()
    assert page.locator("[class*=st-key-predict-] .jl-reply").inner_text().strip()
    order = page.locator("[class*=st-key-predict-] .jl-option").all_inner_texts()
    page.reload()
    expect(answer).to_be_visible(timeout=20_000)
    expect(page.locator("[class*=st-key-predict-] .jl-option")).to_have_text(order)


def test_nothing_moves_by_scrolling(visit: Visit, app: str) -> None:
    page = visit(DESKTOP)
    open_lesson(page, app, "line")
    picture = page.evaluate(PICTURE)
    for number in range(1, len(content.lesson("line").steps) + 1):
        to_the_middle(page, step_of(page, number))
        assert page.evaluate(PICTURE) == picture


def test_done_steps_are_on_the_map(visit: Visit, app: str) -> None:
    """Kept in the browser alone: the home page of the same visitor shows them."""
    page = visit(DESKTOP)
    open_lesson(page, app, "line", "step=1")
    act(page, "line", ("type", "input x", "2"))
    expect(step_of(page, 1)).to_have_class(with_class("jl-done"))
    page.goto(app)
    card = page.locator(".jl-card", has_text="y = mx + b").first
    expect(card).to_be_visible(timeout=20_000)
    assert page.evaluate("Boolean(localStorage.getItem('jl-progress'))")
