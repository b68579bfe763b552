"""The catalogue's part of placing many purchases at once: SKUs as they are on offer at a moment, in one statement."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pasar.kernel import sql
from pasar.kernel.batch import Statement
from pasar.market.catalogue.rows import parsed
from pasar.market.catalogue.rules import Picture, Size, options_text, pick


@dataclass(frozen=True, slots=True)
class Goods:
    """A SKU as it is on offer. Title and options are in the country's main language."""

    sku_id: int
    listing_id: int
    shop_id: int
    seller_id: int
    country: str
    seller_sku: str
    title: str
    options_text: str
    picture: Picture | None
    category_path: str
    price_minor: int | None
    """None: no offer is in force."""
    list_minor: int | None
    weight_g: int
    size_cm: Size
    on_sale: bool
    """Published, and the seller still offers this variant."""


def read_goods(sku_ids: Iterable[int], at: datetime) -> Statement:
    """Read these SKUs with the offers in force at `at`. Locks nothing: a price holds for a moment, not a row."""
    return Statement(sql.text(__package__, "goods"), {"sku_ids": sql.ints(sorted(set(sku_ids))), "at": at})


def goods(rows: Sequence[tuple[Any, ...]], main: dict[str, str]) -> dict[int, Goods]:
    """What `read_goods` found, by SKU. main: main language by country."""
    found = {}
    for row in rows:
        (
            sku_id, listing_id, shop_id, seller_id, country, seller_sku, titles, options, axes, own, cover, path, price,
            list_price, weight_g, length, width, height, on_sale, _slug,
        ) = row  # fmt: skip
        language = main[country]
        picture = parsed(own) or parsed(cover)
        found[sku_id] = Goods(
            sku_id, listing_id, shop_id, seller_id, country, seller_sku, pick(parsed(titles), language),
            options_text(parsed(options), parsed(axes), language), picture, path, price, list_price, weight_g,
            (length, width, height), on_sale,
        )  # fmt: skip
    return found
