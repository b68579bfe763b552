"""A database of its own, and the outbox of notices in it.

Every call of a simulator is one transaction on one connection, one at a time: these are small companies.
"""

import json
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
from psycopg.rows import dict_row

from pasar.kernel.ids import uuid7
from pasar.simulate.outside.signing import headers
from pasar.simulate.outside.storm import Storm

log = logging.getLogger(__name__)

Post = Callable[[str, dict[str, str], bytes], int]
"""Sends a notice: address, headers, body → HTTP status. Raises OSError when nobody answers."""

TABLES = """
CREATE TABLE IF NOT EXISTS notice (
    id text PRIMARY KEY, event_id text NOT NULL, address text NOT NULL, body text NOT NULL, due_at timestamptz NOT NULL,
    tries int NOT NULL DEFAULT 0, done_at timestamptz);
CREATE INDEX IF NOT EXISTS notice_due ON notice (due_at) WHERE done_at IS NULL;
CREATE TABLE IF NOT EXISTS moment (id int PRIMARY KEY CHECK (id = 1), at timestamptz NOT NULL);
"""
TRIES = 40
BATCH = 200
KEPT_EVERY = timedelta(minutes=1)
"""How much of the market's time may pass before it is written down again."""


class Store:
    """One simulator's tables, its clock, and the notices it still has to send."""

    def __init__(
        self, database: str, tables: str, *, name: str, secret: str, storm: Storm, seed: int, post: Post
    ) -> None:
        self.name, self.secret, self.storm, self.seed, self.post = name, secret, storm, seed, post
        self._database, self._tables = database, TABLES + tables
        self._lock = threading.RLock()
        self._delivering = threading.Lock()
        self._connection: psycopg.Connection[dict[str, Any]] | None = None
        self._told: datetime | None = None
        self._kept: datetime | None = None

    @contextmanager
    def transaction(self) -> Iterator[psycopg.Cursor[dict[str, Any]]]:
        """A cursor within a transaction; reconnects after a lost connection."""
        with self._lock:
            connection = self._reached()
            with connection.transaction(), connection.cursor() as cursor:
                yield cursor

    def _reached(self) -> psycopg.Connection[dict[str, Any]]:
        if self._connection is None or self._connection.closed:
            self._connection = psycopg.connect(self._database, row_factory=dict_row, autocommit=True)
            self._connection.execute(self._tables)
        return self._connection

    def any_due(self, statement: str, now: datetime) -> bool:
        """Whether anything is: one round trip, where a transaction to find nothing takes many.

        statement: gives a row when something is due at %(now)s, a notice of fewer than %(tries)s tries too.
        """
        with self._lock:
            return self._reached().execute(statement, {"now": now, "tries": TRIES}).fetchone() is not None

    def close(self) -> None:
        with self._lock:
            if self._connection is not None:
                self._connection.close()

    def now(self) -> datetime:
        """The market's time as last told by a tick, which stands until the next; before the first, the machine's."""
        if self._told is None:
            with self.transaction() as cursor:
                row = cursor.execute("SELECT at FROM moment").fetchone()
            return max(datetime.now(UTC), row["at"]) if row else datetime.now(UTC)
        return self._told

    def told(self, now: datetime) -> None:
        """Take over the market's time. It never goes back."""
        self._told = now if self._told is None else max(self._told, now)
        if self._kept is not None and self._told - self._kept < KEPT_EVERY:
            return
        self._kept = self._told
        with self.transaction() as cursor:
            cursor.execute(
                "INSERT INTO moment VALUES (1, %s)"
                " ON CONFLICT (id) DO UPDATE SET at = greatest(moment.at, excluded.at)",
                [self._told],
            )

    def notify(self, cursor: psycopg.Cursor[dict[str, Any]], address: str, body: dict[str, Any]) -> str:
        """Put a notice in the outbox, in as many copies and as late as the storm has it. Returns its event id."""
        event_id = str(uuid7())
        text = json.dumps({"event_id": event_id, **body}, ensure_ascii=False)
        key = f"{body.get('kind') or body.get('code')}:{body.get('reference') or body.get('tracking_number')}"
        now = self.now()
        for copy, delay in enumerate(self.storm.delays(key, self.seed)):
            cursor.execute(
                "INSERT INTO notice (id, event_id, address, body, due_at) VALUES (%s, %s, %s, %s, %s)",
                [f"{event_id}-{copy}", event_id, address, text, now + timedelta(seconds=delay)],
            )
        return event_id

    def deliver(self) -> int:
        """Send the notices that are due; what the market does not take is sent again later. Returns how many.

        One round at a time: while one is under way another has nothing to do.
        """
        if not self._delivering.acquire(blocking=False):
            return 0
        try:
            return self._deliver()
        finally:
            self._delivering.release()

    def _deliver(self) -> int:
        now = self.now()
        with self.transaction() as cursor:
            due = cursor.execute(
                "SELECT * FROM notice WHERE done_at IS NULL AND due_at <= %s AND tries < %s"
                " ORDER BY due_at, id LIMIT %s",
                [now, TRIES, BATCH],
            ).fetchall()
        if not due:
            return 0
        taken: dict[bool, list[str]] = {True: [], False: []}
        for notice in due:
            taken[self._send(notice, now)].append(notice["id"])
        # Noted together: whoever dies before sends them again, and the market knows them by their ids.
        with self.transaction() as cursor:
            cursor.execute(
                "UPDATE notice SET tries = tries + 1, done_at = %s WHERE id = ANY(%s)", [now, taken[True]]
            )
            cursor.execute(
                "UPDATE notice SET tries = tries + 1, due_at = %s + %s * 2 ^ least(tries, 8) * interval '1 second'"
                " WHERE id = ANY(%s)",
                [now, self.storm.redelivery_s, taken[False]],
            )
        return len(due)

    def _send(self, notice: dict[str, Any], now: datetime) -> bool:
        body = notice["body"].encode()
        try:
            status = self.post(notice["address"], headers(self.name, self.secret, body, now), body)
        except OSError as error:
            log.info("%s: nobody takes notices at %s: %s", self.name, notice["address"], error)
            return False
        return 200 <= status < 300
