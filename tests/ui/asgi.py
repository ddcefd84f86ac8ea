"""A browser by hand: one request, or one conversation, spoken to an ASGI app directly."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeVar

from starlette.types import ASGIApp, Message, Scope

Result = TypeVar("Result")


def finished(work: Coroutine[Any, Any, Result]) -> Result:
    """Run to the end, on a thread of its own: Playwright's loop may occupy the tests' thread."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


@dataclass
class Answer:
    """What came back for one request."""

    status: int
    headers: dict[str, str]
    body: bytes
    messages: list[Message]


def scope_of(kind: str, path: str, headers: dict[str, str] | None = None, **more: Any) -> Scope:
    path, _, query = path.partition("?")
    return {
        "type": kind,
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http" if kind == "http" else "ws",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(k.lower().encode(), v.encode()) for k, v in (headers or {}).items()],
        "server": ("testserver", 80),
        "client": ("testclient", 50000),
        "subprotocols": [],
        **more,
    }


def get(app: ASGIApp, path: str, headers: dict[str, str] | None = None, **more: Any) -> Answer:
    """Make one request."""
    return finished(fetch(app, path, headers, **more))


async def fetch(
    app: ASGIApp, path: str, headers: dict[str, str] | None = None, **more: Any
) -> Answer:
    """Make one request within a running loop."""
    messages: list[Message] = []

    asked: list[Message] = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Message:
        if not asked:  # the browser stays until it has everything
            await asyncio.sleep(3600)
        return asked.pop()

    async def send(message: Message) -> None:
        messages.append(message)

    await app(scope_of("http", path, headers, **more), receive, send)
    start, *bodies = messages
    assert start["type"] == "http.response.start"
    assert all(message["type"] == "http.response.body" for message in bodies)
    return Answer(
        status=start["status"],
        headers={k.decode().lower(): v.decode() for k, v in start["headers"]},
        body=b"".join(message.get("body", b"") for message in bodies),
        messages=messages,
    )


@dataclass
class Talk:
    """What a conversation over a websocket came to."""

    sent: list[bytes] = field(default_factory=list)
    code: int | None = None  # None: the app did not close it
    reason: str = ""


def text(message: str) -> Message:
    return {"type": "websocket.receive", "text": message}


def talk(app: ASGIApp, path: str, questions: list[Message], leave: bool = True) -> Talk:
    """Say all questions, then leave (or stay silent); the app must come to an end by itself."""
    said = Talk()
    waiting: list[Message] = [{"type": "websocket.connect"}, *questions]

    async def receive() -> Message:
        if waiting:
            return waiting.pop(0)
        if leave:
            return {"type": "websocket.disconnect", "code": 1001}
        await asyncio.sleep(3600)
        raise AssertionError

    async def send(message: Message) -> None:
        if message["type"] == "websocket.send":
            assert said.code is None, "nothing may be said after the end"
            said.sent.append(message["bytes"])
        elif message["type"] == "websocket.close":
            said.code, said.reason = message["code"], message["reason"]

    finished(asyncio.wait_for(app(scope_of("websocket", path), receive, send), 20))
    return said
