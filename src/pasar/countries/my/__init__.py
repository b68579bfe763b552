"""Malaysia. The postcode decides town and state; East Malaysia has other delivery rates."""

from datetime import date, time

from pasar.countries import (
    AddressForm,
    AreaLevel,
    Bank,
    CashRule,
    Clocks,
    Country,
    NumberForm,
    TaxRate,
    Zone,
)  # fmt: skip

ADDRESS = AddressForm(
    levels=(
        AreaLevel("state", {"ms": "Negeri", "en": "State"}),
        AreaLevel("town", {"ms": "Bandar", "en": "Town"}),
    ),
    fields=("area", "postcode", "line1", "line2", "landmark"),
    required=frozenset({"area", "postcode", "line1"}),
    postcode_pattern=r"\d{5}",
    postcode_known_by_area=False,
    labels={
        "area": {"ms": "Kawasan", "en": "Area"},
        "postcode": {"ms": "Poskod", "en": "Postcode"},
        "line1": {"ms": "No. rumah dan jalan", "en": "House number and street"},
        "line2": {"ms": "Taman / bangunan", "en": "Estate / building"},
        "landmark": {"ms": "Mercu tanda", "en": "Landmark"},
    },
    examples={"line1": "12, Jalan Ampang", "line2": "Taman Melawati", "postcode": "53100"},
    print_format="{recipient}\n{line1}\n{line2}\n{postcode} {area}\n{landmark}\n{phone}",
)

adapter = Country(
    key="my",
    name="Malaysia",
    names={"ms": "Malaysia", "en": "Malaysia"},
    currency="MYR",
    languages=("ms", "en"),
    locales={"ms": "ms_MY", "en": "en_MY"},
    time_zone="Asia/Kuala_Lumpur",
    phone_code=60,
    symbol="RM",
    symbol_after=False,
    display_digits=2,
    hide_zero_decimals=False,
    price_step_minor=5,
    coin_minor=1,
    buddhist_years={},
    address=ADDRESS,
    zones=(
        Zone("klang_valley", {"ms": "Lembah Klang", "en": "Klang Valley"}),
        Zone("peninsula", {"ms": "Semenanjung", "en": "Peninsula"}),
        Zone("sabah", {"ms": "Sabah dan Labuan", "en": "Sabah and Labuan"}),
        Zone("sarawak", {"ms": "Sarawak", "en": "Sarawak"}),
    ),
    zone_by_prefix={
        "": "peninsula", "selangor": "klang_valley", "w-p-kuala-lumpur": "klang_valley",
        "w-p-putrajaya": "klang_valley",
        "sabah": "sabah", "w-p-labuan": "sabah", "sarawak": "sarawak",
    },
    carriers=("pasar_express", "own_courier"),
    payment_methods=("wallet", "qr_transfer", "cod"),
    tax_name="SST",
    # Sales tax is charged once, at the maker or importer; nothing is contained that a shop would show.
    tax_rates=(TaxRate(0, date(2018, 9, 1), "Sales Tax Act 2018: single stage, at source"),),
    service_tax_rates=(TaxRate(800, date(2024, 3, 1), "Service Tax Act 2018 and order of 2024"),),
    # Nearest 5 sen for cash. Source: central bank's rounding mechanism, 2008-04-01. The limit is the market's own.
    cash=CashRule(max_minor=25_000, step_minor=5, refusals=2, refusal_days=90),
    clocks=Clocks(
        pay_by_minutes={"qr_transfer": 30}, ship_by_working_days=2, confirm_after_days=3, settle_weekday=1
    ),
    banks=(
        Bank("MAYBANK", "Maybank"), Bank("CIMB", "CIMB Bank"), Bank("PUBLIC", "Public Bank"), Bank("RHB", "RHB Bank"),
        Bank("HLB", "Hong Leong Bank"), Bank("AMBANK", "AmBank"), Bank("BSN", "Bank Simpanan Nasional"),
        Bank("BIMB", "Bank Islam"),
    ),
    identity_numbers={
        "person": NumberForm(
            {"ms": "Nombor MyKad", "en": "MyKad number"}, r"\d{12}", "900312145678",
        ),
        "company": NumberForm(
            {"ms": "Nombor pendaftaran SSM", "en": "SSM registration number"}, r"\d{12}", "202301012345",
        ),
    },
    weekend=frozenset({5, 6}),
    holidays={
        date(2026, 1, 1): "New Year", date(2026, 2, 17): "Lunar New Year", date(2026, 2, 18): "Lunar New Year",
        date(2026, 3, 20): "Hari Raya Aidilfitri", date(2026, 3, 21): "Hari Raya Aidilfitri",
        date(2026, 5, 1): "Labour Day",
        date(2026, 5, 27): "Hari Raya Aidiladha", date(2026, 6, 1): "King's Birthday",
        date(2026, 6, 17): "Awal Muharram",
        date(2026, 8, 31): "National Day", date(2026, 9, 16): "Malaysia Day", date(2026, 11, 8): "Deepavali",
        date(2026, 12, 25): "Christmas", date(2027, 1, 1): "New Year", date(2027, 2, 6): "Lunar New Year",
        date(2027, 3, 10): "Hari Raya Aidilfitri", date(2027, 5, 1): "Labour Day", date(2027, 8, 31): "National Day",
        date(2027, 9, 16): "Malaysia Day", date(2027, 10, 28): "Deepavali", date(2027, 12, 25): "Christmas",
    },
    pickup_cutoff=time(15, 0),
    company_name="Pasar Demo Malaysia Sdn. Bhd.",
    contact={
        "consumer_office": "Tribunal Tuntutan Pengguna Malaysia, KPDN",
        "consumer_url": "https://ttpm.kpdn.gov.my",
    },
)  # fmt: skip
