"""Money and coins of a customer: spent once, by whichever tab is first, and there again when nothing was bought."""

from datetime import timedelta

import pytest

from pasar.finance.ledger import queries as ledger
from pasar.finance.ledger.rules import AccountKey
from pasar.finance.wallet import queries as wallet
from pasar.kernel import clock
from pasar.market.checkout.tests.buying import fill_wallet
from pasar.market.identity.models import Customer
from pasar.market.promotions import operations as promotions
from pasar.market.promotions import queries as vouchers
from pasar.market.promotions.tests.test_taking import give_coins
from tests.failures.market import bought, each_of, placed, purchase_of, work
from tests.races.together import together

race = pytest.mark.race


def coins_of(customer: int) -> int:
    return ledger.balance("id", "IDR", AccountKey("coins", customer)).balance_minor


def one_each(market, who, number: int, **chosen: str) -> list[dict[str, str]]:
    """As many tabs at the checkout's last step, each with a purchase of its own."""
    return [who.tab().asked(f"checkout/?sku={market.sku('A')}&units=1", **chosen) for _ in range(number)]


@race
def test_money_for_one_purchase_buys_one_from_eight_tabs(market, siti, who):
    """Prevented: a balance read by several checkouts before any of them takes from it."""
    fill_wallet(siti, 7_500_000 + 7_000_000)
    sent = one_each(market, who, 8)
    assert {each["method"] for each in sent} == {"wallet"}
    answers = together(*each_of(8, lambda n: who.tab().confirm(sent[n])))
    assert sorted(answer.status_code for answer in answers) == [302] + [409] * 7
    left = wallet.balance("id", siti).available_minor
    assert left == 7_500_000 + 7_000_000 - int(sent[0]["total"])
    assert len(bought(siti)) == 1
    assert market.reserved("A") == 1


@race
def test_coins_are_not_spent_twice_by_two_tabs(market, rich, who):
    """Prevented: points deducted without a lock, so that each of two purchases has all of them."""
    give_coins(rich, 2_000_000)
    sent = one_each(market, who, 6, coins="1")
    answers = together(*each_of(6, lambda n: who.tab().confirm(sent[n])))
    assert sum(placed(answer) for answer in answers) == 1
    assert coins_of(rich) == vouchers.coins("id", rich).minor == 0


def test_coins_kept_for_a_purchase_that_waits_are_nobody_elses_and_come_back(market, siti, who):
    """Prevented: credit that every browser shows as whole while each waits at the payment's page."""
    give_coins(siti, 2_000_000)
    sent = one_each(market, who, 1, coins="1", method="qr_transfer")[0]
    assert sent["coins"] == "1"
    purchase = purchase_of(who.confirm(sent))
    page = who.tab().get("checkout/", {"sku": market.sku("C"), "units": "1"})
    assert page.context["quote"].offers.buyer.coins_minor == 0
    assert 'name="coins"' not in page.content.decode()
    who.post(f"purchases/{purchase}/cancel/")
    work()
    again = who.get("checkout/", {"sku": market.sku("C"), "units": "1"})
    assert again.context["quote"].offers.buyer.coins_minor == 2_000_000
    assert coins_of(siti) == 2_000_000


def test_coins_whose_time_is_over_pay_for_nothing(market, rich, who):
    """Prevented: an instrument that expired while the page was open, debited all the same."""
    give_coins(rich, 2_000_000)
    sent = one_each(market, who, 1, coins="1")[0]
    with clock.frozen(clock.now() + timedelta(days=91)):
        answer = who.confirm(sent)
        assert answer.status_code == 409
        assert answer.context["quote"].coins_minor == 0
        promotions.expire_coins()
        assert who.confirm(sent).status_code == 409
    assert coins_of(rich) == 0
    assert bought(rich) == []


def test_the_wallet_of_a_blocked_customer_pays_for_nothing(market, rich, who):
    """Prevented: a disabled account whose money can still be spent by a page opened before."""
    sent = one_each(market, who, 1)[0]
    Customer.objects.filter(pk=rich).update(blocked=True)
    before = wallet.balance("id", rich).available_minor
    assert who.confirm(sent).status_code == 403
    assert wallet.balance("id", rich).available_minor == before
    assert bought(rich) == []


@pytest.mark.parametrize("amount", ["-100000", "0", "1e9", "0x10", "NaN", "9" * 30, "1.5", ""])
def test_no_odd_amount_fills_a_wallet(market, siti, who, amount):
    """Prevented: a top-up of less than nothing, or of what is no number, that changes a balance."""
    answer = who.post("wallet/top-up/", {"amount": amount})
    assert answer.status_code == 422
    balance = wallet.balance("id", siti)
    assert (balance.balance_minor, balance.available_minor) == (0, 0)
