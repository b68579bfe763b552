"""Verbs of the catalogue, by subject."""

from pasar.market.catalogue.operations.bulk import bulk_upsert, bulk_write
from pasar.market.catalogue.operations.categories import load_categories
from pasar.market.catalogue.operations.changing import Written
from pasar.market.catalogue.operations.counters import count_rating, count_sold
from pasar.market.catalogue.operations.listings import create_listing, publish, update_listing, withdraw
from pasar.market.catalogue.operations.oversight import put_back, take_down
from pasar.market.catalogue.operations.prices import plan_prices, set_prices, turn_prices

__all__ = [
    "Written",
    "bulk_upsert",
    "bulk_write",
    "count_rating",
    "count_sold",
    "create_listing",
    "load_categories",
    "plan_prices",
    "publish",
    "put_back",
    "set_prices",
    "take_down",
    "turn_prices",
    "update_listing",
    "withdraw",
]  # fmt: skip
