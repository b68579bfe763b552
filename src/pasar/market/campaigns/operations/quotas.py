"""The quota's life: filled when a slot opens, given back to by orders, emptied when the slot is over."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from pasar.kernel import clock, events, sql
from pasar.market.campaigns import rules
from pasar.market.campaigns.events import FlashChanged
from pasar.market.campaigns.models import Item
from pasar.market.campaigns.operations import line
from pasar.market.campaigns.operations.entering import PACKAGE
from pasar.market.stock import operations as stock
from pasar.market.stock.operations import Shelf

SIZE = 500
LEAD = timedelta(minutes=2)
"""Quotas are filled so long before a slot begins, so that it begins on the second; prices count from the second on."""
ACTOR = "system"


def open_due(*, size: int = SIZE) -> int:
    """Fill the quotas of items whose slot begins now: their units leave the seller's shelf; how many were looked at.

    An item whose goods are gone meanwhile closes unopened.
    """
    due = clock.now() + LEAD
    if not Item.objects.filter(state=Item.State.APPROVED, starts_at__lte=due).exists():
        return 0
    with transaction.atomic():
        items = _lock("lock_to_open", due, size)
        moved = stock.set_aside([_shelf(each, each.units) for each in items], actor=ACTOR) if items else {}
        sql.run(
            PACKAGE, "open_items",
            item_ids=sql.ints(each.pk for each in items),
            quotas=sql.ints(moved.get(rules.shelf_of(each.pk), 0) for each in items),
            at=clock.now(),
        )  # fmt: skip
        _announce(items)
    return len(items)


def close_due(*, size: int = SIZE) -> int:
    """End items whose slot is over: what nobody holds goes back to the seller's shelf; how many were closed.

    Nominations that nobody decided end with it.
    """
    now = clock.now()
    if not Item.objects.filter(
        state__in=[Item.State.OPEN, Item.State.NOMINATED, Item.State.APPROVED], ends_at__lte=now
    ).exists():
        return 0
    with transaction.atomic():
        items = _lock("lock_to_close", now, size)
        if items:
            sql.run(PACKAGE, "close_items", item_ids=sql.ints(each.pk for each in items), at=now)
            _bring_back(each for each in items if each.state == Item.State.OPEN)
            _announce(items)
    return len(items)


@transaction.atomic
def give_back(*, line_ids: Sequence[UUID]) -> int:
    """Units of these lines lie on their shelves again: back to the quota while the slot runs, else to the seller's.

    Each line once; returns how many gave back this time. Whoever is next in the line is called with it.
    """
    ordered = sorted(set(line_ids))
    items = _items(sql.values(PACKAGE, "lock_items_of_lines", line_ids=sql.plain(ordered)))
    if not items:
        return 0
    back = sql.run(PACKAGE, "give_back", line_ids=sql.plain(ordered), at=clock.now())
    if back:
        running = [each for each in items if each.state == Item.State.OPEN]
        line.call_next([each.pk for each in running])
        _bring_back(each for each in items if each.state == Item.State.CLOSED)
        _announce(running)
    return back


def _bring_back(items: Iterable[Item]) -> None:
    """A SKU may have been in two slots: one call of stock takes each SKU once."""
    waiting = list(items)
    while waiting:
        turn = {each.sku_id: each for each in reversed(waiting)}
        stock.bring_back([_shelf(each) for _sku, each in sorted(turn.items())], actor=ACTOR)
        waiting = [each for each in waiting if each not in turn.values()]


def _lock(statement: str, until: object, size: int) -> list[Item]:
    return _items(sql.values(PACKAGE, statement, until=until, size=size))


def _items(rows: Iterable[tuple[int]]) -> list[Item]:
    """The locked items, in the order of locking."""
    keys = [key for (key,) in rows]
    found = Item.objects.in_bulk(keys)
    return [found[key] for key in keys]


def _shelf(item: Item, units: int = 0) -> Shelf:
    return Shelf(
        item.country, item.sku_id, item.listing_id, item.warehouse_id, rules.shelf_of(item.pk), units
    )


def _announce(items: Iterable[Item]) -> None:
    events.append(
        FlashChanged(country=each.country, item_id=each.pk, sku_id=each.sku_id, listing_id=each.listing_id)
        for each in items
    )
