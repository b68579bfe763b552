"""A market of the benchmark's own: started as `./pasar up` starts one, in a temporary folder, gone afterwards."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.figures import ROOT

sys.path.insert(0, str(ROOT / "src"))

if TYPE_CHECKING:
    from pasar.runtime.home import Home
    from pasar.runtime.postgres import Cluster

READY_S = 300
_cluster: "Cluster | None" = None
_home: "Home | None" = None


class NotStarted(Exception):
    """The market did not come up; its log says why."""


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "PASAR_HOME")}
    return kept | {"PYTHONPATH": str(ROOT / "src"), "PASAR_LOG": "ERROR"}


@contextmanager
def market(*, web_processes: int = 2) -> Iterator[tuple[str, int]]:
    """A running market without a demo: its host and port. Django is set up on its database in this process."""
    from pasar.runtime import ports

    folder = Path(tempfile.mkdtemp(prefix="pasar-bench-"))
    port = ports.next_free("127.0.0.1", 18_000)
    log = folder.with_suffix(".log").open("w+")
    process = subprocess.Popen(
        [
            sys.executable, "-m", "pasar.runtime.cli", "up", "--data", str(folder), "--no-demo", "--port", str(port),
            "--workers", str(web_processes),
        ],
        env=_environment(), cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
    )  # fmt: skip
    try:
        _wait(port, process, log.name)
        with _inside(folder):
            yield "127.0.0.1", port
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
        log.close()
        Path(log.name).unlink(missing_ok=True)
        shutil.rmtree(folder, ignore_errors=True)


def _wait(port: int, process: subprocess.Popen[bytes], log: str) -> None:
    end = time.monotonic() + READY_S
    while time.monotonic() < end:
        if process.poll() is not None:
            raise NotStarted(Path(log).read_text()[-2_000:])
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise NotStarted(f"no answer in {READY_S} s\n{Path(log).read_text()[-2_000:]}")


@contextmanager
def _inside(folder: Path) -> Iterator[None]:
    from pasar.runtime.commands._inside import market as inside
    from pasar.runtime.home import Home

    with inside(Home(folder)) as database:
        global _cluster, _home
        _cluster, _home = database.cluster, Home(folder)
        yield


def home() -> "Home":
    """The running market's data folder."""
    assert _home is not None
    return _home


def cluster() -> "Cluster":
    """The running market's embedded database server."""
    assert _cluster is not None
    return _cluster
