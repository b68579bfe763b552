import re

import pytest
from django.urls import reverse

from pasar.market.aftersales import queries as aftersales
from pasar.market.orders import operations
from pasar.market.orders.tests.paying import new_discount, new_line, new_order, place
from pasar.market.promotions.tests.taking import make_promotion
from pasar.market.stock.tests.making import make_customers, make_shelf


@pytest.fixture
def cheaper(db):
    shelf, [customer_id] = make_shelf(), make_customers()
    line = new_line(
        120_000_00,
        units=3,
        discounts=[
            new_discount(11, 10_000_01, 0, units=3, name="Shop voucher"),
            new_discount(12, 5_000_00, 15_000_00, units=3, name="Shared voucher", class_key="platform"),
        ],
        coins_minor=5_000_00,
    )
    delivery = [new_discount(13, 0, 9_000_00, units=0, name="Free delivery")]
    order = new_order(line, seller_id=shelf.seller_id, shipping_minor=9_000_00, shipping_discounts=delivery)
    place(order, customer_id=customer_id)
    return order


def words(client, name, order) -> str:
    answer = client.get(reverse(name, args=["id", order.id]))
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_an_order_shows_each_discount_by_name_with_who_bears_it(staff, cheaper):
    said = words(staff("operator"), "console_order", cheaper)
    assert "Shop voucher the seller bears it − Rp10.000,01" in said
    assert "Shared voucher the seller and we bear it − Rp20.000,00" in said
    assert "Free delivery on delivery · we bear it − Rp9.000,00" in said
    assert "Paid in coins − Rp5.000,00" in said


def test_a_total_leads_to_every_version_of_a_promotion_that_made_it_unit_by_unit(staff, cheaper):
    said = words(staff("operator"), "console_order", cheaper)
    assert "How the total came about" in said
    assert "promotion 11, version 1" in said
    assert "− Rp3.333,34 − Rp3.333,34 − Rp3.333,33 − Rp10.000,01" in said
    assert "promotion 12, version 1" in said
    assert "promotion 13, version 1" in said


def test_the_trace_leads_to_the_page_that_shows_this_version(staff, db):
    shelf, [customer_id] = make_shelf(), make_customers()
    promotion = make_promotion("amount_off", "platform_voucher", off_minor=10_000_00, name="Hemat November")
    line = new_line(120_000_00, discounts=[new_discount(promotion, 0, 10_000_00, name="Hemat November")])
    order = new_order(line, seller_id=shelf.seller_id)
    place(order, customer_id=customer_id)
    client = staff("operator")
    page = client.get(reverse("console_order", args=["id", order.id])).content.decode()
    [link] = re.findall(r'href="([^"]+)#version-1"', page)
    assert link == reverse("console_promotion", args=["id", promotion])
    assert 'id="version-1"' in client.get(link).content.decode()


def test_the_t_accounts_of_a_discounted_order_agree_and_name_its_layers(staff, cheaper):
    operations.cancel(order_id=cheaper.id, actor="person:1", reason="test")
    said = words(staff("operator"), "console_order_money", cheaper)
    assert "Debits and credits agree" in said
    for each in ("Our part of discounts", "Our part of discounts, back", "Paid in coins", "Coins given back"):
        assert each in said


def test_pieces_go_back_at_what_each_was_worked_out_to_cost(cheaper):
    [goods] = aftersales.refundable(cheaper.id)[:1]
    assert goods.left_minor == 104_999_99
    assert sum(goods.unit_minor) == goods.left_minor
    assert goods.of_units(3) == goods.left_minor
    assert [goods.of_units(n) for n in (0, 1, 2)] == [
        0, goods.unit_minor[0], goods.unit_minor[0] + goods.unit_minor[1],
    ]  # fmt: skip
