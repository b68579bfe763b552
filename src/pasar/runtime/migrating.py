"""Bringing a market's schema up to this Pasar's, as the role that owns the tables."""

import hashlib
import re
import subprocess
import sys
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
    """Every step this Pasar has, by its application's label, as Django notes them."""
    import django

    folders = [*SOURCE.glob("**/migrations"), *(Path(django.__path__[0]) / "contrib").glob("*/migrations")]
    return {f"{_label(folder.parent)}.{step.stem}" for folder in folders for step in folder.glob("[0-9]*.py")}


def _label(app: Path) -> str:
    """What an application's configuration calls it; its folder's name when that says nothing."""
    config = app / "apps.py"
    named = (
        re.search(r'^    label = "(\w+)"', config.read_text(encoding="utf-8"), re.M)
        if config.exists()
        else None
    )
    return named[1] if named else app.name
