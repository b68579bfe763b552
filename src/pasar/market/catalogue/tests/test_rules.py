import pytest
from hypothesis import given
from hypothesis import strategies as st

from pasar.market.catalogue import texts
from pasar.market.catalogue.rules import SLUG_MAX, discount_pct, options_text, pick, price_right, slug

HOSTILE = [
    "<script>alert(1)</script>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mi//xlink:href='data:x,<script>1</script>'>",
    '<img src="data:image/svg+xml;base64,PHN2Zz4=">',
    "<a href='jAvAsCrIpT:alert(1)'>x</a>",
    "<p style='position:fixed'>x</p>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<iframe srcdoc='<script>1</script>'>",
    "<<b>script>1<</b>/script>",
    "<form action=//x><input name=q>",
    "<p onmouseover=alert(1)>x",
    "<style>@import '//x'</style>",
    "<base href=//x>",
    "<meta http-equiv=refresh>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_acts_comes_through(text):
    cleaned = texts.clean(text).lower()
    for sign in (
        "<script",
        "<svg",
        "<img",
        "<a ",
        "<iframe",
        "<form",
        "<input",
        "<style",
        "<base",
        "<meta",
        "style=",
        "onerror=",
        "onmouseover=",
    ):
        assert sign not in cleaned


@given(
    st.one_of(
        st.text(max_size=200),
        st.lists(st.sampled_from([*HOSTILE, "<p>", "</p>", "&lt;b&gt;", "a & b", "\n\n"])).map("".join),
    )
)
def test_cleaning_twice_is_cleaning_once(text):
    once = texts.clean(text)
    assert texts.clean(once) == once
    assert texts.shown(once) == once


def test_plain_text_gets_its_paragraphs():
    assert texts.clean("Satu\nDua\n\n\nTiga & <3") == "<p>Satu<br>Dua</p><p>Tiga &amp; &lt;3</p>"


def test_words_of_blocks_do_not_run_together():
    assert texts.plain("<ul><li>Satu</li><li>Dua &amp; tiga</li></ul>") == "Satu Dua & tiga"


@given(st.text(max_size=300))
def test_a_slug_is_ascii_short_and_never_empty(title):
    made = slug(title, otherwise="kaos")
    assert made.isascii()
    assert 0 < len(made) <= SLUG_MAX
    assert made == "kaos" or all(part.isalnum() for part in made.split("-"))


@pytest.mark.parametrize(
    ("title", "expected"),
    [("Áo thun Đen nam", "ao-thun-den-nam"), ("หูฟัง", "kaos"), ("JBL หูฟัง", "jbl"), ("x" * 100, "x" * 80)],
)
def test_slugs_of_six_languages(title, expected):
    assert slug(title, otherwise="kaos") == expected


@given(st.integers(1, 10**12), st.integers(1, 10**12))
def test_a_discount_is_never_more_than_it_is(price, before):
    pct = discount_pct(price, before)
    assert 0 <= pct < 100
    assert price * 100 <= before * (100 - pct) or pct == 0


def test_prices_of_a_country_come_in_its_steps():
    assert price_right(10_000, None, 10_000)
    assert price_right(10_000, 20_000, 10_000)
    for price, before in (
        (0, None),
        (-10_000, None),
        (10_001, None),
        (10_000, 10_000),
        (10_000, 15_000),
        (True, None),
        (10**14, None),
    ):
        assert not price_right(price, before, 10_000), (price, before)


def test_words_are_picked_by_language_then_english_then_any():
    assert pick({"id": "a", "en": "b"}, "th", "id") == "a"
    assert pick({"id": "a", "en": "b"}, "th") == "b"
    assert pick({"id": "a"}, "th") == "a"
    assert pick({}, "th") == ""
    assert options_text({"size": "M", "colour": {"id": "Biru"}}, ["colour", "size"], "id") == "Biru, M"
