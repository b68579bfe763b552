"""Topics: promotion.changed, coins.earned, coins.taken_back, coins.expired."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from pasar.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class PromotionChanged(Event):
    """A promotion was made, edited or ended; `version` is the one in force."""

    topic: ClassVar[str] = "promotion.changed"

    promotion_id: int
    version: int
    shop_id: int | None
    seller_id: int | None


@dataclass(frozen=True, kw_only=True)
class CoinsEarned(Event):
    topic: ClassVar[str] = "coins.earned"

    customer_id: int
    amount_minor: int
    order_id: UUID


@dataclass(frozen=True, kw_only=True)
class CoinsTakenBack(Event):
    """Goods that had brought coins were given back, and so many of the coins with them."""

    topic: ClassVar[str] = "coins.taken_back"

    customer_id: int
    amount_minor: int
    order_id: UUID


@dataclass(frozen=True, kw_only=True)
class CoinsExpired(Event):
    topic: ClassVar[str] = "coins.expired"

    customer_id: int
    amount_minor: int
