"""The lesson `line` without its figure and prose: sliders, one core call, the equation."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from figures import line
from ui.lesson import LessonPage


def draw(page: LessonPage) -> None:
    """Draw everything a fragment has but the figure."""
    page.controls()
    page.equations(line.scene(**page.state))


LessonPage("line").explore(draw)
