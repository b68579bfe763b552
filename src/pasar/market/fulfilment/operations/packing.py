"""From the shelf into a box and out of the door."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import transaction

from pasar import countries
from pasar.kernel import clock, events, ids
from pasar.kernel.errors import NotFound
from pasar.kernel.ids import ParcelId
from pasar.market.fulfilment import rules
from pasar.market.fulfilment.carriers import carriers
from pasar.market.fulfilment.errors import CashNeedsOurCarrier, NotBookedYet, NotPacked, NumberNeeded
from pasar.market.fulfilment.events import ParcelMoved
from pasar.market.fulfilment.models import Parcel, ParcelLine
from pasar.market.orders import operations as orders
from pasar.market.orders import queries as order_queries
from pasar.market.orders import rules as order_rules
from pasar.market.orders.queries import OrderPage
from pasar.market.sellers import queries as sellers

CASH = "cod"
OWN = "own_courier"


@transaction.atomic
def pack(*, order_id: UUID, actor: str, line_ids: Collection[UUID] | None = None) -> ParcelId:
    """The lines (all when None) are in a box: the parcel that waits to be booked with the carrier chosen at checkout.

    Repeated it returns the parcel they are in.  Raises NotFound, UnknownLine, NotPossible.
    """
    moved = orders.pack(order_id=order_id, actor=actor, line_ids=line_ids)
    packed = [line.id for each in moved for line in each.lines]
    if not packed:
        return _packed_before(order_id, line_ids)
    return _box(order_queries.facts(order_id), packed)


@transaction.atomic
def hand_over(*, parcel_id: UUID, actor: str) -> ParcelId:
    """The parcel left the seller: its lines are shipped, and a carrier that collects is told to.

    Repeating it changes nothing.  Raises NotFound, NotBookedYet, NotPossible.
    """
    parcel = _own(parcel_id, actor)
    if parcel.booking in (Parcel.Booking.TO_BOOK, Parcel.Booking.REFUSED):
        raise NotBookedYet
    return _leave(parcel, actor)


@transaction.atomic
def type_number(*, order_id: UUID, carrier_name: str, number: str, actor: str) -> ParcelId:
    """The seller sent the order with a carrier of his own choice, under this number; packs what is not packed yet.

    The number's shape is never refused. Nobody tells us where such a parcel is, so it is presumed delivered after
    its time.  Raises NumberNeeded, NotFound, NotPossible; CashNeedsOurCarrier for an order paid at the door.
    """
    name, tracking = " ".join(carrier_name.split())[:60], rules.clean_number(number)
    if not name or not tracking:
        raise NumberNeeded
    orders.lock_for([order_id], actor)
    sent = Parcel.objects.filter(order_id=order_id, tracking_number=tracking, handed_over_at__isnull=False)
    if known := sent.first():
        return ParcelId(known.id)
    orders.pack(order_id=order_id, actor=actor)
    order = order_queries.facts(order_id)
    if order.payment_method == CASH:
        raise CashNeedsOurCarrier
    boxed = set(ParcelLine.objects.filter(parcel__order_id=order_id).values_list("line_id", flat=True))
    loose = [line.id for line in order.lines if line.status == order_rules.PACKED and line.id not in boxed]
    if loose:
        _box(order, loose)
    waiting = list(
        Parcel.objects.select_for_update(no_key=True)
        .filter(order_id=order_id, handed_over_at__isnull=True)
        .exclude(state="cancelled")
        .order_by("id")
    )
    if not waiting:
        raise NotPacked
    for parcel in waiting:
        parcel.carrier_key, parcel.carrier_name = OWN, name
        parcel.tracking_number, parcel.booking, parcel.next_try_at = tracking, Parcel.Booking.OWN, None
        parcel.save()
        _leave(parcel, actor)
    return ParcelId(waiting[0].id)


def _packed_before(order_id: UUID, line_ids: Collection[UUID] | None) -> ParcelId:
    found = Parcel.objects.filter(order_id=order_id).exclude(state="cancelled")
    if line_ids is not None:
        found = found.filter(lines__line_id__in=line_ids)
    parcel = found.order_by("-id").first()
    if parcel is None:
        raise NotPacked
    return ParcelId(parcel.id)


def _box(order: OrderPage, line_ids: Collection[UUID]) -> ParcelId:
    lines = [line for line in order.lines if line.id in set(line_ids)]
    country, carrier = countries.get(order.country), carriers()[order.carrier_key]
    now = clock.now()
    cash, rounding = 0, 0
    if order.payment_method == CASH and country.cash:
        # Delivery is collected with the first box; each box rounds to the cash step by itself.
        first = not Parcel.objects.filter(order_id=order.id).exclude(state="cancelled").exists()
        cash, rounding = order_rules.cash_due(
            sum(line.paid_minor for line in lines),
            order.shipping_paid_minor if first else 0,
            country.cash.step_minor,
        )
    books = carrier.book is not None
    parcel = Parcel.objects.create(
        id=ids.uuid7(),
        country=order.country,
        order_id=order.id,
        order_number=order.number,
        seller_id=order.seller_id,
        customer_id=order.customer_id,
        carrier_key=order.carrier_key,
        service_key=order.service_key,
        state="label_created",
        currency=order.currency,
        weight_g=max(1, sum(line.weight_g * line.units for line in lines)),
        cod_minor=cash,
        rounding_minor=rounding,
        recipient=dict(order.address),
        sender=_sender(order),
        booking=Parcel.Booking.TO_BOOK if books else Parcel.Booking.OWN,
        next_try_at=now if books else None,
        created_at=now,
    )
    ParcelLine.objects.bulk_create(
        [ParcelLine(line_id=line.id, country=order.country, parcel=parcel) for line in lines]
    )
    _announce(parcel, "")
    return ParcelId(parcel.id)


def _sender(order: OrderPage) -> dict[str, Any]:
    warehouse = sellers.warehouse_of(order.seller_id)
    return {
        "name": order.shop_name,
        "phone": warehouse.phone,
        "lines": list(warehouse.lines),
        "postcode": warehouse.postcode,
        "area_code": warehouse.area_code,
        "area_text": warehouse.area_text,
        "zone": warehouse.zone,
    }


def _own(parcel_id: UUID, actor: str) -> Parcel:
    """The parcel, locked, if it is the actor's to hand over.  Raises NotFound."""
    order_id = Parcel.objects.filter(id=parcel_id).values_list("order_id", flat=True).first()
    if order_id is None:
        raise NotFound
    # The order first, as every verb of orders does it; its lock also decides whose it is.
    orders.lock_for([order_id], actor)
    return Parcel.objects.select_for_update(no_key=True).get(id=parcel_id)


def _leave(parcel: Parcel, actor: str) -> ParcelId:
    if parcel.handed_over_at is None:
        carrier, before = carriers()[parcel.carrier_key], parcel.state
        parcel.handed_over_at = clock.now()
        if carrier.collect is not None:
            parcel.state, parcel.collect_at = "pickup_scheduled", parcel.handed_over_at
        elif parcel.state == "label_created":
            parcel.state = "picked_up"
        parcel.save(update_fields=("handed_over_at", "state", "collect_at"))
        line_ids = list(parcel.lines.values_list("line_id", flat=True))
        orders.ship(order_id=parcel.order_id, line_ids=line_ids, actor=actor, tracked=carrier.tracked)
        _announce(parcel, before)
    return ParcelId(parcel.id)


def _announce(parcel: Parcel, before: str) -> None:
    if parcel.state != before:
        events.append(
            [
                ParcelMoved(
                    country=parcel.country, parcel_id=parcel.id, order_id=parcel.order_id,
                    customer_id=parcel.customer_id, seller_id=parcel.seller_id,
                    from_state=before, to_state=parcel.state,
                )
            ]
        )  # fmt: skip


@transaction.atomic
def cancel_parcels(*, order_ids: Collection[UUID]) -> int:
    """Parcels of these orders that have not left the seller are not sent; return how many."""
    waiting = (
        Parcel.objects.select_for_update(no_key=True)
        .filter(order_id__in=order_ids, handed_over_at__isnull=True)
        .exclude(state="cancelled")
        .order_by("id")
    )
    parcels = list(waiting)
    for parcel in parcels:
        before, parcel.state, parcel.next_try_at = parcel.state, "cancelled", None
        if parcel.booking == Parcel.Booking.TO_BOOK:
            parcel.booking = Parcel.Booking.REFUSED
        elif parcel.booking == Parcel.Booking.BOOKED:
            parcel.collect_at = clock.now()  # the carrier is told that it will not come
        parcel.save()
        _announce(parcel, before)
    return len(parcels)
