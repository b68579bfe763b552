"""Many vouchers of nearly the same worth, small prices, parts that overlap: where a bound off by one would show.

Everything is worked out here a second time, in the plainest way: all sets of vouchers, one after the other.
"""

from itertools import combinations
from random import Random

import pytest

from pasar.kernel.money import split
from pasar.market.promotions import rules
from pasar.market.promotions.kinds import kinds
from pasar.market.promotions.rules.conditions import matches
from pasar.market.promotions.shapes import CLASSES, Most, Stacking
from pasar.market.promotions.tests.making import LAZADA, SHOPEE, asked, item, promotion

TIGHT = Stacking(
    maxima=(
        Most(frozenset({"shop_voucher", "product_voucher"}), "shop", 1),
        Most(frozenset({"platform_voucher", "platform_code"}), "purchase", 2),
        Most(frozenset({"shop_voucher", "platform_shipping", "shop_shipping"}), "purchase", 3),
    ),
    excludes=frozenset(
        {frozenset({"payment_voucher", "product_voucher"}), frozenset({"cashback", "shop_shipping"})}
    ),
)


def plainly(question, vouchers):
    """What these vouchers save together."""
    lefts = [each.goods_minor for each in question.items]
    ships = [each.shipping_minor for each in question.deliveries]
    saved = 0
    for voucher in sorted(vouchers, key=lambda v: (v.kind == "cashback", CLASSES.index(v.class_key), v.id)):
        matching = [at for at, each in enumerate(question.items) if matches(voucher, each)]
        amounts, places = lefts, matching
        if voucher.kind == "free_shipping":
            shops = {question.items[at].shop_id for at in matching}
            amounts, places = (
                ships,
                [at for at, each in enumerate(question.deliveries) if each.shop_id in shops],
            )
        off = kinds()[voucher.kind].discount(voucher.terms, sum(amounts[at] for at in places))
        saved += off
        if off and voucher.kind != "cashback":
            for at, part in zip(places, split(off, [amounts[at] for at in places]), strict=True):
                amounts[at] -= part
    return saved


def allowed(question, vouchers, stacking):
    classes = [each.class_key for each in vouchers]
    if any(pair <= set(classes) for pair in stacking.excludes):
        return False
    for most in stacking.maxima:
        counted = [each for each in vouchers if each.class_key in most.classes]
        if most.scope == "purchase" and len(counted) > most.most:
            return False
        for shop in {each.shop_id for each in question.items} if most.scope == "shop" else ():
            mine = [each for each in question.items if each.shop_id == shop]
            if sum(any(matches(each, one) for one in mine) for each in counted) > most.most:
                return False
    return True


def make(random):
    """A purchase in three shops with eleven vouchers."""
    items = [
        item(sku, random.randint(5, 40), random.randint(1, 3), shop_id=1 + sku % 3,
             category_path=random.choice(["a", "b"]))
        for sku in range(random.randint(3, 7))
    ]  # fmt: skip
    shipping = {shop: random.randint(0, 9) for shop in {each.shop_id for each in items}}
    classes = random.choices(
        ["shop_voucher", "product_voucher", "platform_voucher", "platform_code", "payment_voucher", "cashback",
         "platform_shipping", "shop_shipping"],
        weights=[5, 2, 4, 1, 2, 1, 1, 1], k=11,
    )  # fmt: skip
    vouchers = []
    for key, class_key in enumerate(classes, start=1):
        terms = {"categories": [random.choice(["a", "b"])]} if random.random() < 0.4 else {}
        if class_key == "cashback":
            kind, more = "cashback", {"rate_bps": random.randint(500, 3_000)}
        elif class_key.endswith("shipping"):
            kind, more = "free_shipping", {"cap_minor": random.randint(1, 12)}
        elif random.random() < 0.5:
            kind, more = (
                "percent_off",
                {"rate_bps": random.randint(500, 4_000), "cap_minor": random.randint(6, 40)},
            )
        else:
            kind, more = "amount_off", {"off_minor": random.randint(4, 20)}
        own = class_key in ("shop_voucher", "product_voucher", "shop_shipping")
        vouchers.append(
            promotion(kind, class_key, id=key, shop_id=random.randint(1, 3) if own else None, **terms, **more)
        )
    return asked(*items, shipping=shipping, have=vouchers), vouchers


@pytest.mark.parametrize("seed", range(40))
def test_nothing_legal_saves_one_minor_unit_more(seed):
    random = Random(seed)
    stacking = (SHOPEE, LAZADA, TIGHT)[seed % 3]
    question, vouchers = make(random)

    applied = rules.best(question, vouchers, stacking)

    used = {each.promotion_id for each in applied.used}
    assert allowed(question, [each for each in vouchers if each.id in used], stacking)
    saved = applied.discount_minor + sum(applied.earns_minor.values())
    assert saved == plainly(question, [each for each in vouchers if each.id in used])
    assert saved == max(
        plainly(question, chosen)
        for size in range(len(vouchers) + 1)
        for chosen in combinations(vouchers, size)
        if allowed(question, chosen, stacking)
    )
