"""Tariffs: worked examples, properties of the charge, and the first cards of every country."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pasar import countries
from pasar.market.fulfilment import rules
from pasar.market.fulfilment.rates import first_cards
from pasar.market.fulfilment.rules import Card, Load

BASE = Card(
    id=1, country="id", carrier_key="c", service_key="s", from_zone="a", to_zone="b", currency="IDR", base_g=1_000,
    base_minor=1_000_000, step_g=1_000, step_minor=900_000, tolerance_g=0, divisor=6_000, most_g=50_000, min_days=1,
    max_days=3, cod_fee_bps=None, from_on=date(2026, 1, 1),
)  # fmt: skip
CARDS = [Card(id=number, **row) for number, row in enumerate(first_cards())]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("grams", "size", "changes", "charged"),
    [
        (2_100, (40, 30, 20), {}, 4_000),
        (2_100, (40, 30, 20), {"divisor": 5_000}, 5_000),
        (2_100, (40, 30, 20), {"divisor": 5_000, "step_g": 500}, 5_000),
        (1_300, (10, 10, 10), {"tolerance_g": 300}, 1_000),
        (1_310, (10, 10, 10), {"tolerance_g": 300}, 2_000),
        (1, (), {}, 1_000),
    ],
)
def test_chargeable_weights_worked_by_hand(
    grams: int, size: tuple[int, ...], changes: dict[str, int], charged: int
) -> None:
    load = Load(grams, rules.volume(size))
    assert rules.chargeable_g(load, replace(BASE, **changes)) == charged  # type: ignore[arg-type]


@given(
    card=st.sampled_from(CARDS), grams=st.integers(1, 60_000), volume=st.integers(0, 10**6),
    more=st.integers(0, 10_000), larger=st.integers(0, 10**5),
)  # fmt: skip
def test_more_never_costs_less(card: Card, grams: int, volume: int, more: int, larger: int) -> None:
    small, large = Load(grams, volume), Load(grams + more, volume + larger)
    light, heavy = rules.chargeable_g(small, card), rules.chargeable_g(large, card)
    assert card.base_g <= light <= heavy
    assert 0 < rules.price_minor(light, card) <= rules.price_minor(heavy, card)


@pytest.mark.parametrize("country", sorted(countries.all_countries()))
def test_every_zone_is_served_from_every_other_in_whole_prices(country: str) -> None:
    venture = countries.get(country)
    cards = [card for card in CARDS if card.country == country]
    tariff = rules.in_force(cards, date(2026, 11, 24))
    at = datetime(2026, 11, 24, 3, tzinfo=UTC)
    for one in venture.zones:
        for other in venture.zones:
            ways = rules.options(
                Load(700, 3_000), tariff[one.key, other.key], country=venture, at=at, dispatch_days=1
            )
            assert {way.service_key for way in ways} >= {"economy", "standard"}
            assert any(way.carrier_key == "own_courier" for way in ways) is (one == other)
            assert all(way.price_minor % venture.price_step_minor == 0 or country == "sg" for way in ways)
            assert all(way.promise_from <= way.promise_to for way in ways)
            assert any(way.takes_cash for way in ways) is (venture.cash is not None)
            assert {way.carrier_key for way in ways} <= set(venture.carriers)


@pytest.mark.parametrize("country", sorted(countries.all_countries()))
def test_quicker_costs_more_and_farther_costs_no_less(country: str) -> None:
    for card in CARDS:
        if card.country != country or card.carrier_key != "pasar_express":
            continue
        same_way = [
            each for each in CARDS
            if (each.country, each.carrier_key, each.from_zone, each.to_zone)
            == (card.country, card.carrier_key, card.from_zone, card.to_zone)
        ]  # fmt: skip
        for other in same_way:
            if other.max_days > card.max_days:
                assert other.base_minor < card.base_minor
        home = next(
            each for each in CARDS
            if (each.country, each.carrier_key, each.service_key, each.from_zone, each.to_zone)
            == (country, "pasar_express", card.service_key, countries.get(country).zones[0].key,
                countries.get(country).zones[0].key)
        )  # fmt: skip
        assert card.base_minor >= home.base_minor


@pytest.mark.parametrize(
    ("number", "mistyped"),
    [
        ("RB123456785GB", False),
        ("RB123456786US", True),
        ("RB123456785XX", False),
        ("JX0123456789", False),
        ("", False),
    ],
)
def test_only_an_s10_number_with_a_wrong_digit_looks_mistyped(number: str, mistyped: bool) -> None:
    assert rules.looks_mistyped(number) is mistyped


STATES = st.sampled_from(sorted({*rules.ORDER_STATUS, "unknown", "label_created", "pickup_scheduled"}))


@given(st.lists(st.tuples(STATES, st.integers(0, 100)), max_size=10), st.randoms())
def test_a_returned_parcel_stays_returned_and_unknown_codes_change_nothing(
    scans: list[tuple[str, int]], random: object
) -> None:
    state, last = "label_created", None
    for reported, minute in scans:
        at = datetime(2026, 11, 24, minute // 60, minute % 60, tzinfo=UTC)
        after = rules.next_state(state, last, reported, at)
        if state == "returned" or reported == "unknown":
            assert after == state
        if state == "delivered":
            assert after == "delivered" or after in rules.ON_THE_WAY_BACK
        state = after
        last = at if last is None or at > last else last
