"""The worked example of docs/algorithms/discounts.md, figure by figure."""

from pasar.market.promotions import rules
from pasar.market.promotions.shapes import Buyer
from pasar.market.promotions.tests.making import LAZADA, asked, item, promotion


def test_the_documented_purchase_gets_what_the_document_says():
    tiers = promotion("tier_price", "automatic", shop_id=1, tiers=[{"units": 3, "rate_bps": 1000}])
    shop = promotion("amount_off", "shop_voucher", shop_id=1, off_minor=800, minimum_minor=5000)
    tenth = promotion(
        "percent_off",
        "platform_voucher",
        rate_bps=1000,
        cap_minor=1500,
        minimum_minor=8000,
        seller_share_bps=2000,
    )
    delivery = promotion("free_shipping", "platform_shipping", cap_minor=600)
    back = promotion("cashback", "cashback", rate_bps=500)
    vouchers = [shop, tenth, delivery, back]
    question = asked(
        item(1, 6000), item(2, 1000, 3, listing_id=2), item(3, 2500, shop_id=2), shipping={1: 500, 2: 400},
        have=vouchers, buyer=Buyer(coins_minor=300), spend_coins=True,
    )  # fmt: skip

    applied = rules.best(question, [tiers, *vouchers], LAZADA)

    assert {sku: [cut.minor for cut in cuts] for sku, cuts in applied.lines.items()} == {
        1: [552, 545], 2: [300, 248, 245], 3: [250],
    }  # fmt: skip
    assert [cut.units for cut in applied.lines[2]] == [(100, 100, 100), (83, 83, 82), (82, 81, 82)]
    tenths = [cut for cuts in applied.lines.values() for cut in cuts if cut.promotion_id == tenth.id]
    assert sorted((cut.minor, cut.seller_minor, cut.platform_minor) for cut in tenths) == [
        (245, 49, 196), (250, 50, 200), (545, 109, 436),
    ]  # fmt: skip
    assert {shop: [cut.minor for cut in cuts] for shop, cuts in applied.deliveries.items()} == {
        1: [333],
        2: [267],
    }
    assert applied.coins == {1: 157, 2: 71, 3: 72}
    assert [(each.promotion_id, each.reason_code) for each in applied.unused] == [
        (back.id, "better_combination")
    ]
