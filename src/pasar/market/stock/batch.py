"""Stock's part of placing many purchases at once: what to lock and read, and what to write. Checkout decides."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from pasar.kernel import sql
from pasar.kernel.batch import Statement
from pasar.kernel.records import dataclass
from pasar.market.stock.queries import Level


@dataclass(frozen=True, slots=True)
class Hold:
    """Units to be held for one order line, whose id the reservation shares."""

    line_id: UUID
    country: str
    sku_id: int
    warehouse_id: int
    units: int
    expires_at: datetime | None


def lock_levels(sku_ids: Iterable[int]) -> Statement:
    """Lock the levels of these SKUs, in the order every other path takes them, and read them."""
    return Statement(sql.text(__package__, "lock_levels"), {"sku_ids": sql.ints(sorted(set(sku_ids)))})


def read_levels(rows: Sequence[tuple[Any, ...]]) -> dict[int, Level]:
    """What `lock_levels` found, by SKU: of several warehouses the one with most units free, the first of equals."""
    best: dict[int, Level] = {}
    for row in rows:
        level = Level(*row)
        if level.sku_id not in best or level.free > best[level.sku_id].free:
            best[level.sku_id] = level
    return best


def hold(holds: Sequence[Hold]) -> Statement:
    """Hold units that the decision found free under the lock."""
    return Statement(
        sql.text(__package__, "hold"),
        {
            "line_ids": sql.plain(hold.line_id for hold in holds),
            "countries": sql.plain(hold.country for hold in holds),
            "sku_ids": sql.ints(hold.sku_id for hold in holds),
            "warehouse_ids": sql.ints(hold.warehouse_id for hold in holds),
            "units": sql.ints(hold.units for hold in holds),
            "expiries": sql.texts(hold.expires_at.isoformat() if hold.expires_at else None for hold in holds),
        },
    )
