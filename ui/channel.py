"""The live channel: values of a lesson's state in, the arrays that change out.

A rerun of the page for every step of a drag is too slow and too dear. So while something
moves, the browser asks here: it sends the state, and gets back the frames of the lesson's
charts. No session is held: any server can answer any question. Nothing that comes in is
trusted: unknown lessons, oversized or malformed messages and floods end the conversation,
and every value is brought into its bounds by the same controls that read links.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from ui import content, wire
from ui.controls import State

Scenes = Mapping[str, Callable[..., Any]]

LARGEST_MESSAGE = 4096  # bytes; a state is a few hundred
MOST_A_SECOND = 240  # a drag sends one a frame
LONGEST_SILENCE = 600.0  # seconds; the browser opens a new channel when it needs one
MOST_CHANNELS = 2000

# Close codes of RFC 6455.
GOING_AWAY, WRONG_DATA, NOT_ALLOWED, TRY_LATER = 1001, 1007, 1008, 1013


class Channel:
    """Answers for a fixed set of scenes.

    Parameters
    ----------
    scenes : mapping of str to callable
        Lesson → pure function of its state.
    """

    def __init__(self, scenes: Scenes) -> None:
        self._scenes = scenes
        self._open = 0

    async def converse(self, socket: WebSocket) -> None:
        """Hold one conversation until the browser leaves or breaks a rule."""
        await socket.accept()
        if self._open >= MOST_CHANNELS:
            await socket.close(TRY_LATER, "too many channels are open")
            return
        self._open += 1
        try:
            await self._answer_all(socket)
        except WebSocketDisconnect:
            pass
        finally:
            self._open -= 1

    async def _answer_all(self, socket: WebSocket) -> None:
        second, messages = time.monotonic(), 0
        while True:
            try:
                text: str | None = await asyncio.wait_for(socket.receive_text(), LONGEST_SILENCE)
            except TimeoutError:
                await socket.close(GOING_AWAY, "nothing was asked for a while")
                return
            except KeyError:
                text = None
            if text is None:  # bytes came; servers differ in whether the key is there too
                await socket.close(WRONG_DATA, "a question is text")
                return
            now = time.monotonic()
            if now - second >= 1.0:
                second, messages = now, 0
            messages += 1
            if messages > MOST_A_SECOND:
                await socket.close(NOT_ALLOWED, "too many questions a second")
                return
            try:
                answer = self.answer(text)
            except ValueError as error:
                await socket.close(WRONG_DATA, str(error))
                return
            await socket.send_bytes(answer)

    def answer(self, text: str) -> bytes:
        """Answer one question.

        Parameters
        ----------
        text : str
            JSON: ``{"id": 7, "lesson": "line", "values": {"w": 1.5}}``. Values that are
            missing stand at their defaults; the others are brought into their bounds.

        Returns
        -------
        bytes
            See `ui.wire.pack`; ``id`` is repeated, so that the browser knows what it got.

        Raises
        ------
        ValueError
            If the question is not of that form, or asks for an unknown lesson.
        """
        if len(text) > LARGEST_MESSAGE:
            raise ValueError(f"a question has at most {LARGEST_MESSAGE} characters")
        try:
            question = json.loads(text)
        except (ValueError, RecursionError):
            raise ValueError("a question is JSON") from None
        if not isinstance(question, dict):
            raise ValueError("a question is an object")
        number, name, values = (question.get(key) for key in ("id", "lesson", "values"))
        if type(number) is not int or not isinstance(values, dict):
            raise ValueError("a question has an id and values")
        if not isinstance(name, str) or name not in self._scenes:
            raise ValueError("there is no such lesson")
        started = time.perf_counter()
        lesson = content.lesson(name)
        state: State = lesson.controls.read({key: [value] for key, value in values.items()})[0]
        scene = self._scenes[name](**state)
        header = {
            "id": number,
            "equations": scene.equations,
            "code": content.fill(lesson.code, scene.numbers),
            "alts": {key: chart.alt for key, chart in scene.charts.items()},
            "ms": round((time.perf_counter() - started) * 1e3, 2),
        }
        return wire.pack(header, {key: chart.frame for key, chart in scene.charts.items()})
