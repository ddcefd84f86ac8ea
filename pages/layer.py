"""Goal: a layer is several neurons with the same inputs; their weights, row by row, are W."""

from figures import layer
from ui.lesson import LessonPage


def draw(page: LessonPage) -> None:
    """The question, the stage with its steps, and what is behind them."""
    page.opening()
    with page.station():
        with page.stage():
            page.equations()
            page.figure("product", "plane")
            page.controls("form", "neurons", "inputs", "samples", "relu")
        page.steps()
    page.check()
    page.drawers()
    page.onward()


LessonPage("layer", layer.scene).show(draw)
