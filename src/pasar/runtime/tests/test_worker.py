"""The worker as a process: it hears of events, moves what is due, and ends when asked to."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from django.db import transaction

from pasar.kernel import events
from pasar.kernel.models import Consumer
from pasar.market.catalogue.events import ListingChanged
from pasar.runtime.worker import Worker


@pytest.fixture
def worker(fresh_market_db):
    process = subprocess.Popen(
        [sys.executable, "-m", "pasar.runtime.worker"],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    yield process
    process.kill()
    process.wait()


def until(holds, patience_s=40.0):
    end = time.monotonic() + patience_s
    while not holds():
        assert time.monotonic() < end, "it did not come true in time"
        time.sleep(0.05)


def test_it_has_an_event_s_effect_and_ends_when_asked(worker):
    until(lambda: Consumer.objects.filter(name="search.notes").exists())
    with transaction.atomic():
        events.append([ListingChanged(country="id", listing_id=1, shop_id=1)])
    until(lambda: Consumer.objects.get(name="search.notes").event_id is not None)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(15) == 0


@pytest.fixture
def sweeping(monkeypatch, fresh_market_db):
    """A worker in this process whose only sweepers are counted."""
    ran: dict[str, list[float]] = {"quick": [], "slow": []}

    def slow() -> int:
        ran["slow"].append(time.monotonic())
        time.sleep(1.5)
        return 0

    def quick() -> int:
        ran["quick"].append(time.monotonic())
        return len(ran["quick"]) == 1

    worker = Worker()
    worker.sweepers = {"quick": (0.1, quick), "slow": (0.1, slow)}
    worker._due = [(time.monotonic(), name) for name in worker.sweepers]
    worker._pace = dict.fromkeys(worker.sweepers, 1.0)
    thread = threading.Thread(target=worker.run)
    thread.start()
    yield worker, ran
    worker.stop()
    thread.join()


def test_a_slow_sweeper_holds_up_no_other(sweeping):
    _worker, ran = sweeping
    until(lambda: len(ran["quick"]) >= 3)
    assert len(ran["slow"]) == 1


def test_what_moved_something_comes_again_at_once_and_what_finds_nothing_calms_down(sweeping):
    worker, ran = sweeping
    until(lambda: worker._pace["quick"] == 4.0)
    assert ran["quick"][1] - ran["quick"][0] < ran["quick"][-1] - ran["quick"][-2]
    worker._hurry()
    assert worker._pace["quick"] == 1.0
