from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pasar.console import words
from pasar.kernel.errors import NotFound
from pasar.market.catalogue import queries as catalogue

CLASSES = (("", _("All sellers")), *words.CLASSES.items())


class FeeRuleForm(forms.Form):
    """A proposed rule; rates are typed in per cent and kept in basis points."""

    class_key = forms.ChoiceField(label=_("Sellers"), choices=CLASSES, required=False)
    category_path = forms.CharField(
        label=_("Category"), max_length=300, required=False, help_text=_("Its path; empty for all goods")
    )
    commission = forms.DecimalField(label=_("Commission, %"), min_value=0, max_value=50, decimal_places=2)
    payment_fee = forms.DecimalField(label=_("Payment fee, %"), min_value=0, max_value=10, decimal_places=2)
    from_on = forms.DateField(
        label=_("From"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    source = forms.CharField(label=_("Why, or by which decision"), max_length=200)

    def clean_category_path(self) -> str:
        path = str(self.cleaned_data["category_path"]).strip().strip("/")
        if path and catalogue.find_category(path) is None:
            raise forms.ValidationError(str(NotFound()))
        return path

    def rule(self) -> dict[str, Any]:
        """As `sellers.propose_fee_rule` takes it."""
        typed = self.cleaned_data
        return {
            "class_key": typed["class_key"], "category_path": typed["category_path"],
            "commission_bps": int(typed["commission"] * 100), "payment_fee_bps": int(typed["payment_fee"] * 100),
            "from_on": typed["from_on"], "source": typed["source"],
        }  # fmt: skip
