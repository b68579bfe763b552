import re

from pasar.market.identity import queries as identity
from pasar.market.orders.tests.paying import new_discount, new_line, new_order, place
from pasar.seller.tests import making


def test_a_seller_sees_their_own_discounts_and_that_the_ventures_are_paid_in_full(stall, browser):
    line = new_line(
        100_000,
        discounts=[
            new_discount(11, 10_000, 0, name="My voucher"),
            new_discount(12, 0, 20_000, name="Pasar voucher"),
        ],
        coins_minor=5_000,
    )
    order = new_order(
        line, seller_id=stall.seller_id,
        shipping_discounts=[new_discount(13, 500, 1_000, units=0, name="Free delivery")],
    )  # fmt: skip
    place(order, customer_id=identity.customer_of("id", making.join("ani@mail.example")))
    said = " ".join(re.sub(r"<[^>]+>", "", browser.get(f"orders/{order.id}/").content.decode()).split())
    assert "My voucher your discount−Rp100" in said
    assert "Your price, which commission is taken fromRp900" in said
    assert "Free delivery your part of free delivery−Rp5" in said
    assert "Pasar voucher we bear it; you are paid in full−Rp200" in said
    assert "Free delivery we bear it; you are paid in full−Rp10" in said
    assert "Paid in coins you are paid in full−Rp50" in said
    assert "The customer paysRp650" in said
