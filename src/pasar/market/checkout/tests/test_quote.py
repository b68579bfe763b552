"""What the quote promises, as properties, and each thing that stands in the way of placing it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pasar import countries
from pasar.kernel.money import included
from pasar.market.checkout import rules
from pasar.market.checkout.rules import Quote, Wanted, quote
from pasar.market.checkout.tests.making import AT, asked, goods, shop, tariff
from pasar.market.fulfilment.rules import Load

COUNTRIES = st.sampled_from(sorted(countries.all_countries()))


@st.composite
def selections(draw: Any) -> rules.QuoteInput:
    """A basket over a few shops of any country, some of it not to be had."""
    key = draw(COUNTRIES)
    country = countries.get(key)
    zones = [zone.key for zone in country.zones]
    shops = {number: shop(number, zone=draw(st.sampled_from(zones))) for number in range(1, 4)}
    stock = {}
    for sku in range(1, draw(st.integers(1, 6)) + 1):
        owner = draw(st.sampled_from(sorted(shops)))
        stock[sku] = goods(
            sku, country=key, shop_id=owner, seller_id=shops[owner].seller_id,
            unit_minor=draw(st.integers(1, 10**9)), free=draw(st.integers(0, 50)),
            on_sale=draw(st.sampled_from([True, True, True, False])),
            load=Load(draw(st.integers(1, 3_000)), draw(st.integers(0, 20_000))),
        )  # fmt: skip
    wanted = tuple(Wanted(sku, draw(st.integers(1, 20))) for sku in stock)
    return asked(
        country=country, wanted=wanted, goods=stock, shops=shops, tariff=tariff(key),
        to_zone=draw(st.sampled_from([*zones, None])),
        method=draw(st.sampled_from(["", *country.payment_methods])),
    )  # fmt: skip


@given(selections())
@settings(max_examples=150, deadline=None)
def test_the_parts_sum_to_the_whole_and_none_is_negative(selection: rules.QuoteInput) -> None:
    found = quote(selection)
    assert found.goods_minor == sum(line.goods_minor for line in found.lines)
    assert found.total_minor == found.goods_minor + found.shipping_minor + found.rounding_minor
    assert found.total_minor == sum(parcel.total_minor for parcel in found.parcels)
    assert found.tax_minor == sum(parcel.tax_minor for parcel in found.parcels)
    for line in found.lines:
        assert line.goods_minor == line.unit_minor * line.units > 0
        assert 0 <= line.tax_minor < line.goods_minor
    for parcel in found.parcels:
        assert parcel.shipping_minor >= 0
        assert parcel.total_minor > 0
    if selection.method != rules.CASH:
        assert found.rounding_minor == 0


@given(selections())
@settings(max_examples=50, deadline=None)
def test_the_same_input_gives_the_same_quote(selection: rules.QuoteInput) -> None:
    assert quote(selection) == quote(selection)


@given(selections(), st.integers(0, 5))
@settings(max_examples=100, deadline=None)
def test_one_unit_more_never_costs_less(selection: rules.QuoteInput, which: int) -> None:
    before = quote(selection)
    if before.problems:
        return
    line = selection.wanted[which % len(selection.wanted)]
    more = tuple(Wanted(each.sku_id, each.units + (each is line)) for each in selection.wanted)
    after = quote(replace(selection, wanted=more, delivery=before.delivery))
    if not after.problems:
        assert after.total_minor >= before.total_minor
        assert after.shipping_minor >= before.shipping_minor


def codes(found: Quote) -> list[str]:
    return [problem.code for problem in found.problems]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"wanted": ()}, "nothing_selected"),
        ({"to_zone": None}, "address_missing"),
        ({"wanted": (Wanted(99, 1),)}, "gone"),
        ({"goods": {1: goods(1, on_sale=False)}}, "gone"),
        ({"goods": {1: goods(1, unit_minor=None)}}, "gone"),
        ({"goods": {1: goods(1, unit_minor=0)}}, "gone"),
        ({"goods": {1: goods(1, country="my")}}, "gone"),
        ({"shops": {1: shop(1, open=False)}}, "closed"),
        ({"shops": {}}, "closed"),
        ({"shops": {1: shop(1, seller_id=999)}}, "closed"),
        ({"wanted": (Wanted(1, 0),)}, "units_out_of_range"),
        ({"wanted": (Wanted(1, -3),)}, "units_out_of_range"),
        ({"wanted": (Wanted(1, 1_000),)}, "units_out_of_range"),
        ({"wanted": (Wanted(1, 11),)}, "out_of_stock"),
        ({"tariff": {}}, "not_served"),
        ({"goods": {1: goods(1, load=Load(900_000, 0))}}, "not_served"),
        ({"delivery": {1: ("pasar_express", "teleport")}}, "delivery_gone"),
        ({"method": "shells"}, "method_unknown"),
        ({"method": "cod", "goods": {1: goods(1, unit_minor=9_000_000_00)}}, "cash_limit"),
        ({"method": "cod", "cash_off_until": AT + timedelta(days=1)}, "cash_switched_off"),
        ({"goods": {1: goods(1, unit_minor=2 * rules.MOST_MINOR)}}, "too_expensive"),
    ],
)
def test_what_stands_in_the_way_is_named(changes: dict[str, Any], problem: str) -> None:
    assert problem in codes(quote(replace(asked((1, 1)), **changes)))


def test_the_sellers_own_delivery_takes_no_cash() -> None:
    near = asked((1, 1), method="cod", to_zone="jabodetabek", delivery={1: ("own_courier", "standard")})
    assert codes(quote(near)) == ["cash_not_by_carrier"]


def test_cash_is_not_offered_where_the_country_has_no_rule_for_it() -> None:
    country = countries.get("sg")
    there = asked(
        (1, 1), country=replace(country, payment_methods=("cod",)), goods={1: goods(1, country="sg")},
        shops={1: shop(1, zone="island")}, tariff=tariff("sg"), to_zone="island", method="cod",
    )  # fmt: skip
    assert codes(quote(there)) == ["cash_not_offered"]


def test_a_quote_worked_by_hand() -> None:
    found = quote(asked((1, 2), (2, 1), method="cod", delivery={1: ("pasar_express", "standard")}))
    # 3 x 400 g and 3 x 2,000 cm3 over 6,000: 1.2 kg are within the tolerance of 1 kg; Rp 16,000 from zone to zone.
    assert found.problems == ()
    assert (found.goods_minor, found.shipping_minor) == (75_000_00, 16_000_00)
    assert (found.rounding_minor, found.total_minor) == (0, 91_000_00)
    assert found.tax_minor == included(50_000_00, 1_100) + included(25_000_00, 1_100) + included(
        16_000_00, 1_100
    )


def test_cash_is_rounded_per_parcel_to_what_people_carry() -> None:
    found = quote(asked((1, 1), goods={1: goods(1, unit_minor=25_130_00)}, method="cod"))
    assert found.total_minor % 500_00 == 0
    assert found.rounding_minor == found.total_minor - found.goods_minor - found.shipping_minor != 0


def test_differences_name_what_changed() -> None:
    fresh = quote(asked((1, 1)))
    same = rules.differences(
        fresh, seen_total_minor=fresh.total_minor, seen_prices={1: 25_000_00},
        seen_shipping={1: fresh.shipping_minor},
    )  # fmt: skip
    assert same == ()
    other = rules.differences(fresh, seen_total_minor=1, seen_prices={1: 24_000_00}, seen_shipping={1: 0})
    assert [(each.kind, each.was) for each in other] == [("price", 24_000_00), ("shipping", 0), ("total", 1)]
