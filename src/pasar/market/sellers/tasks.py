"""Money on its way to sellers, told to the people who act for them."""

from collections.abc import Sequence

from pasar.kernel.events import Consumer, Recorded
from pasar.market.messages import operations as messages
from pasar.market.sellers import queries

TEMPLATES = {
    "settlement.closed": "seller_statement",
    "payout.settled": "seller_paid_out",
    "payout.returned": "seller_payout_returned",
}


def tell(events: Sequence[Recorded]) -> None:
    """One message per member and event; a statement on which nothing moved is not worth one."""
    for event in events:
        said = event.payload
        if event.topic == "settlement.closed" and not said["net_minor"] and not said["closing_minor"]:
            continue
        messages.send(
            country=event.country, person_ids=queries.member_ids(said["seller_id"]),
            template=TEMPLATES[event.topic], context=said, ref=str(event.id),
            path=f"seller/money/{said['statement_id']}/",
        )  # fmt: skip


CONSUMERS = [Consumer("sellers.money", tuple(TEMPLATES), tell, size=50)]
