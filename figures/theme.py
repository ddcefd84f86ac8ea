"""The colours and the common look of every figure.

Figures name their colours (``"@weight"``); `paint` turns the names into colours of a theme. So
one figure serves the light and the dark theme, and the browser can repaint it alone.

Only quantities have a colour, and each colour has one meaning, in prose, equations, controls
and figures alike. Everything else is ink.
"""

from __future__ import annotations

import re
from typing import Any

Figure = dict[str, Any]
Palette = dict[str, str]

# tests/figures/test_theme.py holds the contrasts and the distances between the colours, also
# as seen with the common kinds of colour blindness.
PALETTES: dict[str, Palette] = {
    "light": {
        "page": "#F6F7F5",
        "surface": "#FFFFFF",
        "rule": "#DEE1DD",
        "track": "#C3C8C3",
        "axis": "#7F8783",
        "grid": "#EAEDE9",
        "text": "#16191D",
        "quiet": "#59615E",
        "mark": "#EBEEEA",
        "input": "#0A7189",
        "weight": "#8A0020",
        "bias": "#7B47D0",
        "preactivation": "#005A3C",
        "output": "#A94E06",
        "loss": "#490F49",
        "positive-word": "#1722A4",
        "negative-word": "#363105",
        "positive": "#DDE9F9",
        "negative": "#F9EBCF",
        "positive-edge": "#4F86D0",
        "negative-edge": "#B8811B",
        # The ends of a field: the edge colours with a quarter of the surface mixed in.
        "positive-end": "#7DA5DC",
        "negative-end": "#CAA256",
    },
    "dark": {
        "page": "#15181B",
        "surface": "#1D2125",
        "rule": "#31373C",
        "track": "#454C52",
        "axis": "#7C858B",
        "grid": "#292E33",
        "text": "#ECEEF0",
        "quiet": "#A3ABB0",
        "mark": "#2B3137",
        "input": "#08BAAB",
        "weight": "#FE628E",
        "bias": "#AF81FE",
        "preactivation": "#C6FBB4",
        "output": "#EBA030",
        "loss": "#FABBFD",
        "positive-word": "#8AA4CF",
        "negative-word": "#FDDF3C",
        "positive": "#1E3047",
        "negative": "#3B2E17",
        "positive-edge": "#3F7ECB",
        "negative-edge": "#B98322",
        "positive-end": "#3666A0",
        "negative-end": "#906A23",
    },
}

# Colours that carry a meaning of their own, in words and letters.
ROLES = ("input", "weight", "bias", "preactivation", "output", "loss")
SIGN_WORDS = ("positive-word", "negative-word")

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


# From the negative side through zero, which is the ground itself, to the positive side.
DIVERGING = [[0.0, "@negative-end"], [0.5, "@surface"], [1.0, "@positive-end"]]

_AXIS = {
    "gridcolor": "@grid",
    "showline": False,
    "zerolinecolor": "@axis",
    "zerolinewidth": 1.25,
    "tickfont": {"color": "@quiet"},
    "showspikes": False,
    "autorange": False,
    "fixedrange": True,
    "ticks": "",  # Plotly would put some outside where there is a field
    "nticks": 8,
}

_AXIS_3D = {
    "gridcolor": "@rule",
    "linecolor": "@axis",
    "zerolinecolor": "@axis",
    "backgroundcolor": "rgba(0,0,0,0)",
    "tickfont": {"color": "@quiet", "size": FONT_SIZE},
    "autorange": False,
    "nticks": 5,
    "showspikes": False,
}

TEMPLATE = {
    "layout": {
        "font": {"family": FONT, "size": FONT_SIZE, "color": "@text"},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 36, "r": 10, "t": 10, "b": 30},
        "showlegend": False,
        "hovermode": False,
        "dragmode": False,  # a finger that scrolls the page must not zoom the figure
        "xaxis": _AXIS,
        "yaxis": _AXIS,
        "annotationdefaults": {"showarrow": False, "font": {"size": 15}},
        "scene": {"xaxis": _AXIS_3D, "yaxis": _AXIS_3D, "zaxis": _AXIS_3D},
    },
}

CONFIG = {
    "displayModeBar": False,
    "responsive": False,  # the live chart follows its own box, not only the window
    "scrollZoom": False,
    "doubleClick": False,
}
