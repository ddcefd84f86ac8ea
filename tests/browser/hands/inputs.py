"""Hands that reach the goals of the inputs' steps."""

from typing import Any

Action = tuple[Any, ...]

HANDS: dict[str, list[Action]] = {
    "row": [("type", "input x₂", "3")],
    "weight": [("drag", "t2", None, 400)],
    "plane": [("drag", "t2", None, 700)],
    "nothing": [("key", "t2", "ArrowUp", 8), ("key", "input x₂", "ArrowRight", 4)],
    "third": [("type", "input x₃", "8")],
    "bare": [
        ("type", "input x₁", "0"),
        ("type", "input x₂", "0"),
        ("type", "input x₃", "0"),
    ],
    "build": [("key", "t2", "ArrowUp", 8), ("drag", "t1", None, 300)],
}
