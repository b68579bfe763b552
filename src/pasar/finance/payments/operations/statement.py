"""The provider's statement: every entry kept once, and explained by something of ours."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from pasar.finance.ledger import operations as ledger
from pasar.finance.ledger.rules import AccountKey, NewTransfer, derived_id, party
from pasar.finance.payments.models import Payment, Refund, StatementLine
from pasar.finance.payments.operations.refunds import record_refund
from pasar.finance.payments.providers import Entry
from pasar.kernel import clock


@transaction.atomic
def record_entries(*, provider_key: str, entries: Sequence[Entry]) -> int:
    """Keep entries that are new; return how many were given."""
    now = clock.now()
    StatementLine.objects.bulk_create(
        [
            StatementLine(
                provider=provider_key, number=entry.number, at=entry.at, direction=entry.direction, kind=entry.kind,
                reference=entry.reference, currency=entry.currency, amount_minor=entry.amount_minor, read_at=now,
            )
            for entry in entries
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    return len(entries)


@transaction.atomic
def match_line(*, line_id: int) -> str:
    """Explain an entry by a payment or refund of ours: what the provider owed is in the bank now, or out of it.

    Returns its state. A charge we have not captured yet makes the provider be asked at once, and the entry waits; a
    refund that its notice did not reach is settled by it. Payouts' entries are matched by the package above.
    """
    line = StatementLine.objects.get(pk=line_id)
    if line.kind == "charge" and line.direction == "credit":
        return _match_charge(line_id, line)
    if line.kind == "refund" and line.direction == "debit":
        return _match_refund(line_id, line)
    return _end(_lock(line_id), problem="unknown_kind")


@transaction.atomic
def explain_line(
    *,
    line_id: int,
    problem: str = "",
    source: UUID | None = None,
    matched_to: str = "",
    country: str = "",
    reference: tuple[str, str] = ("", ""),
) -> str:
    """Explain an entry by something of a package above, or say why nothing does; return its state.

    source: the row it is explained by, whose id makes the transfer's. Repeating it changes nothing.
    """
    line = _lock(line_id)
    if line.state == "matched" or source is None:
        return line.state if line.state == "matched" else _end(line, problem=problem)
    _move(line, source, country, reference)
    return _end(line, matched_to=matched_to)


def _match_charge(line_id: int, line: StatementLine) -> str:
    # The payment's lock before the line's, as everywhere.
    payment = (
        Payment.objects.select_for_update(no_key=True)
        .filter(provider=line.provider, reference=line.reference)
        .first()
    )
    line = _lock(line_id)
    if line.state == "matched":
        return line.state
    if payment is None:
        return _end(line, problem="no_such_payment")
    if payment.received_minor is None:
        payment.next_try_at = clock.now()
        payment.save(update_fields=["next_try_at"])
        return line.state
    if (payment.received_minor, payment.currency) != (line.amount_minor, line.currency):
        return _end(line, problem="another_amount")
    _move(line, payment.id, payment.country, _reference(payment))
    return _end(line, matched_to=f"payment:{payment.id}")


def _match_refund(line_id: int, line: StatementLine) -> str:
    refund_id = _uuid(line.reference)
    refund = Refund.objects.select_related("payment").filter(pk=refund_id).first() if refund_id else None
    if refund is not None and (refund.amount_minor, refund.currency) == (line.amount_minor, line.currency):
        record_refund(refund_id=refund.id, state="paid")
    line = _lock(line_id)
    if line.state == "matched":
        return line.state
    if refund is None or refund.payment.provider != line.provider:
        return _end(line, problem="no_such_refund")
    if (refund.amount_minor, refund.currency) != (line.amount_minor, line.currency):
        return _end(line, problem="another_amount")
    _move(line, refund.id, refund.country, _reference(refund.payment))
    return _end(line, matched_to=f"refund:{refund.id}")


def _move(line: StatementLine, source: UUID, country: str, reference: tuple[str, str]) -> None:
    owner = party(line.provider)
    bank, receivable = AccountKey("bank", owner), AccountKey("provider_receivable", owner)
    debit, credit = (bank, receivable) if line.direction == "credit" else (receivable, bank)
    ledger.post(
        [
            NewTransfer(
                id=derived_id(source, "statement"), country=country, currency=line.currency, debit=debit, credit=credit,
                amount_minor=line.amount_minor, code="statement", ref_kind=reference[0], ref_id=reference[1],
            )
        ]
    )  # fmt: skip


def _reference(payment: Payment) -> tuple[str, str]:
    return ("purchase", str(payment.purchase_id)) if payment.purchase_id else ("payment", str(payment.id))


def _lock(line_id: int) -> StatementLine:
    return StatementLine.objects.select_for_update(no_key=True).get(pk=line_id)


def _end(line: StatementLine, *, matched_to: str = "", problem: str = "") -> str:
    line.state = "matched" if matched_to else "problem"
    line.matched_to, line.problem = matched_to, problem
    line.save()
    return line.state


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
