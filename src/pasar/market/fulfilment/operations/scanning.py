"""A carrier's word about a parcel, and what it means for the order."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from pasar.kernel import events, ids, sql
from pasar.kernel.errors import NotFound
from pasar.market.fulfilment import rules
from pasar.market.fulfilment.carriers import Reported
from pasar.market.fulfilment.events import ParcelMoved
from pasar.market.fulfilment.models import Parcel, ParcelLine, Scan
from pasar.market.identity import operations as identity
from pasar.market.orders import operations as orders
from pasar.market.orders import queries as order_queries
from pasar.market.orders import rules as order_rules
from pasar.market.orders.operations import Cash
from pasar.market.orders.operations.money import CASH

PACKAGE = "pasar.market.fulfilment"
VERBS: dict[str, Callable[..., Any]] = {
    "ship": orders.ship,
    "deliver": orders.deliver,
    "fail_delivery": orders.fail_delivery,
    "back_at_seller": orders.back_at_seller,
}
FOLLOWED = ("state", "last_scan_at", "collected_minor", "delivered_at", "handed_over_at")
"""What a scan may change of its parcel."""


@transaction.atomic
def report(*, parcel_id: UUID, reported: Reported, received_at: datetime) -> bool:
    """Keep a scan and let the parcel and its order follow it. False when this scan is known already.

    Scans come late, twice and out of order: they never move an order back.  Raises NotFound.
    """
    order_id = Parcel.objects.filter(id=parcel_id).values_list("order_id", flat=True).first()
    if order_id is None:
        raise NotFound
    # Orders before parcels, as everywhere; and two scans of one order wait for each other here.
    [order] = order_queries.lock_orders([order_id])
    parcel = Parcel.objects.select_for_update(no_key=True).get(id=parcel_id)
    if Scan.objects.filter(carrier_key=parcel.carrier_key, event_id=reported.event_id).exists():
        return False
    Scan.objects.bulk_create([_scan(parcel, reported, received_at)])
    before = parcel.state
    _bring_to(parcel, _next(parcel, reported), reported)
    parcel.save(update_fields=FOLLOWED)
    if parcel.state == before:
        return True
    _follow(parcel, order, reported)
    if rules.refuses_cash(before, parcel.state, parcel.cod_minor):
        identity.count_refused_parcel(customer_id=parcel.customer_id)
    events.append([_moved(parcel, before)])
    return True


@dataclass(frozen=True, slots=True)
class Received:
    """What a carrier reported of the parcel with that number, and when we heard it. id: the caller's own."""

    id: int
    carrier_key: str
    reported: Reported
    received_at: datetime


@transaction.atomic
def report_passing(received: Sequence[Received]) -> set[int]:
    """Keep scans that say where parcels are and move no order: any number of them in the same few statements.

    Return the ids of those that were kept, or known already. What moves an order is left for `report`, with whatever
    comes after it of the same parcel: such verbs lock stock and money in orders of their own.
    """
    places = _places(received)
    # Orders before parcels, as everywhere.
    orders_by_id = {
        order.id: order
        for order in order_queries.lock_orders({order_id for _id, order_id in places.values()})
    }
    found = Parcel.objects.select_for_update(no_key=True).filter(id__in=[id for id, _ in places.values()])
    parcels = {parcel.id: parcel for parcel in found.order_by("id")}
    boxed = _boxed(parcels)
    known = set(
        Scan.objects.filter(event_id__in=[each.reported.event_id for each in received]).values_list(
            "carrier_key", "event_id"
        )
    )
    taken: set[int] = set()
    left: set[UUID] = set()
    scans: list[Scan] = []
    moved: list[ParcelMoved] = []
    for each in received:
        place = places.get((each.carrier_key, each.reported.tracking_number))
        if place is None or place[0] in left:
            continue
        parcel, scan = parcels[place[0]], (each.carrier_key, each.reported.event_id)
        if scan not in known:
            before, state = parcel.state, _next(parcel, each.reported)
            if state != before and (
                rules.refuses_cash(before, state, parcel.cod_minor)
                or _ways(state, orders_by_id[parcel.order_id], boxed[parcel.id])
            ):
                left.add(parcel.id)
                continue
            scans.append(_scan(parcel, each.reported, each.received_at))
            _bring_to(parcel, state, each.reported)
            if state != before:
                moved.append(_moved(parcel, before))
        known.add(scan)
        taken.add(each.id)
    Scan.objects.bulk_create(scans)
    _save([parcels[parcel_id] for parcel_id in sorted({scan.parcel_id for scan in scans})])
    events.append(moved)
    return taken


def _save(parcels: Sequence[Parcel]) -> None:
    """What `_bring_to` changed of them, in one statement."""
    if parcels:
        sql.run(
            PACKAGE, "follow_scans",
            ids=[each.id for each in parcels], states=[each.state for each in parcels],
            last_scans=[each.last_scan_at for each in parcels], deliveries=[each.delivered_at for each in parcels],
            hand_overs=[each.handed_over_at for each in parcels], collected=[each.collected_minor for each in parcels],
        )  # fmt: skip


def _places(received: Sequence[Received]) -> dict[tuple[str, str], tuple[UUID, UUID]]:
    """(parcel, order) by carrier and number: the first of them, should a number have been given twice."""
    numbered = Parcel.objects.filter(tracking_number__in={each.reported.tracking_number for each in received})
    rows = numbered.order_by("-id").values_list("carrier_key", "tracking_number", "id", "order_id")
    return {(carrier_key, number): (parcel_id, order_id) for carrier_key, number, parcel_id, order_id in rows}


def _boxed(parcel_ids: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    found: dict[UUID, set[UUID]] = {parcel_id: set() for parcel_id in parcel_ids}
    lines = ParcelLine.objects.filter(parcel_id__in=list(found))
    for parcel_id, line_id in lines.values_list("parcel_id", "line_id"):
        found[parcel_id].add(line_id)
    return found


def _next(parcel: Parcel, reported: Reported) -> str:
    return rules.next_state(parcel.state, parcel.last_scan_at, reported.state, reported.at)


def _bring_to(parcel: Parcel, state: str, reported: Reported) -> None:
    """What the parcel itself keeps of a scan; saving it is for the caller, see FOLLOWED."""
    parcel.state = state
    if parcel.last_scan_at is None or reported.at > parcel.last_scan_at:
        parcel.last_scan_at = reported.at
    if reported.collected_minor is not None and reported.currency == parcel.currency:
        parcel.collected_minor = reported.collected_minor
    if state == "delivered" and parcel.delivered_at is None:
        parcel.delivered_at = reported.at
    if parcel.handed_over_at is None and rules.ORDER_STATUS.get(state):
        parcel.handed_over_at = reported.at


def _moved(parcel: Parcel, before: str) -> ParcelMoved:
    return ParcelMoved(
        country=parcel.country, parcel_id=parcel.id, order_id=parcel.order_id, customer_id=parcel.customer_id,
        seller_id=parcel.seller_id, from_state=before, to_state=parcel.state,
    )  # fmt: skip


def _scan(parcel: Parcel, reported: Reported, received_at: datetime) -> Scan:
    return Scan(
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
    if parcel.state not in rules.ORDER_STATUS:
        return
    boxed = _boxed([parcel.id])[parcel.id]
    by_way = _ways(parcel.state, order, boxed)
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


def _ways(state: str, order: order_queries.OrderRow, boxed: set[UUID]) -> dict[tuple[str, ...], list[UUID]]:
    """Lines in the box by the verbs that bring them to where a parcel in this state is; those there are left out."""
    target = rules.ORDER_STATUS.get(state)
    found: dict[tuple[str, ...], list[UUID]] = {}
    if target is None:
        return found
    for line in order.lines:
        if line.id in boxed and (way := order_rules.verbs_towards(target, line.status)):
            found.setdefault(way, []).append(line.id)
    return found


def _cash(parcel: Parcel, order: order_queries.OrderRow, boxed: set[UUID]) -> Cash | None:
    """What the parcel collects at the door beside its goods; None when nothing is paid there."""
    if not parcel.cod_minor:
        return Cash(0, 0) if order.payment_method == CASH else None
    goods = sum(line.layers.money_minor for line in order.lines if line.id in boxed)
    return Cash(max(parcel.cod_minor - parcel.rounding_minor - goods, 0), parcel.rounding_minor)
