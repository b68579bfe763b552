"""Verbs that meet on one order: payment against expiry, two sweepers, two scans, cancelling against packing."""

from datetime import timedelta
from typing import Any

import pytest
from tests.races.together import of_kind, together

from pasar.finance.ledger import queries as ledger
from pasar.finance.payments import operations as payments
from pasar.finance.payments import queries as payment_queries
from pasar.finance.payments.providers import Charge
from pasar.kernel import clock, events
from pasar.kernel.errors import PasarError
from pasar.market.checkout.tests.buying import buy, fill_wallet
from pasar.market.fulfilment import operations as fulfilment
from pasar.market.orders import operations as orders
from pasar.market.orders import queries
from pasar.market.orders.tasks import CONSUMERS
from pasar.market.stock import queries as stock
from pasar.market.stock.tests.making import make_customers, make_shelf

pytestmark = pytest.mark.race


@pytest.fixture(autouse=True)
def market(fresh_market_db: Any) -> Any:
    fulfilment.load_rate_cards()
    events.register(CONSUMERS)
    return fresh_market_db


def capture(purchase_id: Any) -> None:
    """The provider says that it was paid."""
    payment = payment_queries.of_purchase(purchase_id)
    assert payment is not None
    payments.record_charge(
        payment_id=payment.id,
        charge=Charge(
            charge_id="ch_1", reference=payment.reference, state="paid", currency=payment.currency,
            amount_minor=payment.amount_minor, received_minor=payment.amount_minor, qr="", pay_url="", mode="sandbox",
        ),
    )  # fmt: skip


@pytest.mark.parametrize("round_", range(4))
def test_a_payment_at_the_last_instant_is_kept_or_given_back_never_both(round_: int) -> None:
    shelf, [customer] = make_shelf(), make_customers()
    placed = buy(customer, (shelf.skus[0], 2), method="qr_transfer")
    capture(placed.purchase_id)
    late = clock.now() + timedelta(minutes=31)
    with clock.frozen(late):
        together(
            lambda: events.drain(CONSUMERS),
            lambda: orders.expire_due(),
            lambda: events.drain(CONSUMERS),
            lambda: orders.expire(purchase_id=placed.purchase_id),
        )
        events.drain(CONSUMERS)
    page = queries.purchase_page(customer, placed.purchase_id)
    payment = payment_queries.of_purchase(placed.purchase_id)
    assert payment is not None
    if page.status == "paid":
        assert payment.refunded_minor == 0
        assert stock.free(shelf.skus) == {shelf.skus[0]: 8}
    else:
        assert page.status == "expired"
        assert payment.refunded_minor == payment.amount_minor
        assert stock.free(shelf.skus) == {shelf.skus[0]: 10}
    assert all(each.difference_minor == 0 for each in ledger.sums())


def test_two_sweepers_act_once() -> None:
    shelf, customers = make_shelf(units=50), make_customers(5)
    for customer in customers:
        fill_wallet(customer, 1_000_000_00)
        buy(customer, (shelf.skus[0], 1))
    with clock.frozen(clock.now() + timedelta(days=10)):
        counts = together(*[orders.sweep_deadlines] * 4)
        assert sum(counts) == 5
    assert stock.free(shelf.skus) == {shelf.skus[0]: 50}
    for customer in customers:
        [card] = queries.customer_orders(customer)
        assert card.status == "cancelled"
        assert len(queries.timeline(card.id)) == 4


@pytest.mark.parametrize("round_", range(4))
def test_the_customer_cancels_while_the_seller_packs(round_: int) -> None:
    shelf, [customer] = make_shelf(), make_customers()
    fill_wallet(customer, 1_000_000_00)
    placed = buy(customer, (shelf.skus[0], 1))
    [card] = queries.purchase_page(customer, placed.purchase_id).orders
    results = together(
        lambda: orders.cancel(order_id=card.id, actor=f"customer:{customer}", reason="changed"),
        lambda: fulfilment.pack(order_id=card.id, actor=f"seller:{shelf.seller_id}"),
    )
    [after] = queries.purchase_page(customer, placed.purchase_id).orders
    assert after.status in ("cancelled", "packed")
    assert len(of_kind(results, PasarError)) == 1
    assert stock.free(shelf.skus) == {shelf.skus[0]: 10 if after.status == "cancelled" else 9}
