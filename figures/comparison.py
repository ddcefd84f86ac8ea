"""Any two activations beside each other: their values, their slopes, and what sets them apart."""

from __future__ import annotations

from dataclasses import fields
from functools import lru_cache

import numpy as np

from core.activation_shape import ActivationShape, activation_shape
from core.activations import ACTIVATIONS, activation_named
from figures.curve import Curve
from figures.scene import Chart, Fact

Z_RANGE, VALUES, SLOPES = (-6.0, 6.0), (-3.0, 3.0), (-1.2, 2.2)
ROWS = np.linspace(-5.0, 5.0, 11)  # of the tables
ENDS = np.array([Z_RANGE[0], 0.0, Z_RANGE[1]])  # with the middle: what is said of a curve


@lru_cache(maxsize=len(ACTIVATIONS) ** 2)
def compared(first: str, second: str) -> tuple[Chart, Chart]:
    """Draw two activations over z, and their slopes.

    Parameters
    ----------
    first, second : str
        Keys of activations.

    Returns
    -------
    tuple of Chart
        The values and the slopes, each with the marks ``"first"`` and ``"second"``.
    """
    one, other = activation_named(first), activation_named(second)
    corners = (*one.corners, *other.corners)
    charts = []
    for y, role, functions in (
        (VALUES, "output", (one.value, other.value)),
        (SLOPES, "text", (one.derivative, other.derivative)),
    ):
        curve = Curve(Z_RANGE, y, "preactivation", role)
        charts.append(
            curve.chart(
                curve.graph("second", functions[1], role="quiet", width=2.0, dash="dash",
                            corners=corners, named="left"),
                curve.graph("first", functions[0], role=role, corners=corners, named="right"),
            )
        )  # fmt: skip
    return charts[0], charts[1]


@lru_cache(maxsize=len(ACTIVATIONS) ** 2)
def said_of(first: str, second: str) -> dict[str, Fact]:
    """List the numbers of two activations, and what their curves look like.

    Parameters
    ----------
    first, second : str
        Keys of activations.

    Returns
    -------
    dict
        The facts of both.
    """
    facts: dict[str, Fact] = {
        "count": float(len(ACTIVATIONS)),
        "same": first == second,
        "rows": ROWS,
    }
    for name, key in (("first", first), ("second", second)):
        sigma = activation_named(key)
        values, slopes = (f(ENDS).tolist() for f in (sigma.value, sigma.derivative))
        facts[f"{name}_label"] = sigma.label
        facts[f"{name}_values"] = sigma.value(ROWS)
        facts[f"{name}_slopes"] = sigma.derivative(ROWS)
        for place, value, slope in zip(("left", "middle", "right"), values, slopes, strict=True):
            facts[f"{name}_{place}"] = value
            facts[f"{name}_slope_{place}"] = slope
    return {**facts, **properties(*dict.fromkeys((first, second)))}


@lru_cache(maxsize=len(ACTIVATIONS) ** 2)
def properties(*names: str) -> dict[str, Fact]:
    """List what the curves of activations look like, all of it measured.

    Parameters
    ----------
    *names : str
        Keys of activations; all of them where none is given.

    Returns
    -------
    dict
        Property → array with an entry for each activation.
    """
    each = [activation_named(name) for name in names or ACTIVATIONS]
    shapes = [activation_shape(sigma.name) for sigma in each]
    listed = {
        field.name: np.array([getattr(shape, field.name) for shape in shapes])
        for field in fields(ActivationShape)
    }
    words = {"labels": "label", "formulas": "latex", "sources": "source"}
    for name, one in (words | {"lowers": "lower", "uppers": "upper"}).items():
        listed[name] = np.array([getattr(sigma, one) for sigma in each])
    count = np.array([len(sigma.corners) for sigma in each])
    return {
        **listed,
        "bent": listed["straight_pieces"] == 0,
        "one_line": listed["straight_pieces"] == 1,
        "in_pieces": listed["straight_pieces"] > 1,
        "one_slope": listed["slope_left"] == listed["slope_right"],
        "has_corner": count > 0,
        "more_corners": count > 1,
        "first_corners": np.array([min(sigma.corners, default=np.nan) for sigma in each]),
        "last_corners": np.array([max(sigma.corners, default=np.nan) for sigma in each]),
    }
