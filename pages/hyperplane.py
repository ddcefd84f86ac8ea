"""Goal: the weights are the normal of the boundary, and z is ‖w‖ times the signed distance."""

from figures import hyperplane
from ui.lesson import LessonPage


def draw(page: LessonPage) -> None:
    """The plane with its boundary, arrow and probe; in a drawer the same with many inputs."""
    page.opening()
    with page.station():
        with page.stage():
            page.equations()
            page.figure("hyperplane")
            page.controls("w1", "w2", "b")
        page.steps()
    page.check()
    page.drawers(many=draw_many)
    page.onward()


def draw_many(page: LessonPage) -> None:
    """As many inputs as a small picture has."""
    page.figure("high")
    page.controls("n")


LessonPage("hyperplane", hyperplane.scene).show(draw)
