"""A seller at work in Indonesia, made by the packages' own operations, and browsers without scripts."""

from dataclasses import dataclass, field
from io import BytesIO

from django.test import Client
from PIL import Image

from pasar.countries import operations as countries
from pasar.finance.ledger import operations as ledger
from pasar.finance.ledger.rules import AccountKey, NewTransfer
from pasar.kernel import ids
from pasar.market.catalogue import operations as catalogue
from pasar.market.catalogue.rules import BulkListing, SkuDraft
from pasar.market.checkout import operations as checkout
from pasar.market.checkout.requests import Placed, PlaceRequest
from pasar.market.checkout.rules import Wanted
from pasar.market.fulfilment import operations as fulfilment
from pasar.market.identity import operations as identity
from pasar.market.identity import queries as people
from pasar.market.identity.models import Person
from pasar.market.identity.operations import NewAddress
from pasar.market.orders import queries as orders
from pasar.market.sellers import operations as sellers
from pasar.market.sellers.operations import NewSeller
from pasar.market.stock import operations as stock
from pasar.market.stock.operations import FirstStock

AREAS = """31\t\tprovince\tDKI Jakarta\tJakarta\t
31.74\t31\tregency\tKota Jakarta Selatan\tSouth Jakarta\t
31.74.01\t31.74\tdistrict\tTebet\tTebet\t
31.74.01.1001\t31.74.01\tvillage\tTebet Timur\tTebet Timur\t12820"""
PLACE = {f"level-{n}": code for n, code in enumerate(("31", "31.74", "31.74.01", "31.74.01.1001"))}
LEAF = "mens-fashion/mens-clothing/mens-tshirts"
PICTURE = {"kind": "object", "object": "t-shirt", "tint": "blue", "ground": "sand"}
PASSWORD = "market-lantern-7"
PRICE = 5_000_000


@dataclass
class Stall:
    person_id: int
    seller_id: int
    shop_id: int
    warehouse_id: int
    skus: dict[str, int] = field(default_factory=dict)
    listings: dict[str, int] = field(default_factory=dict)

    @property
    def actor(self) -> str:
        return f"seller:{self.seller_id}"


def open_country() -> None:
    countries._replace("id", AREAS, "for tests")
    catalogue.load_categories()
    fulfilment.load_rate_cards()
    sellers.load_fee_rules()


def join(email: str) -> int:
    return identity.sign_up(
        country="id", language="en", name="Sari", email=email, password=PASSWORD, confirmed=True
    )


def open_stall(name: str, *codes: str, units: int = 10) -> Stall:
    """An approved seller with a person, and a published listing of one variant per code."""
    person_id = join(f"{name.lower()}@toko.example")
    where = NewAddress(
        recipient=name, phone="+6281234567890", area_code="31.74.01.1001", area_text="Tebet Timur, Tebet",
        postcode="12820", line1="Jl. Tebet 1", zone="jabodetabek",
    )  # fmt: skip
    [made] = sellers.bulk_sellers(
        country="id",
        rows=[
            NewSeller(
                class_key="home", kind="person", legal_name=name, identity_number="3174012345670001",
                phone="+6281234567890", owner_person_id=person_id, shop_name=name, place="Jakarta",
                warehouse=where, bank_code="BCA", account_number="1234567890",
            )
        ],
    )  # fmt: skip
    stall = Stall(person_id, made.seller_id, made.shop_id, made.warehouse_id)
    for code in codes:
        put_up(stall, code, units)
    return stall


def put_up(stall: Stall, code: str, units: int = 10, skus: list[SkuDraft] | None = None) -> int:
    [written] = catalogue.bulk_write(
        "id",
        [
            BulkListing(
                category_path=LEAF, titles={"id": f"Kaos {code}", "en": f"Shirt {code}"},
                descriptions={"id": "<p>Katun adem</p>"}, brand="Polosan", attributes={"material": "cotton"},
                pictures=[PICTURE], shop_id=stall.shop_id, seller_id=stall.seller_id,
                skus=skus or [SkuDraft(seller_sku=code, price_minor=PRICE)],
            )
        ],
    )  # fmt: skip
    stock.bulk_open(
        [FirstStock("id", sku, written.listing_id, stall.warehouse_id, units) for sku in written.sku_ids],
        ref=f"opening-{stall.seller_id}-{code}",
    )
    stall.skus[code], stall.listings[code] = written.sku_ids[0], written.listing_id
    return int(written.listing_id)


def order_from(
    stall: Stall, code: str, units: int = 1, *, email: str = "siti@mail.example", method: str = "wallet"
):
    """The id of a paid (or to be collected) order of one line."""
    person = Person.objects.filter(email=email).first()
    customer = people.customer_of("id", person.pk if person else join(email))
    if not people.addresses(customer):
        identity.save_address(
            customer_id=customer, recipient="Siti", phone="+6281299998888", area_code="31.74.01.1001",
            postcode="12820", line1="Jl. Tebet Timur No. 7", language="id",
        )  # fmt: skip
        ledger.post(
            [
                NewTransfer(
                    id=ids.uuid7(), country="id", currency="IDR", debit=AccountKey("bank"),
                    credit=AccountKey("wallet", customer), amount_minor=10**10, code="top_up", ref_kind="test",
                    ref_id="1",
                )
            ]
        )  # fmt: skip
    lines = (Wanted(stall.skus[code], units),)
    address = people.default_address(customer)
    seen = checkout.quote(country="id", customer_id=customer, lines=lines, method=method)
    delivery = {
        parcel.shop.id: next(
            (w.carrier_key, w.service_key) for w in parcel.options if w.takes_cash or method != "cod"
        )
        for parcel in seen.parcels
    }
    seen = checkout.quote(country="id", customer_id=customer, lines=lines, method=method, delivery=delivery)
    placed = checkout.place_one(
        PlaceRequest(
            country="id", customer_id=customer, key=str(ids.uuid7()), lines=lines, address_id=address.id,
            method=method, delivery=delivery, seen_total_minor=seen.total_minor, from_basket=False,
        )
    )  # fmt: skip
    assert isinstance(placed, Placed), placed
    return orders.seller_orders(stall.seller_id)[0].id


class Browser:
    """Django's client below `/id/en/seller/`, signed in as a person."""

    def __init__(self, person_id: int | None = None, language: str = "en") -> None:
        self.client, self.prefix = Client(), f"/id/{language}/seller/"
        if person_id is not None:
            self.client.force_login(Person.objects.get(pk=person_id))

    def get(self, path: str = "", **more):
        return self.client.get(self.prefix + path, **more)

    def post(self, path: str = "", data=None, **more):
        return self.client.post(self.prefix + path, data or {}, **more)


def photo(name: str = "kaos.jpg", kind: str = "JPEG", size=(800, 800)) -> BytesIO:
    file = BytesIO()
    Image.new("RGB", size, "navy").save(file, kind)
    file.seek(0)
    file.name = name
    return file
