"""Refusals of aftersales, in the order in which they are checked."""

from django.utils.translation import gettext_lazy as _

from pasar.kernel.errors import Conflict, Forbidden, Invalid


class StaffOnly(Forbidden):
    code = "staff_only"
    message = _("Refunds after delivery are decided by the operator.")


class RefundReused(Conflict):
    code = "refund_reused"  # data: refund_id
    message = _("This refund was decided before, with other content.")


class NothingToRefund(Invalid):
    code = "nothing_to_refund"
    message = _("Say how much of which goods, or of delivery, goes back, and why.")


class MoreThanBought(Invalid):
    code = "more_than_bought"  # data: line_id, left_units
    message = _("That is more pieces than were bought and not given back yet.")


class NotDelivered(Conflict):
    code = "not_delivered"  # data: status
    message = _("Goodwill at our own cost is possible once the order is completed.")
