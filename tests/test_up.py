"""`./pasar up` as somebody at a terminal meets it: real processes, real signals, a path with a space."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
pytestmark = [pytest.mark.race, pytest.mark.timeout(240), pytest.mark.xdist_group("up")]


class Terminal:
    """A shell of somebody who tries Pasar in `home`."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.env = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PASAR_", "DATABASE_")) and name != "DJANGO_SETTINGS_MODULE"
        } | {"PYTHONPATH": str(ROOT / "src")}
        self.up: subprocess.Popen[str] | None = None
        self.said = home.parent / "said.txt"

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "pasar.runtime.cli", words[0], "--data", str(self.home), *words[1:]]

    def run(self, *words: str, patience_s: int = 120) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(*words),
            env=self.env,
            capture_output=True,
            text=True,
            timeout=patience_s,
            check=False,
        )

    def start(self, *words: str) -> str:
        """Run `up` and wait until it says that the market is open; gives its address."""
        with self.said.open("w") as said:
            self.up = subprocess.Popen(self.command("up", *words), env=self.env, stdout=said, stderr=said)
        end = time.monotonic() + 180
        while "The market is open at " not in self.said.read_text():
            assert self.up.poll() is None, self.said.read_text()
            assert time.monotonic() < end, self.said.read_text()
            time.sleep(0.1)
        return self.said.read_text().split("The market is open at ")[1].split()[0]

    def status(self) -> dict:
        return json.loads(self.run("status", "--json").stdout)

    def stop(self) -> None:
        if self.up is not None and self.up.poll() is None:
            self.up.send_signal(signal.SIGINT)
            self.up.wait(60)


@pytest.fixture
def terminal(tmp_path):
    terminal = Terminal(tmp_path / "my market" / "data")
    terminal.home.parent.mkdir()
    yield terminal
    if terminal.up is not None and terminal.up.poll() is None:
        terminal.stop()


def get(url: str, **headers: str) -> tuple[int, str]:
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=20) as answer:
        return answer.status, answer.read().decode()


def idle_browser(port: int) -> socket.socket:
    """A connection over which one page was had."""
    browser = socket.create_connection(("127.0.0.1", port), timeout=20)
    browser.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    assert browser.recv(4_096).startswith(b"HTTP/1.1 200")
    return browser


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_a_market_opens_stays_open_and_starts_again_with_all_it_had(terminal):
    port = free_port()
    address = terminal.start("--no-demo", "--port", str(port))
    assert address == f"http://127.0.0.1:{port}"
    assert get(f"{address}/readyz")[0] == 200
    status, home = get(f"{address}/th/th/")
    assert status == 200
    assert '<html lang="th"' in home

    # Browsers that keep their connections open between two pages lock nobody out.
    idle = [idle_browser(port) for _ in range(600)]
    assert get(f"{address}/healthz")[0] == 200
    for browser in idle:
        browser.close()

    # A second one in the same folder is told where the first is; another program's port is not taken.
    second = terminal.run("up", "--no-demo")
    assert second.returncode == 1
    assert address in second.stderr
    elsewhere = Terminal(terminal.home.parent / "another")
    taken = elsewhere.run("up", "--no-demo", "--port", str(port))
    assert taken.returncode == 1
    assert f"Port {port} is taken" in taken.stderr
    assert "--port" in taken.stderr

    # Any process may be killed.
    before = terminal.status()["processes"]
    assert {"web", "worker", "live", "bank", "carrier"} <= set(before)
    for name in ("web", "worker"):
        os.kill(before[name]["pid"], signal.SIGKILL)
    end = time.monotonic() + 30
    while True:
        now = terminal.status()["processes"]
        if all(name in now and now[name]["pid"] != before[name]["pid"] for name in ("web", "worker")):
            break
        assert time.monotonic() < end
        time.sleep(0.2)

    # Ctrl-C is a clean end; the next start finds everything done.
    terminal.stop()
    assert terminal.up.returncode == 0
    assert not terminal.status()["running"]
    terminal.start("--no-demo", "--port", str(port))
    again = terminal.said.read_text()
    assert "shaping the database" not in again
    assert "loading places" not in again

    # Nothing is left behind by a supervisor that was killed, and its lock holds nobody up.
    left = [process["pid"] for process in terminal.status()["processes"].values()]
    terminal.up.kill()
    terminal.up.wait()
    terminal.start("--no-demo", "--port", str(port))
    assert not set(left) & {process["pid"] for process in terminal.status()["processes"].values()}
