"""The market's only clock.

`now()` is UTC. Tests and the simulator set it (`frozen`, `set_offset`); a sandbox operator winds it forward for
all processes by `wind`, which stores the offset in the database. SQL gets the time as a parameter, never
by its own `now()`.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from pasar.kernel import sql

_REFRESH_S = 1.0

_frozen: datetime | None = None
_offset = timedelta(0)
_read_at: float | None = None
_shared = False
_lock = threading.Lock()


def now() -> datetime:
    """The market's time, UTC, to the microsecond."""
    if _frozen is not None:
        return _frozen
    if _shared:
        _refresh()
    return datetime.now(UTC) + _offset


def share() -> None:
    """Follow the offset stored in the database from here on: for processes of a sandbox, asked once a second."""
    global _shared
    _shared = True


def _refresh() -> None:
    global _offset, _read_at
    moment = time.monotonic()
    if _read_at is not None and moment - _read_at < _REFRESH_S:
        return
    with _lock:
        if _read_at is not None and moment - _read_at < _REFRESH_S:
            return
        _read_at = moment
    # Outside the lock: a slow database must not queue every thread behind one reader.
    if found := sql.values(__package__, "read_clock"):
        _offset = timedelta(seconds=found[0][0])


def wind(forward: timedelta) -> datetime:
    """Move a sandbox's clock forward for all its processes and return the new time. Never back.

    Whether this is a sandbox is checked by the caller (`runtime`), which knows the mode.
    """
    global _offset, _read_at
    if forward < timedelta(0):
        raise ValueError("the market's clock is never wound back")
    wound = sql.values(__package__, "wind_clock", forward_s=int(forward.total_seconds()))
    _offset = timedelta(seconds=wound[0][0])
    _read_at = time.monotonic()
    return now()


def freeze(at: datetime) -> None:
    """Set this process's clock to stand at `at` (UTC) until `run` or another `freeze`: the simulator's way."""
    global _frozen
    if at.tzinfo is None:
        raise ValueError("the clock is set in UTC")
    _frozen = at.astimezone(UTC)


def run() -> None:
    """Let the clock run again after `freeze`."""
    global _frozen
    _frozen = None


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Let the clock stand at `at` within the block."""
    before = _frozen
    freeze(at)
    try:
        yield
    finally:
        if before is None:
            run()
        else:
            freeze(before)
