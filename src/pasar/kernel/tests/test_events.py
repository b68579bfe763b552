from dataclasses import dataclass
from typing import ClassVar

import psycopg
import pytest
from django.db import connection, transaction

from pasar.kernel import audit, events
from pasar.kernel.models import AuditEntry
from pasar.kernel.models import Consumer as Row


@dataclass(frozen=True, kw_only=True)
class LampLit(events.Event):
    topic: ClassVar[str] = "test.lamp_lit"
    lamp: int


def consumer(seen, name="reader"):
    each = events.Consumer(name, ("test.lamp_lit",), lambda batch: seen.extend(event.key for event in batch))
    events.register([each])
    return each


def light(*lamps):
    with transaction.atomic():
        events.append(LampLit(country="id", lamp=lamp) for lamp in lamps)


def test_a_consumer_sees_every_event_once_and_in_order(fresh_market_db):
    seen = []
    reader = consumer(seen)
    light(1, 2)
    light(3)
    assert events.drain([reader]) == 3
    assert events.drain([reader]) == 0
    assert seen == ["1", "2", "3"]


def test_an_event_that_commits_late_is_not_skipped(fresh_market_db):
    seen = []
    reader = consumer(seen)
    parameters = connection.get_connection_params()
    with psycopg.connect(
        **{k: v for k, v in parameters.items() if k not in ("cursor_factory", "context")}
    ) as slow:
        slow.execute("SELECT pg_current_xact_id()")  # given a transaction that began first and is still open
        light(2)
        events.drain([reader])
        assert seen == []  # when it has not ended, nothing behind it is read
        slow.execute(
            "INSERT INTO kernel_event (id, country, topic, key, payload, at)"
            " VALUES (gen_random_uuid(), 'id', 'test.lamp_lit', '1', '{}', now())"
        )
    events.drain([reader])
    assert seen == ["1", "2"]  # then both, the late one first


def test_a_lookout_names_those_with_news_until_they_have_read_it(fresh_market_db):
    seen = []
    reader = consumer(seen)
    idle = events.Consumer("idle", ("test.nothing",), lambda _batch: None)
    events.register([idle])
    lookout = events.Lookout([idle, reader])
    assert lookout.look() == [idle, reader]  # at first everyone looks for themselves
    assert [lookout.consume(each) for each in lookout.look()] == [0, 0]
    assert lookout.look() == []
    light(1, 2)
    assert lookout.look() == lookout.look() == [reader]
    assert lookout.consume(reader) == 2
    assert lookout.look() == []
    lookout.everyone()
    assert lookout.look() == [idle, reader]
    assert seen == ["1", "2"]


def test_a_lookout_hands_out_what_was_there_when_it_looked(fresh_market_db):
    seen = []
    reader = consumer(seen)
    lookout = events.Lookout([reader])
    light(1)
    assert lookout.look() == [reader]
    light(2)  # written by another consumer of the same round, perhaps
    assert lookout.consume(reader) == 1
    assert seen == ["1"]
    assert [lookout.consume(each) for each in lookout.look()] == [1]
    assert seen == ["1", "2"]


def test_a_lookout_says_that_news_is_held_back_and_does_not_miss_it(fresh_market_db):
    reader = consumer([])
    lookout = events.Lookout([reader])
    assert lookout.consume(reader) == 0
    parameters = connection.get_connection_params()
    with psycopg.connect(
        **{k: v for k, v in parameters.items() if k not in ("cursor_factory", "context")}
    ) as slow:
        slow.execute("SELECT pg_current_xact_id()")
        light(2)
        assert (lookout.look(), lookout.held) == ([], True)
    assert (lookout.look(), lookout.held) == ([reader], False)


def test_an_event_that_cannot_be_handled_is_parked_and_harms_no_other(fresh_market_db):
    seen = []

    def handle(batch):
        for event in batch:
            if event.key == "2":
                raise ValueError("broken lamp")
            seen.append(event.key)

    reader = events.Consumer("fragile", ("test.lamp_lit",), handle)
    events.register([reader])
    light(1, 2, 3)
    events.drain([reader])
    assert seen[-2:] == ["1", "3"]
    assert len(Row.objects.get(name="fragile").parked) == 1


def test_the_audit_trail_is_a_chain_nobody_can_change(db):
    with transaction.atomic():
        audit.record(
            country="id", actor="person:1", action="seller.approve", target="seller:1", reason="papers seen"
        )
        audit.record(country="id", actor="person:2", action="seller.suspend", target="seller:1")
    first, second = AuditEntry.objects.order_by("id")
    assert bytes(second.prev_hash) == bytes(first.hash)
    with pytest.raises(Exception, match=r"permission denied|append-only"), transaction.atomic():
        AuditEntry.objects.filter(pk=first.pk).update(reason="never said")
