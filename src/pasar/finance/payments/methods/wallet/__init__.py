"""From the customer's wallet, at once: the transfers are written with the purchase."""

from django.utils.translation import gettext_lazy as _

from pasar.finance.payments.methods import PaymentMethod

adapter = PaymentMethod(
    key="wallet",
    kind="instant",
    name=_("Pasar wallet"),
    hint=_("Paid at once from your balance"),
    icon="wallet",
)
