"""A lesson without its figures and steps: controls, one scene, the equations. `?lesson=line`."""

import sys
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import streamlit as st

from ui import content
from ui.lesson import LessonPage


def draw(page: LessonPage) -> None:
    """Draw everything a stage has but the figures."""
    shown = [control.name for control in content.lesson(slug).controls.items if not control.hidden]
    with page.station(), page.stage():
        page.equations()
        page.controls(*shown)


slug = st.query_params["lesson"]
LessonPage(slug, import_module(f"figures.{slug}").scene).show(draw)
