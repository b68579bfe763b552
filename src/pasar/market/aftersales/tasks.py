"""What aftersales does about its own news: both sides of a refund hear of it."""

from collections.abc import Sequence

from pasar.kernel.events import Consumer, Recorded
from pasar.market.identity import queries as identity
from pasar.market.messages import operations as messages
from pasar.market.sellers import queries as sellers


def tell(events: Sequence[Recorded]) -> None:
    """Customer and seller hear that an operator gave money back."""
    customers = identity.customers({event.payload["customer_id"] for event in events})
    for event in events:
        said = event.payload
        context = {
            "order": said["order_number"], "amount_minor": said["returned_minor"],
            "to_wallet": said["destination"] == "wallet", "reason": said["reason"],
            "by_venture": said["funder"] == "venture", "coins_minor": said.get("coins_minor", 0),
        }  # fmt: skip
        if customer := customers.get(said["customer_id"]):
            messages.send(
                country=event.country, person_ids=[customer.person_id], template="refund_decided", context=context,
                ref=said["refund_id"], path=f"orders/{said['order_id']}/",
            )  # fmt: skip
        messages.send(
            country=event.country, person_ids=sellers.member_ids(said["seller_id"]), template="seller_refund_decided",
            context=context, ref=said["refund_id"], path=f"seller/orders/{said['order_id']}/",
        )  # fmt: skip


CONSUMERS = (Consumer("aftersales.messages", ("refund.decided",), tell, size=50),)
