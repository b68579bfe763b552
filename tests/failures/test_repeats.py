"""What comes twice, late, or in another order has its effect once."""

from datetime import timedelta

import httpx
import orjson
import pytest

from pasar.finance.payments import tasks
from pasar.finance.payments.models import Notice
from pasar.kernel import clock
from pasar.kernel.models import Event
from pasar.market.messages.models import Message
from pasar.market.orders import queries as order_pages
from pasar.simulate.bank.tests.town import SECRET
from pasar.simulate.outside.signing import headers
from tests.failures.market import bought, count, each_of, placed, work
from tests.failures.test_payments import scan, tell
from tests.races.together import together

race = pytest.mark.race


@race
def test_a_button_pressed_in_eight_tabs_at_once_buys_once(market, rich, who):
    """Prevented: the same page sent several times that becomes several purchases."""
    sent = who.put_in((market.sku("A"), 2)).asked()
    answers = together(*each_of(8, lambda n: who.tab().confirm(sent)))
    assert {answer.status_code for answer in answers} == {302}
    assert len({answer.url for answer in answers}) == 1
    assert len(bought(rich)) == 1
    assert market.reserved("A") == 2


def test_a_page_already_used_for_a_purchase_buys_nothing_else(market, rich, who):
    """Prevented: a repeat of a request with another content that passes for the first, or is bought besides it."""
    sent = who.put_in((market.sku("A"), 1)).asked()
    first = who.confirm(sent)
    assert who.confirm(sent).url == first.url
    answer = who.confirm(sent | {"note": "another"})
    assert answer.status_code == 409
    assert "used for a purchase already" in answer.content.decode()
    assert len(bought(rich)) == 1


@race
def test_the_return_the_notice_and_the_poll_at_once_are_one_payment(market, siti, who, bank):
    """Prevented: browser, webhook and poll that each complete a payment: a good order refunded or doubled."""
    purchase = scan(market, who, "A", 2)
    bank.ask()
    payment = bank.of(purchase)
    bank.pay(payment)
    body = orjson.dumps({"event_id": "e1", "kind": "charge.paid", "reference": payment.reference})
    signed = headers("Bank", SECRET, body, clock.now())
    address = f"{bank.market_url}/notices/payments/demo_bank/"

    def hear():
        assert httpx.post(address, content=body, headers=signed).status_code == 200
        tasks.read_notices()
        work()

    def poll():
        tasks.ask_providers()
        work()

    results = together(
        *[hear] * 3, *[poll] * 2, *each_of(3, lambda n: who.tab().get(f"purchases/{purchase}/"))
    )
    assert [each for each in results if isinstance(each, Exception)] == []
    bank.hear()
    work()
    assert order_pages.purchase_page(siti, purchase).status == "paid"
    assert Event.objects.filter(topic="payment.captured").count() == 1
    assert Event.objects.filter(topic="purchase.paid").count() == 1
    assert count("SELECT count(*) FROM payments_refund") == 0
    assert count("SELECT sum(amount_minor) FROM escrow_hold") == payment.amount_minor
    told = Message.objects.values_list("person_id", "template", "ref", "channel")
    assert len(told) == len(set(told))
    assert Message.objects.filter(template="purchase_paid", channel="inbox").count() == 1


@pytest.mark.parametrize("later", [timedelta(seconds=1), timedelta(hours=1), timedelta(days=30)])
def test_a_notice_told_again_much_later_does_nothing_again(market, siti, who, bank, later):
    """Prevented: late duplicates that book a payment, tell the customer, or refund once more."""
    purchase = scan(market, who, "A")
    bank.ask()
    payment = bank.of(purchase)
    bank.pay(payment)
    assert tell(bank, {"event_id": "once", "kind": "charge.paid", "reference": payment.reference}) == 200
    tasks.read_notices()
    work()
    before = [count(f"SELECT count(*) FROM {table}") for table in ("ledger_transfer", "messages_message")]
    with clock.frozen(clock.now() + later):
        for event_id in ("once", "once", "again", "and again"):
            said = {"event_id": event_id, "kind": "charge.paid", "reference": payment.reference}
            assert tell(bank, said) == 200
            tasks.read_notices()
            work()
    assert Notice.objects.filter(event_id="once").count() == 1
    assert order_pages.purchase_page(siti, purchase).status == "paid"
    assert [
        count(f"SELECT count(*) FROM {table}") for table in ("ledger_transfer", "messages_message")
    ] == before
    assert count("SELECT count(*) FROM payments_refund") == 0


def test_notices_that_nobody_can_use_stop_no_other(market, siti, who, bank):
    """Prevented: one notice that fails for ever and keeps those behind it from being read."""
    purchase = scan(market, who, "A")
    bank.ask()
    payment = bank.of(purchase)
    for n in range(5):
        assert tell(bank, {"event_id": f"lost{n}", "kind": "charge.paid", "reference": f"NOBODY{n}"}) == 200
        assert tell(bank, {"event_id": f"odd{n}", "kind": "moon.full", "reference": payment.reference}) == 200
    bank.pay(payment)
    bank.hear()
    work()
    assert order_pages.purchase_page(siti, purchase).status == "paid"
    states = set(Notice.objects.filter(event_id__startswith="lost").values_list("state", flat=True))
    assert states <= {"unmatched", "received"}
    assert "applied" in set(Notice.objects.values_list("state", flat=True))


def test_a_basket_changed_in_another_tab_is_shown_and_not_bought(market, rich, who):
    """Prevented: a confirmation that buys what the basket held when another tab's page was made."""
    a, c = market.sku("A"), market.sku("C")
    sent = who.put_in((a, 1), (c, 1)).asked()
    who.tab().post("basket/units/", {"sku_id": a, "units": "4"})
    answer = who.confirm(sent)
    assert answer.status_code == 409
    assert "Your basket was changed in the meantime" in answer.content.decode()
    assert bought(rich) == []
    assert {line.units for line in answer.context["quote"].lines} == {4, 1}


def test_an_unpaid_purchase_looked_for_under_its_page_is_found_once(market, siti, who):
    """Prevented: a customer who lost the answer, goes back, and buys the same a second time."""
    sent = who.put_in((market.sku("A"), 1)).asked(method="qr_transfer")
    first = who.confirm(sent)
    assert placed(first)
    assert who.get("checkout/", {"key": sent["key"]}).url == first.url
    assert len(bought(siti)) == 1
