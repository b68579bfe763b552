"""An operator's refund of an order, in whole or in part, before its completion or after."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from pasar.finance.escrow import operations as escrow
from pasar.finance.escrow import queries as held
from pasar.finance.escrow.errors import NothingHeld
from pasar.kernel import audit, clock, events
from pasar.kernel.errors import NotFound
from pasar.market.aftersales import queries
from pasar.market.aftersales.errors import (
    MoreThanBought,
    NotDelivered,
    NothingToRefund,
    RefundReused,
    StaffOnly,
)
from pasar.market.aftersales.events import RefundDecided
from pasar.market.aftersales.models import Refund, RefundLine
from pasar.market.orders import queries as orders
from pasar.market.orders import rules
from pasar.market.orders.errors import UnknownLine
from pasar.market.orders.queries import OrderRow

Funder = Literal["seller", "venture"]


@dataclass(frozen=True, slots=True)
class Part:
    """What of a line goes back. units: whole pieces; 0 for a part of the price of goods that the customer keeps."""

    amount_minor: int
    units: int = 0


@transaction.atomic
def refund(
    *,
    refund_id: UUID,
    order_id: UUID,
    lines: Mapping[UUID, Part],
    shipping_minor: int = 0,
    reason: str,
    actor: str,
    funder: Funder = "seller",
    to_wallet: bool = False,
) -> queries.RefundView:
    """Give parts of an order back to its customer: to where they paid from, or to the wallet.

    Before completion the money is still in escrow; after it, it is taken from the seller, with commission, fee and
    withheld tax given back in proportion, or borne by the venture as goodwill. Delivery by a carrier is always borne by
    the venture. refund_id: makes it repeatable.
    Raises StaffOnly, NotFound, RefundReused, NothingToRefund, UnknownLine, MoreThanBought, NothingHeld, NotDelivered,
    RefundTooLarge.
    """
    if rules.actor_kind(actor) != rules.STAFF:
        raise StaffOnly
    locked = orders.lock_orders([order_id])
    if not locked:
        raise NotFound
    [order] = locked
    amounts = {line: part.amount_minor for line, part in lines.items()} | (
        {None: shipping_minor} if shipping_minor else {}
    )
    if known := Refund.objects.filter(pk=refund_id).first():
        if known.order_id != order_id or known.amount_minor != sum(amounts.values()):
            raise RefundReused(refund_id=refund_id)
        return queries.refund(refund_id)
    _check(order, lines, amounts, reason)
    returned = _move(order, amounts, refund_id, reason, funder, to_wallet)
    hold = held.hold_of(order_id)
    assert hold is not None
    made = Refund.objects.create(
        id=refund_id, country=order.country, order_id=order.id, customer_id=order.customer_id,
        seller_id=order.seller_id, currency=order.currency, amount_minor=sum(amounts.values()),
        shipping_minor=shipping_minor, returned_minor=returned, funder=funder,
        destination="source" if hold.source == "payment" and not to_wallet else "wallet",
        actor=actor, reason=reason.strip()[:200], at=clock.now(),
    )  # fmt: skip
    RefundLine.objects.bulk_create(
        RefundLine(
            refund=made, country=order.country, line_id=line, units=part.units, amount_minor=part.amount_minor
        )
        for line, part in sorted(lines.items())
    )
    _announce(made, order)
    return queries.refund(refund_id)


def _check(
    order: OrderRow, lines: Mapping[UUID, Part], amounts: Mapping[UUID | None, int], reason: str
) -> None:
    if not amounts or min(amounts.values()) <= 0 or not reason.strip():
        raise NothingToRefund
    units: dict[UUID, int] = {line.id: line.units for line in order.lines}
    if not set(lines) <= set(units):
        raise UnknownLine
    back = dict(
        RefundLine.objects.filter(line_id__in=list(lines))
        .values_list("line_id")
        .annotate(n=Sum("units"))
        .order_by()
    )
    for line, part in lines.items():
        left = units[line] - back.get(line, 0)
        if not 0 <= part.units <= left:
            raise MoreThanBought(line_id=line, left_units=left)


def _move(
    order: OrderRow,
    amounts: Mapping[UUID | None, int],
    refund_id: UUID,
    reason: str,
    funder: Funder,
    to_wallet: bool,
) -> int:
    """The money's way back; what the customer gets."""
    hold = held.hold_of(order.id)
    if hold is None:
        raise NothingHeld(order_id=order.id)
    if hold.released_minor:
        return escrow.take_back(
            order_id=order.id, parts=amounts, refund_id=refund_id, reason=reason, goodwill=funder == "venture",
            to_wallet=to_wallet, paid_with=order.paid_with,
        )  # fmt: skip
    if funder == "venture":
        raise NotDelivered(status=order.status)
    return escrow.give_back(
        order_id=order.id, parts=amounts, refund_id=refund_id, reason=reason, to_wallet=to_wallet,
        paid_with=order.paid_with,
    )  # fmt: skip


def _announce(made: Refund, order: OrderRow) -> None:
    audit.record(
        country=made.country, actor=made.actor, action="order.refund", target=f"order:{order.id}", reason=made.reason,
        data={
            "refund_id": str(made.id), "amount_minor": made.amount_minor, "returned_minor": made.returned_minor,
            "currency": made.currency, "funder": made.funder, "destination": made.destination,
        },
    )  # fmt: skip
    events.append(
        [
            RefundDecided(
                country=made.country, refund_id=made.id, order_id=order.id, order_number=order.number,
                customer_id=made.customer_id, seller_id=made.seller_id, currency=made.currency,
                returned_minor=made.returned_minor, funder=made.funder, destination=made.destination,
                reason=made.reason, coins_minor=held.coins_of_refund(made.id),
            )
        ]
    )  # fmt: skip
