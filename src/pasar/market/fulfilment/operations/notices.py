"""What carriers tell us: kept as it came, once, and applied by a task."""

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction

from pasar.kernel import clock, sql
from pasar.kernel.errors import NotFound
from pasar.market.fulfilment.carriers import NoticeRefused, carriers
from pasar.market.fulfilment.models import CarrierNotice, Parcel
from pasar.market.fulfilment.operations.scanning import report

PACKAGE = "pasar.market.fulfilment"
UNMATCHED_AFTER = timedelta(hours=1)
"""How long a notice waits for a parcel with its number: the answer to a booking may be slower than the first scan."""


def take_notice(carrier_key: str, headers: Mapping[str, str], raw: bytes) -> bool:
    """Keep a carrier's notice after checking its signature on the raw bytes. False when it came before.

    Raises NotFound for a carrier that tells nothing; NoticeRefused.
    """
    carrier = carriers().get(carrier_key)
    if carrier is None or carrier.read_notice is None:
        raise NotFound
    reported = carrier.read_notice(headers, raw)
    return bool(
        sql.run(
            PACKAGE, "keep_notice",
            carrier_key=carrier_key, event_id=reported.event_id, raw=raw, at=clock.now(),
        )
    )  # fmt: skip


def apply_notices(*, size: int = 100) -> int:
    """Apply notices that were received, in the order they came; return how many were settled.

    Each is a transaction of its own: one that cannot be applied is marked for a person and holds up none.
    """
    waiting = CarrierNotice.objects.filter(state=CarrierNotice.State.RECEIVED).order_by("id")[:size]
    return sum(_apply(notice_id) for notice_id in list(waiting.values_list("id", flat=True)))


@transaction.atomic
def _apply(notice_id: int) -> bool:
    notice = (
        CarrierNotice.objects.select_for_update(skip_locked=True)
        .filter(id=notice_id, state=CarrierNotice.State.RECEIVED)
        .first()
    )
    if notice is None:
        return False
    carrier = carriers()[notice.carrier_key]
    assert carrier.parse is not None
    try:
        reported = carrier.parse(bytes(notice.raw))
    except NoticeRefused:
        return _settle(notice, CarrierNotice.State.UNMATCHED, "cannot be read")
    parcel = Parcel.objects.filter(
        carrier_key=notice.carrier_key, tracking_number=reported.tracking_number
    ).first()
    if parcel is None:
        if clock.now() < notice.received_at + UNMATCHED_AFTER:
            return False
        return _settle(notice, CarrierNotice.State.UNMATCHED, "no parcel with this number")
    report(parcel_id=parcel.id, reported=reported, received_at=notice.received_at)
    return _settle(notice, CarrierNotice.State.APPLIED, "")


def _settle(notice: CarrierNotice, state: str, problem: str) -> bool:
    notice.state, notice.problem = state, problem
    notice.save(update_fields=["state", "problem"])
    return True
