import re
from datetime import date

import pytest

from pasar import countries
from pasar.countries import formats


def test_the_ventures_are_these_six():
    assert list(countries.all_countries()) == ["id", "my", "ph", "sg", "th", "vn"]


@pytest.mark.parametrize("country", countries.all_countries().values(), ids=lambda each: each.key)
def test_a_country_is_complete_in_each_of_its_languages(country):
    for language in country.languages:
        assert language in country.locales
        assert country.names[language]
        assert all(level.names[language] for level in country.address.levels)
        assert all(country.address.labels[name][language] for name in country.address.fields)
        assert all(zone.names[language] for zone in country.zones)
    zones = {zone.key for zone in country.zones}
    assert set(country.zone_by_prefix.values()) <= zones
    assert country.address.required <= set(country.address.fields)
    assert re.compile(country.address.postcode_pattern)
    assert country.tax_rate_bps(date(2026, 11, 24)) >= 0
    assert ("cod" in country.payment_methods) == (country.cash is not None)


def test_the_tax_in_force_changes_with_the_day():
    assert countries.get("vn").tax_rate_bps(date(2026, 12, 31)) == 800
    assert countries.get("vn").tax_rate_bps(date(2027, 1, 1)) == 1_000


@pytest.mark.parametrize(
    ("country", "area", "parent", "zone"),
    [
        ("id", "31.74.01.1001", "", "jabodetabek"), ("id", "32.75.01.1001", "", "jabodetabek"),
        ("id", "32.73.01.1001", "", "java_bali"),
        ("id", "94.01.01.1001", "", "east"), ("my", "selangor.shah-alam", "", "klang_valley"),
        ("my", "johor.muar", "", "peninsula"),
        ("my", "sarawak.kuching", "", "sarawak"), ("ph", "1380601001", "", "metro_manila"),
        ("ph", "0102801001", "", "luzon"),
        ("sg", "56", "", "island"), ("th", "100101", "", "bangkok"), ("th", "500101", "", "provinces"),
        ("th", "940101", "", "remote"),
        ("vn", "00004", "01", "hanoi"), ("vn", "26740", "79", "hcmc"), ("vn", "20194", "48", "centre"),
        ("vn", "31117", "92", "south"),
    ],
)  # fmt: skip
def test_an_area_lies_in_its_delivery_zone(country, area, parent, zone):
    assert countries.get(country).zone_of(area, parent) == zone


SEVENTH = """
from dataclasses import replace
from pasar.countries.sg import adapter as singapore
adapter = replace(
    singapore, key="xx", name="Exland", names={"en": "Exland"}, currency="MYR", symbol="X$", hide_zero_decimals=True,
    locales={"en": "en_SG"},
)
"""


def test_a_seventh_country_is_one_folder(tmp_path, monkeypatch):
    (tmp_path / "xx").mkdir()
    (tmp_path / "xx" / "__init__.py").write_text(SEVENTH)
    monkeypatch.setattr(countries, "__path__", [*countries.__path__, str(tmp_path)])
    countries.all_countries.cache_clear()
    try:
        assert list(countries.all_countries()) == ["id", "my", "ph", "sg", "th", "vn", "xx"]
        exland = countries.get("xx")
        assert str(formats.money_text(1_200, exland, "en")) == "X$12"
        assert exland.zone_of("56") == "island"
        assert exland.address.labels["postcode"]["en"] == "Postal code"
    finally:
        monkeypatch.undo()
        countries.all_countries.cache_clear()
