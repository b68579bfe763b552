from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pasar import countries
from pasar.finance.tax import operations, rules
from pasar.finance.tax.models import Turnover


def kept(country, *, on, seller_class, sale, year_minor=0):
    found = rules.in_force(
        countries.get(country).withholdings, on=on, seller_class=seller_class, year_minor=year_minor,
        sale_minor=sale.goods_minor,
    )  # fmt: skip
    return rules.withheld(found, sale)


# Cases of the fact book: tax.json, engine_tests.
def test_a_price_of_107_at_7_percent_contains_7():
    assert rules.contained(10_700, 700) == 700


def test_indonesia_withholds_half_a_percent_of_the_price_without_tax_above_the_threshold():
    sale = rules.SaleBase(27_750_000, 2_750_000, 0)  # 250,000 rupiah without tax
    day = date(2026, 8, 1)
    assert kept("id", on=day, seller_class="home", sale=sale, year_minor=50_000_000_000) == 125_000
    assert kept("id", on=day, seller_class="home", sale=sale) == 0
    assert kept("id", on=date(2026, 7, 31), seller_class="brand", sale=sale) == 0


def test_the_philippines_charge_the_remittance_that_passes_the_line_whole():
    day, before = date(2026, 1, 1), 49_500_000
    assert (
        kept("ph", on=day, seller_class="home", sale=rules.SaleBase(1_000_000, 0, 0), year_minor=before)
        == 5_000
    )
    assert kept("ph", on=day, seller_class="home", sale=rules.SaleBase(400_000, 0, 0), year_minor=before) == 0


def test_viet_nam_withholds_both_taxes_from_households_only():
    sale = rules.SaleBase(1_000_000, 74_074, 0)
    assert kept("vn", on=date(2025, 7, 1), seller_class="home", sale=sale) == 10_000 + 5_000
    assert kept("vn", on=date(2025, 7, 1), seller_class="brand", sale=sale) == 0
    assert kept("vn", on=date(2025, 6, 30), seller_class="home", sale=sale) == 0


@pytest.mark.parametrize(
    ("country", "bps"), [("id", 1_100), ("my", 800), ("ph", 1_200), ("sg", 900), ("th", 700)]
)
def test_the_platforms_own_fees_contain_the_countrys_service_tax(country, bps):
    assert countries.get(country).service_tax_bps(date(2026, 6, 1)) == bps


@given(st.integers(0, 10**12), st.lists(st.integers(1, 10**9), min_size=1, max_size=20))
def test_proportions_of_running_sums_add_up_to_the_whole(total, parts):
    whole, before, seen = sum(parts), 0, 0
    for part in parts:
        step = rules.proportion(total, before + part, whole) - rules.proportion(total, before, whole)
        assert step >= 0
        seen += step
        before += part
    assert seen == total


def test_turnover_is_kept_by_year_of_the_venture(db):
    year = ("id", 9, 2026)
    assert operations.lock_turnovers([year]) == {year: 0}
    operations.add_turnovers({year: 500, ("id", 9, 2027): 1})
    operations.add_turnovers({year: -200})
    assert operations.lock_turnovers([year, year]) == {year: 300}
    assert Turnover.objects.count() == 2
