"""The line for a flash sale's pieces: joined by one tap, kept by the market, on a page that looks again by itself."""

import hashlib
import secrets
from datetime import timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template import loader
from django.urls import get_script_prefix, reverse
from django.utils import translation
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST

from pasar import countries
from pasar.kernel import limits
from pasar.kernel.errors import NotFound
from pasar.kernel.ids import SkuId
from pasar.kernel.moment import Moment
from pasar.market.campaigns import board, operations, rules
from pasar.market.campaigns import queries as campaigns
from pasar.market.campaigns.errors import SoldOut
from pasar.market.campaigns.queries import ItemView
from pasar.market.catalogue import queries as catalogue
from pasar.storefront.account import who
from pasar.storefront.account.who import VisitorRequest
from pasar.storefront.browse import pricing
from pasar.ui.requests import client_address

DEVICE_COOKIE = "pasar_device"
DEVICE_AGE_S = 60 * 60 * 24 * 365
TRIES, WINDOW = 300, timedelta(minutes=10)
"""From one address, by browsers that we never saw: many customers share one, a farm of accounts shares it too."""
SHOWN_S = 60.0
"""How long a process keeps what a line is for."""
MOST_SHOWN = 2_000
_signer = signing.Signer(salt="pasar.flash.device")
_shown: Moment[tuple[str, str, int], tuple[ItemView, Any]] = Moment(
    fresh_s=SHOWN_S, stale_s=SHOWN_S, most=MOST_SHOWN
)


@require_POST
def join(request: VisitorRequest, item_id: int) -> HttpResponse:
    """Take a place. Whose turn it is goes on to checkout; who waits, to the line's page."""
    found = board.running(item_id)
    if found is not None and found.hopeless:
        # Without the database, without asking who it is: of ten thousand most get this answer.
        return HttpResponse(sold_out(request.country.key, request.language), status=SoldOut.status)
    # Whether the session holds is looked at together with those of all who come at the same moment.
    customer, session = who.claimed_customer(request) or (who.require_customer(request), None)
    mark = _known(request.COOKIES.get(DEVICE_COOKIE, ""))
    fresh = "" if mark else secrets.token_urlsafe(24)
    if fresh:
        limits.hit(f"flash-line:{item_id}:{client_address(request)}", limit=TRIES, window=WINDOW)
    place = operations.join(
        item_id=item_id, customer_id=customer, device=_digest(fresh or mark), session=session
    )
    answer = HttpResponseRedirect(
        f"{get_script_prefix()}flash/line/{item_id}/?" + urlencode({"place": operations.ticket(place)})
    )
    if fresh:
        answer.set_cookie(
            DEVICE_COOKIE, new_mark(fresh), max_age=DEVICE_AGE_S, httponly=True, samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip
    return answer


@cache
def sold_out(country: str, language: str) -> bytes:
    """The page that says so, the same for everybody."""
    context = {"country": countries.get(country), "language": language, "prefix": f"/{country}/{language}/"}
    with translation.override(language):
        return loader.render_to_string("storefront/flash/sold_out.html", context).encode()


def new_mark(name: str) -> str:
    """A browser's mark that is seen to be ours when it comes again."""
    return _signer.sign(name)


def _known(mark: str) -> str:
    try:
        return _signer.unsign(mark)
    except signing.BadSignature:
        return ""


@require_POST
def leave(request: VisitorRequest, item_id: int) -> HttpResponse:
    operations.leave(item_id=item_id, customer_id=who.require_customer(request))
    return redirect("flash")


@require_GET
def line(request: VisitorRequest, item_id: int) -> HttpResponse:
    """How many are before one, or that it is one's turn. A ticket that is not the visitor's is not looked at."""
    word, claimed = request.GET.get("place", ""), who.claimed_customer(request)
    if word and claimed:
        ticket = operations.read_ticket(word, claimed[0])
        ahead = operations.ahead_of(ticket) if ticket and ticket.item_id == item_id else None
        if ahead is not None:
            # A number for the holder of a ticket, and nothing else: no need to ask whether the session still holds.
            return _waiting(request, item_id, ahead, word)
    customer = who.require_customer(request)
    mine = operations.read_ticket(word, customer) if word else None
    if word and (mine is None or mine.item_id != item_id):
        raise NotFound
    place = campaigns.place(item_id, customer)
    if place is None:
        raise NotFound
    item, goods = _for_what(request, item_id)
    item = campaigns.item(request.country.key, item_id)
    state = place.state if item.state == "open" else "gone"
    if state == "waiting":
        return _waiting(request, item_id, place.ahead, word)
    context = {
        "item": item,
        "goods": goods,
        "place": place,
        "state": state,
        "left_s": pricing.seconds_to(place.called_until) if place.called_until else 0,
        "checkout": reverse("checkout") + "?" + urlencode({"sku": item.sku_id, "units": place.units}),
    }
    return render(request, "storefront/flash/line.html", context)


def _waiting(request: VisitorRequest, item_id: int, ahead: int, word: str) -> HttpResponse:
    """The page of one who waits, which is asked for again and again by many: it costs no query and little else."""
    item, goods = _for_what(request, item_id)
    running = board.running(item_id)
    quota, sold = (running.quota, running.sold) if running else (item.quota, item.sold)
    again = "hold" not in request.GET
    context = {
        "country": request.country, "language": request.language, "prefix": get_script_prefix(),
        "item": item, "goods": goods, "ahead": ahead, "chance": rules.chance(quota, sold, 0, ahead),
        "again": again, "word": word, "csrf_token": get_token(request),
    }  # fmt: skip
    answer = HttpResponse(loader.render_to_string("storefront/flash/waiting.html", context))
    if again:
        # Not an element of the page: readers may hold it by the page's own link.
        answer["Refresh"] = str(rules.looks_again_s(ahead))
    return answer


def _for_what(request: VisitorRequest, item_id: int) -> tuple[ItemView, Any]:
    """The item and its goods as they are shown, kept for a while: a line asks for the same ones all the time."""

    def read() -> tuple[ItemView, Any]:
        item = campaigns.item(request.country.key, item_id)
        [goods] = catalogue.sku_facts([SkuId(item.sku_id)], request.language)
        return item, goods

    return _shown.get((request.country.key, request.language, item_id), read)


def _digest(mark: str) -> str:
    return hashlib.sha256(mark.encode()).hexdigest()
