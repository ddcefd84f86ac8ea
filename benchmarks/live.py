"""How long a learner waits for the picture, in every lesson: near, and 60 ms away.

All in a real Chromium. The *floor* is the same fragment with no figure: a key press on a slider,
a rerun of the fragment, the new equation painted. *By rerun* is the live chart with its channel
blocked; *native* is Streamlit's own slider and chart. Every row says what is to be reached.
"""

from __future__ import annotations

import asyncio
import json
import math
import time
from contextlib import ExitStack
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from playwright.async_api import Browser, Locator, Page, WebSocketRoute, async_playwright

from benchmarks.chromium import FLAGS, executable, frame_size, served
from benchmarks.proxy import proxied
from ui import content
from ui.channel import Channel
from ui.controls import Choice, Number
from ui.wire import Answers

PRESSES = 20  # a page
DRAG_SECONDS = 3.0
SWEEP_SECONDS = 0.9  # from one end of the slider to the other
MOVE_SECONDS = 0.008  # a mouse reports about 125 times a second
ANSWERS = 300
SLUGS = [slug for slug in content.slugs() if slug != "home"]
FAR_TARGET = {"activation": 30}  # the heaviest lesson; 40 for the others

# What is drawn: paths, points and images of all figures in sight, or the equation where there
# is no figure. It is compared as soon as a frame of the screen has been painted, so that it does
# not matter whether the change was made in a task before the frame or at its beginning.
WATCH = """() => {
  const hasFigure = Boolean(document.querySelector('.js-plotly-plot'));
  const parts = () => document.querySelectorAll(
    '.js-plotly-plot .scatterlayer path.js-line, .js-plotly-plot .scatterlayer path.js-fill,' +
    '.js-plotly-plot .points > path, .js-plotly-plot image');
  window.shown = () => hasFigure
    ? [...parts()].map((node) => node.getAttribute('d')
        + node.getAttribute('transform') + (node.getAttribute('href') ?? '')).join()
    : [...document.querySelectorAll('.jl-equations')].map((node) => node.textContent).join();
  window.nextPaint = () => new Promise((resolve) => {
    const before = shown();
    let pressed = null;
    const press = () => (pressed ??= performance.now());
    document.addEventListener('keydown', press, { capture: true, once: true });
    const { port1, port2 } = new MessageChannel();
    const look = () => requestAnimationFrame(() => port2.postMessage(null)); // painted by then
    port1.onmessage = () => {
      if (pressed !== null && shown() !== before) resolve(performance.now() - pressed);
      else look();
    };
    look();
  });
  window.repaints = [];
  let last = shown();
  const count = () => {
    const now = shown();
    if (now !== last) window.repaints.push(performance.now());
    last = now;
    requestAnimationFrame(count);
  };
  requestAnimationFrame(count);
  for (const kind of ['pointermove', 'pointerup']) {
    document.addEventListener(kind, () => (window.lastMove = performance.now()), true);
  }
}"""


async def _refuse(socket: WebSocketRoute) -> None:
    await socket.close()


async def _open(browser: Browser, address: str, *, channel: bool = True) -> Page:
    page = await browser.new_page(viewport={"width": 1280, "height": 800})
    if not channel:
        await page.route_web_socket("**/live/channel", _refuse)
    await page.goto(address, timeout=60_000)
    await page.locator(".jl-range, .stSlider input").first.wait_for(state="attached")
    if urlsplit(address).path != "/":  # not the floor
        await page.wait_for_selector(".js-plotly-plot .scatterlayer path", state="attached")
        view = page.locator("[class*=st-key-station-]").first
        await view.evaluate("node => node.scrollIntoView({ behavior: 'instant' })")
    await page.wait_for_timeout(2500)
    await page.evaluate(WATCH)
    return page


def _label(slug: str) -> str:
    """The first slider of a lesson that does not go in whole steps, or the last that does."""
    sliders = [
        control
        for control in content.lesson(slug).controls.items
        if isinstance(control, Number) and not control.hidden
    ]
    fine = [control.label for control in sliders if not control.is_whole]
    return next(iter(fine), sliders[-1].label)


def _keyed(slug: str) -> str:
    """A slider that changes the equations too, for the floor shows nothing else."""
    return "layers" if slug == "collapse" else _label(slug)


def _slider(page: Page, label: str) -> Locator:
    cell = page.locator(".jl-cell", has=page.get_by_text(label, exact=True))
    return cell.locator(".jl-range")


def _address(app: str, path: str, slug: str) -> str:
    """A lesson where most is shown: at the step before the last."""
    return f"{app}{path}?lesson={slug}&step={len(content.lesson(slug).steps) - 1}"


async def _press(page: Page, slider: Locator, key: str) -> float:
    """Press a key on the slider; milliseconds until the change is painted."""
    await slider.focus()
    painted = asyncio.create_task(page.evaluate("window.nextPaint()"))
    await page.wait_for_timeout(30)  # the watch must be running before the key
    await page.keyboard.press(key)
    taken = float(await asyncio.wait_for(painted, 20))
    await page.wait_for_timeout(350)  # let the rerun that follows come to rest
    return taken


async def _drag(page: Page, grip: Locator, reach: float, *, is_handle: bool) -> tuple[float, float]:
    """Sweep a slider or handle to and fro while it is held.

    Returns
    -------
    rate, final : float
        Repaints a second, and milliseconds from the last move to the last repaint.
    """
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
        moves.append(asyncio.create_task(page.mouse.move(x + offset * reach, y + rise)))
        await asyncio.sleep(MOVE_SECONDS)
    painted = len(await page.evaluate("window.repaints"))
    passed = time.monotonic() - start
    await asyncio.gather(*moves)
    moved = float(await page.evaluate("window.lastMove"))
    await page.wait_for_timeout(500)  # the hand rests, still held
    times = await page.evaluate("window.repaints")
    await page.mouse.up()
    await page.wait_for_timeout(800)
    return painted / passed, max(0.0, float(times[-1]) - moved) if times else math.nan


async def _bytes(browser: Browser, address: str) -> tuple[int, int]:
    """Bytes over the wire of a first load and of a reload, websockets included."""
    context = await browser.new_context()
    page = await context.new_page()
    session = await context.new_cdp_session(page)
    await session.send("Network.enable")
    sizes: list[int] = []

    def add_file(event: dict[str, Any]) -> None:
        sizes.append(int(event["encodedDataLength"]))

    session.on("Network.loadingFinished", add_file)
    session.on("Network.webSocketFrameReceived", lambda event: sizes.append(frame_size(event)))
    loads = []
    for is_first in (True, False):
        sizes.clear()
        await (page.goto(address) if is_first else page.reload())
        await page.wait_for_selector(".jl-chart[data-drawn]")
        await page.wait_for_timeout(2500)
        loads.append(sum(sizes))
    await context.close()
    return loads[0], loads[1]


def _say(text: str = "") -> None:
    print(text, flush=True)


def _spread(values: list[float]) -> str:
    low, middle, high = np.percentile(values, [25, 50, 75])
    return f"{middle:6.1f} ms [{low:.1f}, {high:.1f}]"


async def _keys(browser: Browser, app: str, floor: str) -> None:
    _say(f"key press → painted, {PRESSES} each in turn, and its ratio to the floor (≤ 1.0 ×)")
    for slug in SLUGS:
        pages = {
            "floor": await _open(browser, _address(floor, "", slug), channel=False),
            "live": await _open(browser, _address(app, slug, slug)),
        }
        taken: dict[str, list[float]] = {name: [] for name in pages}
        for i in range(PRESSES):
            for name, page in pages.items():
                await page.bring_to_front()
                key = "ArrowRight" if i % 2 else "ArrowLeft"
                taken[name].append(await _press(page, _slider(page, _keyed(slug)), key))
        ratio = np.median(taken["live"]) / np.median(taken["floor"])
        _say(
            f"  {slug:12} floor {_spread(taken['floor'])}   live {_spread(taken['live'])}   "
            f"{ratio:.2f} ×"
        )
        for page in pages.values():
            await page.close()


async def _rates(browser: Browser, app: str, *, far: bool) -> None:
    for slug in SLUGS:
        page = await _open(browser, _address(app, slug, slug))
        slider = _slider(page, _label(slug))
        handle, plot = (page.locator(part).first for part in (".jl-handle", ".jl-plot"))
        cell, sheet = page.locator(".jl-number-cell[data-name=b1]").first, page.locator(".jl-sheet")
        rows = []
        # A handle moves by steps of 0.1: a short way would hold fewer steps than repaints.
        grips = [(slider, slider, 0.45), (handle, plot, 0.35)]
        if await cell.count():  # there numbers are dragged, and sliders go in whole steps
            grips = [(cell, sheet, 0.32)]  # as far as the bounds are from where it stands
        for grip, of, share in grips:
            box = await of.bounding_box()
            assert box is not None  # noqa: S101 - it is on the screen
            reach, is_handle = share * box["width"], grip is handle
            runs = [await _drag(page, grip, reach, is_handle=is_handle) for _ in range(3)]
            rates = ", ".join(f"{rate:.0f}" for rate, _ in runs)
            final = float(np.median([final for _, final in runs]))
            name = "handle" if is_handle else "cell" if grip is cell else _label(slug)
            rows.append(f"{name} {rates}" + (f" (final after {final:.0f} ms)" if far else ""))
        _say(f"  {slug:12} " + "   ".join(rows) + _target(slug, far=far))
        await page.close()


def _target(slug: str, *, far: bool) -> str:
    return f"   [{FAR_TARGET.get(slug, 40)}, 180 ms]" if far else "   [45]"


async def _other_ways(browser: Browser, app: str) -> None:
    _say("the lesson line without its channel, and native: repaints a second")
    page = await _open(browser, _address(app, "line", "line"), channel=False)
    slider = _slider(page, _label("line"))
    box = await slider.bounding_box()
    assert box is not None  # noqa: S101 - it is on the screen
    rate, _ = await _drag(page, slider, 0.45 * box["width"], is_handle=False)
    _say(f"  by rerun     {rate:.0f}")
    await page.close()
    page = await _open(browser, f"{app}line?live=0&step=5")
    grip = page.locator(".stSlider [data-rac][style*='left:']").first
    rate, _ = await _drag(page, grip, 90.0, is_handle=False)
    _say(f"  native       {rate:.0f}")
    await page.close()


async def _space(browser: Browser, toy: str) -> None:
    """A surface of 41 × 41 points, a line and dots in space, in this machine's rendering."""
    page = await browser.new_page(viewport={"width": 1280, "height": 1200})
    await page.goto(toy)
    await page.wait_for_selector(".jl-chart[data-drawn]")
    await page.wait_for_timeout(4000)
    await page.evaluate(WATCH)
    # A drawing in space is no path of the page; the chart counts what it has drawn.
    await page.evaluate(
        "() => { window.shown = () => document.querySelectorAll('.jl-chart')[1].dataset.drawn; }"
    )
    slider = _slider(page, "tilt")
    box = await slider.bounding_box()
    assert box is not None  # noqa: S101 - it is on the screen
    runs = [await _drag(page, slider, 0.45 * box["width"], is_handle=False) for _ in range(3)]
    _say(
        "a chart in space, repaints a second (12): " + ", ".join(f"{rate:.0f}" for rate, _ in runs)
    )
    await page.close()


async def _measure(app: str, floor: str, toy: str) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=executable(), args=list(FLAGS))
        await _keys(browser, app, floor)
        _say("repaints a second while a slider or handle is dragged (45)")
        await _rates(browser, app, far=False)
        with proxied(app) as line:
            _say("the same 120 ms away (40, the heaviest 30; final 180 ms after the last move)")
            await _rates(browser, line.root, far=True)
        await _space(browser, toy)
        await _other_ways(browser, app)
        _say("bytes over the wire, files and websocket (3.3 MB, 60 kB)")
        for slug in SLUGS:
            first, again = await _bytes(browser, f"{app}{slug}")
            _say(f"  {slug:12} first load {first / 1e6:.2f} MB, reload {again / 1e3:.1f} kB")
        await browser.close()


def _answers() -> None:
    """Server time of one step on the channel, for each lesson, over random states."""
    _say(f"server time of one step on the channel, {ANSWERS} random states each (≤ 2 ms)")
    channel = Channel({slug: import_module(f"figures.{slug}").scene for slug in content.slugs()})
    rng = np.random.default_rng(0)
    for slug in content.slugs():
        taken, answers = [], Answers()
        for i in range(ANSWERS):
            values: dict[str, object] = {}
            for control in content.lesson(slug).controls.items:
                if isinstance(control, Number):
                    values[control.name] = float(rng.uniform(control.low, control.high))
                elif isinstance(control, Choice):
                    values[control.name] = str(rng.choice(list(control.choices)))
                else:
                    values[control.name] = bool(rng.integers(2))
            question = json.dumps({"id": i, "lesson": slug, "values": values, "fresh": i == 0})
            start = time.perf_counter()
            channel.answer(question, answers)
            taken.append((time.perf_counter() - start) * 1e3)
        middle, high = np.percentile(taken, [50, 95])
        _say(f"  {slug:12} {middle:.2f} ms (95th percentile {high:.2f})")


def main() -> None:
    """Measure everything once and print it."""
    _answers()
    with ExitStack() as stack:
        app = stack.enter_context(served())
        floor = stack.enter_context(served("benchmarks/floor_app.py"))
        toy = stack.enter_context(served("tests/browser/toy/app.py"))
        asyncio.run(_measure(app, floor, toy))


if __name__ == "__main__":
    main()
