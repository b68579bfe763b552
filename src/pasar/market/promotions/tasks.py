"""What promotions do about news and clocks: uses and coins come back, coins are earned, taken back and end, persons are
known.

Topics and statuses of orders are told here by their names: orders stand above promotions, so nothing of theirs is
imported; a test holds the two together.
"""

from collections.abc import Sequence
from uuid import UUID

from pasar.kernel.events import Consumer, Recorded
from pasar.market.promotions import operations

GONE = frozenset({"cancelled", "returned"})
COMPLETED = "completed"


def follow_purchases(events: Sequence[Recorded]) -> None:
    """Who buys is known and no longer new; what was never paid gives back its vouchers and coins."""
    customers: dict[int, tuple[str, int]] = {}
    ended = []
    for event in events:
        customer_id = event.payload["customer_id"]
        expired = event.topic == "purchase.expired"
        more = customers.get(customer_id, (event.country, 0))[1] + (-1 if expired else 1)
        customers[customer_id] = (event.country, more)
        if expired:
            ended.append(UUID(event.payload["purchase_id"]))
    operations.know_shoppers(customers)
    if ended:
        operations.give_back_coins(purchase_ids=ended)
        operations.give_back_purchases(purchase_ids=ended)


def follow_orders(events: Sequence[Recorded]) -> None:
    """Orders that end well bring their coins; those cancelled or returned whole give back what the rule says."""
    done = [UUID(e.payload["order_id"]) for e in events if e.payload["to_status"] == COMPLETED]
    gone = [UUID(e.payload["order_id"]) for e in events if e.payload["to_status"] in GONE]
    if done:
        operations.earn_coins(order_ids=done)
    if gone:
        operations.drop_earnings(order_ids=gone)
    if done or gone:
        operations.give_back_coins(order_ids=[*done, *gone])
    if gone:
        operations.give_back(order_ids=gone)


def follow_refunds(events: Sequence[Recorded]) -> None:
    """Coins that a refund put on a customer's account can be spent again; those that the goods had brought go back."""
    for event in events:
        source = f"refund:{event.payload.get('refund_id') or event.id}"
        if minor := event.payload.get("coins_minor"):
            operations.return_coins(
                country=event.country,
                customer_id=event.payload["customer_id"],
                amount_minor=minor,
                source=source,
            )
        operations.take_back_coins(order_id=UUID(event.payload["order_id"]), source=source)


CONSUMERS = (
    Consumer("promotions.purchases", ("purchase.placed", "purchase.expired"), follow_purchases),
    Consumer("promotions.orders", ("order.moved",), follow_orders),
    Consumer("promotions.refunds", ("escrow.given_back",), follow_refunds, size=50),
)
SWEEPERS = {"promotions.coins": (60.0, operations.expire_coins)}
