"""What a carrier's state of a parcel means, in words."""

from django.utils.translation import gettext as _


def state_text(state: str) -> str:
    """A parcel's state as people say it; one we have no words for is shown as the carrier named it."""
    return {
        "label_created": _("The label is made"),
        "pickup_scheduled": _("The carrier comes to fetch it"),
        "pickup_failed": _("The carrier could not fetch it"),
        "picked_up": _("The carrier has it"),
        "in_transit": _("On the way"),
        "at_hub": _("At a sorting centre"),
        "customs": _("At customs"),
        "out_for_delivery": _("Out for delivery, with you today"),
        "delivery_failed": _("Delivery was tried without success"),
        "delivered": _("Delivered"),
        "partially_delivered": _("Delivered in part"),
        "return_started": _("On its way back to the shop"),
        "return_in_transit": _("On its way back to the shop"),
        "returned": _("Back at the shop"),
        "lost": _("The carrier cannot find it"),
        "damaged": _("Damaged on the way"),
        "cancelled": _("Cancelled"),
    }.get(state, state.replace("_", " "))
