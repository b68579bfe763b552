"""The flash sale's page, its reminders, and a campaign's page."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template import loader
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from pasar.kernel import clock
from pasar.kernel.ids import ListingId
from pasar.kernel.moment import Moment
from pasar.market.campaigns import board, operations
from pasar.market.campaigns import queries as campaigns
from pasar.market.campaigns.queries import SlotView
from pasar.market.catalogue import queries as catalogue
from pasar.storefront.account import who
from pasar.storefront.account.who import VisitorRequest
from pasar.storefront.browse import pricing
from pasar.ui.context import page as page_context
from pasar.ui.forms import safe_next
from pasar.ui.params import number

SLOTS = 6
WHOSE = "0of-whoever-asks0"
"""Stands in a shared page where the mark against forgery of whoever asks is to be."""
_pages: Moment[tuple[Any, ...], str] = Moment(fresh_s=1.0, stale_s=3.0, most=200)


@dataclass(frozen=True)
class Tab:
    """A slot as a tab. left_s: seconds until it ends while it runs, else until it begins."""

    slot: SlotView
    on: bool
    running: bool
    left_s: int


@require_GET
def flash(request: VisitorRequest) -> HttpResponse:
    """The slot that runs, or the one asked for, with what is left of each thing in it.

    When a slot begins everybody looks: while it runs the page is made once a moment for all to whom it is the same,
    and each gets it with the mark against forgery of their own.
    """
    fragment = request.headers.get("HX-Request") == "true" and not request.headers.get(
        "HX-History-Restore-Request"
    )
    own: list[str] = []

    def make() -> str:
        text, running = _page(request, fragment)
        own.append(text)
        # What is one person's own - whether they will be reminded - is not on the page of a slot that runs.
        return text if running else ""

    shared = page_context(request)
    key = (
        request.country.key, request.language, request.GET.get("slot", "")[:18], fragment, shared["theme"],
        shared["thin"], shared["basket_count"], who.claimed_customer(request) is not None,
    )  # fmt: skip
    told = CookieStorage.cookie_name in request.COOKIES
    text = "" if told else _pages.get(key, make)
    if not text:
        text = own[0] if own else _page(request, fragment)[0]
    return HttpResponse(text.replace(WHOSE, get_token(request)))


def _page(request: VisitorRequest, fragment: bool) -> tuple[str, bool]:
    """The page with WHOSE in it, and whether what it shows runs."""
    now = clock.now()
    slots = campaigns.slots(request.country.key, size=SLOTS)
    asked = request.GET.get("slot", "")
    chosen = next((slot for slot in slots if str(slot.id) == asked), next(iter(slots), None))
    tabs = [
        Tab(slot, slot is chosen, slot.running(now),
            pricing.seconds_to(slot.ends_at if slot.running(now) else slot.starts_at, now))
        for slot in slots
    ]  # fmt: skip
    running = bool(chosen and chosen.running(now))
    customer = None if running else who.customer_id(request)
    context = {
        "tabs": tabs,
        "tab": next((tab for tab in tabs if tab.on), None),
        "deals": pricing.deals(campaigns.items_of(chosen.id), request.language) if chosen else [],
        "reminded": bool(chosen and customer and chosen.id in campaigns.reminded_of(customer)),
        "csrf_token": WHOSE,
    }
    template = f"storefront/flash/{'_slot' if fragment else 'flash'}.html"
    return loader.render_to_string(template, context, request), running


@require_GET
def left(request: VisitorRequest, slot_id: int) -> HttpResponse:
    """What is left of each thing in a slot, for the pages that are open: everybody asks, so not the database."""
    answer = render(request, "storefront/flash/_lefts.html", {"items": board.of_slot(slot_id)})
    answer["Cache-Control"] = "public, max-age=1"
    return answer


@require_POST
def remind(request: VisitorRequest) -> HttpResponse:
    """Ask to be told when a slot opens, or no longer."""
    customer, slot_id = who.require_customer(request), number(request.POST, "slot_id")
    wanted = request.POST.get("on") == "1"
    if wanted:
        listing = number(request.POST, "listing_id") if request.POST.get("listing_id") else None
        operations.remind_me(
            country=request.country.key, slot_id=slot_id, customer_id=customer, language=request.language,
            listing_id=listing,
        )  # fmt: skip
    else:
        operations.forget_me(slot_id=slot_id, customer_id=customer)
    if request.headers.get("HX-Request"):
        context = {"slot_id": slot_id, "reminded": wanted, "listing_id": request.POST.get("listing_id", "")}
        return render(request, "storefront/flash/_remind.html", context)
    messages.success(
        request,
        _("We will tell you when it begins.") if wanted else _("You will not be told of it."),
    )
    return redirect(safe_next(request, reverse("flash") + "?" + urlencode({"slot": slot_id})))


@require_GET
def campaign(request: VisitorRequest, slug: str) -> HttpResponse:
    """A campaign's page: what is enrolled, the deepest cut first, at the prices in force."""
    now = clock.now()
    found = campaigns.campaign(request.country.key, slug)
    running = found.running(now)
    ids = [ListingId(each) for each in campaigns.campaign_listings(found.id)]
    cards = catalogue.cards(ids, request.language)
    context = {
        "campaign": found,
        "running": running,
        "over": found.stopped_at is not None or found.ends_at <= now,
        "left_s": pricing.seconds_to(found.ends_at if running else found.starts_at, now),
        "cards": pricing.lowered(cards) if running else cards,
    }
    return render(request, "storefront/flash/campaign.html", context)
