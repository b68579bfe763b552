import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from pasar.finance.escrow import queries as held
from pasar.finance.escrow.tests.making import CARRIER, assert_balanced, balance
from pasar.finance.ledger import queries as books
from pasar.market.orders import operations, queries
from pasar.market.orders.models import Discount, Line
from pasar.market.orders.tests.paying import (
    CUSTOMER,
    capture,
    deliver,
    new_discount,
    new_line,
    new_order,
    place,
    seller,
)


def cheaper_order(**other):
    """Goods of 100,000 less 10,000 by the shop and 20,000 by the venture, 5,000 in coins; delivery of 1,500 at 500."""
    line = new_line(
        100_000, discounts=[new_discount(1, 10_000, 0), new_discount(2, 0, 20_000)], coins_minor=5_000
    )
    return new_order(
        line, shipping_discounts=[new_discount(3, 400, 600, units=0, name="Free delivery")], **other
    )


def codes(order):
    found = books.transfers_of("order", str(order.id))
    return {(each.code, each.debit_kind): each.amount_minor for each in found}


def test_what_is_placed_adds_up_and_keeps_each_promotions_part_unit_by_unit(db):
    order = cheaper_order()
    place(order)
    page = queries.order_page(7, order.id)
    assert page.total_minor == 65_000 + 500
    assert (page.discount_minor, page.coins_minor, page.shipping_paid_minor) == (31_000, 5_000, 500)
    assert [line.paid_minor for line in page.lines] == [65_000]
    rows = Discount.objects.order_by("promotion_id").values_list(
        "line_id", "promotion_id", "version", "seller_minor", "platform_minor", "units"
    )
    assert list(rows) == [
        (order.lines[0].id, 1, 1, 10_000, 0, [5_000, 5_000]),
        (order.lines[0].id, 2, 1, 0, 20_000, [10_000, 10_000]),
        (None, 3, 1, 400, 600, []),
    ]
    purchase = queries.purchase_page(7, page.purchase_id)
    assert (purchase.total_minor, purchase.discount_minor, purchase.coins_minor) == (65_500, 31_000, 5_000)


@pytest.mark.parametrize(
    "broken",
    [
        "UPDATE orders_line SET seller_discount_minor = seller_discount_minor - 100000",
        "UPDATE orders_line SET platform_discount_minor = 100001",
        "UPDATE orders_line SET price_source = 'flash'",
        "UPDATE orders_line SET price_source = 'guess', price_source_id = 1",
        "UPDATE orders_order SET platform_discount_minor = platform_discount_minor + 1",
        "UPDATE orders_order SET shipping_seller_discount_minor = 1600, total_minor = total_minor - 1200",
        "UPDATE orders_purchase SET discount_minor = discount_minor + 1",
        "INSERT INTO orders_discount (country, order_id, line_id, promotion_id, version, kind, class_key, name,"
        " seller_minor, platform_minor, units) SELECT country, order_id, line_id, promotion_id, 2, kind, class_key,"
        " name, seller_minor, platform_minor, units FROM orders_discount",
        "INSERT INTO orders_discount (country, order_id, line_id, promotion_id, version, kind, class_key, name,"
        " seller_minor, platform_minor, units) VALUES ('id', gen_random_uuid(), NULL, 1, 1, '', '', '', 0, 0, '{}')",
    ],
)  # fmt: skip
def test_the_database_refuses_discounts_that_do_not_add_up(db, broken):
    place(cheaper_order())
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(broken)


def test_discounts_of_the_past_cannot_be_changed(db):
    place(cheaper_order())
    for change in ("UPDATE orders_discount SET seller_minor = 1", "DELETE FROM orders_discount"):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(change)


def test_the_seller_is_paid_the_price_less_his_own_discount_and_bears_his_part_of_delivery(db):
    order = cheaper_order()
    place(order)
    assert (balance("escrow"), balance("subsidy_expense"), balance("coins", 7)) == (91_100, 20_600, 0)
    deliver(order)
    operations.confirm(order_id=order.id, actor=CUSTOMER)
    found = codes(order)
    assert found["sale", "escrow"] == 90_000
    assert found["commission", "seller_payable"] == 4_500
    assert found["delivery", "escrow"] == 1_100
    assert found["shipping_discount", "seller_payable"] == 400
    assert balance("shipping_payable", CARRIER.owner_id) == 1_500
    assert balance("escrow") == 0
    assert_balanced()


def test_a_cancelled_order_returns_money_subsidy_and_coins(db):
    order = cheaper_order()
    place(order)
    operations.cancel(order_id=order.id, actor=CUSTOMER, reason="changed_mind")
    assert balance("wallet", 7) == 65_500
    assert balance("coins", 7) == 5_000
    assert (balance("subsidy_expense"), balance("escrow")) == (0, 0)
    assert held.hold_of(order.id).state == "returned"
    assert_balanced()


def test_lines_that_go_one_after_the_other_return_what_was_paid_for_each(db):
    one = new_line(40_000, discounts=[new_discount(1, 0, 9_999)], coins_minor=1)
    two = new_line(60_000, discounts=[new_discount(1, 7_777, 0)])
    order = new_order(one, two, shipping_discounts=[new_discount(3, 0, 1_500, units=0)])
    place(order)
    operations.cancel(order_id=order.id, line_ids=[one.id], actor=CUSTOMER, reason="test")
    assert (balance("wallet", 7), balance("coins", 7), balance("subsidy_expense")) == (30_000, 1, 1_500)
    operations.cancel(order_id=order.id, line_ids=[two.id], actor=CUSTOMER, reason="test")
    assert (balance("wallet", 7), balance("subsidy_expense")) == (30_000 + 52_223, 0)
    assert balance("escrow") == 0


def test_a_payment_by_scan_brings_in_only_what_is_left_to_pay(db):
    order = cheaper_order()
    purchase_id = place(order, method="qr_transfer")
    assert (balance("coins", 7), balance("escrow")) == (5_000, 0)
    capture(purchase_id)
    assert operations.pay(purchase_id=purchase_id) is True
    assert balance("payments_received") == 0
    assert (balance("escrow"), balance("subsidy_expense"), balance("coins", 7)) == (91_100, 20_600, 0)
    operations.cancel(order_id=order.id, actor=seller(), reason="out_of_stock")
    assert balance("refunds_in_flight") == 65_500
    assert (balance("escrow"), balance("subsidy_expense"), balance("coins", 7)) == (0, 0, 5_000)


def test_what_comes_back_undelivered_is_paid_back_layer_by_layer(db):
    order = cheaper_order()
    place(order)
    operations.pack(order_id=order.id, actor=seller())
    operations.ship(order_id=order.id, actor=seller())
    operations.fail_delivery(order_id=order.id, actor="carrier:pasar_express")
    operations.back_at_seller(order_id=order.id, actor=seller())
    assert (balance("wallet", 7), balance("coins", 7), balance("subsidy_expense")) == (65_500, 5_000, 0)


def test_cash_at_the_door_is_the_reduced_amount_in_whole_steps(db):
    order = cheaper_order(cash=True)
    assert order.total_minor == 50_000  # 65,500 as the nearest multiple of 50,000
    place(order, method="cod")
    assert (balance("escrow"), balance("coins", 7), balance("subsidy_expense")) == (0, 5_000, 0)
    deliver(order)
    assert balance("cod_receivable", CARRIER.owner_id) == 50_000
    assert balance("escrow") == 91_100
    assert (balance("coins", 7), balance("subsidy_expense")) == (0, 20_600)
    operations.confirm(order_id=order.id, actor=CUSTOMER)
    assert balance("shipping_payable", CARRIER.owner_id) == 1_500
    assert balance("escrow") == 0
    assert_balanced()


def test_free_delivery_paid_in_cash_comes_in_with_the_first_lines_that_arrive(db):
    one, two = new_line(40_000), new_line(260_000, discounts=[new_discount(1, 0, 60_000)])
    order = new_order(one, two, cash=True, shipping_discounts=[new_discount(3, 500, 1_000, units=0)])
    place(order, method="cod")
    deliver(order, lines=[two])
    assert (balance("escrow"), balance("subsidy_expense")) == (261_000, 61_000)
    deliver(order, lines=[one])
    assert (balance("escrow"), balance("subsidy_expense")) == (301_000, 61_000)
    assert balance("cod_receivable", CARRIER.owner_id) == 200_000 + 50_000
    operations.complete(order_ids=[order.id], actor="system")
    assert balance("shipping_payable", CARRIER.owner_id) == 1_500
    assert_balanced()


def test_cash_for_an_order_that_costs_nothing_is_not_collected(db):
    line = new_line(100_000, discounts=[new_discount(1, 0, 90_000)], coins_minor=10_000)
    order = new_order(line, cash=True, shipping_discounts=[new_discount(3, 0, 1_500, units=0)])
    assert order.total_minor == 0
    place(order, method="cod")
    deliver(order)
    assert balance("cod_receivable", CARRIER.owner_id) == 0
    assert balance("escrow") == 101_500
    operations.confirm(order_id=order.id, actor=CUSTOMER)
    assert balance("escrow") == 0


def test_a_purchase_that_costs_nothing_is_paid_at_once(db):
    line = new_line(100_000, discounts=[new_discount(1, 100_000, 0)])
    order = new_order(line, shipping_minor=0)
    place(order)
    assert queries.order_page(7, order.id).total_minor == 0
    assert Line.objects.get().tax_minor == 0
    deliver(order)
    operations.confirm(order_id=order.id, actor=CUSTOMER)
    assert held.hold_of(order.id).state == "released"
    assert codes(order) == {}
