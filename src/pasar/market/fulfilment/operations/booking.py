"""What came of asking a carrier to carry a parcel."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from pasar.kernel import clock, events
from pasar.market.fulfilment.carriers import Booked
from pasar.market.fulfilment.events import BookingRefused
from pasar.market.fulfilment.models import Parcel

SLOWEST = timedelta(minutes=30)


@transaction.atomic
def note_booked(*, parcel_id: UUID, booked: Booked) -> bool:
    """The carrier gave a number. False when the parcel is no longer waiting for one."""
    parcel = _waiting(parcel_id)
    if parcel is None:
        return False
    parcel.tracking_number, parcel.sort_code = booked.tracking_number, booked.sort_code
    parcel.booking, parcel.booked_at = Parcel.Booking.BOOKED, clock.now()
    parcel.next_try_at, parcel.last_error = None, ""
    parcel.save(
        update_fields=("tracking_number", "sort_code", "booking", "booked_at", "next_try_at", "last_error")
    )
    return True


@transaction.atomic
def note_refused(*, parcel_id: UUID, reason: str) -> bool:
    """The carrier will not take it: the seller hears of it and chooses another way."""
    parcel = _waiting(parcel_id)
    if parcel is None:
        return False
    parcel.booking, parcel.next_try_at, parcel.last_error = Parcel.Booking.REFUSED, None, reason[:300]
    parcel.save()
    events.append(
        [
            BookingRefused(
                country=parcel.country, parcel_id=parcel.id, order_id=parcel.order_id,
                seller_id=parcel.seller_id, reason=reason[:200],
            )
        ]
    )  # fmt: skip
    return True


@transaction.atomic
def note_unreachable(*, parcel_id: UUID, reason: str) -> bool:
    """No answer: tried again later, each time after twice as long, under the same reference."""
    parcel = _waiting(parcel_id)
    if parcel is None:
        return False
    parcel.attempts += 1
    wait = min(timedelta(seconds=2 ** min(parcel.attempts, 12)), SLOWEST)
    parcel.next_try_at, parcel.last_error = clock.now() + wait, reason[:300]
    parcel.save()
    return True


@transaction.atomic
def note_collected(*, parcel_id: UUID, error: str = "") -> None:
    """The carrier knows what becomes of the parcel, or will not hear of it (error): it is not told again."""
    Parcel.objects.filter(id=parcel_id).update(collect_at=None, last_error=error[:300])


@transaction.atomic
def note_not_collected(*, parcel_id: UUID, reason: str) -> None:
    """The carrier could not be told: again in a minute."""
    Parcel.objects.filter(id=parcel_id, collect_at__isnull=False).update(
        collect_at=clock.now() + timedelta(minutes=1), last_error=reason[:300]
    )


def _waiting(parcel_id: UUID) -> Parcel | None:
    return (
        Parcel.objects.select_for_update(no_key=True)
        .filter(id=parcel_id, booking=Parcel.Booking.TO_BOOK)
        .first()
    )
