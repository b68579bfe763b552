import pytest

from pasar.finance.escrow import queries as held
from pasar.finance.escrow.tests.making import CARRIER, assert_balanced, balance
from pasar.finance.ledger import queries as books
from pasar.finance.payments import queries as payments
from pasar.kernel import clock, events
from pasar.market.orders import operations, queries
from pasar.market.orders.tasks import CONSUMERS
from pasar.market.orders.tests.paying import (
    CUSTOMER,
    STAFF,
    capture,
    deliver,
    new_line,
    new_order,
    place,
    seller,
)


def test_a_purchase_from_the_wallet_is_in_escrow_until_each_order_is_complete(db):
    first, second = new_order(), new_order(seller_id=10)
    place(first, second)
    assert balance("escrow") == first.total_minor + second.total_minor
    deliver(first)
    operations.confirm(order_id=first.id, actor=CUSTOMER)
    assert balance("escrow") == second.total_minor
    assert balance("seller_payable", 9) > 0
    assert balance("seller_payable", 10) == 0
    assert held.hold_of(first.id).state == "released"
    assert held.hold_of(second.id).state == "held"
    assert_balanced()


def test_a_captured_payment_goes_into_escrow_order_by_order(db):
    first, second = new_order(), new_order(seller_id=10)
    purchase_id = place(first, second, method="qr_transfer")
    assert balance("escrow") == 0
    capture(purchase_id)
    assert balance("payments_received") == first.total_minor + second.total_minor
    assert operations.pay(purchase_id=purchase_id) is True
    assert operations.pay(purchase_id=purchase_id) is False
    assert balance("payments_received") == 0
    assert balance("escrow") == first.total_minor + second.total_minor
    assert_balanced()


def test_a_cancelled_order_returns_to_the_wallet_it_was_paid_from(db):
    order = new_order()
    place(order)
    operations.cancel(order_id=order.id, actor=CUSTOMER, reason="changed_mind")
    operations.cancel(order_id=order.id, actor=CUSTOMER, reason="changed_mind")
    assert balance("wallet", 7) == order.total_minor
    assert balance("escrow") == 0
    assert held.hold_of(order.id).state == "returned"


def test_a_cancelled_order_returns_to_the_account_it_was_paid_from(db):
    first, second = new_order(), new_order(seller_id=10)
    purchase_id = place(first, second, method="qr_transfer")
    capture(purchase_id)
    operations.pay(purchase_id=purchase_id)
    operations.cancel(order_id=first.id, actor=seller(9), reason="out_of_stock")
    [refund] = payments.refunds_of_purchase(purchase_id)
    assert (refund.amount_minor, refund.state) == (first.total_minor, "to_send")
    assert balance("refunds_in_flight") == first.total_minor
    assert balance("escrow") == second.total_minor
    assert balance("wallet", 7) == 0
    assert_balanced()


def test_delivery_is_given_back_with_the_last_line(db):
    one, two = new_line(40_000), new_line(60_000)
    order = new_order(one, two)
    place(order)
    operations.cancel(order_id=order.id, line_ids=[one.id], actor=CUSTOMER, reason="test")
    assert balance("wallet", 7) == 40_000
    operations.cancel(order_id=order.id, line_ids=[two.id], actor=CUSTOMER, reason="test")
    assert balance("wallet", 7) == order.total_minor


def test_a_line_that_was_cancelled_earns_nobody_anything(db):
    one, two = new_line(40_000), new_line(60_000)
    order = new_order(one, two)
    place(order)
    operations.cancel(order_id=order.id, line_ids=[one.id], actor=CUSTOMER, reason="test")
    deliver(order, lines=[two])
    operations.complete(order_ids=[order.id], actor="system")
    assert balance("escrow") == 0
    assert balance("shipping_payable", CARRIER.owner_id) == 1_500
    sale = [each for each in books.transfers_of("order", str(order.id)) if each.code == "sale"]
    assert [each.amount_minor for each in sale] == [60_000]


def test_what_comes_back_undelivered_is_paid_back(db):
    order = new_order()
    place(order)
    operations.pack(order_id=order.id, actor=seller())
    operations.ship(order_id=order.id, actor=seller())
    operations.fail_delivery(order_id=order.id, actor="carrier:pasar_express")
    operations.back_at_seller(order_id=order.id, actor=seller())
    assert balance("wallet", 7) == order.total_minor


def test_a_purchase_that_expires_holds_and_gives_back_nothing(db):
    order = new_order()
    purchase_id = place(order, method="qr_transfer")
    with clock.frozen(clock.now().replace(year=2030)):
        assert operations.expire(purchase_id=purchase_id)
    assert payments.of_purchase(purchase_id).state == "expired"
    assert balance("escrow") == 0
    capture(purchase_id)  # then money that comes yet has no order to go to
    assert operations.pay(purchase_id=purchase_id) is False
    assert balance("payments_received") == order.total_minor


def test_cash_is_in_escrow_from_the_door_and_owed_by_the_carrier(db):
    order = new_order(new_line(99_998), cash=True)
    place(order, method="cod")
    assert order.total_minor % 50_000 == 0
    assert balance("escrow") == 0
    deliver(order)
    assert balance("cod_receivable", CARRIER.owner_id) == order.total_minor
    assert balance("escrow") == order.goods_minor + order.shipping_minor
    operations.confirm(order_id=order.id, actor=CUSTOMER)
    assert balance("escrow") == 0
    assert_balanced()


def test_cash_of_an_order_in_two_parcels_is_collected_with_each(db):
    one, two = new_line(40_000), new_line(260_000)
    order = new_order(one, two, cash=True)
    place(order, method="cod")
    deliver(order, lines=[one])
    deliver(order, lines=[two])
    # 41,500 is asked for as 50,000 and 260,000 as 250,000: each door pays whole steps
    assert balance("cod_receivable", CARRIER.owner_id) == 50_000 + 250_000
    operations.complete(order_ids=[order.id], actor="system")
    assert balance("escrow") == 0
    assert_balanced()


def test_cash_for_goods_that_never_arrived_is_not_given_back(db):
    order = new_order(cash=True)
    place(order, method="cod")
    operations.cancel(order_id=order.id, actor=CUSTOMER, reason="changed_mind")
    assert balance("wallet", 7) == 0
    assert held.hold_of(order.id) is None


def test_a_purchase_paid_at_the_door_says_so_once_nothing_of_it_is_under_way(fresh_market_db):
    def status():
        events.drain(listening)
        return queries.purchase_page(7, purchase_id).status

    listening = [each for each in CONSUMERS if each.name == "orders.cash"]
    events.register(listening)
    came, stayed = new_order(cash=True), new_order(cash=True, seller_id=10)
    purchase_id = place(came, stayed, method="cod")
    assert status() == "to_collect"
    deliver(came)
    assert status() == "to_collect"
    operations.cancel(order_id=stayed.id, actor=CUSTOMER, reason="changed_mind")
    assert status() == "paid"
    assert queries.purchase_page(7, purchase_id).paid_at == queries.facts(came.id).paid_at


def test_a_purchase_of_which_nothing_reached_the_door_is_cancelled(fresh_market_db):
    listening = [each for each in CONSUMERS if each.name == "orders.cash"]
    events.register(listening)
    order = new_order(cash=True)
    purchase_id = place(order, method="cod")
    operations.cancel(order_id=order.id, actor=CUSTOMER, reason="changed_mind")
    events.drain(listening)
    purchase = queries.purchase_page(7, purchase_id)
    assert (purchase.status, purchase.paid_at) == ("cancelled", None)


def test_a_seller_who_sends_it_himself_is_paid_for_delivery(db):
    order = new_order()
    place(order)
    operations.pack(order_id=order.id, actor=seller())
    operations.ship(order_id=order.id, actor=seller(), tracked=False)
    operations.confirm(order_id=order.id, actor=CUSTOMER)
    assert balance("shipping_payable", CARRIER.owner_id) == 0
    paid = [each for each in books.transfers_of("order", str(order.id)) if each.code == "delivery"]
    assert [(each.credit_kind, each.amount_minor) for each in paid] == [("seller_payable", 1_500)]


def test_the_own_shelf_earns_its_margin(db):
    order = new_order(new_line(111_000, cost_minor=20_000), seller_class="retail")
    place(order)
    deliver(order)
    operations.complete(order_ids=[order.id], actor="system")
    assert balance("retail_revenue") == 100_000
    assert balance("cost_of_sales") == 40_000


@pytest.mark.parametrize("method", ["wallet", "qr_transfer"])
def test_an_operator_gives_back_what_was_lost_on_the_way(db, method):
    order = new_order()
    purchase_id = place(order, method=method)
    if method == "qr_transfer":
        capture(purchase_id)
        operations.pay(purchase_id=purchase_id)
    operations.pack(order_id=order.id, actor=seller())
    operations.ship(order_id=order.id, actor=seller())
    operations.fail_delivery(order_id=order.id, actor="carrier:pasar_express")
    operations.cancel(order_id=order.id, actor=STAFF, reason="lost")
    assert balance("wallet", 7) + balance("refunds_in_flight") == order.total_minor
    assert balance("escrow") == 0
