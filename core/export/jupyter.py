"""A notebook is a list of cells: words to read, code to run.

References
----------
The Jupyter Notebook format, nbformat 4.5.
"""

from __future__ import annotations

import json

from core.checks import instance, known_name
from core.export.source import float_type, keras_source, numpy_source, pytorch_source
from core.network import Network

FRAMEWORKS = ("numpy", "pytorch", "keras")


def notebook(network: Network, framework: str = "numpy") -> str:
    """Write a network as a Jupyter notebook: what it is, its code, and a sample to try.

    Parameters
    ----------
    network : Network
    framework : {"numpy", "pytorch", "keras"}
        What the code is written in.

    Returns
    -------
    str
        The contents of an .ipynb file.

    Raises
    ------
    ValueError
        If `network` is not a network, or `framework` is unknown.
    """
    instance("network", network, Network)
    known_name("framework", framework, FRAMEWORKS)
    sample = repr([[1.0] * network.sizes[0]])
    if framework == "numpy":
        source, trial = numpy_source(network), f"forward({sample})"
    elif framework == "pytorch":
        dtype = f"torch.{float_type(network)}"
        source, trial = pytorch_source(network), f"model(torch.tensor({sample}, dtype={dtype}))"
    else:
        source, trial = keras_source(network), f"model.predict(np.array({sample}))"
    shape = " → ".join(map(str, network.sizes))
    bends = ", ".join(layer.activation.label for layer in network.layers)
    texts = (
        ("markdown", f"# A neural network, {shape}\n\nActivations, layer by layer: {bends}."),
        ("code", source.rstrip()),
        ("markdown", "Its output for one sample; change the numbers and run the cell again."),
        ("code", trial),
    )
    document = {
        "cells": [_cell(number, kind, text) for number, (kind, text) in enumerate(texts)],
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _cell(number: int, kind: str, text: str) -> dict[str, object]:
    cell: dict[str, object] = {"cell_type": kind, "id": f"cell-{number}", "metadata": {}}
    if kind == "code":
        cell.update(execution_count=None, outputs=[])
    return {**cell, "source": text.splitlines(keepends=True)}
