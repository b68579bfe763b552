"""Vouchers: so many uses as there are, one person one person, given back once, and what was seen is what is taken."""

import pytest

from pasar.market.checkout.tests.buying import fill_wallet
from pasar.market.promotions import operations as promotions
from pasar.market.promotions.models import Promotion, Use, Voucher
from pasar.market.promotions.tests.taking import make_promotion
from pasar.storefront.tests import making
from pasar.storefront.tests.making import form_of
from tests.failures.market import (
    RICH,
    bought,
    count,
    each_of,
    placed,
    purchase_of,
    signed_in,
    voucher_for,
    work,
)
from tests.races.together import together

race = pytest.mark.race
OFF = 1_000_000


def test_a_voucher_of_one_use_is_not_spent_twice_by_two_tabs_one_after_the_other(market, rich, who):
    """Prevented: a voucher checked when the page was made, and not again when it is confirmed."""
    voucher = voucher_for(rich, off_minor=OFF, per_customer=1)
    first = who.put_in((market.sku("A"), 1)).asked()
    second = who.tab().asked(f"checkout/?sku={market.sku('C')}&units=1")
    assert placed(who.confirm(first))
    answer = who.confirm(second)
    assert answer.status_code == 409
    [total] = [each for each in answer.context["page"].changes if each.kind == "total"]
    assert total.now - total.was == OFF
    assert placed(who.confirm(form_of(answer, "buy")))
    assert Use.objects.filter(promotion_id=voucher).count() == 1


@race
def test_a_voucher_of_one_use_is_not_spent_twice_by_two_tabs(market, rich, who):
    """Prevented: two checkouts at the same moment, each of which finds the voucher unused."""
    voucher = voucher_for(rich, off_minor=OFF, per_customer=1)
    sent = [who.tab().asked(f"checkout/?sku={market.sku('A')}&units={n + 1}") for n in range(6)]
    answers = together(*each_of(6, lambda n: who.tab().confirm(sent[n])))
    assert sorted(answer.status_code for answer in answers) == [302, 409, 409, 409, 409, 409]
    assert Use.objects.filter(promotion_id=voucher).count() == 1
    assert Promotion.objects.get(pk=voucher).used == 1


@race
def test_of_eight_customers_at_once_as_many_have_the_voucher_as_there_are(market, buyers):
    """Prevented: a quota counted after the purchase, so that parallel customers all get the last voucher."""
    voucher = voucher_for(*(customer for customer, _ in buyers), off_minor=OFF, quota=3)
    sent = [browser.put_in((market.sku("A"), 1)).asked() for _, browser in buyers]
    answers = together(*each_of(8, lambda n: buyers[n][1].confirm(sent[n])))
    assert sorted(answer.status_code for answer in answers) == [302] * 3 + [409] * 5
    late = [n for n, answer in enumerate(answers) if answer.status_code == 409]
    for n in late:
        assert placed(buyers[n][1].confirm(form_of(answers[n], "buy")))
    assert Promotion.objects.get(pk=voucher).used == Use.objects.filter(promotion_id=voucher).count() == 3
    assert count("SELECT count(*) FROM orders_discount WHERE promotion_id = %s", voucher) == 3


@race
def test_a_budget_is_not_overdrawn_by_customers_at_once(market, buyers):
    """Prevented: money set aside for a promotion that parallel purchases spend several times."""
    voucher = voucher_for(
        *(customer for customer, _ in buyers), off_minor=OFF, budget_minor=2 * OFF + OFF // 2
    )
    sent = [browser.put_in((market.sku("A"), 1)).asked() for _, browser in buyers]
    answers = together(*each_of(8, lambda n: buyers[n][1].confirm(sent[n])))
    assert sum(placed(answer) for answer in answers) == 2
    for n, answer in enumerate(answers):
        if not placed(answer):
            buyers[n][1].confirm(form_of(answer, "buy"))
    row = Promotion.objects.get(pk=voucher)
    assert row.spent_minor == row.budget_minor
    assert (
        count("SELECT sum(platform_minor) FROM orders_discount WHERE promotion_id = %s", voucher)
        == row.budget_minor
    )


def test_one_person_with_several_spellings_of_an_e_mail_has_one_use(market):
    """Prevented: a limit per customer that a dot or a plus sign in the e-mail gets around."""
    voucher = make_promotion(off_minor=OFF, per_customer=1, code="SEKALI", listed=False)
    taken = []
    for email in ("ani.wijaya@gmail.com", "aniwijaya+11@gmail.com", "A.N.I.Wijaya+x@gmail.com"):
        customer = making.join(email, name="Ani")
        fill_wallet(customer, RICH)
        who = signed_in(email).put_in((market.sku("A"), 1))
        sent = who.asked(code="sekali")
        purchase_of(who.confirm(sent))
        taken.append(count("SELECT count(*) FROM promotions_use WHERE customer_id = %s", customer))
    assert taken == [1, 0, 0]
    assert Promotion.objects.get(pk=voucher).used == 1


def test_a_voucher_that_ended_meanwhile_is_said_and_not_taken_off(market, rich, who):
    """Prevented: a voucher that was good when the page was made, taken at a confirmation long after its end."""
    voucher = voucher_for(rich, off_minor=OFF)
    sent = who.put_in((market.sku("A"), 1)).asked()
    promotions.end(country="id", promotion_id=voucher, actor="test")
    answer = who.confirm(sent)
    assert answer.status_code == 409
    assert bought(rich) == []
    assert "It has ended." in answer.content.decode()
    assert placed(who.confirm(form_of(answer, "buy")))
    assert not Use.objects.exists()


def test_a_voucher_of_somebody_else_is_worth_nothing(market, rich, budi, who):
    """Prevented: a voucher's number written into the form by somebody who never had it."""
    voucher = voucher_for(budi, off_minor=OFF)
    sent = who.put_in((market.sku("A"), 1)).asked()
    cheaper = str(int(sent["total"]) - OFF)
    assert who.confirm(sent | {f"voucher-{voucher}": "1", "total": cheaper}).status_code == 409
    assert placed(who.confirm(sent | {f"voucher-{voucher}": "1"}))
    assert not Use.objects.exists()


@race
def test_a_code_typed_in_many_tabs_at_once_counts_once(market, rich, who):
    """Prevented: parallel requests for the same code that leave its discount in the basket twice."""
    voucher = make_promotion(off_minor=OFF, code="BERSAMA", listed=False)
    page = form_of(who.put_in((market.sku("A"), 1)).get("checkout/"), "buy")
    answers = together(
        *each_of(6, lambda n: who.tab().post("vouchers/code/", {"code": "bersama"})),
        *each_of(3, lambda n: who.tab().post("checkout/", page | {"code": "Bersama"})),
    )
    assert {answer.status_code for answer in answers} == {200, 302}
    assert Voucher.objects.filter(promotion_id=voucher, customer_id=rich).count() == 1
    sent = who.asked(code="BERSAMA")
    purchase_of(who.confirm(sent))
    assert count("SELECT sum(seller_minor + platform_minor) FROM orders_discount") == OFF


@race
def test_what_is_cancelled_gives_its_voucher_back_once(market, siti, who):
    """Prevented: a cancellation pressed several times at once that gives several uses back."""
    voucher = voucher_for(siti, off_minor=OFF, quota=5, per_customer=1)
    answer = who.confirm(who.put_in((market.sku("A"), 1)).asked(method="qr_transfer"))
    purchase = purchase_of(answer)
    assert Promotion.objects.get(pk=voucher).used == 1
    answers = together(*each_of(5, lambda n: who.tab().post(f"purchases/{purchase}/cancel/")))
    assert {answer.status_code for answer in answers} <= {302, 409}
    together(work, work, work)
    work()
    assert Promotion.objects.get(pk=voucher).used == 0
    again = who.asked(f"checkout/?sku={market.sku('A')}&units=1", method="qr_transfer")
    assert placed(who.confirm(again))
    assert Promotion.objects.get(pk=voucher).used == 1
