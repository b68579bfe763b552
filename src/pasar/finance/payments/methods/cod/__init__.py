"""Cash at the door: the carrier collects it and hands it on. Nothing moves when the purchase is placed."""

from django.utils.translation import gettext_lazy as _

from pasar.finance.payments.methods import PaymentMethod

adapter = PaymentMethod(
    key="cod",
    kind="cash",
    name=_("Cash on delivery"),
    hint=_("Pay the courier in cash"),
    icon="cash",
)
