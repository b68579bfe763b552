"""The conformance suite: what any engine behind `SearchEngine` must do. Real tantivy in a folder."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pasar.market.search import languages
from pasar.market.search.rules import Document, SearchRequest, tidy
from pasar.market.search.tantivy_engine import TantivyEngine

SHOE = Document(
    listing_id=1, titles={"id": "Sepatu lari pria ringan", "en": "Light running shoes for men"},
    descriptions={"id": "Sol karet tahan lama"}, brand="Kanca", category_path="fashion/shoes/sneakers",
    category_names={"id": "Sepatu", "en": "Shoes"}, attributes="karet", seller_codes="KN-100", shop_id=7,
    shop_name="Toko Kanca", shop_kind="brand", place="Bandung", price_minor=25_000_000, reduced=False,
    rating_sum=45,
    rating_count=10, sold_count=120, popularity=50, created_s=1_790_000_000, in_stock=True,
)  # fmt: skip
LAMP = replace(
    SHOE, listing_id=2, titles={"id": "Lampu meja belajar LED", "en": "LED desk lamp"},
    category_path="home/lamps",
    category_names={"id": "Lampu"}, descriptions={}, brand="Terang", place="Surabaya", price_minor=9_900_000,
    shop_id=8, shop_kind="home", sold_count=5, rating_sum=0, rating_count=0, reduced=True,
)  # fmt: skip
SANDAL = replace(
    SHOE, listing_id=3, titles={"id": "Sandal gunung wanita"}, category_path="fashion/shoes/sandals",
    category_names={"id": "Sandal"}, price_minor=12_000_000, shop_id=8, shop_kind="home", place="Surabaya",
    sold_count=900,
)  # fmt: skip


@pytest.fixture
def engine(tmp_path):
    made = TantivyEngine(tmp_path / "id", "id")
    made.write([SHOE, LAMP, SANDAL], [])
    yield made
    made.close()


def find(engine, text="", strictness="all", below=None, limit=50, **wanted):
    indonesian = languages.get("id")
    typed = indonesian.query_words(text)
    words = [sorted({word, indonesian.stem(word), languages.get("en").stem(word)}) for word in typed]
    return engine.find(
        tidy(SearchRequest(**wanted)), words=words, exact=typed, strictness=strictness, limit=limit,
        below=below,
        with_facets=True, now_s=1_790_100_000,
    )  # fmt: skip


def ids(found):
    return [hit.listing_id for hit in found.hits]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sepatu lari", [1]),
        ("running shoe", [1]),
        ("LAMPU", [2]),
        ("kanca", [1]),
        ("KN-100", [1]),
        ("sepatunya", [1]),
    ],
)
def test_a_listing_is_found_by_title_either_language_brand_and_code(engine, text, expected):
    found = find(engine, text)
    assert expected[0] in ids(found)
    assert ids(found)[0] == expected[0]


def test_all_words_must_be_there_unless_most_will_do(engine):
    assert ids(find(engine, "sepatu lari hujan")) == []
    assert ids(find(engine, "sepatu lari hujan", "most")) == [1]


def test_a_word_with_one_wrong_letter_is_found_as_similar(engine):
    assert ids(find(engine, "lamou")) == []
    assert ids(find(engine, "lamou", "similar")) == [2]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"category": "fashion/shoes"}, {1, 3}),
        ({"category": "fashion/shoes/sandals"}, {3}),
        ({"price_from": 10_000_000}, {1, 3}),
        ({"price_from": 10_000_000, "price_to": 12_000_000}, {3}),
        ({"rating": 4}, {1, 3}),
        ({"places": ("Surabaya",)}, {2, 3}),
        ({"shop_kinds": ("brand", "retail")}, {1}),
        ({"reduced": True}, {2}),
        ({"shop_id": 8}, {2, 3}),
    ],
)
def test_filters_keep_what_matches_and_facets_count_it(engine, wanted, expected):
    found = find(engine, **wanted)
    assert set(ids(found)) == expected
    assert found.total == len(expected)
    assert sum(count for _place, count in found.facets["place"]) == len(expected)


def test_orders_by_a_field_page_without_repeating_or_skipping(engine):
    engine.write([replace(SANDAL, listing_id=number, price_minor=5_000) for number in range(10, 40)], [])
    seen, below = [], None
    while True:
        page = find(engine, sort="price_up", below=below, limit=7).hits
        if not page:
            break
        seen += [hit.listing_id for hit in page]
        below = page[-1].sort_key
    assert sorted(seen) == [1, 2, 3, *range(10, 40)]
    assert len(seen) == len(set(seen))
    assert seen[-3:] == [2, 3, 1]


def test_writing_a_listing_again_replaces_it_and_deleting_really_deletes(engine):
    engine.write([replace(LAMP, titles={"id": "Lampu tidur"})], [])
    assert engine.count() == 3
    assert ids(find(engine, "belajar")) == []
    engine.write([], [2])
    assert engine.count() == 2
    assert ids(find(engine, "lampu")) == []


def test_decomposed_text_is_the_same_text(tmp_path):
    vietnamese = TantivyEngine(tmp_path / "vn", "vi")
    vietnamese.write([replace(SHOE, titles={"vi": "A\u0301o da\u0300i tay nu\u031b\u0303"})], [])
    for typed in ("áo dài tay nữ", "ao dai tay nu", "A\u0301O DA\u0300I"):
        words = [[word] for word in languages.get("vi").query_words(typed)]
        found = vietnamese.find(
            SearchRequest(),
            words=words,
            exact=[],
            strictness="all",
            limit=5,
            below=None,
            with_facets=False,
            now_s=0,
        )
        assert ids(found) == [1], typed
    vietnamese.close()


def test_a_second_writer_is_refused_while_the_first_lives(engine, tmp_path):
    other = TantivyEngine(tmp_path / "id", "id")
    with pytest.raises(ValueError, match=r"(?i)lock"):
        other.write([SHOE], [])


def test_a_second_reader_sees_what_the_first_process_wrote(engine, tmp_path):
    other = TantivyEngine(tmp_path / "id", "id")
    assert ids(find(other, "lampu")) == [2]
    engine.write([], [2])
    assert other.count() == 2
    assert ids(find(other, "lampu")) == []


def test_words_are_completed_the_most_frequent_first(engine):
    assert engine.complete("sa", 5) == ["sandal"]
    assert set(engine.complete("l", 5)) == {"lari", "lampu", "led"}


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=80), st.sampled_from(["all", "most", "similar"]))
def test_nothing_that_a_visitor_types_raises(engine, text, strictness):
    find(engine, text, strictness)
