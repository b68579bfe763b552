"""Topics: seller.applied, seller.decided, shop.changed."""

from dataclasses import dataclass
from typing import ClassVar

from pasar.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class SellerApplied(Event):
    topic: ClassVar[str] = "seller.applied"

    seller_id: int


@dataclass(frozen=True, kw_only=True)
class SellerDecided(Event):
    """An operator approved, refused, suspended or reinstated a seller."""

    topic: ClassVar[str] = "seller.decided"

    seller_id: int
    state: str


@dataclass(frozen=True, kw_only=True)
class ShopChanged(Event):
    """What cards, pages and the search show of a shop is different: its name, or whether it sells now."""

    topic: ClassVar[str] = "shop.changed"

    shop_id: int
    open: bool
