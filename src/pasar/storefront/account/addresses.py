"""The address book: where a customer's parcels go."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pasar.countries import queries as places
from pasar.countries.formats import phone_text
from pasar.kernel.errors import Invalid
from pasar.market.identity import operations as identity
from pasar.market.identity import queries as people
from pasar.market.identity.queries import AddressView
from pasar.storefront.account import areas, who
from pasar.storefront.account.forms import AddressForm
from pasar.storefront.account.who import VisitorRequest
from pasar.ui.forms import form_page, safe_next

STEPS = ("step", "find", "pick")
"""Buttons of the form that only lead to its next choices."""


@require_GET
def addresses(request: VisitorRequest) -> HttpResponse:
    customer = who.require_customer(request)
    return render(request, "storefront/account/addresses.html", {"addresses": people.addresses(customer)})


@require_http_methods(["GET", "POST"])
def address_new(request: VisitorRequest) -> HttpResponse:
    customer = who.require_customer(request)
    person = people.customer(customer)
    first = {
        "recipient": person.name,
        "phone": phone_text(person.phone, request.country) if person.phone else "",
        "is_default": True,
    }
    return _edit(request, customer, first, None)


@require_http_methods(["GET", "POST"])
def address_edit(request: VisitorRequest, address_id: int) -> HttpResponse:
    customer = who.require_customer(request)
    address = people.address(customer, address_id)
    shown = ("recipient", "phone", "postcode", "line1", "line2", "landmark", "is_default")
    first = {name: getattr(address, name) for name in shown}
    first["phone"] = phone_text(address.phone, request.country)
    return _edit(request, customer, first, address)


def _edit(
    request: VisitorRequest, customer: int, first: dict[str, Any], address: AddressView | None
) -> HttpResponse:
    country, language = request.country, request.language
    sent = request.POST.dict() if request.method == "POST" else request.GET.dict()
    chain = areas.chain(country, language, sent, address.area_code if address else "")
    back = safe_next(request, reverse("addresses"))
    saving = request.method == "POST" and not any(name in sent for name in STEPS)
    # A step towards the next choice keeps what was typed and complains of nothing yet.
    kept = sent | {"is_default": "is_default" in sent} if request.method == "POST" else first
    form = AddressForm(request.POST if saving else None, initial=kept, country=country, language=language)
    if saving and chain.levels and not form.is_valid() and "postcode" not in form.errors:
        # The place is said together with what else is missing, not only once the rest is filled in.
        try:
            places.resolve(country.key, chain.code, sent.get("postcode", "")[:20], language)
        except Invalid as refusal:
            form.refuse(refusal)
    if saving and form.is_valid():
        told = {name: form.cleaned_data.get(name, "") for name in ("postcode", "line1", "line2", "landmark")}
        address_id = form.attempt(
            identity.save_address, customer_id=customer, address_id=address.id if address else None,
            recipient=form.cleaned_data["recipient"], phone=form.cleaned_data["phone"], area_code=chain.code,
            is_default=form.cleaned_data["is_default"], language=language, **told,
        )  # fmt: skip
        if address_id is not None:
            messages.success(request, _("The address is saved."))
            return redirect(back)
    return form_page(
        request, "storefront/account/address.html", form, chain=chain, address=address, next=back
    )


@require_POST
def address_remove(request: VisitorRequest, address_id: int) -> HttpResponse:
    identity.remove_address(customer_id=who.require_customer(request), address_id=address_id)
    messages.success(request, _("The address is gone from your address book."))
    return redirect("addresses")
