"""Flash sales: as many pieces at that price as were set aside, as many for one person as was said, from any tab."""

import pytest

from pasar.finance.ledger import queries as ledger
from pasar.kernel import clock
from pasar.market.campaigns import operations as campaigns
from pasar.market.campaigns.models import Item
from pasar.market.checkout.tests.buying import fill_wallet
from pasar.storefront.flash.tests.making import running
from pasar.storefront.tests import making
from pasar.storefront.tests.making import form_of
from tests.failures.market import bought, each_of, placed, signed_in
from tests.races.together import together

race = pytest.mark.race
FLASH = 5_000_000


def paid_flash(customer: int) -> int:
    """Pieces that the customer has at the flash price."""
    return sum(line.units for order in bought(customer) for line in order.lines if line.unit_minor == FLASH)


@race
def test_pieces_at_the_flash_price_are_sold_once_to_eight_browsers(market):
    """Prevented: a flash sale that sells more pieces than it has, since many find the last one at the same moment."""
    with running(market.shop, units=3, per_customer=1):
        buyers = []
        for number in range(8):
            customer = making.join(f"flash{number}@mail.example", name=f"Flash {number}")
            fill_wallet(customer, 100_000_000)
            buyers.append((customer, signed_in(f"flash{number}@mail.example")))
        page = f"checkout/?sku={market.sku('A')}&units=1"
        sent = [browser.asked(page) for _, browser in buyers]
        assert {each[f"price-{market.sku('A')}"] for each in sent} == {str(FLASH)}
        answers = together(*each_of(8, lambda n: buyers[n][1].confirm(sent[n])))
        assert sum(placed(answer) for answer in answers) == 3
        assert {answer.status_code for answer in answers} == {302, 409}
        assert sum(paid_flash(customer) for customer, _ in buyers) == 3
        # Who came too late may have it at the ordinary price, and is asked first.
        late = next(n for n, answer in enumerate(answers) if not placed(answer))
        again = buyers[late][1].get(page)
        assert placed(buyers[late][1].confirm(form_of(again, "buy")))
        assert paid_flash(buyers[late][0]) == 0
    assert all(each.difference_minor == 0 for each in ledger.sums())


@race
def test_one_person_has_no_more_flash_pieces_from_many_tabs(market, rich):
    """Prevented: a limit per person that is counted before the purchase, and dodged by tabs opened side by side."""
    with running(market.shop, units=50, per_customer=2):
        who = signed_in("siti@mail.example")
        sent = [who.tab().asked(f"checkout/?sku={market.sku('A')}&units=1") for _ in range(6)]
        together(*each_of(6, lambda n: who.tab().confirm(sent[n])))
        assert paid_flash(rich) == 2


def test_a_page_from_the_sale_buys_nothing_at_its_price_when_it_is_over(market, rich):
    """Prevented: a flash price that lives on in a page opened while the sale ran."""
    with running(market.shop, units=5) as item:
        who = signed_in("siti@mail.example")
        sent = who.asked(f"checkout/?sku={market.sku('A')}&units=1")
        ends = Item.objects.get(pk=item).slot.ends_at
    with clock.frozen(ends):
        campaigns.close_due()
        answer = who.confirm(sent)
        assert answer.status_code == 409
        assert [(each.was, each.now) for each in answer.context["page"].changes if each.kind == "price"] == [
            (FLASH, 7_500_000)
        ]
        assert placed(who.confirm(form_of(answer, "buy")))
    assert paid_flash(rich) == 0
    assert market.free("A") == 499
