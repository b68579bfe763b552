"""Listings for tests, made as imports make them."""

from dataclasses import replace

from pasar.market.catalogue import operations
from pasar.market.catalogue.rules import BulkListing, ListingDraft, SkuDraft


def leaf() -> str:
    from pasar.market.catalogue import queries

    return next(each.path for each in queries.leaves() if each.slug == "mens-tshirts")


def sku(code: str = "TS-1", price_minor: int = 7_500_000, **others: object) -> SkuDraft:
    return replace(SkuDraft(seller_sku=code, price_minor=price_minor), **others)


def row(code: str = "TS-1", *, shop_id: int = 1, seller_id: int = 1, **others: object) -> BulkListing:
    given = {
        "category_path": leaf(),
        "titles": {"id": "Kaos polos pria", "en": "Plain t-shirt for men"},
        "descriptions": {"id": "<p>Katun adem</p>"},
        "brand": "Polosan",
        "attributes": {"material": "cotton"},
        "pictures": [{"kind": "object", "object": "t-shirt", "tint": "blue", "ground": "sand"}],
        "skus": [sku(code)],
    }
    return BulkListing(shop_id=shop_id, seller_id=seller_id, **(given | others))


def draft(**others: object) -> ListingDraft:
    given = {
        "category_path": leaf(),
        "titles": {"id": "Kaos polos pria"},
        "pictures": [{"kind": "object", "object": "t-shirt", "tint": "blue", "ground": "sand"}],
        "skus": [sku()],
    }
    return ListingDraft(**(given | others))


def make_listing(code: str = "TS-1", *, country: str = "id", **others: object) -> tuple[int, tuple[int, ...]]:
    """A published listing; its id and its SKUs'."""
    [written] = operations.bulk_write(country, [row(code, **others)])
    return written.listing_id, written.sku_ids
