"""A served app and a real Chromium, for what has to be measured or tested in a browser."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE = 60.0  # seconds for a server to start


def executable() -> str | None:
    """Find the browser: the environment's CHROMIUM, else a known name on the path.

    Returns
    -------
    str or None
        None lets Playwright look for its own.
    """
    found = (shutil.which(name) for name in NAMES)
    return os.environ.get("CHROMIUM") or next(filter(None, found), None)


@contextmanager
def served(script: str = "app.py", *, base_path: str = "") -> Iterator[str]:
    """Serve an app on a free port, cold, until the block ends.

    Parameters
    ----------
    script : str
        Path below the repository's root.
    base_path : str
        Path of the app's root on the server, ending in a slash where there is one.

    Yields
    ------
    str
        Address of the app's root, ending in a slash.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable, "-m", "streamlit", "run", script,
        "--server.port", str(port), "--server.address", "127.0.0.1",
        "--server.headless", "true", "--server.fileWatcherType", "none",
        "--server.baseUrlPath", base_path,
    ]  # fmt: skip
    root = f"http://127.0.0.1:{port}/{base_path}"
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + PATIENCE
        while not _answers(f"{root}_stcore/health"):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{script} did not start")
            time.sleep(0.1)
        yield root
    finally:
        process.terminate()
        process.wait(10)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=1) as answer:  # noqa: S310 - own server
            return bool(answer.status == 200)
    except OSError:
        return False
