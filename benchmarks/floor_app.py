"""The floor the live chart is measured against: the same fragment with no figure."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import streamlit as st

from figures import SCENES
from ui import serve

app = st.App(
    "floor_router.py",
    routes=serve.routes(SCENES),
    middleware=serve.middleware(),
    lifespan=serve.lifespan,
)
