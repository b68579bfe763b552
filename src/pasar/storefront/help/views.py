"""Answers, with the venture's own methods, clocks and limits in them; terms, privacy; a word about a listing."""

from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from pasar.countries import Country
from pasar.finance.payments.methods import methods
from pasar.kernel import clock
from pasar.kernel.errors import NotFound
from pasar.kernel.ids import ListingId
from pasar.market.catalogue import queries as catalogue
from pasar.market.trust import operations as trust
from pasar.ui.forms import ShopForm, form_page
from pasar.ui.requests import VentureRequest, client_address


@dataclass(frozen=True)
class Topic:
    key: str
    title: str | Promise
    text: str | Promise
    icon: str


TOPICS = (
    Topic("paying", gettext_lazy("Paying"), gettext_lazy("Ways to pay, and what happens with the money"), "wallet"),
    Topic("delivery", gettext_lazy("Delivery"), gettext_lazy("What it costs, when it comes, where it is"), "truck"),
    Topic(
        "returns", gettext_lazy("Returns and refunds"),
        gettext_lazy("Changed your mind, or something is wrong"), "undo",
    ),
    Topic(
        "safety", gettext_lazy("Safe shopping"),
        gettext_lazy("Who holds the money, and how to spot a trick"), "shield",
    ),
    Topic("selling", gettext_lazy("Selling"), gettext_lazy("Open a shop, send parcels, be paid"), "shop"),
)  # fmt: skip
BY_KEY = {topic.key: topic for topic in TOPICS}


@require_GET
def index(request: VentureRequest) -> HttpResponse:
    return render(request, "storefront/help/index.html", _facts(request))


@require_GET
def topic(request: VentureRequest, topic: str) -> HttpResponse:
    """One topic's questions and answers."""
    found = BY_KEY.get(topic)
    if found is None:
        raise NotFound
    return render(request, f"storefront/help/{found.key}.html", {"topic": found, **_facts(request)})


@require_GET
def terms(request: VentureRequest) -> HttpResponse:
    return render(request, "storefront/help/terms.html", _facts(request))


@require_GET
def privacy(request: VentureRequest) -> HttpResponse:
    return render(request, "storefront/help/privacy.html", _facts(request))


REASONS = (
    ("forbidden", gettext_lazy("It must not be sold")),
    ("counterfeit", gettext_lazy("It is a fake")),
    ("misleading", gettext_lazy("The words or pictures are not true")),
    ("offensive", gettext_lazy("It is offensive")),
    ("other", gettext_lazy("Something else")),
)


class ReportForm(ShopForm):
    reason = forms.ChoiceField(
        label=gettext_lazy("What is wrong?"), choices=REASONS, widget=forms.RadioSelect, initial=None
    )
    text = forms.CharField(
        label=gettext_lazy("Tell us more"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def report_listing(request: VentureRequest, listing_id: int) -> HttpResponse:
    """A word about a listing, from anybody; it goes to the venture's operators."""
    country, language = request.country, request.language
    page = catalogue.listing_page(country.key, ListingId(listing_id), language)
    back = reverse("listing", kwargs={"slug": page.slug, "listing_id": page.id})
    form = ReportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        form.attempt(
            trust.report_listing, country=country.key, listing_id=page.id, reason=form.cleaned_data["reason"],
            text=form.cleaned_data["text"], reporter=_reporter(request),
        )  # fmt: skip
        if form.is_valid():
            messages.success(request, _("Thank you. Somebody will look at it within three days."))
            return redirect(back)
    return form_page(request, "storefront/help/report.html", form, page=page, back=back)


def _reporter(request: VentureRequest) -> str:
    """Who speaks: the person, or for a guest a number that tells visitors apart and says nothing of who they are."""
    if request.user.is_authenticated:
        return f"person:{request.user.pk}"
    visitor = f"{client_address(request)} {request.headers.get('User-Agent', '')[:200]}"
    return f"guest:{salted_hmac('pasar.report', visitor).hexdigest()[:32]}"


def _facts(request: VentureRequest) -> dict[str, Any]:
    """The venture's own numbers for the answers."""
    country: Country = request.country
    today = clock.now().date()
    known = methods()
    return {
        "topics": TOPICS,
        "methods": [known[key] for key in country.payment_methods if key in known],
        "pay_by_minutes": country.clocks.pay_by_minutes.get("qr_transfer"),
        "ship_by_days": country.clocks.ship_by_working_days,
        "confirm_after_days": country.clocks.confirm_after_days,
        "cash": country.cash,
        "tax_pct": country.tax_rate_bps(today) / 100,
        "contact": parseaddr(settings.DEFAULT_FROM_EMAIL)[1],
        "zones": [zone.names.get(request.language) or zone.names["en"] for zone in country.zones],
        "settle_day": country.clocks.settle_weekday,
    }
