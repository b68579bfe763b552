"""All invariants asked in one snapshot, so that work under way gives no false alarm."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from pasar.kernel import clock, sql
from pasar.simulate.verify.invariants import INVARIANTS, Invariant

PACKAGE = "pasar.simulate.verify"
SHOWN = 100


@dataclass(frozen=True, slots=True)
class Result:
    """What one invariant said. rows: the first problems, in words; found: how many there are."""

    key: str
    name: str
    ok: bool
    rows: list[str]
    found: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Report:
    """What all of them said."""

    at: datetime
    ok: bool
    seconds: float
    invariants: list[Result]

    @property
    def broken(self) -> list[Result]:
        return [each for each in self.invariants if not each.ok]

    def as_json(self) -> dict[str, Any]:
        """Plain values, for `--json`."""
        return {**asdict(self), "at": self.at.isoformat()}


def run(
    *,
    at: datetime | None = None,
    only: Sequence[str] = (),
    told: Callable[[Result], None] = lambda _result: None,
) -> Report:
    """Ask every invariant (or `only` those keys) in one snapshot that writes nothing.

    at: the market's time, for what is allowed some; now when None. told: hears of each as it is answered.
    Within somebody's transaction it sees what that sees.
    """
    moment, began = at or clock.now(), time.perf_counter()
    results = []
    with _snapshot() as database:
        for invariant in INVARIANTS:
            if not only or invariant.key in only:
                results.append(_ask(database, invariant, moment))
                told(results[-1])
    ok = all(result.ok for result in results)
    return Report(moment, ok, round(time.perf_counter() - began, 3), results)


def last_moment() -> datetime:
    """When something last happened in the market: "now" for one that does not run, or lived on a clock of its own."""
    [(at,)] = sql.values(PACKAGE, "last_moment")
    return at or clock.now()


def _ask(database: BaseDatabaseWrapper, invariant: Invariant, at: datetime) -> Result:
    began = time.perf_counter()
    with database.cursor() as cursor:
        cursor.execute(sql.text(PACKAGE, invariant.file), dict(invariant.parameters(at)))
        problems = [str(row[0]) for row in cursor.fetchall() if invariant.keep(row)]
    return Result(
        key=invariant.key, name=invariant.name, ok=not problems, rows=sorted(problems)[:SHOWN], found=len(problems),
        seconds=round(time.perf_counter() - began, 3),
    )  # fmt: skip


@contextmanager
def _snapshot() -> Iterator[BaseDatabaseWrapper]:
    """A connection in a transaction that sees one moment and can write nothing."""
    if connection.in_atomic_block:
        yield connection
        return
    database = connection.copy()
    try:
        database.ensure_connection()
        with database.cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SET LOCAL statement_timeout = '15min'")
            cursor.execute("SET LOCAL jit = off")
        yield database
    finally:
        database.close()
