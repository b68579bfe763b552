"""A customer's coins."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pasar import countries
from pasar.kernel import clock, sql
from pasar.market.promotions.queries.candidates import PACKAGE

MOST_LOTS = 100


@dataclass(frozen=True, slots=True)
class CoinLotView:
    id: UUID
    left_minor: int
    earned_minor: int
    source: str
    earned_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class CoinsView:
    """What a customer can spend: its worth, in coins, and the lots, those that end first before the others."""

    currency: str
    minor: int
    coins: int
    lots: tuple[CoinLotView, ...]


def coins(country: str, customer_id: int) -> CoinsView:
    """A customer's coins; none for one who never had any. Of very many lots, the first to end."""
    lots = sql.rows(
        CoinLotView,
        PACKAGE,
        "coins_of",
        country=country,
        customer_id=customer_id,
        at=clock.now(),
        size=MOST_LOTS,
    )
    venture = countries.get(country)
    minor = sum(lot.left_minor for lot in lots)
    return CoinsView(venture.currency, minor, minor // venture.coin_minor, tuple(lots))
