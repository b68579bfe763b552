"""SKUs as baskets, shelves and parcels need them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from pasar import countries
from pasar.kernel import clock, sql
from pasar.kernel.ids import ListingId, SellerId, ShopId, SkuId
from pasar.market.catalogue import batch
from pasar.market.catalogue.models import Sku
from pasar.market.catalogue.rules import Picture, Size


@dataclass(frozen=True, slots=True)
class SkuFacts:
    """A SKU as it is on offer now, in words of one language."""

    sku_id: SkuId
    listing_id: ListingId
    shop_id: ShopId
    seller_id: SellerId
    country: str
    seller_sku: str
    title: str
    options_text: str
    picture: Picture | None
    category_path: str
    price_minor: int | None
    list_minor: int | None
    weight_g: int
    size_cm: Size
    on_sale: bool
    slug: str


def sku_facts(sku_ids: Iterable[SkuId], language: str = "") -> list[SkuFacts]:
    """The SKUs that there are, in the order asked for; words in `language`, else in the country's main one."""
    wanted = list(dict.fromkeys(sku_ids))
    if not wanted:
        return []
    statement = batch.read_goods(wanted, clock.now())
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        found = {row[0]: row for row in cursor.fetchall()}
    return [_facts(found[sku], language) for sku in wanted if sku in found]


def _facts(row: tuple, language: str) -> SkuFacts:  # type: ignore[type-arg]
    main = countries.get(row[4]).languages[0]
    goods = batch.goods([row], {row[4]: language or main})[row[0]]
    return SkuFacts(
        SkuId(goods.sku_id), ListingId(goods.listing_id), ShopId(goods.shop_id), SellerId(goods.seller_id),
        goods.country, goods.seller_sku, goods.title, goods.options_text, goods.picture, goods.category_path,
        goods.price_minor, goods.list_minor, goods.weight_g, goods.size_cm, goods.on_sale, row[18],
    )  # fmt: skip


def sku_ids_by_code(shop_id: ShopId, codes: Iterable[str]) -> dict[str, SkuId]:
    """A shop's SKUs by the seller's own codes."""
    rows = Sku.objects.filter(shop_id=shop_id, seller_sku__in=list(codes)).values_list("seller_sku", "id")
    return {code: SkuId(sku) for code, sku in rows}


PACKAGE = "pasar.market.catalogue"


@dataclass(frozen=True, slots=True)
class PastOffer:
    """An offer that is or was in force. Of several at a moment, the one that began last counted."""

    sku_id: int
    price_minor: int
    from_at: datetime
    until_at: datetime | None


def price_history(sku_ids: Iterable[int], since: datetime) -> dict[int, list[PastOffer]]:
    """The offers by SKU that were in force at some time from `since` until now; every SKU asked for has an entry."""
    wanted = list(sku_ids)
    found: dict[int, list[PastOffer]] = {sku: [] for sku in wanted}
    for row in sql.rows(PastOffer, PACKAGE, "price_history", sku_ids=wanted, since=since, at=clock.now()):
        found[row.sku_id].append(row)
    return found
