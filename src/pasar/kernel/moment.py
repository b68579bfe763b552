"""What is made once for all who ask within a moment."""

import time
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Moment(Generic[K, V]):
    """Keeps what was made for a key for `fresh_s`; at most `most` keys.

    While one thread makes it anew, the others have what there was, up to `stale_s` old.
    """

    def __init__(
        self, *, fresh_s: float, stale_s: float, most: int, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._fresh_s, self._stale_s, self._most, self._now = fresh_s, stale_s, most, now
        self._kept: dict[K, tuple[float, V]] = {}
        self._making: dict[K, Lock] = {}

    def get(self, key: K, make: Callable[[], V]) -> V:
        kept, now = self._kept.get(key), self._now()
        if kept is not None and now - kept[0] < self._fresh_s:
            return kept[1]
        lock = self._making.setdefault(key, Lock())
        usable = kept is not None and now - kept[0] < self._stale_s
        if not lock.acquire(blocking=not usable):
            assert kept is not None
            return kept[1]
        try:
            again = self._kept.get(key)
            if again is not None and again is not kept:
                return again[1]
            made = make()
            if len(self._kept) >= self._most and key not in self._kept:
                self.forget()
            self._kept[key] = (self._now(), made)
            return made
        finally:
            if key not in self._kept:
                # It could not be made: whoever asks for what is not there leaves nothing behind.
                self._making.pop(key, None)
            lock.release()

    def forget(self) -> None:
        self._kept.clear()
        self._making = {}
