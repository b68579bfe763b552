"""Sellers and shops as others read them."""

from pasar.market.sellers.queries.fees import FeeRuleView, Fees, fee_rules, fees, forget_fees
from pasar.market.sellers.queries.sellers import (
    MemberView,
    SellerView,
    applications,
    member_ids,
    members,
    members_of,
    own_shelf,
    seller,
    seller_of,
    sellers,
    sellers_by_state,
)
from pasar.market.sellers.queries.shops import (
    ShopView,
    WarehouseView,
    newest_shops,
    open_shops,
    shop,
    shop_of,
    shops,
    warehouse_of,
)

__all__ = [
    "FeeRuleView",
    "Fees",
    "MemberView",
    "SellerView",
    "ShopView",
    "WarehouseView",
    "applications",
    "fee_rules",
    "fees",
    "forget_fees",
    "member_ids",
    "members",
    "members_of",
    "newest_shops",
    "open_shops",
    "own_shelf",
    "seller",
    "seller_of",
    "sellers",
    "sellers_by_state",
    "shop",
    "shop_of",
    "shops",
    "warehouse_of",
]
