from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from pasar.countries import Country
from pasar.market.campaigns.rules import Terms


class Moment(forms.DateTimeField):
    """A moment of the venture's own day; UTC when cleaned."""

    def __init__(self, *, zone: str, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
        super().__init__(widget=widget, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"], **kwargs)
        self.zone = ZoneInfo(zone)

    def clean(self, value: Any) -> datetime | None:
        typed = super().clean(value)
        return typed.replace(tzinfo=self.zone) if typed else None


class TermsForm(forms.Form):
    """What a cut must be. Typed in per cent, kept in basis points."""

    min_cut = forms.DecimalField(
        label=_("Least cut, %"), min_value=1, max_value=90, decimal_places=2, initial=10,
        help_text=_("Below the lowest price of the days looked back on"),
    )  # fmt: skip
    look_back = forms.IntegerField(label=_("Days looked back on"), min_value=1, max_value=90, initial=30)
    priced = forms.IntegerField(
        label=_("Days it must have had a price"), min_value=0, max_value=90, initial=7
    )

    def terms(self) -> Terms:
        typed = self.cleaned_data
        return Terms(int(typed["min_cut"] * 100), typed["look_back"], typed["priced"])


class SlotForm(TermsForm):
    """The hours of a flash sale."""

    field_order = ("starts_at", "hours", "closes", "min_cut", "look_back", "priced")
    hours = forms.IntegerField(label=_("Hours"), min_value=1, max_value=24, initial=2)
    closes = forms.IntegerField(
        label=_("Nominations close, hours before"), min_value=0, max_value=240, initial=12
    )

    def __init__(self, *args: Any, venture: Country, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_at"] = Moment(zone=venture.time_zone, label=_("Begins"))
        self.order_fields(self.field_order)

    def slot(self) -> dict[str, Any]:
        """As `campaigns.open_slot` takes it."""
        typed = self.cleaned_data
        starts = typed["starts_at"]
        return {
            "starts_at": starts, "ends_at": starts + timedelta(hours=typed["hours"]),
            "nominate_by": starts - timedelta(hours=typed["closes"]), "terms": self.terms(),
        }  # fmt: skip


class CampaignForm(TermsForm):
    """A campaign: its window, its name in each of the venture's languages."""

    slug = forms.SlugField(label=_("Word in its address"), max_length=40)

    def __init__(self, *args: Any, venture: Country, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages = venture.languages
        for language in venture.languages:
            self.fields[f"name_{language}"] = forms.CharField(
                label=f"{language.upper()}", max_length=60, required=language == venture.languages[0]
            )
        for name, label in (
            ("starts_at", _("Begins")), ("ends_at", _("Ends")), ("enrol_by", _("Sellers enrol until")),
        ):  # fmt: skip
            self.fields[name] = Moment(zone=venture.time_zone, label=label)
        self.order_fields(
            [
                "slug", *(f"name_{each}" for each in venture.languages), "starts_at", "ends_at", "enrol_by",
                "min_cut", "look_back", "priced",
            ]
        )  # fmt: skip

    @property
    def name_fields(self) -> list[forms.BoundField]:
        return [self[f"name_{language}"] for language in self.languages]

    def campaign(self) -> dict[str, Any]:
        """As `campaigns.open_campaign` takes it."""
        typed = self.cleaned_data
        return {
            "slug": typed["slug"].lower(), "names": {each: typed[f"name_{each}"] for each in self.languages},
            "starts_at": typed["starts_at"], "ends_at": typed["ends_at"], "enrol_by": typed["enrol_by"],
            "terms": self.terms(),
        }  # fmt: skip
