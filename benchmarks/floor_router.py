"""A lesson without its figures and prose: controls, one scene, the equations. `?lesson=line`."""

import sys
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import streamlit as st

from figures.scene import Matrices
from ui.lesson import LessonPage


def draw(page: LessonPage) -> None:
    """Draw everything a fragment has but the figures."""
    page.controls()
    page.equations()
    for name, part in page.scene.parts.items():
        if isinstance(part, Matrices):
            page.matrix(name)


slug = st.query_params["lesson"]
LessonPage(slug, import_module(f"figures.{slug}").scene).explore(draw)
