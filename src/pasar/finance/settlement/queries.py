"""Statements as sellers and operators see them. Somebody else's statement is NotFound."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pasar import countries
from pasar.finance.ledger import queries as ledger
from pasar.finance.ledger.rules import AccountKey
from pasar.finance.settlement import rules
from pasar.finance.settlement.models import Cycle, Statement, StatementLine
from pasar.kernel import sql
from pasar.kernel.errors import NotFound

PAGE = 20
MOST_LINES = 5_000

LINE_NAMES: dict[str, str | Promise] = {
    "sale": _("Goods sold"),
    "delivery": _("Delivery by you"),
    "shipping_discount": _("Your part of free delivery"),
    "commission": _("Commission"),
    "payment_fee": _("Payment fee"),
    "withholding": _("Tax withheld"),
    "refund": _("Refund to the customer"),
    "commission_back": _("Commission given back"),
    "payment_fee_back": _("Payment fee given back"),
    "withholding_back": _("Tax given back"),
    "payout": _("Payout to your bank"),
    "payout_returned": _("Payout that came back"),
}
"""What a statement calls its lines, by the transfer's code."""


@dataclass(frozen=True, slots=True)
class StatementCard:
    """A statement in a list."""

    id: UUID
    country: str
    number: str
    seller_id: int
    currency: str
    closes_on: date
    opening_minor: int
    net_minor: int
    closing_minor: int
    state: str
    closed_at: datetime

    @property
    def due_minor(self) -> int:
        """What is, or was, to be paid out on it."""
        return max(self.closing_minor, 0) if self.state != "carried" else 0


@dataclass(frozen=True, slots=True)
class LineView:
    """One movement on a seller's account, positive in the seller's favour."""

    transfer_id: UUID
    code: str
    amount_minor: int
    ref_kind: str
    ref_id: str
    at: datetime

    @property
    def name(self) -> str:
        return str(LINE_NAMES.get(self.code, self.code))


@dataclass(frozen=True, slots=True)
class Subtotal:
    """All lines of one kind."""

    code: str
    lines: int
    amount_minor: int

    @property
    def name(self) -> str:
        return str(LINE_NAMES.get(self.code, self.code))


@dataclass(frozen=True, slots=True)
class StatementPage(StatementCard):
    """A statement with its lines, the oldest first, and what they come to by kind."""

    lines: tuple[LineView, ...] = ()

    @property
    def subtotals(self) -> tuple[Subtotal, ...]:
        return _subtotals(self.lines)


@dataclass(frozen=True, slots=True)
class Current:
    """A seller's account now: what is owed, and the movements that are on no statement yet."""

    currency: str
    balance_minor: int
    lines: tuple[LineView, ...]
    """The newest first."""

    @property
    def opening_minor(self) -> int:
        """What was owed before these movements."""
        return self.balance_minor - sum(line.amount_minor for line in self.lines)

    @property
    def subtotals(self) -> tuple[Subtotal, ...]:
        return _subtotals(self.lines)


@dataclass(frozen=True, slots=True)
class DueStatement:
    """A statement on which something is due and that nobody pays yet."""

    id: UUID
    country: str
    seller_id: int
    currency: str
    amount_minor: int
    number: str


_CARD = tuple(StatementCard.__dataclass_fields__)


def statements(seller_id: int, after: UUID | None = None, *, size: int = PAGE) -> list[StatementCard]:
    """A seller's statements, the newest first; after: the last id of the page before."""
    found = Statement.objects.filter(seller_id=seller_id).order_by("-id")
    if after:
        found = found.filter(id__lt=after)
    return [StatementCard(*row) for row in found.values_list(*_CARD)[:size]]


def statement(seller_id: int, statement_id: UUID) -> StatementPage:
    """A seller's own statement with its lines.  Raises NotFound."""
    row = Statement.objects.filter(id=statement_id, seller_id=seller_id).values_list(*_CARD).first()
    if row is None:
        raise NotFound
    lines = StatementLine.objects.filter(statement_id=statement_id).order_by("at", "transfer_id")
    views = tuple(LineView(*line) for line in lines.values_list(*LineView.__dataclass_fields__)[:MOST_LINES])
    return replace(StatementPage(*row), lines=views)


def current(country: str, seller_id: int, *, size: int = 200) -> Current:
    """What a seller is owed now, with the movements since the last statement."""
    currency = countries.get(country).currency
    last = Cycle.objects.filter(country=country).order_by("-closes_on").first()
    since = last.cut_at - rules.LATEST if last else datetime(2000, 1, 1, tzinfo=UTC)
    lines = sql.rows(
        LineView, __package__, "current",
        country=country, currency=currency, seller_id=seller_id, since=since, size=size,
    )  # fmt: skip
    owed = ledger.balance(country, currency, AccountKey("seller_payable", seller_id))
    return Current(currency, owed.balance_minor, tuple(lines))


def ventures_due() -> set[str]:
    """Ventures that have statements waiting to be paid."""
    found = Statement.objects.filter(state="closed", closing_minor__gt=0).order_by()
    return set(found.values_list("country", flat=True).distinct())


def due(country: str) -> list[DueStatement]:
    """Statements of a venture that wait to be paid, in the sellers' order."""
    found = Statement.objects.filter(country=country, state="closed", closing_minor__gt=0).order_by(
        "seller_id"
    )
    return [
        DueStatement(*row)
        for row in found.values_list("id", "country", "seller_id", "currency", "closing_minor", "number")
    ]


def _subtotals(lines: Iterable[LineView]) -> tuple[Subtotal, ...]:
    found: dict[str, list[int]] = {}
    for line in lines:
        found.setdefault(line.code, []).append(line.amount_minor)
    order = list(LINE_NAMES)
    ranked = sorted(found.items(), key=lambda item: order.index(item[0]) if item[0] in order else len(order))
    return tuple(Subtotal(code, len(amounts), sum(amounts)) for code, amounts in ranked)


def of_venture(
    country: str, *, state: str = "", after: UUID | None = None, size: int = PAGE
) -> list[StatementCard]:
    """A venture's statements, the newest first: for operators. after: the last id of the page before."""
    found = Statement.objects.filter(country=country).order_by("-id")
    if state:
        found = found.filter(state=state)
    if after:
        found = found.filter(id__lt=after)
    return [StatementCard(*row) for row in found.values_list(*_CARD)[:size]]


def in_venture(country: str, statement_id: UUID) -> StatementPage:
    """A statement of a venture with its lines: for operators.  Raises NotFound."""
    seller_id = (
        Statement.objects.filter(country=country, id=statement_id).values_list("seller_id", flat=True).first()
    )
    if seller_id is None:
        raise NotFound
    return statement(seller_id, statement_id)
