"""Goal: with the identity activation a neuron is exactly y = mx + b; an activation folds it."""

from figures import line
from ui.lesson import LessonPage


def draw(page: LessonPage) -> None:
    """The question, the stage with its steps, and what is behind them."""
    page.opening()
    with page.station():
        with page.stage():
            page.equations()
            page.figure("line")
            page.controls("w", "b", "x", "activation")
        page.steps()
    page.check()
    page.drawers()
    page.onward()


LessonPage("line", line.scene).show(draw)
