"""Payments as pages and other packages see them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

import qrcode
from django.db.models import Q

from pasar.finance.payments.models import Payment, Refund, StatementLine
from pasar.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class PaymentView:
    """A payment as whoever pays it may see it. `qr` is empty until the provider gave a code."""

    id: UUID
    country: str
    customer_id: int
    purpose: str
    purchase_id: UUID | None
    method: str
    currency: str
    amount_minor: int
    received_minor: int | None
    refunded_minor: int
    state: str
    problem: str
    reference: str
    qr: str
    pay_url: str
    expires_at: datetime
    paid_at: datetime | None


@dataclass(frozen=True, slots=True)
class RefundView:
    """Money on its way back. `destination` is `source` (the account it was paid from) or `wallet`."""

    id: UUID
    country: str
    payment_id: UUID
    currency: str
    amount_minor: int
    reason: str
    state: str
    destination: str
    created_at: datetime
    sent_at: datetime | None
    settled_at: datetime | None
    last_error: str


_PAYMENT = tuple(PaymentView.__dataclass_fields__)
_REFUND = tuple(RefundView.__dataclass_fields__)


def of_purchase(purchase_id: UUID) -> PaymentView | None:
    """The purchase's payment; None for one paid by wallet or in cash. Whose purchase it is, the caller has checked."""
    row = Payment.objects.filter(purchase_id=purchase_id).values_list(*_PAYMENT).first()
    return PaymentView(*row) if row else None


def of_purchases(purchase_ids: list[UUID]) -> dict[UUID, PaymentView]:
    """The payments of these purchases, by purchase."""
    rows = Payment.objects.filter(purchase_id__in=purchase_ids).values_list(*_PAYMENT)
    return {view.purchase_id: view for row in rows if (view := PaymentView(*row)).purchase_id}


def payment(payment_id: UUID) -> PaymentView | None:
    row = Payment.objects.filter(pk=payment_id).values_list(*_PAYMENT).first()
    return PaymentView(*row) if row else None


def top_up(customer_id: int, payment_id: UUID) -> PaymentView | None:
    """The customer's own top-up with this id."""
    row = (
        Payment.objects.filter(pk=payment_id, customer_id=customer_id, purpose="top_up")
        .values_list(*_PAYMENT)
        .first()
    )
    return PaymentView(*row) if row else None


def refunds_of_purchase(purchase_id: UUID) -> list[RefundView]:
    """Refunds of the purchase's payment, the oldest first."""
    rows = Refund.objects.filter(payment__purchase_id=purchase_id).order_by("id").values_list(*_REFUND)
    return [RefundView(*row) for row in rows]


def refund(refund_id: UUID) -> RefundView | None:
    row = Refund.objects.filter(pk=refund_id).values_list(*_REFUND).first()
    return RefundView(*row) if row else None


def qr_svg(payload: str) -> str:
    """The code as an `<svg>` element, black on white with its quiet zone, as large as its container makes it.

    It carries no style and no script, and may be put into a page under the strict policy.
    """
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=4)
    code.add_data(payload)
    code.make(fit=True)
    rows = code.get_matrix()
    size = len(rows)
    dark = "".join(f"M{x} {y}h{len(run)}v1H{x}z" for y, row in enumerate(rows) for x, run in _runs(row))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path fill="#000" d="{dark}"/></svg>'
    )


def _runs(row: Sequence[bool]) -> Iterator[tuple[int, list[bool]]]:
    """Dark stretches of a row, each with where it begins."""
    x = 0
    for dark, group in groupby(row):
        run = list(group)
        if dark:
            yield x, run
        x += len(run)


def last_number(provider: str) -> int:
    """The number of the newest statement entry we have; 0 for none."""
    newest = (
        StatementLine.objects.filter(provider=provider).order_by("-number").values_list("number", flat=True)
    )
    return newest.first() or 0


def open_lines(provider: str, *, kinds: Sequence[str], size: int = 500) -> list[int]:
    """Statement entries of these kinds that nothing explains so far, the oldest first."""
    found = StatementLine.objects.filter(provider=provider, kind__in=kinds, state="open").order_by("number")
    return list(found.values_list("pk", flat=True)[:size])


@dataclass(frozen=True, slots=True)
class StatementEntry:
    """A line of a provider's statement."""

    id: int
    provider: str
    number: int
    at: datetime
    direction: str
    kind: str
    reference: str
    currency: str
    amount_minor: int
    state: str
    matched_to: str
    problem: str


_ENTRY = tuple(StatementEntry.__dataclass_fields__)


def open_entries(*, kinds: Sequence[str], size: int = 500) -> list[StatementEntry]:
    """Statement entries of these kinds that nothing explains so far, for the package that knows them."""
    found = StatementLine.objects.filter(kind__in=kinds, state="open").order_by("provider", "number")
    return [StatementEntry(*row) for row in found.values_list(*_ENTRY)[:size]]


@dataclass(frozen=True, slots=True)
class FailedRefund:
    """A refund that the provider will not carry, and whose money it is."""

    id: UUID
    payment_id: UUID
    purchase_id: UUID | None
    customer_id: int
    reference: str
    currency: str
    amount_minor: int
    reason: str
    last_error: str
    created_at: datetime


def failed_refunds(country: str, *, size: int = 50) -> list[FailedRefund]:
    """Refunds of a venture that wait for an operator, the oldest first."""
    found = Refund.objects.filter(country=country, state="failed").order_by("id")
    names = ("id", "payment_id", "payment__purchase_id", "payment__customer_id", "payment__reference", "currency",
             "amount_minor", "reason", "last_error", "created_at")  # fmt: skip
    return [FailedRefund(*row) for row in found.values_list(*names)[:size]]


def odd_payments(country: str, *, size: int = 50) -> list[PaymentView]:
    """Payments of a venture with a problem, or whose outcome is unknown, the newest first."""
    found = Payment.objects.filter(Q(state="unknown") | ~Q(problem=""), country=country).order_by("-id")
    return [PaymentView(*row) for row in found.values_list(*_PAYMENT)[:size]]


def odd_entries(currency: str, *, size: int = 50) -> list[StatementEntry]:
    """Entries of the providers' statements in a currency that nothing of ours explains, the newest first."""
    found = StatementLine.objects.filter(~Q(state="matched"), currency=currency).order_by("-at", "-id")
    return [StatementEntry(*row) for row in found.values_list(*_ENTRY)[:size]]


def refund_in(country: str, refund_id: UUID) -> RefundView:
    """A refund of a venture.  Raises NotFound."""
    found = refund(refund_id)
    if found is None or found.country != country:
        raise NotFound
    return found
