"""Whether all that a page shows is one and the same state, the one its address says."""

from __future__ import annotations

import time
from importlib import import_module
from itertools import chain
from typing import Any
from urllib.parse import parse_qs

import numpy as np
from playwright.sync_api import Locator, Page

from figures.scene import Scene
from ui import content
from ui.controls import State

PATIENCE = 15.0  # seconds

# Every chart's arrays, without those that the scene does not name.
_SHOWN = """() => {
  const numbers = (value) =>
    ArrayBuffer.isView(value) || Array.isArray(value) ? Array.from(value, numbers) : value;
  // Text that is only to be seen stands in an attribute, where screen readers pass it by.
  const seen = (node) => node.dataset.text || node.textContent;
  const arrays = (trace, prefix) => Object.entries(trace).flatMap(([key, value]) =>
    ArrayBuffer.isView(value) || (Array.isArray(value) && key !== 'colorscale')
      ? [[`${prefix}/${key}`, numbers(value)]]
      : value && typeof value === 'object' ? arrays(value, `${prefix}/${key}`) : []);
  return {
    query: location.search,
    fields: [...document.querySelectorAll('.jl-slider')].map((box) => [
      box.querySelector('.jl-range').id.split('-')[2], box.querySelector('.jl-exact').value,
      Number(box.querySelector('.jl-range').value),
    ]),
    choices: [...document.querySelectorAll('.jl-select')].map(({ id, value }) =>
      [id.split('-')[2], value]),
    switches: [...document.querySelectorAll('.jl-toggle')].map(({ id, checked }) =>
      [id.split('-')[2], checked]),
    numbers: [...document.querySelectorAll('.jl-equations .jl-value')]
      .map((node) => [...node.querySelectorAll('.jl-cell')].map(seen).join(' ') || seen(node)),
    charts: [...document.querySelectorAll('.jl-plot')].map((plot) => [
      plot.closest('[class*="-chart-"]').className.match(/st-key-\\S+-chart-(\\S+)/)[1],
      plot.getAttribute('aria-label'),
      Object.fromEntries((plot.data ?? []).flatMap((trace) => arrays(trace, trace.uid))),
    ]),
  };
}"""


def scene_of(slug: str, state: State) -> Scene:
    """What a lesson shows at a state, computed here and now."""
    scene: Scene = import_module(f"figures.{slug}").scene(**state)
    return scene


def expect_agreement(page: Page, slug: str, **values: float | str | bool) -> None:
    """Expect that controls, equation, figures and address come to say the same state.

    Values that are named must be those of this state.
    """
    deadline = time.monotonic() + PATIENCE
    while complaints := disagreements(page, slug, values):
        assert time.monotonic() < deadline, complaints
        page.wait_for_timeout(100)


def expect_the_server_agrees(page: Page, slug: str, **values: float | str | bool) -> None:
    """Expect that the server has the state too: the table of a figure is its own work."""
    lesson = content.lesson(slug)
    state: State = lesson.controls.defaults() | values
    scene = scene_of(slug, state)
    name = next(iter(scene.charts))
    table = page.get_by_test_id("stTable").first
    if not table.is_visible():
        page.get_by_text(content.words()["buttons"]["table"]).first.click()
    columns = lesson.table(name, scene.facts)
    rows = zip(*columns.values(), strict=True)
    expected = [cell for row in rows for cell in row]
    deadline = time.monotonic() + PATIENCE
    while (shown := _cells(table)) != expected:
        assert time.monotonic() < deadline, f"{shown}, and should be {expected}"
        page.wait_for_timeout(100)


def _cells(table: Locator) -> list[str]:
    return [text.strip() for text in table.locator("tbody td").all_inner_texts()]


def disagreements(page: Page, slug: str, values: State) -> list[str]:
    """What does not show the state that the address says, or the values that are named."""
    shown: dict[str, Any] = page.evaluate(_SHOWN)
    lesson = content.lesson(slug)
    state, problems = lesson.controls.read(parse_qs(shown["query"].lstrip("?")))
    complaints = [f"the address has a wrong {problem.control.name}" for problem in problems]
    complaints += [
        f"the address says {name} = {state[name]}, not {value}"
        for name, value in values.items()
        if state[name] != value
    ]
    for name, text, at in shown["fields"]:
        if text != lesson.controls[name].shown(state[name]):
            complaints.append(f"the field of {name} says {text}, the address {state[name]}")
        control = lesson.controls[name].spec()
        if abs(at - float(state[name])) > control["step"] / 2 + 1e-9:
            complaints.append(f"the slider of {name} stands at {at}, the address {state[name]}")
    complaints += [
        f"{name} is {value}, the address says {state[name]}"
        for name, value in shown["choices"] + shown["switches"]
        if state[name] != value
    ]
    scene = scene_of(slug, state)
    numbers = [_text(column.plain()["value"]) for line in lesson.equations(scene.facts)
               if any(column.plain()["value"] for column in line) for column in line]  # fmt: skip
    if shown["numbers"] != numbers:
        complaints.append(f"the equation says {shown['numbers']}, and should say {numbers}")
    for name, label, arrays in shown["charts"]:
        if label != lesson.alt(name, scene.facts):
            complaints.append(f"chart {name} is described as {label!r}")
        for place, value in scene.charts[name].frame.items():
            drawn = np.array(arrays.get(place, []), dtype=float)
            if np.size(value) != drawn.size or not np.allclose(
                np.ravel(value), np.ravel(drawn), rtol=1e-5, atol=1e-5, equal_nan=True
            ):
                complaints.append(f"chart {name} draws another {place}")
    return complaints


def _text(value: Any) -> str:
    return value if isinstance(value, str) else " ".join(chain.from_iterable(value["rows"]))
