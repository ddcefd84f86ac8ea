"""The toy lesson, served as the app serves its own: `streamlit run tests/browser/toy/app.py`."""

import os
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[2]))
os.environ["JUST_A_LINE_LESSONS"] = str(HERE / "content")

import streamlit as st  # noqa: E402 - after the app's root is on the path

from tests.browser.toy import scene  # noqa: E402
from ui import faults, serve  # noqa: E402

app = st.App(
    "router.py",
    routes=serve.routes({"home": scene.scene}),
    middleware=serve.middleware(),
    lifespan=serve.lifespan,
    on_script_error=faults.on_script_error,
)
