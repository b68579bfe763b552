"""Stock: what is there is sold once, an order has all its units, and every unit comes back once."""

import pytest

from pasar.market.orders import queries as order_pages
from pasar.market.stock.models import Reservation
from pasar.storefront.tests.making import form_of
from tests.failures.market import bought, each_of, placed, purchase_of, signed_in, work
from tests.races.together import together

race = pytest.mark.race


@race
def test_the_last_pieces_are_sold_once_to_eight_browsers(market, buyers):
    """Prevented: parallel checkouts that each find the last piece free, and a stock below zero."""
    sent = [browser.put_in((market.sku("B"), 1)).asked() for _, browser in buyers]
    answers = together(*each_of(8, lambda n: buyers[n][1].confirm(sent[n])))
    assert sorted(answer.status_code for answer in answers) == [302, 302] + [409] * 6
    assert (market.free("B"), market.reserved("B")) == (0, 2)
    for answer in answers:
        if not placed(answer):
            assert "It has just sold out." in answer.content.decode()


@race
def test_an_order_has_all_its_units_or_is_none(market, buyers):
    """Prevented: an order that is placed although a part of its units could not be reserved."""
    sent = [browser.put_in((market.sku("B"), 1), (market.sku("A"), 3)).asked() for _, browser in buyers]
    answers = together(*each_of(8, lambda n: buyers[n][1].confirm(sent[n])))
    assert sum(placed(answer) for answer in answers) == 2
    assert (market.reserved("B"), market.reserved("A")) == (2, 6)
    lines = [line for customer, _ in buyers for order in bought(customer) for line in order.lines]
    held = dict(Reservation.objects.values_list("line_id", "units"))
    assert held == {line.id: line.units for line in lines}


@race
def test_customers_with_crossed_baskets_all_buy(market, buyers):
    """Prevented: two checkouts that lock the same goods in another order and end in an error page."""
    a, c = market.sku("A"), market.sku("C")
    sent = [
        browser.put_in(*([(a, 2), (c, 1)] if n % 2 else [(c, 1), (a, 2)])).asked()
        for n, (_, browser) in enumerate(buyers)
    ]
    answers = together(*each_of(8, lambda n: buyers[n][1].confirm(sent[n])))
    assert all(placed(answer) for answer in answers)
    assert (market.reserved("A"), market.reserved("C")) == (16, 8)


@race
def test_a_cancellation_pressed_in_many_tabs_returns_the_units_once(market, rich, who):
    """Prevented: units that come back to the shelf as often as somebody presses cancel."""
    answer = who.confirm(who.put_in((market.sku("A"), 5)).asked())
    [order] = order_pages.purchase_page(rich, purchase_of(answer)).orders
    assert market.free("A") == 495
    answers = together(
        *each_of(6, lambda n: who.tab().post(f"orders/{order.id}/cancel/", {"reason": "changed_mind"}))
    )
    assert {answer.status_code for answer in answers} <= {302, 409}
    work()
    assert (market.free("A"), market.reserved("A")) == (500, 0)
    assert order_pages.order_page(rich, order.id).status == "cancelled"


def test_what_is_refused_leaves_the_shelf_as_it_was(market, siti, who):
    """Prevented: a refused request that raises or lowers the stock all the same."""
    sent = who.put_in((market.sku("B"), 2), (market.sku("A"), 1)).asked()
    before = (market.free("A"), market.free("B"), market.reserved("A"), market.reserved("B"))
    for forged in (
        {f"line-{market.sku('B')}": "3"}, {f"line-{market.sku('B')}": "-2"}, {"total": "1"}, {"address": "999"},
        {"method": "wallet"}, {"method": "free"}, {f"line-{market.sku('C')}": "1"},
    ):  # fmt: skip
        answer = who.confirm(sent | forged)
        assert 400 <= answer.status_code < 500, forged
    after = (market.free("A"), market.free("B"), market.reserved("A"), market.reserved("B"))
    assert after == before
    assert bought(siti) == []


def test_more_than_there_is_is_refused_and_what_is_left_can_be_bought(market, rich, budi, who):
    """Prevented: stock asked when the basket was filled, and not again when it is paid for."""
    sent = who.put_in((market.sku("B"), 2)).asked()
    other = signed_in("budi@mail.example")
    assert placed(other.confirm(other.put_in((market.sku("B"), 1)).asked(method="qr_transfer")))
    answer = who.confirm(sent)
    assert answer.status_code == 409
    assert "Only 1 piece is left." in answer.content.decode()
    who.post("basket/units/", {"sku_id": market.sku("B"), "units": "1"})
    assert placed(who.confirm(form_of(who.get("checkout/"), "buy")))
    assert market.free("B") == 0
