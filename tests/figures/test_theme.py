"""Colours can be read and told apart, their names are all known, and nothing stays unpainted."""

import itertools
import json
import math
import re
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from core.activations import Array
from figures import marks
from figures.scene import palettes
from figures.theme import (
    CONFIG,
    DIVERGING,
    FONT_SIZE,
    PALETTES,
    ROLES,
    SIGN_WORDS,
    TEMPLATE,
    paint,
)

ROOT = Path(__file__).resolve().parents[2]

TEXTS = ("text", "quiet", *ROLES, *SIGN_WORDS)
GROUNDS = ("page", "surface", "positive", "negative")
LINES = ("axis", "positive-edge", "negative-edge")

# Machado, Oliveira and Fernandes 2009, A physiologically-based model for simulation of color
# vision deficiency, severity 1.0; for linear RGB.
EYES = {
    "normal": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "protan": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deutan": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritan": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
# IEC 61966-2-1: from linear sRGB to XYZ, whose white is D65.
TO_XYZ = np.array(
    [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]],
)


# --- the measures ----------------------------------------------------------------------------


def channels(colour: str) -> Array:
    """Red, green and blue from 0 to 255."""
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], dtype=float)


def linear(colour: str) -> Array:
    """Linear red, green and blue from 0 to 1."""
    c = channels(colour) / 255
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def contrast(a: str, b: str) -> float:
    """Contrast of WCAG 2.2."""
    low, high = sorted(float(TO_XYZ[1] @ linear(colour)) for colour in (a, b))
    return (high + 0.05) / (low + 0.05)


def lab(colour: str, eye: str = "normal") -> Array:
    """CIE L*a*b* of a colour as an eye sees it."""
    seen = np.clip(np.array(EYES[eye]) @ linear(colour), 0, 1)
    t = TO_XYZ @ seen / (TO_XYZ @ np.ones(3))
    x, y, z = np.where(t > (6 / 29) ** 3, np.cbrt(t), t * (29 / 6) ** 2 / 3 + 4 / 29)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def difference(one: Array, other: Array) -> float:
    """ΔE2000, written as in Sharma, Wu and Dalal 2005, equations 2 to 22."""
    (l1, a1, b1), (l2, a2, b2) = one.tolist(), other.tolist()
    c_mean = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2
    g = 0.5 * (1 - math.sqrt(c_mean**7 / (c_mean**7 + 25**7)))
    a1, a2 = (1 + g) * a1, (1 + g) * a2
    c1, c2 = math.hypot(a1, b1), math.hypot(a2, b2)
    h1, h2 = (math.degrees(math.atan2(b, a)) % 360 for a, b in ((a1, b1), (a2, b2)))
    dh, h_mean = h2 - h1, (h1 + h2) / 2
    if c1 * c2 == 0:
        dh, h_mean = 0.0, h1 + h2
    elif abs(dh) > 180:
        dh -= math.copysign(360, dh)
        h_mean += 180 if h1 + h2 < 360 else -180
    d_h = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(dh / 2))
    l_mean, c_mean = (l1 + l2) / 2, (c1 + c2) / 2
    t = (
        1
        - 0.17 * math.cos(math.radians(h_mean - 30))
        + 0.24 * math.cos(math.radians(2 * h_mean))
        + 0.32 * math.cos(math.radians(3 * h_mean + 6))
        - 0.20 * math.cos(math.radians(4 * h_mean - 63))
    )
    turn = 60 * math.exp(-(((h_mean - 275) / 25) ** 2))
    rotation = -2 * math.sqrt(c_mean**7 / (c_mean**7 + 25**7)) * math.sin(math.radians(turn))
    lightness = (l2 - l1) / (1 + 0.015 * (l_mean - 50) ** 2 / math.sqrt(20 + (l_mean - 50) ** 2))
    chroma = (c2 - c1) / (1 + 0.045 * c_mean)
    hue = d_h / (1 + 0.015 * c_mean * t)
    return math.sqrt(lightness**2 + chroma**2 + hue**2 + rotation * chroma * hue)


def nearest(palette: dict[str, str], eye: str, pairs: Any) -> tuple[float, str, str]:
    """The pair of colours that is hardest to tell apart."""
    return min((difference(lab(palette[a], eye), lab(palette[b], eye)), a, b) for a, b in pairs)


def test_contrast_by_hand() -> None:
    """The two values everybody knows: black on white, and the grey that just passes."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


# Sharma, Wu and Dalal 2005, The CIEDE2000 color-difference formula, table 1.
SHARMA = """
50.0000 2.6772 -79.7751 50.0000 0.0000 -82.7485 2.0425
50.0000 3.1571 -77.2803 50.0000 0.0000 -82.7485 2.8615
50.0000 2.8361 -74.0200 50.0000 0.0000 -82.7485 3.4412
50.0000 -1.3802 -84.2814 50.0000 0.0000 -82.7485 1.0000
50.0000 -1.1848 -84.8006 50.0000 0.0000 -82.7485 1.0000
50.0000 -0.9009 -85.5211 50.0000 0.0000 -82.7485 1.0000
50.0000 0.0000 0.0000 50.0000 -1.0000 2.0000 2.3669
50.0000 -1.0000 2.0000 50.0000 0.0000 0.0000 2.3669
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0009 7.1792
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0010 7.1792
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0011 7.2195
50.0000 2.4900 -0.0010 50.0000 -2.4900 0.0012 7.2195
50.0000 -0.0010 2.4900 50.0000 0.0009 -2.4900 4.8045
50.0000 -0.0010 2.4900 50.0000 0.0010 -2.4900 4.8045
50.0000 -0.0010 2.4900 50.0000 0.0011 -2.4900 4.7461
50.0000 2.5000 0.0000 50.0000 0.0000 -2.5000 4.3065
50.0000 2.5000 0.0000 73.0000 25.0000 -18.0000 27.1492
50.0000 2.5000 0.0000 61.0000 -5.0000 29.0000 22.8977
50.0000 2.5000 0.0000 56.0000 -27.0000 -3.0000 31.9030
50.0000 2.5000 0.0000 58.0000 24.0000 15.0000 19.4535
50.0000 2.5000 0.0000 50.0000 3.1736 0.5854 1.0000
50.0000 2.5000 0.0000 50.0000 3.2972 0.0000 1.0000
50.0000 2.5000 0.0000 50.0000 1.8634 0.5757 1.0000
50.0000 2.5000 0.0000 50.0000 3.2592 0.3350 1.0000
60.2574 -34.0099 36.2677 60.4626 -34.1751 39.4387 1.2644
63.0109 -31.0961 -5.8663 62.8187 -29.7946 -4.0864 1.2630
61.2901 3.7196 -5.3901 61.4292 2.2480 -4.9620 1.8731
35.0831 -44.1164 3.7933 35.0232 -40.0716 1.5901 1.8645
22.7233 20.0904 -46.6940 23.0331 14.9730 -42.5619 2.0373
36.4612 47.8580 18.3852 36.2715 50.5065 21.2231 1.4146
90.8027 -2.0831 1.4410 91.1528 -1.6435 0.0447 1.4441
90.9257 -0.5406 -0.9208 88.6381 -0.8985 -0.7239 1.5381
6.7747 -0.2908 -2.4247 5.8714 -0.0985 -2.2286 0.6377
2.0776 0.0795 -1.1350 0.9033 -0.0636 -0.5514 0.9082
"""


@pytest.mark.parametrize("row", SHARMA.strip().splitlines())
def test_colour_difference_as_published(row: str) -> None:
    """Its authors' own pairs, chosen so that every slip in the formula shows; both ways round."""
    *six, expected = map(float, row.split())
    one, other = np.array(six[:3]), np.array(six[3:])
    assert difference(one, other) == pytest.approx(expected, abs=5e-5)
    assert difference(other, one) == pytest.approx(expected, abs=5e-5)


def test_lab_by_hand() -> None:
    """White, black, and the red of sRGB."""
    np.testing.assert_allclose(lab("#ffffff"), [100, 0, 0], atol=1e-9)
    np.testing.assert_allclose(lab("#000000"), [0, 0, 0], atol=1e-9)
    np.testing.assert_allclose(lab("#ff0000"), [53.24, 80.09, 67.20], atol=0.05)


@pytest.mark.parametrize("eye", EYES)
def test_every_eye_sees_white(eye: str) -> None:
    """A slip in a matrix would tint it."""
    np.testing.assert_allclose(np.array(EYES[eye]) @ np.ones(3), 1, atol=2e-6)


def test_red_and_green_would_be_found_out() -> None:
    """The pair that everybody is warned of is near for two eyes, and far for the others."""
    far = {eye: difference(lab("#b85c5c", eye), lab("#7d7d3c", eye)) for eye in EYES}
    assert far["normal"] > 30
    assert far["deutan"] < 10
    assert far["tritan"] > 20


# --- the table -------------------------------------------------------------------------------


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("mode", PALETTES)
def test_every_text_can_be_read_on_every_ground(mode: str, name: str, ground: str) -> None:
    """4.5 : 1 on the page, the stage's sheet and both washes, where labels stand."""
    palette = PALETTES[mode]
    assert contrast(palette[name], palette[ground]) >= 4.5


@pytest.mark.parametrize("name", ROLES)
@pytest.mark.parametrize("mode", PALETTES)
def test_what_a_task_asks_for_can_be_read_on_its_tint(mode: str, name: str) -> None:
    palette = PALETTES[mode]
    assert contrast(palette[name], palette["mark"]) >= 4.5


@pytest.mark.parametrize("ground", ["page", "surface"])
@pytest.mark.parametrize("name", LINES)
@pytest.mark.parametrize("mode", PALETTES)
def test_every_line_can_be_seen(mode: str, name: str, ground: str) -> None:
    """3 : 1 for what is drawn, the least for graphical objects."""
    palette = PALETTES[mode]
    assert contrast(palette[name], palette[ground]) >= 3


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("mode", PALETTES)
def test_roles_can_be_told_apart(mode: str, eye: str) -> None:
    """By every eye, and from ink: a colour leads from a word to an equation, slider and mark."""
    pairs = itertools.combinations(("text", *ROLES), 2)
    assert nearest(PALETTES[mode], eye, pairs)[0] >= 10


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("mode", PALETTES)
def test_roles_and_signs_can_be_told_apart(mode: str, eye: str) -> None:
    """The words of a sign are no quantity's; and the two signs are far apart."""
    palette = PALETTES[mode]
    # To one decimal: crimson and dark olive are 8.46 apart for an eye without red.
    assert round(nearest(palette, eye, itertools.product(ROLES, SIGN_WORDS))[0], 1) >= 8.5
    for kind in ("-word", "-edge", "-end", ""):
        assert nearest(palette, eye, [(f"positive{kind}", f"negative{kind}")])[0] >= 15


@pytest.mark.parametrize("sign", ["positive", "negative"])
@pytest.mark.parametrize("mode", PALETTES)
def test_the_ends_of_a_field_are_mixed(mode: str, sign: str) -> None:
    """74 % of the edge's colour and 26 % of the sheet, so that lines stay readable on it."""
    palette = PALETTES[mode]
    mixed = 0.74 * channels(palette[f"{sign}-edge"]) + 0.26 * channels(palette["surface"])
    assert np.abs(channels(palette[f"{sign}-end"]) - mixed).max() <= 0.5


# --- names -----------------------------------------------------------------------------------


def test_both_palettes_know_the_same_names() -> None:
    """A name known in one theme only is a KeyError in the other."""
    assert list(PALETTES["light"]) == list(PALETTES["dark"])
    for palette in PALETTES.values():
        assert all(re.fullmatch(r"#[0-9A-F]{6}", colour) for colour in palette.values())
        assert set(TEXTS) | set(GROUNDS) | set(LINES) <= set(palette)


@pytest.mark.parametrize("mode", PALETTES)
def test_one_colour_has_one_meaning(mode: str) -> None:
    """No two names share a colour, or a reader would take one for the other."""
    colours = list(PALETTES[mode].values())
    assert len(set(colours)) == len(colours)


def test_the_page_has_the_colours_of_the_theme() -> None:
    """Streamlit's own configuration paints the page: contrast is measured against that."""
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]
    for mode, palette in PALETTES.items():
        page = {key: value.upper() for key, value in config[mode].items() if key.endswith("Color")}
        for key, name in (
            ("backgroundColor", "page"),
            ("secondaryBackgroundColor", "surface"),
            ("textColor", "text"),
            ("primaryColor", "text"),
            ("linkColor", "text"),
        ):
            assert page[key] == palette[name], f"{mode}: {key}"


def test_ui_sees_the_same_palettes() -> None:
    """The page passes them on to the browser, through the scene."""
    assert palettes() == PALETTES


# --- painting --------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", PALETTES)
def test_paint_replaces_every_name_everywhere(mode: str) -> None:
    """In texts, lists, tuples and keys' values; arrays and numbers pass through untouched."""
    x = np.arange(3)
    figure = {
        "a": "@bias",
        "b": ["@page", ("@positive-edge", 1)],
        "c": {"d": "1px @grid, @axis"},
        "x": x,
        "n": None,
        "t": "w · x",
    }
    painted = paint(figure, mode)
    palette = PALETTES[mode]
    assert painted == {
        "a": palette["bias"],
        "b": [palette["page"], [palette["positive-edge"], 1]],
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


def test_the_common_look_is_valid_plotly() -> None:
    """plotly's own validation, done once here instead of 7 ms at every change."""
    flat = marks.Flat((0, 1), (2, 3), equal=True).layout()
    valid = go.Figure({"data": [], "layout": paint(flat, "dark")})
    assert list(valid.layout.xaxis.range) == [0, 1]
    assert list(valid.layout.yaxis.range) == [2, 3]
    look = valid.layout.template.layout
    assert look.dragmode is False
    assert (look.xaxis.fixedrange, look.yaxis.fixedrange) == (True, True)
    assert look.font.size == FONT_SIZE >= 14
    assert look.annotationdefaults.font.size >= 14
    space = go.Figure({"layout": paint(marks.Space((0, 1), (0, 1), (0, 1)).layout(), "dark")})
    for axis in "xyz":
        assert space.layout.template.layout.scene[f"{axis}axis"].tickfont.size >= 14


def test_the_wheel_scrolls_the_page() -> None:
    """A figure that zooms under the wheel or a double click is lost for the rest of a lesson."""
    assert CONFIG["scrollZoom"] is CONFIG["doubleClick"] is CONFIG["displayModeBar"] is False
