"""What becomes of a purchase that waits for its payment: paid, expired or cancelled, whichever takes its lock first."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from pasar.kernel import clock, events, faults, sql
from pasar.kernel.errors import NotFound
from pasar.market.orders import queries, rules
from pasar.market.orders.errors import NotPossible
from pasar.market.orders.events import PurchaseExpired, PurchasePaid
from pasar.market.orders.models import Purchase
from pasar.market.orders.operations import money
from pasar.market.orders.operations.moving import PACKAGE, Moved, lock_for, move
from pasar.market.orders.queries.locking import PurchaseRow
from pasar.market.stock import operations as stock

SIZE = 100


@transaction.atomic
def pay(*, purchase_id: UUID) -> bool:
    """Its money was captured: the orders may be shipped, their escrow holds the money, reservations stay.

    False, and nothing changed, when the purchase no longer waits (it expired, was cancelled, or is paid already):
    the caller looks at which it is and gives the money back.  Raises NotFound.
    """
    purchase = _lock(purchase_id)
    if purchase.status != "awaiting_payment":
        return False
    orders = queries.lock_orders(purchase.order_ids)
    moved = move(orders, "pay", actor=rules.SYSTEM, reason="paid")
    money.hold(purchase, orders)
    stock.keep(line_ids=[line.id for each in moved for line in each.lines])
    _end(purchase, "paid")
    events.append(
        [
            PurchasePaid(
                country=purchase.country, purchase_id=purchase.id, customer_id=purchase.customer_id,
                payment_method=purchase.payment_method, total_minor=purchase.total_minor,
                currency=purchase.currency,
            )
        ]
    )  # fmt: skip
    faults.reach("before_payment_commit")
    return True


@transaction.atomic
def expire(*, purchase_id: UUID) -> bool:
    """Not paid in time: everything it holds is given back. False when it no longer waits.  Raises NotFound."""
    purchase = _lock(purchase_id)
    if purchase.status != "awaiting_payment" or purchase.pay_by is None or clock.now() < purchase.pay_by:
        return False
    _stop(purchase, "expire", "expired", actor=rules.SYSTEM, reason="not_paid_in_time")
    faults.reach("before_expiry_commit")
    return True


def expire_due(*, size: int = SIZE) -> int:
    """Expire up to `size` purchases that were not paid in time; return how many."""
    now = clock.now()
    due = Purchase.objects.filter(status="awaiting_payment", pay_by__lte=now)
    # Mostly nothing is due, and asking costs less than a transaction.
    return _expire_due(now, size) if due.exists() else 0


@transaction.atomic
def _expire_due(now: datetime, size: int) -> int:
    found = sql.values(PACKAGE, "lock_due_purchases", at=now, size=size)
    return sum(expire(purchase_id=purchase_id) for (purchase_id,) in sorted(found))


@transaction.atomic
def cancel_purchase(*, purchase_id: UUID, actor: str, reason: str) -> list[Moved]:
    """Cancel a purchase that is not paid yet, with all its orders.  Raises NotFound, NotPossible."""
    purchase = _lock(purchase_id)
    lock_for(purchase.order_ids, actor)
    if purchase.status == "cancelled":
        return []
    if purchase.status != "awaiting_payment":
        raise NotPossible(verb="cancel", status=purchase.status)
    return _stop(purchase, "cancel", "cancelled", actor=actor, reason=reason)


@transaction.atomic
def end_cash_purchases(*, purchase_ids: Collection[UUID]) -> int:
    """Purchases paid at the door of which nothing is under way any more are paid, or cancelled where nothing arrived.

    Return how many ended. Called after their orders' own transactions: purchases are locked before orders.
    """
    return sql.run(PACKAGE, "end_cash_purchases", purchase_ids=list(purchase_ids), at=clock.now())


def _stop(purchase: PurchaseRow, verb: str, status: str, *, actor: str, reason: str) -> list[Moved]:
    moved = move(queries.lock_orders(purchase.order_ids), verb, actor=actor, reason=reason)
    money.stop_waiting(purchase, expired=verb == "expire")
    stock.release(line_ids=[line.id for each in moved for line in each.lines])
    _end(purchase, status)
    events.append(
        [
            PurchaseExpired(
                country=purchase.country,
                purchase_id=purchase.id,
                customer_id=purchase.customer_id,
                reason=reason,
            )
        ]
    )
    return moved


def _lock(purchase_id: UUID) -> PurchaseRow:
    purchase = queries.lock_purchase(purchase_id)
    if purchase is None:
        raise NotFound
    return purchase


def _end(purchase: PurchaseRow, status: str) -> None:
    paid_at = clock.now() if status == "paid" else None
    sql.run(PACKAGE, "end_purchase", purchase_id=purchase.id, status=status, paid_at=paid_at)
