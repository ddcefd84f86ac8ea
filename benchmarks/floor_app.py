"""The floor that live figures are measured against: the same fragments with no figure."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import streamlit as st

from ui import serve

app = st.App(
    "floor_router.py",
    routes=serve.routes({}),  # every step is a rerun
    middleware=serve.middleware(),
    lifespan=serve.lifespan,
)
