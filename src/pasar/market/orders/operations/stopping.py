"""Cancelling what has not been dispatched."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from pasar.market.orders import rules
from pasar.market.orders.operations import money
from pasar.market.orders.operations.moving import Moved, lock_for, move
from pasar.market.orders.operations.payment import cancel_purchase
from pasar.market.stock import operations as stock


@transaction.atomic
def cancel(
    *, order_id: UUID, line_ids: Collection[UUID] | None = None, actor: str, reason: str
) -> list[Moved]:
    """Cancel lines (all when None) that have not been dispatched: units are free again, money goes back.

    Customers can until the order is packed, sellers and staff until it is handed over; staff also when it was lost on
    the way. An order that waits for payment is cancelled with its whole purchase, which is paid at once.
    Raises NotFound, UnknownLine, NotPossible.
    """
    [order] = lock_for([order_id], actor, with_purchases=True)
    if order.status == rules.AWAITING_PAYMENT:
        return cancel_purchase(purchase_id=order.purchase_id, actor=actor, reason=reason)
    moved = move([order], "cancel", actor=actor, reason=reason, line_ids=line_ids)
    money.give_back(moved, actor=actor, reason=reason)
    if held := [line.id for each in moved for line in each.lines]:
        stock.release(line_ids=held)
    return moved
