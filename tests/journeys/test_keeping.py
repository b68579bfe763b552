"""A market in the middle of its trade is kept in one file, and lives again from it with every book in order."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.journeys.conftest import FILLED_S, ROOT

COUNT = """
from django.db import connection
with connection.cursor() as cursor:
    for table in ("ledger_transfer", "orders_order", "catalogue_listing", "identity_person"):
        cursor.execute(f"SELECT count(*) FROM {table}")
        print(cursor.fetchone()[0])
"""


def pasar(*words: str) -> subprocess.CompletedProcess[str]:
    env = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PASAR_", "DATABASE_")) and name != "DJANGO_SETTINGS_MODULE"
    } | {"PYTHONPATH": str(ROOT / "src")}
    return subprocess.run(
        [sys.executable, "-m", "pasar.runtime.cli", *words], env=env, capture_output=True, text=True,
        timeout=240, check=False,
    )  # fmt: skip


def counted(folder: Path) -> list[int]:
    return [int(line) for line in pasar("shell", "--data", str(folder), "--command", COUNT).stdout.split()]


@pytest.mark.skipif("PASAR_JOURNEYS_AT" in os.environ, reason="the market's folder is not known")
def test_a_backup_of_a_running_market_is_restored_whole(market, folder, tmp_path):
    data, kept, elsewhere = folder / "data", tmp_path / "kept.pasar", tmp_path / "elsewhere"
    end = time.monotonic() + FILLED_S
    while json.loads(pasar("status", "--json", "--data", str(data)).stdout)["demo"] != "done":
        assert time.monotonic() < end
        time.sleep(1)
    before = counted(data)
    made = pasar("backup", str(kept), "--data", str(data))
    assert made.returncode == 0, made.stderr

    restored = pasar("restore", str(kept), "--data", str(elsewhere))
    assert restored.returncode == 0, restored.stdout + restored.stderr
    assert "all hold" in restored.stdout
    # trade went on while it was made: nothing that was there before is missing
    assert all(after >= some > 0 for some, after in zip(before, counted(elsewhere), strict=True))

    # A folder that has a market is not written over, and what is no backup is said to be none.
    again = pasar("restore", str(kept), "--data", str(elsewhere))
    assert again.returncode == 1
    assert "There is a market" in again.stderr
    broken = tmp_path / "broken.pasar"
    broken.write_bytes(kept.read_bytes()[:50_000])
    refused = pasar("restore", str(broken), "--data", str(tmp_path / "third"))
    assert refused.returncode == 1
    assert "backup" in refused.stderr
    assert "Traceback" not in refused.stderr
