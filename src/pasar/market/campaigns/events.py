from dataclasses import dataclass
from typing import ClassVar

from pasar.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class FlashChanged(Event):
    """What is left of a slot's item changed otherwise than by a sale: it opened, closed, or got units back."""

    topic: ClassVar[str] = "flash.changed"

    item_id: int
    sku_id: int
    listing_id: int


@dataclass(frozen=True, kw_only=True)
class PlaceCalled(Event):
    """It is a customer's turn in the line for an item."""

    topic: ClassVar[str] = "flash.called"

    item_id: int
    customer_id: int
    listing_id: int
