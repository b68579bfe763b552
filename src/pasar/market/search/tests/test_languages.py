import csv
import os
from pathlib import Path

import pytest

from pasar.market.search import languages

DATA = Path(os.environ.get("PASAR_DATA") or Path(__file__).parents[5] / ".." / "shared" / "data")


def found(language, query, title):
    stems = set(language.stems(title))
    return all(
        language.stem(word) in stems for typed in language.query_words(query) for word in typed.split()
    )


@pytest.mark.real_data
@pytest.mark.parametrize("tag", ["th", "vi", "id"])
def test_every_query_of_the_judged_pairs_finds_its_title(tag):
    path = DATA / "queries" / f"{tag}.tsv"
    if not path.exists():
        pytest.skip(f"no {path.name} below PASAR_DATA")
    with path.open(encoding="utf-8") as file:
        pairs = [(row["query"], row["title"]) for row in csv.DictReader(file, delimiter="\t")]
    assert len(pairs) >= 20
    missed = [query for query, title in pairs if not found(languages.get(tag), query, title)]
    assert missed == []


@pytest.mark.parametrize(
    ("tag", "text", "words"),
    [
        ("id", "Beras 5 kg & Minyak 1,5 L", ["beras", "5kg", "minyak", "1,5l"]),
        ("vi", "Điện thoại Đẹp", ["dien", "thoai", "dep"]),
        ("th", "รองเท้าผ้าใบสีขาว ๔๐", ["รองเท้าผ้าใบ", "สี", "ขาว", "40"]),
        ("en", "Men's T-Shirts", ["men", "s", "t", "shirts"]),
        ("id", "HP murah", ["handphone", "murah"]),
    ],
)
def test_text_becomes_folded_words_with_units_joined(tag, text, words):
    assert languages.get(tag).words(text) == words


@pytest.mark.parametrize(
    ("tag", "forms"),
    [
        ("en", ("shoe", "shoes")), ("en", ("battery", "batteries")), ("en", ("dress", "dresses")), ("en",
            ("watch", "watches")),
        ("id", ("sepatu", "sepatunya")), ("id", ("makan", "makanan")), ("id", ("simpan", "penyimpanan")),
        ("ms", ("baju", "bajunya")),
    ],
)  # fmt: skip
def test_forms_of_one_word_meet_in_one_stem(tag, forms):
    stem = languages.get(tag).stem
    assert len({stem(form) for form in forms}) == 1


@pytest.mark.parametrize("word", ["glass", "bus", "iris", "ikan", "bulan", "pensil"])
def test_words_that_only_look_inflected_stay_whole(word):
    assert languages.get("en" if word in ("glass", "bus", "iris") else "id").stem(word) == word


def test_a_query_of_stop_words_alone_keeps_them():
    assert languages.get("en").query_words("the for") == ["the", "for"]


def test_thai_compounds_are_found_by_their_parts():
    assert "ผ้าใบ" in languages.get("th").stems("รองเท้าผ้าใบ")


def test_the_languages_offered_are_these():
    assert list(languages.all_languages()) == ["en", "fil", "id", "ms", "th", "vi"]
