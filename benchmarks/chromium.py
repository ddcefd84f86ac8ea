"""A served app and a real Chromium, for what has to be measured or tested in a browser."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

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


class Server:
    """An app on a free port, served while a block runs; it can be ended and started anew there.

    Parameters
    ----------
    script : str
        Path below the repository's root.
    base_path : str
        Path of the app's root on the server, ending in a slash where there is one.
    """

    def __init__(self, script: str = "app.py", *, base_path: str = "") -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self._script = script
        self._base_path = base_path
        self._process: subprocess.Popen[bytes] | None = None
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the block
        self.root = f"http://127.0.0.1:{self.port}/{base_path}"

    def start(self) -> None:
        """Start it and wait until it answers.

        Raises
        ------
        RuntimeError
            If it ends, or does not answer within a minute; with what it said.
        """
        command = [
            sys.executable, "-m", "streamlit", "run", self._script,
            "--server.port", str(self.port), "--server.address", "127.0.0.1",
            "--server.headless", "true", "--server.fileWatcherType", "none",
            "--server.baseUrlPath", self._base_path,
        ]  # fmt: skip
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=self._log, stderr=self._log)
        deadline = time.monotonic() + PATIENCE
        while not _answers(f"{self.root}_stcore/health"):
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                raise RuntimeError(f"{self._script} did not start:\n{self.said()}")
            time.sleep(0.1)

    def kill(self) -> None:
        """End it at once, as when a machine goes down."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(10)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        self._log.close()

    def said(self) -> str:
        """What the server has written so far: greetings, warnings, tracebacks.

        Returns
        -------
        str
        """
        # The server writes where this file stands, so it must not be moved by reading.
        number = self._log.fileno()
        return os.pread(number, os.fstat(number).st_size, 0).decode("utf-8", "replace")


@contextmanager
def served(script: str = "app.py", *, base_path: str = "") -> Iterator[str]:
    """Serve an app on a free port, cold, until the block ends.

    Parameters
    ----------
    script, base_path : see `Server`

    Yields
    ------
    str
        Address of the app's root, ending in a slash.
    """
    with Server(script, base_path=base_path) as server:
        yield server.root


def frame_size(event: dict[str, Any]) -> int:
    """Count the bytes of a websocket's message, as Chromium tells of it.

    Parameters
    ----------
    event : dict
        ``Network.webSocketFrameReceived`` of the DevTools protocol.

    Returns
    -------
    int
    """
    frame = event["response"]
    length = len(frame["payloadData"])
    return length * 3 // 4 if frame["opcode"] == 2 else length  # bytes come as base64


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=1) as answer:  # noqa: S310 - own server
            return bool(answer.status == 200)
    except OSError:
        return False
