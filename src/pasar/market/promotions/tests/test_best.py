"""Worked examples: what a purchase gets, cut by cut, and why the rest was not used."""

from datetime import timedelta

import pytest

from pasar.market.promotions import reasons, rules
from pasar.market.promotions.shapes import AUTOMATIC, Asked, Buyer, Promotion, Stacking, Unused
from pasar.market.promotions.tests.making import ANYTHING, LAZADA, NOW, SHOPEE, asked, item, promotion


def amounts(applied, sku_id):
    return [(cut.promotion_id, cut.seller_minor, cut.platform_minor) for cut in applied.lines.get(sku_id, ())]


def why(applied, promotion):
    return next(each.reason_code for each in applied.unused if each.promotion_id == promotion.id)


def test_shop_voucher_first_and_the_platform_s_percentage_on_what_it_left():
    shop = promotion("amount_off", "shop_voucher", shop_id=1, off_minor=2000)
    platform = promotion("percent_off", "platform_voucher", rate_bps=1000)
    question = asked(item(1, 10000), have=[shop, platform])

    applied = rules.best(question, [platform, shop], SHOPEE)

    assert amounts(applied, 1) == [(shop.id, 2000, 0), (platform.id, 0, 800)]
    assert applied.discount_minor == 2800


def test_an_amount_is_spread_over_lines_and_units_by_largest_remainder():
    voucher = promotion("amount_off", "platform_voucher", off_minor=1000, seller_share_bps=5000)
    question = asked(item(1, 1000, 3), item(2, 333), have=[voucher])

    applied = rules.best(question, [voucher], SHOPEE)

    [first], [second] = applied.lines[1], applied.lines[2]
    assert (first.seller_minor, first.platform_minor, first.units) == (450, 450, (300, 300, 300))
    assert (second.seller_minor, second.platform_minor, second.units) == (50, 50, (100,))


def test_rupiah_are_cut_whole():
    voucher = promotion("percent_off", "platform_voucher", rate_bps=1500)
    question = asked(item(1, 1_234_500, 2), country="id", have=[voucher])

    [cut] = rules.best(question, [voucher], SHOPEE).lines[1]

    assert cut.minor == 370_300  # 15 % of Rp 24,690 is Rp 3,703.50
    assert cut.units == (185_200, 185_100)


def test_dong_have_no_smaller_unit():
    voucher = promotion("percent_off", "platform_voucher", rate_bps=1500, cap_minor=20_000)
    question = asked(item(1, 99_999), country="vn", have=[voucher])

    [cut] = rules.best(question, [voucher], SHOPEE).lines[1]

    assert (cut.minor, cut.units) == (15_000, (15_000,))


def test_a_minimum_is_measured_before_any_voucher_and_says_what_is_missing():
    shop = promotion("amount_off", "shop_voucher", shop_id=1, off_minor=3000)
    reached = promotion("amount_off", "platform_voucher", off_minor=1000, minimum_minor=10000)
    missed = promotion("amount_off", "platform_voucher", off_minor=9000, minimum_minor=10001)
    everything = [shop, reached, missed]

    applied = rules.best(asked(item(1, 10000), have=everything), everything, SHOPEE)

    assert [used.promotion_id for used in applied.used] == [shop.id, reached.id]
    assert applied.unused == (
        Unused(missed.id, "minimum", {"minimum_minor": 10001, "missing_minor": 1}),
    )  # fmt: skip


def test_free_delivery_covers_several_shops_up_to_its_cap_and_tells_who_pays():
    voucher = promotion("free_shipping", "platform_shipping", cap_minor=600, seller_share_bps=2500)
    question = asked(item(1, 5000), item(2, 5000, shop_id=2), shipping={1: 400, 2: 500}, have=[voucher])

    applied = rules.best(question, [voucher], SHOPEE)

    assert [(cut.seller_minor, cut.platform_minor) for cut in applied.deliveries[1]] == [(67, 200)]
    assert [(cut.seller_minor, cut.platform_minor) for cut in applied.deliveries[2]] == [(83, 250)]
    assert applied.lines == {}


def test_cashback_is_reckoned_on_what_the_goods_cost_in_the_end():
    shop = promotion("amount_off", "shop_voucher", shop_id=1, off_minor=2000)
    back = promotion("cashback", "cashback", rate_bps=1000, cap_minor=10000)

    applied = rules.best(asked(item(1, 10000), item(2, 2000, 5), have=[shop, back]), [shop, back], SHOPEE)

    assert applied.earns_minor == {1: 900, 2: 900}
    assert applied.discount_minor == 2000


def test_coins_pay_whole_coins_up_to_the_country_s_part_of_the_goods():
    question = asked(
        item(1, 10_000), item(2, 5_050), country="ph", buyer=Buyer(coins_minor=99_950), spend_coins=True
    )

    applied = rules.best(question, [], Stacking(coins_most_bps=5000))

    assert applied.coins_minor == 7500  # of 150.50, half in whole pesos
    assert applied.coins == {1: 5000, 2: 2500}


def test_coins_are_kept_unless_asked_for():
    assert rules.best(asked(item(1, 10_000), buyer=Buyer(coins_minor=500)), [], ANYTHING).coins == {}


def test_tiers_count_the_variants_of_a_product_together():
    tiers = promotion(
        "tier_price", AUTOMATIC, shop_id=1,
        tiers=[{"units": 3, "rate_bps": 500}, {"units": 10, "rate_bps": 1000}],
    )  # fmt: skip
    question = asked(item(1, 1000, 2, listing_id=7), item(2, 2000, 1, listing_id=7), item(3, 1000, 2))

    applied = rules.best(question, [tiers], SHOPEE)

    assert {sku: cut.units for sku, [cut] in applied.lines.items()} == {1: (50, 50), 2: (100,)}


def test_three_for_two_gives_the_cheapest_of_each_three_and_never_more_pieces_than_bought():
    deal = promotion("buy_x_get_y", AUTOMATIC, shop_id=1, buy_units=2, get_units=1, rate_bps=10_000)
    question = asked(item(1, 900, 4), item(2, 500, 3))

    applied = rules.best(question, [deal], SHOPEE)

    [cut] = applied.lines[2]
    assert cut.minor == 1000  # seven pieces: two times three, two of the cheapest free
    assert cut.units == (334, 333, 333)
    assert 1 not in applied.lines


def test_what_is_got_with_something_else_is_at_most_what_lies_in_the_basket():
    deal = promotion(
        "buy_x_get_y", AUTOMATIC, shop_id=1, listings=[1], get_listings=[2], buy_units=1, get_units=1,
        rate_bps=5000,
    )  # fmt: skip

    applied = rules.best(asked(item(1, 900, 9), item(2, 400, 2)), [deal], SHOPEE)

    assert applied.lines[2][0].minor == 400


def test_a_bundle_takes_the_dearest_pieces_and_stops_where_a_set_saves_nothing():
    bundle = promotion(
        "bundle", AUTOMATIC, shop_id=1, price_minor=1500,
        parts=[{"listing_ids": [1, 2], "units": 1}, {"listing_ids": [3], "units": 1}],
    )  # fmt: skip

    applied = rules.best(asked(item(1, 1200), item(2, 400), item(3, 900, 2)), [bundle], SHOPEE)

    assert applied.discount_minor == 600  # 1200 + 900 - 1500; the second set costs 1300 in pieces
    assert set(applied.lines) == {1, 3}


def test_an_add_on_has_its_price_with_so_many_of_the_main_product():
    deal = promotion(
        "add_on_deal", AUTOMATIC, shop_id=1, listings=[1], add_ons=[{"listing_id": 2, "unit_minor": 100}]
    )

    applied = rules.best(asked(item(1, 5000, 2), item(2, 800, 3)), [deal], SHOPEE)

    assert applied.lines[2][0].minor == 1400


def test_a_line_takes_part_in_one_automatic_deal_and_the_best_set_of_deals_is_taken():
    bundle = promotion(
        "bundle", AUTOMATIC, shop_id=1, rate_bps=2000,
        parts=[{"listing_ids": [1], "units": 1}, {"listing_ids": [2], "units": 1}],
    )  # fmt: skip
    sale = promotion("price_rule", AUTOMATIC, shop_id=1, rate_bps=1500, listings=[1, 3])
    dear = promotion("price_rule", AUTOMATIC, shop_id=1, off_minor=250, listings=[2])
    everything = [bundle, sale, dear]

    applied = rules.best(asked(item(1, 1000), item(2, 1000), item(3, 1000)), everything, SHOPEE)

    # The bundle would save 400 on lines 1 and 2; the two rules 150 + 250, no less: what binds fewer lines is kept.
    assert applied.discount_minor == 550
    assert all(len(cuts) == 1 for cuts in applied.lines.values())
    assert why(applied, bundle) == "better_deal"


def test_a_deal_that_is_not_complete_says_so():
    bundle = promotion(
        "bundle", AUTOMATIC, shop_id=1, rate_bps=2000,
        parts=[{"listing_ids": [1], "units": 1}, {"listing_ids": [2], "units": 1}],
    )  # fmt: skip
    assert why(rules.best(asked(item(1, 1000)), [bundle], SHOPEE), bundle) == "deal_incomplete"


def test_lazada_s_code_goes_with_no_shop_voucher_so_the_better_of_the_two_is_used():
    code = promotion("amount_off", "platform_code", off_minor=1500, code="HEMAT")
    small = promotion("amount_off", "shop_voucher", shop_id=1, off_minor=1000)
    other = promotion("amount_off", "shop_voucher", shop_id=2, off_minor=1000)
    question = asked(
        item(1, 5000), item(2, 5000, shop_id=2), have=[small, other], codes=(" hemat ", "GRATIS")
    )

    applied = rules.best(question, [code, small, other], LAZADA)

    assert [used.promotion_id for used in applied.used] == [small.id, other.id]
    assert why(applied, code) == "better_combination"
    assert applied.unknown_codes == ("GRATIS",)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"have": False}, "not_collected"),
        ({"chosen": frozenset[int]()}, "not_chosen"),
        ({"starts_at": NOW + timedelta(minutes=1)}, "not_yet"),
        ({"ends_at": NOW}, "over"),
        ({"quota_left": 0}, "quota_gone"),
        ({"budget_left_minor": 0}, "budget_gone"),
        ({"per_customer": 1, "uses": 1}, "used_up"),
        ({"new_customers": True}, "new_customers_only"),
        ({"methods": ["wallet"]}, "method"),
        ({"listings": [99]}, "nothing_fits"),
        ({"shops": [99]}, "nothing_fits"),
        ({"categories": ["hom"]}, "nothing_fits"),
        ({"minimum_minor": 10_001}, "minimum"),
    ],
)
def test_each_voucher_that_is_not_used_has_its_reason(change, reason):
    have, chosen, uses = change.pop("have", True), change.pop("chosen", None), change.pop("uses", 0)
    voucher = promotion("amount_off", "platform_voucher", off_minor=100, **change)
    question: Asked = asked(
        item(1, 10_000), have=[voucher] if have else [], chosen=chosen, method="cod",
        buyer=Buyer(uses={voucher.id: uses}),
    )  # fmt: skip

    applied = rules.best(question, [voucher], SHOPEE)

    assert [each.reason_code for each in applied.unused] == [reason]
    assert applied.discount_minor == 0
    assert reason in reasons.TEXTS


def test_a_category_s_voucher_counts_on_what_lies_below_it():
    voucher = promotion("percent_off", "platform_voucher", rate_bps=1000, categories=["home"])
    question = asked(
        item(1, 1000, category_path="home/kitchen"), item(2, 1000, category_path="homeware"), have=[voucher]
    )
    assert set(rules.best(question, [voucher], SHOPEE).lines) == {1}


def test_the_last_of_a_budget_is_given_to_the_last_who_comes():
    voucher = promotion("amount_off", "platform_voucher", off_minor=500, budget_left_minor=120)
    assert rules.best(asked(item(1, 1000), have=[voucher]), [voucher], SHOPEE).discount_minor == 120


def test_vouchers_of_more_than_the_goods_leave_nothing_and_not_less():
    one = promotion("amount_off", "shop_voucher", shop_id=1, off_minor=800)
    two = promotion("amount_off", "platform_voucher", off_minor=900)
    three = promotion("amount_off", "payment_voucher", off_minor=900)
    everything: list[Promotion] = [one, two, three]

    applied = rules.best(asked(item(1, 1), item(2, 333, 3), have=everything), everything, ANYTHING)

    assert applied.discount_minor == 1000
    assert why(applied, three) == "no_effect" or why(applied, two) == "no_effect"
    for sku, unit in ((1, 1), (2, 333)):
        per_unit = [sum(parts) for parts in zip(*(cut.units for cut in applied.lines[sku]), strict=True)]
        assert per_unit == [unit] * len(per_unit)
