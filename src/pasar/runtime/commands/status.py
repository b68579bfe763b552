"""Say whether the market runs, where, with which processes, and how its database and indexes stand."""

import argparse
import json
import platform
import subprocess
from importlib.metadata import version
from typing import Any

from pasar.runtime.home import ROOT, Home, lives


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON object")


def run(args: argparse.Namespace) -> int:
    found = facts(Home(args.data))
    if args.json:
        print(json.dumps(found))
    else:
        print(_text(found))
    return 0 if found["running"] else 3


def facts(home: Home) -> dict[str, Any]:
    """What `--json` prints: address, processes, database, versions."""
    running = home.in_use()
    noted = home.processes() if running else {}
    state = home.state()
    return {
        "running": running,
        "address": noted.get("address"),
        "data": str(home.path),
        "pid": noted.get("pid"),
        "processes": {
            name: {"pid": pid, "alive": lives(pid)} for name, pid in noted.get("processes", {}).items()
        },
        "database": {
            "kind": "embedded" if (home / "postgres").exists() else "own",
            "migrations": state.get("migrations"),
        },
        "demo": state.get("demo"),
        "filling": state.get("filling"),
        "versions": {
            "pasar": _version(),
            "commit": commit(),
            "python": platform.python_version(),
            "django": version("django"),
            "granian": version("granian"),
            "postgresql": _postgres(home),
        },
    }


def _version() -> str:
    import tomllib

    return str(tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"])


def commit() -> str:
    """The checkout's commit; empty where there is none."""
    try:
        done = subprocess.run(
            ["git", "-C", str(ROOT), "rev-parse", "--short=12", "HEAD"],
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:
        return ""
    return done.stdout.strip()


def _postgres(home: Home) -> str:
    kept = home / "postgres" / "PG_VERSION"
    try:
        return kept.read_text().strip()
    except OSError:
        return ""


def _text(found: dict[str, Any]) -> str:
    if not found["running"]:
        return f"Not running. Data: {found['data']}\nStart it with ./pasar up"
    lines = [f"Running at {found['address']}  (data: {found['data']})"]
    for name, process in found["processes"].items():
        lines.append(
            f"  {name:9} {process['pid']:>8}  {'runs' if process['alive'] else 'is being started again'}"
        )
    if filling := found["filling"]:
        lines.append(f"  demo world: {filling['label']} {filling['done']:,} of {filling['total']:,}")
    versions = ", ".join(f"{name} {text}" for name, text in found["versions"].items() if text)
    return "\n".join([*lines, f"  {versions}"])
