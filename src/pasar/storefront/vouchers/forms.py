"""A code that somebody typed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from pasar.ui.forms import ShopForm


class CodeForm(ShopForm):
    code = forms.CharField(
        label=_("A code you have"), max_length=30,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
