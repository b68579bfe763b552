"""Bringing a market's schema up to this Pasar's, as the role that owns the tables."""

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg

from pasar.runtime.database import Database
from pasar.runtime.home import ROOT, Home, HomeError, environment
from pasar.runtime.progress import Steps

SOURCE = ROOT / "src" / "pasar"


def mark() -> str:
    """Changes with every migration."""
    found = hashlib.sha256()
    for path in sorted((*SOURCE.glob("**/migrations/*.py"), *SOURCE.glob("**/migrations/*.sql"))):
        found.update(str(path.relative_to(SOURCE)).encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:16]


def migrate(home: Home, database: Database, steps: Steps) -> None:
    """Apply what is missing; nothing when the last start had the same migrations.  Raises HomeError."""
    if home.state().get("migrations") == mark():
        return
    if unknown := _applied(database) - _known():
        raise HomeError(
            f"This market was made by a newer Pasar: it has {len(unknown)} steps of the database's shape that this one "
            f"does not know (such as {min(unknown)}). Use the newer Pasar, or choose another folder with --data."
        )
    with steps.step("shaping the database"):
        done = subprocess.run(
            [sys.executable, "-m", "django", "migrate", "--skip-checks", "-v", "0"],
            env=environment(home, {"DATABASE_URL": _hurried(database)}),
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            tail = "\n".join(done.stderr.strip().splitlines()[-12:])
            raise HomeError(f"The database could not be brought up to date; nothing is lost.\n{tail}")
        home.note(migrations=mark())


def _hurried(database: Database) -> str:
    """The owner's address, on our own server without waiting for the disk: a crash repeats the last steps."""
    if database.cluster is None:
        return database.owner_url
    return f"{database.owner_url}&options={quote('-c synchronous_commit=off')}"


def _applied(database: Database) -> set[str]:
    with psycopg.connect(database.owner_url) as connection:
        if connection.execute("SELECT to_regclass('django_migrations')").fetchone() == (None,):
            return set()
        rows = connection.execute("SELECT app || '.' || name FROM django_migrations").fetchall()
    return {name for (name,) in rows}


def _known() -> set[str]:
    ours = {f"{path.parts[-3]}.{path.stem}" for path in SOURCE.glob("**/migrations/[0-9]*.py")}
    import django

    contrib = {f"{path.parts[-3]}.{path.stem}" for base in django.__path__ for path in _contrib(base)}
    return ours | contrib


def _contrib(base: str) -> Iterator[Path]:
    return Path(base).glob("contrib/*/migrations/[0-9]*.py")
