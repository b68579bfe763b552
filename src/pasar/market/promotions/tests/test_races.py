"""Those who meet at the last voucher, the last of a budget, a person's limit, the same coins."""

from threading import Barrier, Thread

import pytest
from django.db import connection, connections

from pasar.kernel import clock
from pasar.market.identity import operations as identity
from pasar.market.identity import queries as people
from pasar.market.promotions import operations, queries
from pasar.market.promotions.models import CoinLot, CoinUse, Promotion, Use
from pasar.market.promotions.tests.taking import buy, make_promotion
from pasar.market.stock.tests.making import make_customers

pytestmark = pytest.mark.race


@pytest.fixture(autouse=True)
def market(fresh_market_db):
    operations.load_stacking_rules()
    queries.forget_stacking()
    yield
    queries.forget_stacking()


def together(deeds):
    """What each deed gave, all begun at the same instant, each on a connection of its own."""
    barrier, results = Barrier(len(deeds)), [None] * len(deeds)

    def run(number, deed):
        try:
            connection.ensure_connection()
            barrier.wait(30)
            results[number] = deed()
        except Exception as error:
            results[number] = error
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=each, daemon=True) for each in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads), "a deadlock"
    assert not [each for each in results if isinstance(each, Exception)]
    return results


def test_sixty_buyers_on_a_quota_of_twenty_get_twenty():
    voucher = make_promotion(quota=20)
    customers = make_customers(60)
    for customer_id in customers:
        operations.collect(country="id", customer_id=customer_id, promotion_id=voucher)

    bought = together([lambda each=each: buy(each, voucher) for each in customers])

    assert sum(each.applied.discount_minor == 1_000_00 for each in bought) == 20
    assert sum(each.applied.discount_minor == 0 for each in bought) == 40
    row = Promotion.objects.get(pk=voucher)
    assert (row.used, row.spent_minor, Use.objects.count()) == (20, 20_000_00, 20)


def test_one_person_with_eight_addresses_pressing_at_once_uses_it_once():
    voucher = make_promotion(per_customer=1)
    customers = []
    for number in range(8):
        email = (
            f"ani+{number}@gmail.com"
            if number % 2
            else f"a{'.' * (number % 3 > 0)}ni+{number}@googlemail.com"
        )
        person = identity.sign_up(country="id", language="en", name="Ani", email=email)
        customers.append(people.customer_of("id", person))
        operations.collect(country="id", customer_id=customers[-1], promotion_id=voucher)

    bought = together([lambda each=each: buy(each, voucher) for each in customers for _ in range(2)])

    assert sum(each.applied.discount_minor > 0 for each in bought) == 1
    assert Use.objects.count() == 1


def test_a_budget_is_never_overspent_and_vouchers_given_back_meanwhile_are_used_again():
    voucher = make_promotion(budget_minor=5_000_00, off_minor=700_00)
    customers = make_customers(24)
    for customer_id in customers:
        operations.collect(country="id", customer_id=customer_id, promotion_id=voucher)

    def buy_and_drop(number, customer_id):
        bought = buy(customer_id, voucher)
        if number % 3 == 0:
            operations.give_back_purchases(purchase_ids=[bought.purchase_id])
            operations.give_back(order_ids=list(bought.orders.values()))
        return bought

    together([lambda each=each: buy_and_drop(*each) for each in enumerate(customers)])

    row = Promotion.objects.get(pk=voucher)
    kept = Use.objects.filter(given_back_at=None)
    assert row.spent_minor == sum(kept.values_list("amount_minor", flat=True)) <= 5_000_00
    assert row.used == kept.count()


def test_two_vouchers_taken_in_crossed_order_do_not_deadlock():
    one, two = (
        make_promotion(quota=50),
        make_promotion("free_shipping", "platform_shipping", cap_minor=500_00),
    )
    customers = make_customers(16)
    for customer_id in customers:
        for voucher in (one, two):
            operations.collect(country="id", customer_id=customer_id, promotion_id=voucher)
    bought = together([
        lambda number=number, each=each: buy(each, *((one, two) if number % 2 else (two, one)))
        for number, each in enumerate(customers)
    ])  # fmt: skip
    assert {each.applied.discount_minor for each in bought} == {1_500_00}


def test_coins_are_spent_once_by_whoever_presses_most_often():
    [customer_id] = make_customers()
    operations.return_coins(country="id", customer_id=customer_id, amount_minor=7_000_00, source="gift")

    bought = together([lambda: buy(customer_id, spend_coins=True)] * 12)

    assert sorted(each.applied.coins_minor for each in bought)[-2:] == [2_000_00, 5_000_00]
    assert sum(each.applied.coins_minor for each in bought) == 7_000_00
    assert CoinLot.objects.get().left_minor == 0
    assert sum(CoinUse.objects.values_list("amount_minor", flat=True)) == 7_000_00


def test_a_purchase_that_expires_and_is_cancelled_at_once_gives_back_once():
    voucher = make_promotion(quota=3)
    [customer_id] = make_customers()
    operations.collect(country="id", customer_id=customer_id, promotion_id=voucher)
    operations.return_coins(country="id", customer_id=customer_id, amount_minor=2_000_00, source="gift")
    bought = buy(customer_id, voucher, spend_coins=True)
    orders = list(bought.orders.values())

    def by_expiry():
        operations.give_back_coins(purchase_ids=[bought.purchase_id])
        operations.give_back_purchases(purchase_ids=[bought.purchase_id])

    def by_cancelling():
        operations.give_back_coins(order_ids=orders)
        operations.give_back(order_ids=orders)

    together([by_expiry, by_cancelling] * 4)

    row = Promotion.objects.get(pk=voucher)
    assert (row.used, row.spent_minor) == (0, 0)
    assert queries.coins("id", customer_id).minor == 2_000_00
    assert clock.now() < CoinLot.objects.get().ends_at
