"""Questions and promotions for tests of the rules; amounts in minor units."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from pasar import countries
from pasar.market.promotions.kinds import kinds, validated
from pasar.market.promotions.shapes import (
    CASHBACK,
    PAYMENT_VOUCHER,
    PLATFORM_CODE,
    PLATFORM_SHIPPING,
    PLATFORM_VOUCHER,
    PRODUCT_VOUCHER,
    SHOP_SHIPPING,
    SHOP_VOUCHER,
    Asked,
    Buyer,
    Delivery,
    Item,
    Most,
    Promotion,
    Stacking,
)

NOW = datetime(2026, 11, 11, 3, 0, tzinfo=UTC)
_ids = count(1)

SHOPEE = Stacking(
    maxima=(
        Most(frozenset({PLATFORM_VOUCHER, PLATFORM_CODE, PAYMENT_VOUCHER, CASHBACK}), "purchase", 1),
        Most(frozenset({PLATFORM_SHIPPING, SHOP_SHIPPING}), "purchase", 1),
        Most(frozenset({SHOP_VOUCHER, PRODUCT_VOUCHER}), "shop", 1),
    ),
)
LAZADA = Stacking(
    maxima=(
        Most(frozenset({PLATFORM_VOUCHER, PLATFORM_CODE}), "purchase", 1),
        Most(frozenset({PAYMENT_VOUCHER}), "purchase", 1),
        Most(frozenset({CASHBACK}), "purchase", 1),
        Most(frozenset({SHOP_VOUCHER, PRODUCT_VOUCHER}), "shop", 1),
        Most(frozenset({PLATFORM_SHIPPING, SHOP_SHIPPING}), "shop", 1),
    ),
    excludes=frozenset(
        frozenset(pair)
        for pair in (
            (PLATFORM_VOUCHER, CASHBACK),
            (PLATFORM_CODE, CASHBACK),
            (PLATFORM_CODE, SHOP_VOUCHER),
            (PLATFORM_CODE, PRODUCT_VOUCHER),
        )
    ),
)
ANYTHING = Stacking()


def item(
    sku_id: int,
    unit_minor: int,
    units: int = 1,
    *,
    shop_id: int = 1,
    listing_id: int | None = None,
    category_path: str = "home",
) -> Item:
    return Item(sku_id, listing_id or sku_id, shop_id, shop_id, category_path, unit_minor, units)


def asked(
    *items: Item, country: str = "my", shipping: Mapping[int, int] | None = None, have: Any = (), **more: Any
) -> Asked:
    """have: the promotions that the buyer has collected."""
    buyer = more.pop("buyer", Buyer())
    buyer = Buyer(
        is_new=buyer.is_new,
        coins_minor=buyer.coins_minor,
        uses=buyer.uses,
        collected=buyer.collected | {promotion.id for promotion in have},
    )
    return Asked(
        country=countries.get(country),
        at=NOW,
        items=items,
        deliveries=tuple(Delivery(shop, shop, minor) for shop, minor in (shipping or {}).items()),
        buyer=buyer,
        **more,
    )


def promotion(
    kind: str, class_key: str, *, shop_id: int | None = None, id: int | None = None, **more: Any
) -> Promotion:
    """A promotion of now. What is no field of a promotion is a term."""
    known = {
        "code": None,
        "seller_share_bps": 10_000 if shop_id else 0,
        "quota_left": None,
        "per_customer": None,
        "budget_left_minor": None,
        "starts_at": NOW - timedelta(days=1),
        "ends_at": NOW + timedelta(days=1),
    }
    fields = {key: more.pop(key, value) for key, value in known.items()}
    return Promotion(
        id=id or next(_ids),
        version=1,
        kind=kind,
        class_key=class_key,
        scope="shop" if shop_id else "platform",
        shop_id=shop_id,
        seller_id=shop_id,
        name=kind,
        terms=validated(kinds()[kind], more),
        **fields,
    )
