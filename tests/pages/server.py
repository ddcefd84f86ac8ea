"""The app on a real server, and a visitor that speaks Streamlit's own protocol with it."""

import json
import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

PATIENCE = 30.0  # seconds for anything at all; a test that waits so long has failed


_COLOUR = re.compile(r"\x1b\[[0-9;]*m")  # Streamlit's log may come in colours


class Log:
    """What the server writes, line by line, as it comes."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self._unread = ""
        self._is_over = False
        self._news = threading.Condition()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        for line in self._stream:
            with self._news:
                self._unread += _COLOUR.sub("", line)
                self._news.notify_all()
        with self._news:
            self._is_over = True
            self._news.notify_all()

    def finish(self) -> None:
        """Read to the end, which comes when the server has ended."""
        self._reader.join(PATIENCE)

    def wait_for(self, pattern: str) -> None:
        """Wait until something has been written; a second time it has to be written anew."""
        wanted = re.compile(pattern, re.MULTILINE)
        with self._news:
            self._news.wait_for(lambda: self._is_over or wanted.search(self._unread), PATIENCE)
            found = wanted.search(self._unread)
            assert found, f"{pattern!r} was not written, but:\n{self._unread}"
            self._unread = self._unread[found.end() :]


@dataclass
class Server:
    """Where it is, and what it has written."""

    root: str
    log: Log


@contextmanager
def serving(script: Path, **options: str) -> Iterator[Server]:
    """Serve a script on a free port, at the settings of Streamlit Community Cloud."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    chosen = {
        "client.showErrorDetails": "false", "runner.fastReruns": "true", "server.headless": "true",
        "server.address": "127.0.0.1", "server.port": str(port), "server.fileWatcherType": "none",
        **options,
    }  # fmt: skip
    flags = [flag for name, value in chosen.items() for flag in (f"--{name}", value)]
    # The folder above is not the script's: only what belongs to the app may be found.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    with subprocess.Popen(
        [sys.executable, "-u", "-m", "streamlit", "run", str(script), *flags],
        cwd=script.parent, env=environment, text=True, encoding="utf-8",
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        log = Log(process.stdout)
        try:
            log.wait_for(rf"127\.0\.0\.1:{port}")
            yield Server(f"127.0.0.1:{port}", log)
        finally:
            process.terminate()
            log.finish()


@dataclass
class Answer:
    """All that one run of a page sent, up to its end."""

    messages: list[ForwardMsg] = field(default_factory=list)

    def elements(self, kind: str = "") -> list[Any]:
        """Elements of a kind, in the order in which they came."""
        found = []
        for message in self.messages:
            if message.WhichOneof("type") == "delta":
                element = message.delta.new_element
                name = element.WhichOneof("type")
                if name is not None and kind in ("", name):
                    found.append(getattr(element, name))
        return found

    def texts(self) -> str:
        """All text of the page, as far as it is Markdown or an alert."""
        return "\n".join(
            each.body for kind in ("markdown", "alert") for each in self.elements(kind)
        )

    def raw(self) -> str:
        """Everything sent, field by field, but for what Streamlit says of itself at the start."""
        return "\n".join(
            str(message)
            for message in self.messages
            if message.WhichOneof("type") not in ("new_session", "navigation")
        )


class Visitor:
    """A browser with one page open, as far as the server can tell."""

    def __init__(self, connection: ClientConnection, path: str = "", **link: str) -> None:
        self._socket = connection
        self._path = path
        self._query = "&".join(f"{name}={value}" for name, value in link.items())
        self._page_hash = ""
        self._widgets: dict[str, str] = {}  # key → id
        self._fragments: dict[str, str] = {}  # id of a widget → the fragment it stands in
        self._values: dict[str, tuple[str, Any]] = {}

    def open(self) -> Answer:
        """Load the page, or load it again."""
        return self._run()

    def follow(self, **link: str) -> Answer:
        """Go to another link of the same page, in the same visit."""
        self._query = "&".join(f"{name}={value}" for name, value in link.items())
        return self._run()

    def change(self, key: str, kind: str, value: Any) -> Answer:
        """Change one widget; only the fragment it stands in runs, as in the browser.

        `kind` is the field of Streamlit's `WidgetState` in which the value is sent.
        """
        widget = self._widget(key)
        self._values[widget] = (kind, value)
        answer = self._run(self._fragments.get(widget, ""))
        if kind.endswith("trigger_value"):
            del self._values[widget]
        return answer

    def press(self, key: str) -> Answer:
        """Press a button."""
        return self.change(key, "trigger_value", True)

    def report(self, key: str, report: dict[str, Any]) -> Answer:
        """Report a state, as the live parts do."""
        return self.change(key, "json_value", json.dumps({"report": report}))

    def trigger(self, key: str, event: str) -> Answer:
        """Say that something has happened, as the live parts do."""
        widget = self._widget(key)
        events = f"$$STREAMLIT_INTERNAL_KEY_{widget}__events"
        self._values[events] = ("json_trigger_value", json.dumps([{"event": event, "value": True}]))
        answer = self._run(self._fragments.get(widget, ""))
        del self._values[events]
        return answer

    def _widget(self, key: str) -> str:
        assert key in self._widgets, f"there is no {key}, only {sorted(self._widgets)}"
        return self._widgets[key]

    def _run(self, fragment: str = "") -> Answer:
        question = BackMsg()
        state = question.rerun_script
        state.query_string = self._query
        state.page_script_hash = self._page_hash
        state.page_name = "" if self._page_hash else self._path
        state.fragment_id = fragment
        for widget, (kind, value) in self._values.items():
            entry = state.widget_states.widgets.add(id=widget)
            if isinstance(value, list):
                getattr(entry, kind).data.extend(value)
            else:
                setattr(entry, kind, value)
        self._socket.send(question.SerializeToString())
        answer = Answer()
        while True:
            data = self._socket.recv(timeout=PATIENCE)
            assert isinstance(data, bytes)
            message = ForwardMsg.FromString(data)
            self._note(message)
            answer.messages.append(message)
            if message.WhichOneof("type") == "script_finished":
                return answer

    def _note(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "navigation":
            self._page_hash = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        elif kind == "delta":
            element = message.delta.new_element
            name = element.WhichOneof("type")
            widget = getattr(getattr(element, name), "id", "") if name else ""
            # $$ID-<hash>-<key>
            if match := re.fullmatch(r"\$\$ID-[0-9a-f]+-(.+)", widget):
                self._widgets[match[1]] = widget
                self._fragments[widget] = message.delta.fragment_id


@contextmanager
def visiting(server: Server, path: str = "", **link: str) -> Iterator[Visitor]:
    """Have a visitor at a link, who leaves at the end."""
    address = f"ws://{server.root}/_stcore/stream"
    with connect(address, subprotocols=[Subprotocol("streamlit")], max_size=None) as connection:
        yield Visitor(connection, path, **link)
