"""Indonesia. Facts in words people there use; sources stand beside what is dated or legal."""

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
    # Couriers price by kecamatan; the village comes with the postcode. Codes: Kemendagri PP.KK.CC.VVVV.
    levels=(
        AreaLevel("province", {"id": "Provinsi", "en": "Province"}),
        AreaLevel("regency", {"id": "Kabupaten / Kota", "en": "Regency / City"}),
        AreaLevel("district", {"id": "Kecamatan", "en": "District (kecamatan)"}),
        AreaLevel("village", {"id": "Kelurahan / Desa", "en": "Village (kelurahan)"}),
    ),
    fields=("area", "postcode", "line1", "line2", "landmark"),
    required=frozenset({"area", "line1"}),
    postcode_pattern=r"\d{5}",
    postcode_known_by_area=True,
    labels={
        "area": {"id": "Wilayah", "en": "Area"},
        "postcode": {"id": "Kode pos", "en": "Postcode"},
        "line1": {"id": "Nama jalan, nomor rumah", "en": "Street and number"},
        "line2": {"id": "RT/RW, blok, unit", "en": "RT/RW, block, unit"},
        "landmark": {"id": "Patokan", "en": "Landmark"},
    },
    examples={"line1": "Jl. Kemang Raya No. 12", "line2": "RT 003/RW 005", "landmark": "Seberang masjid"},
    print_format="{recipient}\n{line1}\n{line2}\n{area} {postcode}\n{landmark}\n{phone}",
)

adapter = Country(
    key="id",
    name="Indonesia",
    names={"id": "Indonesia", "en": "Indonesia"},
    currency="IDR",
    languages=("id", "en"),
    locales={"id": "id_ID", "en": "en_ID"},
    time_zone="Asia/Jakarta",
    phone_code=62,
    symbol="Rp",
    symbol_after=False,
    display_digits=0,
    hide_zero_decimals=True,
    price_step_minor=10_000,  # Rp 100
    coin_minor=100,
    buddhist_years={},
    address=ADDRESS,
    zones=(
        Zone("jabodetabek", {"id": "Jabodetabek", "en": "Greater Jakarta"}),
        Zone("java_bali", {"id": "Jawa dan Bali", "en": "Java and Bali"}),
        Zone("sumatra", {"id": "Sumatra", "en": "Sumatra"}),
        Zone("kalimantan_sulawesi", {"id": "Kalimantan dan Sulawesi", "en": "Kalimantan and Sulawesi"}),
        Zone("east", {"id": "Nusa Tenggara, Maluku, Papua", "en": "Nusa Tenggara, Maluku, Papua"}),
    ),
    zone_by_prefix={
        "31": "jabodetabek", "32.01": "jabodetabek", "32.16": "jabodetabek", "32.71": "jabodetabek",
        "32.75": "jabodetabek", "32.76": "jabodetabek", "36.03": "jabodetabek", "36.71": "jabodetabek",
        "36.74": "jabodetabek", "32": "java_bali", "33": "java_bali", "34": "java_bali", "35": "java_bali",
        "36": "java_bali", "51": "java_bali", "1": "sumatra", "2": "sumatra", "6": "kalimantan_sulawesi",
        "7": "kalimantan_sulawesi", "52": "east", "53": "east", "8": "east", "9": "east",
    },
    carriers=("pasar_express", "own_courier"),
    payment_methods=("wallet", "qr_transfer", "cod"),
    tax_name="PPN",
    tax_rates=(
        TaxRate(1_100, date(2022, 4, 1), "UU 7/2021; since 2025 as 12 % × 11/12, PMK 131/2024 art. 3"),
    ),
    withholdings=(
        Withholding(
            "PPH22_PMSE", "PPh Pasal 22 (0,5 %)", 50, "sale_without_tax", frozenset({"home", "brand"}),
            date(2026, 8, 1),
            "PMK 37/2025; private persons up to Rp 500 million a year are not charged",
            year_above_minor=50_000_000_000, threshold_classes=frozenset({"home"}),
        ),
    ),
    # Courier practice; steps of Rp 500 and the limits are the market's own first values.
    cash=CashRule(max_minor=500_000_000, step_minor=50_000, refusals=2, refusal_days=60),
    clocks=Clocks(
        pay_by_minutes={"qr_transfer": 30}, ship_by_working_days=2, confirm_after_days=3, settle_weekday=1
    ),
    banks=(
        Bank("BCA", "Bank Central Asia"), Bank("MANDIRI", "Bank Mandiri"), Bank("BRI", "Bank Rakyat Indonesia"),
        Bank("BNI", "Bank Negara Indonesia"), Bank("CIMB", "CIMB Niaga"), Bank("BSI", "Bank Syariah Indonesia"),
        Bank("PERMATA", "Bank Permata"), Bank("DANAMON", "Bank Danamon"),
    ),
    identity_numbers={
        "person": NumberForm(
            {"id": "NIK (nomor KTP)", "en": "NIK (identity card number)"}, r"\d{16}", "3174071203900001",
        ),
        "company": NumberForm(
            {"id": "NIB (nomor induk berusaha)", "en": "NIB (business number)"}, r"\d{13}", "9120001234567",
        ),
    },
    weekend=frozenset({5, 6}),
    # Moon-based days move by a day with the sighting: an operator corrects them. Source: joint decrees; 2027 computed.
    holidays={
        date(2026, 1, 1): "New Year", date(2026, 2, 17): "Lunar New Year", date(2026, 3, 19): "Nyepi",
        date(2026, 3, 20): "Idul Fitri", date(2026, 3, 21): "Idul Fitri", date(2026, 4, 3): "Good Friday",
        date(2026, 5, 1): "Labour Day", date(2026, 5, 14): "Ascension", date(2026, 5, 27): "Idul Adha",
        date(2026, 6, 1): "Pancasila Day", date(2026, 6, 16): "Islamic New Year", date(2026, 8, 17): "Independence Day",
        date(2026, 8, 25): "Prophet's Birthday", date(2026, 12, 25): "Christmas", date(2027, 1, 1): "New Year",
        date(2027, 2, 6): "Lunar New Year", date(2027, 3, 10): "Idul Fitri", date(2027, 3, 11): "Idul Fitri",
        date(2027, 5, 1): "Labour Day", date(2027, 6, 1): "Pancasila Day", date(2027, 8, 17): "Independence Day",
        date(2027, 12, 25): "Christmas",
    },
    pickup_cutoff=time(15, 0),
    company_name="PT Pasar Demo Indonesia",
    contact={
        "consumer_office": "Direktorat Jenderal Perlindungan Konsumen dan Tertib Niaga, Kementerian Perdagangan",
        "consumer_url": "https://simpktn.kemendag.go.id",
    },
)  # fmt: skip
