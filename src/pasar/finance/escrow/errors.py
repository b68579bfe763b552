"""Refusals of escrow."""

from django.utils.translation import gettext_lazy as _

from pasar.kernel.errors import Conflict


class NothingHeld(Conflict):
    code = "nothing_held"  # data: order_id
    message = _("No money of this order has come in, so there is nothing to give back.")


class RefundTooLarge(Conflict):
    code = "refund_too_large"  # data: left_minor
    message = _("That is more than is left of what was paid for it.")
