"""Readers that lock: purchases before orders, each in id order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from pasar.finance.escrow.rules import Layers
from pasar.kernel import sql
from pasar.kernel.ids import LineId
from pasar.market.orders import rules

PACKAGE = "pasar.market.orders"


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line as operations need it."""

    id: LineId
    order_id: UUID
    status: str
    sku_id: int
    listing_id: int
    units: int
    goods_minor: int
    seller_discount_minor: int
    platform_discount_minor: int
    coins_minor: int
    tax_minor: int
    commission_bps: int
    payment_fee_bps: int
    fee_rule_id: int | None
    cost_minor: int | None
    category_path: str

    @property
    def layers(self) -> Layers:
        """What it is paid with, as escrow holds it: after the seller's discounts."""
        return Layers(
            self.goods_minor - self.seller_discount_minor, self.platform_discount_minor, self.coins_minor
        )

    @property
    def state(self) -> rules.LineState:
        return rules.LineState(self.id, self.order_id, self.status)


@dataclass(frozen=True, slots=True)
class _OrderRow:
    id: UUID
    country: str
    purchase_id: UUID
    customer_id: int
    seller_id: int
    seller_class: str
    status: str
    currency: str
    payment_method: str
    goods_minor: int
    seller_discount_minor: int
    platform_discount_minor: int
    coins_minor: int
    shipping_minor: int
    shipping_seller_discount_minor: int
    shipping_platform_discount_minor: int
    rounding_minor: int
    shipping_tax_minor: int
    carrier_key: str
    promise_to: date
    extended: bool
    deadline_at: datetime | None
    deadline_action: str
    number: str


@dataclass(frozen=True, slots=True)
class OrderRow(_OrderRow):
    """A locked order with its lines."""

    lines: tuple[LineRow, ...] = field(default=())

    @property
    def delivery(self) -> Layers:
        """What delivery is paid with."""
        return Layers(
            self.shipping_minor - self.shipping_seller_discount_minor, self.shipping_platform_discount_minor
        )

    @property
    def layers(self) -> Layers:
        """What all of it is paid with."""
        delivery = self.delivery
        return Layers(
            self.goods_minor - self.seller_discount_minor + delivery.amount_minor,
            self.platform_discount_minor + delivery.subsidy_minor,
            self.coins_minor,
        )

    @property
    def paid_with(self) -> dict[UUID | None, Layers]:
        """The same line by line, and of delivery (None)."""
        return {line.id: line.layers for line in self.lines} | {None: self.delivery}


@dataclass(frozen=True, slots=True)
class PurchaseRow:
    """A locked purchase with the ids of its orders."""

    id: UUID
    country: str
    customer_id: int
    currency: str
    total_minor: int
    payment_method: str
    status: str
    pay_by: datetime | None
    order_ids: list[UUID]


@dataclass(frozen=True, slots=True)
class Due:
    id: UUID
    deadline_action: str


def lock_orders(order_ids: Iterable[UUID], *, with_purchases: bool = False) -> list[OrderRow]:
    """These orders, locked, with their lines as they are under the lock; unknown ids are left out.

    with_purchases: lock the purchases first, as payment and expiry do; for verbs that may meet them.
    """
    wanted = list(order_ids)
    if with_purchases:
        sql.run(PACKAGE, "lock_purchases_of_orders", order_ids=wanted)
    rows = sql.values(PACKAGE, "lock_orders", order_ids=wanted)
    lines: dict[UUID, list[LineRow]] = {row[0]: [] for row in rows}
    for line in sql.rows(LineRow, PACKAGE, "lines_of_orders", order_ids=list(lines)):
        lines[line.order_id].append(line)
    return [replace(OrderRow(*row), lines=tuple(lines[row[0]])) for row in rows]


def lock_purchase(purchase_id: UUID) -> PurchaseRow | None:
    """The purchase, locked: payment, expiry and cancellation of it wait for one another here."""
    found = sql.rows(PurchaseRow, PACKAGE, "lock_purchase", purchase_id=purchase_id)
    return found[0] if found else None


def lock_due(at: datetime, size: int) -> Sequence[Due]:
    """Up to `size` orders whose deadline has come, locked; those another worker holds are passed over."""
    return sql.rows(Due, PACKAGE, "lock_due_orders", at=at, size=size)
