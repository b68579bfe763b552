"""The database server of one test process.

A server each, because an open write transaction anywhere in a server holds back the readers of its event stream: two
processes on one server would disturb each other. It is cheap: the migrated files are kept
(`.pasar/test/template-<hash of the migrations>`) and copied, which takes a tenth of a second.

With DATABASE_URL that server is used instead, and each process gets a database in it.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from itertools import count
from pathlib import Path
from typing import IO

import django

from pasar.runtime.postgres.cluster import Cluster
from pasar.runtime.postgres.external import Server

ROOT = Path(__file__).resolve().parents[4]
FOLDER = Path(os.environ.get("PASAR_TEST_DIR") or ROOT / ".pasar" / "test")
TEMPLATE = "pasar_template"
KEPT_TEMPLATES = 3

_numbers = count(1)
_opened: "Testbed | None" = None


class TestbedError(Exception):
    """The tests' database could not be made."""


def announce() -> None:
    """Point the environment at this process's database, which is made when the first test asks for it."""
    # A worker of xdist inherits what its controller announced; what the developer gave is kept beside it.
    given = os.environ.setdefault("PASAR_TEST_SERVER", os.environ.get("DATABASE_URL", ""))
    bed = _bed(given)
    os.environ |= {
        "DATABASE_URL": bed.app_url(bed.name),
        "DATABASE_OWNER_URL": bed.owner_url(bed.name),
        "PASAR_MODE": "sandbox",
        "PASAR_HOME": str(bed.folder / "home"),
        "PASAR_SECRET_KEY": "for-tests-only-" + "0" * 40,
    }


def open_testbed() -> "Testbed":
    """This process's server with its first database. Raises TestbedError."""
    global _opened
    if _opened is None:
        _opened = _bed(os.environ["PASAR_TEST_SERVER"])
        _opened.open()
    return _opened


def close() -> None:
    """Stop and remove the server if one was opened."""
    global _opened
    if _opened is not None:
        _opened.close()
        _opened = None


@cache
def _bed(given: str) -> "Testbed":
    return OnServer(Server(given)) if given else Testbed()


class Testbed:
    """A cluster of this process's own in `.pasar/test/run-<pid>`."""

    name = "pasar_test"
    template = TEMPLATE

    def __init__(self) -> None:
        self.folder = FOLDER / f"run-{os.getpid()}"
        self.server: Cluster | Server = Cluster(self.folder / "postgres", fsync=False)
        self._mine: IO[str] | None = None

    def app_url(self, database: str) -> str:
        return self.server.app_url(database)

    def owner_url(self, database: str) -> str:
        return self.server.owner_url(database)

    def open(self) -> None:
        assert isinstance(self.server, Cluster)
        with _locked():
            _sweep()
            kept = _template()
            self.folder.mkdir(parents=True)
            # Held for as long as we live: who finds it free may clear the folder away.
            self._mine = (self.folder / "alive").open("w")
            fcntl.flock(self._mine, fcntl.LOCK_EX)
            self.server.fill_from(kept)
        self.server.start()
        self.server.create_database(self.name, self.template)

    def close(self) -> None:
        assert isinstance(self.server, Cluster)
        self.server.remove()
        shutil.rmtree(self.folder, ignore_errors=True)

    def clone(self, template: str | None = None) -> str:
        """A new database as after the migrations, or as another one that nobody is connected to; its name."""
        name = f"{self.name}_{next(_numbers)}"
        self.server.create_database(name, template or self.template)
        return name

    def drop(self, name: str) -> None:
        self.server.drop_database(name)


class OnServer(Testbed):
    """A database of this process's own in the developer's server, and the migrated one it is copied from."""

    def __init__(self, server: Server) -> None:
        ours = hashlib.sha256(os.fsencode(ROOT)).hexdigest()[:6]
        self.folder = FOLDER / f"run-{os.getpid()}"
        self.server = server
        self.prefix = f"pasar_{ours}_"
        self.template = self.prefix + migrations_hash()
        self.name = f"{self.template}_{os.getpid()}"
        server.prepare()

    def open(self) -> None:
        with _locked():
            there = self.server.databases()
            for name in there:
                # <prefix><hash> is a template; <prefix><hash>_<pid>[_<n>] belongs to that process.
                parts = name.removeprefix(self.prefix).split("_")
                if name.startswith(self.prefix) and (
                    not _lives(int(parts[1])) if len(parts) > 1 else name != self.template
                ):
                    self.server.drop_database(name)
            if self.template not in there:
                unfinished = f"{self.template}_{os.getpid()}_new"
                self.server.create_database(unfinished)
                _migrate(self.server.owner_url(unfinished))
                self.server.create_database(self.template, unfinished)
                self.server.drop_database(unfinished)
        self.server.create_database(self.name, self.template)

    def close(self) -> None:
        for name in self.server.databases():
            if name == self.name or name.startswith(f"{self.name}_"):
                self.server.drop_database(name)
        shutil.rmtree(self.folder, ignore_errors=True)


@cache
def migrations_hash() -> str:
    """Of all that the migrated database depends on."""
    found = hashlib.sha256(django.__version__.encode())
    source = ROOT / "src" / "pasar"
    parts = [
        *source.glob("**/migrations/*.py"),
        *source.glob("**/migrations/*.sql"),
        *source.glob("runtime/sql/*.sql"),
        *source.glob("market/catalogue/data/*.json"),
    ]
    for path in sorted(parts):
        found.update(str(path.relative_to(source)).encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:12]


def _template() -> Cluster:
    """The stopped cluster that holds the migrated database; made when migrations changed."""
    kept = FOLDER / f"template-{migrations_hash()}"
    if kept.exists():
        os.utime(kept)
        return Cluster(kept / "postgres", fsync=False)
    building = FOLDER / f"build-{os.getpid()}"
    cluster = Cluster(building / "postgres", fsync=False)
    try:
        cluster.start()
        cluster.create_database(TEMPLATE)
        with cluster.superuser() as connection:
            # For tests that break a book on purpose, past triggers and foreign keys.
            connection.execute("GRANT SET ON PARAMETER session_replication_role TO pasar_owner")
        _migrate(cluster.owner_url(TEMPLATE))
        cluster.stop()
    except BaseException:
        cluster.remove()
        shutil.rmtree(building, ignore_errors=True)
        raise
    building.rename(kept)
    for old in sorted(FOLDER.glob("template-*"), key=lambda path: path.stat().st_mtime)[:-KEPT_TEMPLATES]:
        Cluster(old / "postgres").remove()
        shutil.rmtree(old, ignore_errors=True)
    return Cluster(kept / "postgres", fsync=False)


def _migrate(owner_url: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--skip-checks", "-v", "0"],
        env=os.environ | {
            "DATABASE_URL": owner_url,
            "DJANGO_SETTINGS_MODULE": "pasar.runtime.settings",
            "PYTHONPATH": str(ROOT / "src"),
        },
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise TestbedError("The migrations fail:\n" + "\n".join(done.stderr.strip().splitlines()[-25:]))


def _sweep() -> None:
    """Clear away what killed test runs left, their servers first."""
    for left in FOLDER.glob("run-*"):
        with suppress(FileNotFoundError, BlockingIOError), (left / "alive").open() as alive:
            fcntl.flock(alive, fcntl.LOCK_EX | fcntl.LOCK_NB)
            Cluster(left / "postgres").remove()
            shutil.rmtree(left, ignore_errors=True)
    for left in FOLDER.glob("build-*"):
        Cluster(left / "postgres").remove()
        shutil.rmtree(left, ignore_errors=True)


@contextmanager
def _locked() -> Iterator[None]:
    """One process at a time makes, copies or clears away."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        yield


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
