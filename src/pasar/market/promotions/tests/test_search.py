"""The search against trying every combination, and what holds for any answer."""

from datetime import timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pasar.kernel.money import share
from pasar.market.promotions import kinds, rules
from pasar.market.promotions.rules import search
from pasar.market.promotions.shapes import (
    AUTOMATIC,
    CLASSES,
    PLATFORM_CLASSES,
    Applied,
    Asked,
    Buyer,
    Most,
    Promotion,
    Stacking,
)
from pasar.market.promotions.tests.making import ANYTHING, LAZADA, NOW, SHOPEE, asked, item, promotion

COUNTRIES = {"id": 10_000, "my": 1, "vn": 1000, "th": 25}


def worth(applied: Applied) -> int:
    return applied.discount_minor + sum(applied.earns_minor.values())


def goes_together(chosen, stacking: Stacking, question: Asked) -> bool:
    """The stacking rule told once more, without the search's words."""
    classes = [each.class_key for each in chosen]
    if any(pair <= set(classes) for pair in stacking.excludes):
        return False
    for most in stacking.maxima:
        counted = [each for each in chosen if each.class_key in most.classes]
        if most.scope == "purchase" and len(counted) > most.most:
            return False
        if most.scope == "shop":
            for shop in {each.shop_id for each in question.items}:
                touching = [
                    each
                    for each in counted
                    if any(
                        rules.conditions.matches(each, one) and one.shop_id == shop for one in question.items
                    )
                ]
                if len(touching) > most.most:
                    return False
    return True


def brute_force(question: Asked, promotions: list[Promotion], stacking: Stacking) -> int:
    """What the best of all legal sets of vouchers saves, each worked out by itself under no rule."""
    vouchers = [each for each in promotions if each.class_key != AUTOMATIC]
    automatic = [each for each in promotions if each.class_key == AUTOMATIC]
    best = 0
    for size in range(len(vouchers) + 1):
        for chosen in combinations(vouchers, size):
            if goes_together(chosen, stacking, question):
                best = max(best, worth(worked_out(question, [*automatic, *chosen])))
    return best


def worked_out(question: Asked, promotions: list[Promotion]) -> Applied:
    """All of these applied, whether they save or not: one class order, nothing to choose from."""
    return rules.best(question, promotions, Stacking())


@st.composite
def questions(draw):
    country = draw(st.sampled_from(sorted(COUNTRIES)))
    step = draw(st.sampled_from([COUNTRIES[country], COUNTRIES[country], 1]))
    shops = draw(st.integers(1, 3))
    items = [
        item(
            sku, draw(st.integers(1, 60)) * step, draw(st.integers(1, 4)), shop_id=draw(st.integers(1, shops)),
            category_path=draw(st.sampled_from(["a", "a/b", "c"])),
        )
        for sku in range(1, draw(st.integers(1, 5)) + 1)
    ]  # fmt: skip
    shipping = {shop: draw(st.integers(0, 9)) * step for shop in sorted({each.shop_id for each in items})}
    vouchers = []
    for key in range(1, draw(st.integers(0, 6)) + 1):
        kind = draw(st.sampled_from(["amount_off", "percent_off", "free_shipping", "cashback"]))
        class_key = draw(st.sampled_from(sorted(kinds.kinds()[kind].classes)))
        own = class_key not in PLATFORM_CLASSES
        terms = {
            "amount_off": {"off_minor": draw(st.integers(1, 80)) * step},
            "percent_off": {"rate_bps": draw(st.integers(1, 10_000))},
            "free_shipping": {},
            "cashback": {"rate_bps": draw(st.integers(1, 3_000))},
        }[kind]
        if kind != "amount_off" and draw(st.booleans()):
            terms["cap_minor"] = draw(st.integers(1, 40)) * step
        if draw(st.integers(0, 2)) == 0:
            terms["categories"] = [draw(st.sampled_from(["a", "a/b", "c"]))]
        if draw(st.integers(0, 2)) == 0:
            terms["minimum_minor"] = draw(st.integers(1, 100)) * step
        vouchers.append(
            promotion(
                kind, class_key, id=key, shop_id=draw(st.integers(1, shops)) if own else None,
                seller_share_bps=draw(st.sampled_from([0, 3333, 10_000])),
                budget_left_minor=draw(st.sampled_from([None, None, 7 * step])), **terms,
            )
        )  # fmt: skip
    question = asked(
        *items, country=country, shipping=shipping, have=vouchers,
        buyer=Buyer(coins_minor=draw(st.integers(0, 500)) * step), spend_coins=draw(st.booleans()),
    )  # fmt: skip
    return question, vouchers


def stackings():
    """Both patterns, no rule, and rules nobody has thought of."""
    some = st.frozensets(st.sampled_from(CLASSES[1:]), min_size=1, max_size=3)
    maxima = st.builds(Most, some, st.sampled_from(["purchase", "shop"]), st.integers(0, 2))
    pairs = st.frozensets(st.frozensets(st.sampled_from(CLASSES[1:]), min_size=2, max_size=2), max_size=2)
    made = st.builds(lambda m, p: Stacking(maxima=tuple(m), excludes=p), st.lists(maxima, max_size=3), pairs)
    return st.one_of(st.sampled_from([SHOPEE, LAZADA, ANYTHING]), made)


@settings(deadline=None, max_examples=300)
@given(questions(), stackings())
def test_no_legal_combination_saves_more_than_the_one_found(question_and_vouchers, stacking):
    question, vouchers = question_and_vouchers

    applied = rules.best(question, vouchers, stacking)

    used = [each for each in vouchers if each.id in {one.promotion_id for one in applied.used}]
    assert applied.exact
    assert goes_together(used, stacking, question)
    assert worth(applied) == worth(worked_out(question, used))
    assert worth(applied) >= brute_force(question, vouchers, stacking)


@settings(deadline=None, max_examples=300)
@given(questions(), stackings())
def test_parts_sum_to_the_whole_and_nothing_costs_less_than_nothing(question_and_vouchers, stacking):
    question, vouchers = question_and_vouchers

    applied = rules.best(question, vouchers, stacking)

    for each in question.items:
        cuts = applied.lines.get(each.sku_id, ())
        assert all(sum(cut.units) == cut.minor > 0 and len(cut.units) == each.units for cut in cuts)
        assert all(min(cut.seller_minor, cut.platform_minor, *cut.units) >= 0 for cut in cuts)
        per_unit = [sum(parts) for parts in zip(*(cut.units for cut in cuts), strict=True)]
        assert all(part <= each.unit_minor for part in per_unit)
        assert 0 <= sum(per_unit) + applied.coins.get(each.sku_id, 0) <= each.goods_minor
    for delivery in question.deliveries:
        cuts = applied.deliveries.get(delivery.shop_id, ())
        assert 0 <= sum(cut.minor for cut in cuts) <= delivery.shipping_minor
    assert sum(one.amount_minor for one in applied.used) == worth(applied)
    assert applied.coins_minor <= question.buyer.coins_minor
    assert applied.coins_minor % question.country.coin_minor == 0
    said = {one.promotion_id for one in (*applied.used, *applied.unused)}
    assert said == {each.id for each in vouchers}
    for one in applied.used:
        share_bps = next(each.seller_share_bps for each in vouchers if each.id == one.promotion_id)
        cuts = [
            cut
            for place in (applied.lines, applied.deliveries)
            for row in place.values()
            for cut in row
            if cut.promotion_id == one.promotion_id
        ]
        if cuts:
            assert sum(cut.seller_minor for cut in cuts) == share(one.amount_minor, share_bps)


@settings(deadline=None, max_examples=150)
@given(questions(), stackings(), st.randoms())
def test_the_order_in_which_promotions_are_given_does_not_matter(question_and_vouchers, stacking, random):
    question, vouchers = question_and_vouchers
    mixed = list(vouchers)
    random.shuffle(mixed)
    assert rules.best(question, mixed, stacking) == rules.best(question, vouchers, stacking)


@settings(deadline=None, max_examples=150)
@given(questions(), stackings())
def test_another_voucher_never_makes_it_dearer(question_and_vouchers, stacking):
    question, vouchers = question_and_vouchers
    for fewer in range(len(vouchers)):
        without = rules.best(question, vouchers[:fewer], stacking)
        assert worth(without) <= worth(rules.best(question, vouchers[: fewer + 1], stacking))


TERMS = {
    "amount_off": {"off_minor": 700},
    "percent_off": {"rate_bps": 3333, "cap_minor": 500},
    "free_shipping": {"cap_minor": 300},
    "cashback": {"rate_bps": 9_999},
}


@given(st.sampled_from(sorted(TERMS)), st.integers(0, 10_000))
def test_a_discount_never_grows_faster_than_its_base(kind, base):
    assert set(TERMS) == {key for key, each in kinds.kinds().items() if each.discount}
    discount = kinds.kinds()[kind].discount
    here, next_one = discount(TERMS[kind], base), discount(TERMS[kind], base + 1)
    assert 0 <= here <= base
    assert here <= next_one <= here + 1


@st.composite
def automatic(draw):
    listings = st.lists(st.integers(1, 5), min_size=1, max_size=3, unique=True)
    kind = draw(st.sampled_from(["tier_price", "price_rule", "bundle", "buy_x_get_y", "add_on_deal"]))
    rate = draw(st.integers(1, 10_000))
    few = st.integers(1, 3)
    own = draw(listings)
    other = [each for each in range(1, 6) if each not in own]
    terms = {
        "tier_price": {"tiers": [{"units": draw(few), "rate_bps": rate}], "listings": own},
        "price_rule": {"rate_bps": rate, "listings": own},
        "bundle": {
            "parts": [{"listing_ids": own, "units": draw(few)}, {"listing_ids": other, "units": draw(few)}],
            "price_minor": draw(st.integers(1, 90)),
        },
        "buy_x_get_y": {"buy_units": draw(few), "get_units": draw(few), "rate_bps": rate, "listings": own},
        "add_on_deal": {
            "listings": own, "add_ons": [{"listing_id": other[0], "unit_minor": draw(st.integers(1, 60))}],
        },
    }[kind]  # fmt: skip
    return promotion(kind, AUTOMATIC, shop_id=1, **terms)


@settings(deadline=None, max_examples=300)
@given(
    st.lists(automatic(), max_size=5),
    st.lists(st.tuples(st.integers(1, 60), st.integers(1, 4)), min_size=1, max_size=5),
)
def test_automatic_deals_save_most_and_take_each_line_once(promotions, lines):
    question = asked(*(item(at, unit, units) for at, (unit, units) in enumerate(lines, start=1)))

    applied = rules.best(question, promotions, SHOPEE)

    assert applied.exact
    for each in question.items:
        cuts = applied.lines.get(each.sku_id, ())
        assert len(cuts) <= 1
        assert all(0 < cut.minor <= each.goods_minor for cut in cuts)
    offers = [
        deal
        for one in promotions
        for deal in kinds.kinds()[one.kind].deals(
            one.terms,
            kinds.Ground(
                [each for each in question.items if rules.conditions.matches(one, each)], question.items, 1
            ),
        )
    ]
    most = max(
        sum(deal.minor for deal in chosen)
        for size in range(len(offers) + 1)
        for chosen in combinations(offers, size)
        if sum(len(deal.claims) for deal in chosen)
        == len(frozenset().union(*(deal.claims for deal in chosen)))
    )
    assert applied.discount_minor == most


def many(shops: int, each: int, platform: int, payment: int):
    vouchers = [
        promotion("amount_off", "shop_voucher", shop_id=shop, off_minor=100 * nth, minimum_minor=500 * nth)
        for shop in range(1, shops + 1)
        for nth in range(1, each + 1)
    ]
    vouchers += [
        promotion("percent_off", "platform_voucher", rate_bps=100 * nth, cap_minor=5000 + nth)
        for nth in range(1, platform + 1)
    ]
    vouchers += [
        promotion("percent_off", "payment_voucher", rate_bps=50 * nth, cap_minor=900) for nth in range(payment)
        if nth
    ]  # fmt: skip
    vouchers += [promotion("free_shipping", "platform_shipping", cap_minor=100 * nth) for nth in range(1, 6)]
    items = [
        item(10 * shop + at, 900 + 70 * at, 2, shop_id=shop)
        for shop in range(1, shops + 1)
        for at in (1, 2, 3)
    ]
    shipping = dict.fromkeys(range(1, shops + 1), 300)
    return asked(*items, shipping=shipping, have=vouchers), vouchers


@pytest.mark.parametrize("stacking", [SHOPEE, LAZADA], ids=["shopee", "lazada"])
def test_ten_shops_with_ten_vouchers_each_are_searched_exactly(stacking):
    question, vouchers = many(shops=10, each=10, platform=20, payment=6)
    assert rules.best(question, vouchers, stacking).exact


def test_past_the_bound_a_good_combination_is_taken_and_said_to_be_no_more_than_that(monkeypatch):
    question, vouchers = many(shops=6, each=6, platform=12, payment=4)
    exact = rules.best(question, vouchers, LAZADA)
    monkeypatch.setattr(search, "MOST_STEPS", 10)

    hasty = rules.best(question, vouchers, LAZADA)

    assert exact.exact
    assert not hasty.exact
    assert worth(hasty) >= worth(exact) * 9 // 10


def test_of_two_that_save_the_same_the_one_that_ends_first_is_used():
    late = promotion("amount_off", "platform_voucher", off_minor=100, ends_at=NOW + timedelta(days=9))
    soon = promotion("amount_off", "platform_voucher", off_minor=100, ends_at=NOW + timedelta(hours=1))
    applied = rules.best(asked(item(1, 1000), have=[late, soon]), [late, soon], SHOPEE)
    assert [used.promotion_id for used in applied.used] == [soon.id]
