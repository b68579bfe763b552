"""The basket: many shops' lines, a selection to buy now, what is saved for later, what changed said line by line.

Every control is a small form of its own, so that all of it works without JavaScript; with it the same answers
come as the fragment between the page's head and foot. A form's address carries the page it stands on.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from pasar.kernel.ids import SkuId
from pasar.market.basket import operations, queries
from pasar.market.basket.rules import Owner, units_of
from pasar.market.catalogue import queries as catalogue
from pasar.market.fulfilment import queries as fulfilment
from pasar.market.promotions import queries as promotions
from pasar.storefront.account import who
from pasar.storefront.account.who import VisitorRequest
from pasar.storefront.basket.counting import keep_count
from pasar.storefront.basket.shown import show
from pasar.storefront.browse import delivering
from pasar.ui.forms import safe_next
from pasar.ui.params import number

VERBS = ("select", "units", "remove", "undo", "save", "back", "tidy", "seen")


@require_GET
def basket(request: VisitorRequest) -> HttpResponse:
    return _page(request, who.basket_owner(request), _done(request))


@require_POST
def basket_add(request: VisitorRequest) -> HttpResponse:
    """Put a SKU into the basket, or lead straight to its checkout when it is to be bought now."""
    sku_id = number(request.POST, "sku_id")
    if "buy_now" in request.POST:
        units = units_of(request.POST.get("units", "1")) or 1
        return redirect(reverse("checkout") + "?" + urlencode({"sku": sku_id, "units": units}))
    owner = who.ensure_basket_owner(request)
    operations.add(
        country=request.country.key, owner=owner, sku_id=sku_id, units=request.POST.get("units", "1")
    )
    count = queries.count(request.country.key, owner)
    if request.headers.get("HX-Request"):
        response = render(request, "storefront/basket/_added.html", {"count": count})
    else:
        messages.success(request, _("It is in your basket."))
        response = redirect(safe_next(request, reverse("basket")))
    return _counted(request, response, count)


@require_POST
def basket_units(request: VisitorRequest) -> HttpResponse:
    """Another number of pieces: by a stepper (`units`) or typed."""
    owner, sku_id = who.basket_owner(request), number(request.POST, "sku_id")
    units = request.POST.get("units") or request.POST.get("typed", "")
    if units == "0":
        return _take_out(request, owner, sku_id)
    operations.set_units(country=request.country.key, owner=owner, sku_id=sku_id, units=units)
    return _answer(request, owner)


@require_POST
def basket_remove(request: VisitorRequest) -> HttpResponse:
    return _take_out(request, who.basket_owner(request), number(request.POST, "sku_id"))


@require_POST
def basket_undo(request: VisitorRequest) -> HttpResponse:
    """Put back what was just taken out."""
    owner, sku_id = who.ensure_basket_owner(request), number(request.POST, "sku_id")
    operations.add(
        country=request.country.key, owner=owner, sku_id=sku_id, units=request.POST.get("units", "1")
    )
    return _answer(request, owner)


@require_POST
def basket_save(request: VisitorRequest) -> HttpResponse:
    """Keep a line for later."""
    owner, sku_id = who.basket_owner(request), number(request.POST, "sku_id")
    saved = operations.save_for_later(country=request.country.key, owner=owner, sku_ids=[sku_id])
    return _answer(request, owner, {"saved": sku_id} if saved else {})


@require_POST
def basket_back(request: VisitorRequest) -> HttpResponse:
    """What was kept for later into the basket."""
    owner = who.basket_owner(request)
    operations.take_back(country=request.country.key, owner=owner, sku_id=number(request.POST, "sku_id"))
    return _answer(request, owner)


@require_POST
def basket_tidy(request: VisitorRequest) -> HttpResponse:
    """All at once: what is gone goes out, what cannot be had for now is kept for later."""
    owner, country = who.basket_owner(request), request.country.key
    shown = queries.basket(country, owner, request.language)
    if "gone" in request.POST:
        operations.remove(country=country, owner=owner, sku_ids=[line.sku_id for line in shown.gone])
    if "away" in request.POST:
        operations.save_for_later(country=country, owner=owner, sku_ids=[line.sku_id for line in shown.away])
    return _answer(request, owner)


@require_GET
def basket_later(request: VisitorRequest) -> HttpResponse:
    """What else is saved for later: a fragment for htmx, else a page of its own."""
    saved = queries.saved_for_later(
        request.country.key, who.basket_owner(request), request.language, after=request.GET.get("after", "")
    )
    whole = (
        request.headers.get("HX-Request") != "true"
        or request.headers.get("HX-History-Restore-Request") == "true"
    )
    template = "storefront/basket/later.html" if whole else "storefront/basket/_saved.html"
    return render(request, template, {"saved": saved, "to": _addresses()})


@require_POST
def basket_select(request: VisitorRequest) -> HttpResponse:
    """Take a line, a shop's lines or all into what is bought now, or out of it."""
    owner = who.basket_owner(request)
    selected = request.POST.get("selected") == "1"
    whole: dict[str, Any] = {}
    if "sku_id" in request.POST:
        whole = {"sku_ids": [number(request.POST, "sku_id")]}
    elif "shop_id" in request.POST:
        whole = {"shop_id": number(request.POST, "shop_id")}
    operations.select(country=request.country.key, owner=owner, selected=selected, **whole)
    return _answer(request, owner)


@require_POST
def basket_seen(request: VisitorRequest) -> HttpResponse:
    """The visitor has read what changed: from here on today's prices are the ones last seen."""
    owner = who.basket_owner(request)
    shown = queries.basket(request.country.key, owner, request.language)
    prices = {line.sku_id: line.price_minor for line in shown.lines if line.was_minor and line.price_minor}
    operations.see_prices(country=request.country.key, owner=owner, prices=prices)
    return _answer(request, owner)


def _take_out(request: VisitorRequest, owner: Any, sku_id: int) -> HttpResponse:
    """Out of the basket, with the way back: what went can be put in again with one tap."""
    raw = queries.raw_lines(request.country.key, owner)
    units = next((line.units for line in raw if line.sku_id == sku_id), 0)
    operations.remove(country=request.country.key, owner=owner, sku_ids=[sku_id])
    return _answer(request, owner, {"removed": sku_id, "units": units} if units else {})


def _answer(request: VisitorRequest, owner: Any, done: dict[str, int] | None = None) -> HttpResponse:
    """The basket as it now is: the fragment for htmx, else the page by a redirect. done: what can be undone."""
    if request.headers.get("HX-Request"):
        return _page(request, owner, _undo(request, **(done or {})), fragment=True)
    query: dict[str, Any] = {name: request.GET[name] for name in ("only", "page") if name in request.GET}
    query |= done or {}
    address = reverse("basket") + ("?" + urlencode(query) if query else "")
    return _counted(request, redirect(address), queries.count(request.country.key, owner))


def _page(
    request: VisitorRequest, owner: Any, undo: dict[str, Any] | None, *, fragment: bool = False
) -> HttpResponse:
    country = request.country.key
    found = queries.basket(country, owner, request.language, with_saved=True)
    target = delivering.target(request) if found.groups else None
    page = request.GET.get("page", "")
    shown = show(
        found,
        page=int(page) if page.isascii() and page.isdecimal() and len(page) < 4 else 1,
        only_marked=request.GET.get("only") == "marked",
        target=target if target and target.known else None,
        tariff=fulfilment.tariff(country),
        lost=_lost(country, owner, found),
    )
    context = {
        "basket": found,
        "shown": shown,
        "to": _addresses(shown.here),
        "undo": undo,
        "basket_count": len(found.lines),
    }
    template = "storefront/basket/_basket.html" if fragment else "storefront/basket/basket.html"
    return _counted(request, render(request, template, context), len(found.lines))


def _lost(country: str, owner: Owner, found: queries.BasketView) -> tuple[promotions.LostVoucher, ...]:
    """Vouchers that a customer counted on for what is in the basket; a guest has none."""
    if owner.customer_id is None or not found.groups:
        return ()
    shops = [group.shop_id for group in found.groups]
    return promotions.lost(country, customer_id=owner.customer_id, shop_ids=shops)


def _addresses(here: str = "") -> dict[str, str]:
    """Where the forms of a basket go, from the page they stand on: worked out once, not at every line."""
    return {verb: reverse(f"basket_{verb}") + here for verb in VERBS}


def _done(request: VisitorRequest) -> dict[str, Any] | None:
    """What the page was led to by: said, and undone from there."""
    units = units_of(request.GET.get("units", ""))
    if units and (sku_id := _sku(request.GET.get("removed", ""))):
        return _undo(request, removed=sku_id, units=units)
    return _undo(request, saved=_sku(request.GET.get("saved", "")))


def _sku(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def _undo(
    request: VisitorRequest, *, removed: int | None = None, saved: int | None = None, units: int = 0
) -> dict[str, Any] | None:
    """What was taken out or saved, to be named and put back."""
    sku_id = removed or saved
    if not sku_id:
        return None
    facts = next(iter(catalogue.sku_facts([SkuId(sku_id)], request.language)), None)
    if facts is None:
        return None
    return {"sku_id": sku_id, "units": units, "title": facts.title, "saved": bool(saved)}


def _counted(request: VisitorRequest, response: HttpResponse, count: int) -> HttpResponse:
    return who.keep_guest(request, keep_count(request, response, count))
