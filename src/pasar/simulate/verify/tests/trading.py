"""A small market in which a bit of everything happened, all of it by the real operations."""

from datetime import UTC, datetime, timedelta

from pasar.finance.ledger import operations as ledger
from pasar.finance.ledger.rules import AccountKey
from pasar.finance.payouts import operations as payouts
from pasar.finance.settlement import operations as settlement
from pasar.kernel import clock, events, ids
from pasar.market.aftersales import operations as aftersales
from pasar.market.aftersales.operations import Part
from pasar.market.checkout.tests.buying import buy, fill_wallet
from pasar.market.fulfilment import operations as fulfilment
from pasar.market.orders import operations as orders
from pasar.market.orders import queries as order_queries
from pasar.market.orders.tests.paying import STAFF, capture, new_discount
from pasar.market.orders.tests.placing import placed
from pasar.market.sellers import operations as sellers
from pasar.market.stock.tests.making import make_customers, make_shelf
from pasar.simulate.verify.invariants import known_consumers

MUCH = 10**10
BEGINS = datetime(2026, 9, 7, 3, tzinfo=UTC)
"""A Monday, after tax began to be withheld in Indonesia."""


def trade() -> None:
    """Purchases in every way of paying, kept, cancelled, refunded; a week is settled and paid out. The clock stands."""
    fulfilment.load_rate_cards()
    sellers.load_fee_rules()
    events.register(known_consumers())
    clock.freeze(BEGINS)
    home, brand = make_shelf(units=50), make_shelf(units=50, class_key="brand")
    own = make_shelf(units=50, class_key="retail", cost_minor=10_000_00)
    [customer] = make_customers()
    fill_wallet(customer, MUCH)
    ledger.journal_entry(
        country="id", debit=AccountKey("inventory"), credit=AccountKey("supplier_payable"), amount_minor=500_000_00,
        reason="First goods", actor=STAFF,
    )  # fmt: skip
    first = buy(customer, (home.skus[0], 2), (brand.skus[0], 1), (own.skus[0], 1))
    cash = buy(customer, (brand.skus[0], 3), method="cod")
    scanned, scanned_too = (buy(customer, (home.skus[0], 1), method="qr_transfer") for _ in range(2))
    unpaid = buy(customer, (home.skus[0], 1), method="qr_transfer")
    for each in (scanned, scanned_too):
        capture(each.purchase_id)
    events.drain(known_consumers())
    done = [*_orders(customer, first), *_orders(customer, cash), *_orders(customer, scanned)]
    for order in done:
        _send(order)
    [cancelled] = _orders(customer, scanned_too)
    orders.cancel(order_id=cancelled.id, actor=f"customer:{customer}", reason="changed_mind")
    buy(customer, (home.skus[0], 1))  # still to be sent
    done += [order_queries.facts(_cheaper(brand).id)]
    _send(done[-1])
    dropped = _cheaper(home)
    orders.cancel(order_id=dropped.id, actor=dropped.customer, reason="changed_mind")
    _wind(timedelta(hours=1))
    orders.expire(purchase_id=unpaid.purchase_id)
    orders.complete(order_ids=[order.id for order in done], actor="system", reason="test")
    for order in done[:2] + done[-1:]:
        _refund(order)
    ledger.roll_up()
    _wind(timedelta(days=1))
    settlement.close_cycle("id")
    payouts.create_batch("id")
    events.drain(known_consumers())


def _cheaper(shelf):
    """Goods less a shop's and a venture's voucher and coins, delivery that both make cheaper."""
    return placed(
        shelf=shelf, discounts=(new_discount(1, 100_001, 0, units=1), new_discount(2, 0, 200_002, units=1)),
        coins_minor=30_003, shipping_discounts=(new_discount(3, 4_004, 5_005, units=0),),
    )  # fmt: skip


def _orders(customer, placed):
    return order_queries.purchase_page(customer, placed.purchase_id).orders


def _send(order) -> None:
    by = f"seller:{order.seller_id}"
    fulfilment.pack(order_id=order.id, actor=by)
    orders.ship(order_id=order.id, actor=by)
    orders.deliver(order_id=order.id, actor="carrier:pasar_express")


def _refund(order) -> None:
    aftersales.refund(
        refund_id=ids.uuid7(), order_id=order.id, lines={order.lines[0].id: Part(3_333)}, reason="scratched",
        actor=STAFF,
    )  # fmt: skip


def _wind(forward: timedelta) -> None:
    clock.freeze(clock.now() + forward)
