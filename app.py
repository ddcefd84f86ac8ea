"""The entry: `streamlit run app.py`.

It hands the lessons' scenes to the live channel and serves `ui/router.py`, which lies in a
folder of its own on purpose: a folder `pages/` beside the main script would switch on
Streamlit's old multipage mode, where a link into a lesson on a cold server skips this file.
"""

from importlib import import_module

import streamlit as st

from ui import content, faults, serve

SCENES = {slug: import_module(f"figures.{slug}").scene for slug in content.slugs()}

app = st.App(
    "ui/router.py",
    routes=serve.routes(SCENES),
    middleware=serve.middleware(),
    lifespan=serve.lifespan,
    on_script_error=faults.on_script_error,
)
