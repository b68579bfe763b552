"""Viet Nam. Two levels since 2025-07-01: province and ward; the district is gone, though people still write it."""

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
    levels=(
        AreaLevel("province", {"vi": "Tỉnh / Thành phố", "en": "Province / City"}),
        AreaLevel("ward", {"vi": "Phường / Xã", "en": "Ward / Commune"}),
    ),
    fields=("area", "line1", "line2", "landmark"),
    required=frozenset({"area", "line1"}),
    postcode_pattern=r"\d{5,6}",
    postcode_known_by_area=False,
    labels={
        "area": {"vi": "Khu vực", "en": "Area"},
        "postcode": {"vi": "Mã bưu chính", "en": "Postcode"},
        "line1": {"vi": "Số nhà, tên đường", "en": "House number and street"},
        "line2": {"vi": "Quận/huyện cũ, toà nhà", "en": "Old district, building"},
        "landmark": {"vi": "Gần địa điểm", "en": "Landmark"},
    },
    examples={"line1": "12 Nguyễn Huệ", "line2": "Quận 1 (cũ)"},
    print_format="{recipient}\n{line1}\n{line2}\n{area}\n{landmark}\n{phone}",
)

_NORTH = "01 04 08 11 12 14 15 19 20 22 24 25 31 33 37"
_CENTRE = "38 40 42 44 46 48 51 52 56 66 68"

adapter = Country(
    key="vn",
    name="Viet Nam",
    names={"vi": "Việt Nam", "en": "Viet Nam"},
    currency="VND",
    languages=("vi", "en"),
    locales={"vi": "vi_VN", "en": "en_GB"},
    time_zone="Asia/Ho_Chi_Minh",
    phone_code=84,
    symbol="₫",
    symbol_after=True,
    display_digits=0,
    hide_zero_decimals=True,
    price_step_minor=1_000,
    coin_minor=1,
    buddhist_years={},
    address=ADDRESS,
    zones=(
        Zone("hanoi", {"vi": "Hà Nội", "en": "Hanoi"}),
        Zone("hcmc", {"vi": "TP. Hồ Chí Minh", "en": "Ho Chi Minh City"}),
        Zone("north", {"vi": "Miền Bắc", "en": "North"}),
        Zone("centre", {"vi": "Miền Trung", "en": "Centre"}),
        Zone("south", {"vi": "Miền Nam", "en": "South"}),
    ),
    # Areas are told apart by their whole province code; wards carry no province in theirs, see `zone_by_parent`.
    zone_by_prefix={
        **dict.fromkeys(_NORTH.split(), "north"), **dict.fromkeys(_CENTRE.split(), "centre"), "01": "hanoi",
        "79": "hcmc",
    },
    zone_by_parent=True,
    carriers=("pasar_express", "own_courier"),
    payment_methods=("wallet", "qr_transfer", "cod"),
    tax_name="VAT",
    tax_rates=(
        TaxRate(800, date(2025, 7, 1), "Decree 174/2025: 8 % to 2026-12-31 for most goods"),
        TaxRate(1_000, date(2027, 1, 1), "VAT Law 48/2024: 10 %"),
    ),
    withholdings=(
        Withholding(
            "VN_VAT", "Thuế GTGT khấu trừ (1 %)", 100, "sale", frozenset({"home"}), date(2025, 7, 1),
            "Decree 117/2025: goods sold by households and individuals",
        ),
        Withholding(
            "VN_PIT", "Thuế TNCN khấu trừ (0,5 %)", 50, "sale", frozenset({"home"}), date(2025, 7, 1),
            "Decree 117/2025: residents' goods",
        ),
    ),
    cash=CashRule(max_minor=20_000_000, step_minor=1_000, refusals=2, refusal_days=90),
    clocks=Clocks(
        pay_by_minutes={"qr_transfer": 30}, ship_by_working_days=2, confirm_after_days=3, settle_weekday=1
    ),
    banks=(
        Bank("VCB", "Vietcombank"), Bank("BIDV", "BIDV"), Bank("CTG", "VietinBank"), Bank("TCB", "Techcombank"),
        Bank("MBB", "MB Bank"), Bank("ACB", "ACB"), Bank("VPB", "VPBank"), Bank("AGRIBANK", "Agribank"),
    ),
    identity_numbers={
        "person": NumberForm(
            {"vi": "Số căn cước công dân", "en": "Citizen identity number"}, r"\d{12}", "001090012345",
        ),
        "company": NumberForm(
            {"vi": "Mã số thuế", "en": "Tax code"}, r"\d{10}(\d{3})?", "0312345678",
        ),
    },
    weekend=frozenset({6}),  # carriers and most shops work on Saturdays
    holidays={
        date(2026, 1, 1): "New Year", date(2026, 2, 16): "Tet", date(2026, 2, 17): "Tet", date(2026, 2, 18): "Tet",
        date(2026, 2, 19): "Tet", date(2026, 2, 20): "Tet", date(2026, 4, 26): "Hung Kings",
        date(2026, 4, 30): "Reunification Day",
        date(2026, 5, 1): "Labour Day", date(2026, 9, 1): "National Day", date(2026, 9, 2): "National Day",
        date(2027, 1, 1): "New Year", date(2027, 2, 5): "Tet", date(2027, 2, 6): "Tet", date(2027, 2, 7): "Tet",
        date(2027, 2, 8): "Tet", date(2027, 2, 9): "Tet", date(2027, 4, 30): "Reunification Day",
        date(2027, 5, 1): "Labour Day",
        date(2027, 9, 2): "National Day",
    },
    pickup_cutoff=time(15, 0),
    company_name="Công ty TNHH Pasar Demo Việt Nam",
    contact={
        "consumer_office": "Uỷ ban Cạnh tranh Quốc gia, tổng đài 1800.6838",
        "consumer_url": "https://bvntd.vcc.gov.vn",
    },
)  # fmt: skip
