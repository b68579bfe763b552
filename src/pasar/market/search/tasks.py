"""Changes are noted as their events come, and indexed a moment later."""

from collections.abc import Sequence

from pasar.kernel.events import Consumer, Recorded
from pasar.market.catalogue import queries as catalogue
from pasar.market.search import operations


def note(events: Sequence[Recorded]) -> None:
    """Note the listings that events are about; of a shop that changed, all."""
    listings: dict[str, set[int]] = {}
    shops: dict[str, set[int]] = {}
    for event in events:
        if event.topic == "shop.changed":
            shops.setdefault(event.country, set()).add(event.payload["shop_id"])
        else:
            listings.setdefault(event.country, set()).add(event.payload["listing_id"])
    for country, listing_ids in sorted(listings.items()):
        operations.note(country, listing_ids)
    for country, shop_ids in sorted(shops.items()):
        operations.note(country, catalogue.listings_of(shop_ids))


CONSUMERS = [Consumer("search.notes", ("listing.changed", "stock.changed", "shop.changed"), note, size=2_000)]
SWEEPERS = {"search.index": (0.3, operations.sweep)}
