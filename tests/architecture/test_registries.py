"""What is switched on: a change of these lists shows in a diff. And what one names, another has."""

from pasar import countries
from pasar.finance.payments import methods
from pasar.market.fulfilment import carriers
from pasar.market.promotions import kinds
from pasar.market.search import languages


def test_what_is_found_by_registration():
    assert list(countries.all_countries()) == ["id", "my", "ph", "sg", "th", "vn"]
    assert list(methods.methods()) == ["cod", "qr_transfer", "wallet"]
    assert list(carriers.carriers()) == ["own_courier", "pasar_express"]
    assert list(languages.all_languages()) == ["en", "fil", "id", "ms", "th", "vi"]
    assert list(kinds.kinds()) == [
        "add_on_deal", "amount_off", "bundle", "buy_x_get_y", "cashback", "free_shipping", "percent_off", "price_rule",
        "tier_price",
    ]  # fmt: skip


def test_what_a_country_names_exists():
    for country in countries.all_countries().values():
        assert set(country.payment_methods) <= set(methods.methods()), country.key
        assert set(country.carriers) <= set(carriers.carriers()), country.key
        assert country.languages[0] in languages.all_languages(), country.key
        assert set(country.locales) == set(country.languages), country.key
        assert set(country.zone_by_prefix.values()) <= {zone.key for zone in country.zones}, country.key
