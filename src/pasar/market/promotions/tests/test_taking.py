"""Uses and coins: taken with the purchase, given back once, never more than there are."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, connection, transaction

from pasar.finance.escrow import operations as escrow
from pasar.finance.escrow.tests.making import hold, make_line, make_order
from pasar.finance.ledger import operations as ledger
from pasar.finance.ledger import queries as ledger_queries
from pasar.finance.ledger.rules import AccountKey, NewTransfer
from pasar.kernel import batch as pipeline
from pasar.kernel import clock, ids
from pasar.kernel.events import Recorded
from pasar.market.identity import operations as identity
from pasar.market.identity import queries as people
from pasar.market.promotions import batch, operations, queries, tasks
from pasar.market.promotions.models import CoinEarning, CoinLot, CoinTakenBack, Promotion, Use
from pasar.market.promotions.tests.taking import PRICE, buy, make_promotion
from pasar.market.stock.tests.making import make_customers

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 11, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def eleven_eleven():
    with clock.frozen(NOW):
        operations.load_stacking_rules()
        queries.forget_stacking()
        yield


def customer_with(*promotion_ids, email=None):
    """A customer who collected these."""
    if email is None:
        [customer_id] = make_customers()
    else:
        person = identity.sign_up(country="id", language="en", name="Ani", email=email)
        customer_id = people.customer_of("id", person)
    for each in promotion_ids:
        operations.collect(country="id", customer_id=customer_id, promotion_id=each)
    return customer_id


def counters(promotion_id):
    row = Promotion.objects.get(pk=promotion_id)
    assert row.used == Use.objects.filter(promotion_id=promotion_id, given_back_at=None).count()
    return row.used, row.spent_minor


def event(topic, **payload):
    payload = {key: str(value) if isinstance(value, UUID) else value for key, value in payload.items()}
    return Recorded(ids.uuid7(), "id", topic, "", payload, NOW, 1)


def moved(order_id, to_status):
    tasks.follow_orders([event("order.moved", order_id=order_id, to_status=to_status)])


def expired(bought, customer_id):
    tasks.follow_purchases(
        [event("purchase.expired", purchase_id=bought.purchase_id, customer_id=customer_id)]
    )


def give_coins(customer_id, amount_minor, source="gift"):
    """Coins in the ledger and in a lot, as a refund makes them."""
    gift = NewTransfer(
        ids.uuid7(), "id", "IDR", AccountKey("subsidy_expense"), AccountKey("coins", customer_id), amount_minor,
        "gift", "coins", source,
    )  # fmt: skip
    ledger.post([gift])
    operations.return_coins(country="id", customer_id=customer_id, amount_minor=amount_minor, source=source)


def in_ledger(customer_id):
    return ledger_queries.balance("id", "IDR", AccountKey("coins", customer_id)).balance_minor


def test_a_use_is_counted_with_its_amount_and_the_last_one_is_the_last():
    voucher = make_promotion(quota=2)
    first, second, third = (customer_with(voucher) for _ in range(3))

    assert buy(first, voucher).applied.discount_minor == 1_000_00
    assert buy(second, voucher).applied.discount_minor == 1_000_00
    late = buy(third, voucher)

    assert [each.reason_code for each in late.applied.unused] == ["quota_gone"]
    assert counters(voucher) == (2, 2_000_00)


def test_a_budget_ends_with_its_last_rupiah():
    voucher = make_promotion(budget_minor=1_500_00)
    spent = [buy(customer_with(voucher), voucher).applied.discount_minor for _ in range(3)]
    assert spent == [1_000_00, 500_00, 0]
    assert counters(voucher) == (2, 1_500_00)


def test_one_person_is_one_however_their_e_mail_is_written():
    voucher = make_promotion(per_customer=1)
    first = customer_with(voucher, email="ani.wijaya@gmail.com")
    second = customer_with(voucher, email="aniwijaya+11@gmail.com")

    assert buy(first, voucher).applied.discount_minor == 1_000_00
    again = buy(second, voucher)

    assert [each.reason_code for each in again.applied.unused] == ["used_up"]
    assert counters(voucher) == (1, 1_000_00)


def test_a_typed_code_is_no_way_around_the_person():
    voucher = make_promotion(per_customer=1, code="SEKALI", listed=False)
    first, second = customer_with(email="ani@example.com"), customer_with(email="a.ni+1@example.com")

    # Nobody who placed without having seen a quote gets it; whoever saw one is known by then.
    unseen = buy(first, voucher, codes=("sekali",))
    assert [each.reason_code for each in unseen.applied.unused] == ["person_unknown"]
    for customer_id in (first, second):
        queries.candidates("id", customer_id=customer_id, shop_ids=[1], codes=("SEKALI",), at=NOW)
    assert buy(first, voucher, codes=("sekali",)).applied.discount_minor == 1_000_00
    again = buy(second, voucher, codes=("sekali",))

    assert [each.reason_code for each in again.applied.unused] == ["used_up"]
    assert counters(voucher) == (1, 1_000_00)


def test_a_new_e_mail_does_not_make_a_customer_another_person():
    voucher = make_promotion(per_customer=1)
    customer_id = customer_with(voucher, email="ani@example.com")
    buy(customer_id, voucher)
    person = people.customer(customer_id).person_id
    from pasar.market.identity.models import Person

    Person.objects.filter(pk=person).update(email="budi@example.com")
    operations.know_shoppers({customer_id: ("id", 0)})

    assert buy(customer_id, voucher).applied.discount_minor == 0


def test_a_first_purchase_is_the_person_s_first():
    voucher = make_promotion(new_customers=True, off_minor=1_000_00)
    customer_id = customer_with(voucher, email="ani@example.com")
    assert queries.candidates("id", customer_id=customer_id, shop_ids=[1], at=NOW).buyer.is_new
    bought = buy(customer_id, voucher)
    assert bought.applied.discount_minor == 1_000_00
    tasks.follow_purchases(
        [event("purchase.placed", purchase_id=bought.purchase_id, customer_id=customer_id)]
    )

    second = customer_with(voucher, email="a.n.i+x@example.com")

    assert not queries.candidates("id", customer_id=second, shop_ids=[1], at=NOW).buyer.is_new
    assert [each.reason_code for each in buy(second, voucher).applied.unused] == ["new_customers_only"]
    expired(bought, customer_id)
    assert queries.candidates("id", customer_id=second, shop_ids=[1], at=NOW).buyer.is_new


def test_what_was_never_paid_gives_its_vouchers_back_once_and_the_number_is_free_again():
    voucher = make_promotion(quota=1, per_customer=1)
    customer_id = customer_with(voucher)
    bought = buy(customer_id, voucher)

    expired(bought, customer_id)
    expired(bought, customer_id)
    for order_id in bought.orders.values():
        moved(order_id, "cancelled")

    assert counters(voucher) == (0, 0)
    assert buy(customer_id, voucher).applied.discount_minor == 1_000_00
    assert counters(voucher) == (1, 1_000_00)


def test_a_voucher_over_two_shops_comes_back_with_the_second_order():
    voucher = make_promotion()
    bought = buy(customer_with(voucher), voucher, shops=(1, 2))

    moved(bought.orders[1], "cancelled")
    assert counters(voucher) == (1, 1_000_00)
    moved(bought.orders[1], "cancelled")
    moved(bought.orders[2], "returned")

    assert counters(voucher) == (0, 0)


@pytest.mark.parametrize(("rule", "left"), [("always", 0), ("never", 1)])
def test_the_country_s_rule_says_whether_vouchers_come_back(rule, left):
    voucher = make_promotion()
    bought = buy(customer_with(voucher), voucher, shops=(1, 2))
    Use.objects.update(gives_back=rule)

    moved(bought.orders[1], "cancelled")

    assert counters(voucher)[0] == left


def test_the_database_refuses_what_the_decision_should_have():
    voucher = make_promotion(quota=1, per_customer=1)
    first, second = customer_with(voucher), customer_with(voucher)
    buy(first, voucher)
    with pytest.raises(IntegrityError, match="promotion_used_within_quota"), transaction.atomic():
        Promotion.objects.filter(pk=voucher).update(used=2)
    use = Use.objects.get()
    with pytest.raises(IntegrityError, match="promotion_use_within_limit"), transaction.atomic():
        Use.objects.filter(pk=use.pk).update(n=2)
    use.pk, use.purchase_id, use.customer_id = ids.uuid7(), ids.uuid7(), second
    with pytest.raises(IntegrityError, match="use_one_per_person_and_count"), transaction.atomic():
        use.save(force_insert=True)


def test_an_automatic_deal_that_nothing_limits_is_given_without_being_counted():
    deal = make_promotion("price_rule", "automatic", rate_bps=1_000)
    limited = make_promotion("price_rule", "automatic", off_minor=5_000_00, quota=1)
    first, second = make_customers(2)

    assert buy(first).applied.discount_minor == 5_000_00
    assert buy(second).applied.discount_minor == PRICE // 10

    assert counters(limited) == (1, 5_000_00)
    assert counters(deal) == (0, 0)


def test_coins_are_spent_from_the_lot_that_ends_first():
    [customer_id] = make_customers()
    give_coins(customer_id, 2_000_00, "first")
    with clock.frozen(NOW + timedelta(days=1)):
        give_coins(customer_id, 9_000_00, "second")
        bought = buy(customer_id, spend_coins=True)

    assert bought.applied.coins_minor == PRICE // 2  # Indonesia's rule: half of the goods
    left = dict(CoinLot.objects.values_list("source", "left_minor"))
    assert left == {"first": 0, "second": 6_000_00}


def test_coins_of_what_was_never_paid_come_back_once_and_live_on_for_a_week():
    [customer_id] = make_customers()
    give_coins(customer_id, 2_000_00)
    bought = buy(customer_id, spend_coins=True)
    assert queries.coins("id", customer_id).minor == 0

    with clock.frozen(NOW + timedelta(days=89)):
        moved(bought.orders[1], "cancelled")
        expired(bought, customer_id)

    lot = CoinLot.objects.get()
    assert (lot.left_minor, lot.ends_at) == (2_000_00, NOW + timedelta(days=96))


def test_coins_of_a_line_that_never_came_to_the_door_come_back_when_the_order_is_over():
    [customer_id] = make_customers()
    give_coins(customer_id, 2_000_00)
    bought = buy(customer_id, spend_coins=True)
    other = make_line(PRICE)
    order = replace(make_order(other), order_id=bought.orders[1])
    hold(order, source="cash", customer_id=customer_id)
    escrow.release(orders=[order])

    moved(order.order_id, "completed")

    assert queries.coins("id", customer_id).minor == 2_000_00


def test_coins_of_what_was_paid_stay_spent():
    [customer_id] = make_customers()
    give_coins(customer_id, 2_000_00)
    bought = buy(customer_id, spend_coins=True)
    line = replace(make_line(PRICE), line_id=bought.lines[1].id)
    order = replace(make_order(line), order_id=bought.orders[1])
    hold(order, customer_id=customer_id)
    escrow.release(orders=[order])

    moved(order.order_id, "completed")

    assert queries.coins("id", customer_id).minor == 0


def test_a_refund_s_coins_are_a_lot_of_their_own_once():
    [customer_id] = make_customers()
    refund = event(
        "escrow.given_back",
        order_id=ids.uuid7(),
        customer_id=customer_id,
        coins_minor=700_00,
        refund_id=ids.uuid7(),
    )
    tasks.follow_refunds([refund, event("escrow.given_back", order_id=ids.uuid7(), customer_id=1)])
    tasks.follow_refunds([refund])

    view = queries.coins("id", customer_id)
    assert (view.minor, view.coins, len(view.lots)) == (700_00, 700, 1)


def test_cashback_comes_with_completion_from_those_who_fund_it_and_once():
    voucher = make_promotion("cashback", "cashback", rate_bps=1_000, seller_share_bps=2_500)
    customer_id = customer_with(voucher)
    bought = buy(customer_id, voucher, shops=(1, 2))
    assert counters(voucher) == (1, 2_000_00)
    assert queries.coins("id", customer_id).minor == 0

    moved(bought.orders[1], "completed")
    moved(bought.orders[1], "completed")
    moved(bought.orders[2], "cancelled")
    moved(bought.orders[2], "completed")

    assert queries.coins("id", customer_id).minor == in_ledger(customer_id) == 1_000_00
    assert ledger_queries.balance("id", "IDR", AccountKey("seller_payable", 1)).balance_minor == -250_00
    assert sorted(CoinEarning.objects.values_list("state", flat=True)) == ["dropped", "earned"]


def test_cashback_is_earned_for_what_of_a_line_was_not_given_back():
    voucher = make_promotion("cashback", "cashback", rate_bps=1_000)
    customer_id = customer_with(voucher)
    bought = buy(customer_id, voucher)
    line = replace(make_line(PRICE), line_id=bought.lines[1].id)
    order = replace(make_order(line), order_id=bought.orders[1])
    hold(order, customer_id=customer_id)
    escrow.give_back(
        order_id=order.order_id, parts={line.line_id: PRICE // 4}, refund_id=ids.uuid7(), reason="short"
    )
    escrow.release(orders=[order])

    moved(order.order_id, "completed")

    assert queries.coins("id", customer_id).minor == in_ledger(customer_id) == 750_00


def completed_with_cashback(*, seller_share_bps=0):
    """A customer whose order is over and brought them coins worth a tenth of its one line."""
    voucher = make_promotion("cashback", "cashback", rate_bps=1_000, seller_share_bps=seller_share_bps)
    customer_id = customer_with(voucher)
    bought = buy(customer_id, voucher)
    line = replace(make_line(PRICE), line_id=bought.lines[1].id)
    order = replace(make_order(line, seller_id=1), order_id=bought.orders[1])
    hold(order, customer_id=customer_id)
    escrow.release(orders=[order])
    moved(order.order_id, "completed")
    return customer_id, order


def refunded(customer_id, order, amount_minor, **values):
    """The order's line given back in part after its completion, and promotions heard of it, twice."""
    [line] = order.lines
    refund_id = ids.uuid7()
    escrow.take_back(
        order_id=order.order_id, parts={line.line_id: amount_minor}, refund_id=refund_id, reason="broken", **values
    )  # fmt: skip
    news = event(
        "escrow.given_back",
        order_id=order.order_id,
        customer_id=customer_id,
        coins_minor=0,
        refund_id=refund_id,
    )
    for _ in range(2):
        tasks.follow_refunds([news])


def test_coins_go_back_in_proportion_to_the_goods_that_brought_them():
    customer_id, order = completed_with_cashback(seller_share_bps=2_500)
    assert queries.coins("id", customer_id).minor == 1_000_00
    paid = ledger_queries.balance("id", "IDR", AccountKey("subsidy_expense")).balance_minor

    refunded(customer_id, order, PRICE // 4)
    assert queries.coins("id", customer_id).minor == in_ledger(customer_id) == 750_00
    refunded(customer_id, order, PRICE // 3)
    refunded(customer_id, order, PRICE - PRICE // 4 - PRICE // 3)

    assert queries.coins("id", customer_id).minor == in_ledger(customer_id) == 0
    assert paid == 750_00
    assert ledger_queries.balance("id", "IDR", AccountKey("subsidy_expense")).balance_minor == 0
    rows = CoinTakenBack.objects.order_by("id")
    assert [each.amount_minor for each in rows] == [250_00, 333_34, 416_66]
    assert {(each.lot.source, each.order_id) for each in rows} == {
        (f"order:{order.order_id}", order.order_id)
    }


def test_coins_spent_already_are_taken_from_others_and_never_below_none():
    customer_id, order = completed_with_cashback()
    give_coins(customer_id, 300_00)
    CoinLot.objects.filter(source=f"order:{order.order_id}").update(left_minor=100_00)

    refunded(customer_id, order, PRICE, goodwill=True)

    assert queries.coins("id", customer_id).minor == 0
    taken = CoinTakenBack.objects.values_list("lot__source", "amount_minor").order_by("id")
    assert set(taken) == {(f"order:{order.order_id}", 100_00), ("gift", 300_00)}
    give_coins(customer_id, 50_00, "another")
    assert queries.coins("id", customer_id).minor == 50_00


def test_a_refund_heard_of_before_the_completion_leaves_less_to_earn():
    voucher = make_promotion("cashback", "cashback", rate_bps=1_000)
    customer_id = customer_with(voucher)
    bought = buy(customer_id, voucher)
    line = replace(make_line(PRICE), line_id=bought.lines[1].id)
    order = replace(make_order(line), order_id=bought.orders[1])
    hold(order, customer_id=customer_id)
    escrow.release(orders=[order])

    refunded(customer_id, order, PRICE // 4)
    moved(order.order_id, "completed")
    assert queries.coins("id", customer_id).minor == in_ledger(customer_id) == 750_00
    refunded(customer_id, order, PRICE // 4)

    assert queries.coins("id", customer_id).minor == in_ledger(customer_id) == 500_00


def test_what_took_coins_back_is_never_changed():
    customer_id, order = completed_with_cashback()
    refunded(customer_id, order, PRICE)
    with pytest.raises((ProgrammingError, InternalError)), transaction.atomic():
        CoinTakenBack.objects.update(amount_minor=1)


def test_coins_end_with_their_time_in_the_ledger_too():
    [customer_id] = make_customers()
    give_coins(customer_id, 2_000_00)
    give_coins(customer_id, 3_000_00, "other")
    with clock.frozen(NOW + timedelta(days=90) - timedelta(seconds=1)):
        assert operations.expire_coins() == 0
    with clock.frozen(NOW + timedelta(days=90)):
        assert queries.coins("id", customer_id).minor == 0
        assert operations.expire_coins() == 2
        assert operations.expire_coins() == 0
    assert in_ledger(customer_id) == 0


def test_a_purchase_asks_for_a_promotion_in_few_statements(django_assert_num_queries):
    voucher = make_promotion(code="HEMAT11", listed=False)
    make_promotion("price_rule", "automatic", rate_bps=1_000)
    customer_id = customer_with()
    queries.stacking("id", NOW)
    queries.candidates("id", customer_id=customer_id, shop_ids=[1], at=NOW)
    with django_assert_num_queries(3):
        found = queries.candidates("id", customer_id=customer_id, shop_ids=[1], codes=("hemat11",), at=NOW)
    assert {each.kind for each in found.promotions} == {"amount_off", "price_rule"}
    assert found.buyer.collected == frozenset()
    assert operations.collect_code(country="id", customer_id=customer_id, code=" hemat11") == voucher
    assert queries.candidates("id", customer_id=customer_id, shop_ids=[1], at=NOW).buyer.collected == {
        voucher
    }


def test_taking_in_a_batch_numbers_the_uses_of_one_person():
    voucher = make_promotion(per_customer=2)
    customer_id = customer_with(voucher)
    buy(customer_id, voucher)
    buy(customer_id, voucher)
    assert sorted(Use.objects.values_list("n", flat=True)) == [1, 2]
    [uses] = _uses(customer_id, voucher)
    assert sorted(uses[3]) == [1, 2]


def _uses(customer_id, promotion_id):
    with transaction.atomic():
        return pipeline.run(connection, [batch.read_uses([customer_id], [promotion_id])])[0]
