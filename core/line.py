"""A line can be written as y = mx + b, or as 0 = n·y + m·x + c; only the second can be vertical.

In the second form (m, n) is the line's normal: an arrow at right angles to it. Read as a neuron
with two inputs, m and n are its weights and c is its bias.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from core.activations import Array
from core.checks import number

Window = tuple[float, float, float, float]  # x from, x to, y from, y to


@dataclass(frozen=True)
class SlopeIntercept:
    """y = slope · x + intercept.

    Attributes
    ----------
    slope : float
        How much y rises when x grows by 1.
    intercept : float
        y where x = 0.
    """

    slope: float
    intercept: float

    def general(self) -> GeneralLine:
        """Write the same line as 0 = -y + slope · x + intercept."""
        return GeneralLine(m=self.slope, n=-1.0, c=self.intercept)


@dataclass(frozen=True)
class GeneralLine:
    """0 = n · y + m · x + c.

    Attributes
    ----------
    m, n : float
        What multiplies x and y; not both 0.
    c : float
        The constant.

    Raises
    ------
    ValueError
        If a number is not finite, or m and n are both 0: that is no line.
    """

    m: float
    n: float
    c: float

    def __post_init__(self) -> None:
        for name in ("m", "n", "c"):
            number(name, getattr(self, name))
        if self.m == 0 and self.n == 0:
            raise ValueError(f"m and n must not both be 0, got 0 = {self.c:g}, which is no line")

    @property
    def is_vertical(self) -> bool:
        """Whether the line stands upright, so that no y = mx + b describes it."""
        return self.n == 0

    def slope_intercept(self) -> SlopeIntercept:
        """Solve for y.

        Raises
        ------
        ValueError
            If the line is vertical.
        """
        if self.is_vertical:
            raise ValueError(
                f"n must not be 0 to solve for y; the line is vertical, x = {-self.c / self.m:g}"
            )
        return SlopeIntercept(slope=-self.m / self.n, intercept=-self.c / self.n)

    def value(self, x: float, y: float) -> float:
        """n · y + m · x + c: zero on the line, positive where (m, n) points.

        Parameters
        ----------
        x, y : float
            A point.
        """
        return self.n * y + self.m * x + self.c

    def foot(self, x: float, y: float) -> tuple[float, float]:
        """The point of the line nearest to (x, y), where the perpendicular meets it.

        Parameters
        ----------
        x, y : float
            A point.
        """
        # Scaled to length 1 first, so that tiny or huge m and n lose no digits.
        length = math.hypot(self.m, self.n)
        normal_x, normal_y = self.m / length, self.n / length
        distance = normal_y * y + normal_x * x + self.c / length
        return x - distance * normal_x, y - distance * normal_y


def window_corners(window: Window) -> Array:
    """Corners of a rectangular window, counter-clockwise from the lower left.

    Parameters
    ----------
    window : tuple of float
        x from, x to, y from, y to.

    Returns
    -------
    ndarray, shape (4, 2)
    """
    x0, x1, y0, y1 = window
    return np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1]], dtype=float)


def side(line: GeneralLine, window: Window, *, positive: bool) -> Array:
    """The part of a window on one side of a line.

    Parameters
    ----------
    line : GeneralLine
    window : tuple of float
        x from, x to, y from, y to.
    positive : bool
        Which side: where ``line.value`` is at least 0, or at most 0.

    Returns
    -------
    ndarray, shape (n_vertices, 2)
        A convex polygon, counter-clockwise; no vertices where the window has no such part.

    References
    ----------
    Sutherland and Hodgman 1974, Reentrant polygon clipping.
    """
    sign = 1.0 if positive else -1.0
    corners = window_corners(window)
    heights = [sign * line.value(x, y) for x, y in corners]
    kept = []
    for i in range(4):
        here, after = corners[i], corners[(i + 1) % 4]
        height, next_height = heights[i], heights[(i + 1) % 4]
        if height >= 0:
            kept.append(here)
        if (height > 0 > next_height) or (height < 0 < next_height):
            kept.append(here + (after - here) * (height / (height - next_height)))
    return np.array(kept) if len(kept) >= 3 else np.empty((0, 2))


def segment(line: GeneralLine, window: Window) -> Array:
    """The part of a line inside a window.

    Parameters
    ----------
    line : GeneralLine
    window : tuple of float
        x from, x to, y from, y to.

    Returns
    -------
    ndarray, shape (2, 2) or (0, 2)
        Its two ends; empty where the line misses the window.
    """
    x0, x1, y0, y1 = window
    centre_x, centre_y = line.foot((x0 + x1) / 2, (y0 + y1) / 2)
    length = math.hypot(line.m, line.n)
    along_x, along_y = -line.n / length, line.m / length
    # Liang and Barsky 1984: walk from the foot both ways, stop at the first edge met.
    back, ahead = -math.inf, math.inf
    for start, along, low, high in ((centre_x, along_x, x0, x1), (centre_y, along_y, y0, y1)):
        if along == 0:
            if not low <= start <= high:
                return np.empty((0, 2))
            continue
        near, far = sorted(((low - start) / along, (high - start) / along))
        back, ahead = max(back, near), min(ahead, far)
    if back > ahead:
        return np.empty((0, 2))
    return np.array([[centre_x + t * along_x, centre_y + t * along_y] for t in (back, ahead)])
