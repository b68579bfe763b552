"""Backup and restore: one tar file with the databases' dumps, the uploads and the secret key.

The database is dumped in one snapshot (pg_dump); uploads are copied after it, so that every picture that the dump names
is there. The search indexes are not kept: they are built anew from the database.
"""

import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
import time
from pathlib import Path
from typing import Any

import psycopg

from pasar.kernel import sql
from pasar.runtime.database import OUTSIDE, Database
from pasar.runtime.home import FORMAT, Home, HomeError
from pasar.runtime.postgres import Cluster
from pasar.runtime.progress import Steps

NAME = "pasar-backup"


def back_up(home: Home, database: Database, target: Path, steps: Steps, *, force: bool) -> int:
    """Write the backup; returns its size. The target is there whole or not at all.  Raises HomeError."""
    if target.exists() and not force:
        raise HomeError(f"{target} is there already. Choose another name, or replace it with --force.")
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        with tempfile.TemporaryDirectory(dir=target.parent) as folder, tarfile.open(part, "w") as tar:
            part.chmod(0o600)
            _put(
                tar, "manifest.json", json.dumps({"kind": NAME, "format": FORMAT, "at": time.time()}).encode()
            )
            for name, url in _databases(home, database).items():
                with steps.step(f"dumping the database {name}"):
                    dump = Path(folder) / f"{name}.dump"
                    _program(database, "pg_dump", "--format=custom", "--no-owner", f"--file={dump}", url)
                    tar.add(dump, f"databases/{name}.dump")
                    dump.unlink()
            with steps.step("copying uploads"):
                for kept in ("secret-key", "media"):
                    if (home / kept).exists():
                        tar.add(home / kept, kept)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return target.stat().st_size


def restore(home: Home, database: Database, source: Path, steps: Steps) -> None:
    """Fill an empty market from a backup.  Raises HomeError for a file that is none."""
    try:
        with tarfile.open(source) as tar, tempfile.TemporaryDirectory(dir=home.path) as folder:
            _check(tar, source)
            with steps.step("unpacking"):
                tar.extractall(folder, filter="data")
            for name, url in _databases(home, database, owner=True).items():
                dump = Path(folder) / "databases" / f"{name}.dump"
                if dump.exists():
                    with steps.step(f"restoring the database {name}"):
                        if name == "market":
                            _run(url, "withhold")
                        _program(
                            database, "pg_restore", "--no-owner", "--exit-on-error", "--single-transaction",
                            f"--dbname={url}", str(dump),
                        )  # fmt: skip
                        if name == "market":
                            _run(url, "grants")
                            catch_up(url)
            for kept in ("secret-key", "media"):
                if (Path(folder) / kept).exists():
                    shutil.move(Path(folder) / kept, home / kept)
        home.note(demo="done")
    except (tarfile.TarError, EOFError, OSError, KeyError) as error:
        raise HomeError(f"{source} cannot be read as a backup of Pasar: {error}")


def catch_up(owner_url: str) -> None:
    """Bring the server's count of transactions behind what a restored market was written by, see `sql/catch_up.sql`."""
    _run(owner_url, "catch_up")


def _run(owner_url: str, name: str) -> None:
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute("SET synchronous_commit = off")
        connection.execute(sql.text("pasar.runtime", name).encode())


def _databases(home: Home, database: Database, *, owner: bool = False) -> dict[str, str]:
    found = {"market": database.owner_url}
    cluster = database.cluster
    if cluster is not None:
        there = cluster.databases()
        for name in OUTSIDE:
            if f"pasar_{name}" in there:
                found[name] = cluster.url(f"pasar_{name}", "pasar_outside")
    return found


def _check(tar: tarfile.TarFile, source: Path) -> None:
    member = tar.extractfile("manifest.json")
    facts: dict[str, Any] = json.load(member) if member else {}
    if facts.get("kind") != NAME:
        raise HomeError(f"{source} is not a backup of Pasar.")
    if facts.get("format", 0) > FORMAT:
        raise HomeError(f"{source} was made by a newer Pasar: restore it with that one.")


def _put(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    facts = tarfile.TarInfo(name)
    facts.size, facts.mtime, facts.mode = len(content), int(time.time()), 0o600
    tar.addfile(facts, io.BytesIO(content))


def _program(database: Database, name: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs: the embedded server's, or the one on the machine for a server of your own."""
    program = (
        str(database.cluster.program(name)) if isinstance(database.cluster, Cluster) else shutil.which(name)
    )
    if program is None:
        raise HomeError(f"{name} is needed for a server of your own: install PostgreSQL's client programs.")
    done = subprocess.run([program, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise HomeError(f"{name} failed: {done.stderr.strip()[-600:]}")
