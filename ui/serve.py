"""What the server offers beside Streamlit: the live parts' files, the live channel, compression.

Everything lives under ``live/``, once at the root and once below any base path.
"""

from __future__ import annotations

import gc
import gzip
import hashlib
import json
import re
import socket as sockets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache, partial
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from threading import Event
from typing import Any

import anyio.to_thread
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui import lesson_map, look
from ui.channel import Channel, Scenes

STATIC = Path(__file__).parent / "static"
FOREVER = "public, max-age=31536000, immutable"
SMALLEST_COMPRESSED = 1024
MOST_CACHED = 16 * 2**20  # bytes of compressed files kept; the app and plotly.js need about 5


def _plotly_js() -> bytes:
    """plotly.js as the installed plotly package brings it, so that the versions match."""
    return (files("plotly") / "package_data" / "plotly.min.js").read_bytes()


PLOTLY = f"plotly-{version('plotly')}.min.js"
PAGE_STYLE = "page.css"
KINDS = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


@cache
def modules() -> dict[str, bytes]:
    """The files of the browser's side, with a made-up one that says where plotly.js is.

    Returns
    -------
    dict
        Name → content.
    """
    names = sorted(path for path in STATIC.iterdir() if path.suffix in (".js", ".css"))
    config = f"export const PLOTLY = {json.dumps(PLOTLY)};\n".encode()
    return {path.name: path.read_bytes() for path in names} | {"config.js": config}


@cache
def _files() -> dict[str, bytes]:
    return modules() | {PAGE_STYLE: look.page().encode()}


@cache
def _mark() -> str:
    """A mark that changes with the content of any of these files, for they load each other."""
    digest = hashlib.sha256()
    for name, body in _files().items():
        digest.update(name.encode() + body)
    return digest.hexdigest()[:12]


def main_script() -> str:
    """Path of the script that loads the others, below the app's root.

    Returns
    -------
    str
    """
    return f"live/{_mark()}/main.js"


def page_style() -> str:
    """Path of the style sheet of the page around the figures, below the app's root.

    Returns
    -------
    str
    """
    return f"live/{_mark()}/{PAGE_STYLE}"


async def _file(request: Request) -> Response:
    mark, name = request.path_params.get("mark", ""), request.path_params["name"]
    body: bytes | None = None
    if not mark and name == PLOTLY:
        body = await anyio.to_thread.run_sync(_plotly_js)
    elif mark == _mark():
        body = _files().get(name)
    elif mark:
        body = await anyio.to_thread.run_sync(lesson_map.found, mark, name)
    if body is None:
        return Response("There is no such file.", status_code=404, media_type="text/plain")
    # Streamlit may be embedded from elsewhere; a module script then needs this header.
    etag = f'"{mark}/{name}"' if mark else f'"{name}"'
    headers = {"Cache-Control": FOREVER, "Access-Control-Allow-Origin": "*", "ETag": etag}
    return Response(body, media_type=KINDS[Path(name).suffix], headers=headers)


def routes(scenes: Scenes) -> list[BaseRoute]:
    """Routes for `st.App`.

    Parameters
    ----------
    scenes : mapping of str to callable
        Lesson → pure function of its state; the live channel answers for these.

    Returns
    -------
    list of BaseRoute
    """
    channel = Channel(scenes)
    return [
        route
        for base in ("", "/{base:path}")
        for route in (
            WebSocketRoute(f"{base}/live/channel", channel.converse),
            Route(f"{base}/live/{{mark}}/{{name}}", _file),
            Route(f"{base}/live/{{name}}", _file),
        )
    ]


def middleware() -> list[Middleware]:
    """Middleware for `st.App`.

    Returns
    -------
    list of Middleware
    """
    return [Middleware(NoDelay), Middleware(Compress), Middleware(PageRoot)]


_running = Event()


def brings_the_style() -> bool:
    """Whether every page comes with its style sheet, as a file that browsers keep.

    Returns
    -------
    bool
        False where `ui/router.py` runs on its own, without this server.
    """
    return _running.is_set()


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Set what was imported aside, so that collecting garbage does not walk through it again."""
    gc.collect()
    gc.freeze()
    _running.set()
    yield
    _running.clear()


class NoDelay:
    """Send small answers at once.

    The connections Streamlit accepts wait up to 40 ms to fill a packet (Nagle's algorithm):
    asyncio switches that off only on sockets that name their protocol, and Streamlit's
    listening socket does not. uvicorn's `send` is a method of the object that holds the
    connection; where that should ever change, this does nothing.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, its connection set to send at once."""
        if scope["type"] == "websocket":
            transport = getattr(getattr(send, "__self__", None), "transport", None)
            socket = transport.get_extra_info("socket") if transport is not None else None
            if socket is not None and socket.family in (sockets.AF_INET, sockets.AF_INET6):
                socket.setsockopt(sockets.IPPROTO_TCP, sockets.TCP_NODELAY, 1)
        await self._app(scope, receive, send)


class Compress:
    """Serve scripts and styles compressed, each compressed once and then kept.

    Streamlit leaves its own files uncompressed (8 MB on a first load), and Starlette's
    middleware would compress them anew for every visitor: a quarter of a second of processor
    time each. These files never change while the server runs.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._kept: dict[bytes, bytes] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; compress the answer where that helps."""
        if not _wants(scope):
            await self._app(scope, receive, send)
            return
        start, body = await _collect(self._app, scope, receive)
        if start["status"] == 200 and len(body) >= SMALLEST_COMPRESSED:
            body = await self._compressed(body)
            _set_header(start, b"content-encoding", b"gzip")
            _set_header(start, b"vary", b"Accept-Encoding")
        await _send_all(start, body, send)

    async def _compressed(self, body: bytes) -> bytes:
        # Not by its path: files are served below any base path, so anyone could make up paths
        # until the store is full of copies.
        mark = hashlib.sha256(body).digest()
        if mark not in self._kept:
            packed = await anyio.to_thread.run_sync(partial(gzip.compress, body, 9, mtime=0))
            if sum(map(len, self._kept.values())) + len(packed) > MOST_CACHED:
                return packed
            self._kept[mark] = packed
        return self._kept[mark]


class PageRoot:
    """Give the page its style sheet, and tell it where the app's root is.

    Opened at a link into a lesson, Streamlit's script does not know how much of the path
    belongs to the server, so it asks at the longer one first: two answers 404 in the console
    and two round trips lost. The page is always one step below the root, which is how its own
    scripts are found, so the same step gives the root.
    """

    _SCRIPT = (
        b"<script>window.__streamlit = "
        b'{ BACKEND_BASE_URL: new URL(".", window.location.href).href };</script>'
    )

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        # At the end of the body, for it has to come after the styles that Streamlit makes.
        self._style = f'<link rel="stylesheet" href="./{page_style()}">'.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; add the style and the script to a page."""
        if not _is_page(scope):
            await self._app(scope, receive, send)
            return
        start, body = await _collect(self._app, scope, receive)
        if dict(start["headers"]).get(b"content-type", b"").startswith(b"text/html"):
            body = body.replace(b"<head>", b"<head>" + self._SCRIPT, 1)
            body = body.replace(b"</body>", self._style + b"</body>", 1)
        await _send_all(start, body, send)


async def _collect(app: ASGIApp, scope: Scope, receive: Receive) -> tuple[Message, bytes]:
    """Let the app answer, whole and uncompressed, into memory."""
    start: Message = {}
    body = bytearray()

    async def keep(message: Message) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
        else:
            body.extend(message.get("body", b""))

    # A part of a file could be neither compressed nor rewritten.
    hidden = (b"range", b"accept-encoding")
    headers = [pair for pair in scope["headers"] if pair[0] not in hidden]
    await app({**scope, "headers": headers}, receive, keep)
    start["headers"] = list(start["headers"])
    return start, bytes(body)


def _set_header(start: Message, name: bytes, value: bytes) -> None:
    start["headers"] = [*(pair for pair in start["headers"] if pair[0] != name), (name, value)]


async def _send_all(start: Message, body: bytes, send: Send) -> None:
    if start["status"] not in (204, 304):
        _set_header(start, b"content-length", str(len(body)).encode())
    await send(start)
    await send({"type": "http.response.body", "body": body})


_REFUSED = re.compile(rb"gzip\s*;\s*q\s*=\s*0(\.0*)?\s*(,|$)")
_TEXT_FILES = (".js", ".css", ".json", ".svg", ".html")


def _is_page(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    path: str = scope["path"]
    return "/_stcore/" not in path and "." not in path.rsplit("/", 1)[-1]


def _wants(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    path: str = scope["path"]
    is_file = ("/static/" in path or "/live/" in path) and path.endswith(_TEXT_FILES)
    accepted = dict(scope["headers"]).get(b"accept-encoding", b"").lower()
    accepts = b"gzip" in accepted and not _REFUSED.search(accepted)
    return accepts and (is_file or _is_page(scope))
