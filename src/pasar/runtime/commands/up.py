"""Run the market. The first time it makes a database, loads a living demo world and builds the search indexes; after
that it starts in seconds with all its data. Ctrl-C stops it.

With DATABASE_URL your own PostgreSQL is used instead of the embedded one; with PASAR_MODE=production there is no demo,
no demo bank and no mailbox (docs/how-to/run-in-production.md)."""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

from pasar.runtime import ports, prepare
from pasar.runtime.database import Database, KeptDatabase, open_database
from pasar.runtime.home import Home, HomeError, environment
from pasar.runtime.migrating import migrate
from pasar.runtime.progress import Steps
from pasar.runtime.supervisor import Process, Supervisor

READY_S = 60
LONGEST_SOCKET = 100
WEB_LINE = 256
WEB_THREADS = 16
"""Of each web process: what bounds its database connections."""
CONNECTIONS = 4_096
"""Of each web process. Browsers keep theirs open between pages, so that most of them ask for nothing."""
FILES = 16_384
BACKLOG = 4_096
"""Connections that the system keeps until a web process takes them: thousands come when a sale begins."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--port", type=int, help=f"of the web server (default: {ports.DEFAULT}, or the next free one)"
    )
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: this machine only)"
    )
    parser.add_argument("--no-demo", action="store_true", help="an empty market: no demo world")
    parser.add_argument(
        "--demo-size", choices=("full", "small"), default="full", help="small is for trying quickly"
    )
    parser.add_argument("--workers", type=int, default=2, help="web processes (default: 2)")


def run(args: argparse.Namespace) -> int:
    began = time.monotonic()
    sandbox = os.environ.get("PASAR_MODE", "sandbox") == "sandbox"
    home, steps = Home(args.data), Steps()
    with home.locked(), tempfile.TemporaryDirectory(prefix="pasar-") as temporary:
        port = _port(args, steps)
        steps.say(f"Pasar in {home.path}")
        with steps.step("starting the database"):
            database = open_database(home, simulators=sandbox)
        supervisor = Supervisor(home / "logs", say=steps.say, changed=lambda pids: _note(home, address, pids))
        address = os.environ.get("PASAR_BASE_URL") or f"http://{_shown(args.host)}:{port}"
        supervisor.listen()
        _allow_connections()
        try:
            migrate(home, database, steps)
            env = _environment(home, database, address, args.host, port, sandbox)
            env.setdefault("PASAR_WEB_LINE", str(WEB_LINE))
            env.setdefault("PASAR_WEB_THREADS", str(WEB_THREADS))
            env["PASAR_PLACER"] = str(_placer_socket(home, temporary))
            _prepare(home, env, steps, demo=sandbox and not args.no_demo, size=args.demo_size)
            _note(home, address, {})
            with steps.step("starting the processes"):
                supervisor.start(_processes(env, database, args, port, sandbox))
                _wait(f"http://{_shown(args.host)}:{port}/readyz", supervisor)
            if supervisor.stopping:
                return 130
            if home.state().get("demo") == "essential":
                supervisor.start([_fill(home, env, steps)])
            steps.say(_welcome(address, home, sandbox, time.monotonic() - began))
            ticks = [_Filling(home, steps).tick]
            if database.cluster is not None:
                ticks.append(KeptDatabase(database.cluster, say=steps.say).tick)
            supervisor.run(*ticks)
            steps.say("\nStopping …")
            return 0
        finally:
            supervisor.end()
            home.note_processes(None)
            if database.cluster is not None:
                database.cluster.stop()
            steps.say("Stopped. All data are kept.")


def _port(args: argparse.Namespace, steps: Steps) -> int:
    wanted = args.port or ports.DEFAULT
    if not 0 < wanted < 65_536:
        raise HomeError(f"--port takes a number from 1 to 65535, not {wanted}.")
    if ports.free(args.host, wanted):
        return wanted
    other = ports.next_free(args.host, wanted + 1)
    if args.port:
        raise HomeError(
            f"Port {wanted} is taken by another program. {other} is free: ./pasar up --port {other}"
        )
    steps.say(f"Port {wanted} is taken by another program: using {other}.")
    return other


def _environment(
    home: Home, database: Database, address: str, host: str, port: int, sandbox: bool
) -> dict[str, str]:
    taken = {port}
    found = {
        "PASAR_BASE_URL": address,
        "PASAR_MODE": "sandbox" if sandbox else "production",
        **database.environment,
    }
    names = ("LIVE", "BANK", "CARRIER") if sandbox else ("LIVE",)
    for name in names:
        if not os.environ.get(f"PASAR_{name}_URL"):
            own = ports.next_free(host, port + 1, frozenset(taken))
            taken.add(own)
            found[f"PASAR_{name}_URL"] = f"http://{_shown(host)}:{own}"
    return environment(home, found)


def _prepare(home: Home, env: dict[str, str], steps: Steps, *, demo: bool, size: str) -> None:
    if not prepare.needed(home, demo=demo, size=size):
        return
    command = [sys.executable, "-m", "pasar.runtime.prepare", "--size", size]
    done = subprocess.run([*command, *([] if demo else ["--no-demo"])], env=env, check=False)
    if done.returncode:
        raise HomeError("The market could not be prepared; what failed stands above. ./pasar up tries again.")


def _allow_connections() -> None:
    """Each connection is an open file; many systems begin with room for a thousand."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _placer_socket(home: Home, temporary: str) -> Path:
    """Where the placing process listens: in the data folder, unless its path is longer than a socket's may be."""
    own = home / "placer.sock"
    return own if len(os.fsencode(own)) <= LONGEST_SOCKET else Path(temporary) / "placer.sock"


def _processes(
    env: dict[str, str], database: Database, args: argparse.Namespace, port: int, sandbox: bool
) -> list[Process]:
    def granian(name: str, app: str, at: int, *options: str, interface: str = "wsgi", **more: str) -> Process:
        command = [
            sys.executable, "-m", "granian", app, "--interface", interface, "--host", args.host, "--port", str(at),
            "--no-ws", "--log-level", "warning", "--respawn-failed-workers", *options,
        ]  # fmt: skip
        return Process(name, command, {**env, "PASAR_PROCESS": f"pasar-{name}", **more})

    found = []
    if sandbox:
        for name in ("bank", "carrier"):
            url = env[f"PASAR_{name.upper()}_URL"]
            own = {f"PASAR_{name.upper()}_DATABASE": database.outside[name]}
            found.append(
                granian(name, f"pasar.simulate.{name}.app:application", urlsplit(url).port or 0,
                        "--blocking-threads", "4", **own)
            )  # fmt: skip
    live = urlsplit(env["PASAR_LIVE_URL"]).port
    if live:
        found.append(granian("live", "pasar.runtime.live:application", live, interface="asgi"))
    # Before web, and so ended after it: what is being placed when the market is stopped is answered.
    placer = [sys.executable, "-m", "pasar.runtime.placer"]
    found.append(Process("placer", placer, {**env, "PASAR_PROCESS": "pasar-placer"}))
    found.append(
        granian("web", "pasar.runtime.wsgi:application", port, "--workers", str(args.workers),
                "--blocking-threads", env["PASAR_WEB_THREADS"], "--backpressure", str(CONNECTIONS),
                "--backlog", str(BACKLOG))
    )  # fmt: skip
    worker = [sys.executable, "-m", "pasar.runtime.worker"]
    found.append(Process("worker", worker, {**env, "PASAR_PROCESS": "pasar-worker"}))
    return found


def _fill(home: Home, env: dict[str, str], steps: Steps) -> Process:
    command = [sys.executable, "-m", "pasar.runtime.fill"]
    return Process(
        "fill", command, {**env, "PASAR_PROCESS": "pasar-fill"}, once=True,
        done=lambda: steps.say("  ✓ the demo world is complete: orders in every status, statements, payouts"),
    )  # fmt: skip


class _Filling:
    """Tells in the terminal how the demo world fills in behind the open market."""

    EVERY_S = 5.0

    def __init__(self, home: Home, steps: Steps) -> None:
        self.home, self.steps = home, steps
        self._looked = 0.0
        self._said = ""

    def tick(self) -> None:
        now = time.monotonic()
        if now - self._looked < self.EVERY_S:
            return
        self._looked = now
        filling = self.home.state().get("filling")
        text = (
            f"  … demo world: {filling['done']:,} of {filling['total']:,} {filling['label']}"
            if filling
            else ""
        )
        if text and text != self._said:
            self.steps.say(text)
        self._said = text


def _wait(url: str, supervisor: Supervisor) -> None:
    end = time.monotonic() + READY_S
    while time.monotonic() < end and not supervisor.stopping:
        supervisor.look()
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - our own address
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    if not supervisor.stopping:
        raise HomeError(
            f"The web server did not answer at {url} within {READY_S} s; see logs/web.log in the data folder."
        )


def _note(home: Home, address: str, pids: dict[str, int]) -> None:
    home.note_processes({"pid": os.getpid(), "address": address, "processes": pids, "at": time.time()})


def _shown(host: str) -> str:
    return "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104


def _welcome(address: str, home: Home, sandbox: bool, seconds: float) -> str:
    lines = ["", f"The market is open at {address}  ({seconds:.0f} s)", ""]
    if sandbox and home.state().get("demo"):
        lines += ["  country     customer                    seller                    operator of /console/"]
        for key, name in (
            ("id", "Indonesia"), ("my", "Malaysia"), ("ph", "Philippines"), ("sg", "Singapore"), ("th", "Thailand"),
            ("vn", "Viet Nam"),
        ):  # fmt: skip
            at = f"{key}.pasar.example"
            lines.append(f"  {name:11} customer@{at}   seller@{at}   operator@{at}")
        lines += ["", "  password    pasar-demo", f"  messages    {address}/id/id/sandbox/mailbox/"]
    lines += [
        f"  console     {address}/console/",
        "",
        "Ctrl-C stops it; ./pasar up starts it again with all its data.",
    ]
    return "\n".join(lines)
