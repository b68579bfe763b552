"""The pages people find things on: what they show, by how many queries, and that nothing typed breaks them."""

import json
import re

import pytest
from django.test import Client

from pasar.storefront.browse.tests import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def stalls(db: None) -> list[making.Stall]:
    return making.open_market()


@pytest.fixture
def client() -> Client:
    return Client(HTTP_ACCEPT_LANGUAGE="id")


def listing_url(client: Client, stall: making.Stall, position: int = 0) -> str:
    """A listing's address, as the misspelt one leads to it."""
    response = client.get(f"/id/id/p/x-{stall.listing_ids[position]}/")
    assert response.status_code == 301
    return response["Location"]


def test_home_shows_goods_categories_and_shops(client, stalls, django_assert_max_num_queries):
    client.get("/id/id/")
    with django_assert_max_num_queries(7):
        page = client.get("/id/id/").content.decode()
    assert page.count('class="goods"') == 12
    assert 'href="/id/id/c/phones/"' in page
    assert "Toko Cahaya 1" in page
    assert '<html lang="id"' in page


def test_pictures_beside_words_on_home_come_in_a_small_file_too(client, stalls):
    page = client.get("/id/id/").content.decode()
    drawings = re.findall(r'<img class="object"[^>]+>', page)
    assert len(drawings) == 12 + 16
    assert all(" 128w, " in drawing for drawing in drawings)


def test_home_of_an_empty_market_says_so_and_leads_on(client, db):
    page = client.get("/sg/en/").content.decode()
    assert 'class="goods"' not in page or "skeleton" in page


def test_more_of_home_is_a_fragment_for_htmx_and_a_page_without(client, db):
    making.open_market(stalls=4, listings=12)
    address = re.search(r'hx-get="(/id/id/for-you/\?after=[^"]+)"', client.get("/id/id/").content.decode())
    assert address
    fragment = client.get(address[1], headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    assert fragment.count('class="goods"') == 24
    assert "<html" in client.get(address[1]).content.decode()


def test_a_word_finds_and_filters_narrow(client, stalls, django_assert_max_num_queries):
    client.get("/id/id/search/?q=kaos")
    with django_assert_max_num_queries(4):
        page = client.get("/id/id/search/?q=kaos").content.decode()
    found = page.count('class="goods"')
    assert 0 < found < 12
    home_only = client.get("/id/id/search/?q=&kind=brand").content.decode()
    assert home_only.count('class="goods"') == 6
    assert "chip-on" in home_only


def test_nothing_found_leads_on(client, stalls):
    page = client.get("/id/id/search/?q=zzzzqqqq").content.decode()
    assert 'href="/id/id/c/"' in page
    assert 'class="goods"' not in page


def test_results_alone_for_htmx_but_a_page_for_its_history(client, stalls):
    part = client.get("/id/id/search/?q=kaos", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    restored = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in client.get("/id/id/search/?q=kaos", headers=restored).content.decode()


@pytest.mark.parametrize(
    "query",
    ["min=abc", "max=-5", "min=99999999999999999999", "rating=9", "sort=drop", "after=%01%ff", "kind=%01", "c=../..",
     "q=%01", "q=" + "x" * 5000, "place=" + "y" * 500, "after=" + "A" * 90],
)  # fmt: skip
def test_nothing_in_an_address_is_an_error(client, stalls, query):
    assert client.get(f"/id/id/search/?{query}").status_code == 200


HOSTILE = (
    '"><script>alert(1)</script>',
    "</title><script>x</script>",
    "'-alert(1)-'",
    "{{ 7*7 }}",
    "<img src=x onerror=y>",
)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize(
    "path",
    [
        "search/?q=",
        "search/?place=",
        "search/?c=",
        "search/?min=",
        "search/suggest/?q=",
        "deliver-to/?place=",
        "c/",
    ],
)
def test_what_is_typed_comes_back_as_text(client, stalls, path, text):
    page = client.get(f"/id/id/{path}", {}).content.decode() if path == "c/" else ""
    page = client.get(
        "/id/id/" + path.partition("?")[0], {path.partition("?")[2].rstrip("="): text}
    ).content.decode()
    assert "<script>alert" not in page
    assert "<script>x" not in page
    assert "<img src=x" not in page
    assert "{{ 7*7 }}" not in text or not re.search(r"[>“ ]49[<” ]", page)


def test_an_unknown_category_or_shop_is_404_with_a_way_on(client, stalls):
    for path in (
        "c/nothing/",
        "shop/nobody/",
        "p/x-999999999/",
        "p/x-9999999999999999999999/",
        "help/nothing/",
    ):
        response = client.get(f"/id/id/{path}")
        assert response.status_code == 404, path
        assert 'action="/id/id/search/"' in response.content.decode()


def test_category_shows_its_own_and_the_way_up(client, stalls, django_assert_max_num_queries):
    client.get("/id/id/c/phones/")
    with django_assert_max_num_queries(4):
        page = client.get("/id/id/c/phones/")
    assert page.status_code == 200
    assert 'href="/id/id/c/phones/handsets/"' in page.content.decode()


def test_listing_in_thirteen_queries(client, stalls, django_assert_max_num_queries):
    address = listing_url(client, stalls[0])
    client.get(address)
    with django_assert_max_num_queries(13):
        page = client.get(address).content.decode()
    assert 'name="sku_id"' in page
    assert "data-step" in page


def test_a_variant_is_chosen_by_a_link_and_has_its_own_stock(client, stalls):
    address = listing_url(client, stalls[0])
    first, second, sold_out = stalls[0].sku_ids[:3]
    page = client.get(f"{address}?sku={second}").content.decode()
    assert f'name="sku_id" value="{second}"' in page
    assert f'href="?sku={first}"' in page
    gone = client.get(f"{address}?sku={sold_out}").content.decode()
    assert re.search(r'<button class="btn btn-large" type="submit" disabled>', gone)
    assert f'name="sku_id" value="{first}"' in client.get(f"{address}?sku=99999999").content.decode()


def test_a_tap_on_a_variant_brings_the_choice_and_the_bar_only(client, stalls):
    address = listing_url(client, stalls[0])
    headers = {"HX-Request": "true", "HX-Target": "div#choice"}
    part = client.get(f"{address}?sku={stalls[0].sku_ids[1]}", headers=headers).content.decode()
    assert "<html" not in part
    assert 'id="buy-bar"' in part
    assert 'hx-swap-oob="true"' in part
    assert "goods-grid" not in part


def test_delivery_is_promised_to_the_place_that_was_chosen(client, stalls):
    address = listing_url(client, stalls[0])
    assert "Jabodetabek" in client.get(address).content.decode()
    response = client.post("/id/id/deliver-to/", {"area": "not-a-place", "next": address})
    assert response.status_code == 302
    assert "pasar_area" not in response.cookies
    client.cookies["pasar_area"] = "id:'; drop table"
    assert client.get(address).status_code == 200


def test_only_pages_of_ours_are_led_back_to(client, db):
    for bad in ("https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil.example"):
        response = client.post("/id/id/theme/", {"theme": "dark", "next": bad})
        assert response["Location"] == "/id/id/"
    assert response.cookies["pasar_theme"].value == "dark"


def test_the_data_block_is_json_and_cannot_be_closed_from_within(client, stalls):
    page = client.get(listing_url(client, stalls[0])).content.decode()
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    assert block
    data = json.loads(block[1])
    assert data["@type"] == "Product"
    assert data["offers"]["priceCurrency"] == "IDR"
    assert "<" not in block[1]


def test_what_one_looked_at_is_on_the_home_page_afterwards(client, stalls):
    client.get(listing_url(client, stalls[0], 1))
    assert client.cookies["pasar_seen"].value == f"id:{stalls[0].listing_ids[1]}"
    assert f"-{stalls[0].listing_ids[1]}/" in client.get("/id/id/").content.decode()
    client.cookies["pasar_seen"] = "id:1.x.999999999999999999999999"
    assert client.get("/id/id/").status_code == 200


def test_a_shop_shows_its_own_goods_and_finds_within(client, stalls, django_assert_max_num_queries):
    address = f"/id/id/shop/{stalls[0].slug}/"
    client.get(address)
    with django_assert_max_num_queries(7):
        page = client.get(address).content.decode()
    assert page.count('class="goods"') == 6
    assert client.get(address, {"q": "kaos"}).content.decode().count('class="goods"') < 6


def test_pages_name_their_other_languages(client, stalls):
    page = client.get("/id/id/c/").content.decode()
    assert '<link rel="canonical" href="http://127.0.0.1:8000/id/id/c/">' in page
    assert 'hreflang="en-ID" href="http://127.0.0.1:8000/id/en/c/"' in page


def test_no_page_carries_style_or_script_of_its_own(client, stalls):
    """The content security policy forbids both; whoever writes them finds out here."""
    for path in ("", "c/", "search/?q=kaos", "help/", "help/paying/"):
        page = client.get(f"/id/id/{path}").content.decode()
        assert " style=" not in page, path
        assert not re.search(r"<script(?![^>]*(src=|ld\+json))", page), path
        assert not re.search(r"\son[a-z]+=", page), path


def test_the_first_view_of_home_fits_into_20_kb_compressed(client, db):
    making.open_market(stalls=6, listings=12)
    page = client.get("/id/id/", HTTP_ACCEPT_ENCODING="gzip")
    assert page["Content-Encoding"] == "gzip"
    assert len(page.content) <= 20_000
