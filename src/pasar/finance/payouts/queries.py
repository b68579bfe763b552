"""Payouts as sellers and operators see them. Account numbers come masked; the bank's file is the one exception."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count

from pasar import countries
from pasar.finance.payouts import pain001, rules
from pasar.finance.payouts.models import Account, Batch, Payout
from pasar.kernel import clock
from pasar.kernel.errors import NotFound

PAGE = 50


@dataclass(frozen=True, slots=True)
class AccountView:
    """A seller's account; `masked` is all that is shown of its number."""

    seller_id: int
    bank_code: str
    bank_name: str
    masked: str
    holder: str
    since: datetime


@dataclass(frozen=True, slots=True)
class PayoutView:
    """One payout. `ended_at` is when it was settled or came back."""

    id: UUID
    country: str
    batch_id: UUID
    batch_number: str
    seller_id: int
    statement_id: UUID
    currency: str
    amount_minor: int
    bank_code: str
    masked: str
    holder: str
    state: str
    ended_at: datetime | None
    last_error: str


@dataclass(frozen=True, slots=True)
class BatchView:
    """A batch with how many of its payouts stand where."""

    id: UUID
    country: str
    number: str
    provider: str
    currency: str
    payouts_count: int
    total_minor: int
    state: str
    created_by: str
    created_at: datetime
    sent_at: datetime | None
    last_error: str
    settled: int = 0
    returned: int = 0


_BATCH = tuple(BatchView.__dataclass_fields__)[:-2]


def account(seller_id: int) -> AccountView | None:
    """Where the seller's payouts go; None before they said so."""
    return accounts([seller_id]).get(seller_id)


def accounts(seller_ids: Sequence[int]) -> dict[int, AccountView]:
    """The accounts in use of these sellers."""
    found = Account.objects.filter(seller_id__in=list(seller_ids), ended_at=None)
    return {
        row.seller_id: AccountView(
            row.seller_id, row.bank_code, bank_name(row.country, row.bank_code), rules.masked(row.number),
            row.holder, row.since,
        )
        for row in found
    }  # fmt: skip


def bank_name(country: str, code: str) -> str:
    return next((bank.name for bank in countries.get(country).banks if bank.code == code), code)


def of_seller(seller_id: int, *, size: int = PAGE) -> list[PayoutView]:
    """The seller's payouts, the newest first."""
    return _payouts(seller_id=seller_id)[:size]


def of_statements(statement_ids: Sequence[UUID]) -> dict[UUID, PayoutView]:
    """Payouts of these statements, by statement."""
    return {view.statement_id: view for view in _payouts(statement_id__in=list(statement_ids))}


def batches(country: str, *, after: UUID | None = None, size: int = PAGE) -> list[BatchView]:
    """The venture's batches, the newest first; `after` is the last id of the page before."""
    found = Batch.objects.filter(country=country).order_by("-id")
    if after:
        found = found.filter(id__lt=after)
    rows = [BatchView(*row) for row in found.values_list(*_BATCH)[:size]]
    counts = _counts([row.id for row in rows])
    return [_with_counts(row, counts) for row in rows]


def batch(country: str, batch_id: UUID) -> tuple[BatchView, list[PayoutView]]:
    """A batch of the venture with its payouts.  Raises NotFound."""
    row = Batch.objects.filter(country=country, pk=batch_id).values_list(*_BATCH).first()
    if row is None:
        raise NotFound
    payouts = _payouts(batch_id=batch_id)
    return _with_counts(BatchView(*row), _counts([batch_id])), payouts


def bank_file(country: str, batch_id: UUID) -> tuple[str, bytes]:
    """Name and content of the batch's ISO 20022 file, with full account numbers: for the bank.  Raises NotFound."""
    found = Batch.objects.filter(country=country, pk=batch_id).first()
    if found is None:
        raise NotFound
    venture = countries.get(country)
    order = pain001.Order(
        reference=found.number, currency=found.currency, payer=venture.company_name,
        payer_account=f"PASAR{country.upper()}0001", payer_bank=found.provider.upper(), made_at=found.created_at,
        execute_on=clock.now().astimezone(ZoneInfo(venture.time_zone)).date(),
        transfers=[
            pain001.Transfer(
                reference=payout.id.hex, amount_minor=payout.amount_minor, bank=payout.bank_code,
                account=payout.account_number, holder=payout.holder, text=found.number,
            )
            for payout in Payout.objects.filter(batch_id=batch_id).order_by("id")
        ],
    )  # fmt: skip
    return f"{found.number}.pain.001.xml", pain001.document(order)


def _payouts(**where: object) -> list[PayoutView]:
    found = Payout.objects.filter(**where).select_related("batch").order_by("-id")[:1_000]
    return [
        PayoutView(
            id=row.id, country=row.country, batch_id=row.batch.id, batch_number=row.batch.number,
            seller_id=row.seller_id, statement_id=row.statement_id, currency=row.currency,
            amount_minor=row.amount_minor, bank_code=row.bank_code, masked=rules.masked(row.account_number),
            holder=row.holder, state=row.state, ended_at=row.ended_at, last_error=row.last_error,
        )
        for row in found
    ]  # fmt: skip


def _counts(batch_ids: Sequence[UUID]) -> dict[tuple[UUID, str], int]:
    rows = (
        Payout.objects.filter(batch_id__in=list(batch_ids))
        .values_list("batch_id", "state")
        .annotate(n=Count("id"))
    )
    return {(batch_id, state): n for batch_id, state, n in rows}


def _with_counts(view: BatchView, counts: dict[tuple[UUID, str], int]) -> BatchView:
    return replace(
        view, settled=counts.get((view.id, "settled"), 0), returned=counts.get((view.id, "returned"), 0)
    )
