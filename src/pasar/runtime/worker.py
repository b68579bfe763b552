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
IDLE_S = 1.0
"""Consumers look at least this often, should a notice be lost."""


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
                for _notice in connection.notifies(timeout=5.0, stop_after=1):
                    self._woken.set()

    def _consume(self) -> None:
        from pasar.kernel import events

        while not self._stopped.is_set():
            self._woken.clear()
            if not sum(events.consume(each) for each in self.consumers):
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
                # What moved a whole batch has more to do: it comes again at once.
                with self._lock:
                    heapq.heappush(self._due, (time.monotonic() + (0.02 if moved else every_s), name))
                    self._lock.notify()

    def _next(self) -> str | None:
        """The next sweeper that is due; None when the worker stops."""
        with self._lock:
            while not self._stopped.is_set():
                if not self._due:
                    self._lock.wait(1.0)
                    continue
                wait = self._due[0][0] - time.monotonic()
                if wait <= 0:
                    return heapq.heappop(self._due)[1]
                self._lock.wait(min(wait, 1.0))
        return None


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pasar.runtime.settings")
    django.setup()
    from django.conf import settings

    from pasar.kernel import clock

    if settings.SANDBOX:
        clock.share()
    worker = Worker()
    signal.signal(signal.SIGTERM, worker.stop)
    signal.signal(signal.SIGINT, worker.stop)
    worker.run()


if __name__ == "__main__":
    main()
