"""Make the README's picture: `python scripts/screenshot.py` opens the app and takes it."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import sync_playwright  # noqa: E402

from benchmarks.chromium import FLAGS, executable, served  # noqa: E402

PICTURE = ROOT / "docs" / "hyperplane.png"
HEADING = "One neuron, two inputs, one boundary"


def main() -> None:
    """Open the lesson on the hyperplane and take a picture of its figure and controls."""
    with served() as app, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=list(FLAGS))
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(f"{app}hyperplane")
        page.wait_for_selector(".jl-chart[data-drawn]")
        page.get_by_role("heading", name=HEADING).evaluate("node => node.scrollIntoView()")
        page.wait_for_timeout(1000)
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main()
