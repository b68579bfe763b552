"""What other packages may rely on having happened. Topics: purchase.placed, purchase.paid,
purchase.expired, order.moved, order.overdue."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from pasar.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class PurchasePlaced(Event):
    topic: ClassVar[str] = "purchase.placed"

    purchase_id: UUID
    customer_id: int
    payment_method: str
    total_minor: int
    currency: str
    order_ids: list[UUID]


@dataclass(frozen=True, kw_only=True)
class PurchasePaid(Event):
    """Its money is in escrow."""

    topic: ClassVar[str] = "purchase.paid"

    purchase_id: UUID
    customer_id: int
    payment_method: str
    total_minor: int
    currency: str


@dataclass(frozen=True, kw_only=True)
class PurchaseExpired(Event):
    """Not paid in time, or cancelled before it was paid."""

    topic: ClassVar[str] = "purchase.expired"

    purchase_id: UUID
    customer_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class OrderMoved(Event):
    """An order's derived status changed; `from_status` is empty when it was placed."""

    topic: ClassVar[str] = "order.moved"

    order_id: UUID
    purchase_id: UUID
    customer_id: int
    seller_id: int
    from_status: str
    to_status: str
    actor: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class OrderOverdue(Event):
    """Nothing was heard for too long and no default is fair: an operator looks at it."""

    topic: ClassVar[str] = "order.overdue"

    order_id: UUID
    customer_id: int
    seller_id: int
    status: str
