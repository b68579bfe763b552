"""The right to write a venture's index: one process at a time, over all processes and machines of a database.

A session-level advisory lock on a connection of its own says who writes; it falls with the process, as does the
engine's own lock on its folder. Threads of the process that has it take turns.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from pasar import countries
from pasar.kernel import sql
from pasar.market.search import queries
from pasar.market.search.tantivy_engine import TantivyEngine

log = logging.getLogger(__name__)

_turns: dict[str, threading.Lock] = {}
_guard = threading.Lock()
_session: BaseDatabaseWrapper | None = None
_held: set[str] = set()
_engines: dict[str, tuple[str, TantivyEngine]] = {}


@contextmanager
def turn(country: str, *, wait: bool = False) -> Iterator[bool]:
    """Whether it is ours to write the venture's index within the block. wait: for other threads of this process."""
    with _guard:
        lock = _turns.setdefault(country, threading.Lock())
    if not lock.acquire(blocking=wait):
        yield False
        return
    try:
        yield _take(country)
    finally:
        lock.release()


def engine(country: str, build: str) -> TantivyEngine:
    """The writing engine of a build, kept open between turns. Only within a turn."""
    kept = _engines.get(country)
    if kept and kept[0] == build:
        return kept[1]
    if kept:
        _let_go(country)
    made = TantivyEngine(queries.folder(country) / build, countries.get(country).languages[0])
    _engines[country] = (build, made)
    return made


def forget(country: str) -> None:
    """Close the writing engine, which may be in a state that nobody knows. Only within a turn."""
    _let_go(country)


def release() -> None:
    """Give every index back, so that another process may write: at the end of a command, and between tests."""
    global _session
    with _guard:
        for country in list(_engines):
            _let_go(country)
        if _session is not None:
            with suppress(DatabaseError):
                _session.close()
        _session = None
        _held.clear()


def _take(country: str) -> bool:
    with _guard:
        if country in _held and _alive():
            return True
        try:
            with _connection().cursor() as cursor:
                cursor.execute(sql.text(__package__, "take_writer"), {"country": country})
                [taken] = cursor.fetchone()
        except DatabaseError:
            _lose()
            return False
        if taken:
            _held.add(country)
        return bool(taken)


def _alive() -> bool:
    """Whether the session that holds the locks still stands; when it does not, the locks are gone too."""
    try:
        with _connection().cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        log.warning("the session that held the indexes was lost")
        _lose()
        return False
    return True


def _connection() -> BaseDatabaseWrapper:
    global _session
    default = connections["default"]
    if _session is not None and _session.settings_dict["NAME"] != default.settings_dict["NAME"]:
        _lose()
    if _session is None:
        _session = default.copy("search_writers")
        # Held by whichever thread has the turn; `_guard` lets one at a time use it.
        _session.inc_thread_sharing()
    return _session


def _lose() -> None:
    global _session
    for country in list(_engines):
        _let_go(country)
    if _session is not None:
        with suppress(DatabaseError):
            _session.close()
    _session = None
    _held.clear()


def _let_go(country: str) -> None:
    _build, engine = _engines.pop(country, ("", None))
    if engine is not None:
        engine.close()
