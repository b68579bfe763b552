"""Prices turn by the clock: what a list shows follows offers that begin and end; upheld reports take listings down."""

from collections.abc import Sequence

from pasar.kernel.errors import NotFound
from pasar.kernel.events import Consumer, Recorded
from pasar.kernel.ids import ListingId
from pasar.market.catalogue import operations


def take_down_reported(events: Sequence[Recorded]) -> None:
    """A report that was upheld takes its listing out of sight; one that is gone already needs nothing."""
    for event in events:
        if not event.payload["upheld"]:
            continue
        try:
            operations.take_down(
                country=event.country, listing_id=ListingId(event.payload["listing_id"]),
                actor=event.payload["actor"], reason=event.payload["note"],
            )  # fmt: skip
        except NotFound:
            continue


CONSUMERS = [Consumer("catalogue.reports", ("report.decided",), take_down_reported)]
SWEEPERS = {"catalogue.prices": (5.0, operations.turn_prices)}
