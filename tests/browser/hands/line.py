"""Hands that reach the goals of the line's steps."""

from typing import Any

Action = tuple[Any, ...]

HANDS: dict[str, list[Action]] = {
    "dot": [("type", "input x", "2")],
    "sweep": [("drag", "input", -2.8, None), ("drag", "input", 2.8, None)],
    "slope": [("type", "weight w", "-3")],
    "intercept": [("type", "bias b", "-2")],
    "fold": [("type", "bias b", "2")],
    "answer": [("drag", "input", 2.0, None)],
    "level": [("type", "weight w", "0"), ("type", "bias b", "1")],
}
