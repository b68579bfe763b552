import pytest
from django.db import transaction
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from pasar.finance.escrow import operations, queries
from pasar.finance.escrow.errors import RefundTooLarge
from pasar.finance.escrow.rules import Layers
from pasar.finance.escrow.tests.making import (
    CARRIER,
    assert_balanced,
    balance,
    fill_coins,
    hold,
    hold_row,
    make_line,
    make_order,
)
from pasar.finance.ledger import queries as books
from pasar.finance.ledger.errors import InsufficientFunds
from pasar.kernel import ids
from pasar.kernel.models import Event


def give_back(order, parts, paid_with, **other):
    return operations.give_back(
        order_id=order.order_id,
        parts=parts,
        refund_id=ids.uuid7(),
        reason="test",
        paid_with=paid_with,
        **other,
    )


def take_back(order, parts, paid_with, **other):
    return operations.take_back(
        order_id=order.order_id,
        parts=parts,
        refund_id=ids.uuid7(),
        reason="test",
        paid_with=paid_with,
        **other,
    )


def fills(order):
    found = books.transfers_of("order", str(order.order_id))
    return {(each.code, each.debit_kind, each.credit_kind): each.amount_minor for each in found}


def test_customer_venture_and_coins_fill_escrow_together(db):
    line = make_line(100_000)
    order = make_order(line)
    paid = hold(order, paid_with={line.line_id: Layers(100_000, 20_000, 5_000), None: Layers(1_500, 1_500)})
    assert paid == 75_000
    assert balance("escrow") == 101_500
    assert balance("subsidy_expense") == 21_500
    assert (balance("coins", 7), balance("wallet", 7)) == (0, 0)
    assert fills(order) == {
        ("hold", "wallet", "escrow"): 75_000,
        ("subsidy", "subsidy_expense", "escrow"): 21_500,
        ("coins_spent", "coins", "escrow"): 5_000,
    }
    view = queries.hold_of(order.order_id)
    assert (view.amount_minor, view.paid_minor, view.subsidy_minor, view.coins_minor) == (
        101_500, 75_000, 21_500, 5_000,
    )  # fmt: skip
    assert_balanced()


def test_coins_that_are_not_there_hold_nothing(db):
    line = make_line(100_000)
    order = make_order(line, shipping_minor=0)
    fill_coins(7, 4_999)
    from pasar.finance.escrow.batch import NewHold

    with pytest.raises(InsufficientFunds):
        operations.hold(
            holds=[NewHold(order.order_id, order.order_id, "id", "IDR", 7, 9, 5_000, coins_minor=5_000)],
            source="wallet",
        )
    assert balance("coins", 7) == 4_999
    assert queries.hold_of(order.order_id) is None


def test_commission_is_before_what_the_venture_gives_and_the_seller_is_paid_for_it_too(db):
    line = make_line(100_000)
    order = make_order(line, shipping_minor=0)
    hold(order, paid_with={line.line_id: Layers(100_000, 60_000, 40_000)})
    operations.release(orders=[order])
    assert hold_row(order).shares[line.line_id].commission_minor == 5_000
    assert fills(order)["sale", "escrow", "seller_payable"] == 100_000
    assert balance("escrow") == 0


def test_each_layer_goes_back_to_where_it_came_from_in_proportion(db):
    line = make_line(100_000)
    order = make_order(line, shipping_minor=0)
    layers = {line.line_id: Layers(100_000, 20_000, 10_000)}
    hold(order, paid_with=layers)
    assert give_back(order, {line.line_id: 50_000}, layers) == 35_000
    assert balance("wallet", 7) == 35_000
    assert balance("subsidy_expense") == 10_000
    assert balance("coins", 7) == 5_000
    [refund] = queries.refunds_of(order.order_id)
    assert (refund.amount_minor, refund.returned_minor, refund.subsidy_minor, refund.coins_minor) == (
        50_000, 35_000, 10_000, 5_000,
    )  # fmt: skip
    said = Event.objects.get(topic="escrow.given_back").payload
    assert (said["amount_minor"], said["coins_minor"], said["subsidy_minor"]) == (35_000, 5_000, 10_000)
    assert_balanced()


def test_a_line_without_a_voucher_goes_back_in_money_alone(db):
    plain, cut = make_line(50_000), make_line(50_000)
    order = make_order(plain, cut, shipping_minor=0)
    layers = {plain.line_id: Layers(50_000), cut.line_id: Layers(50_000, 50_000)}
    hold(order, paid_with=layers)
    assert give_back(order, {cut.line_id: 50_000}, layers) == 0
    assert balance("wallet", 7) == 0
    assert give_back(order, {plain.line_id: 50_000}, layers) == 50_000
    assert queries.hold_of(order.order_id).state == "returned"


def test_coins_alone_that_go_back_are_told_of_too(db):
    line = make_line(5_000)
    order = make_order(line, shipping_minor=0)
    layers = {line.line_id: Layers(5_000, 0, 5_000)}
    assert hold(order, paid_with=layers) == 0
    assert give_back(order, {line.line_id: 5_000}, layers) == 0
    assert balance("coins", 7) == 5_000
    said = Event.objects.get(topic="escrow.given_back").payload
    assert (said["amount_minor"], said["coins_minor"]) == (0, 5_000)


def test_no_more_of_a_line_goes_back_than_was_paid_for_it(db):
    one, two = make_line(50_000), make_line(50_000)
    order = make_order(one, two, shipping_minor=0)
    layers = {one.line_id: Layers(50_000, 10_000), two.line_id: Layers(50_000)}
    hold(order, paid_with=layers)
    with pytest.raises(RefundTooLarge):
        give_back(order, {one.line_id: 50_001}, layers)
    assert balance("escrow") == 100_000


def test_an_order_that_costs_nothing_is_held_released_and_costs_its_seller_delivery(db):
    line = make_line(1)
    free = line.__class__(line.line_id, 0, 0, 500, 200)
    order = make_order(free, shipping_minor=0, shipping_seller_discount_minor=1_500)
    assert hold(order) == 0
    assert queries.hold_of(order.order_id).state == "held"
    assert operations.release(orders=[order]) == 1
    assert operations.release(orders=[order]) == 0
    assert queries.hold_of(order.order_id).state == "released"
    assert balance("shipping_payable", CARRIER.owner_id) == 1_500
    assert balance("seller_payable", 9) == -1_500
    assert_balanced()


def test_the_carrier_is_owed_all_of_delivery_and_the_seller_bears_his_part_of_it(db):
    line = make_line(100_000, commission_bps=0, payment_fee_bps=0)
    order = make_order(line, shipping_minor=900, shipping_seller_discount_minor=600)
    hold(order, paid_with={None: Layers(900, 500)})
    operations.release(orders=[order])
    assert balance("shipping_payable", CARRIER.owner_id) == 1_500
    assert fills(order)["shipping_discount", "seller_payable", "shipping_payable"] == 600
    assert fills(order)["delivery", "escrow", "shipping_payable"] == 900


def test_free_delivery_of_the_own_shelf_is_the_ventures_expense(db):
    order = make_order(
        make_line(111_000), seller_class="retail", shipping_minor=0, shipping_seller_discount_minor=1_500
    )
    hold(order)
    operations.release(orders=[order])
    assert balance("subsidy_expense") == 1_500
    assert balance("retail_revenue") == 100_000


def test_who_delivers_himself_and_makes_it_free_is_owed_nothing_for_it(db):
    line = make_line(100_000, commission_bps=0, payment_fee_bps=0)
    order = make_order(line, by_carrier=False, shipping_minor=0, shipping_seller_discount_minor=1_500)
    hold(order)
    operations.release(orders=[order])
    assert [code for code, *_ in fills(order)].count("shipping_discount") == 0


@pytest.mark.parametrize("rounding", [-1_490, 1_490])
def test_rounded_cash_goes_back_as_paid_beside_the_other_layers(db, rounding):
    line = make_line(100_000)
    order = make_order(line, shipping_minor=0)
    layers = {line.line_id: Layers(100_000, 30_000, 10_000)}
    paid = hold(order, source="cash", rounding_minor=rounding, paid_with=layers)
    assert paid == 60_000 + rounding
    back = give_back(order, {line.line_id: 33_333}, layers)
    operations.release(orders=[order])
    back += take_back(order, {line.line_id: 66_667}, layers)
    assert back == paid == balance("wallet", 7)
    assert balance("rounding") == 0
    assert balance("coins", 7) == 10_000
    assert balance("subsidy_expense") == 0
    assert_balanced()


@st.composite
def layers(draw, least=0):
    amount = draw(st.integers(least, 10**9) | st.integers(least, 7))
    subsidy = draw(st.integers(0, amount))
    return Layers(amount, subsidy, draw(st.integers(0, amount - subsidy)))


@given(layers(), st.lists(st.integers(1, 10**9) | st.integers(1, 3), max_size=12))
def test_pieces_of_a_line_never_take_more_of_a_layer_than_is_left(whole, cuts):
    left = whole
    for cut in [*cuts, whole.amount_minor]:
        piece = left.part(min(cut, left.amount_minor))
        assert piece.amount_minor == piece.money_minor + piece.subsidy_minor + piece.coins_minor
        assert min(piece.money_minor, piece.subsidy_minor, piece.coins_minor) >= 0
        left = left.without(piece.amount_minor, piece.subsidy_minor, piece.coins_minor)
        assert min(left.money_minor, left.subsidy_minor, left.coins_minor) >= 0
    assert left == Layers(0, 0, 0)


@st.composite
def stories(draw):
    lines = draw(st.lists(layers(least=1), min_size=1, max_size=4))
    price = draw(st.integers(0, 10**6))
    delivery = Layers(price, draw(st.integers(0, price)))
    return {
        "lines": lines,
        "delivery": delivery,
        "sellers_part": draw(st.integers(0, 10**6)),
        "commission_bps": draw(st.integers(0, 9_000)),
        "class": draw(st.sampled_from(["home", "brand", "retail"])),
        "by_carrier": draw(st.booleans()),
        "goodwill": draw(st.booleans()),
        "cuts": [draw(st.lists(st.integers(1, 10**9) | st.integers(1, 5), max_size=4)) for _ in lines],
        "before": [draw(st.integers(0, 100)) for _ in lines],
        "country": draw(st.sampled_from(["id", "ph", "vn"])),
    }


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stories())
def test_any_sequence_of_partial_refunds_to_the_full_leaves_each_layer_at_nothing(db, story):
    with transaction.atomic():
        _live(story)
        transaction.set_rollback(True)


def _live(story):
    country, lines = story["country"], []
    paid_with = {None: story["delivery"]}
    for each in story["lines"]:
        line = make_line(each.amount_minor, commission_bps=story["commission_bps"])
        lines.append(line)
        paid_with[line.line_id] = each
    order = make_order(
        *lines, seller_class=story["class"], shipping_minor=story["delivery"].amount_minor,
        by_carrier=story["by_carrier"], shipping_seller_discount_minor=story["sellers_part"],
    )  # fmt: skip
    coins = sum(each.coins_minor for each in paid_with.values())
    subsidy = sum(each.subsidy_minor for each in paid_with.values())
    paid = hold(order, country=country, paid_with=paid_with)
    assert balance("subsidy_expense", country=country) == subsidy
    left = {key: each.amount_minor for key, each in paid_with.items()}
    # given a part of some lines back before the release
    early = {
        line.line_id: left[line.line_id] * percent // 100
        for line, percent in zip(lines, story["before"], strict=True)
    }
    give_back(order, early, paid_with)
    for key, amount in early.items():
        left[key] -= amount
    assume(any(left.values()))
    operations.release(orders=[order])
    assert balance("escrow", country=country) == 0
    # when the rest goes back piece by piece
    for line, cuts in zip(lines, story["cuts"], strict=True):
        for cut in cuts:
            if (piece := min(cut, left[line.line_id])) > 0:
                had = balance("wallet", 7, country), balance("coins", 7, country)
                take_back(order, {line.line_id: piece}, paid_with, goodwill=story["goodwill"])
                left[line.line_id] -= piece
                now = balance("wallet", 7, country), balance("coins", 7, country)
                assert [min(pair) for pair in zip(had, now, strict=True)] == list(had)
                assert [max(pair) for pair in zip(now, (paid, coins), strict=True)] == [paid, coins]
    if rest := {key: amount for key, amount in left.items() if amount}:
        take_back(order, rest, paid_with, goodwill=story["goodwill"])
    # then every layer is back where it came from, and the hold says so
    row = hold_row(order)
    assert (balance("wallet", 7, country), balance("coins", 7, country)) == (paid, coins)
    assert (row.refunded_minor, row.subsidy_back_minor, row.coins_back_minor) == (paid, subsidy, coins)
    assert balance("escrow", country=country) == 0
    for key, each in paid_with.items():
        if share := row.shares.get(key):
            assert (share.subsidy_back_minor, share.coins_back_minor) == (
                each.subsidy_minor,
                each.coins_minor,
            )
    # and what the venture bears beside is goodwill and what carriers did
    at_own_cost = sum(share.goodwill_minor for share in row.shares.values())
    free = story["sellers_part"] if story["by_carrier"] else 0
    delivered = row.shares[None].released_minor if None in row.shares else 0
    whole = story["delivery"].amount_minor
    assert not whole or delivered in (0, whole)
    free = free if delivered == whole else 0
    assert balance("subsidy_expense", country=country) == at_own_cost + (
        free if story["class"] == "retail" else 0
    )
    if story["by_carrier"]:
        assert balance("shipping_payable", CARRIER.owner_id, country) == delivered + free
    if not story["goodwill"] and story["class"] != "retail":
        assert balance("seller_payable", 9, country) == -free
        for kind in ("commission_revenue", "fee_revenue", "vat_payable", "withholding_payable"):
            assert balance(kind, country=country) == 0, kind
    assert_balanced()
