"""The state machine, held against a table written by hand, and the arithmetic of orders as properties."""

from itertools import product
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pasar.kernel.money import split
from pasar.market.orders import rules

ACTORS = ("customer:1", "seller:2", "person:3", "carrier:pasar_express", "system")
VERBS = sorted(rules.BY_VERB)

# Verb, from, to, and who may: c customer, s seller, p staff, k carrier, y the system.
TABLE = """
pay             awaiting_payment  to_ship          y
expire          awaiting_payment  cancelled        y
cancel          awaiting_payment  cancelled        cpy
cancel          to_ship           cancelled        cspy
cancel          packed            cancelled        spy
cancel          delivery_failed   cancelled        p
pack            to_ship           packed           spy
ship            packed            shipped          skpy
deliver         shipped           delivered        cskpy
deliver         delivery_failed   delivered        kp
fail_delivery   shipped           delivery_failed  skp
back_at_seller  delivery_failed   returned         skp
complete        delivered         completed        cpy
"""
LETTERS = {"c": "customer:1", "s": "seller:2", "p": "person:3", "k": "carrier:pasar_express", "y": "system"}
MAY = {
    (verb, before, actor): after
    for verb, before, after, who in (row.split() for row in TABLE.strip().splitlines())
    for actor in (LETTERS[letter] for letter in who)
}
STATUSES = (*rules.PROGRESS, *sorted(rules.GONE))


def line(status: str, number: int = 1) -> rules.LineState:
    return rules.LineState(UUID(int=number), UUID(int=0), status)


@pytest.mark.parametrize(("verb", "status", "actor"), list(product(VERBS, STATUSES, ACTORS)))
def test_a_line_goes_where_the_table_says_and_nowhere_else(verb: str, status: str, actor: str) -> None:
    plan = rules.plan(verb, [line(status)], actor)
    after = MAY.get((verb, status, actor))
    if after:
        assert [move.to_status for move in plan.moves] == [after]
        assert plan.stuck == ()
    else:
        assert plan.moves == ()
        reached = {each.to_status for each in rules.BY_VERB[verb].values()}
        is_there = status in reached or status in rules.GONE
        assert bool(plan.stuck) is not is_there


@given(verb=st.sampled_from(VERBS), statuses=st.lists(st.sampled_from(STATUSES), min_size=1, max_size=6))
def test_a_verb_repeated_changes_nothing(verb: str, statuses: list[str]) -> None:
    lines = [line(status, number) for number, status in enumerate(statuses)]
    first = rules.plan(verb, lines, "person:3")
    if first.stuck:
        return
    after = {move.line_id: move.to_status for move in first.moves}
    again = rules.plan(
        verb, [line(after.get(each.id, each.status), each.id.int) for each in lines], "person:3"
    )
    assert again.moves == ()
    assert again.stuck == ()


@given(st.lists(st.sampled_from(STATUSES), min_size=1, max_size=6))
def test_an_order_is_where_its_least_advanced_line_is(statuses: list[str]) -> None:
    status = rules.order_status(statuses)
    going = [each for each in statuses if each not in rules.GONE]
    if going:
        assert status in going
        assert all(rules.PROGRESS.index(status) <= rules.PROGRESS.index(each) for each in going)
    else:
        assert status == ("returned" if "returned" in statuses else "cancelled")


@given(reported=st.sampled_from(sorted(rules.SCAN_PATHS)), status=st.sampled_from(STATUSES))
def test_scans_lead_to_what_was_reported_by_steps_a_carrier_may_take(reported: str, status: str) -> None:
    at = status
    for verb in rules.verbs_towards(reported, status):
        plan = rules.plan(verb, [line(at)], "carrier:pasar_express")
        assert plan.stuck == ()
        at = plan.moves[0].to_status
    assert at in (reported, status)


@pytest.mark.parametrize("status", ["delivered", "completed", "returned", "cancelled"])
@pytest.mark.parametrize("reported", ["shipped", "delivery_failed"])
def test_a_late_scan_never_moves_an_order_back(reported: str, status: str) -> None:
    assert rules.verbs_towards(reported, status) == ()


def test_every_deadline_names_an_action_that_exists() -> None:
    from pasar.market.orders.operations.deadlines import ACTIONS

    assert {each.action for each in rules.DEADLINES.values()} <= set(ACTIONS)


PARTS = st.lists(
    st.tuples(st.integers(1, 10**9), st.sampled_from([(True, False), (False, True), (False, False)])),
    min_size=1,
    max_size=8,
)


@given(parts=PARTS, shipping=st.integers(0, 10**7))
def test_what_goes_back_is_the_goods_that_go_and_delivery_with_the_last_of_them(
    parts: list[tuple[int, tuple[bool, bool]]], shipping: int
) -> None:
    lines = [(goods, goes, gone) for goods, (goes, gone) in parts]
    goods, delivery = rules.refundable(lines, shipping)
    assert goods == sum(amount for amount, goes, _gone in lines if goes)
    stays = any(not goes and not gone for _goods, goes, gone in lines)
    assert delivery == (0 if stays or not any(goes for _goods, goes, _gone in lines) else shipping)


@given(
    unit=st.integers(100, 10**9),
    cuts=st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=1, max_size=4),
    units=st.integers(1, 9),
)
def test_units_of_a_line_cost_together_what_it_costs_its_seller_to_sell_it(
    unit: int, cuts: list[tuple[int, int]], units: int
) -> None:
    sellers = [(seller, split(seller + venture, [1] * units)) for seller, venture in cuts]
    prices = rules.unit_prices(unit, units, sellers)
    assert len(prices) == units
    assert sum(prices) == unit * units - sum(seller for seller, _venture in cuts)


def test_nothing_is_collected_where_nothing_is_left_to_pay() -> None:
    assert rules.cash_due(0, 0, 50_000) == (0, 0)


@given(
    goods=st.integers(1, 10**12),
    shipping=st.integers(0, 10**8),
    step=st.sampled_from([1, 5, 25, 100, 50_000]),
)
def test_cash_is_a_whole_number_of_steps_next_to_the_sum(goods: int, shipping: int, step: int) -> None:
    due, rounding = rules.cash_due(goods, shipping, step)
    assert due % step == 0
    assert due > 0
    assert due == goods + shipping + rounding
    assert abs(rounding) * 2 <= step or due == step
