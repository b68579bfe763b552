"""What orders do about news and clocks: payments that came in, messages, counts of sold, expiry, deadlines."""

import logging
from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from pasar.finance.payments import operations as payments
from pasar.kernel.errors import NotFound
from pasar.kernel.events import Consumer, Recorded
from pasar.kernel.ids import ListingId, ShopId
from pasar.market.catalogue import operations as catalogue
from pasar.market.orders import operations, queries, rules, telling
from pasar.market.orders.errors import NotPossible
from pasar.market.sellers import operations as sellers

log = logging.getLogger(__name__)


def take_payments(events: Sequence[Recorded]) -> None:
    """Captured money meets its purchase; a purchase that no longer waits for it sends it back."""
    for event in events:
        said = event.payload
        if not said.get("purchase_id"):
            continue  # a top-up: the wallet has it
        purchase_id = UUID(said["purchase_id"])
        try:
            # Paid already can only be by this payment: a purchase has one.
            taken = operations.pay(purchase_id=purchase_id) or queries.is_paid(purchase_id)
        except NotFound:
            taken = False
        if not taken:
            payments.refund_capture(UUID(said["payment_id"]), "not_awaited")


def drop_unpayable(events: Sequence[Recorded]) -> None:
    """A payment that was refused, or made in another amount, will not come: its purchase lets go of its units."""
    for event in events:
        if purchase_id := event.payload.get("purchase_id"):
            try:
                operations.cancel_purchase(
                    purchase_id=UUID(purchase_id),
                    actor=rules.SYSTEM,
                    reason=f"payment_{event.payload['reason']}",
                )
            except (NotFound, NotPossible):
                continue  # it expired or was cancelled meanwhile


def count_sold(events: Sequence[Recorded]) -> None:
    """Completed orders count as sold, for their listings and shops."""
    done = [
        UUID(event.payload["order_id"]) for event in events if event.payload["to_status"] == rules.COMPLETED
    ]
    if not done:
        return
    listings: Counter[ListingId] = Counter()
    shops: Counter[ShopId] = Counter()
    for sold in queries.units_sold(done):
        listings[ListingId(sold.listing_id)] += sold.units
        shops[ShopId(sold.shop_id)] += sold.units
    # In id order, so that two counters never wait for each other crosswise.
    catalogue.count_sold(units=dict(sorted(listings.items())))
    sellers.count_sold(units=dict(sorted(shops.items())))


def end_cash(events: Sequence[Recorded]) -> None:
    """What is paid at the door has been paid, or will not be, once the last of a purchase's orders got there."""
    over = {
        UUID(event.payload["purchase_id"])
        for event in events
        if event.payload["to_status"] in rules.CASH_OVER
    }
    if over:
        operations.end_cash_purchases(purchase_ids=sorted(over))


CONSUMERS = (
    Consumer("orders.payments", ("payment.captured",), take_payments, size=20),
    Consumer("orders.unpayable", ("payment.failed",), drop_unpayable, size=20),
    Consumer("orders.messages", telling.TOPICS, telling.tell, size=50),
    Consumer("orders.cash", ("order.moved",), end_cash),
    Consumer("orders.sold", ("order.moved",), count_sold),
)
SWEEPERS = {
    "orders.expire": (1.0, operations.expire_due),
    "orders.deadlines": (2.0, operations.sweep_deadlines),
    "orders.remind": (60.0, operations.remind_sellers),
}
