from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from pasar.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class StockRanOut(Event):
    """The last free unit of a SKU is taken. Payload's `free` tells it from StockBack on the same topic."""

    topic: ClassVar[str] = "stock.changed"

    sku_id: int
    listing_id: int
    free: bool = False


@dataclass(frozen=True, kw_only=True)
class StockBack(Event):
    """A SKU that had no free unit has some again."""

    topic: ClassVar[str] = "stock.changed"

    sku_id: int
    listing_id: int
    free: bool = True


@dataclass(frozen=True, kw_only=True)
class SetAsideBack(Event):
    """Units that an order line had from a shelf of units set aside lie there again."""

    topic: ClassVar[str] = "stock.set_aside_back"

    line_id: UUID
    sku_id: int
    shelf_id: int
    units: int
