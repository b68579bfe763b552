"""What other packages may rely on having happened. Topics: payment.ready, payment.captured, payment.failed,
refund.settled, payout.reported."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from pasar.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class _OfPayment(Event):
    payment_id: UUID
    purchase_id: UUID | None
    """Null for a top-up."""
    customer_id: int

    @property
    def key(self) -> str:
        """The purchase, which pages wait for; a top-up's payment."""
        return str(self.purchase_id or self.payment_id)


@dataclass(frozen=True, kw_only=True)
class PaymentReady(_OfPayment):
    """There is a code to scan."""

    topic: ClassVar[str] = "payment.ready"


@dataclass(frozen=True, kw_only=True)
class PaymentCaptured(_OfPayment):
    """The whole amount is there. A purchase's waits in `payments_received`; a top-up's is in the wallet."""

    topic: ClassVar[str] = "payment.captured"

    amount_minor: int
    currency: str


@dataclass(frozen=True, kw_only=True)
class PaymentFailed(_OfPayment):
    """It will not be paid: `refused` by the customer or the bank, or paid in a `wrong_amount`, which goes back."""

    topic: ClassVar[str] = "payment.failed"

    reason: str


@dataclass(frozen=True, kw_only=True)
class RefundSettled(Event):
    """Money is back with the customer: at its source, or in the wallet."""

    topic: ClassVar[str] = "refund.settled"

    refund_id: UUID
    payment_id: UUID
    purchase_id: UUID | None
    customer_id: int
    amount_minor: int
    currency: str
    destination: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class PayoutReported(Event):
    """A provider has something to say about a payout: ask it what."""

    topic: ClassVar[str] = "payout.reported"

    provider: str
    reference: str

    @property
    def key(self) -> str:
        return self.reference
