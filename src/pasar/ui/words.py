"""Statuses and kinds in words, and the tone they are shown in."""

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

Tone = str
"""`calm`, `busy` (something is under way), `good`, `warn`, `bad`: a class of `.status`."""

STATUSES: dict[str, tuple[str | Promise, Tone]] = {
    # orders and purchases
    "awaiting_payment": (_("To pay"), "warn"),
    "to_ship": (_("Being prepared"), "busy"),
    "packed": (_("Packed"), "busy"),
    "shipped": (_("On the way"), "busy"),
    "delivery_failed": (_("Could not be delivered"), "bad"),
    "delivered": (_("Delivered"), "good"),
    "completed": (_("Completed"), "good"),
    "returned": (_("Sent back"), "calm"),
    "cancelled": (_("Cancelled"), "calm"),
    "placed": (_("Placed"), "busy"),
    "expired": (_("Not paid in time"), "calm"),
    "paid": (_("Paid"), "good"),
    # payments and refunds
    "to_begin": (_("Being prepared"), "busy"),
    "awaiting": (_("Waiting for your payment"), "warn"),
    "failed": (_("Did not go through"), "bad"),
    "unknown": (_("Being checked"), "warn"),
    "settled": (_("Sent"), "good"),
    "requested": (_("Asked for"), "busy"),
    # sellers, listings, statements, payouts
    "applied": (_("Being checked"), "warn"),
    "approved": (_("Approved"), "good"),
    "refused": (_("Not approved"), "bad"),
    "suspended": (_("Suspended"), "bad"),
    "closed": (_("Closed"), "calm"),
    "open": (_("Open"), "good"),
    "draft": (_("Draft"), "calm"),
    "live": (_("On sale"), "good"),
    "published": (_("On sale"), "good"),
    "withdrawn": (_("Not on sale"), "calm"),
    "taken_down": (_("Taken down"), "bad"),
    "to_send": (_("Being sent"), "busy"),
    "sent": (_("Sent"), "busy"),
    "done": (_("Completed"), "good"),
    "paying": (_("Being sent"), "busy"),
    "carried": (_("Carried over"), "calm"),
    "held": (pgettext_lazy("money", "Held safely"), "busy"),
    "released": (_("Paid to the seller"), "good"),
}


def status(key: str) -> tuple[str, Tone]:
    """The status in the reader's words, and its tone. An unknown one is shown as it is."""
    found = STATUSES.get(key)
    return (str(found[0]), found[1]) if found else (key.replace("_", " ").capitalize(), "calm")


def parcel_state(state: str) -> str:
    """A parcel's state as people say it; one we have no words for is shown as the carrier named it."""
    return {
        "label_created": gettext("The label is made"),
        "pickup_scheduled": gettext("The carrier comes to fetch it"),
        "pickup_failed": gettext("The carrier could not fetch it"),
        "picked_up": gettext("The carrier has it"),
        "in_transit": gettext("On the way"),
        "at_hub": gettext("At a sorting centre"),
        "customs": gettext("At customs"),
        "out_for_delivery": gettext("Out for delivery, with you today"),
        "delivery_failed": gettext("Delivery was tried without success"),
        "delivered": gettext("Delivered"),
        "partially_delivered": gettext("Delivered in part"),
        "return_started": gettext("On its way back to the shop"),
        "return_in_transit": gettext("On its way back to the shop"),
        "returned": gettext("Back at the shop"),
        "lost": gettext("The carrier cannot find it"),
        "damaged": gettext("Damaged on the way"),
        "cancelled": gettext("Cancelled"),
    }.get(state, state.replace("_", " "))


BADGES: dict[str, tuple[str | Promise, str]] = {
    "brand": (_("Official"), "evening"),
    "official": (_("Official"), "evening"),
    "retail": (_("Sold by Pasar"), "evening"),
    "home": (_("Home seller"), "calm"),
    "local": (_("Local"), "calm"),
    "cross_border": (_("From abroad"), "calm"),
    "free_shipping": (_("Free shipping"), "pandan"),
}


def badge(key: str) -> tuple[str, str]:
    """A card's one badge in words, and its tone."""
    found = BADGES.get(key)
    return (str(found[0]), found[1]) if found else (key, "calm")
