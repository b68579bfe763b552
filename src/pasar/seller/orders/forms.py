"""What a seller says of an order."""

from django import forms
from django.utils.translation import gettext_lazy as _

from pasar.ui.forms import ShopForm

REASONS = (
    ("out_of_stock", _("It is sold out")),
    ("wrong_price", _("The price was wrong")),
    ("cannot_send", _("I cannot send it there")),
    ("customer_asked", _("The customer asked for it")),
)


class NumberForm(ShopForm):
    """A parcel that travels with a carrier of the seller's own choice."""

    carrier_name = forms.CharField(label=_("Carrier"), max_length=60)
    number = forms.CharField(
        label=_("Tracking number"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class CancelForm(ShopForm):
    reason = forms.ChoiceField(label=_("Why?"), choices=REASONS, widget=forms.RadioSelect)
