"""What other packages may rely on having happened. Topics: escrow.released, escrow.given_back."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from pasar.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class EscrowReleased(Event):
    """An order's money went to those it is owed to."""

    topic: ClassVar[str] = "escrow.released"

    order_id: UUID
    seller_id: int
    released_minor: int
    currency: str


@dataclass(frozen=True, kw_only=True)
class EscrowGivenBack(Event):
    """Money of an order is with the customer again (`wallet`), or on its way to where it came from (`source`).

    amount_minor: that money alone. Of the other layers, `coins_minor` is on the customer's account of coins again, and
    `subsidy_minor` with the venture.
    """

    topic: ClassVar[str] = "escrow.given_back"

    order_id: UUID
    customer_id: int
    seller_id: int
    amount_minor: int
    currency: str
    destination: str
    reason: str
    refund_id: UUID | None = None
    coins_minor: int = 0
    subsidy_minor: int = 0
