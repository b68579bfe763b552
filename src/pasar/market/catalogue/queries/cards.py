"""Listings as cards: what a grid of results, a home page or a shop shows of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from pasar import countries
from pasar.kernel import sql
from pasar.kernel.ids import ListingId, ShopId
from pasar.market.catalogue import availability
from pasar.market.catalogue.models import Listing
from pasar.market.catalogue.rules import Picture, discount_pct, pick
from pasar.market.sellers import queries as sellers


@dataclass(frozen=True, slots=True)
class ListingCard:
    """A published listing in a grid. rating is the mean in stars, 0 without one; free: units that can be bought now."""

    id: ListingId
    slug: str
    title: str
    picture: Picture | None
    price_minor: int | None
    list_minor: int | None
    discount_pct: int
    rating: float
    rating_count: int
    sold_count: int
    place: str
    shop_id: ShopId
    shop_name: str
    shop_kind: str
    free: int
    badge: str


_COLUMNS = (
    "id", "country", "slug", "titles", "pictures", "price_minor", "list_minor", "rating_sum", "rating_count",
    "sold_count", "shop_id", "badge",
)  # fmt: skip


def cards(listing_ids: Iterable[ListingId], language: str) -> list[ListingCard]:
    """The published ones of these listings, in the order asked for. Three queries for any number."""
    wanted = list(dict.fromkeys(listing_ids))
    if not wanted:
        return []
    rows = {
        row[0]: row for row in Listing.objects.filter(pk__in=wanted, state="published").values_list(*_COLUMNS)
    }
    shops = sellers.shops({row[10] for row in rows.values()}) if rows else {}
    free = availability.of_listings(rows) if rows else {}
    return [
        _card(rows[each], shops[rows[each][10]], free.get(each, 0), language)
        for each in wanted
        if each in rows and rows[each][10] in shops
    ]


def _card(row: tuple, shop: sellers.ShopView, free: int, language: str) -> ListingCard:  # type: ignore[type-arg]
    (
        listing_id,
        country,
        slug,
        titles,
        pictures,
        price,
        before,
        rating_sum,
        rating_count,
        sold,
        shop_id,
        badge,
    ) = row
    return ListingCard(
        id=listing_id,
        slug=slug,
        title=pick(titles, language, countries.get(country).languages[0]),
        picture=pictures[0] if pictures else None,
        price_minor=price,
        list_minor=before,
        discount_pct=discount_pct(price, before),
        rating=round(rating_sum / rating_count, 1) if rating_count else 0.0,
        rating_count=rating_count,
        sold_count=sold,
        place=shop.place,
        shop_id=shop_id,
        shop_name=shop.name,
        shop_kind=shop.class_key,
        free=free,
        badge=badge,
    )


@dataclass(frozen=True, slots=True)
class Address:
    """Where a listing's page is and when it changed, for sitemaps and feeds."""

    id: ListingId
    slug: str
    changed_at: datetime


def addresses(country: str, after: int = 0, size: int = 5_000) -> list[Address]:
    """Published listings of a venture by id, behind `after`."""
    rows = Listing.objects.filter(country=country, state="published", pk__gt=after).order_by("pk")
    found = rows.values_list("id", "slug", "changed_at")[:size]
    return [Address(ListingId(pk), slug, changed_at) for pk, slug, changed_at in found]


def browse(
    country: str, *, words: Iterable[str] = (), category: str = "", shop_id: int | None = None, size: int = 24
) -> list[ListingId]:
    """Published listings found by plain letters, the most sold first: what is left when there is no search index."""
    escaped = (word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") for word in words)
    rows = sql.values(
        "pasar.market.catalogue", "browse",
        country=country, patterns=[f"%{word}%" for word in escaped], category=category, shop_id=shop_id or 0, size=size,
    )  # fmt: skip
    return [ListingId(row[0]) for row in rows]


def listings_of(shop_ids: Iterable[ShopId]) -> list[ListingId]:
    """Every published listing of shops."""
    rows = Listing.objects.filter(shop_id__in=list(shop_ids), state="published").order_by("pk")
    return [ListingId(pk) for pk in rows.values_list("pk", flat=True)]


def shop_counts(shop_ids: Iterable[ShopId]) -> dict[ShopId, int]:
    """Published listings per shop; every shop asked for has an entry."""

    wanted = list(shop_ids)
    rows = Listing.objects.filter(shop_id__in=wanted, state="published").values_list("shop_id")
    found = dict(rows.annotate(Count("id")))
    return {shop: found.get(shop, 0) for shop in wanted}
