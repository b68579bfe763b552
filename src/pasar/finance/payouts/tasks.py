"""What payouts do by themselves: gather due statements, send batches, ask how payouts stand, read the statement.

As with payments: rows are claimed with a lease, the bank is called outside any transaction, the outcome recorded.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models import F

from pasar.finance.payments import queries as payments
from pasar.finance.payments.errors import ProviderRefused, ProviderUnreachable
from pasar.finance.payments.providers import NewPayout, providers
from pasar.finance.payouts import operations
from pasar.finance.payouts.errors import NothingDue
from pasar.finance.payouts.models import Batch, Payout
from pasar.finance.settlement import queries as statements
from pasar.kernel import clock
from pasar.kernel.events import Consumer, Recorded

Row = TypeVar("Row", Batch, Payout)

SIZE = 50
LEASE = timedelta(seconds=120)


def gather() -> int:
    """Make batches of what is due, in every venture. Returns how many were made."""
    made = 0
    for country in sorted(statements.ventures_due()):
        try:
            operations.create_batch(country)
        except NothingDue:
            continue
        made += 1
    return made


def send_batches() -> int:
    """Bring batches to the bank. Returns how many were tried."""
    claimed = _claim(Batch)
    for batch in claimed:
        _send(batch)
    return len(claimed)


def _send(batch: Batch) -> None:
    payouts = [
        NewPayout(
            id=str(payout.id), currency=payout.currency, amount_minor=payout.amount_minor, bank=payout.bank_code,
            account=payout.account_number, holder=payout.holder,
        )
        for payout in Payout.objects.filter(batch_id=batch.pk, state="to_send").order_by("id")
    ]  # fmt: skip
    if not payouts:
        operations.record_batch(batch_id=batch.pk, states={})
        return
    try:
        states = providers()[batch.provider].pay_out(str(batch.pk), payouts)
    except (ProviderRefused, ProviderUnreachable) as refusal:
        operations.record_batch_failure(batch_id=batch.pk, error=str(refusal.data.get("reason", "")))
    else:
        operations.record_batch(batch_id=batch.pk, states=states)


def ask() -> int:
    """Ask the bank how payouts stand that it or the clock reminds us of. Returns how many were asked about."""
    claimed = _claim(Payout)
    found = Payout.objects.select_related("batch").filter(pk__in=[row.pk for row in claimed])
    for payout in found.order_by("pk"):
        try:
            state = providers()[payout.batch.provider].payout_state(str(payout.pk))
        except (ProviderRefused, ProviderUnreachable) as refusal:
            operations.record_state(
                payout_id=payout.pk, state=None, error=str(refusal.data.get("reason", ""))
            )
        else:
            operations.record_state(payout_id=payout.pk, state=state)
    return len(claimed)


def read_statements() -> int:
    """Explain the statement's payouts. Returns how many entries were looked at."""
    entries = payments.open_entries(kinds=("payout",))
    for entry in entries:
        operations.explain_line(entry)
    return len(entries)


def note_reports(reports: Sequence[Recorded]) -> None:
    operations.ask_about([report.payload["reference"] for report in reports])


def _claim(model: type[Row]) -> list[Row]:
    now = clock.now()
    # Mostly nothing is due, and asking costs less than a transaction.
    if not model._default_manager.filter(next_try_at__lte=now).exists():
        return []
    with transaction.atomic():
        found = list(
            model._default_manager.select_for_update(skip_locked=True, no_key=True)
            .filter(next_try_at__lte=now)
            .order_by("next_try_at", "pk")[:SIZE]
        )
        model._default_manager.filter(pk__in=[row.pk for row in found]).update(
            next_try_at=now + LEASE, attempts=F("attempts") + 1
        )
    return found


CONSUMERS = (Consumer("payouts.reports", ("payout.reported",), note_reports),)
SWEEPERS = {
    "payouts.gather": (5.0, gather),
    "payouts.send": (1.0, send_batches),
    "payouts.ask": (1.0, ask),
    "payouts.statements": (15.0, read_statements),
}
