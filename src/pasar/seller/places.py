"""Where parcels leave from, as part of a form: the same fields as in customers' address books."""

from typing import Any

from django import forms

from pasar.countries import Country
from pasar.seller.who import SellerRequest
from pasar.ui import areas
from pasar.ui.areas import Chain

STEPS = ("step", "find", "pick")
"""Buttons of the form that only lead to its next choices."""
PARTS = ("postcode", "line1", "line2", "landmark")


def add_fields(form: forms.Form, country: Country, language: str) -> None:
    """The parts of an address as the country writes it; the place itself is chosen beside the form."""
    written = country.address
    for part in written.fields:
        if part == "area":
            # Never sent: it carries what is wrong with the place chosen.
            form.fields[part] = forms.CharField(required=False, widget=forms.HiddenInput)
            continue
        labels = written.labels.get(part, {})
        attrs = {"placeholder": written.examples.get(part, "")}
        if part == "postcode":
            attrs |= {"inputmode": "numeric", "autocomplete": "postal-code"}
        form.fields[part] = forms.CharField(
            label=labels.get(language) or labels.get("en") or part,
            max_length=10 if part == "postcode" else 200,
            required=part in written.required,
            widget=forms.TextInput(attrs=attrs),
        )


def told(form: forms.Form, chain: Chain) -> dict[str, str]:
    """The address of a valid form, as operations take it."""
    return {"area_code": chain.code, **{part: form.cleaned_data.get(part, "") for part in PARTS}}


def sent(request: SellerRequest) -> dict[str, Any]:
    return request.POST.dict() if request.method == "POST" else request.GET.dict()


def chain(request: SellerRequest, area_code: str = "") -> Chain:
    """The choices of places for what was sent."""
    return areas.chain(request.country, request.language, sent(request), area_code)


def is_saving(request: SellerRequest) -> bool:
    """Whether the form is to be saved, rather than led to its next choices."""
    return request.method == "POST" and not any(name in request.POST for name in STEPS)
