"""What pages, baskets and the search read of the catalogue."""

from pasar.market.catalogue.queries.facts import SkuFacts, sku_facts, sku_ids_by_code
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
    "Category",
    "SkuFacts",
    "attribute_rows",
    "axis_name",
    "categories",
    "category",
    "find_category",
    "leaves",
    "sku_facts",
    "sku_ids_by_code",
    "trail",
]
