"""What payments do by themselves: ask providers, read their notices and statements, send refunds.

Each sweeper claims rows with a lease, commits, calls the provider, and records the outcome: a crash in between
leaves the row to be tried again, under the same id at the provider.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import F

from pasar import countries
from pasar.finance.payments import operations, queries
from pasar.finance.payments.errors import ProviderRefused, ProviderUnreachable
from pasar.finance.payments.events import PayoutReported
from pasar.finance.payments.models import Notice, Payment, Refund
from pasar.finance.payments.providers import NewCharge, providers
from pasar.kernel import clock, events

log = logging.getLogger(__name__)

Row = TypeVar("Row", Payment, Notice, Refund)

SIZE = 50
LEASE = timedelta(seconds=60)


def ask_providers() -> int:
    """Get codes for new payments, and ask about those nobody told us of. Returns how many were asked."""
    claimed = _claim(Payment)
    for payment in claimed:
        _ask(payment)
    return len(claimed)


def _ask(payment: Payment) -> None:
    provider = providers()[payment.provider]
    begins = payment.state == "to_begin" and clock.now() < payment.expires_at
    try:
        charge = provider.begin(_new_charge(payment)) if begins else provider.find(payment.reference)
    except ProviderRefused as refusal:
        operations.record_refusal(payment_id=payment.id, error=str(refusal.data.get("reason", "")))
    except ProviderUnreachable as silence:
        operations.record_silence(payment_id=payment.id, error=str(silence.data.get("reason", "")))
    else:
        operations.record_charge(payment_id=payment.id, charge=charge)


def _new_charge(payment: Payment) -> NewCharge:
    country = countries.get(payment.country)
    return NewCharge(
        reference=payment.reference, country=payment.country, currency=payment.currency,
        amount_minor=payment.amount_minor, expires_at=payment.expires_at, merchant="PASAR", city=country.name.upper(),
    )  # fmt: skip


def read_notices() -> int:
    """Act on what providers told us, after asking them. Returns how many notices were read."""
    claimed = _claim(Notice, state="received")
    for notice in claimed:
        state, problem = _READERS.get(notice.about, _nothing)(notice)
        operations.record_reading(notice_id=notice.id, state=state, problem=problem)
    return len(claimed)


def _read_charge(notice: Notice) -> tuple[str, str]:
    found = Payment.objects.filter(provider=notice.provider, reference=notice.reference)
    payment_id = found.values_list("pk", flat=True).first()
    if payment_id is None:
        return "unmatched", "no_such_payment"
    try:
        charge = providers()[notice.provider].find(notice.reference)
    except (ProviderUnreachable, ProviderRefused) as silence:
        return "received", str(silence.data.get("reason", ""))
    if charge is None:
        return "mismatch", "no_such_charge"
    judgement = operations.record_charge(payment_id=payment_id, charge=charge)
    return ("mismatch", judgement.problem) if judgement.verdict == "mismatch" else ("applied", "")


def _read_refund(notice: Notice) -> tuple[str, str]:
    try:
        refund = Refund.objects.select_related("payment").filter(pk=UUID(notice.reference)).first()
    except ValueError:
        refund = None
    if refund is None or refund.payment.provider != notice.provider:
        return "unmatched", "no_such_refund"
    return ("applied", "") if _send(refund) else ("received", "unreachable")


def _read_payout(notice: Notice) -> tuple[str, str]:
    # The payout's country is known above; events need one, and consumers look at the reference only.
    with transaction.atomic():
        events.append([PayoutReported(country="", provider=notice.provider, reference=notice.reference)])
    return "applied", ""


def _nothing(notice: Notice) -> tuple[str, str]:
    return "unmatched", "about nothing we know"


_READERS: Mapping[str, Callable[[Notice], tuple[str, str]]] = {
    "charge": _read_charge,
    "refund": _read_refund,
    "payout": _read_payout,
}


def send_refunds() -> int:
    """Ask providers to give money back, and whether they have. Returns how many were asked for."""
    claimed = _claim(Refund)
    found = Refund.objects.select_related("payment").filter(pk__in=[each.pk for each in claimed])
    for refund in found.order_by("pk"):
        _send(refund)
    return len(claimed)


def _send(refund: Refund) -> bool:
    """Whether the provider answered."""
    if refund.state in ("settled", "failed"):
        return True
    payment = refund.payment
    try:
        state = providers()[payment.provider].refund(
            str(refund.id), payment.reference, refund.amount_minor, refund.currency
        )
    except ProviderRefused as refusal:
        operations.record_refund(
            refund_id=refund.id, state=None, error=str(refusal.data.get("reason", "")), final=True
        )
    except ProviderUnreachable as silence:
        operations.record_refund(refund_id=refund.id, state=None, error=str(silence.data.get("reason", "")))
        return False
    else:
        operations.record_refund(refund_id=refund.id, state=state)
    return True


def read_statements() -> int:
    """Read what is new on the providers' statements and explain it. Returns how many entries were looked at."""
    done = 0
    for provider in providers().values():
        try:
            entries = provider.statement(queries.last_number(provider.key))
        except (ProviderUnreachable, ProviderRefused) as silence:
            log.info("no statement of %s: %s", provider.key, silence.data)
            continue
        done += operations.record_entries(provider_key=provider.key, entries=entries)
        for line_id in queries.open_lines(provider.key, kinds=("charge", "refund")):
            operations.match_line(line_id=line_id)
    return done


def _claim(model: type[Row], **which: str) -> list[Row]:
    """Up to SIZE rows that are due, which no other process gets until the lease is over.

    which: what the rows' index is about, where it is about some only.
    """
    now = clock.now()
    # Mostly nothing is due, and asking costs less than a transaction.
    if not model._default_manager.filter(next_try_at__lte=now, **which).exists():
        return []
    with transaction.atomic():
        due = (
            model._default_manager.select_for_update(skip_locked=True, no_key=True)
            .filter(next_try_at__lte=now, **which)
            .order_by("next_try_at", "pk")[:SIZE]
        )
        found = list(due)
        model._default_manager.filter(pk__in=[row.pk for row in found]).update(
            next_try_at=now + LEASE, attempts=F("attempts") + 1
        )
    return found


CONSUMERS = ()
SWEEPERS = {
    "payments.ask": (0.5, ask_providers),
    "payments.notices": (0.3, read_notices),
    "payments.refunds": (1.0, send_refunds),
    "payments.statements": (15.0, read_statements),
}
