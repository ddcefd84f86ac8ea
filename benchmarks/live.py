"""How long a learner waits for the picture: live, by rerun, native, and the floor.

All in a real Chromium. Each way shows the lesson `line`. The *floor* is the same fragment with
no figure: a key press on a slider, a rerun of the fragment, the new equation painted. *By rerun*
is the live chart with its channel blocked. *Native* is Streamlit's own slider and chart.
"""

from __future__ import annotations

import asyncio
import json
import math
import time
from contextlib import ExitStack
from typing import Any

import numpy as np
from playwright.async_api import Browser, Locator, Page, WebSocketRoute, async_playwright

from benchmarks.chromium import FLAGS, executable, served
from figures import SCENES
from ui.channel import Channel
from ui.content import lesson

PRESSES = 40  # a page
DRAG_SECONDS = 3.0
SWEEP_SECONDS = 0.9  # from one end of the slider to the other
MOVE_SECONDS = 0.008  # a mouse reports about 125 times a second
ANSWERS = 300

SLIDER = ".jl-range, .stSlider input"
# Streamlit's slider hides its input; what the hand takes is the box around it.
GRIPS = {"native": ".stSlider [data-rac][style*='left:']", "handle": ".jl-handle"}

# The shown picture is read off the drawn line itself, or off the equation where there is no
# figure; once it differs, the next frame of the screen counts as the moment it was painted.
WATCH = """() => {
  const shown = () =>
    document.querySelector('.js-plotly-plot .scatterlayer path.js-line')?.getAttribute('d')
    ?? (window.hasFigure ? null : document.querySelector('.jl-equations')?.textContent);
  window.hasFigure = Boolean(document.querySelector('.js-plotly-plot'));
  window.nextPaint = () => new Promise((resolve) => {
    const before = shown();
    let pressed = null;
    const press = () => (pressed ??= performance.now());
    document.addEventListener('keydown', press, { capture: true, once: true });
    const look = () => {
      const now = shown();
      if (now && now !== before) {
        requestAnimationFrame(() => resolve(performance.now() - pressed));
      } else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  window.repaints = [];
  let last = shown();
  const count = () => {
    const now = shown();
    if (now && now !== last) window.repaints.push(performance.now());
    last = now ?? last;
    requestAnimationFrame(count);
  };
  requestAnimationFrame(count);
}"""


async def _refuse(socket: WebSocketRoute) -> None:
    await socket.close()


async def _open(browser: Browser, address: str, *, channel: bool = True) -> Page:
    page = await browser.new_page(viewport={"width": 1280, "height": 800})
    if not channel:
        await page.route_web_socket("**/live/channel", _refuse)
    await page.goto(address)
    await page.locator(SLIDER).first.wait_for(state="attached")
    if "floor" not in address:
        await page.wait_for_selector(".js-plotly-plot .scatterlayer path.js-line")
    await page.wait_for_timeout(2000)
    await page.evaluate(WATCH)
    return page


async def _press(page: Page, slider: Locator, key: str) -> float:
    """Press a key on the slider; milliseconds until the change is painted."""
    await slider.focus()
    painted = asyncio.create_task(page.evaluate("window.nextPaint()"))
    await page.wait_for_timeout(30)  # the watch must be running before the key
    await page.keyboard.press(key)
    taken = float(await painted)
    await page.wait_for_timeout(350)  # let the rerun that follows come to rest
    return taken


async def _drag(page: Page, grip: Locator, reach: float, *, is_handle: bool) -> float:
    """Sweep a slider or handle to and fro; repaints a second while it is held."""
    await grip.scroll_into_view_if_needed()
    box = await grip.bounding_box()
    assert box is not None  # noqa: S101 - it is on the screen
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.evaluate("window.repaints.length = 0")
    start = time.monotonic()
    moves = []
    while (passed := time.monotonic() - start) < DRAG_SECONDS:
        phase = passed / SWEEP_SECONDS % 2
        offset = (phase if phase < 1 else 2 - phase) * 2 - 1
        # A handle goes round, for its values have a grain that a straight way would be held to.
        rise = 0.7 * reach * math.sin(math.pi * phase) if is_handle else 0.0
        target = x + offset * reach, y + rise
        moves.append(asyncio.create_task(page.mouse.move(*target)))
        await asyncio.sleep(MOVE_SECONDS)
    painted = len(await page.evaluate("window.repaints"))
    passed = time.monotonic() - start
    await asyncio.gather(*moves)
    await page.mouse.up()
    await page.wait_for_timeout(1000)
    return painted / passed


async def _bytes(browser: Browser, address: str) -> tuple[int, int]:
    """Bytes over the wire of a first load and of a reload."""
    context = await browser.new_context()
    page = await context.new_page()
    session = await context.new_cdp_session(page)
    await session.send("Network.enable")
    sizes: list[int] = []

    def add_file(event: dict[str, Any]) -> None:
        sizes.append(int(event["encodedDataLength"]))

    def add_message(event: dict[str, Any]) -> None:
        payload = event["response"]["payloadData"]
        sizes.append(len(payload) * 3 // 4 if event["response"]["opcode"] == 2 else len(payload))

    session.on("Network.loadingFinished", add_file)
    session.on("Network.webSocketFrameReceived", add_message)
    loads = []
    for is_first in (True, False):
        sizes.clear()
        await (page.goto(address) if is_first else page.reload())
        await page.wait_for_selector(".jl-chart[data-drawn]")
        await page.wait_for_timeout(2000)
        loads.append(sum(sizes))
    await context.close()
    return loads[0], loads[1]


def _say(text: str = "") -> None:
    print(text, flush=True)


def _spread(values: list[float]) -> str:
    low, middle, high = np.percentile(values, [25, 50, 75])
    return f"{middle:6.1f} ms [{low:.1f}, {high:.1f}]"


async def _measure(app: str, floor: str) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable(), args=list(FLAGS))
        pages = {
            "floor": await _open(browser, f"{floor}?page=floor", channel=False),
            "live": await _open(browser, f"{app}line"),
            "by rerun": await _open(browser, f"{app}line", channel=False),
            "native": await _open(browser, f"{app}line?live=0"),
        }
        grips = {name: page.locator(SLIDER).first for name, page in pages.items()}

        _say(
            f"key press → painted, {PRESSES} each, in turn: median [quartiles], ratio to the floor"
        )
        taken: dict[str, list[float]] = {name: [] for name in pages}
        for i in range(PRESSES):
            for name, page in pages.items():
                await page.bring_to_front()
                key = "ArrowRight" if i % 8 < 4 else "ArrowLeft"
                taken[name].append(await _press(page, grips[name], key))
        for name, values in taken.items():
            ratios = np.array(values) / np.array(taken["floor"])
            low, middle, high = np.percentile(ratios, [25, 50, 75])
            of_medians = np.median(values) / np.median(taken["floor"])
            _say(
                f"  {name:9} {_spread(values)}   {of_medians:5.2f} × the floor's median; "
                f"press by press {middle:.2f} × [{low:.2f}, {high:.2f}]"
            )

        _say("repaints a second while a slider or handle is dragged")
        pages["handle"] = await _open(browser, f"{app}hyperplane")
        grips |= {name: pages[name].locator(grip).first for name, grip in GRIPS.items()}
        for name in ("live", "by rerun", "native", "handle"):
            await pages[name].bring_to_front()
            box = await grips[name].bounding_box()
            assert box is not None  # noqa: S101 - it is on the screen
            reach = 0.45 * box["width"] if box["width"] > 60 else 90.0  # a slider, or its grip
            is_handle = name == "handle"
            rates = [
                await _drag(pages[name], grips[name], reach, is_handle=is_handle) for _ in range(3)
            ]
            label = "live, the arrow of lesson 3" if is_handle else name
            _say(f"  {label:28} {', '.join(f'{rate:.0f}' for rate in rates)}")

        _say("bytes over the wire, files and websocket")
        for slug in ("line", "hyperplane"):
            first, again = await _bytes(browser, f"{app}{slug}")
            _say(f"  {slug:12} first load {first / 1e6:.2f} MB, reload {again / 1e3:.1f} kB")
        await browser.close()


def _answers() -> None:
    """Server time of one step on the channel, for each lesson, over random states."""
    _say(f"server time of one step on the channel, {ANSWERS} random states each")
    channel = Channel(SCENES)
    rng = np.random.default_rng(0)
    for slug in SCENES:
        controls = lesson(slug).controls.items
        taken = []
        for i in range(ANSWERS):
            values = {
                control.name: float(rng.uniform(control.low, control.high))
                if control.kind == "number"
                else str(rng.choice(list(control.choices)))
                if control.kind == "choice"
                else bool(rng.integers(2))
                for control in controls
            }
            question = json.dumps({"id": i, "lesson": slug, "values": values})
            start = time.perf_counter()
            channel.answer(question)
            taken.append((time.perf_counter() - start) * 1e3)
        middle, high = np.percentile(taken, [50, 95])
        _say(f"  {slug:12} {middle:.2f} ms (95th percentile {high:.2f})")


def main() -> None:
    """Measure everything once and print it."""
    _answers()
    with ExitStack() as stack:
        app = stack.enter_context(served())
        floor = stack.enter_context(served("benchmarks/floor_app.py"))
        asyncio.run(_measure(app, floor))


if __name__ == "__main__":
    main()
