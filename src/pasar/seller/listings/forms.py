"""A listing's own fields: words, attributes of its category, the packed unit."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pasar.countries import Country
from pasar.kernel.errors import Conflict, Invalid
from pasar.market.catalogue import queries as catalogue
from pasar.market.catalogue.queries import Category
from pasar.ui.forms import ShopForm

LANGUAGES = dict(settings.LANGUAGES)
_PARTS = {"seller_sku": "code"}


class ListingForm(ShopForm):
    """`skus.<n>.<part>` errors are handed to the table's rows by `row_errors`."""

    def __init__(
        self, *args: Any, country: Country, language: str, category: Category, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.country, self.category = country, category
        self.row_errors: dict[int, dict[str, str]] = {}
        for n, tag in enumerate(country.languages):
            named = {"language": LANGUAGES.get(tag, tag)}
            several = len(country.languages) > 1
            self.fields[f"title_{tag}"] = forms.CharField(
                label=_("Title in %(language)s") % named if several else _("Title"), max_length=255, required=n == 0,
                help_text=_("What it is, brand, model, size: the words customers type.") if n == 0 else "",
            )  # fmt: skip
            self.fields[f"description_{tag}"] = forms.CharField(
                label=_("Description in %(language)s") % named if several else _("Description"), max_length=20_000,
                required=False, widget=forms.Textarea(attrs={"rows": 7 if n == 0 else 4}),
            )  # fmt: skip
        self.fields["brand"] = forms.CharField(label=gettext_lazy("Brand"), max_length=100, required=False)
        for use in category.attributes:
            self.fields[f"attr-{use['key']}"] = _attribute_field(use, language)
        side: dict[str, Any] = {"min_value": 1, "max_value": 1_000}
        self.fields["weight_g"] = forms.IntegerField(
            label=gettext_lazy("Packed weight in grams"), min_value=1, max_value=1_000_000
        )
        self.fields["length_cm"] = forms.IntegerField(label=gettext_lazy("Length in cm"), **side)
        self.fields["width_cm"] = forms.IntegerField(label=gettext_lazy("Width in cm"), **side)
        self.fields["height_cm"] = forms.IntegerField(label=gettext_lazy("Height in cm"), **side)

    @property
    def main(self) -> str:
        return self.country.languages[0]

    @property
    def attribute_fields(self) -> list[Any]:
        return [self[f"attr-{use['key']}"] for use in self.category.attributes]

    @property
    def other_words(self) -> list[tuple[Any, Any]]:
        return [(self[f"title_{tag}"], self[f"description_{tag}"]) for tag in self.country.languages[1:]]

    @property
    def main_words(self) -> tuple[Any, Any]:
        return self[f"title_{self.main}"], self[f"description_{self.main}"]

    def words(self, what: str) -> dict[str, str]:
        """Titles or descriptions by language, those that were written."""
        found = {tag: self.cleaned_data.get(f"{what}_{tag}", "") for tag in self.country.languages}
        return {tag: text for tag, text in found.items() if text.strip()}

    def attributes(self, stored: Mapping[str, Any]) -> dict[str, Any]:
        """What was said of the product; what this form does not ask for stays as it was."""
        asked = {use["key"] for use in self.category.attributes}
        found = {key: value for key, value in stored.items() if key not in asked}
        for key in asked:
            value = self.cleaned_data.get(f"attr-{key}")
            before = stored.get(key)
            # Several choices came by an import; the form shows the first and keeps them unless another is chosen.
            if isinstance(before, list) and before and value == before[0]:
                value = before
            if value not in (None, ""):
                found[key] = int(value) if isinstance(value, float) and value.is_integer() else value
        return found

    def refuse(self, refusal: Invalid | Conflict) -> None:
        fields: Mapping[str, Any] = refusal.data.get("fields", {})
        for name, message in fields.items():
            kind, _dot, rest = name.partition(".")
            number, _dot, part = rest.partition(".")
            if kind == "skus" and number.isdigit():
                self.row_errors.setdefault(int(number), {})[_PARTS.get(part, part)] = str(message)
            else:
                self.add_error(self.field_of(name), message)
        if self.row_errors:
            self.add_error(None, _("Please look at the variants marked below."))
        if not fields:
            super().refuse(refusal)


def _attribute_field(use: Mapping[str, Any], language: str) -> forms.Field:
    label = use["names"].get(language) or use["names"]["en"]
    match use["kind"]:
        case "choice":
            choices = [
                (each["key"], each["names"].get(language) or each["names"]["en"]) for each in use["choices"]
            ]
            return forms.ChoiceField(label=label, choices=[("", "–"), *choices], required=False)
        case "number":
            label = f"{label} ({use['unit']})" if use.get("unit") else label
            return forms.FloatField(label=label, required=False, min_value=0, max_value=10**9)
        case _:
            return forms.CharField(label=label, max_length=200, required=False)


def axis_choices(category: Category, language: str, stored: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """In what variants may differ: what is usual in the category first."""
    keys = dict.fromkeys((*stored, *category.variant_axes, *catalogue.axis_keys()))
    return [(key, catalogue.axis_name(key, language)) for key in keys]
