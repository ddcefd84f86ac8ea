"""Goal: meet the question, one small neuron to push, and the map of the lessons."""

from figures import home
from ui.lesson import LessonPage


def draw(page: LessonPage) -> None:
    """The question with its answer, the neuron beside it, the lessons below."""
    with page.station():
        with page.stage():
            page.equations()
            page.figure("home")
            page.controls("w", "b", "bend")
        page.welcome()
    page.map()


LessonPage("home", home.scene).show(draw)
