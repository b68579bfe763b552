"""What customers make of listings: stars and sales, counted by whoever learns of them."""

from collections.abc import Mapping

from django.db import transaction

from pasar.kernel import sql
from pasar.kernel.ids import ListingId
from pasar.market.catalogue.operations.announcing import PACKAGE, announce


@transaction.atomic
def count_rating(*, listing_id: ListingId, rating: int, undo: bool = False) -> None:
    """Add one review's stars, or take back those of a review that no longer counts. The caller counts each once."""
    assert 1 <= rating <= 5
    sign = -1 if undo else 1
    sql.run(PACKAGE, "count_ratings", listing_ids=[listing_id], sums=[sign * rating], counts=[sign])
    announce([listing_id])


@transaction.atomic
def count_sold(*, units: Mapping[ListingId, int]) -> None:
    """Add sold units per listing (negative: a sale that was none). The caller counts each sale once."""
    listings = sorted(units)
    sql.run(PACKAGE, "count_sold", listing_ids=listings, units=[units[each] for each in listings])
    announce(listings)
