"""Due statements become payouts, and payouts go to the bank together."""

from collections.abc import Mapping
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from pasar import countries
from pasar.finance.ledger import operations as ledger
from pasar.finance.ledger.rules import AccountKey, NewTransfer, derived_id
from pasar.finance.payments.rules import wait
from pasar.finance.payouts.errors import NothingDue
from pasar.finance.payouts.models import Account, Batch, Payout
from pasar.finance.payouts.operations.outcomes import end_batch, take_state
from pasar.finance.settlement import operations as settlement
from pasar.finance.settlement import queries as statements
from pasar.kernel import audit, clock, ids

SIZE = 1_000
PROVIDER = "demo_bank"
"""Who sends payouts: key under `payments/providers`."""
IN_FLIGHT = AccountKey("payouts_in_flight")


@transaction.atomic
def create_batch(country: str, *, actor: str = "system", reason: str = "") -> UUID:
    """Make a batch of the venture's due statements, up to SIZE, of sellers who have an account.

    Each statement leaves `seller_payable` here and is never in another batch.  Raises NothingDue.
    """
    due = statements.due(country)
    accounts = {
        account.seller_id: account
        for account in Account.objects.filter(seller_id__in=[each.seller_id for each in due], ended_at=None)
    }
    payable = settlement.begin_payouts(
        statement_ids=[each.id for each in due if each.seller_id in accounts][:SIZE]
    )
    if not payable:
        raise NothingDue
    venture, now, batch_id = countries.get(country), clock.now(), ids.uuid7()
    local = now.astimezone(ZoneInfo(venture.time_zone))
    batch = Batch.objects.create(
        id=batch_id, country=country, number=ids.short_number(country, local, batch_id, "P-"), provider=PROVIDER,
        currency=venture.currency, payouts_count=len(payable), total_minor=sum(each.amount_minor for each in payable),
        state="to_send", created_by=actor, created_at=now, next_try_at=now,
    )  # fmt: skip
    payouts = Payout.objects.bulk_create(
        Payout(
            id=derived_id(each.id, "payout"), country=country, batch=batch, seller_id=each.seller_id,
            statement_id=each.id, currency=each.currency, amount_minor=each.amount_minor,
            bank_code=accounts[each.seller_id].bank_code, account_number=accounts[each.seller_id].number,
            holder=accounts[each.seller_id].holder, state="to_send",
        )
        for each in payable
    )  # fmt: skip
    ledger.post([_on_its_way(payout) for payout in payouts])
    if actor != "system":
        audit.record(
            country=country, actor=actor, action="payouts.create_batch", target=f"batch:{batch.id}", reason=reason,
            data={"number": batch.number, "payouts": len(payouts), "total_minor": batch.total_minor},
        )  # fmt: skip
    return batch.id


def _on_its_way(payout: Payout) -> NewTransfer:
    return NewTransfer(
        id=derived_id(payout.id, "payout"), country=payout.country, currency=payout.currency,
        debit=AccountKey("seller_payable", payout.seller_id), credit=IN_FLIGHT, amount_minor=payout.amount_minor,
        code="payout", ref_kind="payout", ref_id=str(payout.id),
    )  # fmt: skip


@transaction.atomic
def record_batch(*, batch_id: UUID, states: Mapping[str, str]) -> None:
    """The bank has taken the batch: how each payout stands there by now."""
    batch = Batch.objects.select_for_update(no_key=True).get(pk=batch_id)
    now = clock.now()
    for payout in Payout.objects.select_for_update(no_key=True).filter(batch_id=batch_id).order_by("id"):
        take_state(payout, states.get(str(payout.id)), now)
    batch.sent_at, batch.last_error = batch.sent_at or now, ""
    end_batch(batch)


@transaction.atomic
def record_batch_failure(*, batch_id: UUID, error: str) -> None:
    """The bank did not take it, or did not answer: it is sent again, and the bank knows the payouts by their ids."""
    batch = Batch.objects.select_for_update(no_key=True).get(pk=batch_id)
    if batch.state == "to_send":
        batch.last_error, batch.next_try_at = error[:200], clock.now() + wait(batch.attempts)
        batch.save()


@transaction.atomic
def note_download(*, country: str, batch_id: UUID, actor: str) -> None:
    """The batch's file, which holds full account numbers, was handed to a member of staff."""
    audit.record(country=country, actor=actor, action="payouts.download_file", target=f"batch:{batch_id}")
