"""Many listings at once: a handful of statements for any number of rows, so that imports and the demo fly.

The caller checks the words and prices (`rules.problems`); what must never be false the database refuses as ever.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from pasar import countries
from pasar.kernel import clock, events, sql
from pasar.market.catalogue import rules
from pasar.market.catalogue.errors import SkuTaken
from pasar.market.catalogue.events import ListingChanged
from pasar.market.catalogue.operations import changing
from pasar.market.catalogue.operations.announcing import PACKAGE
from pasar.market.catalogue.operations.changing import Written, listing_slug
from pasar.market.catalogue.rows import written
from pasar.market.catalogue.rules import BulkListing


def bulk_upsert(country: str, rows: Sequence[BulkListing]) -> list[tuple[str, int, tuple[int, ...]]]:
    """Write listings; (first seller code, listing, SKUs) of each row, in their order. See `bulk_write`."""
    return [(each.seller_sku, each.listing_id, each.sku_ids) for each in bulk_write(country, rows)]


@transaction.atomic
def bulk_write(country: str, rows: Sequence[BulkListing]) -> list[Written]:
    """Make or change a venture's listings, each recognised by its shop and its first SKU's code.

    A row is the whole listing: SKUs that it does not name are offered no longer. Of rows for the same listing the last
    counts. A listing that already is as its row says is left alone and not announced; state, ratings and sales of a
    listing that was there stay.  Raises SkuTaken when a row names a SKU of another listing of its shop.
    """
    last = {(row.shop_id, row.skus[0].seller_sku): row for row in rows}
    if not last:
        return []
    sql.values(PACKAGE, "lock_bulk", country=country)
    known = changing.known_skus((row.shop_id, sku.seller_sku) for row in last.values() for sku in row.skus)
    fresh, older = [], []
    for key, row in last.items():
        if key in known:
            _refuse_foreign(row, known, known[key].listing_id)
            older.append((known[key], row))
        else:
            _refuse_foreign(row, known, 0)
            fresh.append(row)
    at = clock.now()
    found = {
        (row.shop_id, each.seller_sku): each
        for row, each in zip(fresh, insert(country, fresh, at), strict=True)
    }
    found |= {
        (row.shop_id, each.seller_sku): each
        for (_sku, row), each in zip(older, changing.change(country, older, at), strict=True)
    }
    return _in_order(rows, last, found)


def _in_order(
    rows: Sequence[BulkListing],
    last: dict[tuple[int, str], BulkListing],
    found: dict[tuple[int, str], Written],
) -> list[Written]:
    answers = []
    for row in rows:
        key = row.shop_id, row.skus[0].seller_sku
        each = found[key]
        if last[key] is not row:
            each = Written(each.seller_sku, each.listing_id, each.sku_ids, frozenset(), "repeated")
        answers.append(each)
    return answers


def _refuse_foreign(row: BulkListing, known: dict[tuple[int, str], changing.Known], listing_id: int) -> None:
    for sku in row.skus:
        there = known.get((row.shop_id, sku.seller_sku))
        if there and there.listing_id != listing_id:
            raise SkuTaken(seller_sku=sku.seller_sku)


def insert(country: str, rows: Sequence[BulkListing], at: datetime) -> list[Written]:
    """Write new listings with their products, variants, SKUs and offers, by COPY; announce the published ones."""
    if not rows:
        return []
    main = countries.get(country).languages[0]
    size = sum(len(row.skus) for row in rows)
    product_ids, listing_ids = _take("product", len(rows)), _take("listing", len(rows))
    variant_ids, sku_ids = _take("variant", size), _take("sku", size)
    answers: list[Written] = []
    with connection.cursor() as cursor:
        ids = list(zip(product_ids, listing_ids, rows, strict=True))
        _copy(cursor, "copy_products", (_product(country, product, row) for product, _listing_id, row in ids))
        _copy(
            cursor, "copy_listings",
            (_listing(country, main, listing, product, row, at) for product, listing, row in ids),
        )  # fmt: skip
        place = 0
        variants, skus, offers = [], [], []
        for product_id, listing_id, row in ids:
            own = sku_ids[place : place + len(row.skus)]
            for position, sku in enumerate(row.skus):
                variant_id, sku_id = variant_ids[place], own[position]
                variants.append((variant_id, country, product_id, written(sku.options)))
                skus.append(
                    (
                        sku_id, country, listing_id, variant_id, row.shop_id, row.seller_id, sku.seller_sku, position,
                        sku.picture and written(sku.picture), sku.weight_g, *sku.size_cm, True,
                    )
                )  # fmt: skip
                offers.append((country, sku_id, sku.price_minor, sku.list_minor, row.created_at or at, None))
                place += 1
            answers.append(Written(row.skus[0].seller_sku, listing_id, tuple(own), frozenset(own), "new"))
        _copy(cursor, "copy_variants", variants)
        _copy(cursor, "copy_skus", skus)
        _copy(cursor, "copy_offers", offers)
    events.append(
        ListingChanged(country=country, listing_id=listing_id, shop_id=row.shop_id)
        for listing_id, row in zip(listing_ids, rows, strict=True)
        if row.published
    )
    return answers


def _take(table: str, size: int) -> list[int]:
    return [row[0] for row in sql.values(PACKAGE, "take_ids", name=f"catalogue_{table}", size=size)]


def _copy(cursor: Any, name: str, rows: Iterable[tuple[Any, ...]]) -> None:
    with cursor.copy(sql.text(PACKAGE, name)) as copy:
        for row in rows:
            copy.write_row(row)


def _product(country: str, product_id: int, row: BulkListing) -> tuple[Any, ...]:
    axes = rules.axes_of(row.skus)
    return product_id, country, row.category_path, row.brand, written(row.attributes), written(axes)


def _listing(
    country: str, main: str, listing_id: int, product_id: int, row: BulkListing, at: datetime
) -> tuple[Any, ...]:
    cheapest = min(row.skus, key=lambda sku: (sku.price_minor, -(sku.list_minor or 0)))
    created = row.created_at or at
    return (
        listing_id, country, row.shop_id, row.seller_id, product_id, listing_slug(row, main), written(row.titles),
        written(row.descriptions), written(row.pictures), "published" if row.published else "draft", "", row.badge,
        cheapest.price_minor, cheapest.list_minor, None, row.rating_sum, row.rating_count, row.sold_count,
        row.popularity, created, created if row.published else None, at,
    )  # fmt: skip
