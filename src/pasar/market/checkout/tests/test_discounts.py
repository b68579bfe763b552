"""Vouchers and coins in a quote, and who gets the last of them in a batch."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from hypothesis import given, settings
from hypothesis import strategies as st

from pasar.kernel.money import included
from pasar.market.campaigns.rules import Price
from pasar.market.checkout import rules, writing
from pasar.market.checkout.deciding import decide
from pasar.market.checkout.requests import Placed, PlaceRequest
from pasar.market.checkout.rules import Offers, Quote, Wishes, quote
from pasar.market.checkout.tests.making import AT, asked, goods, request, shop, state
from pasar.market.promotions.batch import Lot, Shopper
from pasar.market.promotions.shapes import (
    PLATFORM_SHIPPING,
    PLATFORM_VOUCHER,
    SHOP_VOUCHER,
    Buyer,
    Promotion,
)

SHOPS = {1: shop(1), 2: shop(2)}
STOCK = {1: goods(1), 2: goods(2, shop_id=2, seller_id=12, unit_minor=40_000_00)}


def promotion(
    promotion_id: int, kind: str, class_key: str, terms: dict[str, Any], **values: Any
) -> Promotion:
    return Promotion(
        **{
            "id": promotion_id, "version": 3, "kind": kind, "class_key": class_key, "scope": "platform",
            "shop_id": None, "seller_id": None, "name": f"V{promotion_id}", "code": None, "terms": terms,
            "starts_at": AT - timedelta(days=1), "ends_at": AT + timedelta(days=1), "seller_share_bps": 0,
        } | values
    )  # fmt: skip


TENTH = promotion(1, "percent_off", PLATFORM_VOUCHER, {"rate_bps": 1_000}, seller_share_bps=4_000)
OF_SHOP = promotion(
    2, "amount_off", SHOP_VOUCHER, {"off_minor": 5_000_00}, scope="shop", shop_id=1, seller_id=11,
    seller_share_bps=10_000,
)  # fmt: skip
SHIPPING = promotion(3, "free_shipping", PLATFORM_SHIPPING, {"cap_minor": 8_000_00}, seller_share_bps=2_500)
ALL = (TENTH, OF_SHOP, SHIPPING)


SHOPPER = Shopper(7, "person-7", False, frozenset({1, 2, 3}))
OTHER = Shopper(8, "person-8", False, frozenset({1, 2, 3}))


def buyer(**values: Any) -> Buyer:
    return replace(Buyer(collected=frozenset({1, 2, 3})), **values)


def priced(*wanted: tuple[int, int], have: tuple[Promotion, ...] = ALL, **values: Any) -> Quote:
    who, wishes = values.pop("buyer", buyer()), values.pop("wishes", Wishes(chosen=None))
    return quote(
        asked(*wanted, shops=SHOPS, goods=STOCK, offers=Offers(have, buyer=who), wishes=wishes, **values)
    )


def adds_up(found: Quote) -> None:
    assert found.total_minor == (
        found.goods_minor
        + found.shipping_minor
        - found.discount_minor
        - found.coins_minor
        + found.rounding_minor
    )
    for parcel in found.parcels:
        assert parcel.total_minor >= 0
        assert 0 <= parcel.shipping_due_minor <= parcel.shipping_minor
        assert parcel.total_minor == (
            sum(line.paid_minor for line in parcel.lines) + parcel.shipping_due_minor + parcel.rounding_minor
        )
        for line in parcel.lines:
            assert line.paid_minor >= 0
            assert line.tax_minor == included(line.goods_minor - line.seller_discount_minor, line.tax_bps)
            for cut in line.cuts:
                assert sum(cut.units) == cut.minor
                assert len(cut.units) == line.units


def test_each_discount_says_who_bears_it_and_tax_is_counted_on_what_the_seller_asks() -> None:
    found = priced((1, 2), (2, 1))
    adds_up(found)
    first, second = (parcel.lines[0] for parcel in found.parcels)
    # 50,000 less the shop's 5,000 leaves 45,000, of which a tenth; 40,000 has nothing but the tenth.
    assert [(cut.promotion_id, cut.seller_minor, cut.platform_minor) for cut in first.cuts] == [
        (2, 5_000_00, 0), (1, 1_800_00, 2_700_00),
    ]  # fmt: skip
    assert [(cut.promotion_id, cut.seller_minor, cut.platform_minor) for cut in second.cuts] == [
        (1, 1_600_00, 2_400_00)
    ]
    assert first.tax_minor == included(50_000_00 - 6_800_00, first.tax_bps)
    assert sum(cut.minor for parcel in found.parcels for cut in parcel.shipping_cuts) == 8_000_00


def test_coins_pay_for_goods_after_all_cuts() -> None:
    found = priced((1, 1), buyer=buyer(coins_minor=3_000_00), wishes=Wishes(chosen=None, spend_coins=True))
    adds_up(found)
    assert found.coins_minor == 3_000_00
    assert found.total_minor == priced((1, 1)).total_minor - 3_000_00


def test_a_voucher_that_the_customer_did_not_choose_is_not_used() -> None:
    found = priced((1, 1), wishes=Wishes(chosen=frozenset({3})))
    assert [each.promotion_id for each in found.applied.used] == [3]
    assert {each.promotion_id: each.reason_code for each in found.applied.unused} == {
        1: "not_chosen", 2: "not_chosen",
    }  # fmt: skip


@given(
    st.lists(st.tuples(st.integers(1, 10**9), st.integers(1, 30)), min_size=1, max_size=4),
    st.integers(0, 10_000), st.integers(1, 10**8), st.integers(0, 10_000), st.integers(0, 10**9), st.booleans(),
    st.sampled_from(["wallet", rules.CASH]),
)  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_with_any_discounts_the_parts_sum_to_the_whole_and_none_is_negative(
    rows: list[tuple[int, int]], rate: int, amount: int, share: int, coins: int, spend: bool, method: str
) -> None:
    stock = {
        number: goods(number, shop_id=number % 2 + 1, seller_id=number % 2 + 11, unit_minor=price, free=99)
        for number, (price, _units) in enumerate(rows, start=1)
    }
    have = (
        replace(TENTH, terms={"rate_bps": max(rate, 1)}, seller_share_bps=share),
        replace(OF_SHOP, terms={"off_minor": amount}),
        replace(SHIPPING, terms={"cap_minor": amount}, seller_share_bps=share),
    )
    found = quote(
        asked(
            *((number, units) for number, (_price, units) in enumerate(rows, start=1)),
            goods=stock, shops=SHOPS, method=method, wishes=Wishes(chosen=None, spend_coins=spend),
            offers=Offers(have, buyer=buyer(coins_minor=coins)),
        )
    )  # fmt: skip
    adds_up(found)
    assert found.coins_minor <= coins


def fair(key: str, customer_id: int = 7, **values: Any) -> PlaceRequest:
    """A request for one piece with the platform's tenth off, as its customer saw it."""
    seen = priced((1, 1), have=(TENTH,), wishes=Wishes(chosen=frozenset({1})))
    return request(
        (1, 1), key=key, customer_id=customer_id, address_id=customer_id * 10, seen_total_minor=seen.total_minor,
        wishes=Wishes(chosen=frozenset({1})), **values,
    )  # fmt: skip


def test_the_last_use_of_a_voucher_goes_to_who_came_first_and_nobody_pays_more_than_they_saw() -> None:
    last = state(
        promotions={1: replace(TENTH, quota_left=1)},
        shoppers={7: SHOPPER, 8: OTHER},
        shops=SHOPS,
        goods=STOCK,
    )
    decision = decide([fair("a"), fair("b", 8)], last)
    assert isinstance(decision.outcomes[0], Placed)
    assert decision.outcomes[1].code == "changed"
    assert [each.kind for each in decision.outcomes[1].differences] == ["total"]
    assert len(decision.sales) == 1
    line = decision.sales[0].purchase.orders[0].lines[0]
    assert (line.seller_discount_minor, line.platform_discount_minor) == (1_000_00, 1_500_00)
    assert [each.promotion_id for each in line.discounts] == [1]


def test_a_customer_uses_a_voucher_no_more_often_than_one_may() -> None:
    once = state(
        promotions={1: replace(TENTH, per_customer=1)}, shoppers={7: SHOPPER}, shops=SHOPS, goods=STOCK
    )
    assert [type(each) is Placed for each in decide([fair("a"), fair("b")], once).outcomes] == [True, False]


def test_two_accounts_of_one_person_use_it_no_more_often_than_one_may() -> None:
    same = replace(OTHER, person_key=SHOPPER.person_key)
    once = state(
        promotions={1: replace(TENTH, per_customer=1)},
        shoppers={7: SHOPPER, 8: same},
        shops=SHOPS,
        goods=STOCK,
    )
    assert [type(each) is Placed for each in decide([fair("a"), fair("b", 8)], once).outcomes] == [
        True,
        False,
    ]


def test_a_budget_is_never_overspent_in_a_batch() -> None:
    # A use costs the budget 2,500: three of five fit into 8,000.
    some = state(
        promotions={1: replace(TENTH, budget_left_minor=8_000_00)},
        shoppers={7: SHOPPER},
        shops=SHOPS,
        goods=STOCK,
    )
    outcomes = decide([fair(key) for key in "abcde"], some).outcomes
    assert [type(each) is Placed for each in outcomes] == [True, True, True, False, False]


def test_coins_are_spent_once() -> None:
    wishes = Wishes(chosen=frozenset(), spend_coins=True)
    rich = Buyer(coins_minor=20_000_00)
    seen = priced((1, 1), have=(), buyer=rich, wishes=wishes)
    both = [request((1, 1), key=key, seen_total_minor=seen.total_minor, wishes=wishes) for key in ("a", "b")]
    decision = decide(
        both, state(shoppers={7: SHOPPER}, lots={7: [Lot(uuid4(), 7, 20_000_00)]}, shops=SHOPS, goods=STOCK)
    )
    assert [type(each) is Placed for each in decision.outcomes] == [True, False]
    assert decision.sales[0].purchase.coins_minor == 20_000_00


def test_what_vouchers_and_coins_pay_for_wholly_is_paid_at_once_by_any_method() -> None:
    free = promotion(1, "amount_off", PLATFORM_VOUCHER, {"off_minor": 10**9})
    ship = replace(SHIPPING, terms={"cap_minor": 10**9})
    wishes = Wishes(chosen=frozenset({1, 3}))
    decision = decide(
        [request((1, 1), method="qr_transfer", seen_total_minor=0, wishes=wishes)],
        state(promotions={1: free, 3: ship}, shoppers={7: SHOPPER}, shops=SHOPS, goods=STOCK),
    )
    assert decision.outcomes[0].pays == "paid"
    assert decision.sales[0].purchase.total_minor == 0
    assert decision.sales[0].purchase.pay_by is None


def flash(**values: Any) -> Price:
    return replace(Price("flash", 5, 1, 15_000_00, 25_000_00, 2, 3, AT + timedelta(hours=1)), **values)


def at_flash_price(key: str, units: int, customer_id: int = 7, **values: Any) -> PlaceRequest:
    seen = quote(
        asked((1, units), shops=SHOPS, goods=STOCK, prices={1: (flash(per_customer=None, quota_left=99),)})
    )
    return request(
        (1, units), key=key, customer_id=customer_id, address_id=customer_id * 10, seen_total_minor=seen.total_minor,
        **values,
    )  # fmt: skip


def test_the_last_pieces_at_a_flash_price_go_to_who_came_first_and_are_held_on_their_own_shelf() -> None:
    none_else = {1: replace(STOCK[1], free=0)}
    some = state(prices={1: (flash(),)}, shops=SHOPS, goods=none_else)
    decision = decide([at_flash_price("a", 2), at_flash_price("b", 2, 8), at_flash_price("c", 1, 8)], some)
    assert [type(each) is Placed for each in decision.outcomes] == [True, False, True]
    assert [sale.purchase.orders[0].lines[0].price_source for sale in decision.sales] == ["flash", "flash"]
    assert {hold.warehouse_id for hold in writing._holds(decision.sales)} == {-5}


def test_nobody_buys_more_at_a_flash_price_than_one_may_whether_at_once_or_one_after_the_other() -> None:
    plenty = state(prices={1: (flash(quota_left=50),)}, shops=SHOPS, goods=STOCK)
    outcomes = decide(
        [at_flash_price("a", 3), at_flash_price("b", 1), at_flash_price("c", 2)], plenty
    ).outcomes
    assert [type(each) is Placed for each in outcomes] == [False, True, False]
    assert {each.kind for each in outcomes[2].differences} >= {"total"}
