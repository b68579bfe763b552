"""What moved a wallet, in words; by the codes of the ledger's transfers."""

from django.utils.translation import gettext as _


def movement_text(why: str) -> str:
    """One movement as its owner would call it."""
    return {
        "capture": _("Topped up"),
        "top_up": _("Topped up"),
        "hold": _("Paid for a purchase"),
        "refund": _("Money back"),
        "refund_delivery": _("Money back for delivery"),
        "refund_settled": _("Money back"),
        "give_back": _("Money back"),
        "cash_rounding_back": _("Money back, rounding"),
        "goodwill": _("From us, with apologies"),
        "journal": _("Put right by our staff"),
    }.get(why, _("Booking"))
