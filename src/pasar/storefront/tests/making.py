"""A small market for tests of pages, made by the packages' own operations."""

import re
from dataclasses import dataclass, field
from html import unescape

from django.test import Client

from pasar.countries import operations as countries
from pasar.finance.payments import operations as payments
from pasar.finance.payments import queries as payment_pages
from pasar.finance.payments.providers import Charge
from pasar.kernel.ids import ListingId, SkuId, WarehouseId
from pasar.market.catalogue import operations as catalogue
from pasar.market.catalogue import queries as catalogue_pages
from pasar.market.catalogue.rules import BulkListing, SkuDraft
from pasar.market.fulfilment import operations as fulfilment
from pasar.market.identity import operations as identity
from pasar.market.identity import queries as people
from pasar.market.identity.operations import NewAddress
from pasar.market.orders import operations as orders
from pasar.market.sellers import operations as sellers
from pasar.market.sellers.operations import NewSeller
from pasar.market.stock import operations as stock
from pasar.market.stock.operations import FirstStock

AREAS = """31\t\tprovince\tDKI Jakarta\tJakarta\t
31.74\t31\tregency\tKota Jakarta Selatan\tSouth Jakarta\t
31.74.01\t31.74\tdistrict\tTebet\tTebet\t
31.74.01.1001\t31.74.01\tvillage\tTebet Timur\tTebet Timur\t12820
31.74.01.1002\t31.74.01\tvillage\tTebet Barat\tTebet Barat\t12810
31.74.05\t31.74\tdistrict\tMampang\tMampang\t
31.74.05.1001\t31.74.05\tvillage\tBangka\tBangka\t12730"""
"""A corner of Jakarta, in the form of the countries' files."""

PASSWORD = "market-lantern-7"
PICTURE = {"kind": "object", "object": "t-shirt", "tint": "blue", "ground": "sand"}
HOME = {
    "phone": "+6281234567890", "area_code": "31.74.01.1001", "postcode": "12820", "line1": "Jl. Tebet Timur No. 7",
}  # fmt: skip


@dataclass
class Shop:
    seller_id: int
    shop_id: int
    warehouse_id: int
    skus: dict[str, int] = field(default_factory=dict)
    listings: dict[str, int] = field(default_factory=dict)


def open_country() -> None:
    """What every venture has before its first shop: places, categories, tariffs, fees."""
    countries._replace("id", AREAS, "for tests")
    catalogue.load_categories()
    fulfilment.load_rate_cards()
    sellers.load_fee_rules()


def open_shop(name: str, goods: dict[str, tuple[int, int]]) -> Shop:
    """A shop in Jakarta; goods: (price in sen, units in stock) by the seller's own code."""
    where = NewAddress(
        recipient=name, phone="+6281200000001", area_code="31.74.05.1001", area_text="Bangka, Mampang",
        postcode="12730", line1="Jl. Bangka 1", zone="jabodetabek",
    )  # fmt: skip
    [made] = sellers.bulk_sellers(
        country="id",
        rows=[
            NewSeller(
                class_key="home", kind="person", legal_name=name, identity_number="3174012345670001",
                phone="+6281200000001", shop_name=name, place="Jakarta", warehouse=where, bank_code="BCA",
                account_number="1234567890",
            )
        ],
    )  # fmt: skip
    shop = Shop(made.seller_id, made.shop_id, made.warehouse_id)
    leaf = next(each.path for each in catalogue_pages.leaves() if each.slug == "mens-tshirts")
    for code, (price_minor, units) in goods.items():
        [written] = catalogue.bulk_write(
            "id",
            [
                BulkListing(
                    category_path=leaf, titles={"id": f"Kaos {code}", "en": f"Shirt {code}"},
                    descriptions={"id": "<p>Katun adem</p>"}, brand="Polosan", attributes={"material": "cotton"},
                    pictures=[PICTURE], shop_id=shop.shop_id, seller_id=shop.seller_id,
                    skus=[SkuDraft(seller_sku=code, price_minor=price_minor)],
                )
            ],
        )  # fmt: skip
        [sku_id] = written.sku_ids
        stock.bulk_open(
            [
                FirstStock(
                    "id", SkuId(sku_id), ListingId(written.listing_id), WarehouseId(shop.warehouse_id), units
                )
            ],
            ref=f"opening-{code}",
        )
        shop.skus[code], shop.listings[code] = sku_id, written.listing_id
    return shop


def join(email: str = "siti@mail.example", *, name: str = "Siti", address: bool = True) -> int:
    """A customer in Indonesia; their id."""
    person_id = identity.sign_up(
        country="id", language="id", name=name, email=email, password=PASSWORD, confirmed=True
    )
    customer = people.customer_of("id", person_id)
    assert customer is not None
    if address:
        identity.save_address(customer_id=customer, recipient=name, language="id", **HOME)
    return customer


def visitor(email: str = "", language: str = "en") -> "Visitor":
    """A browser without scripts; signed in where an e-mail is given."""
    found = Visitor(language)
    if email:
        answer = found.post("account/sign-in/", {"target": email, "password": PASSWORD})
        assert answer.status_code == 302, answer.content.decode()
    return found


class Visitor:
    """Django's client within one venture and language."""

    def __init__(self, language: str = "en", country: str = "id") -> None:
        self.client, self.prefix = Client(), f"/{country}/{language}/"

    def get(self, path: str, data=None, **kwargs):
        return self.client.get(self._full(path), data, **kwargs)

    def post(self, path: str, data=None, **kwargs):
        return self.client.post(self._full(path), data or {}, **kwargs)

    def _full(self, path: str) -> str:
        return path if path.startswith("/") else self.prefix + path


def form_of(answer, form_id: str) -> dict[str, str]:
    """What a browser would send of a page's form as it stands: ticked boxes, chosen radios, hidden fields."""
    html = answer.content.decode()
    found = html[html.index(f'id="{form_id}"') :]
    found = found[: found.index("</form>")]
    sent = {}
    for tag in re.findall(r"<input[^>]*>", found):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        kind = re.search(r'type="([^"]*)"', tag)
        if name and not (kind and kind[1] in ("radio", "checkbox") and " checked" not in tag):
            sent[name[1]] = unescape(value[1]) if value else ""
    return sent


def bank_says(payment, state: str = "paid") -> None:
    """The bank's word about a charge, as its notice and our asking bring it."""
    payments.record_charge(
        payment_id=payment.id,
        charge=Charge(
            charge_id="c1", reference=payment.reference, state=state, currency=payment.currency,
            amount_minor=payment.amount_minor, received_minor=payment.amount_minor if state == "paid" else None,
            qr="00020101021226670016COM.PASAR", pay_url="http://127.0.0.1:9/pay/c1", mode="sandbox",
        ),
    )  # fmt: skip


def pay(purchase_id) -> None:
    """The customer paid by QR, and the orders heard of it."""
    bank_says(payment_pages.of_purchase(purchase_id))
    assert orders.pay(purchase_id=purchase_id)
