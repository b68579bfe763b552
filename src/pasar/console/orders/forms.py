"""What an operator gives back: pieces or an amount of each line, and delivery."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pasar.countries import Country
from pasar.kernel.errors import Invalid
from pasar.kernel.ids import uuid7
from pasar.market.aftersales.operations import Part
from pasar.market.aftersales.queries import Refundable
from pasar.ui.amounts import typed_minor

FUNDERS = (
    ("seller", gettext_lazy("The seller: it is taken from what they are owed")),
    ("venture", gettext_lazy("We do, as goodwill (after completion)")),
)


class RefundForm(forms.Form):
    """One row per line that has something left. Pieces without an amount mean their share of the price."""

    refund_id = forms.UUIDField(widget=forms.HiddenInput)
    funder = forms.ChoiceField(label=gettext_lazy("Who bears it"), choices=FUNDERS, widget=forms.RadioSelect)
    to_wallet = forms.BooleanField(
        label=gettext_lazy("To the customer's wallet instead of where they paid from"), required=False
    )

    def __init__(self, data: Any = None, *, refundable: Sequence[Refundable], country: Country) -> None:
        super().__init__(data, initial={"refund_id": uuid7(), "funder": "seller"})
        self.refundable, self.country = refundable, country
        for position, row in enumerate(refundable):
            if row.left_units:
                self.fields[f"units_{position}"] = forms.IntegerField(
                    label=_("Pieces"), min_value=0, max_value=row.left_units, required=False
                )
            self.fields[f"amount_{position}"] = forms.CharField(
                label=_("Amount"), max_length=20, required=False
            )

    def rows(self) -> list[dict[str, Any]]:
        """For the template: each refundable with its fields."""
        names = self.fields
        return [
            {
                "what": row,
                "units": self[f"units_{n}"] if f"units_{n}" in names else None,
                "amount": self[f"amount_{n}"],
            }
            for n, row in enumerate(self.refundable)
        ]

    def first_error(self) -> str:
        return next(
            (str(errors[0]) for errors in self.errors.values()),
            _("Something in the form needs another look."),
        )

    def parts(self) -> dict[str, Any]:
        """What `aftersales.refund` takes.  Raises Invalid."""
        lines: dict[UUID, Part] = {}
        shipping = 0
        for position, row in enumerate(self.refundable):
            units = self.cleaned_data.get(f"units_{position}") or 0
            typed = self.cleaned_data.get(f"amount_{position}") or ""
            amount = typed_minor(typed, self.country, exact=True) if typed else row.of_units(units)
            if amount == 0 and units == 0:
                continue
            if not 0 < amount <= row.left_minor:
                raise Invalid(_("No more can be given back than is left of it."), field=f"amount_{position}")
            if row.line_id is None:
                shipping = amount
            else:
                lines[row.line_id] = Part(amount_minor=amount, units=units)
        return {
            "refund_id": self.cleaned_data["refund_id"], "lines": lines, "shipping_minor": shipping,
            "funder": self.cleaned_data["funder"], "to_wallet": self.cleaned_data["to_wallet"],
        }  # fmt: skip
