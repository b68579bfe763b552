"""The event stream: facts written in the operation's own transaction, read by consumers exactly once.

    append([OrderShipped(...), ...])        inside the operation's transaction
    consume(consumer)                       reads the next batch and applies it, position and effect in one commit

An event class is a frozen dataclass of ids and values that derives from `Event` and sets `topic`; `key` names what
it is about (an order's id, a listing's id). Consumers read only below the oldest transaction still running, so an
event that commits late is not skipped.
"""

import dataclasses
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

import orjson
from django.db import connection, transaction

from pasar.kernel import clock, ids, sql

log = logging.getLogger(__name__)

CHANNEL = "pasar_events"
NIL = UUID(int=0)
FAR = (1 << 63) - 1
"""A transaction that no market comes to."""
IDLE_GAP = 5_000
"""Transactions after which an idle consumer's position follows the horizon, so that it need not skip the same
foreign events again and again."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """Base of every package's events."""

    topic: ClassVar[str]
    country: str

    @property
    def key(self) -> str:
        """What it is about; the first field after `country` unless a class says otherwise."""
        return str(getattr(self, _names(self)[0]))

    def payload(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in _names(self)}


_known: dict[type, tuple[str, ...]] = {}


def _names(event: Event) -> tuple[str, ...]:
    """The fields behind `country`: looked up once a class."""
    names = _known.get(type(event))
    if names is None:
        fields = dataclasses.fields(event)
        names = _known[type(event)] = tuple(item.name for item in fields if item.name != "country")
    return names


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event as a consumer reads it."""

    id: UUID
    country: str
    topic: str
    key: str
    payload: dict[str, Any]
    at: datetime
    xid: int


@dataclass(frozen=True)
class Consumer:
    """Who reads which topics and what it does with a batch, in the transaction that moves its position.

    `handle` gets the events in order and must not touch a network: it writes intents that a task carries out.
    """

    name: str
    topics: tuple[str, ...]
    handle: Callable[[Sequence[Recorded]], None]
    size: int = field(default=200)


def append_parameters(events: Iterable[Event], at: datetime) -> dict[str, Any]:
    """The parameters of `append_events.sql`, for paths that write through their own cursor."""
    events = list(events)
    return {
        "ids": sql.plain(ids.uuid7() for _ in events),
        "countries": sql.texts(event.country for event in events),
        "topics": sql.texts(event.topic for event in events),
        "keys": sql.texts(event.key for event in events),
        "payloads": sql.texts(orjson.dumps(event.payload(), default=str).decode() for event in events),
        "at": at,
    }


def append(events: Iterable[Event]) -> None:
    """Write events in the running transaction and wake their consumers at its commit."""
    events = list(events)
    if not events:
        return
    assert connection.in_atomic_block, "an event belongs to the transaction that made it true"
    sql.run(__package__, "append_events", **append_parameters(events, clock.now()))


def register(consumers: Iterable[Consumer]) -> None:
    """Give every consumer its row; known ones keep their position. New ones begin at the beginning."""
    from pasar.kernel.models import Consumer as Row

    Row.objects.bulk_create([Row(name=each.name) for each in consumers], ignore_conflicts=True)


def consume(consumer: Consumer) -> int:
    """Apply the next batch; return how many events were read (0: nothing to do, or another process is at it).

    A batch that fails is tried again event by event; an event that fails alone is parked for an operator
    and the rest goes on.
    """
    return _next_batch(consumer, FAR)[0]


class Lookout:
    """Knows which of a process's consumers may have something to read: one question to the stream for all of them,
    where each asking for itself costs a transaction.

    At first, and after `everyone`, all may.
    """

    def __init__(self, consumers: Iterable[Consumer]) -> None:
        self._consumers = tuple(consumers)
        self._seen_to = FAR
        self.held = False
        """Whether, at the last look, there were events that nobody may read yet: a transaction from before them ran."""
        self.everyone()

    def everyone(self) -> None:
        """Let every consumer look for itself once: another process may have died over what it was reading."""
        self._waiting = {each.name for each in self._consumers}

    def look(self) -> list[Consumer]:
        """Consumers that may have something to read, in their order."""
        [(horizon, topics, self.held)] = sql.values(__package__, "news", since=self._seen_to)
        self._seen_to = horizon
        self._waiting |= {each.name for each in self._consumers if not set(topics).isdisjoint(each.topics)}
        return [each for each in self._consumers if each.name in self._waiting]

    def consume(self, consumer: Consumer) -> int:
        """As `consume`, of what was there at the last look: what others write meanwhile is the next look's news.

        A consumer that has read it all is not looked at before there is more for it.
        """
        handled, more = _next_batch(consumer, self._seen_to)
        if not more:
            self._waiting.discard(consumer.name)
        return handled


def _next_batch(consumer: Consumer, before: int) -> tuple[int, bool]:
    """How many events of transactions before that one were read, and whether there may be more."""
    try:
        handled = _consume(consumer, consumer.size, before, park=False)
    except Exception:
        log.exception("consumer %s failed on a batch; going one by one", consumer.name)
        handled = _consume(consumer, 1, before, park=True)
        return handled, handled > 0
    return handled, handled == consumer.size


def _consume(consumer: Consumer, size: int, before: int, *, park: bool) -> int:
    with transaction.atomic():
        position = sql.values(__package__, "lock_consumer", name=consumer.name)
        if not position:
            return 0
        xid, event_id = position[0]
        rows = sql.rows(
            Recorded, __package__, "next_events",
            xid=xid, event_id=event_id or NIL, topics=list(consumer.topics), size=size, before=before,
        )  # fmt: skip
        # jsonb comes as text on Django's connections.
        events = [dataclasses.replace(row, payload=orjson.loads(str(row.payload))) for row in rows]
        if not events:
            sql.run(
                __package__,
                "pass_over",
                name=consumer.name,
                topics=list(consumer.topics),
                gap=IDLE_GAP,
                nil=NIL,
            )
            return 0
        parked: list[str] = []
        if park:
            parked = _handle_or_park(consumer, events)
        else:
            consumer.handle(events)
        sql.run(
            __package__, "move_consumer",
            name=consumer.name, xid=events[-1].xid, event_id=events[-1].id,
            parked=orjson.dumps(parked).decode(),
        )  # fmt: skip
    return len(events)


def _handle_or_park(consumer: Consumer, events: Sequence[Recorded]) -> list[str]:
    """The ids of events that could not be handled, with nothing of them done."""
    try:
        with transaction.atomic():
            consumer.handle(events)
    except Exception:
        log.exception("consumer %s parked event %s", consumer.name, events[0].id)
        return [str(event.id) for event in events]
    return []


def drain(consumers: Sequence[Consumer]) -> int:
    """Consume until nothing is left: for tests, the simulator and orderly ends. Returns the events handled."""
    total = 0
    while handled := sum(consume(each) for each in consumers):
        total += handled
    return total


def parked() -> dict[str, list[str]]:
    """Ids of events set aside after repeated failure, by consumer; those without any are left out."""
    from pasar.kernel.models import Consumer as Row

    return {
        name: list(found)
        for name, found in Row.objects.order_by("name").values_list("name", "parked")
        if found
    }
