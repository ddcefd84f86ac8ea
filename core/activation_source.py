"""An activation can be written down: as a NumPy function that anyone can paste and run.

The table `core.activations.ACTIVATIONS` holds the formulas; here they become definitions, each
with the functions it calls. They are text, never run by the app. A test runs every one and
compares it with the activation itself, to the last bit.
"""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterable
from functools import cache

from core.activations import ACTIVATIONS, activation_named

HELPERS = {
    "finite": (
        "def finite(y):\n"
        "    largest = np.finfo(y.dtype).max\n"
        "    return np.clip(y, -largest, largest)"
    ),
}


@cache
def numpy_source(name: str) -> str:
    """Write an activation as a NumPy function, after the functions it calls.

    Parameters
    ----------
    name : str
        A key of `ACTIVATIONS`; also the name of the function.

    Returns
    -------
    str
        Python source that needs ``import numpy as np`` and, where `needs_math` says so,
        ``import math``.

    Raises
    ------
    ValueError
        If there is no activation of that name.
    """
    return "\n\n".join(numpy_functions([name]).values())


def needs_math(name: str) -> bool:
    """Whether the NumPy source of an activation uses the standard library's `math`.

    Parameters
    ----------
    name : str
        A key of `ACTIVATIONS`.

    Raises
    ------
    ValueError
        If there is no activation of that name.
    """
    return "math." in numpy_source(name)


def numpy_functions(names: Iterable[str]) -> dict[str, str]:
    """Write several activations as NumPy functions, each function once.

    Parameters
    ----------
    names : iterable of str
        Keys of `ACTIVATIONS`.

    Returns
    -------
    dict of str
        Definitions by name, each after the functions it calls.

    Raises
    ------
    ValueError
        If there is no activation of one of the names.
    """
    functions: dict[str, str] = {}
    for name in names:
        activation_named(name)
        _add(name, functions)
    return functions


def _add(name: str, functions: dict[str, str]) -> None:
    """Add a function, and before it the ones it calls."""
    if name in functions:
        return
    if name in HELPERS:
        definition = HELPERS[name]
    else:
        definition = f"def {name}(z):\n{textwrap.indent(ACTIVATIONS[name].numpy, '    ')}"
    for called in _called(definition):
        if called != name and (called in HELPERS or called in ACTIVATIONS):
            _add(called, functions)
    functions[name] = definition


def _called(source: str) -> list[str]:
    """Names of the functions that some Python source calls by their plain name."""
    return [
        node.func.id
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]
