"""The virtual clock: every quarter of an hour bank and carrier work, and the market's workers do what is due.

Workers die now and then (`faults`); what they did not finish comes again in the next turn.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db import transaction

from pasar.kernel import clock, events
from pasar.kernel.events import Consumer, Recorded
from pasar.simulate.living.faults import Crash, Faults
from pasar.simulate.living.outside import Outside

TURN = timedelta(minutes=15)
QUICK_S = 5.0
"""Sweepers that run at least so often take part in every turn, the others once an hour."""
MOST_TURNS = 20
LEFT_OUT = ("simulate.", "search.")
"""Nobody looks at the pages of this market, and it winds its own clock."""
WHOLE = ("orders.expire", "orders.deadlines", "orders.remind")
"""Sweepers that are one transaction, so that dying at their end undoes them."""
PATIENCE_S = 10.0


class Clockwork:
    """The workers of a market in this process. `ears` hears of every order that moves."""

    def __init__(self, outside: Outside, faults: Faults, ears: Consumer) -> None:
        self.outside, self.faults = outside, faults
        found = _tasks()
        self.consumers = [
            *(
                self._mortal(each)
                for tasks in found
                for each in getattr(tasks, "CONSUMERS", ())
                if _takes_part(each.name)
            ),
            ears,
        ]
        sweepers = {
            name: sweeper
            for tasks in found
            for name, sweeper in getattr(tasks, "SWEEPERS", {}).items()
            if _takes_part(name)
        }
        self.quick = [
            (name, move) for name, (every_s, move) in sorted(sweepers.items()) if every_s <= QUICK_S
        ]
        self.slow = [(name, move) for name, (every_s, move) in sorted(sweepers.items()) if every_s > QUICK_S]
        events.register(self.consumers)

    def turn(self, now: datetime) -> None:
        """Let everything that is due by `now` be done, until all is quiet."""
        clock.freeze(now)
        if now.minute == 0:
            self._sweep(self.slow)
        for _ in range(MOST_TURNS):
            done = self.outside.work(now) + self._sweep(self.quick) + self._consume()
            if not done:
                return

    def settle(self) -> None:
        """Let consumers read all there is: for what is decided right after an act."""
        while self._consume():
            pass

    def _sweep(self, sweepers: Sequence[tuple[str, Callable[[], int]]]) -> int:
        done = 0
        for name, move in sweepers:
            try:
                done += self._die_or(name, move)
            except Crash:
                done += 1
        return done

    def _die_or(self, name: str, move: Callable[[], int]) -> int:
        if name not in WHOLE:
            return move()
        with transaction.atomic():
            moved = move()
            if moved:
                self.faults.at(f"sweeper:{name}")
        return moved

    def _consume(self) -> int:
        end = time.monotonic() + PATIENCE_S
        while events.unreadable() and time.monotonic() < end:
            # Another database's transaction (the bank's own books, a vacuum) holds the horizon for a moment.
            time.sleep(0.002)
        done = 0
        for consumer in self.consumers:
            try:
                done += events.consume(consumer)
            except Crash:
                done += 1
        return done

    def _mortal(self, consumer: Consumer) -> Consumer:
        def handle(batch: Sequence[Recorded]) -> None:
            consumer.handle(batch)
            self.faults.at(f"consumer:{consumer.name}")

        return replace(consumer, handle=handle)


def _takes_part(name: str) -> bool:
    return not name.startswith(LEFT_OUT)


def _tasks() -> list[object]:
    names = [f"{app.name}.tasks" for app in apps.get_app_configs() if app.name.startswith("pasar.")]
    return [import_module(name) for name in names if find_spec(name)]
