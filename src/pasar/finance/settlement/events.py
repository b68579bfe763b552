"""What other packages may rely on having happened. Topic: settlement.closed."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from pasar.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class SettlementClosed(Event):
    """A seller's statement is there; what is due on it, if anything, is paid out next."""

    topic: ClassVar[str] = "settlement.closed"

    statement_id: UUID
    seller_id: int
    number: str
    currency: str
    net_minor: int
    closing_minor: int
    closes_on: str
