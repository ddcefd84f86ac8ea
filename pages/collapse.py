"""Goal: a stack of layers without a bend is one layer, and a lost dimension stays lost."""

from figures import collapse
from ui.lesson import LessonPage


def draw(page: LessonPage) -> None:
    """The question, the stage with its steps, and what is behind them."""
    page.opening()
    with page.station():
        with page.stage():
            page.matrix("matrices")
            page.equations()
            page.figure("stack", "single")
            page.controls("activation", "depth", "progress", "narrow")
        page.steps()
    page.check()
    page.drawers()
    page.onward()


LessonPage("collapse", collapse.scene).show(draw)
