"""A few stalls for trying pages: shops, listings with variants and stock, all by the operations that imports use."""

from dataclasses import dataclass

from pasar import countries
from pasar.market.catalogue import operations as catalogue
from pasar.market.catalogue import queries
from pasar.market.catalogue.rules import BulkListing, SkuDraft
from pasar.market.fulfilment.operations import load_rate_cards
from pasar.market.identity.operations import NewAddress
from pasar.market.search import operations as search
from pasar.market.sellers import operations as sellers
from pasar.market.stock import operations as stock

WORDS = {
    "id": ("Kaos polos katun", "Tas selempang kulit", "Kopi gayo 250 g", "Lampu meja belajar", "Sepatu lari ringan"),
    "th": (
        "เสื้อยืดผ้าฝ้ายเนื้อนุ่มใส่สบายระบายอากาศดีสำหรับผู้ชายและผู้หญิง", "กระเป๋าสะพายหนัง", "กาแฟคั่วบด 250 กรัม",
        "โคมไฟตั้งโต๊ะอ่านหนังสือ", "รองเท้าวิ่งน้ำหนักเบา",
    ),
    "vi": ("Áo thun cổ tròn", "Túi đeo chéo da", "Cà phê rang xay 250 g", "Đèn bàn học", "Giày chạy bộ nhẹ"),
}  # fmt: skip
OBJECTS = ("t-shirt", "handbag", "hot-beverage", "light-bulb", "running-shoe")
TINTS = ("indigo", "red", "green", "beige", "black", "yellow")
GROUNDS = ("sand", "mist", "rose", "leaf", "sky", "dusk")


def open_market(country: str = "id", *, stalls: int = 2, listings: int = 6) -> list["Stall"]:
    """Stalls of every kind of seller, searchable, with tariffs to send from them."""
    load_rate_cards()
    kinds = ("home", "brand", "cross_border", "retail")
    made = [
        make_stall(country, listings=listings, number=n, class_key=kinds[n % 4]) for n in range(1, stalls + 1)
    ]
    search.build(country)
    return made


@dataclass(frozen=True)
class Stall:
    shop_id: int
    seller_id: int
    slug: str
    listing_ids: tuple[int, ...]
    sku_ids: tuple[int, ...]


def make_stall(country: str = "id", *, listings: int = 5, number: int = 1, class_key: str = "home") -> Stall:
    """An open shop with listings: every second one reduced, every third in colours of which one is sold out."""
    venture = countries.get(country)
    made = sellers.bulk_sellers(country=country, rows=[_seller(venture, number, class_key)])[0]
    rows = [_listing(venture, made.shop_id, made.seller_id, number, n) for n in range(listings)]
    written = catalogue.bulk_write(country, rows)
    first = [
        stock.FirstStock(
            country, sku, each.listing_id, made.warehouse_id, 0 if position == 2 else 4 + 9 * position
        )
        for each in written
        for position, sku in enumerate(each.sku_ids)
    ]
    stock.bulk_open(first, ref=f"stall-{number}")
    skus = tuple(sku for each in written for sku in each.sku_ids)
    return Stall(made.shop_id, made.seller_id, made.slug, tuple(each.listing_id for each in written), skus)


def _seller(venture: countries.Country, number: int, class_key: str) -> sellers.NewSeller:
    phone = f"+{venture.phone_code}812345{number:05}"
    return sellers.NewSeller(
        class_key=class_key, kind="company", legal_name=f"Stall {number}", identity_number=f"{number:09}",
        phone=phone, shop_name=f"Toko Cahaya {number}", tagline="Dari rumah, untuk rumah",
        description="Buka setiap hari.", place="Jakarta Selatan",
        warehouse=NewAddress(
            recipient=f"Stall {number}", phone=phone, area_code="31.74.05.1001", postcode="12110",
            area_text="Kebayoran Baru, Jakarta Selatan", line1="Jl. Kemang 1", zone=venture.zones[0].key,
        ),
        bank_code=venture.banks[0].code, account_number=f"{number:010}",
    )  # fmt: skip


def _listing(venture: countries.Country, shop_id: int, seller_id: int, number: int, n: int) -> BulkListing:
    language = venture.languages[0]
    words = WORDS.get(language, WORDS["id"])
    turn = number + n
    leaves = queries.leaves()
    leaf = leaves[turn * 7 % len(leaves)]
    price = (40 + 13 * turn % 900) * venture.price_step_minor * 10
    before = price * 5 // 4 if n % 2 else None
    ground = GROUNDS[turn % len(GROUNDS)]
    drawn = leaf.picture if n % 5 else OBJECTS[turn % len(OBJECTS)]
    tints = [TINTS[(turn + k) % len(TINTS)] for k in range(3)] if n % 3 == 0 else [""]

    def sku(tint: str, position: int) -> SkuDraft:
        picture = {"kind": "object", "object": drawn, "tint": tint, "ground": ground}
        more = position * venture.price_step_minor
        return SkuDraft(
            seller_sku=f"{number}-{n}-{position}", price_minor=price + more, list_minor=before and before + more,
            options={"colour": {language: tint, "en": tint}} if tint else {}, weight_g=400,
            picture=picture if tint else None,
        )  # fmt: skip

    return BulkListing(
        shop_id=shop_id, seller_id=seller_id, category_path=leaf.path,
        titles={language: f"{words[turn % len(words)]} {number}.{n}", "en": f"Thing {number}.{n}"},
        descriptions={language: f"<p>{words[turn % len(words)]}</p><ul><li>1</li><li>2</li></ul>"},
        brand="Polosan" if n % 2 else "",
        pictures=[
            {"kind": "object", "object": drawn, "tint": "", "ground": ground},
            {"kind": "object", "object": "wrapped-gift", "tint": "", "ground": "paper"},
        ],
        skus=[sku(tint, position) for position, tint in enumerate(tints)],
        rating_sum=47 if n % 4 else 0, rating_count=10 if n % 4 else 0, sold_count=13 * turn,
    )  # fmt: skip
