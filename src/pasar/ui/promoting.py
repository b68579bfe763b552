"""The form of a promotion, as sellers and operators fill it in: when, how often, and the terms its kind declares."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pasar.countries import Country
from pasar.ui.terms import AmountField, Choices, Declared, TermsForm

_MOMENT = "%Y-%m-%dT%H:%M"


class MomentField(forms.CharField):
    """A moment to the minute in the venture's time; UTC when cleaned."""

    def __init__(self, *, country: Country, **kwargs: Any) -> None:
        super().__init__(max_length=16, widget=forms.TextInput(attrs={"type": "datetime-local"}), **kwargs)
        self.widget.input_type = "datetime-local"
        self.zone = ZoneInfo(country.time_zone)

    def prepare_value(self, value: Any) -> Any:
        return value.astimezone(self.zone).strftime(_MOMENT) if isinstance(value, datetime) else value

    def clean(self, value: Any) -> datetime | None:
        typed = super().clean(value)
        if not typed:
            return None
        try:
            return datetime.strptime(typed, _MOMENT).replace(tzinfo=self.zone).astimezone(UTC)
        except ValueError:
            raise forms.ValidationError(_("Please give a day and a time.")) from None


class PromotionForm(TermsForm):
    """What every promotion says, above the terms of its kind.

    voucher: it is collected or typed, rather than a price that anybody gets. changing: what already stands is edited,
    whose class and code stay as they are.
    """

    def __init__(
        self,
        data: Any = None,
        *,
        country: Country,
        declared: Sequence[Declared],
        choices: Mapping[str, Choices],
        classes: Choices,
        voucher: bool,
        changing: bool = False,
        terms: Mapping[str, Any] | None = None,
        initial: Mapping[str, Any] | None = None,
        folded: Collection[str] = (),
    ) -> None:
        super().__init__(
            data, country=country, declared=declared, choices=choices, terms=terms, initial=initial, folded=folded
        )  # fmt: skip
        asked: dict[str, forms.Field] = {
            "name": forms.CharField(
                label=_("Name"),
                max_length=120,
                help_text=_("Customers read it. Say it as your regulars would."),
            )
        }
        if not changing:
            if len(classes) > 1:
                asked["class_key"] = forms.ChoiceField(
                    label=_("What it is used as"),
                    choices=classes,
                    widget=forms.RadioSelect,
                    initial=classes[0][0],
                )
            if voucher:
                asked["code"] = forms.CharField(
                    label=_("Code to type"), max_length=30, required=False,
                    widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off"}),
                    help_text=_("Whoever knows it need not collect the voucher."),
                )  # fmt: skip
                asked["listed"] = forms.BooleanField(
                    label=_("Everybody can see and collect it"), required=False, initial=True
                )
        asked["starts_at"] = MomentField(country=country, label=_("From"))
        asked["ends_at"] = MomentField(country=country, label=_("Until"))
        asked["quota"] = forms.IntegerField(
            label=gettext_lazy("How many purchases may use it"), min_value=1, max_value=100_000_000, required=False,
            help_text=_("Empty: as many as there are."),
        )  # fmt: skip
        asked["per_customer"] = forms.IntegerField(
            label=gettext_lazy("How often one customer may use it"),
            min_value=1,
            max_value=999,
            required=False,
        )
        asked["budget_minor"] = AmountField(
            country=country, label=_("Budget"), required=False,
            help_text=_("It ends when this much has been taken off."),
        )  # fmt: skip
        self.fields = {**asked, **self.fields}
        if self.asks_more:
            for name in asked:
                self.initial[name] = self.fields[name].widget.value_from_datadict(data, {}, name)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        starts, ends = cleaned.get("starts_at"), cleaned.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", _("It ends after it starts."))
        return cleaned
