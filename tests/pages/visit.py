"""A visitor without a browser: Streamlit's own AppTest, from opening a link to what is read.

AppTest starts the router as the main file, as a host without `st.App` would, and switches to
the lesson. Live mode shows the parts that need a browser as unknown elements; native mode
shows all widgets.
"""

import base64
import json
from pathlib import Path
from typing import Any

import numpy as np
from streamlit.testing.v1 import AppTest

from tests.ui.received import KINDS
from ui import content
from ui.controls import Choice, Number, State
from ui.texts import Lesson

ROOT = Path(__file__).resolve().parents[2]
MODES = ("live", "native")


def visit(slug: str, mode: str = "native", **link: Any) -> AppTest:
    """Open a link on a server that was started a second ago."""
    page = AppTest.from_file(str(ROOT / "ui" / "router.py"), default_timeout=30)
    if slug != "home":
        page.switch_page(f"../pages/{slug}.py")
    if mode == "native":
        page.query_params["live"] = "0"
    for name, value in link.items():
        page.query_params[name] = value
    return sound(page.run())


def sound(page: AppTest) -> AppTest:
    """No traceback, no error box, and a title."""
    assert not page.exception, [e.message for e in page.exception]
    assert not page.error, [e.value for e in page.error]
    assert len(page.title) == 1
    return page


def state(page: AppTest, slug: str) -> State:
    values: State = page.session_state[f"lesson/{slug}"].values
    lesson = content.lesson(slug)
    assert lesson.read({n: [v] for n, v in values.items()}) == (values, [])
    return values


def query(lesson: Lesson, values: State) -> dict[str, str]:
    """A state as AppTest wants a link: parameter by parameter."""
    return lesson.pairs(values)


def drawers(lesson: Lesson) -> dict[str, str]:
    """Name of each drawer → what stands on it."""
    if lesson.slug == "home":
        return {}
    headings = content.words()["headings"]
    own = ("code", "confusions", "deeper", "sources")
    return {**lesson.drawers, **{name: headings[name] for name in own}}


def open_drawers(page: AppTest, slug: str, *names: str) -> AppTest:
    """Open some drawers, or all of them."""
    for name in names or drawers(content.lesson(slug)):
        page.session_state[f"{slug}/drawer/{name}"] = True
    return sound(page.run())


def elsewhere(lesson: Lesson) -> State:
    """Some state that is not the start, on the same step: its first control at an end."""
    start, control = lesson.start(), lesson.controls.items[0]
    assert isinstance(control, (Number, Choice))
    ends = [control.low, control.high] if isinstance(control, Number) else list(control.choices)
    return start | {control.name: next(end for end in ends if end != start[control.name])}


def button(page: AppTest, slug: str, name: str) -> Any:
    return page.button(key=f"{slug}/{name}")


def everything(page: AppTest) -> str:
    """All prose, that of a dialog included."""
    return "\n".join(str(block.value) for block in page.markdown)


def elements(page: AppTest, kind: str) -> list[Any]:
    """Messages of elements that AppTest does not know, in their order on the page."""
    return [e.proto for e in page.main if getattr(e, "type", "") == kind]


def plots(page: AppTest) -> list[tuple[dict[str, Any], str]]:
    """Native charts and their words."""
    return [(json.loads(proto.spec), proto.alt) for proto in elements(page, "plotly_chart")]


def unpacked(spec: Any) -> Any:
    """An array in the form in which plotly.js reads it; anything else as it is."""
    if not isinstance(spec, dict) or "bdata" not in spec:
        return spec
    flat = np.frombuffer(base64.b64decode(spec["bdata"]), KINDS[spec["dtype"]])
    shape = [int(n) for n in spec["shape"].split(", ")] if "shape" in spec else [-1]
    return flat.reshape(shape)
