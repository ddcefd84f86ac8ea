"""Home: one small neuron with a switch for its bend."""

from __future__ import annotations

from figures import line
from figures.scene import Scene

WINDOW = (-3.0, 3.0), (-2.2, 4.2)


def scene(w: float, b: float, x: float, bend: bool) -> Scene:
    """Draw the smallest neuron: one weight, one bias, and ReLU or no activation.

    Parameters
    ----------
    w, b : float
        Weight and bias.
    x : float
        The input.
    bend : bool
        Whether ReLU is applied.

    Returns
    -------
    Scene
        One chart, ``"home"``.
    """
    activation = "relu" if bend else "identity"
    whole = line.scene(w, b, x, activation, reveal=line.CURVE, window=WINDOW)
    return Scene({"home": whole.charts["line"]}, whole.facts)
