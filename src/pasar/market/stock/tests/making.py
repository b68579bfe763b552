"""A seller with goods on the shelf, made by the real operations: what most tests of trade begin with."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

from pasar import countries
from pasar.market.catalogue import operations as catalogue
from pasar.market.catalogue.rules import BulkListing, SkuDraft
from pasar.market.identity.operations import NewAddress, NewCustomer, bulk_customers
from pasar.market.sellers.operations import NewSeller, bulk_sellers
from pasar.market.stock import operations as stock

ZONES = {
    "id": ("31.74.01.1001", "Kebayoran Baru, Jakarta Selatan, DKI Jakarta", "12110", "jabodetabek"),
    "my": ("selangor", "Shah Alam, Selangor", "40000", "klang_valley"),
    "th": ("1001", "พระนคร, กรุงเทพมหานคร", "10200", "bangkok"),
    "vn": ("00070", "Hoàn Kiếm, Hà Nội", "", "hanoi"),
    "ph": ("1380600001", "Ermita, Manila", "1000", "metro_manila"),
    "sg": ("01", "Raffles Place", "018956", "island"),
}
PHONES = {"id": "+62812", "my": "+6012", "th": "+6681", "vn": "+8491", "ph": "+63917", "sg": "+6591"}
LANGUAGES = {"id": "id", "my": "ms", "th": "th", "vn": "vi", "ph": "fil", "sg": "en"}
_numbers = count(1)


@dataclass(frozen=True)
class Shelf:
    """A seller's shop with what it sells. skus: one a listing, in the order of the prices asked for."""

    country: str
    seller_id: int
    shop_id: int
    warehouse_id: int
    owner_id: int
    skus: tuple[int, ...]
    listings: tuple[int, ...]


def make_address(country: str = "id", recipient: str = "Sari Wulandari") -> NewAddress:
    area, text, postcode, zone = ZONES[country]
    return NewAddress(
        recipient=recipient, phone=PHONES[country] + "5551234", area_code=area, area_text=text, postcode=postcode,
        line1="Jl. Melati 12", zone=zone,
    )  # fmt: skip


def make_customers(number: int = 1, country: str = "id") -> list[int]:
    """Customers with a default address."""
    made = [next(_numbers) for _ in range(number)]
    return [
        int(each)
        for each in bulk_customers(
            country=country,
            rows=[
                NewCustomer(
                    name=f"Customer {each}", email=f"customer{each}@example.com", language=LANGUAGES[country],
                    address=make_address(country, f"Customer {each}"),
                )
                for each in made
            ],
        )
    ]  # fmt: skip


def make_shelf(
    *,
    country: str = "id",
    units: int = 10,
    prices: tuple[int, ...] = (25_000_00,),
    class_key: str = "home",
    cost_minor: int | None = None,
    sku: Mapping[str, Any] | None = None,
) -> Shelf:
    """An approved seller whose open shop offers a listing per price, with so many units of each."""
    number = next(_numbers)
    [owner] = make_customers(1, country)
    owner_id = _person_of(owner)
    [made] = bulk_sellers(
        country=country,
        rows=[
            NewSeller(
                class_key=class_key, kind="company", legal_name=f"PT Tes {number}", identity_number=f"{number:012d}",
                phone=PHONES[country] + "5550000", owner_person_id=owner_id, shop_name=f"Toko {number}",
                place="Jakarta",
                warehouse=make_address(country, f"Gudang {number}"),
                bank_code=countries.get(country).banks[0].code, account_number="1234567890",
            )
        ],
    )  # fmt: skip
    written = catalogue.bulk_write(
        country,
        [
            BulkListing(
                category_path=_leaf(), titles={LANGUAGES[country]: f"Panci {number}-{position}", "en": "Pot"},
                skus=(SkuDraft(seller_sku=f"P{number}-{position}", price_minor=price, **(sku or {})),),
                shop_id=made.shop_id, seller_id=made.seller_id,
            )
            for position, price in enumerate(prices)
        ],
    )  # fmt: skip
    skus = tuple(each.sku_ids[0] for each in written)
    listings = tuple(each.listing_id for each in written)
    stock.bulk_open(
        [
            stock.FirstStock(country, sku_id, listing, made.warehouse_id, units, cost_minor)
            for sku_id, listing in zip(skus, listings, strict=True)
        ]
    )
    return Shelf(country, made.seller_id, made.shop_id, made.warehouse_id, owner_id, skus, listings)


def _leaf() -> str:
    from pasar.market.catalogue import queries

    return next(each.path for each in queries.leaves() if each.slug == "mens-tshirts")


def _person_of(customer_id: int) -> int:
    from pasar.market.identity import queries

    return queries.customer(customer_id).person_id
