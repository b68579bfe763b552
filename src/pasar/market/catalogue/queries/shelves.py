"""Listings as their seller sees them, whatever their state."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count

from pasar import countries
from pasar.kernel import clock, sql
from pasar.kernel.errors import NotFound
from pasar.kernel.ids import ListingId, SellerId, ShopId, SkuId
from pasar.market.catalogue import availability
from pasar.market.catalogue.models import Listing, Sku
from pasar.market.catalogue.rows import parsed
from pasar.market.catalogue.rules import Picture, Size, Words, options_text, pick

PAGE = 30
_PACKAGE = "pasar.market.catalogue"


@dataclass(frozen=True, slots=True)
class SellerListing:
    """A line in the seller's list."""

    id: ListingId
    slug: str
    title: str
    picture: Picture | None
    state: str
    state_reason: str
    category_path: str
    price_minor: int | None
    list_minor: int | None
    sku_count: int
    sold_count: int
    rating: float
    rating_count: int
    changed_at: datetime
    free: int


@dataclass(frozen=True, slots=True)
class SellerListings:
    """A page of them. `next` is 0 on the last."""

    listings: tuple[SellerListing, ...]
    next: int


def seller_listings(
    seller_id: SellerId, state: str = "", after: int = 0, *, country: str, language: str = "", text: str = ""
) -> SellerListings:
    """A seller's listings, the newest first, of one state or of all; text: in a title or a seller's code."""
    rows = sql.values(
        _PACKAGE, "seller_listings",
        seller_id=seller_id, state=state, text_like=_like(text), after=after, size=PAGE + 1,
    )  # fmt: skip
    page, main = rows[:PAGE], countries.get(country).languages[0]
    free = availability.of_listings([row[0] for row in page])
    found = tuple(_line(row, free.get(row[0], 0), (language or main, main)) for row in page)
    return SellerListings(found, page[-1][0] if len(rows) > PAGE else 0)


def _like(text: str) -> str:
    """A text as a pattern that contains it, its signs meaning themselves; empty for none."""
    plain = text.strip()[:100].replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{plain}%" if plain else ""


def seller_sku_ids(
    seller_id: SellerId,
    *,
    listing_ids: Sequence[ListingId] = (),
    code: str = "",
    after: int = 0,
    size: int = 50,
) -> list[SkuId]:
    """SKUs that a seller still offers, the newest first; of some listings, or by the beginning of the seller's code."""
    found = Sku.objects.filter(seller_id=seller_id, active=True)
    if listing_ids:
        found = found.filter(listing_id__in=list(listing_ids))
    if code:
        found = found.filter(seller_sku__istartswith=code.strip()[:100])
    if after:
        found = found.filter(pk__lt=after)
    return [SkuId(pk) for pk in found.order_by("-pk").values_list("pk", flat=True)[:size]]


def _line(row: tuple, free: int, spoken: tuple[str, str]) -> SellerListing:  # type: ignore[type-arg]
    (
        listing_id,
        slug,
        titles,
        picture,
        state,
        reason,
        path,
        price,
        before,
        skus,
        sold,
        rating_sum,
        ratings,
        changed,
    ) = row
    return SellerListing(
        listing_id, slug, pick(parsed(titles), *spoken), parsed(picture), state, reason, path, price, before, skus,
        sold, round(rating_sum / ratings, 1) if ratings else 0.0, ratings, changed, free,
    )  # fmt: skip


def state_counts(seller_id: SellerId) -> dict[str, int]:
    """How many listings a seller has per state; every state has an entry."""
    found = dict(Listing.objects.filter(seller_id=seller_id).values_list("state").annotate(Count("id")))
    return {state: found.get(state, 0) for state in Listing.State.values}


@dataclass(frozen=True, slots=True)
class EditableSku:
    id: SkuId
    seller_sku: str
    options: Mapping[str, Words]
    options_text: str
    price_minor: int | None
    list_minor: int | None
    picture: Picture | None
    weight_g: int
    size_cm: Size
    active: bool
    free: int


@dataclass(frozen=True, slots=True)
class EditableListing:
    """A listing with all its texts and variants, as a form edits it."""

    id: ListingId
    country: str
    shop_id: ShopId
    seller_id: SellerId
    slug: str
    state: str
    state_reason: str
    category_path: str
    brand: str
    titles: Mapping[str, str]
    descriptions: Mapping[str, str]
    attributes: Mapping[str, Any]
    axes: tuple[str, ...]
    pictures: tuple[Picture, ...]
    skus: tuple[EditableSku, ...]
    sold_count: int
    rating_count: int
    created_at: datetime
    changed_at: datetime


def seller_listing(seller_id: SellerId, listing_id: ListingId) -> EditableListing:
    """One listing of this seller.  Raises NotFound, also for another seller's."""
    listing = Listing.objects.filter(pk=listing_id, seller_id=seller_id).select_related("product").first()
    if listing is None:
        raise NotFound
    return _editable(listing)


def any_listing(country: str, listing_id: ListingId) -> EditableListing:
    """One listing of the venture in any state, for its operators.  Raises NotFound."""
    listing = Listing.objects.filter(pk=listing_id, country=country).select_related("product").first()
    if listing is None:
        raise NotFound
    return _editable(listing)


def _editable(listing: Listing) -> EditableListing:
    rows = sql.values(_PACKAGE, "page_skus", listing_id=listing.pk, at=clock.now())
    free = availability.of_skus([row[0] for row in rows])
    main, axes = countries.get(listing.country).languages[0], listing.product.axes
    skus = []
    for sku_id, code, options, picture, price, before, weight_g, length, width, height, active in rows:
        options = parsed(options)
        skus.append(
            EditableSku(
                sku_id, code, options, options_text(options, axes, main), price, before, parsed(picture), weight_g,
                (length, width, height), active, free.get(sku_id, 0),
            )
        )  # fmt: skip
    return EditableListing(
        ListingId(listing.pk), listing.country, ShopId(listing.shop_id), SellerId(listing.seller_id), listing.slug,
        listing.state, listing.state_reason, listing.product.category_id, listing.product.brand, listing.titles,
        listing.descriptions, listing.product.attributes, tuple(axes), tuple(listing.pictures), tuple(skus),
        listing.sold_count, listing.rating_count, listing.created_at, listing.changed_at,
    )  # fmt: skip
