"""The market's database: an embedded PostgreSQL 18 run as a child of ours, or the server that DATABASE_URL names.

    cluster = Cluster(folder / "postgres")
    cluster.start()                      initdb the first time; roles and settings each time
    cluster.create_database("pasar")
    cluster.app_url("pasar")             postgresql://pasar_app@/pasar?host=/tmp/pasar-…
    cluster.stop()

It listens on a Unix socket in a private folder only; who may connect is told by the system (peer), so there are no
passwords to keep. Tables belong to `pasar_owner`; the application is `pasar_app`, which owns nothing.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from pasar.runtime.postgres.cluster import Cluster
from pasar.runtime.postgres.place import PostgresError

__all__ = ["DATABASE", "Cluster", "PostgresError", "Urls", "urls"]

DATABASE = "pasar"


@dataclass(frozen=True)
class Urls:
    """How the application reaches the market's database, and how its migrations do."""

    app: str
    owner: str


def urls(home: Path) -> Urls:
    """The market's two addresses: those of the environment, else of the cluster in the data folder `home`.

    With DATABASE_URL and no DATABASE_OWNER_URL one role does both, and then the application owns its tables:
    good for a trial, not for money.
    """
    if given := os.environ.get("DATABASE_URL"):
        return Urls(app=given, owner=os.environ.get("DATABASE_OWNER_URL") or given)
    cluster = Cluster(home / "postgres")
    return Urls(app=cluster.app_url(DATABASE), owner=cluster.owner_url(DATABASE))
