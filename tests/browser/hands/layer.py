"""Hands that reach the goals of the layer's steps."""

from typing import Any

Action = tuple[Any, ...]

HANDS: dict[str, list[Action]] = {
    "row": [("edit", "neuron 1, w₁", "0.5")],
    "rows": [("edit", "sample 1, x₁", "1")],
    "pick": [("pick", "sample 1, neuron 2, z")],
    "sizes": [("type", "inputs", "2")],
    "batch": [("type", "samples", "4")],
    "bias": [("edit", "neuron 2, b", "2")],
    "forms": [("choose", "written as", "keras"), ("choose", "written as", "torch")],
    "relu": [("edit", "sample 1, x₁", "1"), ("edit", "sample 1, x₂", "-1.5")],
}
