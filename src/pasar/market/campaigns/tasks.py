"""What campaigns do about clocks and about news of stock."""

from collections.abc import Sequence
from uuid import UUID

from pasar.kernel.events import Consumer, Recorded
from pasar.market.campaigns import operations


def take_back(events: Sequence[Recorded]) -> None:
    """Units that lines let go of lie on their shelf again: they are the quota's, or the seller's once it is over."""
    operations.give_back(line_ids=[UUID(event.payload["line_id"]) for event in events])


def tell_called(events: Sequence[Recorded]) -> None:
    """Whoever's turn it is hears of it: they may have left the page."""
    operations.tell_called([(each.payload["item_id"], each.payload["customer_id"]) for each in events])


CONSUMERS = (
    Consumer("campaigns.given_back", ("stock.set_aside_back",), take_back),
    Consumer("campaigns.called", ("flash.called",), tell_called, size=50),
)
SWEEPERS = {
    "campaigns.open": (1.0, operations.open_due),
    "campaigns.close": (1.0, operations.close_due),
    "campaigns.turns": (1.0, operations.end_turns),
    "campaigns.announce": (1.0, operations.announce_due),
}
