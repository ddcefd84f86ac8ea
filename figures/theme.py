"""The look of every figure: one palette for each theme, one template for all.

Figures name their colours (``"@weight"``); `paint` turns the names into colours of a theme.
So one figure serves the light and the dark theme, and the browser can repaint it alone.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from core.activations import Array

Figure = dict[str, Any]
Palette = dict[str, str]

# Every text colour has a contrast of at least 4.5 : 1 against the page and against the pale
# sides (tests/figures/test_theme.py). The two sides are blue and gold, which the common
# kinds of colour blindness keep apart.
PALETTES: dict[str, Palette] = {
    "light": {
        "page": "#ffffff",
        "text": "#1b1f27",
        "quiet": "#59616e",
        "grid": "#e4e7ec",
        "axis": "#9aa3b0",
        "input": "#006a78",
        "weight": "#b8124f",
        "bias": "#7034ad",
        "preactivation": "#1d6b2b",
        "output": "#a03c00",
        "positive": "#d6e6fb",
        "negative": "#f8e7c1",
        "positive-strong": "#1f5fb0",
        "negative-strong": "#8a5a00",
        "zero": "#fafafa",
    },
    "dark": {
        "page": "#11151c",
        "text": "#eef1f6",
        "quiet": "#a9b2c0",
        "grid": "#2a313c",
        "axis": "#6b7686",
        "input": "#55d3e3",
        "weight": "#ff8fb5",
        "bias": "#cda6ff",
        "preactivation": "#83dc90",
        "output": "#ffb27a",
        "positive": "#17304f",
        "negative": "#40300d",
        "positive-strong": "#7db4ff",
        "negative-strong": "#ecc15c",
        "zero": "#1a1f28",
    },
}

_NAME = re.compile(r"@([a-z]+(?:-[a-z]+)*)")

FONT = '"Source Sans", system-ui, sans-serif'
FONT_SIZE = 14


def paint(figure: Any, theme: str) -> Any:
    """Replace colour names by colours, everywhere in a figure.

    Parameters
    ----------
    figure : dict, list, str or anything
        A figure or a part of one.
    theme : {"light", "dark"}

    Returns
    -------
    The same with every ``@name`` replaced; arrays are passed through.
    """
    palette = PALETTES[theme]
    if isinstance(figure, str):
        return _NAME.sub(lambda match: palette[match.group(1)], figure) if "@" in figure else figure
    if isinstance(figure, dict):
        return {key: paint(value, theme) for key, value in figure.items()}
    if isinstance(figure, (list, tuple)):
        return [paint(value, theme) for value in figure]
    return figure


# From the negative side through zero to the positive side.
DIVERGING = [
    [0.0, "@negative-strong"],
    [0.25, "@negative"],
    [0.5, "@zero"],
    [0.75, "@positive"],
    [1.0, "@positive-strong"],
]

_AXIS = {
    "gridcolor": "@grid",
    "linecolor": "@axis",
    "zerolinecolor": "@axis",
    "zerolinewidth": 1,
    "tickcolor": "@axis",
    "tickfont": {"color": "@quiet"},
    "title": {"font": {"color": "@text"}, "standoff": 6},
    "showspikes": False,
    "autorange": False,
    "nticks": 8,
}

TEMPLATE = {
    "layout": {
        "font": {"family": FONT, "size": FONT_SIZE, "color": "@text"},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 48, "r": 12, "t": 12, "b": 44},
        "showlegend": False,
        "hovermode": False,
        "dragmode": False,  # a finger that scrolls the page must not zoom the figure
        "xaxis": _AXIS,
        "yaxis": _AXIS,
        "annotationdefaults": {"showarrow": False, "font": {"size": FONT_SIZE}},
        "scene": {
            axis: {
                "gridcolor": "@grid",
                "linecolor": "@axis",
                "zerolinecolor": "@axis",
                "backgroundcolor": "rgba(0,0,0,0)",
                "tickfont": {"color": "@quiet", "size": 12},
            }
            for axis in ("xaxis", "yaxis", "zaxis")
        },
    },
}

CONFIG = {
    "displaylogo": False,
    "responsive": False,  # the live chart follows its own box, not only the window
    "scrollZoom": False,
    "modeBarButtonsToRemove": [
        "select2d", "lasso2d", "pan2d", "zoom2d", "autoScale2d", "toImage",
        "hoverClosestCartesian", "hoverCompareCartesian", "toggleSpikelines",
    ],
    "doubleClick": "reset",
}  # fmt: skip


def layout(
    x: tuple[float, float],
    y: tuple[float, float],
    *,
    x_title: str = "",
    y_title: str = "",
    equal_scales: bool = False,
    **more: Any,
) -> dict[str, Any]:
    """Lay out a flat figure with fixed ranges, so that motion can be seen.

    Parameters
    ----------
    x, y : tuple of float
        Range of each axis.
    x_title, y_title : str
        Titles of the axes.
    equal_scales : bool
        Whether one unit is as long on both axes, as geometry needs.
    **more
        Further entries of the layout.

    Returns
    -------
    dict
    """
    x_axis: dict[str, Any] = {"range": list(x), "title": {"text": x_title}}
    y_axis: dict[str, Any] = {"range": list(y), "title": {"text": y_title}}
    if equal_scales:
        x_axis["constrain"] = "domain"
        y_axis |= {"scaleanchor": "x", "scaleratio": 1, "constrain": "domain"}
    return {
        "template": TEMPLATE,
        "uirevision": "keep",  # zoom and camera survive every change
        "xaxis": x_axis,
        "yaxis": y_axis,
        **more,
    }


def curve(name: str, colour: str, *, width: float = 3, dash: str = "solid", **more: Any) -> Any:
    """A line whose x and y come with the frame.

    Parameters
    ----------
    name : str
        What it is.
    colour : str
        Colour name, ``"@output"``.
    width : float
        In pixels.
    dash : str
        Plotly's dash style.
    **more
        Further entries of the trace.

    Returns
    -------
    dict
    """
    return {
        "type": "scatter", "mode": "lines", "name": name, "x": [], "y": [],
        "line": {"color": colour, "width": width, "dash": dash}, "hoverinfo": "skip", **more,
    }  # fmt: skip


def dots(name: str, colour: str, *, size: float = 11, **more: Any) -> Any:
    """Points whose x and y come with the frame.

    Parameters
    ----------
    name : str
        What they are.
    colour : str
        Colour name, ``"@output"``.
    size : float
        In pixels.
    **more
        Further entries of the trace.

    Returns
    -------
    dict
    """
    return {
        "type": "scatter", "mode": "markers", "name": name, "x": [], "y": [],
        "marker": {"color": colour, "size": size, "line": {"color": "@page", "width": 2}},
        "hoverinfo": "skip", **more,
    }  # fmt: skip


def area(name: str, colour: str, **more: Any) -> Any:
    """A filled polygon whose corners come with the frame.

    Parameters
    ----------
    name : str
        What it is.
    colour : str
        Colour name of the filling.
    **more
        Further entries of the trace.

    Returns
    -------
    dict
    """
    return {
        "type": "scatter", "mode": "lines", "name": name, "x": [], "y": [], "fill": "toself",
        "fillcolor": colour, "line": {"width": 0}, "hoverinfo": "skip", **more,
    }  # fmt: skip


def arrow_head(arrow: Array, length: float = 0.2) -> Array:
    """The triangle at the tip of an arrow, for figures with equal scales.

    Parameters
    ----------
    arrow : ndarray, shape (2, 2)
        Tail and tip; no rows where there is none.
    length : float
        Of the head, in units of the axes; an arrow that is shorter gets a smaller one.

    Returns
    -------
    ndarray, shape (3, 2) or (0, 2)
        Tip, left and right corner.
    """
    step = arrow[-1:] - arrow[:1]
    reach = float(np.hypot(*step.T)[0]) if len(arrow) else 0.0
    if reach == 0.0:
        return np.empty((0, 2))
    ahead = step[0] / reach * min(length, reach)
    aside = np.array([-ahead[1], ahead[0]]) * 0.4
    tip = arrow[1]
    return np.array([tip, tip - ahead + aside, tip - ahead - aside])


def label(text: str, colour: str, **more: Any) -> dict[str, Any]:
    """A text in the figure; its x and y come with the frame.

    Parameters
    ----------
    text : str
        What it says.
    colour : str
        Colour name.
    **more
        Further entries of the annotation.

    Returns
    -------
    dict
    """
    return {"text": text, "x": 0, "y": 0, "showarrow": False, "font": {"color": colour}, **more}
