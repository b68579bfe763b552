"""Refunds: never more than was paid, exactly what was paid when all goes back, once whoever asks."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse, set_script_prefix

from pasar.finance.escrow import queries as escrow
from pasar.finance.payments import tasks
from pasar.finance.wallet import queries as wallet
from pasar.market.aftersales import queries as aftersales
from pasar.market.identity import operations as identity
from pasar.market.identity.models import Person
from pasar.market.orders import operations as orders
from pasar.market.orders import queries as order_pages
from pasar.market.promotions import queries as vouchers
from pasar.market.promotions.tests.test_taking import give_coins
from tests.failures.market import bought, count, each_of, purchase_of, voucher_for, work
from tests.failures.test_payments import scan
from tests.races.together import together

race = pytest.mark.race


@pytest.fixture
def operators(market) -> list[Client]:
    """Four of the staff, each signed in."""
    found = []
    for number in range(4):
        person = identity.sign_up(
            country="id", language="en", name=f"Op {number}", email=f"op{number}@pasar.example", password="pasar-demo"
        )  # fmt: skip
        identity.make_staff(person_id=person, country="id", role="operator", actor="system")
        client = Client()
        client.force_login(Person.objects.get(pk=person))
        found.append(client)
    return found


def delivered(order, *, completed: bool = False) -> None:
    by = f"seller:{order.seller_id}"
    orders.pack(order_id=order.id, actor=by)
    orders.ship(order_id=order.id, actor=by)
    orders.deliver(order_id=order.id, actor="carrier:pasar_express")
    if completed:
        orders.complete(order_ids=[order.id], actor="system")
    work()


def console(verb: str, order) -> str:
    # A venture's page, asked for before in this thread, leaves its prefix behind.
    set_script_prefix("/")
    return reverse(f"console_order_{verb}", args=["id", order.id])


def refund(operator: Client, order, **form: str):
    address = console("refund", order)
    sent = {"refund_id": str(uuid4()), "funder": "seller", "reason": "It was broken"} | form
    return operator.post(address, sent)


@race
@pytest.mark.parametrize("completed", [False, True])
def test_refunds_of_several_operators_at_once_never_exceed_what_was_paid(
    market, rich, who, operators, completed
):
    """Prevented: two refunds of 60 out of 100, each of which finds 100 left."""
    purchase_of(who.confirm(who.put_in((market.sku("A"), 1)).asked(method="wallet")))
    [order] = bought(rich)
    delivered(order, completed=completed)
    before = wallet.balance("id", rich).available_minor
    together(*each_of(4, lambda n: refund(operators[n], order, amount_0="45.000")))
    work()
    assert count("SELECT count(*) FROM escrow_refund") == 1
    assert wallet.balance("id", rich).available_minor - before == 4_500_000


@pytest.mark.parametrize("completed", [False, True])
def test_refunds_piece_by_piece_end_exactly_at_what_was_paid(market, rich, who, operators, completed):
    """Prevented: parts worked out anew at each refund, so that all of them are a cent above the order, or below it."""
    voucher_for(rich, kind="percent_off", rate_bps=3_333)
    voucher_for(
        rich, kind="percent_off", class_key="shop_voucher", seller_id=market.shop.seller_id, rate_bps=777
    )
    give_coins(rich, 1_700)
    full = wallet.balance("id", rich).available_minor
    purchase_of(who.confirm(who.put_in((market.sku("A"), 7)).asked(coins="1", method="wallet")))
    [order] = bought(rich)
    paid = full - wallet.balance("id", rich).available_minor
    assert paid == order.total_minor
    assert vouchers.coins("id", rich).minor == 0
    delivered(order, completed=completed)
    rounds = 0
    while refundable := aftersales.refundable(order.id):
        form = {"units_0": "1"} if refundable[0].left_units else {}
        form |= {
            f"amount_{n}": str(row.left_minor // 100) + f",{row.left_minor % 100:02}"
            for n, row in enumerate(refundable)
            if row.line_id is None and rounds == 3
        }
        refund(operators[rounds % 4], order, **form)
        rounds += 1
        assert rounds < 20, refundable
    work()
    hold = escrow.hold_of(order.id)
    assert hold.refunded_minor == hold.paid_minor == paid
    assert hold.back_minor == hold.amount_minor
    assert wallet.balance("id", rich).available_minor == full
    assert vouchers.coins("id", rich).minor == 1_700
    done = count("SELECT count(*) FROM escrow_refund")
    refund(operators[0], order, units_0="1", amount_0="1")
    assert count("SELECT count(*) FROM escrow_refund") == done


@race
def test_customer_and_staff_who_cancel_at_once_give_the_money_back_once(market, siti, who, operators, bank):
    """Prevented: each of two ways to cancel that sends the payment back for itself."""
    purchase = scan(market, who, "A", 2)
    bank.ask()
    bank.pay(bank.of(purchase))
    bank.hear()
    work()
    [order] = bought(siti)
    address = console("cancel", order)
    together(
        *each_of(3, lambda n: who.tab().post(f"orders/{order.id}/cancel/", {"reason": "changed_mind"})),
        *each_of(3, lambda n: operators[n].post(address, {"reason": "The customer called"})),
    )
    for _ in range(2):
        work()
        tasks.send_refunds()
        bank.hear(after_s=30)
    work()
    payment = bank.of(purchase)
    assert payment.refunded_minor == payment.received_minor == payment.amount_minor
    assert count("SELECT count(*) FROM payments_refund") == 1
    assert market.free("A") == 500
    assert order_pages.order_page(siti, order.id).status == "cancelled"


def test_coins_that_goods_brought_go_back_with_the_goods(market, rich, who, operators):
    """Prevented: goods bought for the points they bring, and sent back with the points kept."""
    voucher_for(rich, kind="cashback", class_key="cashback", rate_bps=1_000)
    purchase_of(who.confirm(who.put_in((market.sku("A"), 2)).asked(method="wallet")))
    [order] = bought(rich)
    delivered(order, completed=True)
    assert vouchers.coins("id", rich).minor == 1_500_000
    refund(operators[0], order, units_0="1")
    work()
    assert vouchers.coins("id", rich).minor == 750_000
    refund(operators[1], order, units_0="1")
    work()
    assert vouchers.coins("id", rich).minor == 0
