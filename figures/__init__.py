"""The pictures: arrays in, Plotly figures out, as plain dictionaries.

Each lesson has one module with one function `scene(**state)`: a pure function of the lesson's
state. Pages call it to draw, the live channel calls it while something moves.
"""

from collections.abc import Callable

from figures import activation, collapse, home, hyperplane, line
from figures.scene import Scene

SCENES: dict[str, Callable[..., Scene]] = {
    "home": home.scene,
    "line": line.scene,
    "hyperplane": hyperplane.scene,
    "activation": activation.scene,
    "collapse": collapse.scene,
}
