import pytest
from hypothesis import given
from hypothesis import strategies as st

from pasar import countries
from pasar.countries.formats import money_text
from pasar.kernel.errors import Invalid
from pasar.ui.amounts import shown_bps, shown_major, typed_bps, typed_minor


@pytest.mark.parametrize(
    ("text", "country", "minor"),
    [
        ("12500", "id", 1_250_000), ("12.500", "id", 1_250_000), ("Rp12.500", "id", 1_250_000),
        ("1.250.000", "id", 125_000_000), ("12,500", "vn", 12_500), ("12.500 ₫", "vn", 12_500),
        ("12500,00", "id", 1_250_000), ("12.50", "my", 1_250), ("1,299.9", "ph", 129_990), ("1,299", "th", 129_900),
        ("๑๒๙", "th", 12_900), ("S$ 3", "sg", 300),
    ],
)  # fmt: skip
def test_amounts_are_read_as_people_there_write_them(text, country, minor):
    assert typed_minor(text, countries.get(country)) == minor


@pytest.mark.parametrize(
    "text", ["", "-5", "abc", "1e9", "12.34.5", "9" * 30, "12,5.000", "NaN", "1_000", "12.345.67", "0x10"]
)
@pytest.mark.parametrize("country", ["id", "sg"])
def test_what_is_no_amount_is_refused(text, country):
    with pytest.raises(Invalid):
        typed_minor(text, countries.get(country))


def test_half_a_rupiah_is_refused():
    with pytest.raises(Invalid):
        typed_minor("12500,50", countries.get("id"))


@pytest.mark.parametrize(
    ("text", "country", "minor"),
    [
        ("12500,50", "id", 1_250_050),
        ("1.005", "id", 100_500),
        ("45.000", "id", 4_500_000),
        ("3.000.000", "vn", 3_000_000),
    ],
)
def test_books_know_sen_and_thousands_stay_thousands(text, country, minor):
    assert typed_minor(text, countries.get(country), exact=True) == minor


def test_there_is_no_part_of_a_dong():
    with pytest.raises(Invalid):
        typed_minor("12,5", countries.get("vn"), exact=True)


@given(st.integers(0, 10**12), st.sampled_from(sorted(countries.all_countries())))
def test_what_a_form_shows_is_read_back(minor, key):
    country = countries.get(key)
    step = 10**2 if key == "id" else 1
    minor -= minor % step
    assert typed_minor(shown_major(minor, country), country) == minor


@given(st.integers(0, 10**12), st.sampled_from(sorted(countries.all_countries())))
def test_what_a_shop_shows_is_read_back(minor, key):
    country = countries.get(key)
    step = 10**2 if key == "id" else 1
    minor -= minor % step
    text = str(money_text(minor, country, country.languages[0]))
    assert typed_minor(text, country) == minor


@pytest.mark.parametrize(
    ("text", "bps"),
    [("12", 1200), ("12.5", 1250), ("12,50 %", 1250), ("0,05", 5), ("100", 10_000), ("๗", 700)],
)
def test_rates_are_read_with_either_decimal_sign(text, bps):
    assert typed_bps(text) == bps


@pytest.mark.parametrize("text", ["", "-5", "abc", "1e2", "1.234", "1.2.3", "1000", "NaN", "%"])
def test_what_is_no_rate_is_refused(text):
    with pytest.raises(Invalid):
        typed_bps(text)


@given(st.integers(0, 10_000))
def test_what_a_form_shows_of_a_rate_is_read_back(bps):
    assert typed_bps(shown_bps(bps)) == bps
