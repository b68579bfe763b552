"""Verbs of sellers: applying, being decided on, keeping a shop, fee rules, many at once."""

from pasar.market.sellers.operations.applying import apply, set_payout_account
from pasar.market.sellers.operations.bulk import MadeSeller, NewSeller, bulk_sellers
from pasar.market.sellers.operations.deciding import approve, refuse, reinstate, set_class, suspend
from pasar.market.sellers.operations.fees import approve_fee_rule, load_fee_rules, propose_fee_rule
from pasar.market.sellers.operations.keeping import (
    add_member,
    count_rating,
    count_sold,
    remove_member,
    save_warehouse,
    update_shop,
)

__all__ = [
    "MadeSeller",
    "NewSeller",
    "add_member",
    "apply",
    "approve",
    "approve_fee_rule",
    "bulk_sellers",
    "count_rating",
    "count_sold",
    "load_fee_rules",
    "propose_fee_rule",
    "refuse",
    "reinstate",
    "remove_member",
    "save_warehouse",
    "set_class",
    "set_payout_account",
    "suspend",
    "update_shop",
]
