"""The goods of a demo venture, before they are in any database."""

import re
from collections import Counter
from datetime import UTC, datetime
from functools import cache

import pytest

from pasar import countries
from pasar.market.catalogue import rules, texts
from pasar.simulate.demo import facts, goods, shops, words
from pasar.simulate.demo.loading import LISTINGS

AT = datetime(2026, 11, 25, 3, tzinfo=UTC)
THAI = re.compile(r"[\u0e00-\u0e7f]")
VIETNAMESE = re.compile(r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽềếểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
PLACEHOLDER = re.compile(r"[{}]|lorem|TODO|None|\bnull\b|  ")
VENTURES = sorted(words.MAIN)


@cache
def world(country: str, size: str = "full") -> tuple[goods.GoodsPlan, ...]:
    return tuple(goods.plan(country, shops.plan(country, size), AT, size))


def test_the_world_is_the_same_every_time():
    again = tuple(goods.plan("id", shops.plan("id"), AT))
    assert again == world("id")


@pytest.mark.parametrize("country", VENTURES)
def test_a_venture_has_two_thousand_listings_over_every_leaf_and_shop(country):
    plans = world(country)
    assert len(plans) == LISTINGS["full"] >= 2_000
    leaves = Counter(each.listing.category_path for each in plans)
    assert set(leaves) == {node.path for node in facts.leaves().values()}
    assert min(leaves.values()) >= 8
    assert {each.shop.number for each in plans} == {shop.number for shop in shops.plan(country)}


@pytest.mark.parametrize("country", VENTURES)
def test_every_listing_is_one_that_a_seller_could_have_made(country):
    venture = countries.get(country)
    for each in world(country):
        found = rules.problems(
            each.listing,
            main=venture.languages[0],
            languages=venture.languages,
            step_minor=venture.price_step_minor,
            is_leaf=True,
        )
        assert not list(found), each.listing.titles


@pytest.mark.parametrize("country", VENTURES)
def test_texts_are_clean_and_complete(country):
    for each in world(country):
        for language in dict.fromkeys((words.MAIN[country], "en")):
            title, text = each.listing.titles[language], each.listing.descriptions[language]
            assert not PLACEHOLDER.search(title), title
            assert not PLACEHOLDER.search(text), text
            assert texts.clean(text) == text
            assert len(texts.plain(text)) > 120


def test_titles_are_in_the_language_of_the_country():
    assert all(THAI.search(each.listing.titles["th"]) for each in world("th"))
    marked = [bool(VIETNAMESE.search(each.listing.titles["vi"])) for each in world("vn")]
    assert sum(marked) > 0.97 * len(marked)
    assert sum(each.listing.titles["id"] != each.listing.titles["en"] for each in world("id")) > 2_000


def test_prices_are_believable_and_a_quarter_of_the_listings_are_cut():
    plans = world("id")
    cookers = [
        sku.price_minor // 100
        for each in plans
        if "Rice Cooker" in each.listing.titles["en"]
        for sku in each.listing.skus
    ]
    assert cookers
    assert all(150_000 <= price <= 1_800_000 for price in cookers)
    cut = sum(any(sku.list_minor for sku in each.listing.skus) for each in plans)
    assert 0.18 < cut / len(plans) < 0.32


def test_stock_differs_and_some_goods_are_sold_out():
    plans = world("vn")
    assert all(len(each.units) == len(each.costs) == len(each.listing.skus) for each in plans)
    assert 20 < sum(not any(each.units) for each in plans) < 200
    retail = [each for each in plans if each.shop.class_key == shops.RETAIL]
    assert retail
    assert all(
        0 < cost < sku.price_minor
        for each in retail
        for cost, sku in zip(each.costs, each.listing.skus, strict=True)
    )


def test_what_a_good_is_said_to_be_is_never_nonsense():
    for each in world("sg"):
        said = each.listing.attributes
        top = each.listing.category_path.split("/")[0]
        if top in ("electronics", "computers", "phones"):
            assert said.get("material") not in ("cotton", "linen", "silk", "wool"), each.listing.titles
        if top == "groceries":
            assert "material" not in said
            assert not any(sku.picture for sku in each.listing.skus)


def test_a_small_world_has_six_shops_and_about_sixty_listings():
    plans = world("th", "small")
    assert len(plans) == LISTINGS["small"]
    assert len({each.shop.number for each in plans}) <= 6
