"""A chart is a list of marks: its template, what moves and the whole figure follow from them."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest

from figures import theme
from figures.marks import Flat
from figures.scene import (
    Block,
    Chart,
    Handle,
    Label,
    Mark,
    Matrices,
    Scene,
    Trace,
    palettes,
)

X = np.array([1.0, 2.0], np.float32)
SIZES = np.array([3.0, 4.0], np.float32)
LOOK: Mapping[str, Any] = MappingProxyType(
    {"type": "scatter", "mode": "markers", "marker": MappingProxyType({"color": "@bias"})}
)


def example() -> Chart:
    """Two marks; the first of two traces, one of which moves something deep inside."""
    return Chart(
        Flat((0, 4), (0, 3), "weight", "output"),
        (
            Mark(
                "bubbles",
                "bias",
                (
                    Trace("bubbles", LOOK, {"x": X, "y": X, "marker/size": SIZES}),
                    Trace("bubbles-shade", LOOK, {"x": X, "y": X}),
                ),
                (Label("bubbles", (1.0, 2.0), "bias"),),
                Handle("b", None),
            ),
            Mark("words", "text", labels=(Label("words", (0.0, 0.0)),)),
        ),
    )


def test_a_mark_is_found_by_its_name() -> None:
    """Nobody counts: not the page, not the browser, not a test."""
    chart = example()
    assert chart["bubbles"]["x"] is X
    assert chart["words"].role == "text"
    assert "bubbles" in chart
    assert "bubbles-shade" not in chart, "a trace is no mark"
    with pytest.raises(KeyError, match="bubles"):
        chart["bubles"]


def test_what_moves_is_named_by_its_trace() -> None:
    """The channel sends these paths; the browser finds the trace by its uid."""
    frame = example().frame
    assert list(frame) == [
        "bubbles/x",
        "bubbles/y",
        "bubbles/marker/size",
        "bubbles-shade/x",
        "bubbles-shade/y",
    ]
    assert frame["bubbles/marker/size"] is SIZES


def test_the_template_holds_what_stays() -> None:
    """No array in it, and every trace with its name, in the order of drawing."""
    template = example().template
    assert [trace["uid"] for trace in template["data"]] == ["bubbles", "bubbles-shade"]
    assert all("x" not in trace for trace in template["data"])
    assert template["layout"]["xaxis"]["range"] == [0, 4]
    assert template["layout"]["template"] is theme.TEMPLATE


def test_the_figure_is_the_template_with_what_moves() -> None:
    """Put into a copy: looks are shared by every visitor."""
    figure = example().figure()
    first, shade = figure["data"]
    assert first["x"] is X
    assert first["marker"]["color"] == "@bias"
    assert first["marker"]["size"] is SIZES
    assert shade["marker"] == {"color": "@bias"}
    assert LOOK["marker"] == {"color": "@bias"}
    assert set(LOOK) == {"type", "mode", "marker"}


def test_labels_and_handles_are_gathered() -> None:
    """The names of the axes first, then each mark's own."""
    chart = example()
    assert [label.name for label in chart.labels] == ["x-axis", "y-axis", "bubbles", "words"]
    assert [label.role for label in chart.labels] == ["weight", "output", "bias", "text"]
    assert chart.handles == {"bubbles": Handle("b", None)}


def test_a_handle_whose_value_is_no_place_brings_its_scale() -> None:
    """Others do not: for them the value is where they are."""
    scaled = Mark("end", "weight", (Trace("end", LOOK, {"x": X, "y": X}),),
                  handle=Handle(None, "w", 0.5, scale=(2, 50)))  # fmt: skip
    chart = replace(example(), marks=(*example().marks, scaled))
    assert chart.handle_scales == {"end/handle-scale": [2.0, 50.0]}
    assert example().handle_scales == {}


def test_a_scene_knows_its_charts() -> None:
    """Matrices are parts too, but nothing for Plotly."""
    chart, matrices = example(), Matrices((Block("A", np.eye(2)),))
    scene = Scene({"one": chart, "two": matrices})
    assert scene.charts == {"one": chart}
    assert (chart.kind, matrices.kind) == ("chart", "matrix")
    assert scene.facts == {}


def test_a_scene_brings_its_palettes() -> None:
    """`ui` passes them on to the browser."""
    assert set(palettes()) == {"light", "dark"}
