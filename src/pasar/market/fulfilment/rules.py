"""Tariffs, promises and tracking numbers, as arithmetic.

Chargeable weight is the heavier of the scale and the volume (cm³ over the card's divisor), rounded up to the card's
step, with its tolerance, and never below its base.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from pasar.countries import Country
from pasar.countries.formats import is_working_day, working_days_after
from pasar.kernel.records import dataclass


@dataclass(frozen=True, slots=True)
class Card:
    """One carrier's service from zone to zone, as it stands on a day."""

    id: int
    country: str
    carrier_key: str
    service_key: str
    from_zone: str
    to_zone: str
    currency: str
    base_g: int
    base_minor: int
    step_g: int
    step_minor: int
    tolerance_g: int
    divisor: int
    most_g: int
    min_days: int
    max_days: int
    cod_fee_bps: int | None
    from_on: date


@dataclass(frozen=True, slots=True)
class Load:
    """What a parcel weighs and takes up: sums over its units."""

    weight_g: int
    volume_cm3: int

    def __add__(self, other: "Load") -> "Load":
        return Load(self.weight_g + other.weight_g, self.volume_cm3 + other.volume_cm3)

    def times(self, units: int) -> "Load":
        return Load(self.weight_g * units, self.volume_cm3 * units)


@dataclass(frozen=True, slots=True)
class Option:
    """A way to get a parcel there: its price and the days it is promised for."""

    carrier_key: str
    service_key: str
    card_id: int
    price_minor: int
    chargeable_g: int
    promise_from: date
    promise_to: date
    takes_cash: bool


def volume(size_cm: Sequence[int]) -> int:
    """Cubic centimetres of one unit; 0 where its size is not known."""
    if len(size_cm) != 3:
        return 0
    length, width, height = size_cm
    return length * width * height


def chargeable_g(load: Load, card: Card) -> int:
    """Grams that the card charges for.

    Worked: 40 × 30 × 20 cm and 2.1 kg at divisor 6000 are 4,000 g; at 5000, by whole kilos, 5,000 g; 1.30 kg with a
    tolerance of 0.30 is 1,000 g, and 1.31 kg is 2,000 g.
    """
    volumetric_g = -(-load.volume_cm3 * 1000 // card.divisor)
    grams = max(load.weight_g, volumetric_g)
    if grams <= card.base_g + card.tolerance_g:
        return card.base_g
    over = grams - card.base_g
    steps, rest = divmod(over, card.step_g)
    return card.base_g + (steps + (1 if rest > card.tolerance_g else 0)) * card.step_g


def price_minor(grams: int, card: Card) -> int:
    """The price of a chargeable weight."""
    return card.base_minor + (grams - card.base_g) // card.step_g * card.step_minor


def options(
    load: Load,
    cards: Iterable[Card],
    *,
    country: Country,
    at: datetime,
    dispatch_days: int,
) -> tuple[Option, ...]:
    """The ways to get a load there, the cheapest first, the quicker first of equals.

    cards: those in force from zone to zone (`in_force`), at most one per carrier and service.
    at: the moment in the country's own time zone. dispatch_days: working days the seller needs to hand over.
    """
    found, handed_over = [], hand_over(country, at=at, dispatch_days=dispatch_days)
    for card in cards:
        grams = chargeable_g(load, card)
        if grams > card.most_g:
            continue
        first, last = promise(card, country, handed_over)
        found.append(
            Option(
                carrier_key=card.carrier_key,
                service_key=card.service_key,
                card_id=card.id,
                price_minor=price_minor(grams, card),
                chargeable_g=grams,
                promise_from=first,
                promise_to=last,
                takes_cash=card.cod_fee_bps is not None,
            )
        )
    found.sort(key=lambda each: (each.price_minor, each.promise_to, each.carrier_key))
    return tuple(found)


def served(load: Load, cards: Iterable[Card]) -> bool:
    """Whether any carrier takes a load there; without a price or a day, so quick enough to ask for every line."""
    return any(chargeable_g(load, card) <= card.most_g for card in cards)


def hand_over(country: Country, *, at: datetime, dispatch_days: int) -> date:
    """The day on which a seller who needs so many working days gives it to the carrier.

    What comes in after the pick-up's cut-off, or on a day without work, counts from the next working day.
    at: local time.
    """
    start = at.date()
    late = at.time() >= country.pickup_cutoff
    if late or not is_working_day(country, start):
        start = working_days_after(country, start, 1)
    return working_days_after(country, start, dispatch_days) if dispatch_days else start


def promise(card: Card, country: Country, handed_over: date) -> tuple[date, date]:
    """First and last day of delivery, counted in working days from the hand-over."""
    return (
        working_days_after(country, handed_over, card.min_days) if card.min_days else handed_over,
        working_days_after(country, handed_over, card.max_days) if card.max_days else handed_over,
    )


Tariff = Mapping[tuple[str, str], Sequence[Card]]
"""The cards of a country by the pair of zones, from and to."""


def in_force(cards: Iterable[Card], on: date) -> Tariff:
    """Of each carrier, service and pair of zones the newest card that has begun."""
    newest: dict[tuple[str, str, str, str, str], Card] = {}
    for card in cards:
        key = (card.country, card.carrier_key, card.service_key, card.from_zone, card.to_zone)
        if card.from_on <= on and (key not in newest or card.from_on > newest[key].from_on):
            newest[key] = card
    tariff: dict[tuple[str, str], list[Card]] = {}
    for card in newest.values():
        tariff.setdefault((card.from_zone, card.to_zone), []).append(card)
    return tariff


# Tracking numbers -----------------------------------------------------------------------------------------------

S10 = re.compile(r"^[A-Z]{2}(\d{8})(\d)([A-Z]{2})$")
S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)


def s10_check_digit(serial: str) -> int:
    """The check digit of an S10 number's eight-digit serial.  Source: UPU standard S10, identification of items."""
    total = sum(int(digit) * weight for digit, weight in zip(serial, S10_WEIGHTS, strict=True))
    rest = 11 - total % 11
    return {10: 0, 11: 5}.get(rest, rest)


def looks_mistyped(number: str) -> bool:
    """Whether a number has the shape of an S10 number with a wrong check digit: a hint beside the field, no refusal."""
    found = S10.match(number)
    return found is not None and s10_check_digit(found[1]) != int(found[2])


def clean_number(typed: str) -> str:
    """A tracking number as typed, without blanks and in capitals; its shape is nobody's business but the carrier's."""
    return re.sub(r"\s+", "", typed).upper()[:60]


# Scans ----------------------------------------------------------------------------------------------------------

ORDER_STATUS: Mapping[str, str] = {
    "picked_up": "shipped",
    "in_transit": "shipped",
    "at_hub": "shipped",
    "customs": "shipped",
    "out_for_delivery": "shipped",
    "delivered": "delivered",
    "delivery_failed": "delivery_failed",
    "return_started": "delivery_failed",
    "return_in_transit": "delivery_failed",
    "lost": "delivery_failed",
    "damaged": "delivery_failed",
    "returned": "returned",
}
"""What a parcel's state means for its order. States without an entry move no order: labels and pick-ups that are
still to come, and what needs a person's eye."""

ON_THE_WAY_BACK = frozenset({"return_started", "return_in_transit", "returned"})


def next_state(now: str, last_scan_at: datetime | None, reported: str, at: datetime) -> str:
    """A parcel's state after a scan: the newest scan's, whatever order they come in.

    Unknown codes change nothing. What ends the journey counts even when its clock is behind the last scan's:
    nothing but a way back can follow a delivery, and nothing at all a return.
    """
    late = last_scan_at is not None and at < last_scan_at
    if reported == "unknown" or now in ("returned", "cancelled"):
        return now
    if reported == "returned":
        return reported
    if now == "delivered":
        return reported if reported in ON_THE_WAY_BACK and not late else now
    if reported == "delivered":
        return now if now in ON_THE_WAY_BACK and late else reported
    return now if late else reported


def refuses_cash(before: str, after: str, cod_minor: int) -> bool:
    """Whether this step says that nobody paid at the door: a parcel with cash to collect turns back undelivered."""
    return cod_minor > 0 and after in ON_THE_WAY_BACK and before not in {*ON_THE_WAY_BACK, "delivered"}
