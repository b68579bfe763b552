"""From a selection to a paid purchase: one page to look at everything, one to pay and to be thanked."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import get_script_prefix, reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pasar.countries.formats import phone_text
from pasar.finance.payments import queries as payments
from pasar.kernel import clock
from pasar.kernel.errors import Invalid
from pasar.market.basket import queries as baskets
from pasar.market.basket.rules import Owner
from pasar.market.checkout import combining, operations
from pasar.market.checkout.requests import Placed, Refused
from pasar.market.identity import queries as people
from pasar.market.orders import operations as orders
from pasar.market.orders import queries as order_pages
from pasar.storefront.account import areas, who
from pasar.storefront.account.forms import AddressForm
from pasar.storefront.account.who import VisitorRequest
from pasar.storefront.basket.counting import forget_count, keep_count, knows_count
from pasar.storefront.checkout import asked
from pasar.storefront.checkout.asked import Asked
from pasar.storefront.checkout.page import gather

STATUS = {"invalid": 422, "not_allowed": 403, "address": 422}
"""Of the page that an attempt is answered with; 409 for what was true when it was seen."""


@require_http_methods(["GET", "POST"])
def checkout(request: VisitorRequest) -> HttpResponse:
    """The whole of it on one page. Sent here (not to `place`) it is only quoted anew with other choices."""
    customer = who.require_customer(request)
    sent = asked.read((request.POST if request.method == "POST" else request.GET).dict())
    if request.method == "GET" and request.GET.get("key") == sent.key:
        # Back from a page that could not say what became of it.
        found = operations.placed_under(customer, sent.key)
        if found is not None:
            return redirect("purchase", found)
    return _page(request, customer, sent)


@require_POST
def place(request: VisitorRequest) -> HttpResponse:
    """Buy. What differs from what was seen is shown and asked again; the same key again leads to the same purchase."""
    # Nothing is asked of the database here: whether the session holds is looked at where the purchase is placed.
    customer, session = who.claimed_customer(request) or (who.require_customer(request), None)
    sent = asked.read(request.POST.dict())
    if request.POST.get("key") != sent.key:
        raise Invalid(field="key")
    outcome = combining.place(
        sent.request(
            country=request.country.key, language=request.language, customer_id=customer, session=session
        )
    )
    if isinstance(outcome, Placed):
        return forget_count(request, HttpResponseRedirect(_purchase_address(outcome.purchase_id)))
    if outcome.code == "not_allowed":
        customer = who.require_customer(request)
    return _page(request, customer, sent, outcome)


def _purchase_address(purchase_id: UUID) -> str:
    # Looking an address up backwards takes as long as half of what else is done here.
    return f"{get_script_prefix()}purchases/{purchase_id}/"


def _page(
    request: VisitorRequest, customer: int, sent: Asked, refused: Refused | None = None
) -> HttpResponse:
    page = gather(request.country, request.language, customer, sent, refused)
    context = {"page": page, "quote": page.quote, "refused": refused}
    if page.address is None:
        # Nobody is sent elsewhere for a first address: its form stands here and leads back.
        person = people.customer(customer)
        first = {
            "recipient": person.name,
            "phone": phone_text(person.phone, request.country),
            "is_default": True,
        }
        again = {"sku": sent.buy_now.sku_id, "units": sent.buy_now.units} if sent.buy_now else {}
        context |= {
            "form": AddressForm(initial=first, country=request.country, language=request.language),
            "chain": areas.chain(request.country, request.language, {}),
            "next": reverse("checkout") + ("?" + urlencode(again) if again else ""),
        }
    fragment = request.headers.get("HX-Request") and not refused
    template = "storefront/checkout/_checkout.html" if fragment else "storefront/checkout/checkout.html"
    status = STATUS.get(refused.code, 409) if refused else 200
    return render(request, template, context, status=status)


@require_GET
def purchase(request: VisitorRequest, purchase_id: UUID) -> HttpResponse:
    """What is to be paid, how and until when; once it is, thanks and the way to its orders."""
    customer = who.require_customer(request)
    found = order_pages.purchase_page(customer, purchase_id)
    payment = payments.of_purchase(purchase_id) if found.pay_by else None
    context = {
        "purchase": found,
        "payment": payment,
        "qr": payments.qr_svg(payment.qr)
        if payment and payment.qr and found.status == "awaiting_payment"
        else "",
        "left_s": max(int((found.pay_by - clock.now()).total_seconds()), 0) if found.pay_by else 0,
    }
    if request.headers.get("HX-Request"):
        return render(request, "storefront/checkout/_purchase.html", context)
    if knows_count(request):
        return render(request, "storefront/checkout/purchase.html", context)
    # Just bought: what is left in the basket was not worth making the purchase wait for.
    left = baskets.count(request.country.key, Owner(customer_id=customer))
    page = render(request, "storefront/checkout/purchase.html", context | {"basket_count": left or ""})
    return keep_count(request, page, left)


@require_POST
def purchase_cancel(request: VisitorRequest, purchase_id: UUID) -> HttpResponse:
    """Give up a purchase that is not paid yet."""
    customer = who.require_customer(request)
    order_pages.purchase_page(customer, purchase_id)
    orders.cancel_purchase(purchase_id=purchase_id, actor=f"customer:{customer}", reason="changed_mind")
    return redirect("purchase", purchase_id)
