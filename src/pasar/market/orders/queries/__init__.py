"""Reads of orders: `pages` for who looks at them, `locking` for operations that are about to change them."""

from pasar.market.orders.queries.locking import LineRow, OrderRow, lock_due, lock_orders, lock_purchase
from pasar.market.orders.queries.pages import (
    LineView,
    OrderCard,
    OrderPage,
    PurchasePage,
    Step,
    customer_counts,
    customer_orders,
    facts,
    order_for_seller,
    order_page,
    purchase_page,
    seller_counts,
    seller_orders,
    timeline,
)

__all__ = [
    "LineRow",
    "LineView",
    "OrderCard",
    "OrderPage",
    "OrderRow",
    "PurchasePage",
    "Step",
    "customer_counts",
    "customer_orders",
    "facts",
    "lock_due",
    "lock_orders",
    "lock_purchase",
    "order_for_seller",
    "order_page",
    "purchase_page",
    "seller_counts",
    "seller_orders",
    "timeline",
]
