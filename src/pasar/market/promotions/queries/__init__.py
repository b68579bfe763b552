"""Promotions, vouchers and coins as others read them."""

from pasar.market.promotions.queries.candidates import Candidates, candidates
from pasar.market.promotions.queries.coins import CoinLotView, CoinsView, coins
from pasar.market.promotions.queries.lost import LostVoucher, lost
from pasar.market.promotions.queries.pages import (
    Page,
    PromotionView,
    SpendingRow,
    VersionView,
    centre,
    of_customer,
    of_listing,
    of_seller,
    of_shop,
    promotion,
    shop_centre,
    spending,
    version,
    versions,
)
from pasar.market.promotions.queries.stacking import (
    StackingRuleView,
    forget_stacking,
    stacking,
    stacking_rules,
)

__all__ = [
    "Candidates",
    "CoinLotView",
    "CoinsView",
    "LostVoucher",
    "Page",
    "PromotionView",
    "SpendingRow",
    "StackingRuleView",
    "VersionView",
    "candidates",
    "centre",
    "coins",
    "forget_stacking",
    "lost",
    "of_customer",
    "of_listing",
    "of_seller",
    "of_shop",
    "promotion",
    "shop_centre",
    "spending",
    "stacking",
    "stacking_rules",
    "version",
    "versions",
]
