import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pasar.finance.escrow import queries as held
from pasar.finance.escrow.errors import NothingHeld, RefundTooLarge
from pasar.finance.escrow.tests.making import CARRIER, assert_balanced, balance
from pasar.finance.payments import queries as payments
from pasar.kernel import ids
from pasar.kernel.errors import NotFound
from pasar.kernel.models import AuditEntry, Event
from pasar.market.aftersales import operations, queries
from pasar.market.aftersales.errors import (
    MoreThanBought,
    NotDelivered,
    NothingToRefund,
    RefundReused,
    StaffOnly,
)
from pasar.market.aftersales.models import Refund
from pasar.market.aftersales.operations import Part
from pasar.market.orders import operations as orders
from pasar.market.orders.errors import UnknownLine
from pasar.market.orders.tests.paying import (
    STAFF,
    capture,
    deliver,
    new_discount,
    new_line,
    new_order,
    place,
)


def completed(*lines, method="wallet", **other):
    order = new_order(*lines, cash=method == "cod", **other)
    purchase_id = place(order, method=method)
    if method == "qr_transfer":
        capture(purchase_id)
        orders.pay(purchase_id=purchase_id)
    deliver(order)
    orders.complete(order_ids=[order.id], actor="system")
    return order, purchase_id


def refund(order, lines, **other):
    given = {"refund_id": ids.uuid7(), "order_id": order.id, "reason": "arrived broken", "actor": STAFF}
    return operations.refund(lines=lines, **(given | other))


def test_after_completion_the_seller_gives_it_back_with_commission_in_proportion(db):
    line = new_line(100_000)
    order, _ = completed(line)
    owed = balance("seller_payable", 9)
    given = refund(order, {line.id: Part(50_000, units=1)})
    assert (given.returned_minor, given.destination, given.funder) == (50_000, "wallet", "seller")
    assert balance("wallet", 7) == 50_000
    assert balance("seller_payable", 9) == owed - 50_000 + 2_500 + 1_000 + balance("withholding_payable")
    entry = AuditEntry.objects.get(action="order.refund")
    assert (entry.actor, entry.target, entry.reason) == (STAFF, f"order:{order.id}", "arrived broken")
    assert Event.objects.filter(topic="refund.decided").count() == 1
    assert_balanced()


def test_a_refund_of_a_payment_goes_back_to_where_it_came_from(db):
    line = new_line(100_000)
    order, purchase_id = completed(line, method="qr_transfer")
    given = refund(order, {line.id: Part(10_000)})
    assert given.destination == "source"
    assert [each.amount_minor for each in payments.refunds_of_purchase(purchase_id)] == [10_000]
    other = refund(order, {line.id: Part(5_000)}, to_wallet=True)
    assert other.destination == "wallet"
    assert balance("wallet", 7) == 5_000


def test_before_completion_it_comes_out_of_escrow(db):
    line = new_line(100_000)
    order = new_order(line)
    place(order)
    deliver(order)
    refund(order, {line.id: Part(30_000)}, shipping_minor=1_500)
    assert balance("escrow") == 70_000
    assert balance("wallet", 7) == 31_500
    orders.complete(order_ids=[order.id], actor="system")
    assert balance("escrow") == 0
    assert held.shares_of([order.id])[order.id][line.id].commission_minor == 3_500


def test_a_line_cancelled_after_a_partial_refund_gives_back_the_rest_only(db):
    line = new_line(100_000)
    order = new_order(line)
    place(order)
    refund(order, {line.id: Part(30_000)})
    orders.cancel(order_id=order.id, actor=STAFF, reason="test")
    assert balance("wallet", 7) == order.total_minor
    assert balance("escrow") == 0


def test_a_whole_order_goes_back_to_exactly_what_was_paid_in_cash(db):
    line = new_line(99_998)
    order, _ = completed(line, method="cod")
    refund(order, {line.id: Part(33_333)})
    refund(order, {line.id: Part(66_665)}, shipping_minor=1_500)
    assert balance("wallet", 7) == order.total_minor
    assert queries.refundable(order.id) == []
    assert_balanced()


def test_the_same_refund_twice_has_one_effect(db):
    line = new_line(100_000)
    order, _ = completed(line)
    refund_id = ids.uuid7()
    first = refund(order, {line.id: Part(10_000)}, refund_id=refund_id)
    assert refund(order, {line.id: Part(10_000)}, refund_id=refund_id) == first
    with pytest.raises(RefundReused):
        refund(order, {line.id: Part(10_001)}, refund_id=refund_id)
    assert balance("wallet", 7) == 10_000


def test_what_cannot_be_refunded_is_refused_and_nothing_changes(db):
    line = new_line(100_000, units=2)
    order, _ = completed(line)
    cases = [
        (StaffOnly, {"actor": "seller:9"}, {line.id: Part(1)}),
        (NotFound, {"order_id": ids.uuid7()}, {line.id: Part(1)}),
        (NothingToRefund, {}, {}),
        (NothingToRefund, {"reason": " "}, {line.id: Part(1)}),
        (NothingToRefund, {}, {line.id: Part(-1)}),
        (UnknownLine, {}, {ids.uuid7(): Part(1)}),
        (MoreThanBought, {}, {line.id: Part(1, units=3)}),
        (RefundTooLarge, {}, {line.id: Part(100_001)}),
    ]
    for error, other, lines in cases:
        with pytest.raises(error):
            refund(order, lines, **other)
    assert Refund.objects.count() == 0
    assert balance("wallet", 7) == 0


def test_units_given_back_are_counted_over_all_refunds(db):
    line = new_line(100_000, units=2)
    order, _ = completed(line)
    refund(order, {line.id: Part(50_000, units=1)})
    assert [(each.left_minor, each.left_units) for each in queries.refundable(order.id)] == [
        (50_000, 1),
        (1_500, 0),
    ]
    with pytest.raises(MoreThanBought):
        refund(order, {line.id: Part(50_000, units=2)})


def test_goodwill_is_at_the_ventures_cost_and_only_after_completion(db):
    line = new_line(100_000)
    order = new_order(line)
    place(order)
    deliver(order)
    with pytest.raises(NotDelivered):
        refund(order, {line.id: Part(1_000)}, funder="venture")
    orders.complete(order_ids=[order.id], actor="system")
    owed = balance("seller_payable", 9)
    refund(order, {line.id: Part(1_000)}, funder="venture")
    assert balance("seller_payable", 9) == owed
    assert balance("subsidy_expense") == 1_000


def test_nothing_is_refunded_of_an_order_without_money(db):
    order = new_order(cash=True)
    place(order, method="cod")
    with pytest.raises(NothingHeld):
        refund(order, {order.lines[0].id: Part(1)})


def test_a_refund_of_a_discounted_line_gives_the_customer_their_own_part(db):
    line = new_line(
        100_000, discounts=[new_discount(1, 20_000, 0), new_discount(2, 0, 16_000)], coins_minor=8_000
    )
    order, _purchase = completed(line)
    given = refund(order, {line.id: Part(40_000, units=1)})
    assert given.returned_minor == 28_000
    assert (balance("wallet", 7), balance("coins", 7), balance("subsidy_expense")) == (28_000, 4_000, 8_000)
    said = Event.objects.get(topic="refund.decided").payload
    assert (said["returned_minor"], said["coins_minor"]) == (28_000, 4_000)
    with pytest.raises(RefundTooLarge):
        refund(order, {line.id: Part(40_001, units=1)})
    refund(order, {line.id: Part(40_000, units=1)})
    assert (balance("wallet", 7), balance("coins", 7), balance("subsidy_expense")) == (56_000, 8_000, 0)
    assert queries.refundable(order.id)[0].line_id is None
    assert_balanced()


def test_pieces_are_given_back_one_by_one_to_what_the_line_cost(db):
    line = new_line(100_001 * 3, units=3, discounts=[new_discount(1, 50_000, 50_000, units=3)])
    order, _purchase = completed(line)
    for units in (1, 1, 1):
        [goods] = queries.refundable(order.id)[:1]
        refund(order, {line.id: Part(goods.of_units(units), units=units)})
    assert balance("wallet", 7) == 100_001 * 3 - 100_000
    assert balance("subsidy_expense") == 0


def test_what_never_came_to_the_door_is_not_offered_to_be_given_back(db):
    stayed, came = new_line(100_000), new_line(60_000)
    order = new_order(stayed, came, cash=True)
    place(order, method="cod")
    orders.cancel(order_id=order.id, line_ids=[stayed.id], actor="customer:7", reason="test")
    deliver(order, lines=[came])
    assert [(each.line_id, each.left_minor) for each in queries.refundable(order.id)] == [
        (came.id, 60_000),
        (None, 1_500),
    ]


@st.composite
def bought_lines(draw):
    """A line with a shop's and a venture's voucher of any size, and coins for some of what they leave."""
    units, unit = draw(st.integers(1, 4)), draw(st.integers(4, 10**6))
    # Coins and cuts of a unit stay within its price.
    shop, venture = draw(st.integers(0, unit // 2)), draw(st.integers(0, unit // 2 - 1))
    discounts = [
        new_discount(number, seller * units, platform * units, units=units)
        for number, seller, platform in ((1, shop, 0), (2, 0, venture))
        if seller or platform
    ]
    left = (unit - shop - venture) * units
    return new_line(unit * units, units=units, discounts=discounts, coins_minor=draw(st.integers(0, left)))


@st.composite
def ways_back(draw):
    lines = draw(st.lists(bought_lines(), min_size=1, max_size=3))
    shipping = draw(st.integers(0, 10**5))
    seller = draw(st.integers(0, shipping))
    venture = draw(st.integers(0, shipping - seller))
    cuts = [new_discount(3, seller, venture, units=0)] if seller or venture else []
    return {
        "lines": lines,
        "shipping": shipping,
        "shipping_discounts": cuts,
        "method": draw(st.sampled_from(["wallet", "qr_transfer", "cod"])),
        "gone": draw(st.integers(0, len(lines) - 1)),
        "by_units": [draw(st.booleans()) for _ in lines],
        "piece": draw(st.integers(1, 10**6)),
    }


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ways_back())
def test_whatever_way_everything_goes_back_everybody_has_what_they_had(db, story):
    with transaction.atomic():
        _go_back(story)
        transaction.set_rollback(True)


def _go_back(story):
    cash = story["method"] == "cod"
    order = new_order(
        *story["lines"],
        shipping_minor=story["shipping"],
        shipping_discounts=story["shipping_discounts"],
        cash=cash,
    )
    nothing_to_pay = order.total_minor == 0
    purchase_id = place(order, method="wallet" if nothing_to_pay else story["method"])
    if story["method"] == "qr_transfer" and not nothing_to_pay:
        capture(purchase_id)
        orders.pay(purchase_id=purchase_id)
    coins = balance("coins", 7)
    # some lines are given up before they are sent, the others arrive and are kept for a while
    for line in order.lines[: story["gone"]]:
        orders.cancel(order_id=order.id, line_ids=[line.id], actor="customer:7", reason="test")
    deliver(order, lines=order.lines[story["gone"] :])
    orders.complete(order_ids=[order.id], actor="system")
    # then what arrived goes back, piece by piece or unit by unit
    while found := queries.refundable(order.id):
        goods = found[0]
        if goods.line_id is None:
            piece = max(story["piece"], goods.paid_minor // 3)
            refund(order, {}, shipping_minor=min(piece, goods.left_minor))
            continue
        number = [line.id for line in order.lines].index(goods.line_id)
        whole = story["by_units"][number] and goods.left_units
        size = (
            goods.of_units(1) if whole else min(max(story["piece"], goods.paid_minor // 5), goods.left_minor)
        )
        refund(order, {goods.line_id: Part(size or goods.left_minor, units=1 if whole else 0)})
    hold = held.hold_of(order.id)
    assert (hold.refunded_minor, hold.coins_back_minor) == (hold.paid_minor, hold.coins_minor)
    assert hold.back_minor == hold.amount_minor
    assert balance("wallet", 7) + balance("refunds_in_flight") == hold.paid_minor
    if not cash:
        assert hold.paid_minor == order.total_minor
        assert balance("coins", 7) == order.coins_minor
    else:
        assert balance("coins", 7) == sum(line.coins_minor for line in order.lines)
        assert balance("cod_receivable", CARRIER.owner_id) == hold.paid_minor
    assert coins in (0, order.coins_minor)
    # the venture bears delivery, which the carrier did; the seller his part of it, and nobody anything else
    delivery = balance("shipping_payable", CARRIER.owner_id)
    assert delivery == order.shipping_minor
    assert balance("seller_payable", 9) == -order.shipping_seller_discount_minor
    assert balance("subsidy_expense") == order.shipping_minor - order.shipping_seller_discount_minor
    assert (balance("escrow"), balance("rounding")) == (0, 0)
    assert balance("commission_revenue") == balance("fee_revenue") == balance("vat_payable") == 0
    assert_balanced()
