"""Take the README's pictures from the running app: `python -m scripts.pictures`.

`docs/stage.png` is a lesson in the window a person has; `docs/stage.gif` shows a drag, a *Show*,
and a goal reached.
"""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from benchmarks.chromium import FLAGS, executable, served

DOCS = Path(__file__).parent.parent / "docs"
FRAME_MS = 120
WIDTH = 760  # of the moving picture, in pixels
COLOURS = 64


def _frame(page: Page) -> Image.Image:
    picture = Image.open(io.BytesIO(page.screenshot()))
    small = picture.resize((WIDTH, WIDTH * picture.height // picture.width))
    return small.convert("P", palette=Image.Palette.ADAPTIVE, colors=COLOURS)


def _record(page: Page, frames: list[Image.Image], count: int) -> None:
    for _ in range(count):
        frames.append(_frame(page))
        page.wait_for_timeout(20)


def _drag(page: Page, frames: list[Image.Image], handle: str, dx: float, dy: float) -> None:
    box = page.locator(f".jl-handle[data-handle={handle}]").bounding_box()
    if box is None:
        raise RuntimeError(f"the handle {handle} is not on the screen")
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for i in range(1, 11):
        page.mouse.move(x + dx * i / 10, y + dy * i / 10)
        page.wait_for_timeout(60)
        frames.append(_frame(page))
    page.mouse.up()
    _record(page, frames, 6)


def main() -> None:
    """Take both."""
    with served() as root, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=list(FLAGS))
        page = browser.new_page(viewport={"width": 1280, "height": 800}, color_scheme="light")
        page.goto(f"{root}hyperplane?step=3")
        page.wait_for_selector(".jl-chart[data-drawn]")
        page.locator("[class*=st-key-station-]").evaluate(
            "node => node.scrollIntoView({ behavior: 'instant' })"
        )
        page.mouse.wheel(0, -60)
        page.wait_for_timeout(1500)
        frames: list[Image.Image] = []
        _record(page, frames, 4)
        _drag(page, frames, "w1", -150, -10)
        page.locator(".jl-step[data-step='5'] .jl-show").click()
        _record(page, frames, 12)
        page.screenshot(path=DOCS / "stage.png")
        _drag(page, frames, "p1", 47, -62)
        _record(page, frames, 8)
        frames[0].save(
            DOCS / "stage.gif", save_all=True, append_images=frames[1:], duration=FRAME_MS,
            loop=0, optimize=True,
        )  # fmt: skip
        browser.close()


if __name__ == "__main__":
    main()
