"""A market's data folder: what is kept in it, who has it open, which version made it.

postgres/      the embedded database           media/    pictures people uploaded
search/        the indexes                     static/   collected files of the surfaces
logs/          one file a process              state.json, processes.json, secret-key, version
"""

import fcntl
import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
FORMAT = 1
"""Of the data folder. The database's own shape is the migrations' matter."""


class HomeError(Exception):
    """The data folder cannot be used as it is; the text says what to do."""


class Home:
    """The data folder `path`, made when first opened."""

    def __init__(self, path: Path | None = None) -> None:
        given = path or (Path(os.environ["PASAR_HOME"]) if os.environ.get("PASAR_HOME") else None)
        self.path = (given or ROOT / ".pasar" / "market").absolute()

    def __truediv__(self, name: str) -> Path:
        return self.path / name

    @property
    def exists(self) -> bool:
        return (self / "version").exists()

    def open(self) -> None:
        """Make the folder, or make sure that this Pasar can use it.  Raises HomeError."""
        version = self / "version"
        if not version.exists():
            if self.path.exists() and any(self.path.iterdir()) and not (self / "postgres").exists():
                raise HomeError(
                    f"{self.path} has files in it that are not a market's. Choose an empty folder with --data."
                )
            try:
                self.path.mkdir(parents=True, exist_ok=True)
                version.write_text(f"{FORMAT}\n")
            except OSError as error:
                raise HomeError(
                    f"{self.path} cannot be written: {error.strerror}. Choose another with --data."
                )
            return
        text = version.read_text().strip()
        found = int(text) if text.isdecimal() else 0
        if found > FORMAT:
            raise HomeError(
                f"{self.path} was made by a newer Pasar (data format {found}, this one knows {FORMAT}). Use that "
                "one, or choose another folder with --data."
            )
        if found < FORMAT:
            raise HomeError(
                f"{self.path} has data format {text or 'unknown'}, which this Pasar cannot upgrade. Make a backup "
                "with the Pasar that made it (./pasar backup FILE) and restore it here (./pasar restore FILE)."
            )

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the folder for this process. A lock that a crash left behind holds nobody up.  Raises HomeError."""
        self.open()
        with (self / "lock").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                address = self.processes().get("address")
                raise HomeError(
                    f"This market runs already, at {address}."
                    if address
                    else f"{self.path} is in use by another ./pasar."
                )
            yield

    def in_use(self) -> bool:
        """Whether some ./pasar holds the folder."""
        if not (self / "lock").exists():
            return False
        with (self / "lock").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False

    def state(self) -> dict[str, Any]:
        """What has been prepared so far; empty for a new market."""
        return _read(self / "state.json")

    def note(self, **facts: Any) -> None:
        """Add to the state; on disk before it returns."""
        _write(self / "state.json", self.state() | facts)

    def processes(self) -> dict[str, Any]:
        """What the supervisor wrote of its processes; empty when it stopped orderly."""
        return _read(self / "processes.json")

    def note_processes(self, facts: Mapping[str, Any] | None) -> None:
        if facts is None:
            (self / "processes.json").unlink(missing_ok=True)
        else:
            _write(self / "processes.json", dict(facts))


def environment(home: Home, urls: Mapping[str, str]) -> dict[str, str]:
    """The environment of a market's processes."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "pasar.runtime.settings",
        "PASAR_HOME": str(home.path),
        "PYTHONPATH": os.pathsep.join(filter(None, (str(ROOT / "src"), os.environ.get("PYTHONPATH", "")))),
        **urls,
    }


def lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def wait_until_gone(pid: int, patience_s: float) -> bool:
    end = time.monotonic() + patience_s
    while lives(pid):
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _write(path: Path, facts: dict[str, Any]) -> None:
    part = path.with_name(f"{path.name}.{os.getpid()}")
    with part.open("w", encoding="utf-8") as file:
        json.dump(facts, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
