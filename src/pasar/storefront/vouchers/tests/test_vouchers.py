"""What somebody sees of vouchers, and how they get them; without scripts unless said otherwise."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pasar.kernel import clock
from pasar.market.promotions import operations
from pasar.market.promotions import queries as promotions
from pasar.market.promotions.models import Promotion
from pasar.storefront.tests import making
from pasar.storefront.vouchers.tests.conftest import AT, give


@pytest.fixture
def who(siti):
    return making.visitor("siti@mail.example")


def states(answer, part="tickets"):
    return {each.name: each.state for each in answer.context[part]}


def queries_of(visitor, path):
    visitor.get(path)
    with CaptureQueriesContext(connection) as seen:
        assert visitor.get(path).status_code == 200
    return len(seen)


def test_the_centre_shows_the_platforms_vouchers_before_the_shops(shop, country):
    give("Gratis Ongkir", "free_shipping", "platform_shipping", minimum_minor=5_000_000, cap_minor=2_000_000)
    give("Diskon toko", seller_id=shop.seller_id, off_minor=1_500_000)
    answer = making.visitor().get("vouchers/")
    [ours], [theirs] = answer.context["tickets"], answer.context["shop_tickets"]
    assert (ours.worth, ours.conditions) == ("Free delivery", ["from Rp50.000", "at most Rp20.000"])
    assert (theirs.worth, theirs.shop.name) == ("Rp15.000 off", "Toko Ibu")
    html = answer.content.decode()
    assert html.index("Gratis Ongkir") < html.index("Diskon toko")


def test_a_guest_who_collects_is_led_to_the_sign_in_and_back_to_the_centre(shop):
    voucher = give("Diskon")
    answer = making.visitor().post(
        f"vouchers/{voucher}/collect/", headers={"referer": "http://testserver/id/en/vouchers/"}
    )
    assert answer.status_code == 302
    assert answer.url.startswith("/id/en/account/sign-in/?next=")
    assert "vouchers" in answer.url


def test_collecting_leads_back_to_where_one_was_and_is_seen_everywhere(shop, siti, who):
    voucher = give("Diskon")
    page = f"/id/en/shop/{shop_slug(shop)}/"
    answer = who.post(f"vouchers/{voucher}/collect/", {"next": page})
    assert (answer.status_code, answer.url) == (302, page)
    assert states(who.get("vouchers/")) == {"Diskon": "have"}
    assert states(who.get("account/vouchers/")) == {"Diskon": "have"}
    assert states(making.visitor().get("vouchers/")) == {"Diskon": "open"}


def test_collecting_twice_is_as_once(shop, siti, who):
    voucher = give("Diskon")
    for _ in range(2):
        assert who.post(f"vouchers/{voucher}/collect/").status_code == 302
    assert len(promotions.of_customer("id", siti).rows) == 1


def test_with_scripts_the_ticket_comes_back_as_it_is_now(shop, who):
    voucher = give("Diskon")
    answer = who.post(f"vouchers/{voucher}/collect/", headers={"HX-Request": "true"})
    html = answer.content.decode()
    assert f'id="ticket-{voucher}"' in html
    assert "Collected" in html
    assert "<form" not in html
    assert "hx-swap-oob" in html
    assert "<html" not in html


def test_what_cannot_be_collected_is_refused_and_nothing_is_kept(shop, other_shop, siti, who):
    gone, over = give("Habis", quota=1), give("Usai")
    Promotion.objects.filter(pk=gone).update(used=1)
    operations.end(country="id", promotion_id=over, actor="test")
    hidden = give("Rahasia", code="RAHASIA1", listed=False)
    itself = give("Grosir", "tier_price", "automatic", tiers=[{"units": 3, "rate_bps": 500}])
    answers = {
        "gone": who.post(f"vouchers/{gone}/collect/").status_code,
        "over": who.post(f"vouchers/{over}/collect/").status_code,
        "hidden": who.post(f"vouchers/{hidden}/collect/").status_code,
        "itself": who.post(f"vouchers/{itself}/collect/").status_code,
        "none": who.post("vouchers/999999/collect/").status_code,
        "long": who.post(f"vouchers/{'9' * 30}/collect/").status_code,
    }
    assert answers == {"gone": 409, "over": 409, "hidden": 404, "itself": 409, "none": 404, "long": 404}
    assert promotions.of_customer("id", siti).rows == ()


def test_another_ventures_voucher_is_not_there(shop, who, siti):
    voucher = give("Diskon")
    Promotion.objects.filter(pk=voucher).update(country="my")
    assert who.post(f"vouchers/{voucher}/collect/").status_code == 404


def test_a_code_gives_its_voucher_in_any_spelling(shop, who, siti):
    give("Dari brosur", code="BROSUR11", listed=False)
    assert who.post("vouchers/code/", {"code": " brosur11 "}).status_code == 302
    assert states(who.get("account/vouchers/")) == {"Dari brosur": "have"}


@pytest.mark.parametrize("typed", ["", "NICHTDA", "x" * 31, "%", "' OR 1=1"])
def test_an_unknown_code_is_told_beside_the_field_and_stays_typed(shop, who, siti, typed):
    answer = who.post("vouchers/code/", {"code": typed})
    assert answer.status_code == 422
    assert answer.context["form"].errors["code"]
    assert answer.context["form"]["code"].value() == typed


def test_tickets_say_how_many_are_left_and_what_ends_soon(shop):
    few = give("Sedikit", quota=100, ends_at=AT + timedelta(hours=20))
    Promotion.objects.filter(pk=few).update(used=90)
    give("Nanti", starts_at=AT + timedelta(days=1))
    give("Habis", budget_minor=5_000)
    Promotion.objects.filter(budget_minor=5_000).update(spent_minor=5_000)
    found = {each.name: each for each in making.visitor().get("vouchers/").context["tickets"]}
    assert (found["Sedikit"].left, found["Sedikit"].left_pct, found["Sedikit"].few) == (10, 10, True)
    assert found["Sedikit"].ends_soon
    assert found["Habis"].state == "gone"
    assert found["Nanti"].state == "soon"
    assert not found["Nanti"].ends_soon


def test_a_products_page_shows_what_counts_for_it_and_no_other(shop, other_shop):
    give("Toko ini", seller_id=shop.seller_id)
    give("Toko lain", seller_id=other_shop.seller_id)
    give("Semua")
    give("Barang lain", "percent_off", "product_voucher", seller_id=shop.seller_id, rate_bps=1000,
         listings=[shop.listings["B"]])  # fmt: skip
    answer = making.visitor().client.get(address_of(shop, "A"))
    assert [each.name for each in answer.context["vouchers"]] == ["Toko ini", "Semua"]
    assert 'action="/id/en/vouchers/' in answer.content.decode()
    other = making.visitor().client.get(address_of(shop, "B"))
    assert [each.worth for each in other.context["vouchers"] if each.name == "Barang lain"] == ["10% off"]


def test_a_shops_page_shows_its_own(shop, other_shop):
    give("Toko ini", seller_id=shop.seller_id)
    give("Toko lain", seller_id=other_shop.seller_id)
    answer = making.visitor().get(f"shop/{shop_slug(shop)}/")
    assert [each.name for each in answer.context["vouchers"]] == ["Toko ini"]


def test_the_centre_goes_on_page_by_page(shop):
    for n in range(25):
        give(f"Nomor {n}", ends_at=AT + timedelta(days=7, minutes=n))
    first = making.visitor().get("vouchers/")
    at, after = first.context["next"]
    second = making.visitor().get("vouchers/", {"at": at.isoformat(), "after": str(after)})
    names = [each.name for answer in (first, second) for each in answer.context["tickets"]]
    assert names == [f"Nomor {n}" for n in range(25)]
    for wrong in (
        {"after": "x"},
        {"after": "1", "at": "x"},
        {"after": "1"},
        {"after": "1", "at": "2026-11-24"},
    ):
        assert making.visitor().get("vouchers/", wrong).status_code == 404


def test_an_ended_voucher_leaves_the_list_of_ones_own(shop, who, siti):
    who.post(f"vouchers/{give('Diskon')}/collect/")
    with clock.frozen(AT + timedelta(days=8)):
        assert who.get("account/vouchers/").context["tickets"] == []


def test_pages_need_as_many_statements_for_many_vouchers_as_for_few(shop, other_shop, siti, who):
    give("Satu")
    give("Dua", seller_id=shop.seller_id)
    paths = ("vouchers/", "account/vouchers/", f"shop/{shop_slug(shop)}/", address_of(shop, "A"))
    few = {path: queries_of(who, path) for path in paths}
    for n in range(8):
        give(f"Lagi {n}", seller_id=(shop if n % 2 else other_shop).seller_id)
        who.post(f"vouchers/{give(f'Pasar {n}')}/collect/")
    assert {path: queries_of(who, path) for path in paths} == few
    assert (few["vouchers/"], few["account/vouchers/"]) == (5, 4)


def test_the_account_leads_to_the_vouchers_and_home_to_the_centre(shop, who):
    assert "/id/en/account/vouchers/" in who.get("account/").content.decode()
    assert "/id/en/vouchers/" in who.get("").content.decode()


def shop_slug(shop):
    from pasar.market.sellers import queries as sellers

    return sellers.shop_of(shop.seller_id).slug


def address_of(shop, code):
    return f"/id/en/p/kaos-{code.lower()}-{shop.listings[code]}/"
