"""One embedded PostgreSQL cluster: made, started as a child of ours, stopped, looked after."""

import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import IO
from urllib.parse import quote

import psycopg
from psycopg import sql

from pasar.runtime.postgres import config, place
from pasar.runtime.postgres.place import MAJOR, PostgresError

SUPERUSER = "postgres"
START_S = 300
"""A server that recovers from a crash is given this long; one that died is noticed at once."""
STOP_S = 60


class Cluster:
    """The cluster in `path`.

    fsync: off for tests only, where speed matters and nothing needs to survive. log: where the server's messages go.
    """

    def __init__(self, path: Path, *, fsync: bool = True, log: Path | None = None) -> None:
        self.path = path.absolute()
        self.fsync = fsync
        self.log = log or self.path.with_name(f"{self.path.name}.log")
        self.process: subprocess.Popen[bytes] | None = None

    @cached_property
    def who(self) -> place.Runner:
        return place.runner(self.path)

    @cached_property
    def data(self) -> Path:
        """Where the files really lie, which is not `path` where the server's user cannot reach that."""
        return place.locate(self.path, self.who)

    @cached_property
    def sockets(self) -> Path:
        return place.sockets(self.data, self.who)

    # ── addresses ────────────────────────────────────────────────────────────────────────────────────────────

    def url(self, database: str, role: str) -> str:
        return f"postgresql://{role}@/{quote(database)}?host={quote(str(self.sockets))}"

    def app_url(self, database: str) -> str:
        return self.url(database, "pasar_app")

    def owner_url(self, database: str) -> str:
        return self.url(database, "pasar_owner")

    # ── life ─────────────────────────────────────────────────────────────────────────────────────────────────

    def start(self) -> None:
        """Make the cluster if there is none, start its server unless it runs, and wait until it answers."""
        if self.pid() is None:
            self._make()
            self._configure()
            self._clear_remains()
            self._launch()
        self._roles()

    def stop(self, *, at_once: bool = False) -> None:
        """Stop the server, whoever started it: open transactions are rolled back, everything else is kept.

        At once: without writing anything out, so that the next start recovers as after a crash.
        """
        orders = ((signal.SIGINT, STOP_S), (signal.SIGQUIT, 10), (signal.SIGKILL, 10))
        for number, patience_s in orders[1 if at_once else 0 :]:
            pid = self.pid()
            if pid is None:
                break
            os.kill(pid, number)
            if self._gone(pid, patience_s):
                break
        if self.process is not None:
            self.process.wait()
            self.process = None

    def remove(self) -> None:
        """Stop the server and delete all that it kept."""
        self.stop(at_once=True)
        shutil.rmtree(self.data, ignore_errors=True)
        shutil.rmtree(self.sockets, ignore_errors=True)
        if self.path.is_symlink():
            self.path.unlink()

    def fill_from(self, other: "Cluster") -> None:
        """Begin as a copy of another cluster, which does not run."""
        place.make(self.path, self.who)
        subprocess.run(["cp", "-a", f"{other.data}/.", f"{self.data}/"], check=True)

    def pid(self) -> int | None:
        """The process of the running server; None when it does not run, whatever a stale pid file says."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return None
        if self.process is not None and self.process.pid == pid:
            return pid if self.process.poll() is None else None
        return pid if _serves(pid, self.data) else None

    def _make(self) -> None:
        version = self.data / "PG_VERSION"
        if version.exists():
            found = version.read_text().strip()
            if found != MAJOR:
                raise PostgresError(
                    f"{self.path} was made by PostgreSQL {found}; this Pasar brings {MAJOR}. Make a backup with the "
                    "Pasar that made it (./pasar backup FILE), then restore it here into a new data folder "
                    "(./pasar restore FILE)."
                )
            return
        place.make(self.path, self.who)
        done = self.who.run(
            self.program("initdb"), "-D", self.data, "-U", SUPERUSER, "-A", "peer", "--encoding=UTF8", "--locale=C",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--data-checksums", "--no-instructions",
            *(() if self.fsync else ("--no-sync",)),
        )  # fmt: skip
        if done.returncode:
            raise PostgresError(f"The database could not be made in {self.data}:\n{done.stderr.strip()}")

    def _configure(self) -> None:
        place.make_sockets(self.sockets, self.who)
        text = config.settings(
            sockets=self.sockets, memory=config.memory_mb(), cores=os.cpu_count() or 1, fsync=self.fsync
        )
        us = pwd.getpwuid(os.geteuid()).pw_name
        for name, content in (
            ("postgresql.conf", text),
            ("pg_hba.conf", config.ACCESS),
            ("pg_ident.conf", config.identities(us)),
        ):
            self.who.write(self.data / name, content)

    def _clear_remains(self) -> None:
        """Remove the pid file and socket lock of a server that was killed: their number may be another's by now."""
        for left in (self.data / "postmaster.pid", self.sockets / ".s.PGSQL.5432.lock"):
            left.unlink(missing_ok=True)

    def _launch(self) -> None:
        end = time.monotonic() + START_S
        while True:
            self.log.parent.mkdir(parents=True, exist_ok=True)
            with self.log.open("ab") as log:
                begin = log.tell()
                self.process = self._spawn(log)
            if self._ready(end):
                return
            said = self.log.read_bytes()[begin:].decode(errors="replace").strip()
            # After a kill its children need a moment to notice.
            if "shared memory block" in said and time.monotonic() < end - START_S + 20:
                time.sleep(0.2)
                continue
            raise PostgresError(f"The database did not start. Its log, {self.log}, ends:\n{_tail(said)}")

    def _spawn(self, log: IO[bytes]) -> subprocess.Popen[bytes]:
        # A session of its own: Ctrl-C in the terminal must not stop it before the processes that use it.
        server: subprocess.Popen[bytes] = subprocess.Popen(
            [self.program("postgres"), "-D", self.data],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", start_new_session=True, umask=0o077,
            **self.who.identity,
        )  # fmt: skip
        return server

    def _ready(self, end: float) -> bool:
        assert self.process is not None
        while time.monotonic() < end and self.process.poll() is None:
            try:
                lines = (self.data / "postmaster.pid").read_text().splitlines()
            except FileNotFoundError:
                lines = []
            if len(lines) > 7 and lines[7].strip() == "ready":
                return True
            time.sleep(0.02)
        return False

    def _gone(self, pid: int, patience_s: float) -> bool:
        end = time.monotonic() + patience_s
        while time.monotonic() < end:
            mine = self.process is not None and self.process.pid == pid
            if mine and self.process is not None:
                gone = self.process.poll() is not None
            else:
                gone = not _serves(pid, self.data)
            if gone:
                return True
            time.sleep(0.02)
        return False

    def program(self, name: str) -> Path:
        """One of PostgreSQL's own programs: postgres, psql, pg_dump, pgbench …"""
        return place.binaries(self.who) / name

    # ── databases ────────────────────────────────────────────────────────────────────────────────────────────

    @contextmanager
    def superuser(self, database: str = "postgres") -> Iterator[psycopg.Connection]:
        """A connection that may do anything, each statement its own transaction: for making and dropping databases."""
        with psycopg.connect(self.url(database, SUPERUSER), autocommit=True) as connection:
            yield connection

    def _roles(self) -> None:
        with self.superuser() as connection:
            connection.execute(_statement("roles"))

    def create_database(self, name: str, template: str | None = None, *, owner: str = "pasar_owner") -> None:
        """Make a database with its owner's and the application's rights; a copy of `template` if given."""
        with self.superuser() as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
                    sql.Identifier(name), sql.Identifier(owner), sql.Identifier(template or "template0")
                )
            )
            connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))
            if owner == "pasar_owner":
                connection.execute(
                    sql.SQL("GRANT CONNECT, TEMPORARY ON DATABASE {} TO pasar_app").format(
                        sql.Identifier(name)
                    )
                )
        if owner == "pasar_owner" and template is None:
            with psycopg.connect(self.owner_url(name)) as connection:
                connection.execute(_statement("grants"))

    def drop_database(self, name: str) -> None:
        """Drop a database if it is there, and whoever is connected to it."""
        with self.superuser() as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )

    def databases(self) -> list[str]:
        """The names of all databases but the server's own."""
        with self.superuser() as connection:
            found = connection.execute("SELECT datname FROM pg_database WHERE NOT datistemplate").fetchall()
        return sorted(name for (name,) in found if name != "postgres")


def _statement(name: str) -> bytes:
    return files("pasar.runtime").joinpath("sql", f"{name}.sql").read_bytes()


def _serves(pid: int, data: Path) -> bool:
    """Whether this process is the server of `data`, not a stranger that got its number."""
    if Path("/proc/self").exists():
        try:
            return Path(f"/proc/{pid}/cwd").readlink() == data
        except OSError:
            return False
    command = ["ps", "-p", str(pid), "-o", "command="]
    return str(data) in subprocess.run(command, capture_output=True, text=True, check=False).stdout


def _tail(text: str, lines: int = 12) -> str:
    return "\n".join(text.splitlines()[-lines:])
