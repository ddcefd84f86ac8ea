"""What every picture has to keep, whichever lesson draws it."""

import json
import re
import warnings
from typing import Any

import numpy as np

from figures.scene import Chart, Scene
from figures.theme import PALETTES
from ui.wire import plain

LABEL = re.compile(r"layout/annotations/(\d+)/text")


def place(figure: Any, path: str) -> Any:
    """What stands at a path of a figure."""
    for key in path.split("/"):
        figure = figure[int(key) if key.isdigit() else key]
    return figure


def assert_sound(scene: Scene) -> None:
    """Every frame fits, every number is finite, every colour is known, every label is seen."""
    for chart in scene.charts.values():
        assert_chart(chart)
    assert all(role in PALETTES["light"] for line in scene.equations for role, _ in line)
    assert all(isinstance(text, str) for line in scene.equations for _, text in line)
    assert all(isinstance(text, str) for text in scene.numbers.values())


def assert_chart(chart: Chart) -> None:
    figure = chart.figure()
    lengths: dict[str, set[int]] = {}
    for path, value in chart.frame.items():
        *parents, last = path.split("/")
        parent = place(chart.template, "/".join(parents))
        # A label may get what only moving labels have; a trace must say beforehand what moves.
        assert last in parent or "annotations" in parents, f"{path} is not in the template"
        assert place(figure, path) is value
        if isinstance(value, np.ndarray):
            assert value.dtype in (np.float32, np.uint8), path
            # nan is a gap in a line.
            assert np.isfinite(value[~np.isnan(value)]).all(), path
            assert len(value) == 0 or not np.isnan(value).all(), path
            if path.endswith(("/x", "/y")):
                lengths.setdefault("/".join(parents), set()).add(value.shape[0])
        else:
            assert type(value) in (str, int, float), f"{path}: {type(value)}"
    assert all(len(sizes) == 1 for sizes in lengths.values()), "x and y of one length"
    json.dumps(plain(figure), allow_nan=False)
    for mode in PALETTES:
        assert "@" not in json.dumps(plain(chart.painted(mode)))
    assert_labels_are_seen(chart, figure)
    assert chart.alt.endswith(".")
    assert "  " not in chart.alt
    assert not re.search(r"nan|inf\b|-\d|@|<", chart.alt), chart.alt
    assert len({len(column) for column in chart.table.values()}) == 1
    for column in chart.table.values():
        for cell in column:
            assert isinstance(cell, str) or np.isfinite(cell)


def assert_labels_are_seen(chart: Chart, figure: Any) -> None:
    window = [figure["layout"][axis].get("range") for axis in ("xaxis", "yaxis")]
    for number, note in enumerate(figure["layout"].get("annotations", [])):
        if not note["text"]:
            continue
        for at, span in zip((note["x"], note["y"]), window, strict=True):
            low, high = sorted(span)
            assert low <= at <= high, f"label {number} ({note['text']}) stands at {at}"


def quiet(scene: Any, **state: Any) -> Scene:
    """Draw with every warning an error, as in the test run itself and not on the server."""
    with warnings.catch_warnings(), np.errstate(all="raise", under="ignore"):
        warnings.simplefilter("error")
        drawn: Scene = scene(**state)
    return drawn
