"""What becomes of a payment when its provider speaks, or keeps silent."""

from uuid import UUID

from django.conf import settings
from django.db import transaction

from pasar.finance.ledger import operations as ledger
from pasar.finance.ledger.rules import AccountKey, NewTransfer, derived_id, party
from pasar.finance.payments import rules
from pasar.finance.payments.events import PaymentCaptured, PaymentFailed, PaymentReady
from pasar.finance.payments.models import Payment
from pasar.finance.payments.operations.refunds import give_back_capture
from pasar.finance.payments.providers import Charge
from pasar.kernel import clock, events

OPEN = ("to_begin", "awaiting", "unknown")
RECEIVED = AccountKey("payments_received")


@transaction.atomic
def record_charge(*, payment_id: UUID, charge: Charge | None) -> rules.Judgement:
    """Take over what the provider has under this payment's reference; None: it has nothing.

    Money that is there is booked once, whatever the state it meets: what a purchase no longer waits for is given back
    by the package that knows, a late or wrong top-up here.
    """
    payment = Payment.objects.select_for_update(no_key=True).get(pk=payment_id)
    judgement = _judge(payment, charge)
    if payment.received_minor is not None:
        return judgement
    match judgement.verdict:
        case "captured":
            _capture(payment, charge)
        case "wrong_amount":
            _take_wrong_amount(payment, charge)
        case "refused":
            _fail(payment, judgement.problem)
        case "pending":
            _wait_on(payment, charge)
        case "mismatch":
            payment.problem = judgement.problem
            _ask_again(payment)
    payment.save()
    return judgement


@transaction.atomic
def record_silence(*, payment_id: UUID, error: str) -> None:
    """The provider could not be asked. Past its end, whether a payment was made is then unknown; it is asked on."""
    payment = Payment.objects.select_for_update(no_key=True).get(pk=payment_id)
    if payment.received_minor is not None:
        return
    payment.last_error = error[:200]
    if payment.state in ("to_begin", "awaiting") and clock.now() >= payment.expires_at:
        payment.state = "unknown"
    payment.next_try_at = clock.now() + rules.wait(payment.attempts)
    payment.save()


@transaction.atomic
def record_refusal(*, payment_id: UUID, error: str) -> None:
    """The provider will not open this charge: the payment has failed."""
    payment = Payment.objects.select_for_update(no_key=True).get(pk=payment_id)
    if payment.received_minor is not None:
        return
    payment.last_error = error[:200]
    _fail(payment, "refused")
    payment.save()


@transaction.atomic
def stop(purchase_id: UUID) -> None:
    """The purchase no longer waits. The provider is asked once more; money that comes yet is given back."""
    payment = Payment.objects.select_for_update(no_key=True).filter(purchase_id=purchase_id).first()
    if payment is None or payment.state not in OPEN:
        return
    now = clock.now()
    payment.state, payment.ended_at = "expired", now
    payment.attempts, payment.next_try_at = 0, now
    payment.save()


def mode() -> str:
    """Which of a provider's worlds this market belongs to."""
    return "sandbox" if settings.SANDBOX else "live"


def _judge(payment: Payment, charge: Charge | None) -> rules.Judgement:
    if charge is None:
        return rules.Judgement("pending")
    expected = rules.Expected(payment.reference, payment.currency, payment.amount_minor, mode())
    found = rules.Found(
        charge.reference,
        charge.currency,
        charge.amount_minor,
        charge.received_minor,
        charge.state,
        charge.mode,
    )
    return rules.judge(expected, found)


def _capture(payment: Payment, charge: Charge | None) -> None:
    was_open = payment.state in OPEN
    _book(payment, charge)
    payment.state, payment.problem = "paid", "" if was_open else "late"
    payment.paid_at = clock.now()
    if payment.purpose == Payment.Purpose.TOP_UP:
        if not was_open:
            give_back_capture(payment, "late")
            return
        ledger.post([_transfer(payment, RECEIVED, AccountKey("wallet", payment.customer_id), "top_up")])
    events.append(
        [
            PaymentCaptured(
                country=payment.country, payment_id=payment.id, purchase_id=payment.purchase_id,
                customer_id=payment.customer_id, amount_minor=payment.amount_minor, currency=payment.currency,
            )
        ]
    )  # fmt: skip


def _take_wrong_amount(payment: Payment, charge: Charge | None) -> None:
    was_open = payment.state in OPEN
    _book(payment, charge)
    payment.state, payment.problem = "failed", "wrong_amount"
    give_back_capture(payment, "wrong_amount")
    if was_open:
        _announce_failure(payment)


def _book(payment: Payment, charge: Charge | None) -> None:
    """The money is at the provider now, and ours to assign."""
    assert charge is not None
    assert charge.received_minor is not None
    payment.received_minor, payment.charge_id = charge.received_minor, charge.charge_id
    payment.ended_at, payment.next_try_at, payment.last_error = clock.now(), None, ""
    receivable = AccountKey("provider_receivable", party(payment.provider))
    ledger.post([_transfer(payment, receivable, RECEIVED, "capture")])


def _transfer(payment: Payment, debit: AccountKey, credit: AccountKey, code: str) -> NewTransfer:
    assert payment.received_minor is not None
    ref_kind = "purchase" if payment.purchase_id else "payment"
    return NewTransfer(
        id=derived_id(payment.id, code), country=payment.country, currency=payment.currency, debit=debit, credit=credit,
        amount_minor=payment.received_minor, code=code, ref_kind=ref_kind,
        ref_id=str(payment.purchase_id or payment.id),
    )  # fmt: skip


def _fail(payment: Payment, problem: str) -> None:
    if payment.state not in OPEN:
        payment.next_try_at = None
        return
    payment.state, payment.problem = "failed", problem
    payment.ended_at, payment.next_try_at = clock.now(), None
    _announce_failure(payment)


def _announce_failure(payment: Payment) -> None:
    events.append(
        [
            PaymentFailed(
                country=payment.country, payment_id=payment.id, purchase_id=payment.purchase_id,
                customer_id=payment.customer_id, reason=payment.problem,
            )
        ]
    )  # fmt: skip


def _wait_on(payment: Payment, charge: Charge | None) -> None:
    """Nobody has paid so far. The last question is the one asked at or after the payment's end."""
    now = clock.now()
    if payment.state not in OPEN:
        payment.next_try_at = None
    elif now >= payment.expires_at:
        payment.state, payment.ended_at, payment.next_try_at = "expired", now, None
    elif charge is not None and payment.state == "to_begin":
        payment.state, payment.attempts, payment.last_error = "awaiting", 0, ""
        payment.charge_id, payment.qr, payment.pay_url = charge.charge_id, charge.qr, charge.pay_url
        _ask_again(payment)
        events.append(
            [
                PaymentReady(
                    country=payment.country, payment_id=payment.id, purchase_id=payment.purchase_id,
                    customer_id=payment.customer_id,
                )
            ]
        )  # fmt: skip
    else:
        _ask_again(payment)


def _ask_again(payment: Payment) -> None:
    """Ask a little later, and in any case when the payment's time is over: a lost notice must not lose money."""
    now = clock.now()
    later = now + max(rules.wait(payment.attempts), rules.ASK_AFTER)
    payment.next_try_at = min(later, payment.expires_at) if now < payment.expires_at else later
