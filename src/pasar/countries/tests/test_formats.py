from datetime import UTC, date, datetime

import pytest

from pasar import countries
from pasar.countries import formats
from pasar.kernel.errors import Invalid

WHEN = datetime(2026, 11, 22, 7, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("country", "language", "minor", "text"),
    [
        ("id", "id", 1_250_000_00, "Rp1.250.000"),
        ("id", "en", 1_250_000_00, "Rp1.250.000"),
        ("my", "ms", 123_456_750, "RM1,234,567.50"),
        ("my", "en", 5, "RM0.05"),
        ("ph", "fil", 1_234_500, "₱12,345"),
        ("ph", "en", 1_234_550, "₱12,345.50"),
        ("sg", "en", 1_000, "S$10.00"),
        ("th", "th", 129_900, "฿1,299"),
        ("th", "en", 129_950, "฿1,299.50"),
        ("vn", "vi", 1_234_568, "1.234.568 ₫"),
        ("vn", "en", -5_000, "-5,000 ₫"),
    ],
)
def test_prices_are_written_as_the_country_s_shops_write_them(country, language, minor, text):
    assert str(formats.money_text(minor, countries.get(country), language)) == text


@pytest.mark.parametrize(
    ("country", "language", "style", "text"),
    [
        ("id", "id", "short", "22/11/26"),
        ("id", "id", "medium", "22 Nov 2026"), ("id", "id", "long", "22 November 2026"),
        ("my", "ms", "medium", "22 Nov 2026"),
        ("ph", "en", "medium", "Nov 22, 2026"), ("ph", "fil", "medium", "Nob 22, 2026"),
        ("sg", "en", "short", "22/11/26"),
        ("th", "th", "medium", "22 พ.ย. 2569"), ("th", "th", "short", "22/11/69"),
        ("th", "th", "long", "22 พฤศจิกายน 2569"),
        ("th", "en", "medium", "22 Nov 2026"), ("vn", "vi", "short", "22/11/26"),
        ("id", "id", "time", "14.05"), ("vn", "vi", "time", "14:05"), ("th", "th", "time", "14:05"),
    ],
)  # fmt: skip
def test_dates_are_written_in_the_venture_s_zone_and_way(country, language, style, text):
    assert formats.date_text(WHEN, countries.get(country), language, style) == text


@pytest.mark.parametrize(
    ("country", "typed", "stored"),
    [
        ("id", "0812-345-678", "+62812345678"), ("id", "+62 812 345 678", "+62812345678"),
        ("my", "012-345 6789", "+60123456789"),
        ("ph", "0905 123 4567", "+639051234567"),
        ("sg", "8123 4567", "+6581234567"), ("th", "๐๘๑ ๒๓๔ ๕๖๗๘", "+66812345678"),
        ("vn", "0912 345 678", "+84912345678"),
    ],
)  # fmt: skip
def test_phones_are_stored_alike_however_they_are_typed(country, typed, stored):
    assert formats.parse_phone(typed, countries.get(country)) == stored


@pytest.mark.parametrize("typed", ["", "12", "call me", "+1 555", "0" * 39, "\n0812"])
def test_what_is_no_phone_number_is_refused_with_an_example(typed):
    with pytest.raises(Invalid) as refusal:
        formats.parse_phone(typed, countries.get("id"))
    assert "08" in str(refusal.value)


def test_a_masked_phone_shows_its_last_three_digits_only():
    assert formats.phone_text("+62812345678", countries.get("id"), masked=True) == "••••-•••-678"


@pytest.mark.parametrize(
    ("number", "language", "text"),
    [
        (950, "id", "950"),
        (1_250, "id", "1,2 rb"),
        (1_250, "en", "1.2K"),
        (12_900, "en", "12K"),
        (2_400_000, "vi", "2,4tr"),
    ],
)
def test_counts_are_short(number, language, text):
    country = {"id": "id", "en": "sg", "vi": "vn"}[language]
    assert formats.short_count(number, countries.get(country), language) == text


def test_working_days_pass_over_weekends_and_holidays():
    indonesia = countries.get("id")
    assert formats.working_days_after(indonesia, date(2026, 11, 20), 2) == date(2026, 11, 24)
    assert formats.working_days_after(indonesia, date(2026, 12, 24), 1) == date(2026, 12, 28)
    assert formats.working_days_after(indonesia, date(2026, 11, 21), 0) == date(2026, 11, 21)


def test_an_address_is_printed_without_gaps():
    lines = formats.address_lines(
        countries.get("sg"),
        {
            "recipient": "Tan Ah Gao",
            "line1": "Blk 123 Ang Mo Kio Ave 6",
            "line2": "",
            "postcode": "560123",
            "phone": "8123 4567",
        },
    )
    assert lines == ["Tan Ah Gao", "Blk 123 Ang Mo Kio Ave 6", "Singapore 560123", "8123 4567"]
