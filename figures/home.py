"""Home: one small neuron with a switch for its bend."""

from __future__ import annotations

from dataclasses import replace

from figures import line
from figures.scene import Scene


def scene(w: float, b: float, bend: bool) -> Scene:
    """Draw the smallest neuron: one weight, one bias, and ReLU or no activation.

    Parameters
    ----------
    w, b : float
        Weight and bias.
    bend : bool
        Whether ReLU is applied.

    Returns
    -------
    Scene
        One chart, ``"home"``.
    """
    whole = line.scene(w, b, 1.0, "relu" if bend else "identity")
    chart = whole.charts["line"]
    seen = tuple(mark for mark in chart.marks if mark.name != "input")
    return Scene({"home": replace(chart, marks=seen, aspect=0.62)}, whole.facts)
