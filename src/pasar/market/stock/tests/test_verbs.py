"""Stock's verbs: every movement once, a level always the sum of its movements, nothing held below zero."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from pasar.kernel import batch, ids
from pasar.kernel.errors import NotFound
from pasar.market.stock import batch as stock_batch
from pasar.market.stock import operations, queries, rules
from pasar.market.stock.errors import BelowReserved, UnitsOutOfRange
from pasar.market.stock.models import Movement, Reservation
from pasar.market.stock.operations import FirstStock
from pasar.market.stock.tests.making import Shelf, make_shelf

pytestmark = pytest.mark.django_db


def hold(shelf: Shelf, units: int, *, sku: int | None = None) -> Any:
    """A reservation as checkout's batch writes it; its line's id."""
    line_id = ids.uuid7()
    with transaction.atomic():
        batch.run(
            connection,
            [
                stock_batch.hold(
                    [stock_batch.Hold(line_id, "id", sku or shelf.skus[0], shelf.warehouse_id, units, None)]
                )
            ],
        )
    return line_id


def level(shelf: Shelf) -> tuple[int, int]:
    """(on hand, reserved) of the shelf's first SKU, after checking that on hand is the sum of movements."""
    [found] = queries.levels([shelf.skus[0]])
    moved = Movement.objects.filter(sku_id=found.sku_id).values_list("units", flat=True)
    held = Reservation.objects.filter(sku_id=found.sku_id, state="held").values_list("units", flat=True)
    assert found.on_hand == sum(moved)
    assert found.reserved == sum(held)
    return found.on_hand, found.reserved


def events() -> list[tuple[str, bool]]:
    from pasar.kernel.models import Event

    rows = Event.objects.filter(topic="stock.changed").order_by("id")
    return [(row.topic, row.payload["free"]) for row in rows]


def test_first_stock_is_a_movement_and_comes_once() -> None:
    shelf = make_shelf(units=10)
    rows = [FirstStock("id", shelf.skus[0], shelf.listings[0], shelf.warehouse_id, 10)]
    assert operations.bulk_open(rows) == 0
    assert level(shelf) == (10, 0)
    assert operations.bulk_open(rows, ref="second delivery") == 1
    assert level(shelf) == (20, 0)


def test_first_stock_of_nothing_opens_an_empty_level() -> None:
    shelf = make_shelf(units=0)
    assert level(shelf) == (0, 0)
    assert queries.free(shelf.skus) == {shelf.skus[0]: 0}


def test_first_stock_beyond_reason_is_refused_whole() -> None:
    shelf = make_shelf()
    rows = [FirstStock("id", shelf.skus[0], shelf.listings[0], shelf.warehouse_id, n) for n in (1, 10**7)]
    with pytest.raises(UnitsOutOfRange):
        operations.bulk_open(rows, ref="x")
    assert level(shelf) == (10, 0)


def test_a_receipt_repeated_moves_nothing() -> None:
    shelf = make_shelf()
    for _ in range(2):
        operations.receive(
            country="id", seller_id=shelf.seller_id, units={shelf.skus[0]: 5}, ref="r1", actor="seller:1"
        )
    assert level(shelf) == (15, 0)


def test_nobody_receives_into_anothers_shelf() -> None:
    mine, theirs = make_shelf(), make_shelf()
    with pytest.raises(NotFound):
        operations.receive(
            country="id", seller_id=mine.seller_id, units={theirs.skus[0]: 5}, ref="r1", actor="seller:1"
        )
    assert level(theirs) == (10, 0)


def test_a_count_corrects_the_level_but_not_below_what_orders_hold() -> None:
    shelf = make_shelf()
    hold(shelf, 4)
    with pytest.raises(BelowReserved) as refusal:
        operations.set_on_hand(
            country="id", seller_id=shelf.seller_id, on_hand={shelf.skus[0]: 3}, actor="seller:1"
        )
    assert refusal.value.data == {"reserved": {shelf.skus[0]: 4}}
    changed = operations.set_on_hand(
        country="id", seller_id=shelf.seller_id, on_hand={shelf.skus[0]: 4}, actor="seller:1"
    )
    assert changed == {shelf.skus[0]: -6}
    assert level(shelf) == (4, 4)


def test_held_units_leave_once() -> None:
    shelf = make_shelf()
    line = hold(shelf, 3)
    assert [moved.units for moved in operations.claim(line_ids=[line], actor="seller:1")] == [3]
    assert operations.claim(line_ids=[line], actor="seller:1") == []
    assert operations.release(line_ids=[line]) == []
    assert level(shelf) == (7, 0)


def test_released_units_are_free_again_once() -> None:
    shelf = make_shelf()
    line = hold(shelf, 3)
    assert [moved.units for moved in operations.release(line_ids=[line])] == [3]
    assert operations.release(line_ids=[line]) == []
    assert operations.claim(line_ids=[line], actor="seller:1") == []
    assert level(shelf) == (10, 0)


def test_goods_that_come_back_are_on_the_shelf_once() -> None:
    shelf = make_shelf()
    line = hold(shelf, 3)
    assert operations.put_back(line_ids=[line], actor="system") == []
    operations.claim(line_ids=[line], actor="seller:1")
    assert len(operations.put_back(line_ids=[line], actor="system")) == 1
    assert operations.put_back(line_ids=[line], actor="system") == []
    assert level(shelf) == (10, 0)


def test_running_out_and_coming_back_is_told() -> None:
    shelf = make_shelf(units=3)
    line = hold(shelf, 3)
    operations.release(line_ids=[line])
    assert events() == [("stock.changed", True)]
    operations.set_on_hand(
        country="id", seller_id=shelf.seller_id, on_hand={shelf.skus[0]: 0}, actor="seller:1"
    )
    operations.receive(
        country="id", seller_id=shelf.seller_id, units={shelf.skus[0]: 1}, ref="r", actor="seller:1"
    )
    assert events()[1:] == [("stock.changed", False), ("stock.changed", True)]


def test_more_than_is_there_cannot_be_held() -> None:
    from django.db import IntegrityError

    shelf = make_shelf(units=3)
    with pytest.raises(IntegrityError), transaction.atomic():
        hold(shelf, 4)
    assert level(shelf) == (3, 0)


def test_paid_reservations_no_longer_expire() -> None:
    shelf = make_shelf()
    line_id = ids.uuid7()
    until = datetime(2026, 12, 1, tzinfo=UTC)
    with transaction.atomic():
        batch.run(
            connection,
            [
                stock_batch.hold(
                    [stock_batch.Hold(line_id, "id", shelf.skus[0], shelf.warehouse_id, 1, until)]
                )
            ],
        )
    assert operations.keep(line_ids=[line_id]) == 1
    assert operations.keep(line_ids=[line_id]) == 0


def test_goods_bought_for_the_own_shelf_are_kept_at_their_average_cost() -> None:
    shelf = make_shelf(class_key="retail", cost_minor=1_000)
    sku = shelf.skus[0]
    operations.receive(
        country="id",
        seller_id=shelf.seller_id,
        units={sku: 10},
        ref="r",
        actor="person:1",
        cost_minor={sku: 2_000},
    )
    assert queries.levels([sku])[0].cost_minor == 1_500


@given(
    st.lists(st.tuples(st.integers(1, 10**6), st.integers(0, 10**9)), min_size=1, max_size=20),
)
def test_an_average_cost_lies_between_the_least_and_the_most(batches: list[tuple[int, int]]) -> None:
    on_hand, cost = 0, None
    for units, unit_cost in batches:
        cost = rules.average_cost(on_hand, cost, units, unit_cost)
        on_hand += units
    assert cost is not None
    assert min(each for _, each in batches) <= cost <= max(each for _, each in batches)
