"""What happens to orders whose deadline has come: set-based, safe to run twice, late, or in several processes."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from pasar.kernel import clock, events, sql
from pasar.market.orders import queries, rules, telling
from pasar.market.orders.events import OrderOverdue
from pasar.market.orders.models import Order
from pasar.market.orders.operations import money
from pasar.market.orders.operations.complete import complete
from pasar.market.orders.operations.moving import PACKAGE, move
from pasar.market.stock import operations as stock

SIZE = 200
REMIND_BEFORE = timedelta(hours=12)


def sweep_deadlines(*, size: int = SIZE) -> int:
    """Do what is due for up to `size` orders; return how many were due."""
    now = clock.now()
    # Mostly nothing is due, and asking costs less than a transaction.
    return _sweep(now, size) if Order.objects.filter(deadline_at__lte=now).exists() else 0


@transaction.atomic
def _sweep(now: datetime, size: int) -> int:
    due = queries.lock_due(now, size)
    for action, act in ACTIONS.items():
        if order_ids := sorted(each.id for each in due if each.deadline_action == action):
            act(order_ids)
    return len(due)


@transaction.atomic
def remind_sellers(*, size: int = SIZE) -> int:
    """Tell sellers of up to `size` orders whose time to hand over ends soon, each once; return how many."""
    found = sql.values(PACKAGE, "lock_to_remind", until=clock.now() + REMIND_BEFORE, size=size)
    order_ids = [order_id for (order_id,) in found]
    if order_ids:
        orders = Order.objects.filter(id__in=order_ids).prefetch_related("lines").order_by("id")
        telling.remind(list(orders))
        sql.run(PACKAGE, "note_reminded", order_ids=order_ids)
    return len(order_ids)


def _cancel_unshipped(order_ids: Sequence[UUID]) -> None:
    """Not handed over in time: what has not left is cancelled. What of the order has left goes on."""
    orders = queries.lock_orders(order_ids)
    waiting = {
        line.id for each in orders for line in each.lines if line.status in (rules.TO_SHIP, rules.PACKED)
    }
    moved = move(orders, "cancel", actor=rules.SYSTEM, reason="not_shipped_in_time", line_ids=waiting)
    money.give_back(moved, actor=rules.SYSTEM, reason="not_shipped_in_time")
    stock.release(line_ids=[line.id for each in moved for line in each.lines])


def _presume_delivered(order_ids: Sequence[UUID]) -> None:
    orders = queries.lock_orders(order_ids)
    on_the_way = {line.id for each in orders for line in each.lines if line.status == rules.SHIPPED}
    moved = move(orders, "deliver", actor=rules.SYSTEM, reason="presumed_delivered", line_ids=on_the_way)
    money.collect(moved)


def _complete(order_ids: Sequence[UUID]) -> None:
    complete(order_ids=order_ids, actor=rules.SYSTEM, reason="not_disputed_in_time")


def _ask_operator(order_ids: Sequence[UUID]) -> None:
    """No default would be fair: the deadline is taken off and an operator is told."""
    orders = queries.lock_orders(order_ids)
    sql.run(PACKAGE, "clear_deadlines", order_ids=list(order_ids))
    events.append(
        OrderOverdue(
            country=order.country, order_id=order.id, customer_id=order.customer_id, seller_id=order.seller_id,
            status=order.status,
        )
        for order in orders
    )  # fmt: skip


ACTIONS: Mapping[str, Callable[[Sequence[UUID]], None]] = {
    "cancel_unshipped": _cancel_unshipped,
    "presume_delivered": _presume_delivered,
    "complete": _complete,
    "ask_operator": _ask_operator,
}
"""By the action stored with the deadline (`rules.DEADLINES`); a test holds the two against each other."""
