import re

import pytest

from pasar.market.basket import queries
from pasar.market.basket.rules import Owner
from pasar.market.catalogue import operations as catalogue
from pasar.market.stock import queries as stock
from pasar.storefront.tests.making import visitor

BAD_UNITS = [
    "-1",
    "0",
    "1.5",
    "1e3",
    "NaN",
    "true",
    "[]",
    "٣",
    "๓",
    "99999999999999999999",
    "",
    " 1",
    "+1",
    str(-(2**63)),
]


def lines(customer: int) -> list[tuple[int, int]]:
    return [(line.sku_id, line.units) for line in queries.raw_lines("id", Owner(customer_id=customer))]


def test_adding_says_so_and_counts(siti, shop):
    who = visitor("siti@mail.example")
    answer = who.post("basket/add/", {"sku_id": shop.skus["A"], "units": "2", "next": "/id/en/"})
    assert (answer.status_code, answer.url) == (302, "/id/en/")
    assert who.client.cookies["pasar_count"].value == "1"
    assert lines(siti) == [(shop.skus["A"], 2)]


def test_with_htmx_a_toast_comes_and_the_count(siti, shop):
    answer = visitor("siti@mail.example").post(
        "basket/add/", {"sku_id": shop.skus["A"]}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 200
    assert answer.headers["HX-Trigger"] == '{"basket:count": {"value": 1}}'
    assert "toast" in answer.content.decode()


@pytest.mark.parametrize("units", BAD_UNITS)
def test_no_odd_number_of_pieces_gets_in(siti, shop, units):
    who = visitor("siti@mail.example")
    before = stock.free([shop.skus["A"]])
    assert 400 <= who.post("basket/add/", {"sku_id": shop.skus["A"], "units": units}).status_code < 500
    who.post("basket/add/", {"sku_id": shop.skus["A"], "units": "2"})
    for name in ("units", "typed"):
        answer = who.post("basket/units/", {"sku_id": shop.skus["A"], name: units})
        assert answer.status_code == 302 if units == "0" else 400 <= answer.status_code < 500
    assert lines(siti) in ([(shop.skus["A"], 2)], [])
    assert stock.free([shop.skus["A"]]) == before


@pytest.mark.parametrize("sku", ["-1", "x", "", "99999999999999999999", "1 OR 1=1", "0", "4242424242"])
def test_what_is_no_thing_of_ours_is_refused(siti, shop, sku):
    answer = visitor("siti@mail.example").post("basket/add/", {"sku_id": sku})
    assert answer.status_code in (409, 422)
    assert lines(siti) == []


def test_more_than_there_is_is_refused_with_what_is_left(siti, shop):
    answer = visitor("siti@mail.example").post("basket/add/", {"sku_id": shop.skus["B"], "units": "3"})
    assert answer.status_code == 409
    assert "2" in str(answer.context["error"])
    assert lines(siti) == []


def test_a_line_a_shop_and_all_are_taken_in_and_out(siti, shop, other_shop):
    who = visitor("siti@mail.example")
    for sku in (shop.skus["A"], shop.skus["B"], other_shop.skus["C"]):
        who.post("basket/add/", {"sku_id": sku})

    def total() -> int:
        return who.get("basket/").context["basket"].goods_minor

    assert total() == 7_500_000 + 1_990_000 + 12_000_000
    who.post("basket/select/", {"sku_id": shop.skus["A"], "selected": "0"})
    assert total() == 1_990_000 + 12_000_000
    who.post("basket/select/", {"shop_id": other_shop.shop_id, "selected": "0"})
    assert total() == 1_990_000
    who.post("basket/select/", {"selected": "1"})
    assert total() == 7_500_000 + 1_990_000 + 12_000_000


def test_what_was_taken_out_comes_back_with_one_tap(siti, shop):
    who = visitor("siti@mail.example")
    who.post("basket/add/", {"sku_id": shop.skus["A"], "units": "3"})
    page = who.get(who.post("basket/remove/", {"sku_id": shop.skus["A"]}).url)
    assert page.context["undo"] == {"sku_id": shop.skus["A"], "units": 3, "title": "Shirt A", "saved": False}
    assert lines(siti) == []
    who.post("basket/undo/", {"sku_id": shop.skus["A"], "units": "3"})
    assert lines(siti) == [(shop.skus["A"], 3)]


def test_a_changed_price_is_said_until_it_was_seen(siti, shop):
    who = visitor("siti@mail.example")
    who.post("basket/add/", {"sku_id": shop.skus["A"]})
    catalogue.set_prices(
        seller_id=shop.seller_id, prices={shop.skus["A"]: (8_000_000, None)},
        actor=f"seller:{shop.seller_id}",
    )  # fmt: skip
    page = who.get("basket/")
    assert page.context["basket"].lines[0].was_minor == 7_500_000
    assert re.search(r"Dearer: was .*75[.,]000.*, now .*80[.,]000", page.content.decode())
    who.post("basket/seen/")
    assert not who.get("basket/").context["basket"].changed


def test_a_guests_basket_opens_only_with_its_token(shop):
    who, other = visitor(), visitor()
    who.post("basket/add/", {"sku_id": shop.skus["A"]})
    assert len(who.get("basket/").context["basket"].lines) == 1
    for token in ("", "null", "0", "   ", "A" * 32, who.client.cookies["pasar_guest"].value[:-1]):
        other.client.cookies["pasar_guest"] = token
        assert other.get("basket/").context["basket"].lines == ()


def test_somebody_elses_lines_cannot_be_changed(siti, budi, shop):
    visitor("budi@mail.example").post("basket/add/", {"sku_id": shop.skus["A"], "units": "2"})
    who = visitor("siti@mail.example")
    assert who.post("basket/units/", {"sku_id": shop.skus["A"], "units": "5"}).status_code == 404
    who.post("basket/remove/", {"sku_id": shop.skus["A"]})
    who.post("basket/select/", {"selected": "0"})
    assert lines(budi) == [(shop.skus["A"], 2)]
    assert visitor("budi@mail.example").get("basket/").context["basket"].lines[0].selected


def test_nothing_changes_by_a_link(siti, shop):
    who = visitor("siti@mail.example")
    for path in ("add", "units", "remove", "select", "undo", "seen", "save", "back", "tidy"):
        assert who.get(f"basket/{path}/?sku_id={shop.skus['A']}&units=1").status_code == 405
    assert lines(siti) == []


def test_the_page_takes_as_many_queries_for_one_line_as_for_many(
    siti, shop, other_shop, django_assert_num_queries
):
    who = visitor("siti@mail.example")
    who.post("basket/add/", {"sku_id": shop.skus["A"]})
    who.get("basket/")
    with django_assert_num_queries(11):
        who.get("basket/")
    for sku in (shop.skus["B"], other_shop.skus["C"]):
        who.post("basket/add/", {"sku_id": sku})
    who.post("basket/save/", {"sku_id": shop.skus["B"]})
    with django_assert_num_queries(11):
        who.get("basket/")
