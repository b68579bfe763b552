"""Money of a capture on its way back. The payment's row is locked first: parallel refunds never exceed the capture."""

from uuid import UUID

from django.db import transaction

from pasar.finance.ledger import operations as ledger
from pasar.finance.ledger.rules import AccountKey, NewTransfer, derived_id, party
from pasar.finance.payments import rules
from pasar.finance.payments.errors import RefundReused, RefundTooLarge
from pasar.finance.payments.events import RefundSettled
from pasar.finance.payments.models import Payment, Refund
from pasar.finance.payments.providers import RefundState
from pasar.kernel import audit, clock, events
from pasar.kernel.errors import Conflict, NotFound

IN_FLIGHT = AccountKey("refunds_in_flight")
RECEIVED = AccountKey("payments_received")


@transaction.atomic
def request_refund(
    *,
    refund_id: UUID,
    amount_minor: int,
    debit: AccountKey,
    reason: str,
    purchase_id: UUID | None = None,
    payment_id: UUID | None = None,
) -> UUID:
    """Give a part of a captured payment back to where it came from, out of the account `debit`.

    refund_id: the caller's own id, the idempotency key: asking again changes nothing.
    Raises NotFound (no such payment, or nothing came in), RefundReused, RefundTooLarge (data: left_minor).
    """
    assert (purchase_id is None) != (payment_id is None), "by the purchase or by the payment"
    found = Payment.objects.select_for_update(no_key=True)
    by = {"purchase_id": purchase_id} if purchase_id else {"id": payment_id}
    payment = found.filter(**by).first()
    if payment is None or payment.received_minor is None:
        raise NotFound
    if known := Refund.objects.filter(pk=refund_id).first():
        if known.amount_minor != amount_minor or known.payment_id != payment.id:
            raise RefundReused
        return known.id
    _write(payment, refund_id, amount_minor, debit, reason)
    payment.save(update_fields=["refunded_minor"])
    return refund_id


@transaction.atomic
def refund_capture(payment_id: UUID, reason: str) -> UUID | None:
    """Give back all that is left of a capture nobody has taken up: its purchase no longer waits.

    None when nothing is left. Repeating it changes nothing.  Raises NotFound.
    """
    payment = Payment.objects.select_for_update(no_key=True).filter(pk=payment_id).first()
    if payment is None or payment.received_minor is None:
        raise NotFound
    refund_id = give_back_capture(payment, reason)
    payment.save(update_fields=["refunded_minor"])
    return refund_id


def give_back_capture(payment: Payment, reason: str) -> UUID | None:
    """The rest of a capture, of a payment that the caller has locked and will save."""
    assert payment.received_minor is not None
    refund_id = derived_id(payment.id, "refund_capture")
    left = payment.received_minor - payment.refunded_minor
    if left == 0 or Refund.objects.filter(pk=refund_id).exists():
        return None
    _write(payment, refund_id, left, RECEIVED, reason)
    return refund_id


def _write(payment: Payment, refund_id: UUID, amount_minor: int, debit: AccountKey, reason: str) -> None:
    left = (payment.received_minor or 0) - payment.refunded_minor
    if not 0 < amount_minor <= left:
        raise RefundTooLarge(left_minor=left)
    now = clock.now()
    payment.refunded_minor += amount_minor
    refund = Refund.objects.create(
        id=refund_id, country=payment.country, payment=payment, currency=payment.currency, amount_minor=amount_minor,
        debit_kind=debit.kind, debit_owner_id=debit.owner_id, reason=reason[:60], state="to_send",
        created_at=now, next_try_at=now,
    )  # fmt: skip
    ledger.post([_transfer(payment, refund, debit, IN_FLIGHT, "refund")])


@transaction.atomic
def record_refund(
    *, refund_id: UUID, state: RefundState | None, error: str = "", final: bool = False
) -> None:
    """What the provider said of a refund: accepted, paid, or nothing (`error`; `final`: it will not do it)."""
    refund = _lock(refund_id)
    if refund.state in ("settled", "failed"):
        return
    now = clock.now()
    refund.last_error, refund.next_try_at = error[:200], now + rules.wait(refund.attempts)
    if state == "paid":
        _settle(refund)
    elif state == "accepted":
        refund.state, refund.sent_at = "sent", refund.sent_at or now
    elif final:
        refund.state, refund.next_try_at = "failed", None
    refund.save()


@transaction.atomic
def refund_to_wallet(*, refund_id: UUID, actor: str, reason: str) -> None:
    """A refund that the provider will not carry goes to the customer's wallet.  Raises NotFound, Conflict."""
    refund = _lock(refund_id)
    if refund.destination == "wallet":
        return
    if refund.state != "failed":
        raise Conflict
    payment = refund.payment
    refund.destination = "wallet"
    _settle(refund)
    refund.save()
    audit.record(
        country=refund.country, actor=actor, action="refund.to_wallet", target=f"refund:{refund.id}", reason=reason,
        data={"amount_minor": refund.amount_minor, "customer_id": payment.customer_id},
    )  # fmt: skip


@transaction.atomic
def send_again(*, refund_id: UUID, actor: str, reason: str) -> None:
    """Ask the provider once more for a refund that it refused.  Raises NotFound, Conflict."""
    refund = _lock(refund_id)
    if refund.state != "failed":
        raise Conflict
    refund.state, refund.attempts, refund.next_try_at = "to_send", 0, clock.now()
    refund.save()
    audit.record(
        country=refund.country,
        actor=actor,
        action="refund.send_again",
        target=f"refund:{refund.id}",
        reason=reason,
    )


def _lock(refund_id: UUID) -> Refund:
    payment_id = Refund.objects.filter(pk=refund_id).values_list("payment_id", flat=True).first()
    if payment_id is None:
        raise NotFound
    payment = Payment.objects.select_for_update(no_key=True).get(pk=payment_id)
    refund = Refund.objects.select_for_update(no_key=True).get(pk=refund_id)
    refund.payment = payment
    return refund


def _settle(refund: Refund) -> None:
    payment, now = refund.payment, clock.now()
    source = AccountKey("provider_receivable", party(payment.provider))
    credit = AccountKey("wallet", payment.customer_id) if refund.destination == "wallet" else source
    refund.state, refund.settled_at, refund.next_try_at = "settled", now, None
    ledger.post([_transfer(payment, refund, IN_FLIGHT, credit, "refund_settled")])
    events.append(
        [
            RefundSettled(
                country=refund.country, refund_id=refund.id, payment_id=payment.id, purchase_id=payment.purchase_id,
                customer_id=payment.customer_id, amount_minor=refund.amount_minor, currency=refund.currency,
                destination=refund.destination, reason=refund.reason,
            )
        ]
    )  # fmt: skip


def _transfer(
    payment: Payment, refund: Refund, debit: AccountKey, credit: AccountKey, code: str
) -> NewTransfer:
    return NewTransfer(
        id=derived_id(refund.id, code), country=refund.country, currency=refund.currency, debit=debit, credit=credit,
        amount_minor=refund.amount_minor, code=code, ref_kind="purchase" if payment.purchase_id else "payment",
        ref_id=str(payment.purchase_id or payment.id),
    )  # fmt: skip
