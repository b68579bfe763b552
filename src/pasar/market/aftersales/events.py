"""What other packages may rely on having happened. Topic: refund.decided."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from pasar.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class RefundDecided(Event):
    """An operator gave money of an order back."""

    topic: ClassVar[str] = "refund.decided"

    refund_id: UUID
    order_id: UUID
    order_number: str
    customer_id: int
    seller_id: int
    currency: str
    returned_minor: int
    """In money; `coins_minor` came back as coins beside it."""
    funder: str
    destination: str
    reason: str
    coins_minor: int = 0
