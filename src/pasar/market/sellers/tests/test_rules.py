from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pasar.market.sellers import rules

DAY = date(2026, 1, 1)
BRANCHES = ["", "phones", "phones/handsets", "phones/handsets/smartphones", "phonesx"]


def rule(number, class_key="", path="", on=DAY):
    return rules.FeeRule(number, class_key, path, number, 0, on)


def test_class_counts_before_category_and_the_longer_branch_before_the_shorter():
    known = [
        rule(1), rule(2, path="phones"), rule(3, path="phones/handsets"), rule(4, "brand"),
        rule(5, "brand", "phones"), rule(6, on=date(2026, 6, 1)), rule(7, on=date(2027, 1, 1)),
    ]  # fmt: skip
    of = lambda *asked: rules.choose(known, *asked).id  # noqa: E731
    assert of("home", "phones/handsets/smartphones", DAY) == 3
    assert of("home", "phonesx", DAY) == 1
    assert of("home", "phonesx", date(2026, 12, 31)) == 6
    assert of("brand", "phones/handsets", DAY) == 5
    assert of("brand", "toys", DAY) == 4
    assert rules.choose(known, "home", "toys", date(2025, 12, 31)) is None


@given(
    st.lists(
        st.builds(
            rule,
            st.integers(1, 10**6),
            st.sampled_from(["", "home", "brand"]),
            st.sampled_from(BRANCHES),
            st.dates(date(2026, 1, 1), date(2026, 12, 31)),
        ),
        max_size=30,
    ),
    st.sampled_from(["home", "brand"]),
    st.sampled_from(BRANCHES[1:]),
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
)
def test_the_chosen_rule_fits_and_no_fitting_rule_is_more_exact(known, class_key, path, on):
    chosen = rules.choose(known, class_key, path, on)
    fitting = [
        each
        for each in known
        if each.from_on <= on and each.class_key in ("", class_key) and rules.covers(path, each.category_path)
    ]
    if chosen is None:
        assert not fitting
        return
    assert chosen in fitting
    for each in fitting:
        assert (each.class_key != "", len(each.category_path), each.from_on) <= (
            chosen.class_key != "", len(chosen.category_path), chosen.from_on,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Toko Sari & Co.", "toko-sari-co"), ("Đồ Chơi Gỗ", "do-choi-go"), ("ร้านค้า", ""), ("---", "")],
)
def test_a_shops_address_is_plain(name, slug):
    assert rules.slug(name) == slug


def test_a_taken_address_gets_the_next_number():
    assert rules.free_slug("toko", []) == "toko"
    assert rules.free_slug("toko", ["toko", "toko-2"]) == "toko-3"
    assert rules.free_slug("", []) == "shop-2"


def test_a_place_is_the_town_where_provinces_are_large():
    assert (
        rules.place(("DKI Jakarta", "Jakarta Selatan", "Mampang", "Bangka"), "Indonesia") == "Jakarta Selatan"
    )
    assert rules.place(("Hà Nội", "Hoàn Kiếm"), "Viet Nam") == "Hà Nội"
    assert rules.place(("Bishan",), "Singapore") == "Singapore"
