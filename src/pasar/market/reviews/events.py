from dataclasses import dataclass
from typing import ClassVar

from pasar.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class ReviewWritten(Event):
    """A customer said something about a listing."""

    topic: ClassVar[str] = "review.written"

    review_id: int
    listing_id: int
    shop_id: int
    seller_id: int
    rating: int


@dataclass(frozen=True, kw_only=True)
class ReviewHidden(Event):
    """An operator took a review off the pages; it counts no more."""

    topic: ClassVar[str] = "review.hidden"

    review_id: int
    listing_id: int
    shop_id: int
    rating: int
