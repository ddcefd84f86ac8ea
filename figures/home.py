"""Home: one small neuron with a switch for its bend."""

from __future__ import annotations

from figures import line
from figures.scene import Scene


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
    whole = line.scene(w, b, x, "relu" if bend else "identity", reveal=line.CURVE)
    return Scene({"home": whole.charts["line"]}, whole.facts)
