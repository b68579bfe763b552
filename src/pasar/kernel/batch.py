"""Statements sent together: a batch of work in as few round trips as it has decisions.

A package on the hot path offers its part as functions that return a `Statement` (what to lock and read, what to
write); the composing operation runs them in one pipeline, decides on what came back, and runs the writes:

    locked = batch.run(connection, [wallet.lock(…), stock.lock_levels(…)])
    batch.run(connection, [ledger.write(…), stock.hold(…)], commit=True)

They go through psycopg cursors that bind on the server and prepare each statement once per connection, where
Django's own would paste the values into the text and have it parsed and planned every time.
Array parameters are literals made by `kernel.sql.ints`, `texts` and `plain`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Any, cast

import psycopg
from django.db.backends.base.base import BaseDatabaseWrapper

from pasar.kernel import faults
from pasar.kernel.records import dataclass


@dataclass(frozen=True, slots=True)
class Statement:
    """One SQL statement with its named parameters."""

    text: str
    params: Mapping[str, Any] = field(default_factory=dict)


def run(
    connection: BaseDatabaseWrapper, statements: Iterable[Statement], *, commit: bool = False
) -> list[list[tuple[Any, ...]]]:
    """Run statements in one round trip, in order, and return the rows of each (none for one that gives none).

    commit: send the COMMIT along, so that writing and committing cost one round trip. The enclosing
    `transaction.atomic` then finds nothing left to commit; nothing may be run in it afterwards.
    jsonb columns come back as text (Django sets its connections so). The first failure is raised as Django's
    error and the transaction is lost.
    """
    assert connection.in_atomic_block, "a batch is all or nothing"
    connection.ensure_connection()
    raw = cast("psycopg.Connection[Any]", connection.connection)
    threshold = raw.prepare_threshold
    # Django turns preparing off for its own cursors; a statement asks for it one by one, which needs it on.
    raw.prepare_threshold = 0
    try:
        with connection.wrap_database_errors:
            with raw.pipeline():
                cursors = [_send(raw, statement) for statement in statements]
                if commit:
                    faults.reach("before_commit")
                    raw.commit()
            return [cursor.fetchall() if cursor.description else [] for cursor in cursors]
    finally:
        raw.prepare_threshold = threshold


def _send(raw: "psycopg.Connection[Any]", statement: Statement) -> "psycopg.Cursor[Any]":
    cursor = psycopg.Cursor(raw)
    cursor.execute(statement.text, statement.params, prepare=True)
    return cursor
