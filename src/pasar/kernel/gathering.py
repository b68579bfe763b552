"""Calls that several threads of a process make at the same moment, worked on together by one of them."""

from collections import deque
from collections.abc import Callable, Sequence
from threading import Event, Lock
from typing import Generic, TypeVar

A = TypeVar("A")
R = TypeVar("R")


class _Call(Generic[A, R]):
    """One thread's call. It is woken when its work is done, or when it is to do the next batch itself."""

    __slots__ = ("asked", "done", "error", "result", "woken")

    def __init__(self, asked: A) -> None:
        self.asked = asked
        self.woken = Event()
        self.done = False
        self.result: R | None = None
        self.error: Exception | None = None


class Gathered(Generic[A, R]):
    """`work` on what is asked, in batches: nobody waits when nothing is going on, and a batch grows with what is asked.

    work gives a result for each that was asked, in their order; what it raises, all of the batch get.
    """

    def __init__(self, work: Callable[[Sequence[A]], Sequence[R]], *, largest: int) -> None:
        self._work, self._largest = work, largest
        self._lock = Lock()
        self._waiting: deque[_Call[A, R]] = deque()
        self._busy = False

    def __call__(self, asked: A) -> R:
        call: _Call[A, R] = _Call(asked)
        with self._lock:
            self._waiting.append(call)
            leads, self._busy = not self._busy, True
        if not leads:
            call.woken.wait()
        if not call.done:
            self._lead()
        if call.error is not None:
            raise call.error
        return call.result  # type: ignore[return-value]

    def _lead(self) -> None:
        """Do one batch, then leave the next to the first who waits: no thread works for the others for long."""
        with self._lock:
            batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), self._largest))]
        try:
            for call, result in zip(batch, self._work([each.asked for each in batch]), strict=True):
                call.result = result
        except Exception as error:
            for call in batch:
                call.error = error
        finally:
            with self._lock:
                following = self._waiting[0] if self._waiting else None
                self._busy = following is not None
            for call in batch:
                call.done = True
                call.woken.set()
            if following is not None:
                following.woken.set()
