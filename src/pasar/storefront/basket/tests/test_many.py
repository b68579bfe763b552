"""A basket of two hundred lines over sixty shops: page by page, as few questions as for one line."""

import re
from itertools import islice

import brotli
import pytest

from pasar.kernel import clock
from pasar.market.basket import queries
from pasar.market.basket.models import Line
from pasar.market.basket.rules import Owner
from pasar.market.catalogue import operations as catalogue
from pasar.storefront.basket.shown import LINES
from pasar.storefront.tests.making import Shop, open_shop, visitor

SHOPS, ALL = 60, 200


@pytest.fixture
def shops(country) -> list[Shop]:
    """Sixty shops with four things each, Rp 10.000 to Rp 40.000."""
    return [
        open_shop(f"Toko {number}", {f"{number}-{each}": (each * 1_000_000, 10) for each in range(1, 5)})
        for number in range(SHOPS)
    ]


@pytest.fixture
def skus(shops, siti) -> list[int]:
    """What is in Siti's basket: every shop has three lines or four."""
    wanted = list(islice(((shop, each) for each in range(1, 5) for shop in shops), ALL))
    Line.objects.bulk_create(
        Line(
            country="id", customer_id=siti, sku_id=_sku(shop, each), shop_id=shop.shop_id, units=1,
            seen_price_minor=each * 1_000_000, added_at=clock.now(),
        )
        for shop, each in wanted
    )  # fmt: skip
    return [_sku(shop, each) for shop, each in wanted]


def _sku(shop: Shop, each: int) -> int:
    return next(sku for code, sku in shop.skus.items() if code.endswith(f"-{each}"))


def lines_on(page) -> list[int]:
    return [row.line.sku_id for stall in page.context["shown"].stalls for row in stall.rows]


def test_every_line_is_on_one_page_and_no_page_is_long(skus, django_assert_num_queries):
    who = visitor("siti@mail.example")
    found, number = [], 1
    who.get("basket/")
    while True:
        with django_assert_num_queries(11):
            page = who.get(f"basket/?page={number}")
        assert len(lines_on(page)) == LINES
        assert page.content.decode().count('<li class="line') == LINES
        found += lines_on(page)
        number += 1
        if number > page.context["shown"].pages:
            break
    assert sorted(found) == sorted(skus)
    assert number == ALL // LINES + 1


def test_the_sum_and_the_ticks_are_of_all_pages(skus):
    who = visitor("siti@mail.example")
    basket = who.get("basket/?page=2").context["basket"]
    assert basket.goods_minor == sum(line.price_minor for line in basket.lines)
    assert basket.units == ALL
    who.post("basket/select/?page=2", {"selected": "0"})
    assert who.get("basket/").context["basket"].chosen == ()


def test_a_form_leads_back_to_the_page_it_stands_on(skus):
    who = visitor("siti@mail.example")
    page = who.get("basket/?page=3")
    sku = lines_on(page)[0]
    assert 'action="/id/en/basket/remove/?page=3"' in page.content.decode()
    answer = who.post("basket/select/?page=3", {"sku_id": sku, "selected": "0"})
    assert answer.url == "/id/en/basket/?page=3"
    fragment = who.post(
        "basket/select/?page=3", {"sku_id": sku, "selected": "1"}, headers={"HX-Request": "true"}
    )
    assert "<html" not in fragment.content.decode()
    assert lines_on(fragment) == lines_on(page)


@pytest.mark.parametrize("page", ["0", "-1", "99", "x", "", "9" * 30, "٣"])
def test_no_odd_page_breaks_it(skus, page):
    found = visitor("siti@mail.example").get("basket/", {"page": page})
    assert found.status_code == 200
    assert len(lines_on(found)) == LINES


def test_what_changed_on_any_page_is_said_on_the_first_and_shown_alone(skus, shops):
    who = visitor("siti@mail.example")
    last = who.get("basket/?page=8")
    sku = lines_on(last)[-1]
    shop = next(each for each in shops if sku in each.skus.values())
    catalogue.set_prices(
        seller_id=shop.seller_id, prices={sku: (9_900_000, None)}, actor=f"seller:{shop.seller_id}"
    )
    first = who.get("basket/")
    assert first.context["shown"].marked == 1
    assert "1 line needs a look before you buy" in first.content.decode()
    only = who.get("basket/?only=marked")
    assert lines_on(only) == [sku]
    assert who.post("basket/seen/?only=marked").url == "/id/en/basket/?only=marked"
    assert len(lines_on(who.get("basket/?only=marked"))) == LINES


def test_more_than_one_purchase_takes_is_said_and_not_led_to_the_checkout(skus, siti):
    who = visitor("siti@mail.example")
    page = who.get("basket/")
    assert page.context["shown"].too_many
    text = page.content.decode()
    assert "One purchase takes up to 100 different things, and 200 are ticked." in text
    assert 'href="/id/en/checkout/"' not in text
    refused = who.get("checkout/")
    assert refused.status_code == 409
    assert "up to 100 different things" in refused.content.decode()
    chosen = queries.basket("id", Owner(customer_id=siti), "id").chosen
    Line.objects.filter(sku_id__in=[line.sku_id for line in chosen[100:]]).update(selected=False)
    assert 'href="/id/en/checkout/"' in who.get("basket/").content.decode()


def test_all_of_a_shop_is_ticked_with_one_tick(skus, shops):
    who = visitor("siti@mail.example")
    who.post("basket/select/", {"selected": "0"})
    who.post("basket/select/", {"shop_id": shops[0].shop_id, "selected": "1"})
    basket = who.get("basket/").context["basket"]
    assert {line.sku_id for line in basket.chosen} == set(shops[0].skus.values())
    [group] = [group for group in basket.groups if group.shop_id == shops[0].shop_id]
    assert group.all_selected
    assert not basket.all_selected


def test_the_page_of_two_hundred_lines_is_small_enough_for_a_thin_network(skus):
    html = visitor("siti@mail.example").get("basket/").content
    assert len(re.findall(rb"<form", html)) < 8 * LINES
    assert len(brotli.compress(html, quality=5)) < 20_000
