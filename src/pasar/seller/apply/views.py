"""Asking to sell, or asking again after a refusal."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pasar.kernel.errors import SignInNeeded
from pasar.market.sellers import operations as sellers
from pasar.market.sellers import queries
from pasar.seller import places, who
from pasar.seller.apply.forms import ApplicationForm, first_values
from pasar.seller.who import SellerRequest


@require_http_methods(["GET", "POST"])
def apply(request: SellerRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        raise SignInNeeded
    found = who.seller(request)
    if found is not None and found.state != "refused":
        return redirect("seller_home")
    first, area = first_values(request.user, request.country), ""
    if found is not None:
        shown = ("class_key", "kind", "legal_name", "identity_number", "email", "phone", "shop_name")
        where = queries.warehouse_of(found.id)
        first = {name: getattr(found, name) for name in shown} | {
            part: getattr(where, part) for part in places.PARTS
        }
        area = where.area_code
    chain, saving = places.chain(request, area), places.is_saving(request)
    form = ApplicationForm(
        request.POST if saving else None, initial=places.sent(request) if request.method == "POST" else first,
        country=request.country, language=request.language,
    )  # fmt: skip
    if saving and form.is_valid():
        asked = {name: form.cleaned_data[name] for name in _ASKED}
        seller_id = form.attempt(
            sellers.apply, country=request.country.key, person_id=request.user.pk, language=request.language,
            address=places.told(form, chain), **asked,
        )  # fmt: skip
        if seller_id is not None:
            messages.success(request, _("Thank you. We look at your application and write to you."))
            return redirect("seller_home")
    return who.page(request, "apply/apply.html", form, chain=chain, refused=found)


_ASKED = (
    "shop_name", "class_key", "kind", "legal_name", "identity_number", "phone", "email", "bank_code",
    "account_number", "account_holder",
)  # fmt: skip
