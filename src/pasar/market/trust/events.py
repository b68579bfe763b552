"""Topics: listing.reported, report.decided."""

from dataclasses import dataclass
from typing import ClassVar

from pasar.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class ListingReported(Event):
    topic: ClassVar[str] = "listing.reported"

    listing_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class ReportDecided(Event):
    """All open reports of a listing were decided alike; an upheld one has the listing taken down."""

    topic: ClassVar[str] = "report.decided"

    listing_id: int
    upheld: bool
    actor: str
    note: str
