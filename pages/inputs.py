"""Goal: with many inputs each has a slope of its own; the products and b add up to z."""

from figures import inputs
from ui.lesson import LessonPage


def draw(page: LessonPage) -> None:
    """The sum as bars beside the plane; in a drawer the same with a picture's pixels."""
    page.opening()
    with page.station():
        with page.stage():
            page.equations()
            page.figure("waterfall", "plane")
            page.controls("x1", "x2", "x3", "named")
        page.steps()
    page.check()
    page.drawers(many=draw_many)
    page.onward()


def draw_many(page: LessonPage) -> None:
    """As many inputs as a small picture has."""
    page.figure("products", "many")
    page.controls("n")


LessonPage("inputs", inputs.scene).show(draw)
