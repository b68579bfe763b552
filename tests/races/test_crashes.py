"""A whole market whose processes are killed one after another while customers buy: `benchmarks/crashes.py`."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 20
pytestmark = [pytest.mark.race, pytest.mark.timeout(900), pytest.mark.xdist_group("up")]


def test_twenty_sudden_deaths_lose_no_purchase_and_double_none():
    # A process of its own, as every market has one; nothing of this one's database.
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PASAR_", "DATABASE_")) and name != "DJANGO_SETTINGS_MODULE"
    } | {"PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-m", "benchmarks.crashes", "--rounds", str(ROUNDS), "--seed", "11"]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=840, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    rows = re.findall(
        r"^ +\d+  (web|web worker|placer|worker|postgres|postgres backend) ", done.stdout, re.MULTILINE
    )
    assert len(rows) == ROUNDS
    assert len(set(rows)) >= 4, "hardly anything else was killed than the same process again and again"
