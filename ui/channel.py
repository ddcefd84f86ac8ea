"""The live channel: values of a lesson's state in, the arrays that change out.

A rerun of the page for every step of a drag is too slow and costs too much. So while something
moves, the browser asks here: it sends the state, and gets back the fields of the lesson's
parts that changed. No session is held: any server can answer any question. Nothing that comes
in is trusted: unknown lessons, oversized or malformed messages and floods end the conversation,
and every value is brought into its bounds by the same controls that read links.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Callable, Mapping

from starlette.websockets import WebSocket, WebSocketDisconnect

from figures.scene import Scene
from ui import content, parts
from ui.wire import Answers

Scenes = Mapping[str, Callable[..., Scene]]

LARGEST_MESSAGE = 4096  # bytes; a state is a few hundred
MOST_A_SECOND = 240  # a drag sends one a frame
LONGEST_SILENCE = 600.0  # seconds; the browser opens a new channel when it needs one
MOST_CHANNELS = 2000

# Close codes of RFC 6455.
GOING_AWAY, WRONG_DATA, NOT_ALLOWED, OUR_FAULT, TRY_LATER = 1001, 1007, 1008, 1011, 1013

_log = logging.getLogger("just_a_line")


class QuestionError(ValueError):
    """What came is not of the form of a question; the message may be said to whoever sent it."""


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
        answers = Answers()
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
                answer = self.answer(text, answers)
            except QuestionError as error:
                await socket.close(WRONG_DATA, str(error))
                return
            except Exception:  # noqa: BLE001 - whatever it was, it stays on the server
                _log.exception("an answer of the live channel failed")
                await socket.close(OUR_FAULT, "something went wrong on our side")
                return
            await socket.send_bytes(answer)

    def answer(self, text: str, answers: Answers) -> bytes:
        """Answer one question.

        Parameters
        ----------
        text : str
            JSON: ``{"id": 7, "lesson": "line", "values": {"w": 1.5}, "fresh": true}``. Values that
            are missing stand at their defaults; the others are brought into their bounds.
        answers : Answers
            What was said before on this connection.

        Returns
        -------
        bytes
            See `ui.wire.Answers`; ``id`` is repeated, so that the browser knows what it got.

        Raises
        ------
        QuestionError
            If the question is not of that form, or asks for an unknown lesson.
        """
        if len(text) > LARGEST_MESSAGE:
            raise QuestionError(f"a question has at most {LARGEST_MESSAGE} characters")
        try:
            question = json.loads(text)
        except (ValueError, RecursionError):
            raise QuestionError("a question is JSON") from None
        if not isinstance(question, dict):
            raise QuestionError("a question is an object")
        number, name, values = (question.get(key) for key in ("id", "lesson", "values"))
        if type(number) is not int or not isinstance(values, dict):
            raise QuestionError("a question has an id and values")
        if not isinstance(name, str) or name not in self._scenes:
            raise QuestionError("there is no such lesson")
        started = time.perf_counter()
        lesson = content.lesson(name)
        state = lesson.read({key: [value] for key, value in values.items()})[0]
        scene = self._scenes[name](**lesson.arguments(state))
        fields = parts.all_fields(lesson, scene, state)
        header = {"id": number, "ms": round((time.perf_counter() - started) * 1e3, 2)}
        return answers.pack(header, name, fields, fresh=question.get("fresh") is True)
