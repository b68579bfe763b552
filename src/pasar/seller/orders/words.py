"""What an order asks of its seller, and what befell it, in words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from pasar.market.fulfilment.queries import ParcelView
from pasar.market.orders import rules
from pasar.market.orders.queries import OrderPage, Step

TABS = (
    "to_ship", "packed", "shipped", "delivery_failed", "delivered", "completed", "cancelled", "returned",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Happened:
    at: datetime
    text: str
    by: str


def tab_name(status: str) -> str:
    return {
        rules.TO_SHIP: _("To pack"),
        rules.PACKED: _("To hand over"),
        rules.SHIPPED: _("On the way"),
        rules.DELIVERY_FAILED: _("Not delivered"),
        rules.DELIVERED: _("Delivered"),
        rules.COMPLETED: _("Completed"),
        rules.CANCELLED: _("Cancelled"),
        rules.RETURNED: _("Sent back"),
    }[status]


def now_what(order: OrderPage, parcels: list[ParcelView]) -> str:
    """What the seller does next, in one sentence; empty when nothing is asked of them."""
    match order.status:
        case rules.TO_SHIP:
            return _("Pack it, then hand it to the carrier.")
        case rules.PACKED if any(each.has_label for each in parcels):
            return _("Print the label, put it on the parcel and hand it over.")
        case rules.PACKED if any(each.booking == "refused" for each in parcels):
            return _(
                "The carrier did not take the booking. Send it with another carrier and type its number."
            )
        case rules.PACKED:
            return _("The carrier makes the label. It is here in a moment.")
        case rules.SHIPPED:
            return _("It is on its way. The carrier tells us where it is.")
        case rules.DELIVERY_FAILED:
            return _("The carrier could not deliver it and tries again or brings it back.")
        case rules.DELIVERED:
            return _(
                "The customer has it. The money is yours once they confirm, or at the end of their time."
            )
        case _:
            return ""


def history(steps: list[Step]) -> list[Happened]:
    """What befell the order as a whole, the newest first."""
    seen: dict[tuple[datetime, str], Happened] = {}
    for step in steps:
        if step.from_status == step.to_status:
            continue
        seen.setdefault((step.at, step.to_status), Happened(step.at, _step_text(step), _who(step.actor)))
    return list(seen.values())[::-1]


def _step_text(step: Step) -> str:
    return {
        rules.AWAITING_PAYMENT: _("Ordered"),
        rules.TO_SHIP: _("Ordered"),
        rules.PACKED: _("Packed"),
        rules.SHIPPED: _("Handed over"),
        rules.DELIVERY_FAILED: _("Delivery was tried without success"),
        rules.DELIVERED: _("Delivered"),
        rules.COMPLETED: _("Completed"),
        rules.CANCELLED: _("Cancelled"),
        rules.RETURNED: _("Back at your shop"),
    }.get(step.to_status, step.to_status)


def _who(actor: str) -> str:
    return {
        rules.CUSTOMER: _("by the customer"),
        rules.SELLER: _("by your shop"),
        rules.STAFF: _("by our staff"),
        rules.CARRIER: _("by the carrier"),
    }.get(rules.actor_kind(actor), "")
