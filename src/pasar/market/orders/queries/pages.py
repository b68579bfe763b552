"""Orders as customers, sellers and operators see them. Somebody else's order is NotFound."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Prefetch, Q, QuerySet, Sum

from pasar.kernel import sql
from pasar.kernel.errors import NotFound
from pasar.market.orders import rules
from pasar.market.orders.models import Line, Order, OrderEvent, Purchase

PAGE = 20


@dataclass(frozen=True, slots=True)
class LineView:
    """A line as shown in lists and pages."""

    id: UUID
    sku_id: int
    listing_id: int
    seller_sku: str
    title: str
    options_text: str
    picture: Any
    unit_minor: int
    price_source: str
    """`flash` or `campaign` where one set the unit price, with its id."""
    price_source_id: int | None
    units: int
    goods_minor: int
    seller_discount_minor: int
    platform_discount_minor: int
    coins_minor: int
    tax_bps: int
    tax_minor: int
    status: str
    weight_g: int
    commission_bps: int
    payment_fee_bps: int
    fee_rule_id: int | None

    @property
    def held_minor(self) -> int:
        """What is paid for it in all, by whoever: its goods after the seller's discounts."""
        return self.goods_minor - self.seller_discount_minor

    @property
    def paid_minor(self) -> int:
        """What the customer pays for it in money."""
        return self.held_minor - self.platform_discount_minor - self.coins_minor


@dataclass(frozen=True, slots=True)
class OrderCard:
    """An order in a list."""

    id: UUID
    number: str
    purchase_id: UUID
    customer_id: int
    seller_id: int
    shop_id: int
    shop_name: str
    status: str
    currency: str
    total_minor: int
    payment_method: str
    placed_at: datetime
    deadline_at: datetime | None
    deadline_action: str
    promise_to: date
    lines: tuple[LineView, ...]

    @property
    def units(self) -> int:
        return sum(line.units for line in self.lines)


@dataclass(frozen=True, slots=True)
class OrderPage(OrderCard):
    """An order with everything its page shows."""

    country: str
    seller_class: str
    warehouse_id: int
    goods_minor: int
    seller_discount_minor: int
    platform_discount_minor: int
    coins_minor: int
    shipping_minor: int
    shipping_seller_discount_minor: int
    shipping_platform_discount_minor: int
    rounding_minor: int
    tax_minor: int
    shipping_tax_minor: int
    carrier_key: str
    service_key: str
    rate_card_id: int | None
    promise_from: date
    paid_at: datetime | None
    shipped_at: datetime | None
    delivered_at: datetime | None
    completed_at: datetime | None
    cancelled_at: datetime | None
    extended: bool
    purchase_number: str
    purchase_status: str
    pay_by: datetime | None
    address: dict[str, Any]
    note: str
    language: str

    @property
    def discount_minor(self) -> int:
        """All discounts, on goods and on delivery, whoever bears them."""
        goods = self.seller_discount_minor + self.platform_discount_minor
        return goods + self.shipping_seller_discount_minor + self.shipping_platform_discount_minor

    @property
    def sold_minor(self) -> int:
        """What the seller sold the goods for: after the seller's own discounts, before the venture's."""
        return self.goods_minor - self.seller_discount_minor

    @property
    def shipping_held_minor(self) -> int:
        """What is paid for delivery in all, by whoever but the seller."""
        return self.shipping_minor - self.shipping_seller_discount_minor

    @property
    def shipping_paid_minor(self) -> int:
        """What the customer pays for delivery."""
        return self.shipping_held_minor - self.shipping_platform_discount_minor

    def may(self, verb: str, actor: str) -> bool:
        """Whether `actor` may do this to the whole order now: what a page offers as a button."""
        return rules.may(verb, [line.status for line in self.lines], actor)


@dataclass(frozen=True, slots=True)
class PurchasePage:
    """What was paid at once, with its orders."""

    id: UUID
    number: str
    country: str
    customer_id: int
    currency: str
    goods_minor: int
    shipping_minor: int
    rounding_minor: int
    discount_minor: int
    coins_minor: int
    total_minor: int
    payment_method: str
    status: str
    address: dict[str, Any]
    note: str
    placed_at: datetime
    pay_by: datetime | None
    paid_at: datetime | None
    orders: tuple[OrderCard, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One event of an order's history."""

    at: datetime
    from_status: str
    to_status: str
    actor: str
    reason: str
    line_id: UUID | None


def customer_orders(
    customer_id: int,
    *,
    status: str | Collection[str] | None = None,
    after: UUID | None = None,
    size: int = PAGE,
) -> list[OrderCard]:
    """A customer's orders, the newest first, of one status or several; after: the last id of the page before."""
    return _cards(Order.objects.filter(customer_id=customer_id), status, after, size)


def seller_orders(
    seller_id: int,
    *,
    status: str | None = None,
    number: str = "",
    after: UUID | None = None,
    size: int = PAGE,
) -> list[OrderCard]:
    """A seller's orders, the newest first. Unpaid ones are not theirs yet and are left out."""
    found = Order.objects.filter(seller_id=seller_id).exclude(status=rules.AWAITING_PAYMENT)
    if number:
        found = found.filter(number__iendswith=number.strip())
    return _cards(found, status, after, size)


def customer_counts(customer_id: int) -> dict[str, int]:
    """How many orders a customer has per status."""
    return _counts(Order.objects.filter(customer_id=customer_id))


def seller_counts(seller_id: int) -> dict[str, int]:
    """How many orders a seller has per status, those that need work only."""
    return _counts(Order.objects.filter(seller_id=seller_id, status__in=("to_ship", "packed", "shipped")))


def seller_under_way(seller_id: int) -> int:
    """What a seller sold that is paid or to be collected and not completed, after their own discounts: minor units."""
    going = (rules.TO_SHIP, rules.PACKED, rules.SHIPPED, rules.DELIVERED)
    found = Order.objects.filter(seller_id=seller_id, status__in=going).aggregate(
        total=Sum(F("goods_minor") - F("seller_discount_minor"))
    )
    return found["total"] or 0


def seller_numbers(seller_id: int, order_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The numbers people know a seller's own orders by."""
    found = Order.objects.filter(seller_id=seller_id, id__in=set(order_ids))
    return dict(found.values_list("id", "number"))


def seller_due(seller_id: int, size: int = 5) -> list[OrderCard]:
    """A seller's orders that are to be handed over, the most urgent first."""
    found = Order.objects.filter(seller_id=seller_id, status__in=(rules.TO_SHIP, rules.PACKED))
    return [_card(order) for order in _with_lines(found.order_by("deadline_at", "id")[:size])]


def order_page(customer_id: int, order_id: UUID) -> OrderPage:
    """A customer's own order.  Raises NotFound."""
    return _page(Q(id=order_id, customer_id=customer_id))


def order_for_seller(seller_id: int, order_id: UUID) -> OrderPage:
    """A seller's own order, once it is paid or to be collected.  Raises NotFound."""
    return _page(Q(id=order_id, seller_id=seller_id) & ~Q(status=rules.AWAITING_PAYMENT))


def facts(order_id: UUID) -> OrderPage:
    """An order, whoever's: for operators and for packages that act on it.  Raises NotFound."""
    return _page(Q(id=order_id))


def purchase_page(customer_id: int, purchase_id: UUID) -> PurchasePage:
    """A customer's own purchase with its orders.  Raises NotFound."""
    found = Purchase.objects.filter(id=purchase_id, customer_id=customer_id).first()
    if found is None:
        raise NotFound
    orders = Order.objects.filter(purchase_id=purchase_id).order_by("id")
    return PurchasePage(
        **{name: getattr(found, name) for name in PurchasePage.__dataclass_fields__ if name != "orders"},
        orders=tuple(_card(order) for order in _with_lines(orders)),
    )


@dataclass(frozen=True, slots=True)
class Totals:
    """What has been traded in one venture."""

    country: str
    currency: str
    purchases: int
    paid: int
    expired: int
    orders: int
    shipped: int
    delivered: int
    completed: int
    cancelled: int
    returned: int
    under_way: int
    gmv_minor: int


def totals() -> list[Totals]:
    """What has been traded, by venture; those without any trade are left out."""
    return sql.rows(Totals, "pasar.market.orders", "totals")


def is_paid(purchase_id: UUID) -> bool:
    """Whether a purchase's payment is in escrow (or was, and went on from there)."""
    return Purchase.objects.filter(id=purchase_id, status=Purchase.Status.PAID).exists()


@dataclass(frozen=True, slots=True)
class Sold:
    """Units of a listing that were sold and kept."""

    listing_id: int
    shop_id: int
    units: int


def units_sold(order_ids: Sequence[UUID]) -> list[Sold]:
    """Units of these orders' completed lines, by listing and shop."""
    return sql.rows(Sold, "pasar.market.orders", "units_sold", order_ids=list(order_ids))


@dataclass(frozen=True, slots=True)
class CustomerLine:
    """A line with whose it is and who sold it."""

    id: UUID
    order_id: UUID
    country: str
    status: str
    listing_id: int
    sku_id: int
    options_text: str
    shop_id: int
    seller_id: int


def customer_line(customer_id: int, line_id: UUID) -> CustomerLine:
    """A line of a customer's own order.  Raises NotFound."""
    row = (
        Line.objects.filter(id=line_id, order__customer_id=customer_id)
        .values_list(
            "id", "order_id", "country", "status", "listing_id", "sku_id", "options_text", "order__shop_id",
            "order__seller_id",
        )
        .first()
    )  # fmt: skip
    if row is None:
        raise NotFound
    return CustomerLine(*row)


def timeline(order_id: UUID) -> list[Step]:
    """What befell an order, the oldest first: its own steps and its lines'."""
    found = OrderEvent.objects.filter(order_id=order_id).order_by("at", "id")
    return [Step(*row) for row in found.values_list(*Step.__dataclass_fields__)]


def _counts(orders: QuerySet[Order]) -> dict[str, int]:
    return dict(orders.values_list("status").annotate(n=Count("id")).order_by())


def _with_lines(orders: QuerySet[Order]) -> QuerySet[Order]:
    return orders.prefetch_related(Prefetch("lines", Line.objects.order_by("id")))


def _cards(
    orders: QuerySet[Order], status: str | Collection[str] | None, after: UUID | None, size: int
) -> list[OrderCard]:
    if status:
        orders = orders.filter(status__in=[status] if isinstance(status, str) else status)
    if after:
        orders = orders.filter(id__lt=after)
    return [_card(order) for order in _with_lines(orders.order_by("-id")[:size])]


def _page(which: Q) -> OrderPage:
    order = _with_lines(Order.objects.filter(which).select_related("purchase")).first()
    if order is None:
        raise NotFound
    purchase = order.purchase
    own = [name for name in OrderPage.__dataclass_fields__ if hasattr(order, name) and name != "lines"]
    return OrderPage(
        **{name: getattr(order, name) for name in own},
        lines=_lines(order.lines.all()),
        purchase_number=purchase.number,
        purchase_status=purchase.status,
        pay_by=purchase.pay_by,
        address=purchase.address,
        note=purchase.note,
        language=purchase.language,
    )


def _card(order: Order) -> OrderCard:
    return OrderCard(
        **{name: getattr(order, name) for name in OrderCard.__dataclass_fields__ if name != "lines"},
        lines=_lines(order.lines.all()),
    )


def _lines(lines: Iterable[Line]) -> tuple[LineView, ...]:
    return tuple(
        LineView(**{name: getattr(line, name) for name in LineView.__dataclass_fields__}) for line in lines
    )
