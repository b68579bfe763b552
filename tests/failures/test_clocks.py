"""Time: what runs out gives everything back once; money that comes at that instant is kept for goods or returned."""

from datetime import timedelta
from uuid import UUID

import pytest

from pasar.finance.ledger import queries as ledger
from pasar.finance.ledger.rules import AccountKey
from pasar.finance.payments import tasks
from pasar.kernel import clock
from pasar.market.orders import operations as orders
from pasar.market.orders import queries as order_pages
from pasar.market.promotions import queries as vouchers
from pasar.market.promotions.models import Promotion
from pasar.market.promotions.tests.test_taking import give_coins
from pasar.storefront.tests.making import form_of
from tests.failures.market import bought, placed, purchase_of, voucher_for, work
from tests.failures.test_payments import scan
from tests.races.together import together

race = pytest.mark.race
SECOND = timedelta(seconds=1)


def pay_by(customer: int, purchase: UUID):
    return order_pages.purchase_page(customer, purchase).pay_by


def kept_or_returned(market, bank, customer: int, purchase: UUID, units: int) -> str:
    """What became of a purchase and of its money, once all were told; never money kept and nothing for it."""
    for _ in range(2):
        tasks.ask_providers()
        tasks.read_notices()
        work()
        tasks.send_refunds()
        bank.hear(after_s=30)
    work()
    status, payment = order_pages.purchase_page(customer, purchase).status, bank.of(purchase)
    assert payment.received_minor == payment.amount_minor
    if status == "paid":
        assert payment.refunded_minor == 0
        assert (market.free("A"), market.reserved("A")) == (500 - units, units)
    else:
        assert status == "expired"
        assert payment.refunded_minor == payment.amount_minor
        assert (market.free("A"), market.reserved("A")) == (500, 0)
        assert ledger.balance("id", "IDR", AccountKey("payments_received")).balance_minor == 0
    return status


@pytest.mark.parametrize("swept", ["before", "after"])
@pytest.mark.parametrize("offset_s", [-1, 0, 1, 3600])
def test_money_that_comes_around_the_end_is_for_goods_or_goes_back(market, siti, who, bank, offset_s, swept):
    """Prevented: a payment taken while its order was cancelled by the clock: money kept, and no goods."""
    purchase = scan(market, who, "A", 3)
    bank.ask()
    end = pay_by(siti, purchase)
    with clock.frozen(end + offset_s * SECOND):
        if swept == "before":
            orders.expire_due()
        bank.pay(bank.of(purchase))
        bank.hear()
        work()
        if swept == "after":
            orders.expire_due()
        status = kept_or_returned(market, bank, siti, purchase, 3)
    expected = "expired" if offset_s >= 0 and swept == "before" else "paid"
    assert status == expected


@race
@pytest.mark.parametrize("round_", range(3))
def test_money_and_the_end_of_its_time_at_the_same_moment_have_one_outcome(market, siti, who, bank, round_):
    """Prevented: a payment and the clock that each do half of their work on the same order."""
    give_coins(siti, 1_000_000)
    voucher = voucher_for(siti, off_minor=1_000_000, quota=5)
    sent = who.asked(f"checkout/?sku={market.sku('A')}&units=2", method="qr_transfer", coins="1")
    purchase = UUID(purchase_of(who.confirm(sent)))
    bank.ask()
    with clock.frozen(pay_by(siti, purchase) + SECOND):
        bank.pay(bank.of(purchase))

        def hear():
            tasks.ask_providers()
            tasks.read_notices()
            work()

        results = together(hear, orders.expire_due, hear, orders.expire_due, work)
        assert [each for each in results if isinstance(each, Exception)] == []
        status = kept_or_returned(market, bank, siti, purchase, 2)
    coins, used = vouchers.coins("id", siti).minor, Promotion.objects.get(pk=voucher).used
    assert (coins, used) == ((0, 1) if status == "paid" else (1_000_000, 0))


def test_a_purchase_nobody_paid_gives_back_stock_voucher_and_coins_once(market, siti, who, bank):
    """Prevented: an unpaid order that keeps its goods and vouchers for ever, or returns them with every sweep."""
    give_coins(siti, 1_000_000)
    voucher = voucher_for(siti, off_minor=1_000_000, quota=1, per_customer=1)
    sent = who.asked(f"checkout/?sku={market.sku('A')}&units=2", method="qr_transfer", coins="1")
    purchase = UUID(purchase_of(who.confirm(sent)))
    assert (market.free("A"), Promotion.objects.get(pk=voucher).used) == (498, 1)
    with clock.frozen(pay_by(siti, purchase) - SECOND):
        assert orders.expire_due() == 0
    with clock.frozen(pay_by(siti, purchase)):
        for _ in range(3):
            orders.expire_due()
            work()
        assert who.get(f"purchases/{purchase}/").context["purchase"].status == "expired"
    assert (market.free("A"), Promotion.objects.get(pk=voucher).used) == (500, 0)
    assert vouchers.coins("id", siti).minor == 1_000_000
    assert placed(who.confirm(who.asked(f"checkout/?sku={market.sku('A')}&units=2", method="qr_transfer")))


def test_a_page_left_open_for_a_week_buys_at_what_is_true_now(market, rich, who):
    """Prevented: a checkout that goes on with prices, vouchers and promises of the day it was opened."""
    voucher_for(rich, off_minor=1_000_000)
    sent = who.put_in((market.sku("A"), 1)).asked(method="wallet")
    with clock.frozen(clock.now() + timedelta(days=7)):
        answer = who.confirm(sent)
        assert answer.status_code == 409
        assert bought(rich) == []
        assert placed(who.confirm(form_of(answer, "buy")))
    [order] = bought(rich)
    assert order.total_minor == int(sent["total"]) + 1_000_000


def test_a_purchase_whose_time_is_over_is_not_offered_for_paying(market, siti, who, bank):
    """Prevented: an expired authorisation or code that the page still offers to be paid."""
    purchase = scan(market, who, "A")
    bank.ask()
    assert "<svg" in who.get(f"purchases/{purchase}/").context["qr"]
    with clock.frozen(pay_by(siti, purchase) + SECOND):
        orders.expire_due()
        work()
        page = who.get(f"purchases/{purchase}/")
        assert page.context["qr"] == ""
        assert bank.of(purchase).state == "expired"
        assert who.post(f"purchases/{purchase}/cancel/").status_code in (302, 409)
        assert order_pages.purchase_page(siti, purchase).status == "expired"
