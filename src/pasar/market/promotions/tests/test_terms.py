import pytest

from pasar.kernel.errors import Invalid
from pasar.market.promotions.kinds import kinds, validated

BAD = [
    ("amount_off", {}, "off_minor"),
    ("amount_off", {"off_minor": 0}, "off_minor"),
    ("amount_off", {"off_minor": -5}, "off_minor"),
    ("amount_off", {"off_minor": 1.5}, "off_minor"),
    ("amount_off", {"off_minor": True}, "off_minor"),
    ("amount_off", {"off_minor": "100"}, "off_minor"),
    ("amount_off", {"off_minor": 10**13}, "off_minor"),
    ("amount_off", {"off_minor": 5, "price": 1}, "price"),
    ("percent_off", {"rate_bps": 10_001}, "rate_bps"),
    ("percent_off", {"rate_bps": 100, "shops": ["1"]}, "shops"),
    ("percent_off", {"rate_bps": 100, "listings": [0]}, "listings"),
    ("percent_off", {"rate_bps": 100, "listings": list(range(1, 502))}, "listings"),
    ("percent_off", {"rate_bps": 100, "categories": "home"}, "categories"),
    ("tier_price", {"tiers": [{"units": 2, "rate_bps": 500}, {"units": 5, "rate_bps": 400}]}, "tiers"),
    ("tier_price", {"tiers": [{"units": 2}]}, "tiers"),
    ("tier_price", {"tiers": [7]}, "tiers"),
    ("price_rule", {}, "rate_bps"),
    ("price_rule", {"rate_bps": 100, "off_minor": 100}, "rate_bps"),
    ("bundle", {"parts": [{"listing_ids": [1], "units": 1}], "price_minor": 5}, "parts"),
    (
        "bundle",
        {"parts": [{"listing_ids": [1], "units": 1}, {"listing_ids": [1], "units": 1}], "rate_bps": 5},
        "parts",
    ),
    ("bundle", {"parts": [{"listing_ids": [1, 2], "units": 2}]}, "price_minor"),
    (
        "buy_x_get_y",
        {"buy_units": 1, "get_units": 1, "rate_bps": 5, "listings": [1], "get_listings": [1]},
        "get_listings",
    ),
    ("add_on_deal", {"add_ons": [{"listing_id": 1, "unit_minor": 5}]}, "listings"),
    ("add_on_deal", {"add_ons": [{"listing_id": 1, "unit_minor": 5}], "listings": [1]}, "add_ons"),
]


@pytest.mark.parametrize(("kind", "terms", "field"), BAD)
def test_terms_that_make_no_sense_are_refused_with_their_field(kind, terms, field):
    with pytest.raises(Invalid) as refusal:
        validated(kinds()[kind], terms)
    assert refusal.value.data["field"] == field


def test_terms_are_kept_in_one_form():
    terms = {
        "rate_bps": 1000,
        "cap_minor": None,
        "listings": [3, 1, 3],
        "new_customers": False,
        "methods": [],
    }
    assert validated(kinds()["percent_off"], terms) == {"rate_bps": 1000, "listings": [1, 3]}
