"""The entry: `streamlit run app.py`.

It hands the figures to the live channel and serves `ui/router.py`, which lies in a folder of
its own on purpose: a folder `pages/` beside the main script would switch on Streamlit's old
multipage mode, where a link into a lesson on a cold server skips this file.
"""

import streamlit as st

from figures import SCENES
from ui import serve

app = st.App(
    "ui/router.py",
    routes=serve.routes(SCENES),
    middleware=serve.middleware(),
    lifespan=serve.lifespan,
)
