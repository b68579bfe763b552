"""Holds: as operations lock them, and as "where is my money" shows them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.db.models import Sum

from pasar.finance.escrow import rules
from pasar.finance.escrow.models import Hold, Refund
from pasar.kernel import sql


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One line's part of a hold, or delivery's."""

    hold_id: UUID
    line_id: UUID | None
    payee: str
    given_back_minor: int
    released_minor: int
    commission_minor: int
    commission_tax_minor: int
    fee_minor: int
    fee_tax_minor: int
    withheld_minor: int
    tax_minor: int
    taken_back_minor: int
    goodwill_minor: int
    subsidy_back_minor: int
    coins_back_minor: int

    @property
    def back_minor(self) -> int:
        """What went back of it, before and after the release, in all layers."""
        return self.given_back_minor + self.taken_back_minor + self.goodwill_minor

    @property
    def share(self) -> rules.Share:
        return rules.Share(
            self.line_id, self.payee, self.released_minor, self.commission_minor, self.commission_tax_minor,
            self.fee_minor, self.fee_tax_minor, self.withheld_minor, self.tax_minor,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _HoldRow:
    order_id: UUID
    purchase_id: UUID
    country: str
    currency: str
    customer_id: int
    seller_id: int
    source: str
    amount_minor: int
    rounding_minor: int
    given_back_minor: int
    released_minor: int
    taken_back_minor: int
    goodwill_minor: int
    refunded_minor: int
    subsidy_minor: int
    coins_minor: int
    subsidy_back_minor: int
    coins_back_minor: int
    opened_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class HoldRow(_HoldRow):
    """A locked hold with its shares by line (None: delivery)."""

    shares: Mapping[UUID | None, ShareRow] = field(default_factory=dict)

    @property
    def open_minor(self) -> int:
        """What of it is still in escrow."""
        return self.amount_minor - self.given_back_minor - self.released_minor

    @property
    def paid_minor(self) -> int:
        """What of it is the customer's money, without rounding."""
        return self.amount_minor - self.subsidy_minor - self.coins_minor

    @property
    def money_back_minor(self) -> int:
        """What of that went back, without rounding."""
        back = self.given_back_minor + self.taken_back_minor + self.goodwill_minor
        return back - self.subsidy_back_minor - self.coins_back_minor


@dataclass(frozen=True, slots=True)
class HoldView:
    """Where an order's money is: `held`, `released` to the seller, `returned` to the customer, or some of each."""

    order_id: UUID
    currency: str
    source: str
    amount_minor: int
    paid_minor: int
    """What the customer paid in money: with the rounding of cash."""
    subsidy_minor: int
    """What the venture put in, and the customer in coins."""
    coins_minor: int
    open_minor: int
    released_minor: int
    back_minor: int
    """What went back, in all layers; of it the customer's money and coins."""
    refunded_minor: int
    coins_back_minor: int
    opened_at: datetime
    ended_at: datetime | None

    @property
    def state(self) -> str:
        if self.open_minor or self.ended_at is None:
            return "held"
        return "returned" if self.back_minor and self.back_minor >= self.amount_minor else "released"

    @property
    def left_minor(self) -> int:
        """What money could still be given back."""
        return self.paid_minor - self.refunded_minor


def lock_holds(order_ids: Iterable[UUID]) -> dict[UUID, HoldRow]:
    """Holds by order, locked in order id; an order without money has none."""
    wanted = list(order_ids)
    found = sql.values(__package__, "lock_holds", order_ids=wanted)
    shares = shares_of([row[0] for row in found]) if found else {}
    return {row[0]: replace(HoldRow(*row), shares=shares.get(row[0], {})) for row in found}


def shares_of(order_ids: Iterable[UUID]) -> dict[UUID, dict[UUID | None, ShareRow]]:
    """What each line's part of these orders became, by order and line (None: delivery)."""
    result: dict[UUID, dict[UUID | None, ShareRow]] = {}
    for each in sql.rows(ShareRow, __package__, "shares", order_ids=list(order_ids)):
        result.setdefault(each.hold_id, {})[each.line_id] = each
    return result


def hold_of(order_id: UUID) -> HoldView | None:
    """Where an order's money is; None while none has come in."""
    return holds_of([order_id]).get(order_id)


def holds_of(order_ids: Iterable[UUID]) -> dict[UUID, HoldView]:
    """Where these orders' money is, by order. Whose orders they are, the caller has checked."""
    return {
        hold.order_id: HoldView(
            order_id=hold.order_id, currency=hold.currency, source=hold.source, amount_minor=hold.amount_minor,
            paid_minor=hold.amount_minor - hold.subsidy_minor - hold.coins_minor + hold.rounding_minor,
            subsidy_minor=hold.subsidy_minor, coins_minor=hold.coins_minor,
            open_minor=hold.amount_minor - hold.given_back_minor - hold.released_minor,
            released_minor=hold.released_minor,
            back_minor=hold.given_back_minor + hold.taken_back_minor + hold.goodwill_minor,
            refunded_minor=hold.refunded_minor, coins_back_minor=hold.coins_back_minor, opened_at=hold.opened_at,
            ended_at=hold.ended_at,
        )
        for hold in Hold.objects.filter(order_id__in=list(order_ids))
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class RefundView:
    """Money of an order that went back to its customer."""

    id: UUID
    amount_minor: int
    returned_minor: int
    subsidy_minor: int
    coins_minor: int
    destination: str
    after_release: bool
    reason: str
    at: datetime


def refunds_of(order_id: UUID) -> list[RefundView]:
    """What of an order's money went back, the oldest first."""
    found = Refund.objects.filter(hold_id=order_id).order_by("at", "id")
    return [RefundView(*row) for row in found.values_list(*RefundView.__dataclass_fields__)]


def coins_of_refund(refund_id: UUID) -> int:
    """What a customer got back as coins with a refund."""
    return Refund.objects.filter(pk=refund_id).values_list("coins_minor", flat=True).first() or 0


def refunded(country: str) -> int:
    """What customers of a venture got back of their orders so far, all ways together."""
    return Hold.objects.filter(country=country).aggregate(n=Sum("refunded_minor"))["n"] or 0
