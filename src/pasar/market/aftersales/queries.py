"""Refunds decided by operators, and what is left to give back of an order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pasar.finance.escrow import queries as held
from pasar.kernel.errors import NotFound
from pasar.market.aftersales.models import Refund, RefundLine
from pasar.market.orders import queries as orders
from pasar.market.orders import rules


@dataclass(frozen=True, slots=True)
class RefundLineView:
    line_id: UUID
    units: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class RefundView:
    """Money an operator gave back."""

    id: UUID
    order_id: UUID
    customer_id: int
    seller_id: int
    currency: str
    amount_minor: int
    shipping_minor: int
    returned_minor: int
    funder: str
    destination: str
    actor: str
    reason: str
    at: datetime
    lines: tuple[RefundLineView, ...] = ()


@dataclass(frozen=True, slots=True)
class Refundable:
    """What could still be given back of one line, or of delivery (no line)."""

    line_id: UUID | None
    title: str
    units: int
    paid_minor: int
    """What was paid for it in all: the customer's money and coins, and what the venture bore of its discounts."""
    left_minor: int
    """What is left of that. Whatever goes back of it is made of the three in proportion."""
    left_units: int
    unit_minor: tuple[int, ...] = ()
    """What each unit cost, as it was worked out when it was placed."""

    def of_units(self, units: int) -> int:
        """What the next `units` of it cost; the last take what is left."""
        if units >= self.left_units:
            return self.left_minor if units else 0
        first = len(self.unit_minor) - self.left_units
        return min(sum(self.unit_minor[first : first + units]), self.left_minor)


_REFUND = tuple(name for name in RefundView.__dataclass_fields__ if name != "lines")


def refund(refund_id: UUID) -> RefundView:
    """A refund, whoever's: for operators.  Raises NotFound."""
    found = Refund.objects.filter(pk=refund_id).prefetch_related("lines").first()
    if found is None:
        raise NotFound
    return _views([found])[0]


def refunds_of(order_id: UUID) -> list[RefundView]:
    """An order's refunds, the oldest first. Whose order it is, the caller has checked."""
    return _views(Refund.objects.filter(order_id=order_id).prefetch_related("lines").order_by("at", "id"))


def refundable(order_id: UUID) -> list[Refundable]:
    """What an operator can still give back of an order, line by line, delivery last.  Raises NotFound."""
    order = orders.facts(order_id)
    shares = held.shares_of([order_id]).get(order_id, {})
    hold = held.hold_of(order_id)
    if hold is None:
        return []
    # What never came to the door was never paid there.
    at_door = hold.source == "cash"
    arrived = {line.id for line in order.lines if line.status in (rules.DELIVERED, rules.COMPLETED)}
    paid = {line.id: line.held_minor if line.id in arrived or not at_door else 0 for line in order.lines}
    delivery = hold.amount_minor - sum(paid.values()) if at_door else order.shipping_held_minor
    units: dict[UUID, int] = {}
    for line_id, back in RefundLine.objects.filter(refund__order_id=order_id).values_list("line_id", "units"):
        units[line_id] = units.get(line_id, 0) + back
    sellers: dict[UUID, list[tuple[int, Sequence[int]]]] = {}
    for each in orders.discounts_of([order_id]) if order.seller_discount_minor else ():
        if each.line_id:
            sellers.setdefault(each.line_id, []).append((each.seller_minor, each.units))
    found = [
        Refundable(
            line.id, line.title, line.units, paid[line.id], paid[line.id] - _back(shares, line.id),
            line.units - units.get(line.id, 0),
            rules.unit_prices(line.unit_minor, line.units, sellers.get(line.id, ())),
        )
        for line in order.lines
    ]  # fmt: skip
    found.append(Refundable(None, "", 0, delivery, delivery - _back(shares, None), 0))
    return [each for each in found if each.left_minor > 0]


def _back(shares: dict[UUID | None, held.ShareRow], line_id: UUID | None) -> int:
    return shares[line_id].back_minor if line_id in shares else 0


def _views(found: Iterable[Refund]) -> list[RefundView]:
    return [
        RefundView(
            **{name: getattr(each, name) for name in _REFUND},
            lines=tuple(
                RefundLineView(line.line_id, line.units, line.amount_minor) for line in each.lines.all()
            ),
        )
        for each in found
    ]
