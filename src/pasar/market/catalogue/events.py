from dataclasses import dataclass
from typing import ClassVar

from pasar.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class ListingChanged(Event):
    """Something that visitors see of a listing is different: texts, pictures, prices, state, rating, sales."""

    topic: ClassVar[str] = "listing.changed"

    listing_id: int
    shop_id: int
