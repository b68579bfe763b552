"""What carriers tell us: kept as it came, once, and applied by a task."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet

from pasar.kernel import clock, sql
from pasar.kernel.errors import NotFound
from pasar.market.fulfilment.carriers import NoticeRefused, Reported, carriers
from pasar.market.fulfilment.models import CarrierNotice, Parcel
from pasar.market.fulfilment.operations.scanning import Received, report, report_passing

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

    Those that say where parcels are go together. Each of the others is a transaction of its own: one that cannot be
    applied is marked for a person and holds up none.
    """
    waiting = CarrierNotice.objects.filter(state=CarrierNotice.State.RECEIVED).order_by("id")[:size]
    notice_ids = list(waiting.values_list("id", flat=True))
    if not notice_ids:
        return 0
    passed = _apply_passing(notice_ids)
    return len(passed) + sum(_apply(notice_id) for notice_id in notice_ids if notice_id not in passed)


@transaction.atomic
def _apply_passing(notice_ids: Collection[int]) -> set[int]:
    """Settle those that move no order; which they are."""
    received = []
    for notice in _waiting(notice_ids):
        with suppress(NoticeRefused):
            received.append(Received(notice.id, notice.carrier_key, _read(notice), notice.received_at))
    taken = report_passing(received)
    CarrierNotice.objects.filter(id__in=taken).update(state=CarrierNotice.State.APPLIED, problem="")
    return taken


def _waiting(notice_ids: Collection[int]) -> QuerySet[CarrierNotice]:
    return (
        CarrierNotice.objects.select_for_update(skip_locked=True)
        .filter(id__in=notice_ids, state=CarrierNotice.State.RECEIVED)
        .order_by("id")
    )


def _read(notice: CarrierNotice) -> Reported:
    """Raises NoticeRefused."""
    parse = carriers()[notice.carrier_key].parse
    assert parse is not None
    return parse(bytes(notice.raw))


@transaction.atomic
def _apply(notice_id: int) -> bool:
    notice = _waiting([notice_id]).first()
    if notice is None:
        return False
    try:
        reported = _read(notice)
    except NoticeRefused:
        return _settle(notice, CarrierNotice.State.UNMATCHED, "cannot be read")
    numbered = Parcel.objects.filter(
        carrier_key=notice.carrier_key, tracking_number=reported.tracking_number
    ).order_by("id")
    parcel_id = numbered.values_list("id", flat=True).first()
    if parcel_id is None:
        if clock.now() < notice.received_at + UNMATCHED_AFTER:
            return False
        return _settle(notice, CarrierNotice.State.UNMATCHED, "no parcel with this number")
    report(parcel_id=parcel_id, reported=reported, received_at=notice.received_at)
    return _settle(notice, CarrierNotice.State.APPLIED, "")


def _settle(notice: CarrierNotice, state: str, problem: str) -> bool:
    notice.state, notice.problem = state, problem
    notice.save(update_fields=["state", "problem"])
    return True
