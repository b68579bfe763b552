"""A listing's page: pictures, variants with their prices, words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString

from pasar import countries
from pasar.kernel import clock, sql
from pasar.kernel.errors import NotFound
from pasar.kernel.ids import ListingId, SellerId, ShopId, SkuId
from pasar.market.catalogue import availability, texts
from pasar.market.catalogue.models import Listing
from pasar.market.catalogue.queries.tree import attribute_rows, axis_name
from pasar.market.catalogue.rows import parsed
from pasar.market.catalogue.rules import Picture, Size, discount_pct, options_text, pick, word

DESCRIPTION_SHORT = 160


@dataclass(frozen=True, slots=True)
class AxisValue:
    label: str
    picture: Picture | None
    """Of the first SKU that has it and looks different from the cover."""


@dataclass(frozen=True, slots=True)
class Axis:
    """In what the variants differ, with the values there are, in the seller's order."""

    key: str
    name: str
    values: tuple[AxisValue, ...]


@dataclass(frozen=True, slots=True)
class SkuOffer:
    """A variant one can put into the basket, when it has a price and `free` units."""

    id: SkuId
    seller_sku: str
    options: Mapping[str, str]
    """Label by axis key, as in the axes' values."""
    options_text: str
    price_minor: int | None
    list_minor: int | None
    discount_pct: int
    free: int
    picture: Picture | None
    weight_g: int
    size_cm: Size

    @property
    def can_be_bought(self) -> bool:
        return self.price_minor is not None and self.free > 0


@dataclass(frozen=True, slots=True)
class ListingPage:
    """All that a listing's page shows of the catalogue. Texts are in the language asked for, or the nearest."""

    id: ListingId
    country: str
    slug: str
    title: str
    state: str
    shop_id: ShopId
    seller_id: SellerId
    category_path: str
    brand: str
    badge: str
    gallery: tuple[Picture, ...]
    axes: tuple[Axis, ...]
    skus: tuple[SkuOffer, ...]
    attributes: tuple[tuple[str, str], ...]
    description_html: SafeString
    description_short: str
    rating: float
    rating_count: int
    sold_count: int
    published_at: datetime | None
    changed_at: datetime

    @property
    def default_sku(self) -> SkuOffer | None:
        """The one chosen at first: the cheapest that can be bought, else the first."""
        buyable = [sku for sku in self.skus if sku.can_be_bought]
        return min(buyable, key=lambda sku: sku.price_minor or 0) if buyable else next(iter(self.skus), None)

    @property
    def prices(self) -> tuple[int, int] | None:
        """The lowest and the highest price of the variants."""
        found = [sku.price_minor for sku in self.skus if sku.price_minor is not None]
        return (min(found), max(found)) if found else None

    @property
    def free(self) -> int:
        return sum(sku.free for sku in self.skus)


def listing_page(
    country: str, listing_id: ListingId, language: str, *, preview_for: SellerId | None = None
) -> ListingPage:
    """A published listing's page; also an unpublished one's for the seller whose it is.  Raises NotFound."""
    listing = Listing.objects.filter(pk=listing_id, country=country).select_related("product").first()
    if listing is None or (listing.state != "published" and listing.seller_id != preview_for):
        raise NotFound
    main = countries.get(country).languages[0]
    rows = sql.values("pasar.market.catalogue", "page_skus", listing_id=listing_id, at=clock.now())
    active = [row for row in rows if row[10]]
    free = availability.of_skus([row[0] for row in active])
    axes_keys = listing.product.axes
    skus = tuple(_sku(row, axes_keys, free.get(row[0], 0), (language, main)) for row in active)
    description = pick(listing.descriptions, language, main)
    return ListingPage(
        id=ListingId(listing.pk),
        country=country,
        slug=listing.slug,
        title=pick(listing.titles, language, main),
        state=listing.state,
        shop_id=ShopId(listing.shop_id),
        seller_id=SellerId(listing.seller_id),
        category_path=listing.product.category_id,
        brand=listing.product.brand,
        badge=listing.badge,
        gallery=_gallery(listing.pictures, skus),
        axes=tuple(_axis(key, skus, language) for key in axes_keys),
        skus=skus,
        attributes=tuple(attribute_rows(listing.product.category_id, listing.product.attributes, language)),
        description_html=texts.shown(description),
        description_short=texts.plain(description, DESCRIPTION_SHORT),
        rating=round(listing.rating_sum / listing.rating_count, 1) if listing.rating_count else 0.0,
        rating_count=listing.rating_count,
        sold_count=listing.sold_count,
        published_at=listing.published_at,
        changed_at=listing.changed_at,
    )


def _sku(row: Sequence[Any], axes: Sequence[str], free: int, spoken: tuple[str, str]) -> SkuOffer:
    sku_id, seller_sku, options, picture, price, before, weight_g, length, width, height, _active = row
    options = parsed(options)
    return SkuOffer(
        id=SkuId(sku_id),
        seller_sku=seller_sku,
        options={axis: word(value, *spoken) for axis, value in options.items()},
        options_text=options_text(options, axes, *spoken),
        price_minor=price,
        list_minor=before,
        discount_pct=discount_pct(price, before),
        free=free,
        picture=parsed(picture),
        weight_g=weight_g,
        size_cm=(length, width, height),
    )


def _axis(key: str, skus: Sequence[SkuOffer], language: str) -> Axis:
    values: dict[str, Picture | None] = {}
    for sku in skus:
        if key in sku.options:
            label = sku.options[key]
            values[label] = values.get(label) or sku.picture
    return Axis(key, axis_name(key, language), tuple(AxisValue(*each) for each in values.items()))


def _gallery(pictures: Sequence[Picture], skus: Sequence[SkuOffer]) -> tuple[Picture, ...]:
    found = list(pictures)
    for sku in skus:
        if sku.picture and sku.picture not in found:
            found.append(sku.picture)
    return tuple(found)
