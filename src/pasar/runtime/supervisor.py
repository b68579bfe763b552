"""Keeps a market's processes running: starts them, starts them again when they die, ends them in order."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

STOP_S = 15.0
BACKOFF_S = (0.2, 1.0, 3.0, 10.0)
STEADY_S = 30.0
LARGEST_LOG = 10 << 20


@dataclass(frozen=True)
class Process:
    """One process of the market. `once`: it ends by itself, and a good end is the end."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    once: bool = False
    done: Callable[[], None] | None = None
    """Called after the good end of one that runs once."""


@dataclass
class _Running:
    process: Process
    child: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    failures: int = 0
    again_at: float = 0.0
    finished: bool = False


class Supervisor:
    """Runs processes until it is told to stop by a signal (or `stop`); their words go to `logs/<name>.log`."""

    def __init__(
        self, logs: Path, *, say: Callable[[str], None], changed: Callable[[dict[str, int]], None]
    ) -> None:
        self.logs, self._say, self._changed = logs, say, changed
        self._running: list[_Running] = []
        self._stopping = False

    def start(self, processes: Sequence[Process]) -> None:
        """Start processes, in their order."""
        self.logs.mkdir(parents=True, exist_ok=True)
        for process in processes:
            running = _Running(process)
            self._running.append(running)
            self._spawn(running)
        self._tell()

    def run(self, *ticks: Callable[[], None]) -> None:
        """Look after the processes until a signal comes; `ticks` are called on every round."""
        while not self._stopping:
            self.look()
            for tick in ticks:
                tick()
            time.sleep(0.1)

    def look(self) -> None:
        """Start again what died."""
        for running in self._running:
            self._look(running)

    def stop(self, *_: object) -> None:
        self._stopping = True

    @property
    def stopping(self) -> bool:
        return self._stopping

    def listen(self) -> None:
        """Let Ctrl-C, a closed terminal and `kill` end the market in order."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.stop)

    def end(self) -> None:
        """End all processes, the last started first, each given time to finish what it is at."""
        for running in reversed(self._running):
            if running.child is not None and running.child.poll() is None:
                running.child.terminate()
        end = time.monotonic() + STOP_S
        for running in reversed(self._running):
            if running.child is None:
                continue
            try:
                running.child.wait(max(0.1, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                _end_group(running.child.pid)
                running.child.wait()

    def _look(self, running: _Running) -> None:
        now = time.monotonic()
        if running.finished:
            return
        if running.child is None:
            if now >= running.again_at:
                self._spawn(running)
                self._tell()
            return
        code = running.child.poll()
        if code is None:
            if running.failures and now - running.started_at > STEADY_S:
                running.failures = 0
            return
        _end_group(running.child.pid)
        running.child = None
        if running.process.once and code == 0:
            running.finished = True
            if running.process.done is not None:
                running.process.done()
            self._tell()
            return
        wait = BACKOFF_S[min(running.failures, len(BACKOFF_S) - 1)]
        running.failures += 1
        running.again_at = now + wait
        how = f"killed by {signal.Signals(-code).name}" if code < 0 else f"ended with {code}"
        self._say(
            f"  ! {running.process.name} {how}; starting it again (see {self._log(running.process.name)})"
        )

    def _spawn(self, running: _Running) -> None:
        path = self._log(running.process.name)
        if path.exists() and path.stat().st_size > LARGEST_LOG:
            path.replace(path.with_suffix(".old.log"))
        with path.open("ab") as log:
            running.child = subprocess.Popen(
                running.process.command,
                env=dict(running.process.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # A session of its own: Ctrl-C in the terminal reaches us alone, and we end them in order.
                start_new_session=True,
                preexec_fn=_end_with_parent if sys.platform == "linux" else None,
            )
        running.started_at = time.monotonic()

    def _log(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def _tell(self) -> None:
        self._changed({each.process.name: each.child.pid for each in self._running if each.child is not None})


def _end_group(pid: int) -> None:
    """End what a process that is gone had started: a web server's workers would keep its port."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def _end_with_parent() -> None:
    """Ask Linux to end this child when the supervisor is killed: nothing may be left behind to hold the port."""
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)
