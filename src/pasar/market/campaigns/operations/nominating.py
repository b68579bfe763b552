"""Sellers nominate units for a slot, operators approve or refuse."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from pasar.kernel import audit, clock
from pasar.kernel.errors import NotFound
from pasar.kernel.texts import one_line
from pasar.market.campaigns import rules
from pasar.market.campaigns.errors import (
    AlreadyDecided,
    AlreadyEntered,
    Closed,
    NotEnoughStock,
    UnitsInvalid,
)
from pasar.market.campaigns.models import Item, Slot
from pasar.market.campaigns.operations.entering import check_price, own_goods
from pasar.market.sellers import queries as sellers
from pasar.market.stock import queries as stock

MOST_UNITS = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Nomination:
    """What a seller offers in a slot."""

    sku_id: int
    price_minor: int
    units: int
    per_customer: int = 1


@transaction.atomic
def nominate(*, slot_id: int, seller_id: int, nomination: Nomination, actor: str) -> int:
    """Nominate units of a SKU for a slot; the item's id. One that was refused or withdrawn may be nominated anew.

    Raises NotFound, Closed, Invalid, UnitsInvalid, PriceNotACut, NotEnoughStock, AlreadyEntered.
    """
    slot = Slot.objects.filter(pk=slot_id).first()
    if slot is None:
        raise NotFound
    now = clock.now()
    if now >= slot.nominate_by:
        raise Closed
    goods = own_goods(slot.country, seller_id, nomination.sku_id)
    if not (1 <= nomination.units <= MOST_UNITS and 1 <= nomination.per_customer <= nomination.units):
        raise UnitsInvalid(most=MOST_UNITS)
    was = check_price(slot.country, nomination.sku_id, nomination.price_minor, _terms(slot))
    warehouse_id = sellers.warehouse_of(seller_id).id
    free = next(
        (each.free for each in stock.levels([nomination.sku_id]) if each.warehouse_id == warehouse_id), 0
    )
    if free < nomination.units:
        raise NotEnoughStock(free=free)
    told = {
        "price_minor": nomination.price_minor, "was_minor": was, "units": nomination.units,
        "per_customer": nomination.per_customer, "warehouse_id": warehouse_id, "state": Item.State.NOMINATED,
        "reason": "", "changed_at": now, "starts_at": slot.starts_at, "ends_at": slot.ends_at,
        "listing_id": goods.listing_id, "shop_id": goods.shop_id, "seller_id": seller_id,
    }  # fmt: skip
    # The seller's double tap: the second waits for the first's row and finds it entered.
    item, new = Item.objects.select_for_update(no_key=True).get_or_create(
        slot=slot, sku_id=nomination.sku_id, defaults={"country": slot.country, **told}
    )
    if not new:
        if item.state not in (Item.State.REFUSED, Item.State.WITHDRAWN):
            raise AlreadyEntered
        Item.objects.filter(pk=item.pk).update(**told, version=item.version + 1)
    return item.pk


@transaction.atomic
def withdraw(*, item_id: int, seller_id: int, actor: str) -> None:
    """Take a nomination back before its slot begins. Again: nothing.  Raises NotFound, AlreadyDecided."""
    item = Item.objects.select_for_update(no_key=True).filter(pk=item_id, seller_id=seller_id).first()
    if item is None:
        raise NotFound
    if item.state == Item.State.WITHDRAWN:
        return
    if item.state not in (Item.State.NOMINATED, Item.State.APPROVED):
        raise AlreadyDecided
    _turn([item], Item.State.WITHDRAWN)


@transaction.atomic
def approve(*, country: str, item_ids: Iterable[int], actor: str) -> int:
    """Let nominations into their slots; how many. Those decided already, or too late, stay as they are."""
    items = [item for item in _to_decide(country, item_ids) if item.ends_at > clock.now()]
    _turn(items, Item.State.APPROVED)
    _trace(items, actor, "approve", "")
    return len(items)


@transaction.atomic
def refuse(*, country: str, item_ids: Iterable[int], reason: str, actor: str) -> int:
    """Say no to nominations, with a reason their sellers read; how many."""
    items = _to_decide(country, item_ids)
    reason = one_line(reason)
    _turn(items, Item.State.REFUSED, reason)
    _trace(items, actor, "refuse", reason)
    return len(items)


def _to_decide(country: str, item_ids: Iterable[int]) -> list[Item]:
    return list(
        Item.objects.select_for_update(no_key=True)
        .filter(pk__in=list(item_ids), country=country, state=Item.State.NOMINATED)
        .order_by("sku_id", "pk")
    )


def _turn(items: list[Item], state: Item.State, reason: str = "") -> None:
    Item.objects.filter(pk__in=[item.pk for item in items]).update(
        state=state, reason=reason, changed_at=clock.now()
    )


def _trace(items: list[Item], actor: str, verb: str, reason: str) -> None:
    for item in items:
        audit.record(
            country=item.country, actor=actor, action=f"flash_item.{verb}", target=f"flash_item:{item.pk}",
            reason=reason,
        )  # fmt: skip


def _terms(slot: Slot) -> rules.Terms:
    return rules.Terms(slot.min_cut_bps, slot.look_back_days, slot.min_days_priced)
