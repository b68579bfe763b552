from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from pasar.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class ParcelMoved(Event):
    """A parcel's state changed: it was packed, booked, scanned."""

    topic: ClassVar[str] = "parcel.moved"

    parcel_id: UUID
    order_id: UUID
    customer_id: int
    seller_id: int
    from_state: str
    to_state: str


@dataclass(frozen=True, kw_only=True)
class BookingRefused(Event):
    """The carrier will not take the parcel: the seller chooses another way."""

    topic: ClassVar[str] = "parcel.refused"

    parcel_id: UUID
    order_id: UUID
    seller_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class RemittanceRead(Event):
    """A carrier handed cash on. `differences` counts parcels whose sum is not what we expected."""

    topic: ClassVar[str] = "remittance.read"

    remittance_id: int
    carrier_key: str
    amount_minor: int
    differences: int
