"""Hands that reach the goals of the activation's steps."""

from typing import Any

Action = tuple[Any, ...]

HANDS: dict[str, list[Action]] = {
    "colours": [
        ("drag", "probe", 2.0, 4.0),
        ("drag", "probe", -2.0, 3.0),
        ("drag", "probe", -2.5, -3.0),
        ("drag", "probe", 2.5, -4.0),
    ],
    "fold": [
        ("drag", "probe", -1.0, -1.0),
        ("drag", "probe", 0.0, -4.0),
        ("drag", "probe", 2.5, -3.0),
    ],
    "along": [("drag", "probe", 2.3, 1.4)],
    "squeeze": [("drag", "probe", 2.5, 4.5), ("drag", "probe", -2.5, -4.5)],
    "sharpen": [("key", "length ‖w‖", "End", 1)],
    "dip": [("drag", "probe", -0.4, -0.6)],
    "lines": [("choose", "activation σ", "identity"), ("key", "length ‖w‖", "ArrowRight", 10)],
    "level": [("drag", "probe", 0.9, 1.2), ("drag", "probe", -1.9, 3.3)],
}
