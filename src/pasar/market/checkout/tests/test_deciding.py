"""The decision over a batch: served in order, taken once, refused without harm to the others."""

from collections import Counter
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pasar.market.checkout.deciding import decide
from pasar.market.checkout.requests import Attempt, Placed, PlaceRequest, Refused
from pasar.market.checkout.rules import Wishes, quote
from pasar.market.checkout.tests.making import asked, goods, request, shop, state
from pasar.market.identity.batch import Standing

TOTAL = quote(asked((1, 1))).total_minor


def fair(*wanted: tuple[int, int], **values: Any) -> PlaceRequest:
    """A request whose customer saw the right total."""
    made = request(*wanted, **values)
    return replace(
        made, seen_total_minor=quote(asked(*((line.sku_id, line.units) for line in made.lines))).total_minor
    )


def codes(outcomes: tuple[Any, ...]) -> list[str]:
    return ["placed" if isinstance(each, Placed) else each.code for each in outcomes]


def test_the_last_piece_goes_to_who_came_first() -> None:
    last = state(goods={1: goods(1, free=1)})
    decision = decide([fair(key="a"), fair(key="b", customer_id=8, address_id=80)], last)
    assert codes(decision.outcomes) == ["placed", "problems"]
    assert decision.outcomes[1].quote.problems[0].code == "out_of_stock"
    assert [each.sku_id for each in decision.ran_out] == [1]


def test_a_wallet_is_spent_once() -> None:
    decision = decide([fair(key="a"), fair(key="b")], state(wallets={7: TOTAL + 1}))
    assert codes(decision.outcomes) == ["placed", "funds"]
    assert decision.outcomes[1].data == {"missing_minor": TOTAL - 1}


def test_the_same_key_twice_in_a_batch_is_one_purchase_with_one_answer() -> None:
    decision = decide([fair(key="a"), fair(key="a")], state())
    assert decision.outcomes[0] == decision.outcomes[1]
    assert len(decision.sales) == 1


def test_a_key_answers_again_even_when_everything_changed_since() -> None:
    before = fair(key="a")
    first = decide([before], state()).outcomes[0]
    assert isinstance(first, Placed)
    later = state(
        attempts={(7, "a"): Attempt(before.body_hash(), first)}, goods={}, wallets={}, addresses={},
        standings={7: Standing(7, "id", False, None)},
    )  # fmt: skip
    assert decide([before], later).outcomes == (first,)


def test_a_key_with_another_body_is_refused() -> None:
    decision = decide([fair(key="a"), fair((1, 2), key="a")], state())
    assert codes(decision.outcomes) == ["placed", "key_reused"]


def test_the_hash_of_a_request_covers_every_field_but_the_key() -> None:
    other: dict[str, Any] = {
        "country": "my", "customer_id": 8, "lines": (), "address_id": 1, "method": "cod", "delivery": {},
        "seen_total_minor": 1, "seen_prices": {1: 1}, "seen_shipping": {1: 1}, "from_basket": True, "note": "n",
        "language": "en", "wishes": Wishes(codes=("NOV",)),
    }  # fmt: skip
    assert {*other, "key", "session"} == {field.name for field in fields(PlaceRequest)}
    base = fair()
    assert base.body_hash() == replace(base, key="another").body_hash()
    assert all(
        replace(base, **{name: value}).body_hash() != base.body_hash() for name, value in other.items()
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"customer_id": 99}, "not_allowed"),
        ({"address_id": 80}, "address"),
        ({"from_basket": True}, "basket_changed"),
        ({"lines": ()}, "invalid"),
        ({"key": ""}, "invalid"),
        ({"key": "k" * 65}, "invalid"),
        ({"country": "xx"}, "invalid"),
        ({"note": "n" * 501}, "invalid"),
        ({"note": "a\0b"}, "invalid"),
        ({"seen_total_minor": TOTAL - 1}, "changed"),
        ({"seen_total_minor": -1}, "invalid"),
        ({"method": "shells"}, "problems"),
        ({"delivery": {1: ("pasar_express", "teleport")}}, "problems"),
    ],
)
def test_what_is_refused_takes_nothing(changes: dict[str, Any], code: str) -> None:
    decision = decide([replace(fair(), **changes)], state())
    assert codes(decision.outcomes) == [code]
    assert decision.sales == ()
    assert decision.ran_out == ()


@pytest.mark.parametrize("units", [0, -1, 1_000, True, 2**63, "1"])
def test_units_that_are_no_number_of_pieces_are_refused(units: Any) -> None:
    assert codes(decide([request((1, units))], state()).outcomes) == ["invalid"]


def test_a_blocked_customer_buys_nothing() -> None:
    assert codes(decide([fair()], state(standings={7: Standing(7, "id", False, None)})).outcomes) == [
        "not_allowed"
    ]


def test_a_customer_of_another_country_buys_nothing_here() -> None:
    assert codes(decide([fair()], state(standings={7: Standing(7, "my", True, None)})).outcomes) == [
        "not_allowed"
    ]


def test_a_forged_total_is_never_charged() -> None:
    [outcome] = decide([request(seen_total_minor=100, seen_prices={1: 1})], state()).outcomes
    assert isinstance(outcome, Refused)
    assert {each.kind for each in outcome.differences} == {"price", "total"}


def test_a_purchase_adds_up_and_has_an_order_per_shop() -> None:
    stock = {1: goods(1), 2: goods(2, shop_id=2, seller_id=12)}
    shops = {1: shop(1), 2: shop(2)}
    delivery = dict.fromkeys(shops, ("pasar_express", "economy"))
    total = quote(asked((1, 1), (2, 3), goods=stock, shops=shops, delivery=delivery)).total_minor
    wanted = request((1, 1), (2, 3), delivery=delivery, seen_total_minor=total, method="qr_transfer")
    [sale] = decide([wanted], state(goods=stock, shops=shops)).sales
    purchase = sale.purchase
    assert purchase.total_minor == total == sum(order.total_minor for order in purchase.orders)
    assert {order.shop_id for order in purchase.orders} == {1, 2}
    for order in purchase.orders:
        assert order.goods_minor == sum(line.goods_minor for line in order.lines)
        assert order.total_minor == order.goods_minor + order.shipping_minor + order.rounding_minor
    assert (purchase.status, sale.outcome.pays) == ("awaiting_payment", "scan")
    assert purchase.pay_by is not None
    assert purchase.address["lines"] == ["Jl. Dago 12", "Coblong, Bandung 40132"]


@given(
    st.lists(st.tuples(st.sampled_from([7, 8]), st.integers(1, 6), st.sampled_from("abcdef")), max_size=12),
    st.integers(0, 12),
    st.integers(0, 6),
)
@settings(max_examples=100, deadline=None)
def test_never_more_is_sold_or_spent_than_there_is(
    wishes: list[tuple[int, int, str]], free: int, wallet_in_totals: int
) -> None:
    purse = wallet_in_totals * TOTAL
    requests = [
        fair((1, units), customer_id=customer, address_id=customer * 10, key=key)
        for customer, units, key in wishes
    ]
    decision = decide(requests, state(goods={1: goods(1, free=free)}, wallets={7: purse, 8: purse}))
    assert len(decision.outcomes) == len(requests)
    sold = sum(line.units for sale in decision.sales for line in sale.request.lines)
    assert sold <= free
    spent: Counter[int] = Counter()
    for sale in decision.sales:
        spent[sale.request.customer_id] += sale.purchase.total_minor
    assert all(amount <= purse for amount in spent.values())
    keys = [(sale.request.customer_id, sale.request.key) for sale in decision.sales]
    assert len(keys) == len(set(keys))
    assert bool(decision.ran_out) == (free > 0 and sold == free)
