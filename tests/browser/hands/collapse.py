"""Hands that reach the goals of the collapse's steps."""

from typing import Any

Action = tuple[Any, ...]

HANDS: dict[str, list[Action]] = {
    "small": [("type", "progress", "1")],
    "out": [("drag", "input", -1.5, None), ("drag", "input", 1.8, None)],
    "plane": [("type", "progress", "1")],
    "multiply": [
        ("drag", "input", -1.0, -1.0),
        ("drag", "input", 0.5, 0.5),
        ("drag", "input", 1.5, -1.5),
    ],
    "rows": [("type", "layers", "6")],
    "narrow": [("type", "progress", "1")],
    "fold": [("drag", "input", 0.2, -1.8)],
    "mend": [("choose", "between layers", "identity")],
}
