"""How much goes into the wallet."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pasar.countries import Country
from pasar.kernel.errors import Invalid
from pasar.kernel.money import EXPONENTS
from pasar.ui.amounts import typed_minor
from pasar.ui.forms import ShopForm

STEPS = {
    "IDR": (50_000, 100_000, 250_000, 500_000), "MYR": (20, 50, 100, 200), "PHP": (200, 500, 1_000, 2_000),
    "SGD": (20, 50, 100, 200), "THB": (200, 500, 1_000, 2_000), "VND": (100_000, 200_000, 500_000, 1_000_000),
}  # fmt: skip
"""Amounts offered to tap, in major units: what people there top up by."""


class TopUpForm(ShopForm):
    """An amount in major units, typed or tapped; minor units when cleaned."""

    def __init__(self, *args: Any, country: Country, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.country = country
        self.fields["amount"] = forms.CharField(
            label=_("Amount"), max_length=20,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "amount-input"}),
        )  # fmt: skip

    def steps(self) -> list[tuple[str, int]]:
        """Amounts to tap: as the field takes them, and in minor units."""
        scale = 10 ** EXPONENTS[self.country.currency]
        return [(str(major), major * scale) for major in STEPS.get(self.country.currency, (20, 50, 100))]

    def clean_amount(self) -> int:
        try:
            return typed_minor(self.cleaned_data["amount"], self.country)
        except Invalid as refusal:
            raise forms.ValidationError(str(refusal)) from None

    def field_of(self, name: str) -> str | None:
        return "amount" if name == "amount_minor" else super().field_of(name)
