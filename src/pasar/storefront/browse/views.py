"""Ways to find things: home, categories, search."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from pasar.kernel.ids import ListingId, ShopId
from pasar.market.campaigns import queries as campaigns
from pasar.market.catalogue import queries as catalogue
from pasar.market.catalogue.rules import pick
from pasar.market.search import queries as engine
from pasar.market.search.rules import SearchRequest
from pasar.market.sellers import queries as sellers
from pasar.storefront.browse import campaign, finding, pricing, seen
from pasar.ui.requests import VentureRequest

FLASH = 12
FOR_YOU = 24
SHOPS = 8


@require_GET
def home(request: VentureRequest) -> HttpResponse:
    """What somebody sees first. All listings of the page are read at once."""
    country, language = request.country, request.language
    reduced = engine.search(country.key, language, SearchRequest(reduced=True, size=FLASH))
    liked = engine.search(country.key, language, SearchRequest(size=FOR_YOU))
    lately = seen.listing_ids(request)
    on_flash = campaigns.running_items(country.key, FLASH)
    running = campaigns.running_campaign(country.key)
    wanted = [
        ListingId(each)
        for each in (
            *(item.listing_id for item in on_flash),
            *reduced.listing_ids,
            *liked.listing_ids,
            *lately,
        )
    ]
    shown = pricing.with_campaigns(catalogue.cards(wanted, language))
    cards = {int(card.id): card for card in shown}
    for_you = [cards[each] for each in liked.listing_ids if each in cards]
    shop_ids = list(dict.fromkeys(ShopId(card.shop_id) for card in cards.values()))[:SHOPS]
    shops = sellers.shops(shop_ids)
    context = {
        "slides": campaign.slides(
            running, pick(running.names, language, country.languages[0]) if running else ""
        ),
        "deals": [
            pricing.deal(item, cards[item.listing_id]) for item in on_flash if item.listing_id in cards
        ],
        "deals_left_s": pricing.seconds_to(on_flash[0].ends_at) if on_flash else 0,
        "flash": [cards[each] for each in reduced.listing_ids if each in cards],
        "categories": catalogue.categories(country.key),
        "lately": [cards[each] for each in lately if each in cards],
        "cards": for_you,
        "next": liked.next,
        "shops": [shops[each] for each in shop_ids if each in shops],
        "site_data": _site_data(request),
        "ready": bool(cards) or engine.live_build(country.key) != "",
    }
    return render(request, "storefront/browse/home.html", context)


def _site_data(request: VentureRequest) -> dict[str, Any]:
    """schema.org's WebSite: whose it is and how one searches it."""
    country, language = request.country, request.language
    home_page = f"{settings.BASE_URL}/{country.key}/{language}/"
    return {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": "Pasar",
        "url": home_page,
        "inLanguage": language,
        "publisher": {"@type": "Organization", "name": country.company_name},
        "potentialAction": {
            "@type": "SearchAction",
            "target": home_page + "search/?q={q}",
            "query-input": "required name=q",
        },
    }


@require_GET
def for_you(request: VentureRequest) -> HttpResponse:
    """More of the home page's grid: a fragment for htmx, else a page of its own."""
    found = engine.search(
        request.country.key,
        request.language,
        SearchRequest(size=FOR_YOU, after=request.GET.get("after", "")),
    )
    cards = pricing.with_campaigns(
        catalogue.cards([ListingId(each) for each in found.listing_ids], request.language)
    )
    template = "storefront/browse/_for_you.html" if _fragment(request) else "storefront/browse/for_you.html"
    return render(request, template, {"cards": cards, "next": found.next})


@require_GET
def categories(request: VentureRequest) -> HttpResponse:
    """The whole tree on a page."""
    return render(
        request,
        "storefront/browse/categories.html",
        {"categories": catalogue.categories(request.country.key)},
    )


@require_GET
def category(request: VentureRequest, path: str) -> HttpResponse:
    """A category's listings, with the way up and down the tree."""
    node = catalogue.category(path)
    found = finding.find(request, finding.read(request, category=node.path), here=node.path)
    context = {"found": found, "category": node, "trail": catalogue.trail(node.path)}
    return results(request, "storefront/browse/category.html", context)


@require_GET
def search(request: VentureRequest) -> HttpResponse:
    """Listings for what somebody typed; without a word, everything."""
    found = finding.find(request, finding.read(request))
    context = {"found": found, "q": found.text, "categories": catalogue.categories(request.country.key)}
    return results(request, "storefront/browse/search.html", context)


@require_GET
def suggest(request: VentureRequest) -> HttpResponse:
    """Words and categories while somebody types: a fragment of links."""
    typed = " ".join(request.GET.get("q", "").split())[:60]
    found = engine.complete(request.country.key, typed, 6) if typed else []
    folded = typed.casefold()
    named = (
        [
            node
            for top in catalogue.categories(request.country.key)
            for node in (top, *top.children, *(leaf for child in top.children for leaf in child.children))
            if folded in node.name(request.language).casefold()
        ][:3]
        if len(folded) > 1
        else []
    )
    return render(
        request, "storefront/browse/_suggest.html", {"words": found, "named": named, "typed": typed}
    )


def results(request: VentureRequest, template: str, context: dict[str, object]) -> HttpResponse:
    """The page, its results alone (a changed filter) or only the cards that follow (`more`)."""
    if _fragment(request):
        continued = request.GET.get("after") and "#more" in request.headers.get("HX-Target", "")
        template = "storefront/browse/_more.html" if continued else "storefront/browse/_results.html"
    return render(request, template, context)


def _fragment(request: VentureRequest) -> bool:
    """Whether htmx wants a part. What it restores from its history is a whole page."""
    return (
        request.headers.get("HX-Request") == "true"
        and request.headers.get("HX-History-Restore-Request") != "true"
    )
