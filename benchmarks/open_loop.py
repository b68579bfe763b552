"""People who come by the clock, whether or not those before them have been answered.

One thread moves bytes; every request has a connection of its own, as ten thousand browsers have. An answer's time runs
from the moment at which it was to be asked for, so that a client that falls behind hides nothing.
"""

import heapq
import selectors
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

PATIENCE_S = 30.0


@dataclass
class Answer:
    """status 0: none came."""

    status: int
    took_s: float
    head: bytes = b""
    body: bytes = b""

    def header(self, name: bytes) -> str:
        for line in self.head.split(b"\r\n")[1:]:
            key, _, value = line.partition(b":")
            if key.lower() == name:
                return value.strip().decode()
        return ""

    @property
    def text(self) -> str:
        return self.body.decode()


Then = Callable[[Answer], None]


@dataclass
class _Asked:
    due: float
    then: Then
    sent: bytes
    got: bytearray = field(default_factory=bytearray)
    head_ends: int = -1
    length: int = -1


class OpenLoop:
    """What is to be asked, when, and what to do with the answer."""

    def __init__(self, host: str, port: int) -> None:
        self._address = (host, port)
        self._selector = selectors.DefaultSelector()
        self._heap: list[tuple[float, int, bytes, Then]] = []
        self._numbers = count()
        self._open: dict[socket.socket, _Asked] = {}
        self.most_at_once = 0
        self.late_s = 0.0
        """By how much the client itself was behind at worst."""

    def ask(self, at: float, request: bytes, then: Then) -> None:
        """at: `time.monotonic()` of the asking."""
        heapq.heappush(self._heap, (at, next(self._numbers), request, then))

    @property
    def under_way(self) -> int:
        return len(self._open)

    def run(self, until: float, done: Callable[[], bool] = lambda: False) -> None:
        """Ask and hear until a moment, or until `done`, and what is under way then to its end."""
        looked = 0.0
        while True:
            now = time.monotonic()
            if now >= until or (now - looked > 0.2 and done()):
                break
            looked = now if now - looked > 0.2 else looked
            self._ask_due(now)
            if not self._open and not self._heap:
                break
            patience = min(until, self._heap[0][0] if self._heap else until) - time.monotonic()
            self._hear(max(min(patience, 0.2), 0))
        end = time.monotonic() + PATIENCE_S
        while self._open and time.monotonic() < end:
            self._hear(0.2)
        for line in list(self._open):
            self._end(line, 0)

    def drop(self) -> None:
        """Forget what was still to be asked."""
        self._heap.clear()

    def _ask_due(self, now: float) -> None:
        while self._heap and self._heap[0][0] <= now:
            due, _, request, then = heapq.heappop(self._heap)
            self.late_s = max(self.late_s, now - due)
            line = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            line.setblocking(False)
            line.connect_ex(self._address)
            self._open[line] = _Asked(due, then, request)
            self._selector.register(line, selectors.EVENT_WRITE)
            self.most_at_once = max(self.most_at_once, len(self._open))

    def _hear(self, patience_s: float) -> None:
        for key, events in self._selector.select(patience_s):
            line = key.fileobj
            assert isinstance(line, socket.socket)
            asked = self._open[line]
            try:
                if events & selectors.EVENT_WRITE:
                    asked.sent = asked.sent[line.send(asked.sent) :]
                    if not asked.sent:
                        self._selector.modify(line, selectors.EVENT_READ)
                    continue
                part = line.recv(1 << 17)
            except BlockingIOError:
                continue
            except OSError:
                self._end(line, 0)
                continue
            asked.got += part
            if not part or self._whole(asked):
                self._end(line, int(asked.got[9:12] or 0) if asked.head_ends >= 0 else 0)

    def _whole(self, asked: _Asked) -> bool:
        if asked.head_ends < 0:
            asked.head_ends = asked.got.find(b"\r\n\r\n")
            if asked.head_ends < 0:
                return False
            lower = bytes(asked.got[: asked.head_ends]).lower()
            at = lower.find(b"content-length:")
            asked.length = int(lower[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else -1
        return asked.length >= 0 and len(asked.got) >= asked.head_ends + 4 + asked.length

    def _end(self, line: socket.socket, status: int) -> None:
        asked = self._open.pop(line)
        self._selector.unregister(line)
        line.close()
        took = time.monotonic() - asked.due
        head = bytes(asked.got[: max(asked.head_ends, 0)])
        asked.then(Answer(status, took, head, bytes(asked.got[asked.head_ends + 4 :]) if status else b""))
