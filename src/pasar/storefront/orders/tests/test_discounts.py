import re

import pytest

from pasar.market.orders import operations
from pasar.market.orders.tests.paying import new_discount, new_line, new_order, place
from pasar.storefront.tests.making import visitor


@pytest.fixture
def cheaper(siti, shop):
    """Two pieces of Rp 500 less Rp 100 by the shop, Rp 200 by the venture and Rp 50 in coins; free delivery."""
    line = new_line(
        100_000,
        discounts=[
            new_discount(11, 10_000, 0, name="Shop voucher"),
            new_discount(12, 0, 20_000, name="Pasar voucher"),
        ],
        coins_minor=5_000,
    )
    delivery = [new_discount(13, 500, 1_000, units=0, name="Free delivery")]
    order = new_order(line, seller_id=shop.seller_id, shipping_discounts=delivery)
    purchase_id = place(order, customer_id=siti)
    return order, purchase_id


def words(answer) -> str:
    text = re.sub(r"<[^>]+>", "", answer.content.decode())
    return " ".join(text.split())


def test_an_order_names_its_discounts_and_who_gives_them(cheaper):
    order, _purchase = cheaper
    for path in (f"orders/{order.id}/", f"orders/{order.id}/receipt/"):
        said = words(visitor("siti@mail.example").get(path))
        assert "Shop voucher from the shop−Rp100" in said
        assert "Pasar voucher from Pasar−Rp200" in said
        assert "Free delivery from the shop and Pasar−Rp15" in said
        assert "Paid in coins−Rp50" in said
        assert "TotalRp650" in said


def test_one_click_leads_from_the_total_to_every_rule_that_made_it(cheaper):
    order, _purchase = cheaper
    said = words(visitor("siti@mail.example").get(f"orders/{order.id}/"))
    assert "How this price came about" in said
    assert "rule 11, version 1 · each piece: −Rp50, −Rp50−Rp100" in said
    assert "rule 12, version 1" in said
    assert "rule 13, version 1" in said


def test_an_order_without_discounts_has_nothing_to_explain(siti, shop):
    order = new_order(seller_id=shop.seller_id)
    place(order, customer_id=siti)
    assert "How this price came about" not in words(visitor("siti@mail.example").get(f"orders/{order.id}/"))


def test_what_is_held_is_the_customers_own_money_and_coins(cheaper):
    order, _purchase = cheaper
    who = visitor("siti@mail.example")
    said = words(who.get(f"orders/{order.id}/"))
    assert "Held safely by us until you have the goods: Rp650" in said
    assert "Beside it, paid in coins: Rp50" in said
    operations.cancel(order_id=order.id, actor="person:1", reason="test")
    said = words(who.get(f"orders/{order.id}/"))
    assert "Back with you: Rp650" in said
    assert "Back with your coins: Rp50" in said


def test_a_purchase_says_what_was_taken_off(cheaper):
    _order, purchase_id = cheaper
    said = words(visitor("siti@mail.example").get(f"purchases/{purchase_id}/"))
    assert "Discounts−Rp315" in said
    assert "Paid in coins−Rp50" in said
    assert "TotalRp650" in said
