"""The voucher centre, one's own vouchers, and collecting them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from pasar.kernel.errors import NotFound
from pasar.market.promotions import operations
from pasar.market.promotions import queries as promotions
from pasar.market.promotions.queries import Page
from pasar.storefront.account import who
from pasar.storefront.account.who import VisitorRequest
from pasar.storefront.vouchers.forms import CodeForm
from pasar.storefront.vouchers.tickets import Ticket, tickets
from pasar.ui.forms import form_page, posted, safe_next
from pasar.ui.params import number_or_none

_MOMENT_SIGNS = 40


@require_GET
def centre(request: VisitorRequest) -> HttpResponse:
    """What can be collected: the platform's vouchers first, then the first page of the shops'."""
    customer = who.customer_id(request)
    after = _after(request.GET)
    ours = promotions.centre(request.country.key, customer_id=customer, after=after)
    context = {"tickets": tickets(request, ours.rows), "next": ours.next}
    if after is None:
        theirs = promotions.shop_centre(request.country.key, customer_id=customer)
        context |= {"shop_tickets": _of_open_shops(request, theirs), "shops_next": theirs.next}
    return render(request, "storefront/vouchers/centre.html", context)


@require_GET
def shops(request: VisitorRequest) -> HttpResponse:
    """More of the shops' vouchers."""
    page = promotions.shop_centre(
        request.country.key, customer_id=who.customer_id(request), after=_after(request.GET)
    )
    context = {"shop_tickets": _of_open_shops(request, page), "shops_next": page.next, "only_shops": True}
    return render(request, "storefront/vouchers/centre.html", context)


@require_POST
def collect(request: VisitorRequest, promotion_id: int) -> HttpResponse:
    """Take a voucher; with htmx the ticket comes back as it now is."""
    customer = who.require_customer(request)
    country = request.country.key
    operations.collect(country=country, customer_id=customer, promotion_id=promotion_id)
    if request.headers.get("HX-Request") != "true":
        messages.success(request, _("It is among your vouchers. Checkout uses the best of them."))
        return redirect(safe_next(request, reverse("vouchers")))
    [ticket] = tickets(request, [replace(promotions.promotion(country, promotion_id), collected=True)])
    return render(request, "storefront/vouchers/_ticket.html", {"ticket": ticket, "collected": True})


@require_GET
def mine(request: VisitorRequest) -> HttpResponse:
    return _mine(request, CodeForm())


@require_POST
def code(request: VisitorRequest) -> HttpResponse:
    """A voucher by its code."""
    customer = who.require_customer(request)
    form = CodeForm(posted(request))
    if form.is_valid():
        form.attempt(
            operations.collect_code, country=request.country.key, customer_id=customer,
            code=form.cleaned_data["code"],
        )  # fmt: skip
        if not form.errors:
            messages.success(request, _("The voucher is yours."))
            return redirect("my_vouchers")
    return _mine(request, form)


def _mine(request: VisitorRequest, form: CodeForm) -> HttpResponse:
    customer = who.require_customer(request)
    page = promotions.of_customer(request.country.key, customer, after=_after(request.GET))
    return form_page(
        request, "storefront/vouchers/mine.html", form, tickets=tickets(request, page.rows), next=page.next,
        coins=promotions.coins(request.country.key, customer),
    )  # fmt: skip


def _of_open_shops(request: VisitorRequest, page: Page) -> list[Ticket]:
    """Without those that nobody could use now."""
    return [each for each in tickets(request, page.rows) if each.shop is not None and each.shop.open]


def _after(sent: Mapping[str, str]) -> tuple[datetime, int] | None:
    """Where a list goes on: end (`at`) and number (`after`) of the last one of the page before.  Raises NotFound."""
    last = number_or_none(sent, "after")
    if last is None:
        return None
    text = sent.get("at", "")
    at = parse_datetime(text) if len(text) <= _MOMENT_SIGNS else None
    if at is None or at.tzinfo is None:
        raise NotFound
    return at, last
