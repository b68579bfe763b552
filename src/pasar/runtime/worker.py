"""The worker's process: events to their consumers, clocks to their sweepers.

    python -m pasar.runtime.worker

One thread listens and consumes; a few take sweepers as they fall due, so that one that waits for a bank holds up no
other. Any number of workers may run: consumers lock their position, sweepers lock what they move.
"""

import heapq
import logging
import os
import signal
import threading
import time
from collections.abc import Callable

import django

log = logging.getLogger("pasar.runtime.worker")

SWEEPING_THREADS = 4
GIVES_WAY = 10
IDLE_S = 2.0
"""Consumers look at least this often, should a notice be lost."""
ALL_S = 10.0
"""Every consumer looks for itself this often, should another worker have died over what it was reading."""
CALM = 4.0
"""A sweeper that finds nothing looks less and less often, down to a quarter of its pace, until something is announced:
a market where nothing happens costs next to nothing."""


class Worker:
    """Runs until `stop`. Each thread has a database connection of its own, made anew after a failure."""

    def __init__(self) -> None:
        from pasar.kernel import events
        from pasar.runtime import wiring

        self.consumers = wiring.consumers()
        events.register(self.consumers)
        self.sweepers = wiring.sweepers()
        self._stopped = threading.Event()
        self._woken = threading.Event()
        self._due: list[tuple[float, str]] = [(time.monotonic(), name) for name in sorted(self.sweepers)]
        self._lock = threading.Condition()
        self._waits = False
        self._pace = dict.fromkeys(self.sweepers, 1.0)

    def run(self) -> None:
        threads = [
            threading.Thread(target=self._keep, args=(work,), name=name, daemon=True)
            for name, work in (
                ("listen", self._listen),
                ("consume", self._consume),
                *((f"sweep-{number}", self._sweep) for number in range(SWEEPING_THREADS)),
            )
        ]
        for thread in threads:
            thread.start()
        log.info("worker: %s consumers, %s sweepers", len(self.consumers), len(self.sweepers))
        self._stopped.wait()
        with self._lock:
            self._lock.notify_all()
        self._woken.set()
        for thread in threads[1:]:
            thread.join(10)

    def stop(self, *_: object) -> None:
        self._stopped.set()

    def _keep(self, work: Callable[[], None]) -> None:
        """Do `work` for as long as the worker lives; what fails is logged and tried again on a new connection."""
        from django.db import connection

        while not self._stopped.is_set():
            try:
                work()
            except Exception:
                log.exception("%s failed", threading.current_thread().name)
                connection.close()
                self._stopped.wait(1.0)
        connection.close()

    def _listen(self) -> None:
        """Wake the consumers when something was announced."""
        import psycopg

        from pasar.kernel.events import CHANNEL

        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
            connection.execute(f"LISTEN {CHANNEL}")
            while not self._stopped.is_set():
                told = False
                for _notice in connection.notifies(timeout=5.0, stop_after=1):
                    told = True
                if told:
                    self._woken.set()
                    self._hurry()
                    # Many are announced at once; one look serves them all.
                    time.sleep(0.05)

    def _consume(self) -> None:
        from pasar.kernel import events

        lookout, all_at = events.Lookout(self.consumers), time.monotonic() + ALL_S
        while not self._stopped.is_set():
            self._woken.clear()
            if time.monotonic() >= all_at:
                lookout.everyone()
                all_at = time.monotonic() + ALL_S
            if not sum(lookout.consume(each) for each in lookout.look()):
                self._woken.wait(IDLE_S)

    def _sweep(self) -> None:
        while not self._stopped.is_set():
            name = self._next()
            if name is None:
                return
            every_s, move = self.sweepers[name]
            moved = 0
            try:
                moved = move()
            finally:
                with self._lock:
                    self._pace[name] = 1.0 if moved else min(self._pace[name] * 1.5, CALM)
                    # What moved something may have more to do: it comes again at once.
                    wait = 0.02 if moved else every_s * self._pace[name]
                    heapq.heappush(self._due, (time.monotonic() + wait, name))
                    self._lock.notify_all()

    def _next(self) -> str | None:
        """The next sweeper due; None when the worker stops. One thread waits for it, the rest for their turn."""
        with self._lock:
            while self._waits and not self._stopped.is_set():
                self._lock.wait()
            self._waits = True
            try:
                while not self._stopped.is_set():
                    wait = self._due[0][0] - time.monotonic() if self._due else 1.0
                    if wait <= 0:
                        return heapq.heappop(self._due)[1]
                    self._lock.wait(min(wait, 1.0))
                return None
            finally:
                self._waits = False
                self._lock.notify()

    def _hurry(self) -> None:
        """Something happened: every sweeper goes back to its own pace."""
        with self._lock:
            now = time.monotonic()
            self._due = [
                (min(at, now + self.sweepers[name][0]) if self._pace[name] > 1.0 else at, name)
                for at, name in self._due
            ]
            heapq.heapify(self._due)
            self._pace = dict.fromkeys(self.sweepers, 1.0)
            self._lock.notify_all()


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pasar.runtime.settings")
    django.setup()
    from django.conf import settings

    from pasar.kernel import clock

    if settings.SANDBOX:
        clock.share()
    if hasattr(os, "nice"):
        # What follows a purchase gives way to purchases when the processors do not suffice for both.
        os.nice(GIVES_WAY)
    worker = Worker()
    signal.signal(signal.SIGTERM, worker.stop)
    signal.signal(signal.SIGINT, worker.stop)
    worker.run()


if __name__ == "__main__":
    main()
