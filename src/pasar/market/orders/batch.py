"""Orders' part of placing many purchases at once: a statement per table for any number of purchases."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import orjson

from pasar.kernel import sql
from pasar.kernel.batch import Statement
from pasar.kernel.records import dataclass


@dataclass(frozen=True, slots=True)
class NewDiscount:
    """What one version of a promotion takes off a line or off an order's delivery, and who bears how much of it."""

    promotion_id: int
    version: int
    kind: str
    class_key: str
    name: str
    seller_minor: int
    platform_minor: int
    units: tuple[int, ...]
    """Per unit of the line, summing to both parts; empty for delivery."""


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line to be written. Its discounts and coins are the whole line's, and no more than its goods."""

    id: UUID
    sku_id: int
    listing_id: int
    seller_sku: str
    title: str
    options_text: str
    picture: Any
    unit_minor: int
    units: int
    goods_minor: int
    tax_bps: int
    tax_minor: int
    weight_g: int
    category_path: str
    commission_bps: int
    payment_fee_bps: int
    fee_rule_id: int | None
    cost_minor: int | None
    seller_discount_minor: int = 0
    platform_discount_minor: int = 0
    coins_minor: int = 0
    discounts: tuple[NewDiscount, ...] = ()
    price_source: str = ""
    """`flash` or `campaign` where one set the unit price, with its id."""
    price_source_id: int | None = None


@dataclass(frozen=True, slots=True)
class NewOrder:
    """An order to be written. `total_minor` is what the customer pays in money; it may be 0."""

    id: UUID
    number: str
    seller_id: int
    seller_class: str
    shop_id: int
    shop_name: str
    warehouse_id: int
    goods_minor: int
    shipping_minor: int
    rounding_minor: int
    total_minor: int
    tax_minor: int
    shipping_tax_minor: int
    carrier_key: str
    service_key: str
    rate_card_id: int | None
    promise_from: date
    promise_to: date
    deadline_at: datetime | None
    deadline_action: str
    lines: tuple[NewLine, ...]
    seller_discount_minor: int = 0
    platform_discount_minor: int = 0
    coins_minor: int = 0
    """These three are the sums of the lines'."""
    shipping_seller_discount_minor: int = 0
    shipping_platform_discount_minor: int = 0
    shipping_discounts: tuple[NewDiscount, ...] = ()

    @property
    def subsidy_minor(self) -> int:
        """What the venture adds to what the customer pays."""
        return self.platform_discount_minor + self.shipping_platform_discount_minor

    @property
    def held_minor(self) -> int:
        """What escrow holds of it: the customer's money, the venture's part and coins, without cash rounding."""
        return (
            self.goods_minor - self.seller_discount_minor
            + self.shipping_minor - self.shipping_seller_discount_minor
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class NewPurchase:
    """A purchase to be written, with its orders and their lines. `order_status` is what all of them begin with."""

    id: UUID
    country: str
    number: str
    customer_id: int
    currency: str
    goods_minor: int
    shipping_minor: int
    rounding_minor: int
    total_minor: int
    payment_method: str
    status: str
    order_status: str
    address: dict[str, Any]
    note: str
    language: str
    placed_at: datetime
    pay_by: datetime | None
    paid_at: datetime | None
    orders: tuple[NewOrder, ...]
    discount_minor: int = 0
    """All discounts of its orders, on goods and on delivery."""
    coins_minor: int = 0

    @property
    def actor(self) -> str:
        return f"customer:{self.customer_id}"


def place(purchases: Sequence[NewPurchase]) -> list[Statement]:
    """Write purchases, orders, lines and their discounts, with the first event of each order and line."""
    orders = [(purchase, order) for purchase in purchases for order in purchase.orders]
    lines = [(purchase, order, line) for purchase, order in orders for line in order.lines]
    written = [_purchases(purchases), _orders(orders), _lines(lines)]
    of_lines = [
        (purchase, order, line.id, each) for purchase, order, line in lines for each in line.discounts
    ]
    of_delivery = [
        (purchase, order, None, each) for purchase, order in orders for each in order.shipping_discounts
    ]
    if discounts := of_lines + of_delivery:
        written.append(_discounts(discounts))
    return written


def _purchases(rows: Sequence[NewPurchase]) -> Statement:
    return Statement(
        sql.text(__package__, "place_purchases"),
        {
            "ids": sql.plain(row.id for row in rows),
            "countries": sql.plain(row.country for row in rows),
            "numbers": sql.plain(row.number for row in rows),
            "customer_ids": sql.ints(row.customer_id for row in rows),
            "currencies": sql.plain(row.currency for row in rows),
            "goods": sql.ints(row.goods_minor for row in rows),
            "shipping": sql.ints(row.shipping_minor for row in rows),
            "rounding": sql.ints(row.rounding_minor for row in rows),
            "discounts": sql.ints(row.discount_minor for row in rows),
            "coins": sql.ints(row.coins_minor for row in rows),
            "totals": sql.ints(row.total_minor for row in rows),
            "methods": sql.plain(row.payment_method for row in rows),
            "statuses": sql.plain(row.status for row in rows),
            "addresses": sql.texts(orjson.dumps(row.address).decode() for row in rows),
            "notes": sql.texts(row.note for row in rows),
            "languages": sql.plain(row.language for row in rows),
            "placed": instants(row.placed_at for row in rows),
            "pay_by": instants(row.pay_by for row in rows),
            "paid": instants(row.paid_at for row in rows),
        },
    )


def _orders(rows: Sequence[tuple[NewPurchase, NewOrder]]) -> Statement:
    return Statement(
        sql.text(__package__, "place_orders"),
        {
            "ids": sql.plain(order.id for _, order in rows),
            "countries": sql.plain(purchase.country for purchase, _ in rows),
            "numbers": sql.plain(order.number for _, order in rows),
            "purchase_ids": sql.plain(purchase.id for purchase, _ in rows),
            "customer_ids": sql.ints(purchase.customer_id for purchase, _ in rows),
            "seller_ids": sql.ints(order.seller_id for _, order in rows),
            "seller_classes": sql.plain(order.seller_class for _, order in rows),
            "shop_ids": sql.ints(order.shop_id for _, order in rows),
            "shop_names": sql.texts(order.shop_name for _, order in rows),
            "warehouse_ids": sql.ints(order.warehouse_id for _, order in rows),
            "statuses": sql.plain(purchase.order_status for purchase, _ in rows),
            "currencies": sql.plain(purchase.currency for purchase, _ in rows),
            "methods": sql.plain(purchase.payment_method for purchase, _ in rows),
            "goods": sql.ints(order.goods_minor for _, order in rows),
            "seller_discounts": sql.ints(order.seller_discount_minor for _, order in rows),
            "platform_discounts": sql.ints(order.platform_discount_minor for _, order in rows),
            "coins": sql.ints(order.coins_minor for _, order in rows),
            "shipping": sql.ints(order.shipping_minor for _, order in rows),
            "shipping_seller_discounts": sql.ints(order.shipping_seller_discount_minor for _, order in rows),
            "shipping_platform_discounts": sql.ints(
                order.shipping_platform_discount_minor for _, order in rows
            ),
            "rounding": sql.ints(order.rounding_minor for _, order in rows),
            "totals": sql.ints(order.total_minor for _, order in rows),
            "taxes": sql.ints(order.tax_minor for _, order in rows),
            "shipping_taxes": sql.ints(order.shipping_tax_minor for _, order in rows),
            "carriers": sql.plain(order.carrier_key for _, order in rows),
            "services": sql.plain(order.service_key for _, order in rows),
            "cards": sql.ints(order.rate_card_id for _, order in rows),
            "promise_from": sql.plain(order.promise_from for _, order in rows),
            "promise_to": sql.plain(order.promise_to for _, order in rows),
            "deadlines": instants(order.deadline_at for _, order in rows),
            "actions": sql.texts(order.deadline_action for _, order in rows),
            "placed": instants(purchase.placed_at for purchase, _ in rows),
            "paid": instants(purchase.paid_at for purchase, _ in rows),
            "actors": sql.plain(purchase.actor for purchase, _ in rows),
        },
    )


def _lines(rows: Sequence[tuple[NewPurchase, NewOrder, NewLine]]) -> Statement:
    return Statement(
        sql.text(__package__, "place_lines"),
        {
            "ids": sql.plain(line.id for _, _, line in rows),
            "countries": sql.plain(purchase.country for purchase, _, _ in rows),
            "order_ids": sql.plain(order.id for _, order, _ in rows),
            "sku_ids": sql.ints(line.sku_id for _, _, line in rows),
            "listing_ids": sql.ints(line.listing_id for _, _, line in rows),
            "seller_skus": sql.texts(line.seller_sku for _, _, line in rows),
            "titles": sql.texts(line.title for _, _, line in rows),
            "options": sql.texts(line.options_text for _, _, line in rows),
            "pictures": sql.texts(
                None if line.picture is None else orjson.dumps(line.picture).decode() for _, _, line in rows
            ),
            "unit_prices": sql.ints(line.unit_minor for _, _, line in rows),
            "price_sources": sql.texts(line.price_source for _, _, line in rows),
            "price_source_ids": sql.ints(line.price_source_id for _, _, line in rows),
            "units": sql.ints(line.units for _, _, line in rows),
            "goods": sql.ints(line.goods_minor for _, _, line in rows),
            "seller_discounts": sql.ints(line.seller_discount_minor for _, _, line in rows),
            "platform_discounts": sql.ints(line.platform_discount_minor for _, _, line in rows),
            "coins": sql.ints(line.coins_minor for _, _, line in rows),
            "tax_bps": sql.ints(line.tax_bps for _, _, line in rows),
            "taxes": sql.ints(line.tax_minor for _, _, line in rows),
            "statuses": sql.plain(purchase.order_status for purchase, _, _ in rows),
            "weights": sql.ints(line.weight_g for _, _, line in rows),
            "paths": sql.texts(line.category_path for _, _, line in rows),
            "commissions": sql.ints(line.commission_bps for _, _, line in rows),
            "payment_fees": sql.ints(line.payment_fee_bps for _, _, line in rows),
            "fee_rules": sql.ints(line.fee_rule_id for _, _, line in rows),
            "costs": sql.ints(line.cost_minor for _, _, line in rows),
            "actors": sql.plain(purchase.actor for purchase, _, _ in rows),
            "placed": instants(purchase.placed_at for purchase, _, _ in rows),
        },
    )


def _discounts(rows: Sequence[tuple[NewPurchase, NewOrder, UUID | None, NewDiscount]]) -> Statement:
    return Statement(
        sql.text(__package__, "place_discounts"),
        {
            "countries": sql.plain(purchase.country for purchase, _, _, _ in rows),
            "order_ids": sql.plain(order.id for _, order, _, _ in rows),
            "line_ids": sql.plain(line_id or "NULL" for _, _, line_id, _ in rows),
            "promotion_ids": sql.ints(each.promotion_id for _, _, _, each in rows),
            "versions": sql.ints(each.version for _, _, _, each in rows),
            "kinds": sql.texts(each.kind for _, _, _, each in rows),
            "classes": sql.texts(each.class_key for _, _, _, each in rows),
            "names": sql.texts(each.name for _, _, _, each in rows),
            "sellers": sql.ints(each.seller_minor for _, _, _, each in rows),
            "platforms": sql.ints(each.platform_minor for _, _, _, each in rows),
            "units": sql.texts(sql.ints(each.units) for _, _, _, each in rows),
        },
    )


def instants(moments: Iterable[datetime | None]) -> str:
    """An array literal for `timestamptz[]`."""
    return sql.texts(None if moment is None else moment.isoformat() for moment in moments)
