"""What the journeys share: opening a lesson, moving it by hand, reading its state off the page."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page, expect

from tests.browser.drawing import settled
from ui import content
from ui.texts import Lesson, Step

PATIENCE = 60_000  # milliseconds for a first page on a busy machine
SLUGS = content.slugs()
LESSONS = [slug for slug in SLUGS if slug != "home"]


def path(slug: str, query: str = "") -> str:
    """Path of a lesson below the app's root, with a query."""
    return content.lesson(slug).path + (f"?{query}" if query else "")


def drawn(page: Page) -> None:
    """Wait until every live chart of the page is drawn."""
    page.wait_for_function(
        """() => {
          const charts = [...document.querySelectorAll('.jl-chart')];
          return charts.length && charts.every((chart) => chart.dataset.drawn);
        }""",
        timeout=PATIENCE,
    )


def painted(page: Page) -> None:
    """Wait until what has changed is on the screen, and nothing is on its way there."""
    page.evaluate("""async () => {
        const isMoving = () => document.getAnimations().some((each) =>
          each.playState === 'running' && each.effect.getComputedTiming().endTime < Infinity);
        for (let still = 0; still < 3; still += 1) {
          await new Promise((resolve) => requestAnimationFrame(resolve));
          if (isMoving()) still = -1;
        }
    }""")


def open_lesson(page: Page, app: str, slug: str, query: str = "") -> None:
    """Open a lesson and wait for its figures."""
    page.goto(app + path(slug, query))
    drawn(page)


def show(page: Page, lesson: Lesson, step: Step) -> None:
    """Press a step's button, and wait until its state has come onto the stage.

    The page has to tell what is drawn: `tests.browser.drawing.SPY`.
    """
    page.locator(f".jl-step[data-step='{step.number}'] .jl-show").click()
    page.wait_for_function(
        """(wanted) => {
          const said = new URLSearchParams(location.search);
          return said.size === wanted.length && wanted.every(([k, v]) => said.get(k) === v);
        }""",
        arg=[list(pair) for pair in lesson.pairs(step.state).items()],
    )
    settled(page)


# --- what stands there -----------------------------------------------------------------------


def cell(page: Page, label: str) -> Locator:
    """The place of a control on the stage, with all that belongs to it."""
    return page.locator(".jl-dock .jl-cell", has=page.get_by_text(label, exact=True))


def slider(page: Page, label: str) -> Locator:
    """The slider with a label."""
    return cell(page, label).locator(".jl-range")


def exact(page: Page, label: str) -> Locator:
    """The number beside a slider."""
    return cell(page, label).locator(".jl-exact")


def type_in(page: Page, label: str, text: str) -> None:
    """Type a number beside a slider."""
    exact(page, label).fill(text)
    exact(page, label).press("Enter")


def link_values(page: Page) -> dict[str, str]:
    """The state as the address says it."""
    return {name: values[-1] for name, values in parse_qs(urlsplit(page.url).query).items()}


def settled_link(page: Page, name: str, value: str | None) -> None:
    """Wait until the address says a value, or where it is None until it says nothing."""
    page.wait_for_function(
        "([name, value]) => new URLSearchParams(location.search).get(name) === value",
        arg=[name, value],
    )


def expect_heading(page: Page, slug: str) -> None:
    """Expect the lesson's question as the page's title; its formulas are set by KaTeX."""
    words = content.lesson(slug).question.split("$")[0].strip()
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


# What sticks out to the right, but for what scrolls in its own box.
OUTSIDE = """() => [...document.querySelectorAll('[data-testid=stMain] *')].filter((node) => {
  const box = node.getBoundingClientRect();
  const scrolls = node.closest('.jl-matrix, .jl-equations, .jl-code, pre, .katex, svg');
  return !scrolls && box.width && box.right > innerWidth + 1 && getComputedStyle(node).position
    !== 'absolute';
}).map((node) => node.className || node.tagName)"""


# --- the hand --------------------------------------------------------------------------------


def stroke(page: Page, *points: tuple[float, float]) -> None:
    """Put a finger down at the first point, lead it over the others, and lift it."""
    session = page.context.new_cdp_session(page)
    kind = "touchStart"
    for x, y in points:
        touch = {"type": kind, "touchPoints": [{"x": x, "y": y}]}
        session.send("Input.dispatchTouchEvent", touch)
        kind = "touchMove"
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    session.detach()


def centre(target: Locator) -> tuple[float, float]:
    """Where the middle of something is on the screen, scrolled into view."""
    target.scroll_into_view_if_needed()
    box = target.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def place_of(handle: Locator, x: float | None, y: float | None) -> tuple[float, float]:
    """Where a point of a handle's chart is on the screen; where None, as far as the handle is."""
    left, top = handle.evaluate(
        """(handle, [x, y]) => {
          const plot = handle.closest('.jl-chart').querySelector('.jl-plot');
          const { xaxis, yaxis } = plot._fullLayout, box = plot.getBoundingClientRect();
          const own = handle.getBoundingClientRect();
          return [
            x === null ? own.x + own.width / 2 : box.x + xaxis._offset + xaxis.l2p(x),
            y === null ? own.y + own.height / 2 : box.y + yaxis._offset + yaxis.l2p(y),
          ];
        }""",
        [x, y],
    )
    return float(left), float(top)
