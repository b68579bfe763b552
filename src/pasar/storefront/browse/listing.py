"""A listing's page: what it is, what it costs, when it comes, what others say."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from pasar.countries.formats import major_units
from pasar.kernel.ids import ListingId
from pasar.market.catalogue import queries as catalogue
from pasar.market.catalogue.queries import Axis, AxisValue, ListingPage, SkuOffer
from pasar.market.promotions import queries as promotions
from pasar.market.reviews import queries as reviews_of
from pasar.market.search import queries as engine
from pasar.market.search.rules import SearchRequest
from pasar.market.sellers import queries as sellers
from pasar.storefront.account import who
from pasar.storefront.account.who import VisitorRequest
from pasar.storefront.browse import delivering, pricing, seen
from pasar.storefront.vouchers.tickets import Ticket, tickets
from pasar.ui import pictures
from pasar.ui.requests import VentureRequest

SIMILAR = 12
VOUCHERS = 10
FEW = 10
"""From so few pieces on the page says how many are left."""


@dataclass(frozen=True)
class Swatch:
    """A value one may choose. url: the page with it chosen; empty where no variant has it."""

    label: str
    picture: Any
    on: bool
    url: str
    free: int


@require_GET
def listing(request: VisitorRequest, slug: str, listing_id: int) -> HttpResponse:
    """The page; a tap on a variant asks for its part `choice` only."""
    country, language = request.country, request.language
    page = catalogue.listing_page(country.key, ListingId(listing_id), language)
    if slug != page.slug:
        here = reverse("listing", kwargs={"slug": page.slug, "listing_id": page.id})
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{here}?{query}" if query else here)
    shop = sellers.shops([page.shop_id])[page.shop_id]
    chosen = _chosen(page, request.GET.get("sku", ""))
    context: dict[str, Any] = {
        "page": page,
        "shop": shop,
        "sku": chosen,
        "few": FEW,
        "axes": [(axis, _swatches(page, axis, chosen)) for axis in page.axes],
        "gallery": _gallery(page, chosen),
        "promise": delivering.promise(country, shop, chosen, delivering.target(request)) if chosen else None,
        "most": min(chosen.free, 99) if chosen else 0,
        "lowered": pricing.of_sku(chosen, page.id) if chosen else None,
    }
    if request.headers.get("HX-Request") == "true" and "#choice" in request.headers.get("HX-Target", ""):
        return render(request, "storefront/browse/_choice.html", context | {"fragment": True})
    ids = _similar(country.key, language, page)
    context |= {
        "trail": catalogue.trail(page.category_path),
        "reviews": reviews_of.for_listing(page.id),
        "similar": catalogue.cards(ids, language),
        "ld": _linked_data(request, page, shop),
        "vouchers": _vouchers(request, page, shop),
    }
    response = render(request, "storefront/browse/listing.html", context)
    seen.remember(request, response, page.id)
    return response


@require_GET
def reviews(request: VentureRequest, slug: str, listing_id: int) -> HttpResponse:
    """More reviews, of all or of one rating: a fragment for htmx, else a page of their own."""
    country, language = request.country, request.language
    rating, after = request.GET.get("rating", ""), request.GET.get("after", "")
    page = catalogue.listing_page(country.key, ListingId(listing_id), language)
    found = reviews_of.for_listing(
        page.id,
        rating=int(rating) if rating in ("1", "2", "3", "4", "5") else None,
        after=int(after) if after.isascii() and after.isdigit() and len(after) < 19 else None,
    )
    fragment = request.headers.get("HX-Request") == "true"
    template = "_review_list.html" if fragment else "reviews.html"
    context = {"page": page, "reviews": found, "rating": rating}
    return render(request, f"storefront/browse/{template}", context)


def _vouchers(request: VisitorRequest, page: ListingPage, shop: sellers.ShopView) -> list[Ticket]:
    """What takes something off this product: the shop's own first, since only here they are seen."""
    given = promotions.of_listing(
        request.country.key, listing_id=page.id, shop_id=shop.id, seller_id=shop.seller_id,
        category_path=page.category_path, customer_id=who.customer_id(request),
    )  # fmt: skip
    given.sort(key=lambda each: each.promotion.scope != "shop")
    return tickets(request, given[:VOUCHERS], {shop.id: shop})


def _similar(country: str, language: str, page: ListingPage) -> list[ListingId]:
    """Listings of the same category; where there are few, also of those beside it."""
    found: dict[int, None] = {}
    path = page.category_path
    while path and len(found) <= SIMILAR // 2:
        request = SearchRequest(category=path, size=SIMILAR + 1)
        found |= dict.fromkeys(engine.search(country, language, request).listing_ids)
        path = path.rpartition("/")[0]
    return [ListingId(each) for each in found if each != page.id][:SIMILAR]


def _chosen(page: ListingPage, asked: str) -> SkuOffer | None:
    return next((sku for sku in page.skus if str(sku.id) == asked), None) or page.default_sku


def _swatches(page: ListingPage, axis: Axis, chosen: SkuOffer | None) -> list[Swatch]:
    """The values of an axis. Tapping one keeps the other choices as far as such a variant can be bought.

    Pictures are for axes that one can see: where all values look alike, words do.
    """
    looks = [value.picture for value in axis.values]
    shown = len(looks) == 1 or any(look != looks[0] for look in looks)
    return [_swatch(page, axis, value, chosen, shown) for value in axis.values]


def _swatch(
    page: ListingPage, axis: Axis, value: AxisValue, chosen: SkuOffer | None, pictured: bool
) -> Swatch:
    options = chosen.options if chosen else {}
    having = [sku for sku in page.skus if sku.options.get(axis.key) == value.label]

    def fit(sku: SkuOffer) -> tuple[bool, int]:
        same = sum(sku.options.get(key) == word for key, word in options.items() if key != axis.key)
        return sku.can_be_bought, same

    exact = [
        sku for sku in having if all(sku.options.get(k) == v for k, v in options.items() if k != axis.key)
    ]
    best = max(exact or having, key=fit, default=None)
    on = options.get(axis.key) == value.label
    url = f"?sku={best.id}" if best else ""
    return Swatch(value.label, value.picture if pictured else None, on, url, best.free if best else 0)


def _gallery(page: ListingPage, chosen: SkuOffer | None) -> list[Any]:
    """The pictures, the chosen variant's own in front."""
    own = chosen.picture if chosen else None
    rest = [picture for picture in page.gallery if picture != own]
    return [own, *rest] if own else rest


def _linked_data(request: VentureRequest, page: ListingPage, shop: sellers.ShopView) -> dict[str, Any]:
    """schema.org's Product: what search engines show of it."""
    country = request.country
    address = settings.BASE_URL + reverse("listing", kwargs={"slug": page.slug, "listing_id": page.id})
    offers: dict[str, Any] = {
        "@type": "AggregateOffer" if len(page.skus) > 1 else "Offer",
        "url": address,
        "priceCurrency": country.currency,
        "availability": f"https://schema.org/{'InStock' if page.free else 'OutOfStock'}",
        "seller": {"@type": "Organization", "name": shop.name},
    }
    if page.prices:
        low, high = (major_units(price, country.currency) for price in page.prices)
        if len(page.skus) > 1:
            offers |= {"lowPrice": low, "highPrice": high, "offerCount": len(page.skus)}
        else:
            offers["price"] = low
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": page.title,
        "description": page.description_short,
        "sku": str(page.id),
        "url": address,
        "image": [pictures.address(picture, country.key) for picture in page.gallery[:4]],
        "offers": offers,
    }
    if page.brand:
        found["brand"] = {"@type": "Brand", "name": page.brand}
    if page.rating_count:
        found["aggregateRating"] = {
            "@type": "AggregateRating", "ratingValue": page.rating, "reviewCount": page.rating_count,
        }  # fmt: skip
    return found
