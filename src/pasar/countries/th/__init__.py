"""Thailand. Years are read as Buddhist; cash from the door is held five days by the carrier."""

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
    # DOPA codes PPAATT. One postcode covers several subdistricts, and a subdistrict may have two.
    levels=(
        AreaLevel("province", {"th": "จังหวัด", "en": "Province"}),
        AreaLevel("district", {"th": "อำเภอ / เขต", "en": "District"}),
        AreaLevel("subdistrict", {"th": "ตำบล / แขวง", "en": "Subdistrict"}),
    ),
    fields=("area", "postcode", "line1", "line2", "landmark"),
    required=frozenset({"area", "postcode", "line1"}),
    postcode_pattern=r"\d{5}",
    postcode_known_by_area=True,
    labels={
        "area": {"th": "พื้นที่", "en": "Area"},
        "postcode": {"th": "รหัสไปรษณีย์", "en": "Postcode"},
        "line1": {"th": "บ้านเลขที่ หมู่ ซอย ถนน", "en": "House number, moo, soi, road"},
        "line2": {"th": "อาคาร / ชั้น / ห้อง", "en": "Building / floor / room"},
        "landmark": {"th": "จุดสังเกต", "en": "Landmark"},
    },
    examples={"line1": "99/12 ซอยอารีย์ 4 ถนนพหลโยธิน", "postcode": "10400"},
    print_format="{recipient}\n{line1}\n{line2}\n{area} {postcode}\n{landmark}\n{phone}",
)

adapter = Country(
    key="th",
    name="Thailand",
    names={"th": "ประเทศไทย", "en": "Thailand"},
    currency="THB",
    languages=("th", "en"),
    locales={"th": "th_TH", "en": "en_GB"},
    time_zone="Asia/Bangkok",
    phone_code=66,
    symbol="฿",
    symbol_after=False,
    display_digits=2,
    hide_zero_decimals=True,
    price_step_minor=25,
    coin_minor=100,
    buddhist_years={"th": True},
    address=ADDRESS,
    zones=(
        Zone("bangkok", {"th": "กรุงเทพฯ และปริมณฑล", "en": "Bangkok and around"}),
        Zone("provinces", {"th": "ต่างจังหวัด", "en": "Provinces"}),
        Zone("remote", {"th": "พื้นที่ห่างไกล", "en": "Remote areas"}),
    ),
    zone_by_prefix={
        "": "provinces", "10": "bangkok", "11": "bangkok", "12": "bangkok", "13": "bangkok", "73": "bangkok",
        "74": "bangkok",
        "58": "remote", "94": "remote", "95": "remote", "96": "remote",
    },
    carriers=("pasar_express", "own_courier"),
    payment_methods=("wallet", "qr_transfer", "cod"),
    tax_name="VAT",
    # The law's 10 % is lowered by decree year by year; beyond 2026-09-30 the decree was not yet seen.
    tax_rates=(TaxRate(700, date(1999, 4, 1), "Revenue Code sec. 80 with royal decrees; from 2026-10-01 unverified"),),
    # Source for the five days: notice of the Contract Committee, in force 2024-10-03. Steps of a whole baht.
    cash=CashRule(max_minor=5_000_000, step_minor=100, refusals=2, refusal_days=90, held_days=5),
    clocks=Clocks(
        pay_by_minutes={"qr_transfer": 30}, ship_by_working_days=2, confirm_after_days=3, settle_weekday=1
    ),
    banks=(
        Bank("BBL", "ธนาคารกรุงเทพ"), Bank("KBANK", "ธนาคารกสิกรไทย"), Bank("SCB", "ธนาคารไทยพาณิชย์"),
        Bank("KTB", "ธนาคารกรุงไทย"), Bank("BAY", "ธนาคารกรุงศรีอยุธยา"), Bank("TTB", "ธนาคารทหารไทยธนชาต"),
        Bank("GSB", "ธนาคารออมสิน"),
    ),
    identity_numbers={
        "person": NumberForm(
            {"th": "เลขบัตรประจำตัวประชาชน", "en": "National ID number"}, r"\d{13}", "1103700123456",
        ),
        "company": NumberForm(
            {"th": "เลขทะเบียนนิติบุคคล", "en": "Company registration number"}, r"\d{13}", "0105560123456",
        ),
    },
    weekend=frozenset({5, 6}),
    holidays={
        date(2026, 1, 1): "New Year", date(2026, 3, 3): "Makha Bucha", date(2026, 4, 6): "Chakri Day",
        date(2026, 4, 13): "Songkran", date(2026, 4, 14): "Songkran", date(2026, 4, 15): "Songkran",
        date(2026, 5, 1): "Labour Day", date(2026, 5, 4): "Coronation Day", date(2026, 6, 1): "Visakha Bucha",
        date(2026, 6, 3): "Queen's Birthday", date(2026, 7, 28): "King's Birthday", date(2026, 8, 12): "Mother's Day",
        date(2026, 10, 13): "King Bhumibol Memorial Day", date(2026, 10, 23): "Chulalongkorn Day",
        date(2026, 12, 7): "Father's Day (in lieu)", date(2026, 12, 10): "Constitution Day",
        date(2026, 12, 31): "New Year's Eve",
        date(2027, 1, 1): "New Year", date(2027, 4, 6): "Chakri Day", date(2027, 4, 13): "Songkran",
        date(2027, 4, 14): "Songkran", date(2027, 4, 15): "Songkran", date(2027, 5, 3): "Labour Day (in lieu)",
        date(2027, 12, 6): "Father's Day (in lieu)", date(2027, 12, 10): "Constitution Day",
    },
    pickup_cutoff=time(15, 0),
    company_name="บริษัท พาซาร์ เดโม (ประเทศไทย) จำกัด",
    contact={
        "consumer_office": "สำนักงานคณะกรรมการคุ้มครองผู้บริโภค (สคบ.) โทร 1166",
        "consumer_url": "https://www.ocpb.go.th",
    },
)  # fmt: skip
