"""From the shelf to the door, and back: pack, ship, deliver, fail, back at the seller."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from pasar.kernel import sql
from pasar.market.orders.operations import money
from pasar.market.orders.operations.moving import PACKAGE, Moved, lock_for, move
from pasar.market.stock import operations as stock


@transaction.atomic
def pack(*, order_id: UUID, line_ids: Collection[UUID] | None = None, actor: str) -> list[Moved]:
    """The lines (all when None) are in a box.  Raises NotFound, UnknownLine, NotPossible."""
    return move(lock_for([order_id], actor), "pack", actor=actor, line_ids=line_ids)


@transaction.atomic
def ship(
    *,
    order_id: UUID,
    line_ids: Collection[UUID] | None = None,
    actor: str,
    reason: str = "",
    tracked: bool = True,
) -> list[Moved]:
    """The lines left the seller; their units leave the shelf.  Raises NotFound, UnknownLine, NotPossible.

    tracked: whether the carrier tells where the parcel is; otherwise it is presumed delivered after its time.
    """
    moved = move(
        lock_for([order_id], actor), "ship", actor=actor, reason=reason, line_ids=line_ids, tracked=tracked
    )
    if shipped := [line.id for each in moved for line in each.lines]:
        stock.claim(line_ids=shipped, actor=actor)
        if not tracked:
            sql.run(PACKAGE, "sent_by_seller", order_id=order_id, carrier_key=money.OWN_DELIVERY)
    return moved


@transaction.atomic
def deliver(
    *,
    order_id: UUID,
    line_ids: Collection[UUID] | None = None,
    actor: str,
    reason: str = "",
    cash: money.Cash | None = None,
) -> list[Moved]:
    """The customer has the lines, and paid for them if that is done at the door; the time to confirm begins.

    cash: what the parcel collected beside the goods, where it is known.  Raises NotFound, UnknownLine, NotPossible.
    """
    moved = move(lock_for([order_id], actor), "deliver", actor=actor, reason=reason, line_ids=line_ids)
    money.collect(moved, cash)
    return moved


@transaction.atomic
def fail_delivery(
    *, order_id: UUID, line_ids: Collection[UUID] | None = None, actor: str, reason: str = ""
) -> list[Moved]:
    """The lines could not be handed over.  Raises NotFound, UnknownLine, NotPossible."""
    return move(lock_for([order_id], actor), "fail_delivery", actor=actor, reason=reason, line_ids=line_ids)


@transaction.atomic
def back_at_seller(
    *, order_id: UUID, line_ids: Collection[UUID] | None = None, actor: str, reason: str = ""
) -> list[Moved]:
    """The lines are with the seller again: money goes back, units to the shelf.

    Raises NotFound, UnknownLine, NotPossible.
    """
    moved = move(lock_for([order_id], actor), "back_at_seller", actor=actor, reason=reason, line_ids=line_ids)
    money.give_back(moved, actor=actor, reason=reason or "delivery_failed")
    if back := [line.id for each in moved for line in each.lines]:
        stock.put_back(line_ids=back, actor=actor)
    return moved
