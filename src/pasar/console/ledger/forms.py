"""Entries by hand, and periods."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pasar.countries import Country
from pasar.finance.ledger.chart import KINDS, SUB_LEDGERS
from pasar.kernel.errors import Invalid
from pasar.kernel.ids import uuid7
from pasar.ui.amounts import typed_minor

FIRST, LAST = date(2020, 1, 1), date(2100, 1, 1)


def by_hand() -> list[tuple[str, Any]]:
    """Kinds of account that may be booked by hand; the others follow from orders and payments."""
    return [(kind.key, kind.name) for kind in KINDS.values() if kind.key not in SUB_LEDGERS]


class JournalForm(forms.Form):
    entry_id = forms.UUIDField(widget=forms.HiddenInput)
    debit = forms.ChoiceField(label=gettext_lazy("Debit"), choices=by_hand)
    credit = forms.ChoiceField(label=gettext_lazy("Credit"), choices=by_hand)
    amount = forms.CharField(
        label=gettext_lazy("Amount"), max_length=20, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    reason = forms.CharField(label=gettext_lazy("What for"), max_length=200)

    def __init__(self, data: Any = None, *, country: Country) -> None:
        # The id travels with the form, so that sending it twice books it once.
        super().__init__(data, initial={"entry_id": uuid7(), "debit": "marketing_expense", "credit": "bank"})
        self.country = country

    def clean_amount(self) -> int:
        try:
            amount = typed_minor(self.cleaned_data["amount"], self.country, exact=True)
        except Invalid as refusal:
            raise forms.ValidationError(str(refusal)) from None
        if amount == 0:
            raise forms.ValidationError(_("An amount is more than nothing."))
        return amount

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("debit") and cleaned.get("debit") == cleaned.get("credit"):
            self.add_error("credit", _("Debit and credit are two different accounts."))
        return cleaned


class PeriodForm(forms.Form):
    first = forms.DateField(
        label=gettext_lazy("From"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    last = forms.DateField(
        label=gettext_lazy("To"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and not FIRST <= first <= last <= LAST:
            self.add_error("last", _("The last day is not before the first."))
        return cleaned
