"""What stands in the way of buying a line is said at the line, with what to do about it, and what is kept for later."""

from datetime import timedelta

import pytest

from pasar.countries import get
from pasar.kernel import clock
from pasar.market.basket import queries
from pasar.market.basket.rules import Owner
from pasar.market.catalogue import operations as catalogue
from pasar.market.fulfilment import queries as fulfilment
from pasar.market.fulfilment.models import RateCard
from pasar.market.promotions import operations as promotions
from pasar.market.promotions.models import Promotion
from pasar.market.promotions.tests.taking import make_promotion
from pasar.market.sellers import operations as sellers
from pasar.market.stock import operations as stock
from pasar.storefront.basket.shown import show
from pasar.storefront.browse.delivering import Target
from pasar.storefront.tests.making import visitor

HTMX = {"HX-Request": "true"}


def fill(who, *skus: int, units: int = 1) -> None:
    for sku in skus:
        who.post("basket/add/", {"sku_id": sku, "units": str(units)})


def withdraw(shop, code: str) -> None:
    catalogue.withdraw(
        seller_id=shop.seller_id, listing_id=shop.listings[code], actor=f"seller:{shop.seller_id}"
    )


def count(shop, **units: int) -> None:
    stock.set_on_hand(
        country="id", seller_id=shop.seller_id, on_hand={shop.skus[code]: n for code, n in units.items()},
        actor=f"seller:{shop.seller_id}",
    )  # fmt: skip


def close(shop) -> None:
    sellers.update_shop(
        seller_id=shop.seller_id, actor=f"seller:{shop.seller_id}", name="Toko Ibu", tagline="", description="",
        dispatch_days=1, paused=True,
    )  # fmt: skip


def saved(customer: int) -> list[int]:
    return [line.sku_id for line in queries.raw_saved("id", Owner(customer_id=customer))]


def test_a_thing_that_is_gone_leads_to_similar_ones_and_out(siti, shop):
    who = visitor("siti@mail.example")
    fill(who, shop.skus["A"], shop.skus["B"])
    withdraw(shop, "A")
    text = who.get("basket/").content.decode()
    assert "No longer for sale." in text
    assert "Similar things" in text
    assert "Take out what is gone (1)" in text
    who.post("basket/tidy/", {"gone": "1"})
    assert [line.sku_id for line in who.get("basket/").context["basket"].lines] == [shop.skus["B"]]
    assert saved(siti) == []


def test_a_closed_shop_and_a_sold_out_thing_can_wait_for_later(siti, shop, other_shop):
    who = visitor("siti@mail.example")
    fill(who, shop.skus["A"], shop.skus["B"], other_shop.skus["C"])
    close(other_shop)
    count(shop, B=0)
    text = who.get("basket/").content.decode()
    assert "The shop is taking a break." in text
    assert "Sold out at the moment." in text
    who.post("basket/tidy/", {"away": "1"})
    page = who.get("basket/")
    assert [line.sku_id for line in page.context["basket"].lines] == [shop.skus["A"]]
    assert set(saved(siti)) == {shop.skus["B"], other_shop.skus["C"]}
    assert page.context["shown"].marked == 0
    assert "Saved for later" in page.content.decode()


def test_less_stock_than_pieces_offers_what_is_left(siti, shop):
    who = visitor("siti@mail.example")
    fill(who, shop.skus["A"], units=5)
    count(shop, A=3)
    text = who.get("basket/").content.decode()
    assert "Only 3 pieces are left." in text
    assert 'name="units" value="3"' in text
    who.post("basket/units/", {"sku_id": shop.skus["A"], "units": "3"})
    assert who.get("basket/").context["basket"].goods_minor == 3 * 7_500_000


def test_a_line_is_kept_for_later_and_comes_back(siti, shop):
    who = visitor("siti@mail.example")
    fill(who, shop.skus["A"], units=2)
    page = who.get(who.post("basket/save/", {"sku_id": shop.skus["A"]}).url)
    assert page.context["undo"] == {"sku_id": shop.skus["A"], "units": 0, "title": "Shirt A", "saved": True}
    assert who.client.cookies["pasar_count"].value == "0"
    text = page.content.decode()
    assert "Your basket is empty" in text
    assert "Into the basket" in text
    who.post("basket/back/", {"sku_id": shop.skus["A"]})
    [line] = who.get("basket/").context["basket"].lines
    assert (line.units, line.selected) == (2, True)
    assert saved(siti) == []


def test_with_htmx_both_lists_come_as_one_fragment(siti, shop):
    who = visitor("siti@mail.example")
    fill(who, shop.skus["A"], shop.skus["B"])
    answer = who.post("basket/save/", {"sku_id": shop.skus["A"]}, headers=HTMX)
    text = answer.content.decode()
    assert answer.headers["HX-Trigger"] == '{"basket:count": {"value": 1}}'
    assert "<html" not in text
    assert "Saved for later: Shirt A" in text
    assert 'id="later"' in text


def test_what_is_kept_says_what_changed_and_offers_no_way_back_for_what_cannot_be_had(siti, shop):
    who = visitor("siti@mail.example")
    fill(who, shop.skus["A"], shop.skus["B"])
    for code in ("A", "B"):
        who.post("basket/save/", {"sku_id": shop.skus[code]})
    catalogue.set_prices(
        seller_id=shop.seller_id, prices={shop.skus["A"]: (5_000_000, None)}, actor=f"seller:{shop.seller_id}"
    )
    count(shop, B=0)
    text = who.get("basket/").content.decode()
    assert "Cheaper: was" in text
    assert text.count("Into the basket") == 1
    assert who.post("basket/back/", {"sku_id": shop.skus["B"]}).status_code == 409
    who.post("basket/remove/", {"sku_id": shop.skus["B"]})
    assert saved(siti) == [shop.skus["A"]]


def test_what_a_guest_kept_is_there_after_signing_in(siti, shop):
    who = visitor()
    fill(who, shop.skus["A"], shop.skus["B"])
    who.post("basket/save/", {"sku_id": shop.skus["B"]})
    who.post("account/sign-in/", {"target": "siti@mail.example", "password": "market-lantern-7"})
    assert saved(siti) == [shop.skus["B"]]
    assert [line.sku_id for line in who.get("basket/").context["basket"].lines] == [shop.skus["A"]]


def test_more_of_what_is_kept_comes_as_a_fragment_and_as_a_page(siti, shop):
    who = visitor("siti@mail.example")
    fill(who, shop.skus["A"])
    who.post("basket/save/", {"sku_id": shop.skus["A"]})
    for after in ("", "x", "9" * 40, "1-2-3"):
        page = who.get("basket/later/", {"after": after})
        assert "Shirt A" in page.content.decode()
        assert "<html" in page.content.decode()
    fragment = who.get("basket/later/", headers=HTMX).content.decode()
    assert "Shirt A" in fragment
    assert "<html" not in fragment
    assert visitor().get("basket/later/").status_code == 200


@pytest.mark.parametrize("path", ["save", "back"])
@pytest.mark.parametrize("sku", ["", "x", "-1", "9" * 30])
def test_what_is_no_thing_of_ours_is_refused(siti, shop, path, sku):
    answer = visitor("siti@mail.example").post(f"basket/{path}/", {"sku_id": sku})
    assert 400 <= answer.status_code < 500


def test_somebody_elses_lines_are_neither_kept_nor_taken_back(siti, budi, shop):
    other = visitor("budi@mail.example")
    fill(other, shop.skus["A"], shop.skus["B"])
    other.post("basket/save/", {"sku_id": shop.skus["B"]})
    who = visitor("siti@mail.example")
    who.post("basket/save/", {"sku_id": shop.skus["A"]})
    assert who.post("basket/back/", {"sku_id": shop.skus["B"]}).status_code == 404
    assert saved(budi) == [shop.skus["B"]]
    assert queries.count("id", Owner(customer_id=budi)) == 1


def shown(customer: int, zone: str, tariff=None):
    basket = queries.basket("id", Owner(customer_id=customer), "en")
    return show(
        basket, page=1, only_marked=False, target=Target(zone, "Wamena, Jayawijaya, Papua Pegunungan", True),
        tariff=fulfilment.tariff("id") if tariff is None else tariff,
    )  # fmt: skip


def test_a_place_that_no_carrier_serves_is_said_at_each_line(siti, shop, other_shop):
    fill(visitor("siti@mail.example"), shop.skus["A"], other_shop.skus["C"])
    zone = get("id").zones[0].key
    assert shown(siti, zone).marked == 0
    nowhere = shown(siti, zone, tariff={})
    assert (nowhere.marked, nowhere.place) == (2, "Wamena, Jayawijaya")
    assert {row.hindrance for stall in nowhere.stalls for row in stall.rows} == {"not_served"}


def test_the_page_names_the_place_that_is_not_served_and_leads_to_another(siti, shop):
    who = visitor("siti@mail.example")
    fill(who, shop.skus["A"])
    RateCard.objects.all().delete()
    fulfilment.forget_tariffs()
    text = who.get("basket/").content.decode()
    assert "No carrier brings this to" in text
    assert 'href="/id/en/deliver-to/?next=/id/en/basket/"' in text


def test_too_many_pieces_for_one_parcel_and_too_many_lines_are_told_apart(siti, shop):
    count(shop, A=999, B=999)
    who = visitor("siti@mail.example")
    fill(who, shop.skus["A"], shop.skus["B"])
    zone = "jabodetabek"
    [line, _other] = queries.basket("id", Owner(customer_id=siti), "en").lines
    cards = fulfilment.tariff("id")[zone, zone]
    most_g = max(card.most_g for card in cards)
    each = most_g // line.weight_g
    assert 2 <= each < 999
    who.post("basket/units/", {"sku_id": shop.skus["A"], "units": str(each * 2 // 3)})
    who.post("basket/units/", {"sku_id": shop.skus["B"], "units": str(each * 2 // 3)})
    [stall] = shown(siti, zone).stalls
    assert stall.too_heavy
    assert [row.hindrance for row in stall.rows] == ["", ""]
    who.post("basket/units/", {"sku_id": shop.skus["A"], "units": str(min(999, each * 2))})
    [stall] = shown(siti, zone).stalls
    assert [row.hindrance for row in stall.rows] == ["too_heavy", ""]
    assert not stall.too_heavy


def give(name: str, customer: int, class_key: str, *, seller_id: int | None = None, **terms) -> int:
    """A voucher of an hour that the customer has."""
    voucher = make_promotion(class_key=class_key, seller_id=seller_id, name=name, off_minor=1_000_00, **terms)
    promotions.collect(country="id", customer_id=customer, promotion_id=voucher)
    return voucher


def test_vouchers_that_ended_are_named_where_they_would_have_counted(siti, budi, shop, other_shop):
    who = visitor("siti@mail.example")
    fill(who, shop.skus["A"], shop.skus["B"], other_shop.skus["C"])
    of_product = give(
        "Kaos hemat", siti, "product_voucher", seller_id=shop.seller_id, listings=[shop.listings["A"]]
    )
    of_shop = give("Diskon Ibu", siti, "shop_voucher", seller_id=shop.seller_id)
    of_all = give("Gajian", siti, "platform_voucher", quota=1)
    of_phones = give("Telepon", siti, "platform_voucher", categories=["phones"])
    give("Masih ada", siti, "platform_voucher")
    give("Diskon Bapak", budi, "shop_voucher", seller_id=other_shop.seller_id)
    assert "cannot be used" not in who.get("basket/").content.decode()

    Promotion.objects.filter(pk=of_all).update(used=1)
    for each in (of_product, of_shop, of_phones):
        promotions.end(country="id", promotion_id=each, actor="test")
    page = who.get("basket/")
    shown = page.context["shown"]
    assert [(each.name, str(each.reason)) for each in shown.lost] == [
        ("Gajian", "All of these have been used.")
    ]
    stalls = {stall.group.shop_id: stall for stall in shown.stalls}
    assert [each.name for each in stalls[shop.shop_id].lost] == ["Diskon Ibu"]
    assert stalls[other_shop.shop_id].lost == ()
    rows = {row.line.sku_id: [each.name for each in row.lost] for stall in shown.stalls for row in stall.rows}
    assert rows == {shop.skus["A"]: ["Kaos hemat"], shop.skus["B"]: [], other_shop.skus["C"]: []}
    assert shown.marked == 1
    text = page.content.decode()
    assert text.count("cannot be used.") == 3
    assert text.count("It has ended.") == 2
    with clock.frozen(clock.now() + timedelta(days=3)):
        assert "It has ended." not in who.get("basket/").content.decode()


def test_the_customers_own_place_decides_and_nothing_is_said_of_a_place_nobody_named(siti, shop):
    who = visitor("siti@mail.example")
    fill(who, shop.skus["A"])
    assert who.get("basket/").context["shown"].target.zone == "jabodetabek"
    guest = visitor()
    fill(guest, shop.skus["A"])
    assert guest.get("basket/").context["shown"].target is None
