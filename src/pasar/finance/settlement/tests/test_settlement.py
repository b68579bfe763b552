import threading
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from pasar.finance.escrow import operations as escrow
from pasar.finance.escrow.rules import Layers
from pasar.finance.escrow.tests.making import balance, hold, make_line, make_order
from pasar.finance.ledger import operations as ledger
from pasar.finance.ledger.rules import AccountKey, NewTransfer
from pasar.finance.settlement import operations, queries, rules
from pasar.kernel import clock, ids
from pasar.kernel.errors import NotFound
from pasar.kernel.models import Event

MONDAY = datetime(2026, 3, 2, 5, tzinfo=UTC)  # noon in Jakarta; the cycle ends as Tuesday begins there
TUESDAY = MONDAY + timedelta(days=1)


def sell(goods_minor=100_000, **other):
    line = make_line(goods_minor)
    order = make_order(line, **other)
    hold(order)
    escrow.release(orders=[order])
    return order


def refund(order, amount_minor):
    escrow.take_back(
        order_id=order.order_id,
        parts={order.lines[0].line_id: amount_minor},
        refund_id=ids.uuid7(),
        reason="test",
    )


def pay_out(seller_id, amount_minor):
    ledger.post(
        [
            NewTransfer(
                ids.uuid7(), "id", "IDR", AccountKey("seller_payable", seller_id), AccountKey("payouts_in_flight"),
                amount_minor, "payout", "payout", "1",
            )
        ]
    )  # fmt: skip


def test_a_statement_lists_every_movement_and_its_net_is_the_change_of_what_is_owed(db):
    with clock.frozen(MONDAY):
        order = sell()
        sell(50_000)
        refund(order, 10_000)
        sell(seller_id=10)
        owed = balance("seller_payable", 9)
    with clock.frozen(TUESDAY):
        assert operations.close_cycle("id") == 2
    [card] = queries.statements(9)
    assert (card.opening_minor, card.net_minor, card.closing_minor, card.due_minor) == (0, owed, owed, owed)
    page = queries.statement(9, card.id)
    assert sum(line.amount_minor for line in page.lines) == owed
    assert {each.code: each.amount_minor for each in page.subtotals} == {
        "sale": 150_000, "commission": -7_500, "payment_fee": -3_000,
        "refund": -10_000, "commission_back": 500, "payment_fee_back": 200,
    }  # fmt: skip
    assert Event.objects.filter(topic="settlement.closed").count() == 2


def test_a_statement_pays_for_what_the_venture_and_coins_paid_and_shows_the_sellers_part_of_free_delivery(db):
    line = make_line(90_000)
    order = make_order(line, shipping_minor=1_100, shipping_seller_discount_minor=400)
    with clock.frozen(MONDAY):
        hold(order, paid_with={line.line_id: Layers(90_000, 20_000, 5_000), None: Layers(1_100, 600)})
        escrow.release(orders=[order])
        owed = balance("seller_payable", 9)
    with clock.frozen(TUESDAY):
        operations.close_cycle("id")
    [card] = queries.statements(9)
    page = queries.statement(9, card.id)
    assert {each.code: each.amount_minor for each in page.subtotals} == {
        "sale": 90_000, "shipping_discount": -400, "commission": -4_500, "payment_fee": -1_800,
    }  # fmt: skip
    assert [each.name for each in page.lines if each.code == "shipping_discount"] == [
        "Your part of free delivery"
    ]
    assert card.closing_minor == owed == 83_300


def test_closing_again_changes_nothing(db):
    with clock.frozen(MONDAY):
        sell()
    with clock.frozen(TUESDAY):
        assert operations.close_cycle("id") == 1
        assert operations.close_cycle("id") == 0
        assert operations.close_due() == 0
    assert len(queries.statements(9)) == 1


def test_what_happens_on_the_settle_day_waits_for_the_next_statement(db):
    with clock.frozen(TUESDAY):
        sell()
        assert operations.close_cycle("id") == 0
        assert [line.code for line in queries.current("id", 9).lines].count("sale") == 1
    with clock.frozen(TUESDAY + timedelta(days=7)):
        assert operations.close_cycle("id") == 1


def test_a_transfer_that_came_in_late_is_on_the_next_statement(db):
    with clock.frozen(MONDAY):
        sell(seller_id=10)
    with clock.frozen(TUESDAY):
        operations.close_cycle("id")
    with clock.frozen(MONDAY):
        sell()
    with clock.frozen(TUESDAY + timedelta(days=7)):
        assert operations.close_cycle("id") == 1
    assert len(queries.statements(9)) == 1


def test_weeks_that_were_missed_are_closed_one_by_one(db):
    with clock.frozen(MONDAY):
        sell()
    with clock.frozen(TUESDAY):
        operations.close_cycle("id")
    with clock.frozen(MONDAY + timedelta(days=7)):
        sell()
    with clock.frozen(MONDAY + timedelta(days=14)):
        sell()
    with clock.frozen(TUESDAY + timedelta(days=15)):
        assert operations.close_cycle("id") == 2
    assert [each.closes_on for each in queries.statements(9)] == [
        date(2026, 3, 17),
        date(2026, 3, 10),
        date(2026, 3, 3),
    ]


def test_what_is_not_paid_is_carried_and_what_is_paid_is_on_the_next_statement(db):
    with clock.frozen(MONDAY):
        sell()
        sell(seller_id=10)
    with clock.frozen(TUESDAY):
        operations.close_cycle("id")
        first, other = queries.statements(9)[0], queries.statements(10)[0]
        paid = operations.begin_payouts(statement_ids=[first.id])
        assert [(each.seller_id, each.amount_minor) for each in paid] == [(9, first.closing_minor)]
        assert operations.begin_payouts(statement_ids=[first.id]) == []
        pay_out(9, first.closing_minor)
        assert [each.id for each in queries.due("id")] == [other.id]
        sell()
        sell(seller_id=10)
    with clock.frozen(TUESDAY + timedelta(days=7)):
        operations.close_cycle("id")
    [second, before] = queries.statements(9)
    assert before.state == "paying"
    assert (second.opening_minor, second.closing_minor) == (first.closing_minor, balance("seller_payable", 9))
    [carrying, carried] = queries.statements(10)
    assert (carried.state, carried.due_minor) == ("carried", 0)
    assert carrying.opening_minor == other.closing_minor
    assert carrying.due_minor == balance("seller_payable", 10)


def test_a_seller_who_owes_is_not_paid(db):
    with clock.frozen(MONDAY):
        order = sell()
        pay_out(9, balance("seller_payable", 9))
        refund(order, 100_000)
    with clock.frozen(TUESDAY):
        operations.close_cycle("id")
    [card] = queries.statements(9)
    assert card.closing_minor < 0
    assert queries.due("id") == []
    assert operations.begin_payouts(statement_ids=[card.id]) == []


def test_the_own_shelf_has_no_statement(db):
    with clock.frozen(MONDAY):
        sell(seller_class="retail")
    with clock.frozen(TUESDAY):
        assert operations.close_cycle("id") == 0


def test_another_sellers_statement_is_not_found(db):
    with clock.frozen(MONDAY):
        sell()
    with clock.frozen(TUESDAY):
        operations.close_cycle("id")
    with pytest.raises(NotFound):
        queries.statement(10, queries.statements(9)[0].id)


def test_a_page_of_statements_is_one_query_and_a_statement_two(db, django_assert_num_queries):
    with clock.frozen(MONDAY):
        sell()
    with clock.frozen(TUESDAY):
        operations.close_cycle("id")
    with django_assert_num_queries(1):
        [card] = queries.statements(9)
    with django_assert_num_queries(2):
        queries.statement(9, card.id)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 6), st.integers(0, 60))
def test_every_settle_day_is_closed_once(start, weekday, weeks):
    closed = None
    seen = []
    for step in range(weeks):
        today = start + timedelta(days=step * 5)
        for day in rules.days_to_close(today, weekday, closed):
            assert day.weekday() == weekday
            assert day <= today
            seen.append(day)
            closed = day
    assert seen == sorted(set(seen))
    assert all(after - before == timedelta(days=7) for before, after in pairwise(seen))


@pytest.mark.race
def test_eight_who_close_at_once_make_one_statement(fresh_market_db):
    clock.freeze(MONDAY)
    sell()
    clock.freeze(TUESDAY)
    barrier, made = threading.Barrier(8), []

    def close():
        barrier.wait()
        made.append(operations.close_cycle("id"))
        connection.close()

    threads = [threading.Thread(target=close) for _ in range(8)]
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        clock.run()
    assert sum(made) == 1
    assert len(queries.statements(9)) == 1


def test_what_was_owed_before_and_the_movements_since_make_what_is_owed_now():
    lines = tuple(
        queries.LineView(ids.uuid7(), code, amount, "order", "x", MONDAY)
        for code, amount in (("sale", 100_00), ("commission", -8_00), ("payout", -50_00))
    )
    current = queries.Current("IDR", 92_00, lines)
    assert current.opening_minor == 50_00
    assert current.opening_minor + sum(each.amount_minor for each in current.subtotals) == 92_00
