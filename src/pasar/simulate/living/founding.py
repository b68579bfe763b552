"""A small market in every venture, where there is none: sellers of each class, goods, customers in several zones.

Customers always come with the simulation; sellers and goods are those of the market if it has any.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from pasar import countries
from pasar.countries import Country
from pasar.kernel.ids import ShopId, SkuId
from pasar.market.catalogue import operations as catalogue
from pasar.market.catalogue import queries as shelves
from pasar.market.catalogue.rules import BulkListing, SkuDraft
from pasar.market.fulfilment import operations as fulfilment
from pasar.market.identity.operations import NewAddress, NewCustomer, bulk_customers
from pasar.market.promotions import operations as promotions
from pasar.market.sellers import operations as sellers
from pasar.market.sellers import queries as shops
from pasar.market.sellers.operations import NewSeller
from pasar.market.stock import operations as stock
from pasar.market.stock.operations import FirstStock

CLASSES = ("home", "home", "home", "brand", "brand", "cross_border", "retail")
LISTINGS = 12
MOST_SHOPS, MOST_LISTINGS = 40, 100
TYPICAL = {"id": 8_000_000, "my": 3_500, "ph": 35_000, "sg": 1_800, "th": 25_000, "vn": 150_000}
"""What an ordinary thing costs, in minor units."""
PHONES = {"id": "+6281", "my": "+601", "ph": "+639", "sg": "+659", "th": "+668", "vn": "+849"}


@dataclass(frozen=True)
class Goods:
    """A SKU that customers of the simulation may want."""

    sku_id: int
    shop_id: int
    seller_id: int
    price_minor: int


@dataclass(frozen=True)
class Venture:
    """One country's part of the market: who sells what, and who buys."""

    country: Country
    goods: tuple[Goods, ...]
    sellers: tuple[int, ...]
    customers: tuple[int, ...]


def found(country: Country, random: Random, *, customers: int, mark: str) -> Venture:
    """The venture's sellers and goods, made if there are none, with new customers.

    mark: makes the customers' e-mail addresses new in a market that has seen a simulation before.
    """
    sku_ids = _skus_there(country) or _make_shops(country, random, mark)
    goods = _on_sale(sku_ids)
    return Venture(
        country=country,
        goods=goods,
        sellers=tuple(sorted({each.seller_id for each in goods})),
        customers=tuple(_make_customers(country, random, customers, mark)),
    )


def prepare() -> None:
    """Tariffs, fees and stacking rules, where they are missing."""
    fulfilment.load_rate_cards()
    sellers.load_fee_rules()
    promotions.load_stacking_rules()


def _skus_there(country: Country) -> list[int]:
    """Some of what the market sells already."""
    open_shops = shops.open_shops(country.key)[:MOST_SHOPS]
    listing_ids = shelves.listings_of([ShopId(shop.id) for shop in open_shops])
    some = listing_ids[:: max(1, len(listing_ids) // MOST_LISTINGS)]
    return [sku.id for listing in some for sku in shelves.any_listing(country.key, listing).skus]


def _on_sale(sku_ids: Sequence[int]) -> tuple[Goods, ...]:
    return tuple(
        Goods(each.sku_id, each.shop_id, each.seller_id, each.price_minor)
        for each in shelves.sku_facts([SkuId(sku) for sku in sku_ids])
        if each.on_sale and each.price_minor
    )


def _make_shops(country: Country, random: Random, mark: str) -> list[int]:
    """Sellers of every class with goods on their shelves; the SKUs."""
    made = sellers.bulk_sellers(
        country=country.key,
        rows=[
            NewSeller(
                class_key=class_key, kind="person" if class_key == "home" else "company",
                legal_name=f"{country.name} {class_key} {number}", identity_number=f"{number:010d}",
                phone=_phone(country, 7_000_000 + number),
                owner_person_id=None, shop_name=f"{class_key.replace('_', ' ').title()} {number}", place=country.name,
                dispatch_days=random.choice((0, 1, 1, 2)), warehouse=_address(country, random, f"Warehouse {number}"),
                bank_code=random.choice(country.banks).code,
                # Payouts to accounts that end in 99 come back: one seller has mistyped his.
                account_number=f"{random.randrange(10**7):07d}{99 if number == 2 else 10 + number}",
            )
            for number, class_key in enumerate(CLASSES, start=1)
        ],
    )  # fmt: skip
    leaves = [leaf.path for leaf in shelves.leaves()]
    rows, owners = [], []
    for seller, class_key in zip(made, CLASSES, strict=True):
        for number in range(LISTINGS):
            rows.append(_listing(country, random, leaves, seller.shop_id, seller.seller_id, number))
            owners.append((seller, class_key))
    first = []
    for written, row, (seller, class_key) in zip(
        catalogue.bulk_write(country.key, rows), rows, owners, strict=True
    ):
        for sku_id, draft in zip(written.sku_ids, row.skus, strict=True):
            cost = draft.price_minor * 6 // 10 if class_key == "retail" else None
            units = random.choice((2, 5, 30, 60, 200))
            first.append(
                FirstStock(country.key, sku_id, written.listing_id, seller.warehouse_id, units, cost)
            )
    stock.bulk_open(first, ref=f"opening {mark}")
    return [int(each.sku_id) for each in first]


def _listing(
    country: Country, random: Random, leaves: Sequence[str], shop_id: int, seller_id: int, number: int
) -> BulkListing:
    step = country.price_step_minor
    base = int(TYPICAL[country.key] * random.uniform(0.3, 3.0)) // step * step + step
    variants = random.choice((1, 1, 2, 3))
    skus = tuple(
        SkuDraft(
            seller_sku=f"G{shop_id}-{number}-{variant}", price_minor=base + variant * step * 10,
            options={} if variants == 1 else {"size": f"{variant + 1}"}, weight_g=random.choice((150, 400, 900, 2_500)),
            size_cm=random.choice(((10, 10, 5), (20, 15, 10), (40, 30, 20))),
        )
        for variant in range(variants)
    )  # fmt: skip
    title = f"Thing {shop_id}-{number}"
    return BulkListing(
        category_path=random.choice(leaves), titles=dict.fromkeys(country.languages, title), skus=skus,
        shop_id=shop_id, seller_id=seller_id,
    )  # fmt: skip


def _make_customers(country: Country, random: Random, number: int, mark: str) -> list[int]:
    return [
        int(made)
        for made in bulk_customers(
            country=country.key,
            rows=[
                NewCustomer(
                    name=f"Customer {each}", email=f"living-{mark}-{country.key}-{each}@example.com",
                    language=random.choice(country.languages), address=_address(country, random, f"Customer {each}"),
                )
                for each in range(number)
            ],
        )
    ]  # fmt: skip


def _address(country: Country, random: Random, recipient: str) -> NewAddress:
    zone = random.choice(country.zones)
    return NewAddress(
        recipient=recipient, phone=_phone(country, random.randrange(10**7)), area_code=zone.key,
        area_text=f"{zone.names['en']}, {country.name}", postcode="", line1=f"Street {random.randrange(1, 200)}",
        zone=zone.key,
    )  # fmt: skip


def _phone(country: Country, number: int) -> str:
    return f"{PHONES[country.key]}{number:08d}"


def all_ventures() -> tuple[Country, ...]:
    return tuple(countries.all_countries()[key] for key in sorted(countries.all_countries()))
