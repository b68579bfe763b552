"""Verbs of baskets. What does not exist for an owner is NotFound, whoever else may have it."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction

from pasar.kernel import clock, sql
from pasar.kernel.errors import Invalid, NotFound
from pasar.kernel.ids import SkuId
from pasar.market.basket import queries, rules
from pasar.market.basket.errors import (
    NotEnoughLeft,
    NotForSale,
    TooManyLines,
    TooManySaved,
    UnitsOutOfRange,
)
from pasar.market.basket.rules import MOST_LINES, MOST_SAVED, MOST_UNITS, Owner
from pasar.market.campaigns import queries as campaigns
from pasar.market.catalogue import queries as catalogue
from pasar.market.sellers import queries as sellers
from pasar.market.stock import queries as stock

GUESTS_KEPT_FOR = timedelta(days=60)


@transaction.atomic
def add(*, country: str, owner: Owner, sku_id: int, units: object = 1) -> int:
    """Put units of a SKU into the basket, selected; return the units then in it. What was saved for later comes back.

    units: a number or what a form sent.  Raises UnitsOutOfRange, NotForSale, NotEnoughLeft, TooManyLines.
    """
    more = _units(units)
    there = {line.sku_id: line.units for line in queries.raw_lines(country, owner)}
    facts, price_minor, free = _on_offer(country, sku_id, there.get(sku_id, 0) + more)
    if sku_id not in there and len(there) >= MOST_LINES:
        raise TooManyLines(most=MOST_LINES)
    if free < there.get(sku_id, 0) + more:
        raise NotEnoughLeft(free=free)
    added = sql.values(
        __package__, "add_for_guest" if owner.customer_id is None else "add_for_customer",
        country=country, owner=_key(owner), sku_id=sku_id, shop_id=facts.shop_id, units=more,
        seen_price_minor=price_minor, at=clock.now(), most=MOST_UNITS,
    )  # fmt: skip
    if not added:
        raise UnitsOutOfRange(most=MOST_UNITS)
    return int(added[0][0])


@transaction.atomic
def set_units(*, country: str, owner: Owner, sku_id: int, units: object) -> int:
    """Make a line's units what was asked for; return them.

    Raises UnitsOutOfRange, NotForSale, NotEnoughLeft; NotFound when the basket has no such line.
    """
    wanted = _units(units)
    if sku_id not in {line.sku_id for line in queries.raw_lines(country, owner)}:
        raise NotFound
    _facts, _price_minor, free = _on_offer(country, sku_id, wanted)
    if free < wanted:
        raise NotEnoughLeft(free=free)
    sql.run(__package__, "set_units", **_whose(country, owner), sku_id=sku_id, units=wanted)
    return wanted


def remove(*, country: str, owner: Owner, sku_ids: Sequence[int]) -> int:
    """Take SKUs out, of the basket or of what is saved; return how many lines went. Others change nothing."""
    if not owner.is_somebody:
        return 0
    return sql.run(__package__, "remove", **_whose(country, owner), sku_ids=list(sku_ids))


@transaction.atomic
def save_for_later(*, country: str, owner: Owner, sku_ids: Sequence[int]) -> int:
    """Move lines out of the basket to what is saved for later; return how many. Those not in it change nothing.

    Raises TooManySaved.
    """
    if not owner.is_somebody:
        return 0
    moving = {line.sku_id for line in queries.raw_lines(country, owner)}.intersection(sku_ids)
    if not moving:
        return 0
    if queries.counts(country, owner).saved + len(moving) > MOST_SAVED:
        raise TooManySaved(most=MOST_SAVED)
    return sql.run(__package__, "save", **_whose(country, owner), sku_ids=sorted(moving), at=clock.now())


@transaction.atomic
def take_back(*, country: str, owner: Owner, sku_id: int) -> int:
    """Move what was saved for later back into the basket, selected; return its units: those kept, or what is left.

    Raises NotForSale, NotEnoughLeft when none is left, TooManyLines; NotFound when it is not saved.
    """
    kept = sql.values(__package__, "saved_units", **_whose(country, owner), sku_id=sku_id)
    if not kept:
        raise NotFound
    _facts, _price_minor, free = _on_offer(country, sku_id, 1)
    if free < 1:
        raise NotEnoughLeft(free=free)
    if queries.counts(country, owner).lines >= MOST_LINES:
        raise TooManyLines(most=MOST_LINES)
    units = min(int(kept[0][0]), free)
    sql.run(__package__, "take_back", **_whose(country, owner), sku_id=sku_id, units=units, at=clock.now())
    return units


def select(
    *,
    country: str,
    owner: Owner,
    selected: bool,
    sku_ids: Sequence[int] | None = None,
    shop_id: int | None = None,
) -> int:
    """Mark lines as to be bought now, or not: these SKUs, a shop's, or all. Returns how many changed."""
    if not owner.is_somebody:
        return 0
    return sql.run(
        __package__, "select",
        **_whose(country, owner),
        sku_ids=None if sku_ids is None else list(sku_ids), shop_id=shop_id, selected=selected,
    )  # fmt: skip


def see_prices(*, country: str, owner: Owner, prices: Mapping[int, int]) -> int:
    """The customer has seen these prices (minor units per SKU): the hint that they changed ends."""
    if not owner.is_somebody or not prices:
        return 0
    return sql.run(
        __package__, "see_prices",
        **_whose(country, owner), sku_ids=list(prices), prices=list(prices.values()),
    )  # fmt: skip


@transaction.atomic
def merge(*, country: str, guest_token: str | None, customer_id: int) -> int:
    """At sign-in the guest's lines become the customer's, saved ones too; return how many. Units of a SKU add up.

    What no longer fits into MOST_LINES and MOST_SAVED is left out, the oldest first.
    """
    guest = Owner(guest_token=guest_token)
    if guest.guest_hash is None:
        return 0
    there = queries.counts(country, Owner(customer_id=customer_id))
    return sql.run(
        __package__, "merge",
        customer_id=customer_id, guest_hash=guest.guest_hash, country=country, most=MOST_UNITS,
        room=max(0, MOST_LINES - there.lines), saved_room=max(0, MOST_SAVED - there.saved),
    )  # fmt: skip


def forget_guests() -> int:
    """Remove guests' lines that nobody came back for; return how many."""
    return sql.run(__package__, "forget_guests", before=clock.now() - GUESTS_KEPT_FOR)


def _units(given: object) -> int:
    units = rules.units_of(given)
    if units is None:
        raise UnitsOutOfRange(most=MOST_UNITS)
    return units


def _on_offer(country: str, sku_id: int, units: int) -> tuple[Any, int, int]:
    """The SKU's facts, what one of so many costs and how many are free, if it is sold now.  Raises NotForSale."""
    if not 0 < sku_id < 2**63:
        raise NotForSale
    facts = next(iter(catalogue.sku_facts([SkuId(sku_id)])), None)
    if facts is None or facts.country != country or not facts.on_sale or not facts.price_minor:
        raise NotForSale
    shop = sellers.shops([facts.shop_id]).get(facts.shop_id)
    if shop is None or not shop.open:
        raise NotForSale
    prices = campaigns.prices([sku_id]).get(sku_id, ())
    free = sum(level.free for level in stock.levels([sku_id]) if level.warehouse_id == shop.warehouse_id)
    price_minor, _choice, free = rules.on_offer(prices, units, facts.price_minor, free)
    return facts, price_minor, free


def _whose(country: str, owner: Owner) -> dict[str, Any]:
    return {"country": country, "customer_id": owner.customer_id, "guest_hash": owner.guest_hash}


def _key(owner: Owner) -> int | bytes:
    key = owner.guest_hash if owner.customer_id is None else owner.customer_id
    if key is None:
        raise Invalid
    return key
