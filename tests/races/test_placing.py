"""Purchases that meet: the last piece, one wallet, one key, crossed baskets, a poisoned batch, a lost connection."""

from dataclasses import replace
from typing import Any

import psycopg
import pytest
from django.db import connection
from tests.races.together import of_kind, together

from pasar.finance.ledger import queries as ledger
from pasar.finance.wallet import queries as wallet
from pasar.market.checkout import operations
from pasar.market.checkout.models import Attempt
from pasar.market.checkout.requests import Placed, Refused
from pasar.market.checkout.tests.buying import fill_wallet, wish
from pasar.market.fulfilment import operations as fulfilment
from pasar.market.orders import queries as orders
from pasar.market.stock import queries as stock
from pasar.market.stock.tests.making import make_customers, make_shelf

pytestmark = pytest.mark.race
RICH = 100_000_000_00


@pytest.fixture(autouse=True)
def market(fresh_market_db: Any) -> Any:
    fulfilment.load_rate_cards()
    return fresh_market_db


def rich_customers(number: int) -> list[int]:
    customers = make_customers(number)
    for customer in customers:
        fill_wallet(customer, RICH)
    return customers


def test_the_last_piece_is_sold_once() -> None:
    shelf = make_shelf(units=1)
    wishes = [wish(customer, (shelf.skus[0], 1)) for customer in rich_customers(8)]
    outcomes = together(*(lambda each=each: operations.place_one(each) for each in wishes))
    assert len(of_kind(outcomes, Placed)) == 1
    assert [each.code for each in of_kind(outcomes, Refused)] == ["problems"] * 7
    [level] = stock.levels(shelf.skus)
    assert (level.on_hand, level.reserved) == (1, 1)


def test_a_button_pressed_eight_times_buys_once() -> None:
    shelf, [customer] = make_shelf(), rich_customers(1)
    wanted = wish(customer, (shelf.skus[0], 1))
    outcomes = together(*[lambda: operations.place_one(wanted)] * 8)
    assert len(of_kind(outcomes, Placed)) == 8
    assert len({each.purchase_id for each in outcomes}) == 1
    assert len(orders.customer_orders(customer)) == 1
    assert wallet.balance("id", customer).available_minor == RICH - outcomes[0].total_minor


def test_money_for_one_purchase_buys_one() -> None:
    shelf, [customer] = make_shelf(units=100), make_customers()
    cost = wish(customer, (shelf.skus[0], 1)).seen_total_minor
    fill_wallet(customer, cost + 1)
    wishes = [wish(customer, (shelf.skus[0], 1)) for _ in range(8)]
    outcomes = together(*(lambda each=each: operations.place_one(each) for each in wishes))
    assert len(of_kind(outcomes, Placed)) == 1
    assert {each.code for each in of_kind(outcomes, Refused)} == {"funds"}
    assert wallet.balance("id", customer).available_minor == 1
    assert all(each.difference_minor == 0 for each in ledger.sums())


def test_crossed_baskets_never_deadlock_and_hold_what_they_sold() -> None:
    one, other = make_shelf(units=500), make_shelf(units=500)
    customers = rich_customers(8)
    skus = (one.skus[0], other.skus[0])

    def buy_ten(customer: int, turned: bool) -> list[Any]:
        wanted = [(sku, 1) for sku in (reversed(skus) if turned else skus)]
        return [operations.place([wish(customer, *wanted), wish(customer, *wanted)]) for _ in range(5)]

    results = together(*(lambda c=c, n=n: buy_ten(c, bool(n % 2)) for n, c in enumerate(customers)))
    outcomes = [each for result in results for batch in result for each in batch]
    assert len(of_kind(outcomes, Placed)) == 80
    assert [level.reserved for level in stock.levels(skus)] == [80, 80]


def test_of_a_batch_that_the_database_refuses_only_the_cause_fails(owner_cursor: psycopg.Cursor) -> None:
    owner_cursor.execute("ALTER TABLE orders_purchase ADD CONSTRAINT no_poison CHECK (note <> 'poison')")
    shelf = make_shelf(units=100)
    wishes = [wish(customer, (shelf.skus[0], 1)) for customer in rich_customers(9)]
    wishes[4] = replace(wishes[4], note="poison")
    outcomes = operations.place(wishes)
    assert [each.code for each in of_kind(outcomes, Refused)] == ["failed"]
    assert isinstance(outcomes[4], Refused)
    assert len(of_kind(outcomes, Placed)) == 8
    assert [level.reserved for level in stock.levels(shelf.skus)] == [8]
    assert Attempt.objects.count() == 8


def test_a_lost_connection_is_asked_again_under_the_same_keys(market: Any) -> None:
    shelf, [customer] = make_shelf(), rich_customers(1)
    wanted = wish(customer, (shelf.skus[0], 1))
    first = operations.place_one(wanted)
    for _ in range(2):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            [pid] = cursor.fetchone()
        with psycopg.connect(market.app_url) as another:
            another.execute("SELECT pg_terminate_backend(%s)", [pid])
        assert operations.place_one(wanted) == first
    assert len(orders.customer_orders(customer)) == 1


def test_the_commit_goes_along_with_the_writes() -> None:
    shelf, [customer] = make_shelf(), rich_customers(1)
    outcome = operations.place_one(wish(customer, (shelf.skus[0], 1)))
    assert isinstance(outcome, Placed)
    connection.rollback()
    connection.close()
    assert orders.purchase_page(customer, outcome.purchase_id).status == "paid"
