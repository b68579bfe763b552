"""Ways to send, parcels and their scans, labels."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, Q
from django.utils.translation import gettext as _

from pasar import countries
from pasar.countries.formats import money_text, phone_text
from pasar.kernel import clock
from pasar.kernel.errors import NotFound
from pasar.market.fulfilment import label, rules
from pasar.market.fulfilment.carriers import carrier_name, carriers
from pasar.market.fulfilment.errors import NotBookedYet
from pasar.market.fulfilment.models import Parcel, RateCard, Remittance, Scan
from pasar.market.fulfilment.rules import Card, Load, Option, Tariff

TARIFF_KEPT_S = 60.0
_tariffs: dict[str, tuple[float, date, Tariff]] = {}


@dataclass(frozen=True, slots=True)
class ScanView:
    """What the carrier said, when and where."""

    state: str
    code: str
    text: str
    place: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ParcelView:
    """A parcel with its way so far, the newest scan first."""

    id: UUID
    order_id: UUID
    order_number: str
    seller_id: int
    carrier_key: str
    carrier: str
    service_key: str
    tracking_number: str
    state: str
    booking: str
    currency: str
    weight_g: int
    cod_minor: int
    collected_minor: int | None
    remitted_minor: int | None
    last_error: str
    created_at: datetime
    booked_at: datetime | None
    handed_over_at: datetime | None
    delivered_at: datetime | None
    line_ids: tuple[UUID, ...]
    scans: tuple[ScanView, ...]
    mistyped: bool
    """The number looks as if a digit were wrong: a hint, no more."""

    @property
    def can_be_handed_over(self) -> bool:
        return self.handed_over_at is None and self.state != "cancelled" and self.booking in ("booked", "own")

    @property
    def has_label(self) -> bool:
        return bool(self.tracking_number) and self.booking == "booked"


@dataclass(frozen=True, slots=True)
class RemittanceView:
    """Cash a carrier handed on; `differences` are parcels whose sum is not what was expected."""

    id: int
    carrier_key: str
    country: str
    reference: str
    currency: str
    amount_minor: int
    fee_minor: int
    at: datetime
    differences: tuple[tuple[str, int], ...]


def tariff(country: str) -> Tariff:
    """The cards in force today, by pair of zones. Kept for a minute."""
    today = clock.now().astimezone(ZoneInfo(countries.get(country).time_zone)).date()
    kept = _tariffs.get(country)
    if kept and kept[1] == today and time.monotonic() - kept[0] < TARIFF_KEPT_S:
        return kept[2]
    names = list(Card.__dataclass_fields__)
    rows = RateCard.objects.filter(country=country, from_on__lte=today).values_list(*names)
    found = rules.in_force((Card(*row) for row in rows), today)
    if found:
        _tariffs[country] = time.monotonic(), today, found
    return found


def forget_tariffs() -> None:
    """Read the cards anew at the next question: they have changed."""
    _tariffs.clear()


def promise(
    country: str, from_zone: str, to_zone: str, load: Load, *, dispatch_days: int = 1
) -> tuple[Option, ...]:
    """The ways to get a load from zone to zone, the cheapest first: for product pages."""
    venture = countries.get(country)
    return rules.options(
        load,
        tariff(country).get((from_zone, to_zone), ()),
        country=venture,
        at=clock.now().astimezone(ZoneInfo(venture.time_zone)),
        dispatch_days=dispatch_days,
    )


def service_name(carrier_key: str, service_key: str) -> str:
    """What people call a carrier's service, in the language in force."""
    known = carriers().get(carrier_key)
    return _(known.services[service_key]) if known and service_key in known.services else service_key


def parcels(order_id: UUID) -> list[ParcelView]:
    """An order's parcels, the oldest first; whose order it is was asked before."""
    return [_view(parcel) for parcel in _with_scans(Q(order_id=order_id)).order_by("id")]


def parcels_of_orders(order_ids: Iterable[UUID]) -> dict[UUID, list[ParcelView]]:
    """The parcels of several orders, by order."""
    found: dict[UUID, list[ParcelView]] = {}
    for parcel in _with_scans(Q(order_id__in=list(order_ids))).order_by("id"):
        found.setdefault(parcel.order_id, []).append(_view(parcel))
    return found


def parcel(seller_id: int, parcel_id: UUID) -> ParcelView:
    """A seller's own parcel.  Raises NotFound."""
    found = _with_scans(Q(id=parcel_id, seller_id=seller_id)).first()
    if found is None:
        raise NotFound
    return _view(found)


def label_pdf(seller_id: int, parcel_id: UUID) -> bytes:
    """The label of a seller's own parcel, as a PDF.  Raises NotFound, NotBookedYet."""
    return labels_pdf(seller_id, [parcel_id])


def labels_pdf(seller_id: int, parcel_ids: Sequence[UUID]) -> bytes:
    """Labels of a seller's own parcels in one PDF, a page each.  Raises NotFound, NotBookedYet."""
    found = list(Parcel.objects.filter(seller_id=seller_id, id__in=parcel_ids).order_by("id"))
    if len(found) != len(set(parcel_ids)) or not found:
        raise NotFound
    if not all(each.tracking_number for each in found):
        raise NotBookedYet
    return label.draw([_label(each) for each in found])


def remittances(country: str, *, size: int = 50) -> list[RemittanceView]:
    """Cash handed on by carriers, the newest first: for operators."""
    rows = Remittance.objects.filter(country=country).prefetch_related("lines").order_by("-id")[:size]
    return [
        RemittanceView(
            row.id, row.carrier_key, row.country, row.reference, row.currency, row.amount_minor, row.fee_minor,
            row.at,
            tuple(
                (line.tracking_number, line.difference_minor)
                for line in row.lines.all()
                if line.difference_minor
            ),
        )
        for row in rows
    ]  # fmt: skip


def _with_scans(which: Q) -> Any:
    return Parcel.objects.filter(which).prefetch_related(
        "lines", Prefetch("scans", Scan.objects.order_by("-at", "-id"))
    )


def _view(row: Parcel) -> ParcelView:
    own = {
        name: getattr(row, name)
        for name in ParcelView.__dataclass_fields__
        if name not in ("carrier", "line_ids", "scans", "mistyped")
    }
    return ParcelView(
        **own,
        carrier=carrier_name(row.carrier_key if not row.carrier_name else "", row.carrier_name),
        line_ids=tuple(each.line_id for each in row.lines.all()),
        scans=tuple(
            ScanView(scan.state, scan.code, scan.text, scan.place, scan.at) for scan in row.scans.all()
        ),
        mistyped=rules.looks_mistyped(row.tracking_number),
    )


def _label(row: Parcel) -> label.Label:
    country = countries.get(row.country)
    language = country.languages[0]
    to, sender = row.recipient, row.sender
    return label.Label(
        tracking_number=row.tracking_number,
        sort_code=row.sort_code,
        carrier=carrier_name(row.carrier_key if not row.carrier_name else "", row.carrier_name),
        service=service_name(row.carrier_key, row.service_key),
        order_number=row.order_number,
        # The driver needs to call; those who only pass the box on do not.
        recipient=(
            to.get("recipient", ""), phone_text(to.get("phone", ""), country, masked=True),
            *_address_lines(country, to),
        ),
        sender=(
            sender.get("name", ""), phone_text(sender.get("phone", ""), country), *map(str, sender.get("lines", ())),
        ),
        weight=f"{-(-row.weight_g // 100) / 10:.1f} kg",
        cash=str(money_text(row.cod_minor, country, language)) if row.cod_minor else "",
    )  # fmt: skip


def _address_lines(country: countries.Country, to: dict[str, Any]) -> tuple[str, ...]:
    from pasar.countries.formats import address_lines

    values = {**to, "recipient": "", "phone": "", "area": to.get("area_text", "")}
    return tuple(address_lines(country, {key: str(value or "") for key, value in values.items()}))


def orders_of_number(country: str, tracking_number: str, *, size: int = 20) -> list[UUID]:
    """Orders of a venture with a parcel of this tracking number."""
    found = Parcel.objects.filter(tracking_number=tracking_number.strip().upper(), country=country)
    return list(found.values_list("order_id", flat=True).distinct()[:size])
