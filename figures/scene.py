"""A scene is everything a lesson shows for one state: charts, equations, numbers for the prose.

A chart comes in two halves. The *template* holds what stays while a handle moves: axes,
colours, names. The *frame* holds what moves: a few arrays and texts, each with the path of
its place in the figure. Template with frame put in is the whole figure; the frame alone is
what the live channel sends.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from figures import theme

LARGE = 1e6  # from here on numbers are written with a power of ten

Figure = dict[str, Any]
Token = tuple[str, str]  # role (which colour), text
Equation = tuple[Token, ...]


@dataclass(frozen=True)
class Handle:
    """A point in a chart that can be dragged.

    Attributes
    ----------
    x, y : str
        Names of the two values of the lesson's state it moves.
    label : str
        What it is, for who does not see it.
    role : str
        Which of the app's colours it wears.
    step : float
        How far one arrow key moves it, in the units of the axes.
    """

    x: str
    y: str
    label: str
    role: str
    step: float = 0.1


@dataclass(frozen=True)
class Chart:
    """One Plotly figure in two halves, with its words.

    Attributes
    ----------
    template : dict
        A figure without what moves. Colours are names such as ``"@weight"``.
    frame : dict
        Path in the figure (``"data/0/y"``) → array, number or text.
    alt : str
        What the figure shows, in words, with its current numbers.
    table : dict
        Column → values: the numbers behind the figure.
    handles : tuple of Handle
        What can be dragged in it.
    aspect : float
        Height as a share of the width.
    """

    template: Figure
    frame: Mapping[str, Any]
    alt: str
    table: Mapping[str, list[Any]]
    handles: tuple[Handle, ...] = ()
    aspect: float = 0.75

    def painted(self, theme_name: str) -> Figure:
        """Draw the whole figure in a theme's colours.

        Parameters
        ----------
        theme_name : {"light", "dark"}

        Returns
        -------
        dict
        """
        figure: Figure = theme.paint(self.figure(), theme_name)
        return figure

    def figure(self) -> Figure:
        """Put the frame into the template.

        Returns
        -------
        dict
            The whole figure, its colours still names.
        """
        figure = copy.deepcopy(self.template)
        for path, value in self.frame.items():
            *parents, last = (int(key) if key.isdigit() else key for key in path.split("/"))
            place: Any = figure
            for key in parents:
                place = place[key]
            place[last] = value
        return figure


@dataclass(frozen=True)
class Scene:
    """All that a lesson shows for one state.

    Attributes
    ----------
    charts : dict
        Name → chart.
    equations : tuple of Equation
        Lines of coloured text with the current numbers.
    numbers : dict
        Name → number as text, for the prose to quote.
    """

    charts: Mapping[str, Chart]
    equations: tuple[Equation, ...] = ()
    numbers: Mapping[str, str] = field(default_factory=dict)

    @property
    def palettes(self) -> Mapping[str, theme.Palette]:
        """What the colour names mean in each theme."""
        return theme.PALETTES

    @property
    def config(self) -> Mapping[str, Any]:
        """How plotly.js is to behave: what its mode bar holds, what a drag does."""
        return theme.CONFIG


def penned(value: float) -> float:
    """Take a sum of products to what pencil and paper give.

    Values of a state have at most 6 decimals, so a product of two has at most 12; what stands
    behind the twelfth is the computer's own rounding. Left in, 3 · 0.1 − 0.3 would be positive.

    Parameters
    ----------
    value : float

    Returns
    -------
    float
    """
    return round(value, 12) + 0.0  # + 0.0 turns -0.0 into 0.0


def number(value: float, digits: int = 2) -> str:
    """Write a number with a true minus sign and no more than `digits` decimals.

    Parameters
    ----------
    value : float
    digits : int
        Decimals kept.

    Returns
    -------
    str
        ``"1.5"``, ``"−0.67"``, ``"0"``; very large and very small ones as ``"1.2·10⁻¹⁶"``.
    """
    if not math.isfinite(value):
        return "∞" if value > 0 else "−∞" if value < 0 else "not a number"
    if value != 0 and not 10.0 ** (-digits) / 2 <= abs(value) < LARGE:
        mantissa, exponent = f"{value:.1e}".split("e")
        return f"{_minus(mantissa)}·10{str(int(exponent)).translate(_SUPERSCRIPTS)}"
    text = f"{value:.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "0") else _minus(text)


def equals(value: float, digits: int = 2) -> str:
    """Write ``= 0.7`` where the decimals are exact, ``≈ 0.668`` where they are rounded.

    Parameters
    ----------
    value : float
    digits : int
        Decimals kept.

    Returns
    -------
    str
    """
    if not math.isfinite(value):
        return f"= {number(value)}"
    # Sums of slider values carry errors of about 1e-16 that no learner's pencil makes.
    rounded = round(value, digits)
    if abs(rounded) >= LARGE:
        rounded = float(f"{rounded:.1e}")  # what `number` leaves of it
    is_exact = abs(value - rounded) <= 5e-13 * max(1.0, abs(value))
    return f"= {number(rounded, digits)}" if is_exact else f"≈ {number(value, digits)}"


def bracketed(value: float, digits: int = 2) -> str:
    """Write a number the way it stands after a sign: negative ones in brackets.

    Parameters
    ----------
    value : float
    digits : int
        Decimals kept.

    Returns
    -------
    str
    """
    text = number(value, digits)
    return f"({text})" if text.startswith("−") else text


def added(value: float, digits: int = 2) -> tuple[str, str]:
    """Split a term of a sum into its sign and its size.

    Parameters
    ----------
    value : float
    digits : int
        Decimals kept.

    Returns
    -------
    sign, size : str
        ``("−", "0.5")`` for -0.5.
    """
    return ("−" if value < 0 else "+"), number(abs(value), digits)


def _minus(text: str) -> str:
    return text.replace("-", "−")


_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
