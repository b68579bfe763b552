"""Run every test, against a real PostgreSQL and a real browser; or those that pytest's arguments pick:

    ./pasar test src/pasar/finance -k escrow

DATABASE_URL makes the tests use a server of your own."""

import argparse
import os
import subprocess
import sys

from pasar.runtime.home import ROOT

TAKES_REST = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = "Everything else goes to pytest."


def run(args: argparse.Namespace) -> int:
    picked = args.rest
    # Everything: a process a core, each with a server of its own; the browser's tests stay together in one.
    spread = [] if picked else ["-n", str(min(4, os.cpu_count() or 2)), "--dist", "loadgroup"]
    return subprocess.run(
        [sys.executable, "-m", "pytest", *spread, *picked], cwd=ROOT, check=False
    ).returncode
