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

from ui import content, faults, look  # noqa: E402

st.set_page_config(
    page_title="Just a line?", page_icon=str(ROOT / "ui" / "static" / "icon.svg"), layout="wide"
)

st.html(ROOT / "ui" / "page.css")
st.html(look.colours())

with faults.kept_from_the_visitor():
    page = st.navigation(
        [
            st.Page(
                ROOT / "pages" / f"{slug}.py",
                title=content.lesson(slug).title,
                url_path=content.lesson(slug).path,
                default=slug == "home",
            )
            for slug in content.slugs()
        ]
    )
    page.run()
