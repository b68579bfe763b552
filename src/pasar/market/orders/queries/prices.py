"""How a total came about: from an order back to every version of a promotion that made it cheaper."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from pasar.market.orders.models import Discount
from pasar.market.orders.queries.pages import LineView, OrderPage


@dataclass(frozen=True, slots=True)
class DiscountView:
    """What one version of a promotion took off a line (or off delivery: no line), and who bears it."""

    order_id: UUID
    line_id: UUID | None
    promotion_id: int
    version: int
    kind: str
    class_key: str
    name: str
    seller_minor: int
    platform_minor: int
    units: list[int]
    """Per unit of the line."""

    @property
    def amount_minor(self) -> int:
        return self.seller_minor + self.platform_minor

    @property
    def funder(self) -> str:
        """Who bears it: `seller`, `venture` or `shared`."""
        if not self.platform_minor:
            return "seller"
        return "shared" if self.seller_minor else "venture"


@dataclass(frozen=True, slots=True)
class LineTrace:
    """A line, and what made it cheaper, one after the other."""

    line: LineView
    discounts: tuple[DiscountView, ...]


@dataclass(frozen=True, slots=True)
class PriceTrace:
    """An order's total, taken apart."""

    lines: tuple[LineTrace, ...]
    delivery: tuple[DiscountView, ...]
    """What made delivery cheaper."""
    by_promotion: tuple[DiscountView, ...]
    """Each promotion once, with all that it took off the order's goods, or off delivery (`units` left empty)."""

    @property
    def is_plain(self) -> bool:
        """Whether it is only prices and delivery: no promotion, no coins, no price but the offer's."""
        return not self.by_promotion and not any(
            each.line.coins_minor or each.line.price_source for each in self.lines
        )


def price_trace(order: OrderPage) -> PriceTrace:
    """Where each part of an order's total comes from. Whose order it is, the caller has checked."""
    # Orders without discounts, most of them, cost no query.
    found = discounts_of([order.id]) if order.discount_minor else []
    return PriceTrace(
        lines=tuple(
            LineTrace(line, tuple(each for each in found if each.line_id == line.id)) for line in order.lines
        ),
        delivery=tuple(each for each in found if each.line_id is None),
        by_promotion=tuple(by_promotion(found)),
    )


def discounts_of(order_ids: Iterable[UUID]) -> list[DiscountView]:
    """What made these orders cheaper, in the order in which it was applied."""
    found = Discount.objects.filter(order_id__in=list(order_ids)).order_by("id")
    return [DiscountView(*row) for row in found.values_list(*DiscountView.__dataclass_fields__)]


def by_promotion(discounts: Sequence[DiscountView]) -> list[DiscountView]:
    """Added up: each version of a promotion once, apart for goods and for delivery (the line of the first stands)."""
    groups: dict[tuple[int, int, bool], list[DiscountView]] = {}
    for each in discounts:
        groups.setdefault((each.promotion_id, each.version, each.line_id is None), []).append(each)
    return [
        DiscountView(
            order_id=first.order_id, line_id=first.line_id, promotion_id=first.promotion_id, version=first.version,
            kind=first.kind, class_key=first.class_key, name=first.name,
            seller_minor=sum(each.seller_minor for each in group),
            platform_minor=sum(each.platform_minor for each in group), units=[],
        )
        for group in groups.values()
        for first in group[:1]
    ]  # fmt: skip
