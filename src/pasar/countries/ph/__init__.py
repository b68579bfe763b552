"""Philippines. Couriers need the barangay; few people know their ZIP code, so it is not asked for."""

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
    Withholding,
    Zone,
)  # fmt: skip

ADDRESS = AddressForm(
    # PSGC codes RRPPPMMBBB. Metro Manila has no province: its cities hang on the region.
    levels=(
        AreaLevel("region", {"fil": "Rehiyon", "en": "Region"}),
        AreaLevel("province", {"fil": "Lalawigan", "en": "Province"}),
        AreaLevel("city", {"fil": "Lungsod / Bayan", "en": "City / Municipality"}),
        AreaLevel("barangay", {"fil": "Barangay", "en": "Barangay"}),
    ),
    fields=("area", "line1", "line2", "landmark"),
    required=frozenset({"area", "line1"}),
    postcode_pattern=r"\d{4}",
    postcode_known_by_area=False,
    labels={
        "area": {"fil": "Lugar", "en": "Area"},
        "postcode": {"fil": "ZIP code", "en": "ZIP code"},
        "line1": {"fil": "Numero at kalye", "en": "House number and street"},
        "line2": {"fil": "Gusali, subdivision, sitio", "en": "Building, subdivision, sitio"},
        "landmark": {"fil": "Palatandaan", "en": "Landmark"},
    },
    examples={"line1": "25 Katipunan Ave.", "line2": "Loyola Heights", "landmark": "Katapat ng simbahan"},
    print_format="{recipient}\n{line1}\n{line2}\n{area} {postcode}\n{landmark}\n{phone}",
)

adapter = Country(
    key="ph",
    name="Philippines",
    names={"fil": "Pilipinas", "en": "Philippines"},
    currency="PHP",
    languages=("fil", "en"),
    locales={"fil": "fil_PH", "en": "en_PH"},
    time_zone="Asia/Manila",
    phone_code=63,
    symbol="₱",
    symbol_after=False,
    display_digits=2,
    hide_zero_decimals=True,
    price_step_minor=25,
    coin_minor=100,
    buddhist_years={},
    address=ADDRESS,
    zones=(
        Zone("metro_manila", {"fil": "Kalakhang Maynila", "en": "Metro Manila"}),
        Zone("luzon", {"fil": "Luzon", "en": "Luzon"}),
        Zone("visayas", {"fil": "Visayas", "en": "Visayas"}),
        Zone("mindanao", {"fil": "Mindanao", "en": "Mindanao"}),
    ),
    zone_by_prefix={
        "": "luzon", "13": "metro_manila", "06": "visayas", "07": "visayas", "08": "visayas", "18": "visayas",
        "09": "mindanao", "10": "mindanao", "11": "mindanao", "12": "mindanao", "16": "mindanao", "19": "mindanao",
    },
    carriers=("pasar_express", "own_courier"),
    payment_methods=("wallet", "qr_transfer", "cod"),
    tax_name="VAT",
    tax_rates=(TaxRate(1_200, date(2006, 2, 1), "National Internal Revenue Code sec. 106, as amended by RA 9337"),),
    withholdings=(
        Withholding(
            "CWT_EMARKET", "Creditable withholding tax (1% of half)", 50, "remittance", frozenset({"home", "brand"}),
            date(2024, 7, 15), "RR 16-2023, RMC 8-2024, enforced by RMC 55-2024",
            year_above_minor=50_000_000, threshold_classes=frozenset({"home", "brand"}),
        ),
    ),
    # Exact change is the law (RA 10909), so nothing is rounded up; the limits are the market's first values.
    cash=CashRule(max_minor=2_000_000, step_minor=25, refusals=2, refusal_days=90),
    clocks=Clocks(
        pay_by_minutes={"qr_transfer": 30}, ship_by_working_days=2, confirm_after_days=3, settle_weekday=1
    ),
    banks=(
        Bank("BDO", "BDO Unibank"), Bank("BPI", "Bank of the Philippine Islands"), Bank("METROBANK", "Metrobank"),
        Bank("LANDBANK", "Land Bank of the Philippines"), Bank("UNIONBANK", "UnionBank"),
        Bank("PNB", "Philippine National Bank"),
        Bank("RCBC", "RCBC"), Bank("SECBANK", "Security Bank"),
    ),
    identity_numbers={
        "person": NumberForm(
            {"fil": "TIN", "en": "TIN (taxpayer number)"}, r"\d{9}(\d{3}|\d{5})?", "123456789",
        ),
        "company": NumberForm(
            {"fil": "TIN ng negosyo", "en": "TIN of the business"}, r"\d{9}(\d{3}|\d{5})", "123456789000",
        ),
    },
    weekend=frozenset({5, 6}),
    holidays={
        date(2026, 1, 1): "New Year", date(2026, 4, 2): "Maundy Thursday", date(2026, 4, 3): "Good Friday",
        date(2026, 4, 9): "Araw ng Kagitingan", date(2026, 5, 1): "Labor Day", date(2026, 6, 12): "Independence Day",
        date(2026, 8, 31): "National Heroes Day", date(2026, 11, 1): "All Saints' Day",
        date(2026, 11, 30): "Bonifacio Day",
        date(2026, 12, 25): "Christmas", date(2026, 12, 30): "Rizal Day", date(2027, 1, 1): "New Year",
        date(2027, 3, 25): "Maundy Thursday", date(2027, 3, 26): "Good Friday", date(2027, 4, 9): "Araw ng Kagitingan",
        date(2027, 5, 1): "Labor Day", date(2027, 6, 12): "Independence Day", date(2027, 12, 25): "Christmas",
        date(2027, 12, 30): "Rizal Day",
    },
    pickup_cutoff=time(15, 0),
    company_name="Pasar Demo Philippines, Inc.",
    contact={
        "consumer_office": "DTI Fair Trade Enforcement Bureau, Consumer Care 1-384",
        "consumer_url": "https://podrs.dti.gov.ph",
    },
)  # fmt: skip
