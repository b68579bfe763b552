"""Placing with vouchers and coins against the real database: taken with the purchase, given back with it."""

from dataclasses import replace
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from pasar.finance.escrow import queries as escrow
from pasar.finance.ledger import queries as ledger
from pasar.finance.ledger.rules import AccountKey
from pasar.finance.wallet import queries as wallet
from pasar.kernel import events
from pasar.market.checkout import operations
from pasar.market.checkout.requests import Placed, PlaceRequest
from pasar.market.checkout.rules import Quote, Wanted, Wishes
from pasar.market.checkout.tests.buying import fill_wallet, wish
from pasar.market.fulfilment import operations as fulfilment
from pasar.market.orders import operations as order_operations
from pasar.market.orders import queries as orders
from pasar.market.promotions import operations as promotions
from pasar.market.promotions import queries as vouchers
from pasar.market.promotions import tasks
from pasar.market.promotions.models import Promotion, Use
from pasar.market.promotions.tests.taking import make_promotion
from pasar.market.promotions.tests.test_taking import give_coins
from pasar.market.sellers import operations as seller_operations
from pasar.market.stock.tests.making import make_customers, make_shelf


def tables() -> None:
    fulfilment.load_rate_cards()
    seller_operations.load_fee_rules()
    promotions.load_stacking_rules()
    vouchers.forget_stacking()


@pytest.fixture
def market(db: None) -> None:
    tables()


def have(customer: int, *promotion_ids: int) -> None:
    for each in promotion_ids:
        promotions.collect(country="id", customer_id=customer, promotion_id=each)


def best(customer: int, *wanted: tuple[int, int], **values: Any) -> tuple[PlaceRequest, Quote]:
    """What a customer asks for who sees the best combination of their vouchers."""
    plain = wish(customer, *wanted, **values)
    seen = operations.quote(
        country="id", customer_id=customer, lines=[Wanted(*each) for each in wanted], delivery=plain.delivery,
        method=plain.method, wishes=Wishes(chosen=None, spend_coins=True),
    )  # fmt: skip
    used = frozenset(each.promotion_id for each in seen.applied.used)
    wishes = Wishes(chosen=used, spend_coins=True)
    return replace(plain, wishes=wishes, seen_total_minor=seen.total_minor), seen


def read_events() -> None:
    """The consumers of promotions, until there is nothing new for them."""
    while sum(events.consume(each) for each in tasks.CONSUMERS):
        pass


def coins_of(customer: int) -> int:
    return ledger.balance("id", "IDR", AccountKey("coins", customer)).balance_minor


def test_three_shops_with_vouchers_and_coins_are_paid_from_who_bears_what(market: None) -> None:
    shelves = [make_shelf(prices=(50_000_00,)) for _ in range(3)]
    [customer] = make_customers()
    fill_wallet(customer, 1_000_000_00)
    give_coins(customer, 4_000_00)
    platform = make_promotion("percent_off", "platform_voucher", rate_bps=1_000, quota=5, per_customer=1)
    shop = make_promotion("amount_off", "shop_voucher", seller_id=shelves[0].seller_id, off_minor=6_000_00)
    shipping = make_promotion("free_shipping", "platform_shipping", cap_minor=5_000_00)
    have(customer, platform, shop, shipping)

    request, seen = best(customer, *((shelf.skus[0], 1) for shelf in shelves))
    assert {each.promotion_id for each in seen.applied.used} == {platform, shop, shipping}
    outcome = operations.place_one(request)
    assert isinstance(outcome, Placed), outcome

    page = orders.purchase_page(customer, outcome.purchase_id)
    assert page.total_minor == seen.total_minor
    assert wallet.balance("id", customer).available_minor == 1_000_000_00 - seen.total_minor
    assert (coins_of(customer), seen.coins_minor) == (0, 4_000_00)
    holds = [escrow.hold_of(order.id) for order in page.orders]
    # The shop's own 6,000 is nobody's money; the rest of what the goods and deliveries cost is held.
    assert (
        sum(hold.amount_minor for hold in holds if hold) == seen.goods_minor + seen.shipping_minor - 6_000_00
    )
    assert all(each.difference_minor == 0 for each in ledger.sums())
    assert list(Promotion.objects.order_by("id").values_list("used", flat=True)) == [1, 1, 1]


def test_what_is_cancelled_gives_back_vouchers_and_coins_once(fresh_market_db: None) -> None:
    tables()
    events.register(tasks.CONSUMERS)
    shelf, [customer] = make_shelf(prices=(50_000_00,)), make_customers()
    give_coins(customer, 4_000_00)
    voucher = make_promotion("percent_off", "platform_voucher", rate_bps=1_000, quota=1, per_customer=1)
    have(customer, voucher)
    request, seen = best(customer, (shelf.skus[0], 1), method="qr_transfer")
    assert (seen.coins_minor, len(seen.applied.used)) == (4_000_00, 1)
    outcome = operations.place_one(request)
    assert isinstance(outcome, Placed)
    assert Promotion.objects.get(pk=voucher).used == 1
    _again, later = best(customer, (shelf.skus[0], 1), method="qr_transfer")
    assert (later.coins_minor, later.applied.used) == (0, ())

    for _ in range(2):
        order_operations.cancel_purchase(
            purchase_id=outcome.purchase_id, actor=f"customer:{customer}", reason="changed_mind"
        )
        read_events()
    assert Promotion.objects.get(pk=voucher).used == 0
    _, once_more = best(customer, (shelf.skus[0], 1), method="qr_transfer")
    assert (once_more.coins_minor, once_more.total_minor) == (4_000_00, seen.total_minor)


def test_a_voucher_that_ended_while_the_page_was_open_is_said_and_nothing_is_charged(market: None) -> None:
    shelf, [customer] = make_shelf(prices=(50_000_00,)), make_customers()
    fill_wallet(customer, 1_000_000_00)
    voucher = make_promotion("percent_off", "platform_voucher", rate_bps=1_000)
    have(customer, voucher)
    request, seen = best(customer, (shelf.skus[0], 1))
    promotions.end(country="id", promotion_id=voucher, actor="person:1")
    outcome = operations.place_one(request)
    assert outcome.code == "changed"
    assert [(each.was, each.now) for each in outcome.differences if each.kind == "total"] == [
        (seen.total_minor, seen.total_minor + 5_000_00)
    ]
    assert wallet.balance("id", customer).available_minor == 1_000_000_00
    assert not Use.objects.exists()


@pytest.mark.race
def test_of_many_buyers_at_once_as_many_have_the_voucher_as_there_are(fresh_market_db: None) -> None:
    tables()
    shelf, customers = make_shelf(prices=(50_000_00,), units=500), make_customers(24)
    voucher = make_promotion("percent_off", "platform_voucher", rate_bps=1_000, quota=7, per_customer=1)
    requests = []
    for customer in customers:
        fill_wallet(customer, 1_000_000_00)
        have(customer, voucher)
        requests.append(best(customer, (shelf.skus[0], 1))[0])
    ready, outcomes = Barrier(8), []

    def buy(mine: list[PlaceRequest]) -> None:
        ready.wait()
        outcomes.extend(operations.place_one(each) for each in mine)
        connection.close()

    threads = [Thread(target=buy, args=(requests[at::8],)) for at in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(isinstance(each, Placed) for each in outcomes) == 7
    assert {each.code for each in outcomes if not isinstance(each, Placed)} == {"changed"}
    assert Promotion.objects.get(pk=voucher).used == 7
    assert Use.objects.filter(promotion_id=voucher).count() == 7


@pytest.mark.parametrize("method", ["wallet", "qr_transfer", "cod"])
def test_what_costs_nothing_is_paid_at_once_however_it_was_to_be_paid(market: None, method: str) -> None:
    shelf, [customer] = make_shelf(prices=(50_000_00,), class_key="brand"), make_customers()
    goods = make_promotion("amount_off", "platform_voucher", off_minor=50_000_00)
    delivery = make_promotion("free_shipping", "platform_shipping", cap_minor=100_000_00)
    have(customer, goods, delivery)

    request, seen = best(customer, (shelf.skus[0], 1), method=method)
    assert seen.total_minor == 0
    outcome = operations.place_one(request)
    assert isinstance(outcome, Placed), outcome
    assert outcome.pays == "paid"
    [order] = orders.purchase_page(customer, outcome.purchase_id).orders
    held = escrow.hold_of(order.id)
    assert held is not None
    assert (held.paid_minor, held.subsidy_minor) == (0, held.amount_minor)
    by = f"seller:{order.seller_id}"
    order_operations.pack(order_id=order.id, actor=by)
    order_operations.ship(order_id=order.id, actor=by)
    order_operations.deliver(order_id=order.id, actor="carrier:pasar_express")
    order_operations.complete(order_ids=[order.id], actor="system")
    # the hold came in once, at the placing, and left once
    assert ledger.balance("id", "IDR", AccountKey("escrow")).balance_minor == 0
    assert ledger.balance("id", "IDR", AccountKey("subsidy_expense")).balance_minor == held.amount_minor
