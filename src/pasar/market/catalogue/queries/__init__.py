"""What pages, baskets and the search read of the catalogue."""

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
    state_counts,
)
from pasar.market.catalogue.queries.sources import Source, sources
from pasar.market.catalogue.queries.tree import (
    Category,
    attribute_rows,
    axis_name,
    categories,
    category,
    find_category,
    leaves,
    trail,
)

__all__ = [
    "Axis", "AxisValue", "Category", "EditableListing", "EditableSku", "ListingPage",
    "SellerListing", "SellerListings", "SkuFacts", "SkuOffer", "Source", "any_listing", "attribute_rows",
    "axis_name", "categories", "category", "find_category", "leaves", "listing_page", "seller_listing",
    "seller_listings", "sku_facts", "sku_ids_by_code", "sources", "state_counts", "trail",
]  # fmt: skip
