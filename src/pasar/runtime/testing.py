"""The test suite's database: real PostgreSQL, migrated once, cloned for every process and every test that commits.

Loaded by pytest (`-p pasar.runtime.testing`). Before Django reads its settings a cluster is started, or joined when
another run has one; a template database is migrated by the owner's role and named after the migrations' content,
so that an unchanged schema is not migrated again. Tests run as the application's role, which owns nothing.

    db               pytest-django's: one transaction, rolled back
    fresh_market_db  a database of this test's own, with committed data, for threads and processes
    owner_cursor     the owner's role in the test's database, to break on purpose what the application cannot

`DATABASE_URL` set: that server is used in the same way; its role must be allowed to make databases and roles.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from pasar.runtime import postgres

ROOT = Path(__file__).resolve().parents[3]
HOME = ROOT / ".pasar" / "test"
SOURCES = ROOT / "src" / "pasar"


class Server(Protocol):
    """What is needed of a server: databases made, copied and dropped, and two roles' addresses."""

    def owner_url(self, database: str) -> str: ...
    def app_url(self, database: str) -> str: ...
    def create_database(self, name: str, template: str | None = None) -> None: ...
    def drop_database(self, name: str) -> None: ...
    def databases(self) -> list[str]: ...


class OwnServer(postgres.Cluster):
    """A developer's server, named by DATABASE_URL. Its roles are reached with the passwords given there."""

    def __init__(self, url: str) -> None:
        self.url = url

    def _url(self, role: str, database: str) -> str:
        parts = urlsplit(self.url)
        return urlunsplit(parts._replace(path=f"/{database}"))


_server: Server | None = None
_databases: list[str] = []
_given_url = os.environ.get("DATABASE_URL", "")


def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Before pytest-django loads settings: a server, a migrated template, a database of this process's own."""
    global _server
    os.environ["PASAR_MODE"] = "sandbox"
    os.environ.setdefault("PASAR_HOME", tempfile.mkdtemp(prefix="pasar-test-"))
    with _alone():
        _server = _joined()
        template = _template(_server)
    name = f"t_{os.getpid()}_{uuid4().hex[:6]}"
    _server.create_database(name, template)
    _databases.append(name)
    os.environ["DATABASE_URL"] = _server.app_url(name)
    os.environ["PASAR_TEST_TEMPLATE"] = template


def pytest_unconfigure(config: pytest.Config) -> None:
    if _server is None:
        return
    from django.db import connections

    connections.close_all()
    for name in _databases:
        _server.drop_database(name)
    _databases.clear()


@contextmanager
def _alone() -> Iterator[None]:
    """One process at a time starts the server or migrates the template."""
    HOME.mkdir(parents=True, exist_ok=True)
    with (HOME / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _joined() -> Server:
    if _given_url:
        return OwnServer(_given_url)
    cluster = postgres.Cluster(HOME / "cluster", fsync=False)
    cluster.start()
    # It goes on for the next run, and ends by itself when nobody has used it for a while.
    if cluster.process is not None:
        subprocess.Popen(
            [sys.executable, "-m", "pasar.runtime.testing", str(HOME / "cluster")],
            env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
    return cluster


def _template(server: Server) -> str:
    """The migrated database's name; made when the migrations are new, and older ones dropped."""
    content = hashlib.sha256()
    for path in sorted([*SOURCES.rglob("migrations/*.py"), SOURCES / "runtime" / "settings.py"]):
        content.update(path.read_bytes())
    name = f"template_{content.hexdigest()[:16]}"
    known = server.databases()
    if name in known:
        return name
    building = f"building_{uuid4().hex[:8]}"
    server.create_database(building)
    result = subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--verbosity", "0"],
        env={
            **os.environ, "DATABASE_URL": server.owner_url(building), "DJANGO_SETTINGS_MODULE": "pasar.runtime.settings",
            "PYTHONPATH": str(ROOT / "src"),
        },
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if result.returncode:
        server.drop_database(building)
        pytest.exit(f"the migrations failed:\n{result.stderr[-4000:]}", returncode=3)
    with psycopg.connect(server.owner_url("postgres"), autocommit=True) as connection:
        connection.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(building), sql.Identifier(name))
        )
    for old in known:
        if old.startswith("template_"):
            server.drop_database(old)
    return name


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """Instead of pytest-django's: the database is there and migrated, by a role that tests do not have."""


@pytest.fixture
def fresh_market_db(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[str]:
    """A database of this test's own, cloned from the template; what is committed stays until the test ends.

    Gives its name. Connections of other threads go there too; other processes get it by `os.environ["DATABASE_URL"]`.
    """
    from django.db import connections

    assert _server is not None
    name = f"t_{os.getpid()}_{uuid4().hex[:6]}"
    _server.create_database(name, os.environ["PASAR_TEST_TEMPLATE"])
    before, url = os.environ["DATABASE_URL"], _server.app_url(name)
    default = connections.databases["default"]
    kept = default["NAME"]
    with django_db_blocker.unblock():
        connections.close_all()
        default["NAME"], os.environ["DATABASE_URL"] = name, url
        try:
            yield name
        finally:
            connections.close_all()
            default["NAME"], os.environ["DATABASE_URL"] = kept, before
            _server.drop_database(name)


@pytest.fixture
def owner_cursor(fresh_market_db: str) -> Iterator["psycopg.Cursor[tuple[Any, ...]]"]:
    """The owner's role in the test's own database, autocommitting, without the guards' triggers."""
    assert _server is not None
    superuser = getattr(_server, "_superuser_url", _server.owner_url)
    with psycopg.connect(superuser(fresh_market_db), autocommit=True) as connection, connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        yield cursor


def _watch(path: Path, idle_s: int = 600) -> None:
    """Stop the test cluster when no test database has been in it for a while."""
    import time

    cluster = postgres.Cluster(path, fsync=False)
    idle = 0
    while idle < idle_s:
        time.sleep(20)
        try:
            idle = 0 if any(name.startswith(("t_", "building_")) for name in cluster.databases()) else idle + 20
        except psycopg.OperationalError:
            return
    with _alone():
        if not any(name.startswith(("t_", "building_")) for name in cluster.databases()):
            cluster.stop()


if __name__ == "__main__":
    _watch(Path(sys.argv[1]))
