"""Refusals of the ledger."""

from django.utils.translation import gettext_lazy as _

from pasar.kernel.errors import Conflict, Invalid, NotFound


class InsufficientFunds(Conflict):
    code = "insufficient_funds"  # data: kind, owner_id, missing_minor
    message = _("There is not enough money for that.")


class TransferDiffers(Conflict):
    code = "transfer_differs"  # data: id
    message = _("This was booked before with other content.")


class NotPending(Conflict):
    """The pending transfer to be ended is unknown, has ended, is smaller or between other accounts."""

    code = "not_pending"  # data: id
    message = _("This reservation of money has ended already.")


class NotByHand(Invalid):
    code = "not_by_hand"  # data: kind
    message = _("This account follows from orders and payments. It cannot be booked by hand.")


class UnknownAccount(NotFound):
    code = "unknown_account"
    message = _("There is no such account.")
