"""PasarError
├── NoticeRefused        400   not the provider's, or not readable: the answer does not say which
├── ProviderRefused      502   the provider will not do this; trying again does not help
├── ProviderUnreachable  503   no answer, or one that says nothing: the outcome is unknown
├── RefundTooLarge       409
├── RefundReused         409
└── TopUpAmount          422
"""

from django.utils.translation import gettext_lazy as _

from pasar.kernel.errors import Conflict, Invalid, PasarError, Unavailable


class NoticeRefused(PasarError):
    code = "notice_refused"


class ProviderRefused(PasarError):
    status = 502
    code = "provider_refused"  # data: reason
    message = _("The bank did not accept this.")


class ProviderUnreachable(Unavailable):
    code = "provider_unreachable"  # data: reason


class RefundTooLarge(Conflict):
    code = "refund_too_large"  # data: left_minor
    message = _("This is more than is left of the payment.")


class RefundReused(Conflict):
    code = "refund_reused"
    message = _("This refund was asked for before, with another amount.")


class TopUpAmount(Invalid):
    code = "top_up_amount"  # data: least, most
    message = _("Choose an amount from %(least)s to %(most)s.")
