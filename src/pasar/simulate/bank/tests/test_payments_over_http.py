"""A payment between market and bank: what is asked, paid, told, asked for again, booked, and given back."""

from datetime import timedelta
from threading import Barrier, Thread

import httpx
import orjson
import pytest
from django.db import connections

from pasar.finance.ledger import queries as ledger
from pasar.finance.ledger.rules import AccountKey, party
from pasar.finance.payments import operations, queries, tasks
from pasar.finance.payments.errors import RefundReused
from pasar.finance.payments.models import Notice, Payment, Refund, StatementLine
from pasar.kernel import clock, ids
from pasar.kernel.models import Event
from pasar.simulate.bank.tests.town import SECRET
from pasar.simulate.outside.signing import headers

RECEIVED, IN_FLIGHT = AccountKey("payments_received"), AccountKey("refunds_in_flight")
RECEIVABLE, BANK = (AccountKey(kind, party("demo_bank")) for kind in ("provider_receivable", "bank"))
AMOUNT = 150_000_00


def balance(key):
    return ledger.balance("id", "IDR", key).balance_minor


def topics():
    return list(Event.objects.order_by("id").values_list("topic", flat=True))


def notice_address(town):
    return f"{town.market_url}/notices/payments/demo_bank/"


def test_a_purchase_is_paid_by_scanning_the_code(open_town):
    purchase_id = open_town.purchase_payment(amount_minor=AMOUNT)
    assert open_town.of(purchase_id).state == "to_begin"

    open_town.ask()
    payment = open_town.of(purchase_id)
    assert (payment.state, payment.pay_url.startswith(open_town.bank_url)) == ("awaiting", True)
    assert payment.qr.startswith("000201")
    assert payment.reference in payment.qr
    page = httpx.get(payment.pay_url).text
    assert "150,000" in page

    open_town.pay(payment)
    assert open_town.of(purchase_id).state == "awaiting"  # the browser's return proves nothing
    open_town.hear()
    payment = open_town.of(purchase_id)
    assert (payment.state, payment.received_minor) == ("paid", AMOUNT)
    assert (balance(RECEIVABLE), balance(RECEIVED)) == (AMOUNT, AMOUNT)
    assert topics() == ["payment.ready", "payment.captured"]

    tasks.read_statements()
    assert (balance(RECEIVABLE), balance(BANK)) == (0, AMOUNT)
    assert StatementLine.objects.get().state == "matched"
    tasks.read_statements()
    assert balance(BANK) == AMOUNT
    assert all(each.difference_minor == 0 for each in ledger.sums())


def test_a_top_up_goes_to_the_wallet(open_town):
    payment_id = operations.begin_top_up(country="id", customer_id=7, amount_minor=AMOUNT)
    open_town.ask()
    open_town.pay(queries.top_up(7, payment_id))
    open_town.hear()
    assert queries.top_up(7, payment_id).state == "paid"
    assert queries.top_up(8, payment_id) is None
    assert (balance(AccountKey("wallet", 7)), balance(RECEIVED)) == (AMOUNT, 0)


@pytest.mark.race
def test_the_same_notice_from_eight_sides_at_once_has_one_effect(open_town):
    purchase_id = open_town.purchase_payment(amount_minor=AMOUNT)
    open_town.ask()
    payment = open_town.of(purchase_id)
    open_town.bank.pay(Payment.objects.get(pk=payment.id).charge_id)
    body = orjson.dumps({"event_id": "evt-1", "kind": "charge.paid", "reference": payment.reference})
    signed = headers("Bank", SECRET, body, clock.now())
    start, answers = Barrier(8), []

    def tell():
        start.wait()
        answers.append(httpx.post(notice_address(open_town), content=body, headers=signed).status_code)
        tasks.read_notices()
        operations.record_charge(
            payment_id=payment.id, charge=tasks.providers()["demo_bank"].find(payment.reference)
        )
        connections.close_all()

    threads = [Thread(target=tell) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    tasks.read_notices()

    assert answers == [200] * 8
    assert Notice.objects.get(event_id="evt-1").state == "applied"
    assert topics().count("payment.captured") == 1
    assert (balance(RECEIVED), open_town.of(purchase_id).state) == (AMOUNT, "paid")


def test_what_is_not_signed_by_the_bank_changes_nothing_and_gets_one_answer(open_town):
    purchase_id = open_town.purchase_payment()
    open_town.ask()
    body = orjson.dumps(
        {"event_id": "e", "kind": "charge.paid", "reference": open_town.of(purchase_id).reference}
    )
    now = clock.now()
    forged = {
        "unsigned": (body, {}),
        "another secret": (body, headers("Bank", "guess", body, now)),
        "another body": (body + b" ", headers("Bank", SECRET, body, now)),
        "kept for later": (body, headers("Bank", SECRET, body, now - timedelta(hours=1))),
        "from the future": (body, headers("Bank", SECRET, body, now + timedelta(hours=1))),
        "no version": (body, {**headers("Bank", SECRET, body, now), "Bank-Signature": "0" * 64}),
        "not JSON": (b"{", headers("Bank", SECRET, b"{", now)),
        "no event": (b"{}", headers("Bank", SECRET, b"{}", now)),
    }
    answers = {
        name: (answer := httpx.post(notice_address(open_town), content=raw, headers=given)).status_code
        for name, (raw, given) in forged.items()
    }
    assert answers == dict.fromkeys(forged, 400)
    assert answer.json()["code"] == "notice_refused"
    assert httpx.post(f"{open_town.market_url}/notices/payments/nobody/", content=body).status_code == 400
    assert httpx.get(notice_address(open_town)).status_code == 405
    assert not Notice.objects.exists()
    assert open_town.of(purchase_id).state == "awaiting"


def test_a_signed_notice_of_a_charge_nobody_paid_moves_nothing(open_town):
    purchase_id = open_town.purchase_payment()
    open_town.ask()
    body = orjson.dumps(
        {"event_id": "e", "kind": "charge.paid", "reference": open_town.of(purchase_id).reference}
    )
    httpx.post(notice_address(open_town), content=body, headers=headers("Bank", SECRET, body, clock.now()))
    tasks.read_notices()
    assert (open_town.of(purchase_id).state, balance(RECEIVED)) == ("awaiting", 0)


def test_a_wrong_amount_is_sent_back_by_itself(open_town):
    purchase_id = open_town.purchase_payment(amount_minor=AMOUNT)
    open_town.ask()
    open_town.pay(open_town.of(purchase_id), "wrong")
    open_town.hear()
    payment = open_town.of(purchase_id)
    assert (payment.state, payment.problem) == ("failed", "wrong_amount")
    assert (payment.received_minor, payment.refunded_minor) == (AMOUNT - 100, AMOUNT - 100)
    assert topics() == ["payment.ready", "payment.failed"]

    assert tasks.send_refunds() == 1
    assert (Refund.objects.get().state, balance(IN_FLIGHT)) == ("sent", AMOUNT - 100)
    open_town.hear(after_s=30)
    assert Refund.objects.get().state == "settled"
    assert [balance(key) for key in (RECEIVED, IN_FLIGHT, RECEIVABLE)] == [0, 0, 0]
    tasks.read_statements()
    assert (balance(BANK), balance(RECEIVABLE)) == (0, 0)
    assert set(StatementLine.objects.values_list("state", flat=True)) == {"matched"}


def test_money_that_comes_after_the_purchase_was_stopped_goes_back(open_town):
    purchase_id = open_town.purchase_payment(amount_minor=AMOUNT)
    open_town.ask()
    operations.stop(purchase_id)
    assert open_town.of(purchase_id).state == "expired"
    open_town.pay(open_town.of(purchase_id))
    open_town.hear()
    payment = open_town.of(purchase_id)
    assert (payment.state, payment.problem, topics()[-1]) == ("paid", "late", "payment.captured")

    # What orders do with an event about a purchase that no longer waits:
    refund_id = operations.refund_capture(payment.id, "late")
    assert operations.refund_capture(payment.id, "late") is None
    tasks.send_refunds()
    open_town.hear(after_s=30)
    assert queries.refund(refund_id).state == "settled"
    assert [balance(key) for key in (RECEIVED, IN_FLIGHT, RECEIVABLE)] == [0, 0, 0]
    assert Event.objects.filter(topic="refund.settled").count() == 1


def test_a_top_up_paid_too_late_goes_back_by_itself(open_town):
    payment_id = operations.begin_top_up(country="id", customer_id=7, amount_minor=AMOUNT)
    open_town.ask()
    with clock.frozen(clock.now() + timedelta(minutes=31)):
        open_town.ask()
        assert queries.payment(payment_id).state == "expired"
        open_town.pay(queries.payment(payment_id))
        open_town.hear()
        assert queries.payment(payment_id).problem == "late"
        tasks.send_refunds()
        open_town.hear(after_s=30)
    assert (balance(AccountKey("wallet", 7)), balance(RECEIVABLE)) == (0, 0)
    assert Refund.objects.get().state == "settled"


def test_notices_in_the_wrong_order_never_move_a_payment_back(open_town):
    purchase_id = open_town.purchase_payment(amount_minor=AMOUNT)
    open_town.ask()
    open_town.pay(open_town.of(purchase_id))
    open_town.hear()
    for event_id, kind in (("a", "charge.refused"), ("b", "charge.paid"), ("c", "refund.paid")):
        body = orjson.dumps(
            {"event_id": event_id, "kind": kind, "reference": open_town.of(purchase_id).reference}
        )
        httpx.post(
            notice_address(open_town), content=body, headers=headers("Bank", SECRET, body, clock.now())
        )
    tasks.read_notices()
    assert (open_town.of(purchase_id).state, balance(RECEIVED)) == ("paid", AMOUNT)
    assert dict(Notice.objects.values_list("event_id", "state"))["c"] == "unmatched"


def test_a_refused_charge_fails_the_payment_once(open_town):
    purchase_id = open_town.purchase_payment()
    open_town.ask()
    open_town.pay(open_town.of(purchase_id), "refuse")
    open_town.hear()
    open_town.ask()
    assert (open_town.of(purchase_id).state, open_town.of(purchase_id).problem) == ("failed", "refused")
    assert topics() == ["payment.ready", "payment.failed"]


def test_a_lost_notice_loses_no_money(open_town, settings):
    """The statement shows what came in; the bank is asked, and the entry is explained by the capture."""
    purchase_id = open_town.purchase_payment(amount_minor=AMOUNT)
    open_town.ask()
    open_town.bank.pay(Payment.objects.get().charge_id)
    tasks.read_statements()
    assert StatementLine.objects.get().state == "open"
    open_town.ask()
    assert open_town.of(purchase_id).state == "paid"
    tasks.read_statements()
    assert (balance(BANK), balance(RECEIVABLE)) == (AMOUNT, 0)


def test_a_bank_that_does_not_answer_makes_it_unknown_until_it_does(open_town, settings):
    purchase_id = open_town.purchase_payment(amount_minor=AMOUNT)
    open_town.ask()
    open_town.bank.pay(Payment.objects.get().charge_id)
    there, settings.BANK_URL = settings.BANK_URL, "http://127.0.0.1:9"
    with clock.frozen(clock.now() + timedelta(minutes=31)):
        open_town.ask()
        assert open_town.of(purchase_id).state == "unknown"
        settings.BANK_URL = there
    with clock.frozen(clock.now() + timedelta(minutes=60)):
        open_town.ask()
    assert (open_town.of(purchase_id).state, balance(RECEIVED)) == ("paid", AMOUNT)


def test_a_charge_asked_for_twice_is_one(open_town):
    """A crash after the call and before its outcome: the same reference finds the same charge."""
    purchase_id = open_town.purchase_payment()
    open_town.ask()
    first = Payment.objects.get().charge_id
    Payment.objects.update(state="to_begin", next_try_at=clock.now())
    open_town.ask()
    assert (Payment.objects.get().charge_id, open_town.of(purchase_id).state) == (first, "awaiting")


@pytest.mark.race
def test_parallel_refunds_never_exceed_what_came_in(open_town):
    purchase_id = open_town.purchase_payment(amount_minor=100_00)
    open_town.ask()
    open_town.pay(open_town.of(purchase_id))
    open_town.hear()
    start, outcomes = Barrier(4), []

    def give_back():
        start.wait()
        try:
            operations.request_refund(
                refund_id=ids.uuid7(),
                purchase_id=purchase_id,
                amount_minor=60_00,
                debit=RECEIVED,
                reason="test",
            )
            outcomes.append("asked")
        except Exception as refusal:
            outcomes.append(refusal.code)
        finally:
            connections.close_all()

    threads = [Thread(target=give_back) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["asked", "refund_too_large", "refund_too_large", "refund_too_large"]
    assert (balance(RECEIVED), balance(IN_FLIGHT)) == (40_00, 60_00)


def test_a_refund_asked_for_again_under_its_id_is_the_same(open_town):
    purchase_id = open_town.purchase_payment(amount_minor=100_00)
    open_town.ask()
    open_town.pay(open_town.of(purchase_id))
    open_town.hear()
    refund_id = ids.uuid7()
    asked = {"refund_id": refund_id, "purchase_id": purchase_id, "debit": RECEIVED, "reason": "test"}
    assert operations.request_refund(amount_minor=30_00, **asked) == refund_id
    assert operations.request_refund(amount_minor=30_00, **asked) == refund_id
    with pytest.raises(RefundReused):
        operations.request_refund(amount_minor=31_00, **asked)
    assert balance(IN_FLIGHT) == 30_00


def test_who_pays_in_indonesia_reads_the_banks_page_in_indonesian(open_town):
    payment = open_town.of(open_town.purchase_payment(amount_minor=AMOUNT))
    open_town.ask()
    payment = open_town.of(payment.purchase_id)
    said = httpx.get(f"{open_town.bank_url}/pay/{payment.reference}").text
    assert '<html lang="id">' in said
    assert "Bayar sekarang" in said
    assert "Pay now" not in said
