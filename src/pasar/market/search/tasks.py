"""Changes are noted as their events come, and indexed a moment later."""

from collections.abc import Sequence

from pasar.kernel.events import Consumer, Recorded
from pasar.market.search import operations


def note(events: Sequence[Recorded]) -> None:
    """Note the listings that events are about."""
    by_country: dict[str, set[int]] = {}
    for event in events:
        by_country.setdefault(event.country, set()).add(event.payload["listing_id"])
    for country, listing_ids in sorted(by_country.items()):
        operations.note(country, listing_ids)


CONSUMERS = [Consumer("search.notes", ("listing.changed", "stock.changed"), note, size=2_000)]
SWEEPERS = {"search.index": (0.3, operations.sweep)}
