"""Colours can be read, names are all known, and a figure is painted without a remainder."""

import itertools
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from figures import theme
from figures.theme import DIVERGING, PALETTES, TEMPLATE, area, curve, dots, label, layout, paint

ROOT = Path(__file__).resolve().parents[2]
SURFACES = ("page", "positive", "negative")
NO_TEXT = {"page", "grid", "axis", "positive", "negative", "zero"}
TEXTS = [name for name in PALETTES["light"] if name not in NO_TEXT]


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    """Contrast of WCAG 2.2."""
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_by_hand() -> None:
    """The two values everybody knows: black on white, and the grey that just passes."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("mode", PALETTES)
def test_every_text_can_be_read_on_every_surface(mode: str, surface: str, name: str) -> None:
    """4.5 : 1 on the page and on both pale sides, where labels and probes stand (DESIGN §6)."""
    palette = PALETTES[mode]
    assert contrast(palette[name], palette[surface]) >= 4.5


@pytest.mark.parametrize("mode", PALETTES)
def test_the_axis_can_be_seen(mode: str) -> None:
    """It is a line, not a text; but the two sides must be told from the page as well."""
    palette = PALETTES[mode]
    assert contrast(palette["axis"], palette["page"]) >= 2.3
    for a, b in itertools.combinations(("page", "positive", "negative"), 2):
        assert palette[a] != palette[b]


def seen_without(colour: str, kind: str) -> np.ndarray[Any, Any]:
    """A colour as a colour-blind eye sees it (Viénot, Brettel and Mollon 1999), in linear RGB."""
    channels = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]) ** 2.2
    matrix = {
        "protanope": [[0.11238, 0.88762, 0], [0.11238, 0.88762, 0], [0.00401, -0.00401, 1]],
        "deuteranope": [[0.29275, 0.70725, 0], [0.29275, 0.70725, 0], [-0.02234, 0.02234, 1]],
    }[kind]
    return np.asarray(np.array(matrix) @ channels)


@pytest.mark.parametrize("kind", ["protanope", "deuteranope"])
@pytest.mark.parametrize("mode", PALETTES)
def test_the_sides_differ_for_the_colour_blind(mode: str, kind: str) -> None:
    """Red and green would come out the same; blue and gold keep apart in their blue."""
    palette = PALETTES[mode]
    for ends in (("positive", "negative"), ("positive-strong", "negative-strong")):
        blue, gold = (seen_without(palette[name], kind) for name in ends)
        assert blue[2] > 1.15 * gold[2]
        red_green = np.abs(blue[:2] - gold[:2]).max()
        assert abs(blue[2] - gold[2]) + red_green > 0.03


def test_red_and_green_would_be_found_out() -> None:
    """The same measure on the pair that everybody is warned of."""
    red, green = seen_without("#d62728", "deuteranope"), seen_without("#8a7a20", "deuteranope")
    assert red[2] < 1.15 * green[2]


def test_both_palettes_know_the_same_names() -> None:
    """A name known in one theme only is a KeyError in the other."""
    assert list(PALETTES["light"]) == list(PALETTES["dark"])
    for palette in PALETTES.values():
        assert all(re.fullmatch(r"#[0-9a-f]{6}", colour) for colour in palette.values())


def test_the_page_has_the_colours_of_the_theme() -> None:
    """Streamlit's own configuration paints the page: contrast is measured against that."""
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]
    for mode, palette in PALETTES.items():
        assert config[mode]["backgroundColor"] == palette["page"]
        assert config[mode]["textColor"] == palette["text"]
        for name in ("backgroundColor", "secondaryBackgroundColor"):
            for text in ("textColor", "linkColor"):
                assert contrast(config[mode][text], config[mode][name]) >= 4.5


@pytest.mark.parametrize("mode", PALETTES)
def test_paint_replaces_every_name_everywhere(mode: str) -> None:
    """In texts, lists, tuples and keys' values; arrays and numbers pass through untouched."""
    x = np.arange(3)
    figure = {
        "a": "@bias",
        "b": ["@page", ("@positive-strong", 1)],
        "c": {"d": "1px @grid, @axis"},
        "x": x,
        "n": None,
        "t": "w · x",
    }
    painted = paint(figure, mode)
    palette = PALETTES[mode]
    assert painted == {
        "a": palette["bias"],
        "b": [palette["page"], [palette["positive-strong"], 1]],
        "c": {"d": f"1px {palette['grid']}, {palette['axis']}"},
        "x": x,
        "n": None,
        "t": "w · x",
    }
    assert painted["x"] is x
    assert figure["a"] == "@bias"
    assert "@" not in json.dumps(paint([TEMPLATE, DIVERGING], mode))


def test_an_unknown_name_is_an_error() -> None:
    """Silence would leave “@wieght” for plotly.js, which draws it black."""
    with pytest.raises(KeyError, match="wieght"):
        paint({"color": "@wieght"}, "light")


def test_the_building_blocks_are_valid_plotly() -> None:
    """plotly's own validation, done once here instead of 7 ms at every change."""
    parts = [curve("a", "@bias"), dots("b", "@input"), area("c", "@positive")]
    figure = {
        "data": parts,
        "layout": layout((0, 1), (2, 3), x_title="x", equal_scales=True,
                         annotations=[label("t", "@text")]),
    }  # fmt: skip
    valid = go.Figure(paint(figure, "dark"))
    assert list(valid.layout.xaxis.range) == [0, 1]
    assert list(valid.layout.yaxis.range) == [2, 3]
    assert valid.layout.template.layout.dragmode is False
    assert valid.layout.template.layout.font.size >= 14


def test_blocks_are_fresh_every_time() -> None:
    """A shared list would let one figure move another's points."""
    first = curve("a", "@bias")
    first["x"].append(1)
    first["line"]["color"] = "red"
    assert curve("a", "@bias")["x"] == []
    assert theme.layout((0, 1), (0, 1))["xaxis"] is not theme.layout((0, 1), (0, 1))["xaxis"]
