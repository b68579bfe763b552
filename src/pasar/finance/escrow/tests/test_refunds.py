import threading

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pasar.finance.escrow import operations, queries, rules
from pasar.finance.escrow.errors import NothingHeld, RefundTooLarge
from pasar.finance.escrow.tests.making import (
    CARRIER,
    assert_balanced,
    balance,
    hold,
    hold_row,
    make_line,
    make_order,
)
from pasar.finance.tax.models import Turnover
from pasar.kernel import ids


def give_back(order, parts, **other):
    return operations.give_back(
        order_id=order.order_id, parts=parts, refund_id=ids.uuid7(), reason="test", **other
    )


def take_back(order, parts, **other):
    return operations.take_back(
        order_id=order.order_id, parts=parts, refund_id=ids.uuid7(), reason="test", **other
    )


def test_what_is_cancelled_returns_to_the_wallet_and_the_rest_is_released(db):
    first, second = make_line(60_000), make_line(40_000)
    order = make_order(first, second)
    hold(order)
    assert give_back(order, {second.line_id: 40_000}) == 40_000
    assert balance("wallet", 7) == 40_000
    operations.release(orders=[make_order(first).__class__(**{**_fields(order), "lines": (first,)})])
    assert balance("escrow") == 0
    assert queries.hold_of(order.order_id).ended_at is not None
    assert_balanced()


def _fields(order):
    return {name: getattr(order, name) for name in order.__dataclass_fields__}


def test_commission_is_charged_on_what_stayed_with_the_seller(db):
    line = make_line(100_000)
    order = make_order(line, shipping_minor=0)
    hold(order)
    give_back(order, {line.line_id: 30_000})
    operations.release(orders=[order])
    assert hold_row(order).shares[line.line_id].commission_minor == 3_500


def test_the_same_refund_twice_has_one_effect(db):
    line = make_line(100_000)
    order = make_order(line)
    hold(order)
    refund_id = ids.uuid7()
    for _ in range(2):
        assert operations.give_back(
            order_id=order.order_id, parts={line.line_id: 5_000}, refund_id=refund_id, reason="test"
        ) == 5_000  # fmt: skip
    assert balance("wallet", 7) == 5_000
    operations.release(orders=[order])
    refund_id = ids.uuid7()
    for _ in range(2):
        assert operations.take_back(
            order_id=order.order_id, parts={line.line_id: 5_000}, refund_id=refund_id, reason="test"
        ) == 5_000  # fmt: skip
    assert balance("wallet", 7) == 10_000


@pytest.mark.parametrize("amount", [0, -1, 100_001])
def test_more_than_is_left_or_nothing_is_not_given_back(db, amount):
    line = make_line(100_000)
    order = make_order(line, shipping_minor=0)
    hold(order)
    if amount:
        with pytest.raises(RefundTooLarge):
            give_back(order, {line.line_id: amount})
    else:
        assert give_back(order, {line.line_id: 0}) == 0
    assert balance("escrow") == 100_000
    operations.release(orders=[order])
    if amount:
        with pytest.raises(RefundTooLarge):
            take_back(order, {line.line_id: amount})
    assert balance("wallet", 7) == 0


def test_nothing_is_taken_back_of_an_order_that_was_never_paid_out(db):
    order = make_order()
    with pytest.raises(NothingHeld):
        take_back(order, {order.lines[0].line_id: 1})
    hold(order)
    with pytest.raises(NothingHeld):
        take_back(order, {order.lines[0].line_id: 1})


def test_goodwill_costs_the_venture_and_leaves_the_seller_alone(db):
    order = make_order()
    hold(order)
    operations.release(orders=[order])
    owed = balance("seller_payable", 9)
    assert take_back(order, {order.lines[0].line_id: 10_000}, goodwill=True) == 10_000
    assert balance("seller_payable", 9) == owed
    assert balance("subsidy_expense") == 10_000
    assert balance("wallet", 7) == 10_000
    with pytest.raises(RefundTooLarge):
        take_back(order, {order.lines[0].line_id: 90_001})


def test_a_carrier_that_did_its_work_keeps_its_pay(db):
    order = make_order()
    hold(order)
    operations.release(orders=[order])
    assert take_back(order, {None: 1_500}) == 1_500
    assert balance("shipping_payable", CARRIER.owner_id) == 1_500
    assert balance("subsidy_expense") == 1_500


@pytest.mark.parametrize("rounding", [-1_490, -1, 1, 1_490])
def test_who_paid_rounded_cash_gets_back_exactly_that(db, rounding):
    line = make_line(100_000)
    order = make_order(line)
    paid = hold(order, source="cash", rounding_minor=rounding)
    first = give_back(order, {line.line_id: 30_000})
    operations.release(orders=[order])
    rest = [take_back(order, {line.line_id: 70_000}), take_back(order, {None: 1_500})]
    assert first + sum(rest) == paid
    assert balance("wallet", 7) == paid
    assert balance("rounding") == 0
    assert balance("escrow") == 0
    assert_balanced()


amounts = st.integers(1, 10**9)


@st.composite
def refund_stories(draw):
    goods = draw(st.lists(amounts, min_size=1, max_size=4))
    return {
        "goods": goods,
        "shipping": draw(st.integers(0, 10**6)),
        "commission_bps": draw(st.integers(0, 9_000)),
        "fee_bps": draw(st.integers(0, 1_000)),
        "class": draw(st.sampled_from(["home", "brand", "retail"])),
        "by_carrier": draw(st.booleans()),
        "cuts": [draw(st.lists(st.integers(1, 10**9), max_size=4)) for _ in goods],
        "before": draw(st.integers(0, 100)),
        "country": draw(st.sampled_from(["id", "ph", "vn"])),
    }


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(refund_stories())
def test_any_sequence_of_partial_refunds_to_the_full_ends_exactly_at_what_was_paid(db, story):
    from django.db import transaction

    with transaction.atomic():
        _live(story)
        transaction.set_rollback(True)


def _live(story):
    country = story["country"]
    lines = [
        make_line(
            goods, commission_bps=story["commission_bps"], payment_fee_bps=story["fee_bps"], cost_minor=1
        )
        for goods in story["goods"]
    ]
    order = make_order(
        *lines, seller_class=story["class"], shipping_minor=story["shipping"], by_carrier=story["by_carrier"]
    )
    paid = hold(order, country=country)
    left = {line.line_id: line.goods_minor for line in lines} | {None: order.shipping_minor}
    # given some of the first line back before the release
    early = left[lines[0].line_id] * story["before"] // 100
    give_back(order, {lines[0].line_id: early})
    left[lines[0].line_id] -= early
    operations.release(orders=[order])
    assert_balanced()
    # when the rest goes back piece by piece
    for line, cuts in zip(lines, story["cuts"], strict=True):
        for cut in cuts:
            if (piece := min(cut, left[line.line_id])) > 0:
                take_back(order, {line.line_id: piece})
                left[line.line_id] -= piece
                assert balance("wallet", 7, country) <= paid
    if rest := {key: amount for key, amount in left.items() if amount}:
        take_back(order, rest)
    # then the customer has exactly what was paid, and nothing stays with anybody but the carrier, at our cost
    assert balance("wallet", 7, country) == paid
    for kind in (
        "escrow",
        "commission_revenue",
        "fee_revenue",
        "withholding_payable",
        "vat_payable",
        "retail_revenue",
    ):
        assert balance(kind, country=country) == 0, kind
    assert balance("seller_payable", 9, country) == 0
    assert all(each.goods_minor == 0 for each in Turnover.objects.all())
    assert_balanced()


@given(
    st.integers(1, 10**12), st.integers(0, 10_000), st.integers(0, 10_000), st.integers(0, 2_000),
    st.sampled_from(["retail", "brand"]), st.booleans(), st.integers(0, 10**9),
)  # fmt: skip
def test_every_release_shares_out_what_was_held_to_the_last_unit(
    goods, commission, fee, tax, seller_class, by_carrier, shipping
):
    line = make_line(goods, tax_bps=tax, commission_bps=commission, payment_fee_bps=fee)
    order = make_order(
        line, seller_class=seller_class, by_carrier=by_carrier, shipping_minor=shipping, tax_bps=tax
    )
    parts = rules.shares(order, {}, service_tax_bps=tax, withholdings=())
    legs = rules.release_legs(order, parts)
    assert sum(leg.amount_minor for leg in legs if leg.debit == rules.ESCROW) == goods + shipping
    for part in parts:
        kept = part.commission_minor + part.fee_minor + part.withheld_minor
        assert 0 <= kept <= part.released_minor
        assert 0 <= part.commission_tax_minor <= part.commission_minor
        assert 0 <= part.tax_minor <= part.released_minor


@pytest.mark.race
def test_eight_refunds_at_once_never_exceed_what_was_paid(fresh_market_db):
    line = make_line(100)
    order = make_order(line, shipping_minor=0)
    hold(order)
    operations.release(orders=[order])
    barrier, outcomes = threading.Barrier(8), []

    def refund():
        barrier.wait()
        try:
            outcomes.append(take_back(order, {line.line_id: 60}))
        except RefundTooLarge:
            outcomes.append(0)
        finally:
            connection.close()

    threads = [threading.Thread(target=refund) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [0] * 7 + [60]
    assert balance("wallet", 7) == 60


@pytest.mark.race
def test_eight_releases_at_once_pay_once(fresh_market_db):
    order = make_order()
    hold(order)
    barrier, outcomes = threading.Barrier(8), []

    def release():
        barrier.wait()
        outcomes.append(operations.release(orders=[order]))
        connection.close()

    threads = [threading.Thread(target=release) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(outcomes) == 1
    assert balance("escrow") == 0


@pytest.mark.race
def test_releases_and_refunds_of_one_seller_do_not_wait_for_each_other_for_ever(fresh_market_db):
    done = [make_order(make_line(1_000), shipping_minor=0) for _ in range(20)]
    for order in done:
        hold(order)
    operations.release(orders=done)
    waiting = [make_order(make_line(1_000), shipping_minor=0) for _ in range(20)]
    for order in waiting:
        hold(order)
    acts = [lambda order=order: take_back(order, {order.lines[0].line_id: 100}) for order in done]
    acts += [lambda order=order: operations.release(orders=[order]) for order in waiting]
    failures = []

    def run(mine):
        for act in mine:
            try:
                act()
            except Exception as error:
                failures.append(error)
        connection.close()

    threads = [threading.Thread(target=run, args=(acts[start::4],)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert balance("wallet", 7) == 2_000
    assert balance("escrow") == 0
