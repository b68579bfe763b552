"""The words and numbers the demo world is made of."""

import re
from pathlib import Path

import pytest

import pasar.ui
from pasar import countries
from pasar.market.catalogue.data import axes
from pasar.simulate.demo import facts, shops, vouchers, words
from pasar.simulate.demo.prices import charming

LANGUAGES = ("en", "id", "ms", "fil", "th", "vi")
OBJECTS = Path(pasar.ui.__file__).parent / "static/ui/objects"
THAI = re.compile(r"[\u0e00-\u0e7f]")


def test_every_leaf_category_has_kinds_of_goods_with_a_picture_each():
    assert {kind.leaf for kind in words.kinds()} == set(facts.leaves())
    for kind in words.kinds():
        assert kind.objects, kind.key
        for name in kind.objects:
            assert (OBJECTS / f"{name}-600.webp").is_file(), f"{kind.key}: {name}"


def test_every_kind_is_named_and_every_group_spoken_of_in_every_language():
    groups = {kind.group for kind in words.kinds()}
    for language in LANGUAGES:
        tongue = words.words(language)
        assert {kind.key for kind in words.kinds()} <= set(tongue.nouns), language
        assert groups <= set(tongue.groups), language
        for key in groups:
            said = tongue.groups[key]
            assert len(said.points) == 6, (language, key)
            assert len(set(said.points)) == 6, (language, key)
            assert "{noun}" in said.intro, (language, key)
            assert said.care, (language, key)


def test_what_a_kind_may_be_made_of_is_what_its_category_offers():
    for kind in words.kinds():
        known = {each["key"]: each for each in facts.leaves()[kind.leaf].attributes}
        for key, values in kind.attributes.items():
            assert key in known, (kind.key, key)
            if known[key]["kind"] == "choice":
                assert set(values) <= {choice["key"] for choice in known[key]["choices"]}, (kind.key, key)


def test_every_axis_has_values_and_is_known_to_the_catalogue():
    used = {axis for kind in words.kinds() for axis in facts.axes(kind)}
    assert used <= set(axes())
    assert used <= set(words.options()["axes"])


def test_thai_words_are_written_in_thai():
    tongue = words.words("th")
    for key, noun in tongue.nouns.items():
        assert THAI.search(noun) or noun.isupper() or noun.startswith("SSD"), key
    for group in tongue.groups.values():
        assert all(THAI.search(text) for text in (*group.points, group.intro, group.care))


@pytest.mark.parametrize("country", sorted(words.MAIN))
def test_a_venture_has_at_least_forty_shops_of_every_class_and_one_shelf_of_its_own(country):
    plans = shops.plan(country)
    classes = [shop.class_key for shop in plans]
    assert len(plans) >= 40
    assert classes.count("retail") == 1
    assert min(classes.count(key) for key in ("home", "brand", "cross_border")) >= 8
    assert len({shop.name for shop in plans}) == len(plans)
    assert len(shops.plan(country, "small")) == 6


@pytest.mark.parametrize("country", sorted(words.MAIN))
@pytest.mark.parametrize("amount", [0.2, 3, 19, 99, 148, 512, 1_999, 23_456, 318_700, 5_432_100])
def test_prices_keep_to_the_step_and_stay_near_the_amount(country, amount):
    price = charming(country, amount)
    assert price > 0
    assert price % countries.get(country).price_step_minor == 0


def test_prices_look_like_those_of_shops():
    assert charming("id", 287_000) == 28_900_000
    assert charming("th", 588) == 59_000
    assert charming("ph", 902) == 89_900
    assert charming("my", 128.4) == 12_900
    assert charming("sg", 21.3) == 2_190
    assert charming("vn", 186_500) == 189_000


def test_numbers_are_written_as_the_language_writes_them():
    assert facts.number_text(10_000, "mAh", "id") == "10.000 mAh"
    assert facts.number_text(10_000, "mAh", "en") == "10,000 mAh"
    assert facts.number_text(1_500, "ml", "vi") == "1,5 L"
    assert facts.number_text(15.6, "″", "th") == "15.6″"


def test_every_voucher_is_named_in_every_language_as_long_as_a_ticket_is_wide():
    for key, names in words.vouchers().items():
        assert set(names) == set(LANGUAGES), key
        assert all(3 < len(name) <= 40 for name in names.values()), key
        assert THAI.search(names["th"]), key


@pytest.mark.parametrize("country", sorted(countries.all_countries()))
def test_what_the_platform_gives_is_the_same_every_time_and_in_round_amounts(country):
    given = list(vouchers.platform(country))
    assert given == list(vouchers.platform(country))
    step = countries.get(country).price_step_minor
    amounts = [value for gift in given for key, value in gift.terms.items() if key.endswith("_minor")]
    assert all(amount > 0 and amount % step == 0 for amount in amounts)
    for gift in given:
        assert gift.terms.get("off_minor", 0) * 2 <= gift.terms.get("minimum_minor", 10**12), gift.key
