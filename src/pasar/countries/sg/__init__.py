"""Singapore. A postal code names one building: no city, no state, one delivery zone."""

from datetime import date, time

from pasar.countries import AddressForm, Bank, Clocks, Country, NumberForm, TaxRate, Zone

ADDRESS = AddressForm(
    levels=(),
    fields=("postcode", "line1", "line2"),
    required=frozenset({"postcode", "line1"}),
    postcode_pattern=r"\d{6}",
    postcode_known_by_area=False,
    labels={
        "area": {"en": "Area"},
        "postcode": {"en": "Postal code"},
        "line1": {"en": "Block and street"},
        "line2": {"en": "Unit number"},
        "landmark": {"en": "Building name"},
    },
    examples={"postcode": "560123", "line1": "Blk 123 Ang Mo Kio Ave 6", "line2": "#05-123"},
    print_format="{recipient}\n{line1}\n{line2}\nSingapore {postcode}\n{phone}",
)

adapter = Country(
    key="sg",
    name="Singapore",
    names={"en": "Singapore"},
    currency="SGD",
    languages=("en",),
    locales={"en": "en_SG"},
    time_zone="Asia/Singapore",
    phone_code=65,
    symbol="S$",
    symbol_after=False,
    display_digits=2,
    hide_zero_decimals=False,
    price_step_minor=5,
    coin_minor=1,
    buddhist_years={},
    address=ADDRESS,
    zones=(Zone("island", {"en": "Singapore"}),),
    carriers=("pasar_express", "own_courier"),
    payment_methods=("wallet", "qr_transfer"),
    tax_name="GST",
    tax_rates=(
        TaxRate(800, date(2023, 1, 1), "Goods and Services Tax Act, rate order 2022"),
        TaxRate(900, date(2024, 1, 1), "Goods and Services Tax Act, rate order 2022"),
    ),
    cash=None,
    clocks=Clocks(
        pay_by_minutes={"qr_transfer": 30}, ship_by_working_days=2, confirm_after_days=3, settle_weekday=1
    ),
    banks=(
        Bank("DBS", "DBS Bank"), Bank("OCBC", "OCBC Bank"), Bank("UOB", "United Overseas Bank"),
        Bank("SCB", "Standard Chartered"), Bank("HSBC", "HSBC"), Bank("MAYBANK", "Maybank Singapore"),
    ),
    identity_numbers={
        "person": NumberForm({"en": "NRIC or FIN"}, r"[STFGM]\d{7}[A-Z]", "S1234567D"),
        "company": NumberForm({"en": "UEN"}, r"\d{8,9}[A-Z]|[ST]\d{2}[A-Z]{2}\d{4}[A-Z]", "202312345A"),
    },
    weekend=frozenset({5, 6}),
    holidays={
        date(2026, 1, 1): "New Year", date(2026, 2, 17): "Chinese New Year", date(2026, 2, 18): "Chinese New Year",
        date(2026, 3, 21): "Hari Raya Puasa", date(2026, 4, 3): "Good Friday", date(2026, 5, 1): "Labour Day",
        date(2026, 5, 27): "Hari Raya Haji", date(2026, 6, 1): "Vesak Day", date(2026, 8, 10): "National Day",
        date(2026, 11, 9): "Deepavali", date(2026, 12, 25): "Christmas", date(2027, 1, 1): "New Year",
        date(2027, 2, 8): "Chinese New Year", date(2027, 3, 10): "Hari Raya Puasa", date(2027, 3, 26): "Good Friday",
        date(2027, 8, 9): "National Day", date(2027, 10, 28): "Deepavali", date(2027, 12, 25): "Christmas",
    },
    pickup_cutoff=time(16, 0),
    company_name="Pasar Demo Singapore Pte. Ltd.",
    contact={"consumer_office": "Consumers Association of Singapore (CASE)", "consumer_url": "https://www.case.org.sg"},
)  # fmt: skip
