"""Verbs of orders, each one transaction: lock, re-read, check, write, announce. Repeating one changes nothing.

Locks: purchases, then orders, in id order; then money (escrow, wallets), then stock levels in SKU order.
"""

from pasar.market.orders.operations.complete import complete, confirm, extend
from pasar.market.orders.operations.deadlines import remind_sellers, sweep_deadlines
from pasar.market.orders.operations.delivery import back_at_seller, deliver, fail_delivery, pack, ship
from pasar.market.orders.operations.money import Cash
from pasar.market.orders.operations.moving import lock_for
from pasar.market.orders.operations.payment import (
    cancel_purchase,
    end_cash_purchases,
    expire,
    expire_due,
    pay,
)
from pasar.market.orders.operations.stopping import cancel

__all__ = [
    "Cash",
    "back_at_seller",
    "cancel",
    "cancel_purchase",
    "complete",
    "confirm",
    "deliver",
    "end_cash_purchases",
    "expire",
    "expire_due",
    "extend",
    "fail_delivery",
    "lock_for",
    "pack",
    "pay",
    "remind_sellers",
    "ship",
    "sweep_deadlines",
]
