"""Verbs of promotions: making and ending them, collecting, giving back what was taken, coins, stacking rules."""

from pasar.market.promotions.operations.coins import (
    drop_earnings,
    earn_coins,
    expire_coins,
    give_back_coins,
    return_coins,
    take_back_coins,
)
from pasar.market.promotions.operations.collecting import collect, collect_code
from pasar.market.promotions.operations.giving_back import give_back, give_back_purchases, know_shoppers
from pasar.market.promotions.operations.making import change, create, end
from pasar.market.promotions.operations.stacking import (
    approve_stacking_rule,
    load_stacking_rules,
    propose_stacking_rule,
)

__all__ = [
    "approve_stacking_rule",
    "change",
    "collect",
    "collect_code",
    "create",
    "drop_earnings",
    "earn_coins",
    "end",
    "expire_coins",
    "give_back",
    "give_back_coins",
    "give_back_purchases",
    "know_shoppers",
    "load_stacking_rules",
    "propose_stacking_rule",
    "return_coins",
    "take_back_coins",
]
