"""The database of a market on this machine: the embedded server in its folder, or the one DATABASE_URL names."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

import psycopg

from pasar.runtime.home import Home
from pasar.runtime.postgres import DATABASE, Cluster
from pasar.runtime.postgres.external import Server
from pasar.runtime.postgres.place import PostgresError
from pasar.runtime.supervisor import BACKOFF_S

OUTSIDE = ("bank", "carrier")
"""Simulators, each with a database of its own that the market never sees."""


@dataclass(frozen=True)
class Database:
    """Addresses by role, and the server to stop at the end (none when it is not ours)."""

    app_url: str
    owner_url: str
    outside: dict[str, str]
    cluster: Cluster | None

    @property
    def environment(self) -> dict[str, str]:
        """What the application's processes get: never the owner's address."""
        return {"DATABASE_URL": self.app_url, "DATABASE_OWNER_URL": ""}


class KeptDatabase:
    """Starts the embedded server again when it dies. Whoever uses it connects anew by themselves."""

    def __init__(self, cluster: Cluster, *, say: Callable[[str], None]) -> None:
        self._cluster, self._say = cluster, say
        self._failures = 0
        self._again_at = 0.0

    def tick(self) -> None:
        """Look whether it runs."""
        if time.monotonic() < self._again_at or self._cluster.pid() is not None:
            return
        self._say("  ! the database server is gone; starting it again (see logs/postgres.log)")
        try:
            self._cluster.start()
            self._failures = 0
        except (PostgresError, OSError, psycopg.Error) as error:
            # The market stays up and says that it is not ready: what is full now may have room soon.
            self._say(f"  ! {error}")
            self._again_at = time.monotonic() + BACKOFF_S[min(self._failures, len(BACKOFF_S) - 1)]
            self._failures += 1


def open_database(home: Home, *, simulators: bool = True) -> Database:
    """Start (or reach) the server and make sure that the market's databases exist.  Raises PostgresError."""
    given = os.environ.get("DATABASE_URL")
    return _given(given, simulators) if given else _embedded(home, simulators)


def _embedded(home: Home, simulators: bool) -> Database:
    (home / "logs").mkdir(parents=True, exist_ok=True)
    cluster = Cluster(home / "postgres", log=home / "logs" / "postgres.log")
    cluster.start()
    there = cluster.databases()
    if DATABASE not in there:
        # Whoever kept books with a market that is gone would tell the new one of money that it never saw.
        for name in OUTSIDE:
            cluster.drop_database(f"{DATABASE}_{name}")
        there = []
        cluster.create_database(DATABASE)
    outside = {}
    for name in OUTSIDE if simulators else ():
        database = f"{DATABASE}_{name}"
        if database not in there:
            cluster.create_database(database, owner="pasar_outside")
        outside[name] = cluster.url(database, "pasar_outside")
    return Database(cluster.app_url(DATABASE), cluster.owner_url(DATABASE), outside, cluster)


def _given(url: str, simulators: bool) -> Database:
    server = Server(url)
    server.prepare()
    market = unquote(urlsplit(url).path.lstrip("/")) or DATABASE
    there = server.databases()
    if market in there:
        server.grant(market)
    else:
        if left := sorted({f"{market}_{name}" for name in OUTSIDE} & set(there)):
            # Not ours to drop on somebody's server; see `_embedded` for why they cannot stay.
            raise PostgresError(f"The database {left[0]} is left of a market that is gone. Drop it first.")
        server.create_database(market)
    outside = {}
    for name in OUTSIDE if simulators else ():
        database = f"{market}_{name}"
        if database not in there:
            server.create_database(database)
        outside[name] = server.owner_url(database)
    owner = os.environ.get("DATABASE_OWNER_URL") or server.owner_url(market)
    return Database(server.app_url(market), owner, outside, None)
