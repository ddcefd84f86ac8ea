"""A long line to a server on this machine: every byte takes a while, and the line can fail.

`python -m benchmarks.proxy` measures that it delays as much as it says and holds back no more.
The line runs in a process of its own, so that nothing in a test or benchmark holds it up.
"""

from __future__ import annotations

import asyncio
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).parent.parent
DELAY = 0.060  # seconds each way
CHUNK = 2**16
ECHOES = 40
LOAD = 32 * 2**20  # bytes sent to measure how much gets through


class Proxy:
    """A line to a server, with ways to make it fail while the browser stays.

    Parameters
    ----------
    upstream : str
        Address of the server: ``http://127.0.0.1:8501/`` with or without a path.
    delay : float
        Seconds that every byte takes, each way.
    """

    def __init__(self, upstream: str, delay: float = DELAY) -> None:
        parts = urlsplit(upstream)
        command = [sys.executable, "-m", "benchmarks.proxy", str(parts.port), str(delay)]
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.port = int(self._reply())
        self.root = f"http://127.0.0.1:{self.port}{parts.path}"

    def cut(self) -> None:
        """Close every connection there is; new ones are let through."""
        self._tell("cut")

    def refuse(self) -> None:
        """Close every connection, and each new one at once, until `restore`."""
        self._tell("refuse")

    def freeze(self) -> None:
        """Take everything and pass nothing on, until `restore` delivers it."""
        self._tell("freeze")

    def restore(self) -> None:
        """Be a line again."""
        self._tell("restore")

    def close(self) -> None:
        """End the line."""
        self._process.communicate(timeout=10)  # it ends with its input

    def _tell(self, command: str) -> None:
        if self._process.stdin is None:
            raise RuntimeError("the proxy takes no commands")
        self._process.stdin.write(f"{command}\n")
        self._process.stdin.flush()
        self._reply()

    def _reply(self) -> str:
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line:
            raise RuntimeError("the proxy has ended")
        return line.strip()


@contextmanager
def proxied(upstream: str, delay: float = DELAY) -> Iterator[Proxy]:
    """Lay a long line to a server until the block ends.

    Parameters
    ----------
    upstream, delay : see `Proxy`

    Yields
    ------
    Proxy
        Its `root` takes the place of the server's address.
    """
    proxy = Proxy(upstream, delay)
    try:
        yield proxy
    finally:
        proxy.close()


# --- the process that is the line -------------------------------------------------------------


Waiting = asyncio.Queue[tuple[float, bytes]]  # bytes on their way, each with its time


class _Line:
    """All connections through one listening port."""

    def __init__(self, upstream: int, delay: float) -> None:
        self._upstream = upstream
        self._delay = delay
        self._writers: set[asyncio.StreamWriter] = set()
        self._connections: set[asyncio.Task[None] | None] = set()
        self._is_refusing = False
        self._is_flowing = asyncio.Event()
        self._is_flowing.set()

    async def serve(self) -> None:
        server = await asyncio.start_server(self._connect, "127.0.0.1", 0)
        _say(str(server.sockets[0].getsockname()[1]))
        loop = asyncio.get_running_loop()
        while line := await loop.run_in_executor(None, sys.stdin.readline):
            self._obey(line.strip())
            _say("done")
        server.close()
        self._obey("refuse")
        while self._connections:
            await asyncio.sleep(0.01)

    def _obey(self, command: str) -> None:
        self._is_refusing = command == "refuse"
        if command in ("cut", "refuse"):
            self._close_all()
        if command == "freeze":
            self._is_flowing.clear()
        else:
            self._is_flowing.set()

    def _close_all(self) -> None:
        for writer in self._writers:
            writer.transport.abort()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        self._connections.add(task)
        ends = {writer}
        try:
            if self._is_refusing:
                return
            reader_there, writer_there = await asyncio.open_connection("127.0.0.1", self._upstream)
            ends.add(writer_there)
            self._writers |= ends
            for end in ends:
                connection: socket.socket = end.get_extra_info("socket")
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            async with asyncio.TaskGroup() as ways:
                for way in ((reader, writer_there), (reader_there, writer)):
                    waiting: Waiting = asyncio.Queue()
                    ways.create_task(self._take(way[0], waiting))
                    ways.create_task(self._deliver(waiting, way[1]))
        except* OSError:
            pass  # one side has gone; the other learns of it
        finally:
            for end in ends:
                end.transport.abort()
            self._writers -= ends
            self._connections.remove(task)

    async def _take(self, reader: asyncio.StreamReader, waiting: Waiting) -> None:
        """Note for all that comes when it is due at the other end."""
        data = b"not yet anything"
        while data:
            data = await reader.read(CHUNK)
            waiting.put_nowait((asyncio.get_running_loop().time() + self._delay, data))

    async def _deliver(self, waiting: Waiting, writer: asyncio.StreamWriter) -> None:
        """Write what is due, in order, until the other side has said its last."""
        while True:
            due, data = await waiting.get()
            await asyncio.sleep(max(0.0, due - asyncio.get_running_loop().time()))
            await self._is_flowing.wait()
            if not data:
                break
            writer.write(data)
            await writer.drain()
        writer.write_eof()


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


# --- measuring it -----------------------------------------------------------------------------


@contextmanager
def _echo() -> Iterator[str]:
    """Serve a server that sends back what it gets."""
    listener = socket.create_server(("127.0.0.1", 0))

    def answer(connection: socket.socket) -> None:
        with connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while data := connection.recv(CHUNK):
                connection.sendall(data)

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=answer, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
    listener.close()


def round_trips(address: str, number: int = ECHOES) -> list[float]:
    """Send single bytes to an echoing server, one after another.

    Parameters
    ----------
    address : str
    number : int

    Returns
    -------
    list of float
        Seconds from sending to hearing each.
    """
    taken = []
    with socket.create_connection(("127.0.0.1", urlsplit(address).port)) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for _ in range(number):
            start = time.perf_counter()
            line.sendall(b"x")
            line.recv(1)
            taken.append(time.perf_counter() - start)
    return taken


def throughput(address: str, size: int = LOAD) -> float:
    """Send many bytes to an echoing server and take them back.

    Parameters
    ----------
    address : str
    size : int

    Returns
    -------
    float
        Bytes a second.
    """
    with socket.create_connection(("127.0.0.1", urlsplit(address).port)) as line:
        sender = threading.Thread(target=line.sendall, args=(b"x" * size,))
        start = time.perf_counter()
        sender.start()
        left = size
        while left:
            left -= len(line.recv(CHUNK))
        sender.join()
        return size / (time.perf_counter() - start)


def main() -> None:
    """Print the delay asked for beside the one measured, and what gets through."""
    with _echo() as echo:
        for delay in (0.0, DELAY):
            with proxied(echo, delay) as proxy:
                trips = sorted(1e3 * trip for trip in round_trips(proxy.root))
                rate = throughput(proxy.root)
            spread = f"{statistics.median(trips):.1f} ms [{trips[0]:.1f}, {trips[-1]:.1f}]"
            print(f"  {1e3 * delay:2.0f} ms each way: round trip {spread}, {rate / 1e6:.0f} MB/s")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        asyncio.run(_Line(int(sys.argv[1]), float(sys.argv[2])).serve())
    else:
        main()
