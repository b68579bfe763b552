"""What can be had, and the readers that lock."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from pasar.kernel import sql


@dataclass(frozen=True, slots=True)
class Level:
    """Units of one SKU at one warehouse."""

    country: str
    sku_id: int
    warehouse_id: int
    listing_id: int
    on_hand: int
    reserved: int
    cost_minor: int | None

    @property
    def free(self) -> int:
        return self.on_hand - self.reserved


def free(sku_ids: Iterable[int]) -> dict[int, int]:
    """Units free to sell per SKU; every SKU asked for has an entry."""
    wanted = list(sku_ids)
    found = {sku: int(units) for sku, units in sql.values(__package__, "free", sku_ids=wanted)}
    return {sku: found.get(sku, 0) for sku in wanted}


def availability(listing_ids: Iterable[int]) -> dict[int, int]:
    """Units free to sell per listing, over all its SKUs; every listing asked for has an entry."""
    wanted = list(listing_ids)
    found = {
        listing: int(units) for listing, units in sql.values(__package__, "availability", listing_ids=wanted)
    }
    return {listing: found.get(listing, 0) for listing in wanted}


def low(warehouse_id: int, most: int, size: int) -> dict[int, int]:
    """SKUs of a warehouse with at most so many units free, the fewest first."""
    rows = sql.values(__package__, "low", warehouse_id=warehouse_id, most=most, size=size)
    return {sku: int(units) for sku, units in rows}


def levels(sku_ids: Iterable[int]) -> list[Level]:
    """The levels of SKUs as they are, in the order of (SKU, warehouse)."""
    return sql.rows(Level, __package__, "levels", sku_ids=list(sku_ids))


def lock_levels(sku_ids: Iterable[int]) -> list[Level]:
    """The levels of SKUs at every warehouse and shelf, locked in the order of (SKU, warehouse)."""
    return sql.rows(Level, __package__, "lock_levels", sku_ids=list(sku_ids))


def lock_levels_at(warehouse_id: int, sku_ids: Iterable[int]) -> dict[int, Level]:
    """The levels of SKUs at one warehouse, locked."""
    found = sql.rows(Level, __package__, "lock_levels_at", warehouse_id=warehouse_id, sku_ids=list(sku_ids))
    return {level.sku_id: level for level in found}


def lock_levels_of_lines(line_ids: Iterable[UUID]) -> dict[tuple[int, int], Level]:
    """The levels that these order lines' reservations hang on, locked."""
    found = sql.rows(Level, __package__, "lock_levels_of_lines", line_ids=list(line_ids))
    return {(level.sku_id, level.warehouse_id): level for level in found}
