"""What pages, baskets and the search read of the catalogue."""

from pasar.market.catalogue.queries.cards import (
    Address,
    ListingCard,
    addresses,
    browse,
    cards,
    listings_of,
    shop_counts,
)
from pasar.market.catalogue.queries.facts import SkuFacts, sku_facts, sku_ids_by_code
from pasar.market.catalogue.queries.pages import Axis, AxisValue, ListingPage, SkuOffer, listing_page
from pasar.market.catalogue.queries.shelves import (
    EditableListing,
    EditableSku,
    SellerListing,
    SellerListings,
    any_listing,
    seller_listing,
    seller_listings,
    seller_sku_ids,
    state_counts,
)
from pasar.market.catalogue.queries.sources import Source, sources
from pasar.market.catalogue.queries.tree import (
    Category,
    attribute_rows,
    axis_keys,
    axis_name,
    categories,
    category,
    find_category,
    leaves,
    trail,
)

__all__ = [
    "Address",
    "Axis",
    "AxisValue",
    "Category",
    "EditableListing",
    "EditableSku",
    "ListingCard",
    "ListingPage",
    "SellerListing",
    "SellerListings",
    "SkuFacts",
    "SkuOffer",
    "Source",
    "addresses",
    "any_listing",
    "attribute_rows",
    "axis_keys",
    "axis_name",
    "browse",
    "cards",
    "categories",
    "category",
    "find_category",
    "leaves",
    "listing_page",
    "listings_of",
    "seller_listing",
    "seller_listings",
    "seller_sku_ids",
    "shop_counts",
    "sku_facts",
    "sku_ids_by_code",
    "sources",
    "state_counts",
    "trail",
]  # fmt: skip
