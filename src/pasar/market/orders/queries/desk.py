"""Orders as operators look for them and watch over them, always within one venture."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Min, Q

from pasar.kernel import sql
from pasar.kernel.errors import NotFound
from pasar.market.orders.models import Order, OrderEvent

MOST_FOUND = 50


@dataclass(frozen=True, slots=True)
class FoundOrder:
    """An order in an operator's list."""

    id: UUID
    number: str
    purchase_id: UUID
    purchase_number: str
    customer_id: int
    seller_id: int
    shop_name: str
    status: str
    currency: str
    total_minor: int
    payment_method: str
    placed_at: datetime
    deadline_at: datetime | None
    deadline_action: str


@dataclass(frozen=True, slots=True)
class Day:
    """What a venture sold on one of its days. `standing`: paid or to be paid in cash, and not cancelled."""

    day: date
    placed: int
    standing: int
    gmv_minor: int
    cancelled: int


_FOUND = tuple(
    "purchase__number" if name == "purchase_number" else name for name in FoundOrder.__dataclass_fields__
)


def find(
    country: str,
    *,
    number: str = "",
    customer_ids: Sequence[int] | None = None,
    order_ids: Sequence[UUID] | None = None,
    status: str = "",
    after: UUID | None = None,
    size: int = MOST_FOUND,
) -> list[FoundOrder]:
    """Orders of a venture, the newest first.

    number: (the end of) an order's or purchase's number. customer_ids, order_ids: those of these only.
    """
    found = Order.objects.filter(country=country)
    if number:
        found = found.filter(Q(number__iendswith=number) | Q(purchase__number__iendswith=number))
    if customer_ids is not None:
        found = found.filter(customer_id__in=list(customer_ids))
    if order_ids is not None:
        found = found.filter(id__in=list(order_ids))
    if status:
        found = found.filter(status=status)
    if after:
        found = found.filter(id__lt=after)
    return [FoundOrder(*row) for row in found.order_by("-id").values_list(*_FOUND)[:size]]


def belongs(country: str, order_id: UUID) -> None:
    """Raises NotFound unless the order is this venture's."""
    if not Order.objects.filter(id=order_id, country=country).exists():
        raise NotFound


def overdue(country: str, at: datetime, *, size: int = MOST_FOUND) -> list[FoundOrder]:
    """Orders that wait for an operator's word, or whose deadline has passed unheard, the longest waiting first.

    Of the former the deadline was taken off when it came: no default would have been fair.
    """
    silent = Q(status__in=("shipped", "delivery_failed"), deadline_at__isnull=True)
    found = Order.objects.filter(silent | Q(deadline_at__lte=at), country=country)
    return [FoundOrder(*row) for row in found.order_by("placed_at", "id").values_list(*_FOUND)[:size]]


def days(country: str, time_zone: str, first: date, last: date) -> list[Day]:
    """What was sold per day from first to last, days without orders left out."""
    return sql.rows(
        Day, "pasar.market.orders", "days", country=country, time_zone=time_zone, first=first, last=last
    )


def status_counts(country: str) -> dict[str, int]:
    """How many orders of a venture are in each status that is not an end."""
    going = ("awaiting_payment", "to_ship", "packed", "shipped", "delivery_failed", "delivered")
    found = Order.objects.filter(country=country, status__in=going)
    return dict(found.values_list("status").annotate(n=Count("id")).order_by())


@dataclass(frozen=True, slots=True)
class AutomaticStep:
    """What a deadline did to an order."""

    at: datetime
    order_id: UUID
    number: str
    from_status: str
    to_status: str
    reason: str


@dataclass(frozen=True, slots=True)
class Ahead:
    """Orders on which the same thing will happen, and when to the first of them."""

    deadline_action: str
    orders: int
    first_at: datetime


def automatic_steps(country: str, *, size: int = MOST_FOUND) -> list[AutomaticStep]:
    """What the market did to orders by itself, the latest first: whole orders, not each of their lines."""
    found = OrderEvent.objects.filter(country=country, actor="system", line_id__isnull=True)
    rows = list(
        found.order_by("-at", "-id").values_list("at", "order_id", "from_status", "to_status", "reason")[
            :size
        ]
    )
    numbers = dict(Order.objects.filter(id__in={row[1] for row in rows}).values_list("id", "number"))
    return [AutomaticStep(at, order_id, numbers[order_id], *rest) for at, order_id, *rest in rows]


def ahead(country: str) -> list[Ahead]:
    """Which deadlines stand, by what they will do."""
    found = Order.objects.filter(country=country, deadline_at__isnull=False).values("deadline_action")
    rows = found.annotate(orders=Count("id"), first_at=Min("deadline_at")).order_by("first_at")
    return [Ahead(row["deadline_action"], row["orders"], row["first_at"]) for row in rows]
