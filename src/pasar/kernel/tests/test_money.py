import pytest
from hypothesis import given
from hypothesis import strategies as st

from pasar.kernel.money import BPS, CurrencyMismatch, Money, included, round_to, share, split

amounts = st.integers(min_value=0, max_value=10**15)
rates = st.integers(min_value=0, max_value=BPS)


@given(amounts, st.lists(st.integers(min_value=0, max_value=10**9), min_size=1, max_size=50))
def test_parts_of_a_split_sum_to_the_whole_and_none_strays_by_more_than_one(minor, weights):
    parts = split(minor, weights)
    assert sum(parts) == minor
    whole = sum(weights) or len(weights)
    for part, weight in zip(parts, weights if sum(weights) else [1] * len(weights), strict=True):
        assert abs(part * whole - minor * weight) < whole


def test_a_split_gives_the_remainder_to_the_largest_fraction_first():
    assert split(100, [1, 1, 1]) == [34, 33, 33]
    assert split(10, [1, 2, 4]) == [1, 3, 6]
    assert split(7, [0, 0]) == [4, 3]


@given(amounts, rates)
def test_a_share_is_within_half_a_minor_unit_of_the_exact_rate(minor, rate_bps):
    assert abs(share(minor, rate_bps) * BPS - minor * rate_bps) * 2 <= BPS


@given(amounts, rates)
def test_a_share_of_a_debt_mirrors_the_share_of_a_credit(minor, rate_bps):
    assert share(-minor, rate_bps) == -share(minor, rate_bps)


@given(amounts, rates)
def test_the_tax_contained_in_a_price_never_exceeds_it(minor, rate_bps):
    assert 0 <= included(minor, rate_bps) <= minor


def test_the_contained_tax_of_a_round_price_is_exact():
    assert included(111_000, 1_100) == 11_000
    assert included(10_700, 700) == 700


@pytest.mark.parametrize(
    ("minor", "step", "expected"), [(1_249, 500, 1_000), (1_250, 500, 1_500), (0, 100, 0)]
)
def test_rounding_goes_to_the_nearest_step_half_up(minor, step, expected):
    assert round_to(minor, step) == expected


def test_amounts_of_different_currency_never_meet():
    with pytest.raises(CurrencyMismatch):
        Money(1, "IDR") + Money(1, "VND")
    with pytest.raises(CurrencyMismatch):
        assert Money(1, "IDR") < Money(1, "VND")


@pytest.mark.parametrize("minor", [1.0, "1", True, None])
def test_money_is_made_of_whole_minor_units_only(minor):
    with pytest.raises(TypeError):
        Money(minor, "IDR")


def test_money_of_an_unknown_currency_is_refused():
    with pytest.raises(ValueError, match="unknown currency"):
        Money(1, "XXX")
