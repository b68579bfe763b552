"""What a cut is, and which price counts."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pasar.market.campaigns.rules import (
    CAMPAIGN,
    FLASH,
    Past,
    Price,
    Terms,
    Used,
    after_taking,
    choose,
    judge,
    lowest,
    priced_for,
)

AT = datetime(2026, 11, 11, tzinfo=UTC)
TERMS = Terms(min_cut_bps=1_000, look_back_days=30, min_days_priced=7)


def ago(days: float) -> datetime:
    return AT - timedelta(days=days)


def flash(unit_minor: int = 60, left: int = 5, per_customer: int = 2) -> Price:
    return Price(FLASH, 7, 1, unit_minor, 100, per_customer, left, AT)


def campaign(unit_minor: int = 80) -> Price:
    return Price(CAMPAIGN, 9, 1, unit_minor, 100, None, None, AT)


def test_a_price_raised_before_the_sale_does_not_make_the_sale_a_cut():
    past = [Past(10_000, ago(60), ago(3)), Past(20_000, ago(3), None)]

    verdict = judge(TERMS, 12_000, past, 100, AT)

    assert (verdict.reason, verdict.reference_minor, verdict.most_minor) == ("not_low_enough", 10_000, 9_000)
    assert judge(TERMS, 9_000, past, 100, AT).reason == ""


def test_a_low_price_of_more_than_a_month_ago_is_forgotten():
    past = [Past(5_000, ago(60), ago(31)), Past(20_000, ago(31), None)]
    assert judge(TERMS, 18_000, past, 100, AT).reason == ""


def test_a_sale_that_lies_over_the_ordinary_price_is_what_could_be_had():
    past = [Past(20_000, ago(60), None), Past(15_000, ago(5), ago(4))]
    assert lowest(past, ago(30), AT) == 15_000


def test_an_offer_that_was_never_asked_of_anybody_is_no_reference():
    past = [Past(5_000, ago(20), ago(10)), Past(20_000, ago(20.5), None), Past(18_000, ago(20), ago(10))]
    assert lowest(past[1:], ago(30), AT) == 18_000
    hidden = [Past(5_000, ago(20), ago(10)), Past(20_000, ago(25), ago(20)), Past(18_000, ago(19.999), None)]
    assert lowest(hidden, ago(30), AT) == 5_000  # it counted for a moment, before the later one began


def test_goods_priced_since_yesterday_have_nothing_to_be_cut_from():
    verdict = judge(TERMS, 1_000, [Past(20_000, ago(1), None)], 100, AT)
    assert (verdict.reason, verdict.most_minor) == ("too_new", None)


def test_goods_without_a_price_cannot_be_cut():
    assert judge(TERMS, 1_000, [], 100, AT).reason == "no_price"
    assert judge(TERMS, 1_000, [Past(9_000, AT, None)], 100, AT).reason == "no_price"


@given(
    price=st.integers(1, 10**9),
    cut=st.integers(100, 9_000),
    step=st.sampled_from([1, 100, 10_000]),
)
def test_the_price_that_would_be_accepted_is_accepted_and_a_step_more_is_not(price, cut, step):
    terms = Terms(cut, 30, 0)
    past = [Past(price, ago(40), None)]
    most = judge(terms, 0, past, step, AT).most_minor
    if most is None:
        return
    assert most % step == 0
    assert judge(terms, most, past, step, AT).reason == ""
    assert judge(terms, most + step, past, step, AT).reason == "not_low_enough"


def test_time_without_a_price_does_not_count_as_priced():
    past = [Past(10, ago(20), ago(15)), Past(12, ago(5), None)]
    assert priced_for(past, ago(30), AT) == timedelta(days=10)


def test_the_flash_price_goes_before_the_campaign_price_and_both_before_the_offer():
    assert choose([campaign(), flash()], 2, 100).price == flash()
    assert choose([campaign()], 2, 100).price == campaign()
    assert choose([], 2, 100).price is None


def test_a_seller_who_went_lower_meanwhile_asks_the_lower_price():
    assert choose([flash(60), campaign(80)], 1, 55).price is None
    assert choose([campaign(80)], 1, 80).price is None


@pytest.mark.parametrize(
    ("left", "units", "used", "refusal", "most"),
    [
        (5, 3, Used(), "flash_limit", 2),
        (5, 1, Used(units=2), "flash_limit", 0),
        (1, 2, Used(), "flash_sold_out", 1),
        (0, 1, Used(), "flash_sold_out", 0),
        (0, 3, Used(), "flash_sold_out", 0),
    ],
)
def test_a_flash_price_that_cannot_be_had_says_why_and_leaves_the_next_lower(
    left, units, used, refusal, most
):
    chosen = choose([flash(left=left), campaign()], units, 100, used)
    assert (chosen.price, chosen.refusal, chosen.most) == (campaign(), refusal, most)


def test_units_kept_for_whoever_is_called_are_theirs_alone():
    assert choose([flash(left=0)], 2, 100, Used(offered=2)).price == flash(left=0)
    assert choose([flash(left=0)], 1, 100).refusal == "flash_sold_out"


@given(
    left=st.integers(0, 20),
    wishes=st.lists(st.tuples(st.integers(1, 4), st.integers(1, 5)), max_size=40),
    kept=st.dictionaries(st.integers(1, 4), st.integers(0, 3)),
)
def test_however_wishes_come_no_more_goes_than_was_left_and_nobody_has_more_than_the_limit(
    left, wishes, kept
):
    price, used = flash(left=left, per_customer=3), {who: Used(0, n) for who, n in kept.items()}
    supply, gone = left + sum(kept.values()), 0
    for who, units in wishes:
        chosen = choose([price], units, 100, used.get(who, Used()))
        if chosen.price is None:
            continue
        price, used[who] = after_taking(price, units, used.get(who, Used()))
        gone += units
    assert gone <= supply
    assert price.quota_left is not None
    assert price.quota_left >= 0
    assert all(each.units <= 3 and each.offered >= 0 for each in used.values())
