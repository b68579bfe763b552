"""What a price cut must be, which price counts, and whose turn it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final, Literal

FLASH: Final = "flash"
CAMPAIGN: Final = "campaign"
BPS = 10_000


@dataclass(frozen=True, slots=True)
class Price:
    """A unit price that stands in for the offer's while it lasts. The seller's own cut, not a discount."""

    source: Literal["flash", "campaign"]
    source_id: int
    """The slot's item, or the enrolment."""
    version: int
    unit_minor: int
    was_minor: int
    """The lowest price of the days before, which is what it is a cut of."""
    per_customer: int | None
    """Units one customer may take in all; None: any number."""
    quota_left: int | None
    """Units that anybody may take; None: no quota."""
    until: datetime

    @property
    def shelf_id(self) -> int | None:
        """The warehouse at which these units are held: a flash item's own shelf. None: the shop's."""
        return shelf_of(self.source_id) if self.source == FLASH else None


def shelf_of(item_id: int) -> int:
    """The stock warehouse of a slot item's quota. Below zero, so that it is nobody's address."""
    return -item_id


def item_of(shelf_id: int) -> int:
    """The slot item whose quota lies on this shelf."""
    return -shelf_id


@dataclass(frozen=True, slots=True)
class Used:
    """What one customer has of a slot's item."""

    units: int = 0
    """Taken and not given back."""
    offered: int = 0
    """Kept for this customer, whose turn it is in the line."""


NOTHING = Used()


@dataclass(frozen=True, slots=True)
class Choice:
    """The price a line is sold at, and why it is not the flash price, if there is one."""

    price: Price | None
    """None: the offer's own."""
    refusal: str = ""
    """"flash_sold_out": fewer are left than wanted; "flash_limit": more than one customer may have."""
    most: int | None = None
    """Of a flash item: how many this customer may still take."""


def choose(prices: Sequence[Price], units: int, offer_minor: int, used: Used = NOTHING) -> Choice:
    """The price of so many units for one customer: the lowest of the offer's, the campaign's and the flash price.

    All units of a line cost the same, so a flash price counts only when the quota has them all. used: what the
    customer has of the flash item. A price that is not below the offer's does not count: the seller went lower.
    """
    lower = sorted(
        (each for each in prices if each.unit_minor < offer_minor), key=lambda each: each.unit_minor
    )
    refusal, most = "", None
    for price in lower:
        if price.source != FLASH:
            return Choice(price, refusal, most)
        left = (price.quota_left or 0) + used.offered
        allowed = left if price.per_customer is None else max(price.per_customer - used.units, 0)
        most = min(left, allowed)
        if units <= most:
            return Choice(price, "", most)
        refusal = "flash_limit" if units > allowed and left > 0 else "flash_sold_out"
    return Choice(None, refusal, most)


def after_taking(price: Price, units: int, used: Used) -> tuple[Price, Used]:
    """What is left for those behind, when a line takes units: first those that were kept for the customer."""
    kept = min(units, used.offered)
    left = None if price.quota_left is None else price.quota_left - (units - kept)
    return (
        Price(
            price.source, price.source_id, price.version, price.unit_minor, price.was_minor, price.per_customer,
            left, price.until,
        ),
        Used(used.units + units, used.offered - kept),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Past:
    """An offer that was, or is, in force from a moment to another."""

    price_minor: int
    from_at: datetime
    until_at: datetime | None


def in_force(past: Iterable[Past], at: datetime) -> int | None:
    """What a unit cost at a moment: of several offers, the one that began last."""
    live = [each for each in past if each.from_at <= at and (each.until_at is None or each.until_at > at)]
    return max(live, key=lambda each: each.from_at).price_minor if live else None


def lowest(past: Sequence[Past], since: datetime, at: datetime) -> int | None:
    """The lowest price that could be had for some time between two moments; None: it had none.

    Only prices that counted: an offer hidden behind a later one was never asked of anybody.
    """
    turns = {since, *(each.from_at for each in past), *(each.until_at for each in past if each.until_at)}
    found = [in_force(past, turn) for turn in turns if since <= turn < at]
    return min((price for price in found if price is not None), default=None)


def priced_for(past: Sequence[Past], since: datetime, at: datetime) -> timedelta:
    """For how long between two moments it had a price at all."""
    turns = sorted(
        {since, at, *(t for each in past for t in (each.from_at, each.until_at) if t and since < t < at)}
    )
    return sum(
        (end - begin for begin, end in pairwise(turns) if in_force(past, begin) is not None),
        timedelta(0),
    )


@dataclass(frozen=True, slots=True)
class Terms:
    """What a cut must be to be one."""

    min_cut_bps: int
    """Below the lowest price of the days looked back on."""
    look_back_days: int
    min_days_priced: int
    """Goods must have had a price for that long, so that a price made up the day before is no reference."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a price may be called a cut. most_minor: the highest that would be accepted; None: none would, yet."""

    reference_minor: int | None
    most_minor: int | None
    reason: str = ""
    """Empty: it may. "not_low_enough", "too_new", "no_price"."""


def judge(terms: Terms, price_minor: int, past: Sequence[Past], step_minor: int, at: datetime) -> Verdict:
    """Judge a price by what the goods cost before. The highest acceptable one is a whole price step."""
    since = at - timedelta(days=terms.look_back_days)
    reference = lowest(past, since, at)
    if reference is None:
        return Verdict(None, None, "no_price")
    if priced_for(past, since, at) < timedelta(days=terms.min_days_priced):
        return Verdict(reference, None, "too_new")
    ceiling = reference * (BPS - terms.min_cut_bps) // BPS
    most = ceiling // step_minor * step_minor
    if most <= 0:
        return Verdict(reference, None, "not_low_enough")
    return Verdict(reference, most, "" if price_minor <= most else "not_low_enough")


LINE_PER_UNIT = 10
"""The longest line, in people for each unit of the quota: whoever comes later is told the truth at once."""


def chance(quota: int, sold: int, waiting: int, ahead: int) -> str:
    """How it looks for somebody with so many before them, in words a page has: "soon", "maybe" or "unlikely"."""
    if ahead < max(quota - sold, 1):
        return "soon"
    return "maybe" if ahead < max(sold // 5, 1) else "unlikely"


LOOKS_AGAIN_S = 5
LOOKS_AGAIN_AT_MOST_S = 60
AHEAD_PER_S = 20


def looks_again_s(ahead: int) -> int:
    """After how many seconds somebody with so many before them need look again.

    The front of a line soon, its end once a minute, so that a long line asks no more of the market than a short one.
    """
    return min(LOOKS_AGAIN_S + ahead // AHEAD_PER_S, LOOKS_AGAIN_AT_MOST_S)
