"""What is asked of carriers over the network, and what they told us: recorded by operations, one call a time."""

import logging
from collections.abc import Sequence
from uuid import UUID

from pasar.kernel import clock
from pasar.kernel.events import Consumer, Recorded
from pasar.market.fulfilment import operations
from pasar.market.fulfilment.carriers import (
    Booking,
    CarrierRefused,
    CarrierUnreachable,
    carriers,
)
from pasar.market.fulfilment.models import Parcel, Remittance
from pasar.market.orders import rules as order_rules

log = logging.getLogger(__name__)
SIZE = 50


def book_due() -> int:
    """Ask carriers to carry the parcels that wait for it; return how many were asked for.

    The parcel's id is the reference: a call that is repeated, or made by two workers, books once.
    """
    due = Parcel.objects.filter(booking="to_book", next_try_at__lte=clock.now()).order_by("next_try_at", "id")
    parcels = list(due[:SIZE])
    for parcel in parcels:
        book = carriers()[parcel.carrier_key].book
        assert book is not None
        try:
            booked = book(_booking(parcel))
        except CarrierRefused as refusal:
            operations.note_refused(parcel_id=parcel.id, reason=str(refusal.data.get("reason", "")))
        except CarrierUnreachable as trouble:
            operations.note_unreachable(parcel_id=parcel.id, reason=str(trouble.data.get("reason", "")))
        else:
            operations.note_booked(parcel_id=parcel.id, booked=booked)
    return len(parcels)


def collect_due() -> int:
    """Tell carriers of parcels that they may fetch, and of booked ones that will not come; return how many."""
    due = Parcel.objects.filter(collect_at__lte=clock.now()).order_by("collect_at", "id")
    parcels = list(due[:SIZE])
    for parcel in parcels:
        carrier = carriers()[parcel.carrier_key]
        tell = carrier.cancel if parcel.state == "cancelled" else carrier.collect
        try:
            if tell is not None:
                tell(parcel.tracking_number)
        except CarrierUnreachable as trouble:
            operations.note_not_collected(parcel_id=parcel.id, reason=str(trouble.data.get("reason", "")))
        except CarrierRefused as refusal:
            operations.note_collected(parcel_id=parcel.id, error=str(refusal.data.get("reason", "")))
        else:
            operations.note_collected(parcel_id=parcel.id)
    return len(parcels)


def read_remittances() -> int:
    """Ask carriers for cash they handed on; return how many sums were new."""
    taken = 0
    for carrier in carriers().values():
        if carrier.remittances is None:
            continue
        last = Remittance.objects.filter(carrier_key=carrier.key).order_by("-id").first()
        try:
            found = carrier.remittances(last.reference if last else "")
        except CarrierUnreachable as trouble:
            log.info("%s: remittances: %s", carrier.key, trouble.data.get("reason"))
            continue
        taken += sum(operations.take_remittance(carrier_key=carrier.key, remitted=each) for each in found)
    return taken


def note_cancelled(events: Sequence[Recorded]) -> None:
    """Parcels of cancelled orders that have not left are not sent."""
    gone = [
        UUID(event.payload["order_id"])
        for event in events
        if event.payload["to_status"] == order_rules.CANCELLED
    ]
    if gone:
        operations.cancel_parcels(order_ids=gone)


def _booking(parcel: Parcel) -> Booking:
    return Booking(
        reference=str(parcel.id),
        country=parcel.country,
        service_key=parcel.service_key,
        sender={key: _text(value) for key, value in parcel.sender.items()},
        recipient={key: _text(value) for key, value in parcel.recipient.items()},
        weight_g=parcel.weight_g,
        cod_minor=parcel.cod_minor,
        currency=parcel.currency,
    )


def _text(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value or "")


CONSUMERS = (Consumer("fulfilment.cancelled", ("order.moved",), note_cancelled),)
SWEEPERS = {
    "fulfilment.book": (1.0, book_due),
    "fulfilment.collect": (1.0, collect_due),
    "fulfilment.notices": (0.5, operations.apply_notices),
    "fulfilment.remittances": (60.0, read_remittances),
}
