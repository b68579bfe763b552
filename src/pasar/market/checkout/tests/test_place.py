"""Placing against the real database: what is written, what a repeat answers, what a refusal leaves as it was."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pasar.finance.escrow import queries as escrow
from pasar.finance.ledger import queries as ledger
from pasar.finance.payments import queries as payments
from pasar.finance.wallet import queries as wallet
from pasar.kernel import clock
from pasar.kernel.models import Event
from pasar.market.basket import operations as basket
from pasar.market.basket import queries as basket_queries
from pasar.market.basket.rules import Owner
from pasar.market.catalogue import operations as catalogue
from pasar.market.checkout import operations
from pasar.market.checkout.models import Attempt
from pasar.market.checkout.requests import Placed, Refused
from pasar.market.checkout.tests.buying import fill_wallet, wish
from pasar.market.fulfilment import operations as fulfilment
from pasar.market.orders import queries as orders
from pasar.market.promotions.queries import stacking
from pasar.market.sellers import operations as seller_operations
from pasar.market.sellers import queries as sellers
from pasar.market.stock import queries as stock
from pasar.market.stock.tests.making import make_customers, make_shelf

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rate_cards(db: None) -> None:
    fulfilment.load_rate_cards()
    seller_operations.load_fee_rules()


def nothing_happened(shelf: Any, customer: int, money: int) -> None:
    assert orders.customer_orders(customer) == []
    assert [level.reserved for level in stock.levels(shelf.skus)] == [0] * len(shelf.skus)
    assert wallet.balance("id", customer).available_minor == money
    assert not Attempt.objects.exists()
    assert not Event.objects.filter(topic__startswith="purchase.").exists()


def test_three_sellers_and_a_wallet_are_one_purchase_with_three_orders_and_their_holds() -> None:
    shelves = [make_shelf(prices=(25_000_00, 40_000_00)) for _ in range(3)]
    [customer] = make_customers()
    fill_wallet(customer, 10_000_000_00)
    wanted = wish(customer, *((sku, 2) for shelf in shelves for sku in shelf.skus))
    outcome = operations.place_one(wanted)
    assert isinstance(outcome, Placed)
    assert (outcome.pays, outcome.total_minor) == ("paid", wanted.seen_total_minor)
    page = orders.purchase_page(customer, outcome.purchase_id)
    assert page.status == "paid"
    assert {order.seller_id for order in page.orders} == {shelf.seller_id for shelf in shelves}
    assert sum(order.total_minor for order in page.orders) == page.total_minor
    assert wallet.balance("id", customer).available_minor == 10_000_000_00 - page.total_minor
    holds = [escrow.hold_of(order.id) for order in page.orders]
    assert sum(hold.amount_minor for hold in holds if hold) == page.total_minor
    for shelf in shelves:
        assert [level.reserved for level in stock.levels(shelf.skus)] == [2, 2]
        [card] = orders.seller_orders(shelf.seller_id)
        assert (card.status, card.deadline_action) == ("to_ship", "cancel_unshipped")
        assert len(orders.timeline(card.id)) == 3
    assert all(each.difference_minor == 0 for each in ledger.sums())
    topics = list(
        Event.objects.exclude(topic="listing.changed").order_by("id").values_list("topic", flat=True)
    )
    assert topics == ["purchase.placed", *["order.moved"] * 3, "purchase.paid"]


def test_a_qr_purchase_waits_with_its_stock_and_a_payment() -> None:
    shelf, [customer] = make_shelf(), make_customers()
    outcome = operations.place_one(wish(customer, (shelf.skus[0], 3), method="qr_transfer"))
    assert isinstance(outcome, Placed)
    assert outcome.pays == "scan"
    payment = payments.of_purchase(outcome.purchase_id)
    assert payment is not None
    assert (payment.id, payment.amount_minor) == (outcome.payment_id, outcome.total_minor)
    assert stock.free(shelf.skus) == {shelf.skus[0]: 7}
    assert orders.seller_orders(shelf.seller_id) == []


def test_cash_moves_no_money_yet() -> None:
    shelf, [customer] = make_shelf(), make_customers()
    outcome = operations.place_one(wish(customer, (shelf.skus[0], 1), method="cod"))
    assert isinstance(outcome, Placed)
    assert outcome.pays == "cash"
    [order] = orders.purchase_page(customer, outcome.purchase_id).orders
    assert escrow.hold_of(order.id) is None
    assert order.status == "to_ship"


def test_the_same_key_answers_the_same_and_does_nothing_again() -> None:
    shelf, [customer] = make_shelf(), make_customers()
    fill_wallet(customer, 1_000_000_00)
    wanted = wish(customer, (shelf.skus[0], 1))
    first, again = operations.place_one(wanted), operations.place_one(wanted)
    assert first == again
    assert len(orders.customer_orders(customer)) == 1
    assert stock.free(shelf.skus) == {shelf.skus[0]: 9}
    other = operations.place_one(replace(wanted, note="another"))
    assert isinstance(other, Refused)
    assert other.code == "key_reused"


def test_one_that_is_refused_harms_none_of_its_companions() -> None:
    shelf = make_shelf(units=3)
    customers = make_customers(4)
    for customer in customers[:3]:
        fill_wallet(customer, 1_000_000_00)
    outcomes = operations.place([wish(customer, (shelf.skus[0], 1)) for customer in customers])
    assert [type(each) for each in outcomes] == [Placed, Placed, Placed, Refused]
    assert outcomes[3].code == "problems" or outcomes[3].code == "funds"
    assert stock.free(shelf.skus) == {shelf.skus[0]: 0}
    assert Event.objects.filter(topic="stock.changed").count() == 1


def test_what_was_bought_leaves_the_basket_and_the_rest_stays() -> None:
    shelf, [customer] = make_shelf(prices=(10_000_00, 20_000_00)), make_customers()
    fill_wallet(customer, 1_000_000_00)
    owner = Owner(customer_id=customer)
    for sku in shelf.skus:
        basket.add(country="id", owner=owner, sku_id=sku, units=2)
    outcome = operations.place_one(wish(customer, (shelf.skus[0], 2), from_basket=True))
    assert isinstance(outcome, Placed)
    assert [line.sku_id for line in basket_queries.raw_lines("id", owner)] == [shelf.skus[1]]


@pytest.mark.parametrize(
    ("forged", "code"),
    [
        ({"seen_total_minor": 1}, "changed"),
        ({"seen_prices": {}, "seen_total_minor": 100}, "changed"),
        ({"from_basket": True}, "basket_changed"),
        ({"method": "free"}, "problems"),
        ({"delivery": {}}, "problems"),
    ],
)
def test_a_forged_request_changes_nothing(forged: dict[str, Any], code: str) -> None:
    shelf, [customer] = make_shelf(), make_customers()
    fill_wallet(customer, 1_000_000_00)
    outcome = operations.place_one(replace(wish(customer, (shelf.skus[0], 1)), **forged))
    assert isinstance(outcome, Refused)
    assert outcome.code == code
    nothing_happened(shelf, customer, 1_000_000_00)


def test_nobody_sends_to_anothers_address_or_pays_from_anothers_wallet() -> None:
    shelf, [rich, poor] = make_shelf(), make_customers(2)
    fill_wallet(rich, 1_000_000_00)
    theirs = wish(rich, (shelf.skus[0], 1))
    outcome = operations.place_one(replace(theirs, customer_id=poor))
    assert isinstance(outcome, Refused)
    assert outcome.code == "address"
    mine = operations.place_one(wish(poor, (shelf.skus[0], 1)))
    assert isinstance(mine, Refused)
    assert mine.code == "funds"
    nothing_happened(shelf, rich, 1_000_000_00)


def test_a_price_that_rose_since_it_was_seen_is_shown_and_not_charged() -> None:
    shelf, [customer] = make_shelf(), make_customers()
    fill_wallet(customer, 1_000_000_00)
    wanted = wish(customer, (shelf.skus[0], 1))
    catalogue.set_prices(
        seller_id=shelf.seller_id,
        prices={shelf.skus[0]: (30_000_00, None)},
        actor=f"seller:{shelf.seller_id}",
    )
    outcome = operations.place_one(wanted)
    assert isinstance(outcome, Refused)
    assert (lambda each: (each.kind, each.was, each.now))(outcome.differences[0]) == (
        "price",
        25_000_00,
        30_000_00,
    )
    nothing_happened(shelf, customer, 1_000_000_00)


def test_goods_of_another_country_are_not_sold_here() -> None:
    here, there = make_shelf(), make_shelf(country="my", prices=(25_00,))
    [customer] = make_customers()
    fill_wallet(customer, 1_000_000_00)
    wanted = wish(customer, (here.skus[0], 1))
    foreign = replace(
        wanted, lines=(replace(wanted.lines[0], sku_id=there.skus[0]),),
        delivery={there.shop_id: ("pasar_express", "economy")},
    )  # fmt: skip
    outcome = operations.place_one(foreign)
    assert isinstance(outcome, Refused)
    assert outcome.quote is not None
    assert [problem.code for problem in outcome.quote.problems] == ["gone"]
    nothing_happened(there, customer, 1_000_000_00)


def test_a_batch_takes_two_round_trips_whatever_its_size() -> None:
    shelf, customers = make_shelf(units=100), make_customers(8)
    for customer in customers:
        fill_wallet(customer, 1_000_000_00)
    wishes = [wish(customer, (shelf.skus[0], 1)) for customer in customers]
    sellers.fees("id", clock.now())  # kept in the process for a minute, as rate cards are
    stacking("id", clock.now())
    with CaptureQueriesContext(connection) as asked:
        outcomes = operations.place(wishes)
    assert all(isinstance(each, Placed) for each in outcomes)
    # All but the savepoint of this test's transaction goes through the pipeline, past Django's cursors.
    assert [query["sql"].split()[0] for query in asked.captured_queries] == ["SAVEPOINT", "RELEASE"]


def test_numbers_out_of_range_are_refused_before_the_database_sees_them() -> None:
    shelf, [customer] = make_shelf(), make_customers()
    for sku in (0, -1, 2**63, 2**70):
        wanted = wish(customer, (shelf.skus[0], 1), method="cod")
        outcome = operations.place_one(replace(wanted, lines=(replace(wanted.lines[0], sku_id=sku),)))
        assert isinstance(outcome, Refused)
        assert outcome.code == "invalid"
