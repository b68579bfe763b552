"""The end of an order: confirmed by the customer, or by the clock; escrow pays out to those it is owed to."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from pasar import countries
from pasar.kernel import sql
from pasar.market.orders import rules
from pasar.market.orders.errors import AlreadyExtended, NotPossible
from pasar.market.orders.operations import money
from pasar.market.orders.operations.moving import PACKAGE, Moved, lock_for, move


@transaction.atomic
def confirm(*, order_id: UUID, actor: str) -> list[Moved]:
    """The customer has everything and is content: what is still on its way counts as delivered, and all is completed.

    Raises NotFound; NotPossible while something has not been shipped.
    """
    money.collect(move(lock_for([order_id], actor), "deliver", actor=actor, reason="confirmed"))
    return complete(order_ids=[order_id], actor=actor, reason="confirmed")


@transaction.atomic
def complete(*, order_ids: Sequence[UUID], actor: str, reason: str = "") -> list[Moved]:
    """Complete orders whose lines are all delivered (or gone), and release their escrow.

    Raises NotFound; NotPossible when one of them is not delivered: then none is completed.
    """
    moved = move(lock_for(order_ids, actor), "complete", actor=actor, reason=reason)
    money.release([each for each in moved if each.status == rules.COMPLETED])
    return moved


@transaction.atomic
def extend(*, order_id: UUID, actor: str) -> None:
    """Give the customer the time to confirm once more, once.  Raises NotFound, NotPossible, AlreadyExtended."""
    [order] = lock_for([order_id], actor)
    if order.status != rules.DELIVERED or order.deadline_at is None:
        raise NotPossible(verb="extend", status=order.status)
    if order.extended:
        raise AlreadyExtended
    days = countries.get(order.country).clocks.confirm_after_days
    sql.run(PACKAGE, "extend", order_id=order.id, deadline_at=order.deadline_at + timedelta(days=days))
