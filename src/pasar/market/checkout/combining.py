"""Placing together what is asked at the same moment: one placing process a machine, asked over a socket.

Web processes send one request a connection and wait for its answer; what has come in while a batch was being placed
is the next batch. So nobody waits when nothing is going on, and a batch grows with what is asked. The two ends are the
same code of the same user, on a socket that only that user can open: what travels between them is pickled.
"""

import contextlib
import logging
import os
import pickle
import selectors
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from pasar.kernel import faults
from pasar.kernel.errors import Unavailable
from pasar.market.checkout import operations
from pasar.market.checkout.requests import Outcome, PlaceRequest, Refused

log = logging.getLogger(__name__)

LARGEST_BATCH = 32
"""Past this a purchase gets no cheaper, and everybody waits longer."""
ANSWER_S = 5.0
"""How long an answer is waited for."""
PATIENCE_S = 1.0
"""How long a placing process that is gone is looked for before the customer is asked to come back."""
RETRY_AFTER_S = 2
LARGEST_FRAME = 1 << 20

_HEAD = struct.Struct("!I")
_own = threading.local()


def place(request: PlaceRequest) -> Outcome:
    """Place one purchase together with those asked for at the same moment.

    When nothing is heard of it, it may have been placed all the same: it is asked again under its own key, and what
    went through answers as before. Raises Unavailable when that does not help; to send it again then is safe, too.
    Without a placing process (tests, tools) the request is placed here and now.
    """
    if not settings.PLACER:
        return operations.place_one(request)
    sent = pickle.dumps(request, pickle.HIGHEST_PROTOCOL)
    give_up = time.monotonic() + PATIENCE_S
    while True:
        try:
            answer = _ask(sent)
            break
        except TimeoutError:
            # It lives and is slow: asking once more would only make its queue longer.
            _hang_up()
            raise Unavailable(retry_after_s=RETRY_AFTER_S)
        except OSError:
            _hang_up()
            if time.monotonic() > give_up:
                raise Unavailable(retry_after_s=RETRY_AFTER_S)
            time.sleep(0.05)
    if answer is None:
        raise Unavailable(retry_after_s=RETRY_AFTER_S)
    return answer


def _ask(sent: bytes) -> Outcome | None:
    """The answer; None when the placing process cannot have its database."""
    line = getattr(_own, "line", None)
    if line is None:
        _own.line = line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(ANSWER_S)
        line.connect(settings.PLACER)
    line.sendall(_HEAD.pack(len(sent)) + sent)
    found: Outcome | None = pickle.loads(_whole(line))  # noqa: S301 - our own process, see above
    return found


def _whole(line: socket.socket) -> bytes:
    """The next frame of a socket that is waited on.  Raises ConnectionError when it ends before."""
    got = b""
    while len(got) < _HEAD.size or len(got) < _HEAD.size + _HEAD.unpack_from(got)[0]:
        part = line.recv(1 << 16)
        if not part:
            raise ConnectionResetError
        got += part
    return got[_HEAD.size :]


def _hang_up() -> None:
    line = getattr(_own, "line", None)
    _own.line = None
    if line is not None:
        line.close()


@dataclass(eq=False, slots=True)
class _Line:
    """A web process's thread. It sends its next request only after the answer to the last."""

    socket: socket.socket
    got: bytearray = field(default_factory=bytearray)


class Placer:
    """The placing process: one thread, one database connection, one batch at a time."""

    def __init__(
        self,
        path: Path,
        *,
        place: Callable[[Sequence[PlaceRequest]], list[Outcome]] = operations.place,
        largest: int = LARGEST_BATCH,
    ) -> None:
        self._place, self._largest, self._path = place, largest, path
        self._waiting: deque[tuple[_Line, PlaceRequest]] = deque()
        self._selector = selectors.DefaultSelector()
        self._listener = _listen(path)
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._wake, self._woken = socket.socketpair()
        self._selector.register(self._woken, selectors.EVENT_READ)
        self._stopped = False

    def run(self) -> None:
        """Place until `stop`; what was asked before that is answered."""
        while not self._stopped:
            self._read(None if not self._waiting else 0)
            self._serve()
        # Twice: who is let in by the first look has asked by the second.
        self._read(0)
        self._read(0)
        self._selector.unregister(self._listener)
        self._listener.close()
        self._path.unlink(missing_ok=True)
        while self._waiting:
            self._serve()
        self._selector.close()

    def stop(self, *_: object) -> None:
        """For a signal or another thread."""
        self._stopped = True
        with contextlib.suppress(OSError):
            self._wake.send(b"\0")

    def _read(self, patience_s: float | None) -> None:
        for key, _events in self._selector.select(patience_s):
            if key.fileobj is self._listener:
                self._accept()
            elif key.fileobj is not self._woken:
                self._hear(key.data)

    def _accept(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while True:
                accepted, _ = self._listener.accept()
                accepted.setblocking(False)
                self._selector.register(accepted, selectors.EVENT_READ, _Line(accepted))

    def _hear(self, line: _Line) -> None:
        try:
            part = line.socket.recv(1 << 16)
        except BlockingIOError:
            return
        except OSError:
            part = b""
        line.got += part
        if not part:
            self._drop(line)
            return
        if len(line.got) < _HEAD.size:
            return
        [size] = _HEAD.unpack_from(line.got)
        if size > LARGEST_FRAME:
            self._drop(line)
        elif len(line.got) >= _HEAD.size + size:
            frame = bytes(line.got[_HEAD.size : _HEAD.size + size])
            line.got.clear()
            self._waiting.append((line, pickle.loads(frame)))  # noqa: S301 - our own process, see above

    def _serve(self) -> None:
        """Place what waits, at most a batch of it, and answer."""
        batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), self._largest))]
        if not batch:
            return
        answers = self._outcomes([request for _, request in batch])
        faults.reach("after_commit_before_answer")
        for (line, _), answer in zip(batch, answers, strict=True):
            sent = pickle.dumps(answer, pickle.HIGHEST_PROTOCOL)
            try:
                line.socket.sendall(_HEAD.pack(len(sent)) + sent)
            except OSError:
                # Whoever asked is gone, or does not listen: their repeat finds what was placed.
                self._drop(line)

    def _outcomes(self, requests: list[PlaceRequest]) -> Sequence[Outcome | None]:
        try:
            return self._place(requests)
        except Unavailable:
            return [None] * len(requests)
        except Exception:
            log.exception("a batch of %s failed whole", len(requests))
            return [Refused("failed")] * len(requests)

    def _drop(self, line: _Line) -> None:
        with contextlib.suppress(KeyError, ValueError):
            self._selector.unregister(line.socket)
        line.socket.close()


def _listen(path: Path) -> socket.socket:
    """Listen at a path that this user alone can open; what a killed process left there goes."""
    path.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    before = os.umask(0o177)
    try:
        listener.bind(str(path))
    finally:
        os.umask(before)
    listener.listen(512)
    listener.setblocking(False)
    return listener
