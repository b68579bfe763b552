"""What became of a payout: settled, or back with us. Each has one effect, whoever tells it and however often."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from pasar.finance.ledger import operations as ledger
from pasar.finance.ledger.rules import AccountKey, NewTransfer, derived_id, party
from pasar.finance.payments import operations as payments
from pasar.finance.payments.queries import StatementEntry
from pasar.finance.payments.rules import wait
from pasar.finance.payouts import rules
from pasar.finance.payouts.events import PayoutReturned, PayoutSettled
from pasar.finance.payouts.models import Batch, Payout
from pasar.kernel import clock, events

IN_FLIGHT = AccountKey("payouts_in_flight")
FIRST_QUESTION = timedelta(minutes=5)
"""How long a payout is left to its notice before the bank is asked by ourselves."""


@transaction.atomic
def ask_about(references: Sequence[str]) -> None:
    """The bank has something to say about these payouts: a task asks it what."""
    found = [payout_id for text in references if (payout_id := _uuid(text))]
    Payout.objects.filter(pk__in=found, state="sent").update(next_try_at=clock.now())


@transaction.atomic
def record_state(*, payout_id: UUID, state: str | None, error: str = "") -> None:
    """What the bank said of a payout: accepted, paid, returned; None when it did not say (`error`)."""
    batch_id = Payout.objects.values_list("batch_id", flat=True).get(pk=payout_id)
    batch = Batch.objects.select_for_update(no_key=True).get(pk=batch_id)
    payout = Payout.objects.select_for_update(no_key=True).get(pk=payout_id)
    payout.last_error = error[:200]
    take_state(payout, state, clock.now())
    end_batch(batch)


def take_state(payout: Payout, state: str | None, now: datetime) -> None:
    """Apply what the bank said to a payout that the caller has locked."""
    if payout.state in ("settled", "returned"):
        return
    if state == "paid":
        _end(payout, "settled", now)
    elif state == "returned":
        _end(payout, "returned", now)
    elif state == "accepted" or payout.state == "sent":
        payout.state = "sent"
        payout.next_try_at = now + max(wait(payout.attempts), FIRST_QUESTION)
    payout.save()


def _end(payout: Payout, state: str, now: datetime) -> None:
    payout.state, payout.ended_at, payout.next_try_at = state, now, None
    bank = AccountKey("provider_receivable", party(payout.batch.provider))
    back = AccountKey("seller_payable", payout.seller_id)
    credit, event = (bank, PayoutSettled) if state == "settled" else (back, PayoutReturned)
    ledger.post(
        [
            NewTransfer(
                id=derived_id(payout.id, state), country=payout.country, currency=payout.currency, debit=IN_FLIGHT,
                credit=credit, amount_minor=payout.amount_minor, code=f"payout_{state}", ref_kind="payout",
                ref_id=str(payout.id),
            )
        ]
    )  # fmt: skip
    events.append(
        [
            event(
                country=payout.country, payout_id=payout.id, seller_id=payout.seller_id,
                statement_id=payout.statement_id, amount_minor=payout.amount_minor, currency=payout.currency,
                account=f"{payout.bank_code} {rules.masked(payout.account_number)}",
            )
        ]
    )  # fmt: skip


def end_batch(batch: Batch) -> None:
    """Bring a locked batch's state in line with its payouts'."""
    states = set(Payout.objects.filter(batch_id=batch.pk).values_list("state", flat=True))
    batch.state = rules.batch_state(states)
    batch.next_try_at = clock.now() + wait(batch.attempts) if batch.state == "to_send" else None
    batch.save()


@transaction.atomic
def explain_line(entry: StatementEntry) -> str:
    """Explain an entry of the bank's statement by the payout it names, which it settles; return the entry's state."""
    payout_id = _uuid(entry.reference)
    payout = Payout.objects.select_related("batch").filter(pk=payout_id).first() if payout_id else None
    if payout is None or payout.batch.provider != entry.provider:
        return payments.explain_line(line_id=entry.id, problem="no_such_payout")
    if (payout.amount_minor, payout.currency) != (entry.amount_minor, entry.currency):
        return payments.explain_line(line_id=entry.id, problem="another_amount")
    if payout.state == "returned":
        return payments.explain_line(line_id=entry.id, problem="payout_was_returned")
    record_state(payout_id=payout.id, state="paid")
    return payments.explain_line(
        line_id=entry.id, source=payout.id, matched_to=f"payout:{payout.id}", country=payout.country,
        reference=("payout", str(payout.id)),
    )  # fmt: skip


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
