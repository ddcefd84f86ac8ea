"""What every visit runs: the page's frame and the navigation over all lessons.

`app.py` serves this script. It is also a valid main file on its own, for a host that does
not run an `st.App`: `streamlit run ui/router.py` shows the same pages in native mode.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
if str(ROOT) not in sys.path:  # started as the main file, only its own folder is there
    sys.path.insert(0, str(ROOT))

import streamlit as st  # noqa: E402

from ui import content, faults, look, serve  # noqa: E402

st.set_page_config(
    page_title="Just a line?",
    page_icon=str(ROOT / "ui" / "static" / "icon.svg"),
    layout="wide",
    # Its width in pixels; a lesson within somebody's own page has no room for the list of all.
    initial_sidebar_state="collapsed" if st.context.is_embedded else 220,
)
st.logo(
    str(ROOT / "ui" / "static" / "wordmark.svg"),
    icon_image=str(ROOT / "ui" / "static" / "mark.svg"),
)

if not serve.brings_the_style():
    st.html(f"<style>{look.page()}</style>")
st.html(look.colours())

with faults.kept_from_the_visitor():
    entries = content.entries()
    pages = {
        entry.slug: st.Page(
            ROOT / "pages" / f"{entry.slug}.py",
            title=entry.title,
            url_path=entry.path,
            default=entry.slug == "home",
        )
        for entry in entries
    }
    groups = {"": "", **content.words()["groups"]}
    page = st.navigation(
        {
            title: members
            for group, title in groups.items()
            if (members := [pages[entry.slug] for entry in entries if entry.group == group])
        },
        expanded=True,  # all of the story, without a button for the rest
    )
    st.html(look.minutes())
    page.run()
