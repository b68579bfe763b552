"""Order events as messages: who hears what, from which template, about which page."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from pasar.kernel.events import Recorded
from pasar.market.identity import queries as identity
from pasar.market.messages import operations as messages
from pasar.market.messages.operations import Telling
from pasar.market.orders import rules
from pasar.market.orders.models import Order, Purchase
from pasar.market.sellers import queries as sellers

TOPICS = ("purchase.placed", "purchase.paid", "purchase.expired", "order.moved", "refund.settled")

CUSTOMER_HEARS: Mapping[str, str] = {
    rules.SHIPPED: "order_shipped",
    rules.DELIVERY_FAILED: "order_delivery_failed",
    rules.DELIVERED: "order_delivered",
    rules.COMPLETED: "order_completed",
    rules.CANCELLED: "order_cancelled",
    rules.RETURNED: "order_returned",
}
"""Template by the status an order came to. What is placed and paid is told once, of the purchase."""
SELLER_HEARS: Mapping[str, str] = {
    rules.TO_SHIP: "seller_new_order",
    rules.DELIVERY_FAILED: "seller_delivery_failed",
    rules.DELIVERED: "seller_delivered",
    rules.COMPLETED: "seller_completed",
    rules.CANCELLED: "seller_cancelled",
    rules.RETURNED: "seller_returned",
}


def tell(events: Sequence[Recorded]) -> None:
    """Write the messages of a batch of events, in its transaction; a sweeper of messages sends them."""
    known = _Known(events)
    messages.send_all([told for event in events for told in _WRITERS[event.topic](event, known)])


def remind(orders: Sequence[Order]) -> None:
    """Tell sellers that the time to hand over is nearly over."""
    members = sellers.members_of({order.seller_id for order in orders})
    messages.send_all(
        [
            Telling(
                country=order.country, person_ids=members[order.seller_id], template="seller_ship_by",
                context=_order_context(order), ref=str(order.id), path=_seller_path(order.id),
            )
            for order in orders
        ]
    )  # fmt: skip


class _Known:
    """What a batch of events is about, read at once."""

    def __init__(self, events: Sequence[Recorded]) -> None:
        order_ids = {event.payload["order_id"] for event in events if "order_id" in event.payload}
        purchase_ids = {event.payload["purchase_id"] for event in events if event.payload.get("purchase_id")}
        self.orders = {
            order.id: order for order in Order.objects.filter(id__in=order_ids).prefetch_related("lines")
        }
        self.purchases = {each.id: each for each in Purchase.objects.filter(id__in=purchase_ids)}
        customers = identity.customers(
            {event.payload["customer_id"] for event in events if "customer_id" in event.payload}
        )
        self._persons: dict[int, int] = {customer.id: customer.person_id for customer in customers.values()}
        self._members = sellers.members_of({order.seller_id for order in self.orders.values()})

    def customer(self, customer_id: int) -> tuple[int, ...]:
        person = self._persons.get(customer_id)
        return () if person is None else (person,)

    def members(self, seller_id: int) -> tuple[int, ...]:
        return tuple(self._members[seller_id])


def _placed(event: Recorded, known: _Known) -> Iterable[Telling]:
    purchase = known.purchases.get(UUID(event.payload["purchase_id"]))
    if purchase is None or purchase.payment_method == "wallet":
        return  # a wallet pays at once: `purchase_paid` says it
    template = "purchase_to_collect" if purchase.payment_method == "cod" else "purchase_placed"
    yield _of_purchase(event, known, purchase, template)


def _paid(event: Recorded, known: _Known) -> Iterable[Telling]:
    if purchase := known.purchases.get(UUID(event.payload["purchase_id"])):
        yield _of_purchase(event, known, purchase, "purchase_paid")


def _expired(event: Recorded, known: _Known) -> Iterable[Telling]:
    # Cancelled by the customer: its orders' own messages say so.
    purchase = known.purchases.get(UUID(event.payload["purchase_id"]))
    if purchase and purchase.status == Purchase.Status.EXPIRED:
        yield _of_purchase(event, known, purchase, "purchase_expired")


def _refunded(event: Recorded, known: _Known) -> Iterable[Telling]:
    said = event.payload
    purchase = known.purchases.get(UUID(said["purchase_id"])) if said.get("purchase_id") else None
    if purchase:
        context = {
            "purchase": purchase.number,
            "amount_minor": said["amount_minor"],
            "to_wallet": said["destination"] == "wallet",
        }
        yield Telling(
            country=event.country, person_ids=known.customer(purchase.customer_id), template="refund_settled",
            context=context, ref=said["refund_id"], path=f"purchases/{purchase.id}/",
        )  # fmt: skip


def _moved(event: Recorded, known: _Known) -> Iterable[Telling]:
    said = event.payload
    order = known.orders.get(UUID(said["order_id"]))
    if order is None:
        return
    status, was = said["to_status"], said["from_status"]
    context = _order_context(order) | {"reason": said["reason"], "by": rules.actor_kind(said["actor"])}
    # Nobody hears of an unpaid purchase's end order by order, and its sellers have never heard of it.
    unpaid = was == rules.AWAITING_PAYMENT and status == rules.CANCELLED
    if (template := CUSTOMER_HEARS.get(status)) and not (unpaid and said["reason"] == "not_paid_in_time"):
        yield Telling(
            country=event.country, person_ids=known.customer(order.customer_id), template=template, context=context,
            ref=str(order.id), path=f"orders/{order.id}/",
        )  # fmt: skip
    if (template := SELLER_HEARS.get(status)) and not unpaid:
        yield Telling(
            country=event.country, person_ids=known.members(order.seller_id), template=template, context=context,
            ref=str(order.id), path=_seller_path(order.id),
        )  # fmt: skip


def _of_purchase(event: Recorded, known: _Known, purchase: Purchase, template: str) -> Telling:
    context = {
        "purchase": purchase.number,
        "total_minor": purchase.total_minor,
        "pay_by": purchase.pay_by.isoformat() if purchase.pay_by else "",
    }
    return Telling(
        country=event.country, person_ids=known.customer(purchase.customer_id), template=template, context=context,
        ref=str(purchase.id), path=f"purchases/{purchase.id}/",
    )  # fmt: skip


def _order_context(order: Order) -> dict[str, Any]:
    lines = list(order.lines.all())
    return {
        "order": order.number,
        "shop": order.shop_name,
        "total_minor": order.total_minor,
        "cash": order.payment_method == "cod",
        "first_title": lines[0].title if lines else "",
        "more": max(len(lines) - 1, 0),
        "units": sum(line.units for line in lines),
        "deadline": order.deadline_at.isoformat() if order.deadline_at else "",
        "promise_to": order.promise_to.isoformat(),
    }


def _seller_path(order_id: UUID) -> str:
    return f"seller/orders/{order_id}/"


_WRITERS: Mapping[str, Callable[[Recorded, _Known], Iterable[Telling]]] = {
    "purchase.placed": _placed,
    "purchase.paid": _paid,
    "purchase.expired": _expired,
    "order.moved": _moved,
    "refund.settled": _refunded,
}
