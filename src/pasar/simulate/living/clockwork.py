"""The virtual clock: bank and carrier work, and the market's workers do what is due, every hour and whenever
something happened within a quarter of one.

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

from pasar.kernel import clock, events, sql
from pasar.kernel.events import Consumer, Recorded
from pasar.simulate.living.faults import Crash, Faults
from pasar.simulate.living.outside import Outside

PACKAGE = "pasar.simulate.living"
Sweeper = tuple[str, Callable[[], int]]

TURN = timedelta(minutes=15)
QUICK = (
    "fulfilment.book", "fulfilment.collect", "fulfilment.notices", "orders.deadlines", "orders.expire", "payments.ask",
    "payments.notices", "payments.refunds",
)  # fmt: skip
"""Sweepers that customers and sellers wait for take part in every turn that has something for them (`sql/due.sql`),
the others once an hour."""
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
        self.quick = [(name, sweepers[name][1]) for name in QUICK]
        self.slow = [(name, move) for name, (_every_s, move) in sorted(sweepers.items()) if name not in QUICK]
        self.lookout = events.Lookout(self.consumers)
        events.register(self.consumers)

    def turn(self, now: datetime, *, quiet: bool = False) -> None:
        """Let everything that is due by `now` be done, until all is still.

        quiet: nobody did anything; within the hour only bank and carrier are asked whether they have news.
        """
        clock.freeze(now)
        told = self.outside.work(now)
        on_the_hour = now.minute == 0
        if on_the_hour:
            self._sweep(self.slow)
            self._sweep(self.quick)
        elif quiet and not told:
            return
        for _ in range(MOST_TURNS):
            if not self._sweep(self._due(now)) + self._consume() + self.outside.work(now):
                return

    def _due(self, now: datetime) -> list[Sweeper]:
        names = {name for (name,) in sql.values(PACKAGE, "due", at=now)}
        return [(name, move) for name, move in self.quick if name in names]

    def _sweep(self, sweepers: Sequence[Sweeper]) -> int:
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
        waiting = self.lookout.look()
        while self.lookout.held and time.monotonic() < end:
            # Another database's transaction (the bank's own books, a vacuum) holds the horizon for a moment.
            time.sleep(0.002)
            waiting = self.lookout.look()
        done, died = 0, 0
        for consumer in waiting:
            try:
                done += self.lookout.consume(consumer)
            except Crash:
                died += 1
        return done + died

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
