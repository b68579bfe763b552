"""What other packages may rely on having happened. Topics: payout.settled, payout.returned."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from pasar.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class _OfPayout(Event):
    payout_id: UUID
    seller_id: int
    statement_id: UUID
    amount_minor: int
    currency: str
    account: str
    """Masked, with the bank's name: what the seller recognises it by."""


@dataclass(frozen=True, kw_only=True)
class PayoutSettled(_OfPayout):
    """The money is in the seller's account."""

    topic: ClassVar[str] = "payout.settled"


@dataclass(frozen=True, kw_only=True)
class PayoutReturned(_OfPayout):
    """The bank sent it back: it is owed to the seller again, and paid with the next statement."""

    topic: ClassVar[str] = "payout.returned"
