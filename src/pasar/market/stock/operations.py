"""Verbs of stock. Units of orders are held by checkout's batch (`batch.hold`); what follows for them is here.

Every verb locks levels in the order of (SKU, warehouse) first, and changes nothing when repeated.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from pasar.kernel import clock, events, ids, sql
from pasar.kernel.errors import NotFound
from pasar.kernel.events import Event
from pasar.kernel.ids import SkuId
from pasar.market.catalogue import queries as catalogue
from pasar.market.sellers import queries as sellers
from pasar.market.stock import queries, rules
from pasar.market.stock.errors import BelowReserved, UnitsOutOfRange
from pasar.market.stock.events import SetAsideBack, StockBack, StockRanOut

MOST_ON_HAND = 1_000_000


@dataclass(frozen=True, slots=True)
class Moved:
    """Units of one line that a verb moved."""

    line_id: UUID
    sku_id: int
    warehouse_id: int
    units: int


@dataclass(frozen=True, slots=True)
class FirstStock:
    """What a new SKU begins with at a warehouse."""

    country: str
    sku_id: int
    listing_id: int
    warehouse_id: int
    units: int
    """0 to MOST_ON_HAND; 0 opens an empty level."""
    cost_minor: int | None = None
    """Of a unit; for the venture's own shelf."""


@transaction.atomic
def bulk_open(rows: Sequence[FirstStock], *, ref: str = "opening", actor: str = "system") -> int:
    """Give many SKUs their first stock in one statement; return how many got units.

    rows: each (SKU, warehouse) once; what belongs to whom is the caller's to know. A repeat of `ref` moves nothing.
    It makes no news: the listings' own (`listing.changed`), of the same transaction, tells of them.
    Raises UnitsOutOfRange.
    """
    if not all(0 <= row.units <= MOST_ON_HAND for row in rows):
        raise UnitsOutOfRange(most=MOST_ON_HAND)
    if not rows:
        return 0
    [(moved,)] = sql.values(
        __package__, "bulk_open",
        ids=sql.plain(ids.uuid7() for _ in rows),
        countries=sql.plain(row.country for row in rows),
        sku_ids=sql.ints(row.sku_id for row in rows),
        listing_ids=sql.ints(row.listing_id for row in rows),
        warehouse_ids=sql.ints(row.warehouse_id for row in rows),
        units=sql.ints(row.units for row in rows),
        costs=sql.ints(row.cost_minor for row in rows),
        ref=ref, actor=actor, at=clock.now(),
    )  # fmt: skip
    return int(moved)


@transaction.atomic
def receive(
    *,
    country: str,
    seller_id: int,
    units: Mapping[int, int],
    ref: str,
    actor: str,
    cost_minor: Mapping[int, int] | None = None,
) -> set[int]:
    """Put goods on the seller's shelf; return the SKUs that moved.

    units: per SKU, each 1 or more. cost_minor: what a unit cost, kept as a weighted average; for the venture's own
    shelf. A repeat of `ref` moves nothing.  Raises UnitsOutOfRange; NotFound for a SKU that is not the seller's.
    """
    if not all(0 < n <= MOST_ON_HAND for n in units.values()):
        raise UnitsOutOfRange(most=MOST_ON_HAND)
    warehouse_id, levels = _lock_own(country, seller_id, units)
    costs = {
        sku: rules.average_cost(levels[sku].on_hand, levels[sku].cost_minor, n, (cost_minor or {}).get(sku))
        for sku, n in units.items()
    }
    return _move(country, warehouse_id, levels, units, costs, kind="receipt", ref=ref, actor=actor)


@transaction.atomic
def set_on_hand(*, country: str, seller_id: int, on_hand: Mapping[int, int], actor: str) -> dict[int, int]:
    """Make the seller's shelf what was counted; return the difference per SKU that had one.

    Raises UnitsOutOfRange; NotFound for a SKU that is not the seller's; BelowReserved when orders hold more.
    """
    if not all(0 <= n <= MOST_ON_HAND for n in on_hand.values()):
        raise UnitsOutOfRange(most=MOST_ON_HAND)
    warehouse_id, levels = _lock_own(country, seller_id, on_hand)
    if short := {sku: levels[sku].reserved for sku, n in on_hand.items() if n < levels[sku].reserved}:
        raise BelowReserved(reserved=short)
    differences = {sku: n - levels[sku].on_hand for sku, n in on_hand.items() if n != levels[sku].on_hand}
    if differences:
        costs = {sku: levels[sku].cost_minor for sku in differences}
        _move(
            country, warehouse_id, levels, differences, costs,
            kind="correction", ref=str(ids.uuid7()), actor=actor,
        )  # fmt: skip
    return differences


@transaction.atomic
def claim(*, line_ids: Sequence[UUID], actor: str) -> list[Moved]:
    """The lines' goods leave the shelf: on hand and reserved go down. Returns what moved this time."""
    queries.lock_levels_of_lines(line_ids)
    return sql.rows(Moved, __package__, "claim", line_ids=list(line_ids), actor=actor, at=clock.now())


@transaction.atomic
def release(*, line_ids: Sequence[UUID]) -> list[Moved]:
    """Give back what the lines hold and have not dispatched. Returns what moved this time."""
    return _free(line_ids, lambda: sql.rows(Moved, __package__, "release", line_ids=list(line_ids)))


@transaction.atomic
def put_back(*, line_ids: Sequence[UUID], actor: str) -> list[Moved]:
    """Dispatched goods are on the shelf again. Returns what moved this time."""
    movement_ids = [ids.uuid7() for _ in line_ids]
    return _free(
        line_ids,
        lambda: sql.rows(
            Moved, __package__, "put_back",
            line_ids=list(line_ids), ids=movement_ids, actor=actor, at=clock.now(),
        ),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shelf:
    """Units of a SKU set aside from a warehouse, on a shelf that its owner names by a number below zero."""

    country: str
    sku_id: int
    listing_id: int
    warehouse_id: int
    shelf_id: int
    units: int = 0
    """To set aside, at most; without meaning when they are brought back."""


@transaction.atomic
def set_aside(shelves: Sequence[Shelf], *, actor: str) -> dict[int, int]:
    """Move free units from warehouses to shelves of their own, where nobody else sells them; units moved by shelf.

    shelves: each SKU once. When fewer are free, those are moved. A shelf is filled once: a repeat moves nothing.
    Nothing is announced: they are still for sale, only elsewhere.
    """
    assert len({each.sku_id for each in shelves}) == len(shelves)
    assert all(each.shelf_id < 0 for each in shelves)
    queries.lock_levels(each.sku_id for each in shelves)
    return _shift("set_aside", shelves, actor, units=sql.ints(each.units for each in shelves))


@transaction.atomic
def bring_back(shelves: Sequence[Shelf], *, actor: str) -> dict[int, int]:
    """Move what is free on shelves back to the warehouses it came from; units moved by shelf.

    shelves: each SKU once. What orders hold stays until they let go of it. A repeat finds nothing to move.
    """
    assert len({each.sku_id for each in shelves}) == len(shelves)
    found = {
        (level.sku_id, level.warehouse_id): level for level in queries.lock_levels(e.sku_id for e in shelves)
    }
    moved = _shift("bring_back", shelves, actor)
    events.append(
        _changes(
            found[each.sku_id, each.warehouse_id]
            for each in shelves
            if moved.get(each.shelf_id) and found[each.sku_id, each.warehouse_id].free == 0
        )
    )
    return moved


def _shift(statement: str, shelves: Sequence[Shelf], actor: str, **more: str) -> dict[int, int]:
    rows = sql.values(
        __package__, statement,
        out_ids=sql.plain(ids.uuid7() for _ in shelves),
        in_ids=sql.plain(ids.uuid7() for _ in shelves),
        sku_ids=sql.ints(each.sku_id for each in shelves),
        listing_ids=sql.ints(each.listing_id for each in shelves),
        warehouse_ids=sql.ints(each.warehouse_id for each in shelves),
        shelf_ids=sql.ints(each.shelf_id for each in shelves),
        actor=actor, at=clock.now(), **more,
    )  # fmt: skip
    return {shelf: int(units) for shelf, units in rows}


def keep(*, line_ids: Sequence[UUID]) -> int:
    """Let the lines' reservations no longer expire: they are paid. Returns how many changed."""
    return sql.run(__package__, "keep", line_ids=list(line_ids))


def _free(line_ids: Sequence[UUID], move: Callable[[], list[Moved]]) -> list[Moved]:
    """Run `move`, which makes units free again, and announce the SKUs that had none before."""
    levels = queries.lock_levels_of_lines(line_ids)
    moved = move()
    touched = {(each.sku_id, each.warehouse_id) for each in moved}
    events.append(
        [
            *_changes(levels[key] for key in sorted(touched) if levels[key].free == 0),
            *(
                SetAsideBack(
                    country=levels[each.sku_id, each.warehouse_id].country, line_id=each.line_id,
                    sku_id=each.sku_id, shelf_id=each.warehouse_id, units=each.units,
                )
                for each in moved
                if each.warehouse_id < 0
            ),
        ]
    )  # fmt: skip
    return moved


def _lock_own(country: str, seller_id: int, sku_ids: Iterable[int]) -> tuple[int, dict[int, queries.Level]]:
    """The seller's warehouse and its levels of these SKUs, locked; opened where there were none."""
    wanted = sorted(SkuId(each) for each in sku_ids)
    listings = {
        facts.sku_id: facts.listing_id
        for facts in catalogue.sku_facts(wanted)
        if facts.seller_id == seller_id and facts.country == country
    }
    if len(listings) != len(wanted):
        raise NotFound
    warehouse_id = sellers.warehouse_of(seller_id).id
    sql.run(
        __package__, "open_levels",
        country=country, warehouse_id=warehouse_id, sku_ids=wanted, listing_ids=[listings[sku] for sku in wanted],
    )  # fmt: skip
    return warehouse_id, queries.lock_levels_at(warehouse_id, wanted)


def _move(
    country: str,
    warehouse_id: int,
    levels: Mapping[int, queries.Level],
    units: Mapping[int, int],
    costs: Mapping[int, int | None],
    *,
    kind: str,
    ref: str,
    actor: str,
) -> set[int]:
    """Write movements and the levels they lead to; announce what ran out or is back."""
    rows = sql.values(
        __package__, "move",
        ids=[ids.uuid7() for _ in units], country=country, warehouse_id=warehouse_id, sku_ids=list(units),
        units=list(units.values()), costs=[costs[sku] for sku in units], kind=kind, ref=ref, actor=actor,
        at=clock.now(),
    )  # fmt: skip
    moved = {sku for (sku,) in rows}
    turned = [sku for sku in sorted(moved) if (levels[sku].free == 0) != (levels[sku].free + units[sku] == 0)]
    events.append(_changes(levels[sku] for sku in turned))
    return moved


def _changes(before: Iterable[queries.Level]) -> list[Event]:
    """The news that levels which were empty have units again, and the other way round."""
    return [
        (StockBack if level.free == 0 else StockRanOut)(
            country=level.country, sku_id=level.sku_id, listing_id=level.listing_id
        )
        for level in before
    ]
