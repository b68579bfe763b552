"""A carrier's word about a parcel, and what it means for the order."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from pasar.kernel import events, ids
from pasar.kernel.errors import NotFound
from pasar.market.fulfilment import rules
from pasar.market.fulfilment.carriers import Reported
from pasar.market.fulfilment.events import ParcelMoved
from pasar.market.fulfilment.models import Parcel, Scan
from pasar.market.identity import operations as identity
from pasar.market.orders import operations as orders
from pasar.market.orders import queries as order_queries
from pasar.market.orders import rules as order_rules
from pasar.market.orders.operations import Cash

VERBS: dict[str, Callable[..., Any]] = {
    "ship": orders.ship,
    "deliver": orders.deliver,
    "fail_delivery": orders.fail_delivery,
    "back_at_seller": orders.back_at_seller,
}


@transaction.atomic
def report(*, parcel_id: UUID, reported: Reported, received_at: datetime) -> bool:
    """Keep a scan and let the parcel and its order follow it. False when this scan is known already.

    Scans come late, twice and out of order: they never move an order back.  Raises NotFound.
    """
    parcel = Parcel.objects.filter(id=parcel_id).first()
    if parcel is None:
        raise NotFound
    # Orders before parcels, as everywhere; and two scans of one order wait for each other here.
    [order] = order_queries.lock_orders([parcel.order_id])
    parcel = Parcel.objects.select_for_update(no_key=True).get(id=parcel_id)
    if Scan.objects.filter(carrier_key=parcel.carrier_key, event_id=reported.event_id).exists():
        return False
    _keep(parcel, reported, received_at)
    before = parcel.state
    parcel.state = rules.next_state(before, parcel.last_scan_at, reported.state, reported.at)
    if parcel.last_scan_at is None or reported.at > parcel.last_scan_at:
        parcel.last_scan_at = reported.at
    if reported.collected_minor is not None and reported.currency == parcel.currency:
        parcel.collected_minor = reported.collected_minor
    if parcel.state == "delivered" and parcel.delivered_at is None:
        parcel.delivered_at = reported.at
    if parcel.handed_over_at is None and rules.ORDER_STATUS.get(parcel.state):
        parcel.handed_over_at = reported.at
    parcel.save()
    if parcel.state == before:
        return True
    _follow(parcel, order, reported)
    if rules.refuses_cash(before, parcel.state, parcel.cod_minor):
        identity.count_refused_parcel(customer_id=parcel.customer_id)
    events.append(
        [
            ParcelMoved(
                country=parcel.country, parcel_id=parcel.id, order_id=parcel.order_id,
                customer_id=parcel.customer_id, seller_id=parcel.seller_id, from_state=before,
                to_state=parcel.state,
            )
        ]
    )  # fmt: skip
    return True


def _keep(parcel: Parcel, reported: Reported, received_at: datetime) -> None:
    Scan.objects.create(
        id=ids.uuid7(),
        country=parcel.country,
        parcel=parcel,
        carrier_key=parcel.carrier_key,
        event_id=reported.event_id,
        code=reported.code,
        state=reported.state,
        text=reported.text,
        place=reported.place,
        at=reported.at,
        received_at=received_at,
    )


def _follow(parcel: Parcel, order: order_queries.OrderRow, reported: Reported) -> None:
    """Bring the parcel's lines to where its state says they are, each by the verbs that lead there."""
    target = rules.ORDER_STATUS.get(parcel.state)
    if target is None:
        return
    boxed = set(parcel.lines.values_list("line_id", flat=True))
    by_way: dict[tuple[str, ...], list[UUID]] = {}
    for line in order.lines:
        if line.id in boxed and (way := order_rules.verbs_towards(target, line.status)):
            by_way.setdefault(way, []).append(line.id)
    cash = _cash(parcel, order, boxed)
    for way, line_ids in by_way.items():
        for verb in way:
            VERBS[verb](
                order_id=order.id,
                line_ids=line_ids,
                actor=f"carrier:{parcel.carrier_key}",
                reason=f"{reported.state} {reported.code}".strip(),
                **({"cash": cash} if verb == "deliver" else {}),
            )
            # Of lines that came by several ways the first brings what the parcel collected beside the goods.
            cash = Cash(0, 0) if verb == "deliver" and cash else cash


def _cash(parcel: Parcel, order: order_queries.OrderRow, boxed: set[UUID]) -> Cash | None:
    """What the parcel collects at the door beside its goods; None when nothing is paid there."""
    if not parcel.cod_minor:
        return None
    goods = sum(line.goods_minor for line in order.lines if line.id in boxed)
    return Cash(max(parcel.cod_minor - parcel.rounding_minor - goods, 0), parcel.rounding_minor)
