"""Hands that reach the goals of the hyperplane's steps."""

from typing import Any

Action = tuple[Any, ...]

HANDS: dict[str, list[Action]] = {
    "zeros": [
        ("drag", "probe", 1.0, 0.5),
        ("drag", "probe", -0.6, 1.7),
        ("drag", "probe", 2.2, -0.4),
    ],
    "boundary": [("drag", "probe", -1.0, -1.0), ("drag", "probe", 2.0, 1.0)],
    "arrow": [("drag", "weights", -1.5, 1.0)],
    "slide": [("type", "bias b", "0")],
    "distance": [("drag", "probe", 2.6, 1.8)],
    "double": [
        ("type", "weight w₁", "1.2"),
        ("type", "weight w₂", "1.6"),
        ("type", "bias b", "-2"),
    ],
    "split": [("key", "weights", "ArrowUp", 5)],
    "build": [("drag", "weights", -1.0, 0.0), ("type", "bias b", "-1")],
}
