"""The application: who sells, from where, and where the money goes."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pasar.countries import Country, formats
from pasar.seller import places
from pasar.ui.forms import Phone, ShopForm

KINDS = (("person", _("As a person")), ("company", _("As a company")))
CLASSES = (
    ("home", _("My own goods, or goods I resell")),
    ("brand", _("My own brand, with the papers to show it")),
    ("cross_border", _("Goods that I send from abroad")),
)
_RENAMED = {"number": "account_number", "holder": "account_holder", "area_code": "area", "target": "email"}


class ApplicationForm(ShopForm):
    """What the market must know before somebody sells."""

    def __init__(self, *args: Any, country: Country, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shop_name"] = forms.CharField(
            label=_("Name of your shop"),
            max_length=80,
            min_length=3,
            help_text=_("Customers see it beside everything you sell."),
        )
        self.fields["class_key"] = forms.ChoiceField(
            label=_("What do you sell?"), choices=CLASSES, widget=forms.RadioSelect
        )
        self.fields["kind"] = forms.ChoiceField(
            label=_("How do you sell?"), choices=KINDS, widget=forms.RadioSelect
        )
        self.fields["legal_name"] = forms.CharField(
            label=_("Name as in your papers"),
            max_length=200,
            widget=forms.TextInput(attrs={"autocomplete": "name"}),
        )
        self.fields["identity_number"] = forms.CharField(
            label=_("Identity or registration number"),
            max_length=60,
            help_text=_numbers(country, language),
            widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        )
        self.fields["phone"] = Phone(country=country, label=_("Phone number"))
        self.fields["email"] = forms.EmailField(label=_("E-mail"), required=False, max_length=254)
        places.add_fields(self, country, language)
        self.fields["bank_code"] = forms.ChoiceField(
            label=_("Bank"), choices=[("", _("Choose")), *((bank.code, bank.name) for bank in country.banks)]
        )
        self.fields["account_number"] = forms.CharField(
            label=_("Account number"),
            max_length=40,
            widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        )
        self.fields["account_holder"] = forms.CharField(
            label=_("Account holder"), max_length=140, help_text=_("The same person or company as above.")
        )
        self.fields["agreed"] = forms.BooleanField(label=_("I have read the terms, and what I said is true."))

    def field_of(self, name: str) -> str | None:
        return super().field_of(_RENAMED.get(name, name))


def _numbers(country: Country, language: str) -> str:
    """Which numbers are meant, with an example each."""
    found = country.identity_numbers
    if not found:
        return ""
    said = {}
    for kind, number in found.items():
        name = number.names.get(language) or number.names.get("en") or ""
        said[kind] = gettext("%(name)s, such as %(example)s") % {"name": name, "example": number.example}
    return gettext("Person: %(person)s. Company: %(company)s.") % said


def first_values(person: Any, country: Country) -> dict[str, str]:
    return {
        "class_key": "home", "kind": "person", "legal_name": person.name, "email": person.email or "",
        "phone": formats.phone_text(person.phone, country) if person.phone else "",
    }  # fmt: skip
