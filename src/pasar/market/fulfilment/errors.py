from django.utils.translation import gettext_lazy as _

from pasar.kernel.errors import Conflict, Invalid


class NotPacked(Conflict):
    code = "not_packed"
    message = _("Pack the goods first.")


class NotBookedYet(Conflict):
    code = "not_booked_yet"
    message = _("The carrier has not given a number yet. Please wait a moment.")


class CashNeedsOurCarrier(Conflict):
    code = "cash_needs_our_carrier"
    message = _("This order is paid in cash at the door, so it must travel with the carrier that was chosen.")


class NumberNeeded(Invalid):
    code = "number_needed"
    message = _("Give the carrier's name and the tracking number.")
