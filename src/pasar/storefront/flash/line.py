"""The line for a flash sale's pieces: joined by one tap, kept by the market, on a page that looks again by itself."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST

from pasar.kernel import limits
from pasar.kernel.errors import NotFound
from pasar.kernel.ids import SkuId
from pasar.market.campaigns import board, operations, rules
from pasar.market.campaigns import queries as campaigns
from pasar.market.campaigns.errors import SoldOut
from pasar.market.catalogue import queries as catalogue
from pasar.storefront.account import who
from pasar.storefront.account.who import VisitorRequest
from pasar.storefront.browse import pricing

DEVICE_COOKIE = "pasar_device"
DEVICE_AGE_S = 60 * 60 * 24 * 365
AGAIN_S = 5
"""After so many seconds the page of the line looks again."""
TRIES, WINDOW = 120, timedelta(minutes=10)
"""From one address: many customers share one, a farm of accounts shares it too."""


@require_POST
def join(request: VisitorRequest, item_id: int) -> HttpResponse:
    """Take a place. Whose turn it is goes on to checkout; who waits, to the line's page."""
    found = board.running(item_id)
    if found is not None and found.hopeless:
        # Without the database, without asking who it is: of ten thousand most get this answer.
        return render(request, "storefront/flash/sold_out.html", status=SoldOut.status)
    customer = who.require_customer(request)
    limits.hit(f"flash-line:{item_id}:{request.META.get('REMOTE_ADDR', '')}", limit=TRIES, window=WINDOW)
    device = request.COOKIES.get(DEVICE_COOKIE, "")
    fresh = "" if 20 <= len(device) <= 64 else secrets.token_urlsafe(24)
    place = operations.join(item_id=item_id, customer_id=customer, device=_digest(fresh or device))
    address = reverse("flash_line", kwargs={"item_id": item_id})
    answer = redirect(address + "?" + urlencode({"place": operations.ticket(place)}))
    if fresh:
        answer.set_cookie(
            DEVICE_COOKIE, fresh, max_age=DEVICE_AGE_S, httponly=True, samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip
    return answer


@require_POST
def leave(request: VisitorRequest, item_id: int) -> HttpResponse:
    operations.leave(item_id=item_id, customer_id=who.require_customer(request))
    return redirect("flash")


@require_GET
def line(request: VisitorRequest, item_id: int) -> HttpResponse:
    """How many are before one, or that it is one's turn. A ticket that is not the visitor's is not looked at."""
    customer = who.require_customer(request)
    word = request.GET.get("place", "")
    if word and operations.read_ticket(word, customer) != item_id:
        raise NotFound
    place = campaigns.place(item_id, customer)
    if place is None:
        raise NotFound
    item = campaigns.item(request.country.key, item_id)
    [goods] = catalogue.sku_facts([SkuId(item.sku_id)], request.language)
    state = place.state if item.state == "open" else "gone"
    context = {
        "item": item,
        "goods": goods,
        "place": place,
        "state": state,
        "chance": rules.chance(item.quota, item.sold, 0, place.ahead),
        "left_s": pricing.seconds_to(place.called_until) if place.called_until else 0,
        "checkout": reverse("checkout") + "?" + urlencode({"sku": item.sku_id, "units": place.units}),
        "again": state == "waiting" and "hold" not in request.GET,
        "word": word,
    }
    answer = render(request, "storefront/flash/line.html", context)
    if context["again"]:
        # Not an element of the page: readers may hold it by the page's own link.
        answer["Refresh"] = str(AGAIN_S)
    return answer


def _digest(mark: str) -> str:
    return hashlib.sha256(mark.encode()).hexdigest()
