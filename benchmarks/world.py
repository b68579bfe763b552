"""What the benchmarks' market holds: shops, listings with stock, customers with money and full baskets."""

from dataclasses import dataclass
from random import Random

COUNTRY = "sg"
WORDS = [
    "wireless", "mouse", "running", "shoes", "cotton", "shirt", "desk", "lamp", "rice", "cooker", "phone", "case",
    "power", "bank", "travel", "bag", "water", "bottle", "face", "serum", "coffee", "mug", "yoga", "mat",
    "garden", "hose", "board", "game", "baby", "steel", "knife", "camera", "strap", "usb", "cable", "notebook",
    "stand", "kettle", "pillow", "curtain",
]  # fmt: skip
COLOURS = ("Black", "White", "Blue", "Red", "Green")


@dataclass(frozen=True)
class Shelf:
    """A shop with the SKUs it sells: one listing of each, in stock."""

    shop_id: int
    seller_id: int
    warehouse_id: int
    sku_ids: tuple[int, ...]
    listing_ids: tuple[int, ...]


def address(recipient: str, phone: str):
    from pasar.countries import queries as places
    from pasar.market.identity.operations import NewAddress

    found = places.resolve(COUNTRY, "52", "528765", "en")
    return NewAddress(
        recipient=recipient, phone=phone, area_code=found.area_code, area_text=", ".join(reversed(found.names)),
        postcode=found.postcode, line1="12 Tampines Street 92", zone=found.zone,
    )  # fmt: skip


def shelves(shops: int, listings_each: int, *, units: int, first: int = 0) -> list[Shelf]:
    """Approved sellers with open shops, published listings and stock. first: the number of the first shop."""
    from django.db import transaction

    from pasar.market.catalogue import operations as catalogue
    from pasar.market.catalogue import queries as tree
    from pasar.market.catalogue.rules import BulkListing, SkuDraft
    from pasar.market.sellers.operations import NewSeller, bulk_sellers
    from pasar.market.stock import operations as stock
    from pasar.market.stock.operations import FirstStock

    random = Random(7)
    leaves = [each.path for each in tree.leaves()]
    made = bulk_sellers(
        country=COUNTRY,
        rows=[
            NewSeller(
                class_key="home", kind="person", legal_name=f"Seller {n}", identity_number=f"S{n:07}D",
                phone=f"+65810{n:05}", shop_name=f"Shop {n}", place="Tampines",
                warehouse=address(f"Shop {n}", f"+65810{n:05}"), bank_code="DBS", account_number=f"{n:010}",
            )
            for n in range(first, first + shops)
        ],
    )  # fmt: skip
    found = []
    for number, shop in enumerate(made):
        rows = []
        for n in range(listings_each):
            words = random.sample(WORDS, 4)
            skus = [
                SkuDraft(
                    seller_sku=f"{number}-{n}-{colour}",
                    price_minor=random.randrange(200, 20_000) * 5,
                    options={"colour": colour},
                    weight_g=400,
                )
                for colour in random.sample(COLOURS, 3)
            ]
            rows.append(
                BulkListing(
                    shop_id=shop.shop_id, seller_id=shop.seller_id, category_path=random.choice(leaves),
                    titles={"en": " ".join(words).capitalize()}, skus=skus, brand=f"Brand {random.randrange(40)}",
                    descriptions={"en": "<p>" + " ".join(random.choices(WORDS, k=60)) + "</p>"},
                    pictures=[{"kind": "object", "object": "box", "tint": "blue", "ground": "sand"}],
                    rating_sum=45, rating_count=10, sold_count=random.randrange(3_000),
                )
            )  # fmt: skip
        with transaction.atomic():
            written = catalogue.bulk_write(COUNTRY, rows)
            stock.bulk_open(
                [
                    FirstStock(
                        country=COUNTRY, sku_id=sku, listing_id=each.listing_id, warehouse_id=shop.warehouse_id,
                        units=units,
                    )
                    for each in written
                    for sku in each.sku_ids
                ]
            )  # fmt: skip
        found.append(
            Shelf(
                shop.shop_id, shop.seller_id, shop.warehouse_id, tuple(each.sku_ids[0] for each in written),
                tuple(each.listing_id for each in written),
            )
        )  # fmt: skip
    return found


@dataclass(frozen=True)
class Shopper:
    """A signed-in customer: the cookies their browser would have, and their address."""

    customer_id: int
    address_id: int
    cookies: str
    token: str
    """What their forms carry against forgery."""


def shoppers(count: int, *, money_minor: int) -> list[Shopper]:
    """Customers with an address, money in the wallet and a session."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.signed_cookies import SessionStore

    from pasar.finance.ledger import operations as ledger
    from pasar.finance.ledger.rules import AccountKey, NewTransfer
    from pasar.kernel import ids
    from pasar.market.identity.models import Address, Customer
    from pasar.market.identity.operations import NewCustomer, bulk_customers
    from pasar.storefront.account.who import CUSTOMERS

    customer_ids = bulk_customers(
        country=COUNTRY,
        rows=[
            NewCustomer(
                name=f"Shopper {n}", email=f"shopper{n}@bench.example", language="en",
                address=address(f"Shopper {n}", f"+65820{n:05}"),
            )
            for n in range(count)
        ],
    )  # fmt: skip
    for start in range(0, count, 500):
        ledger.post(
            NewTransfer(
                id=ids.uuid7(), country=COUNTRY, currency="SGD", debit=AccountKey("bank"),
                credit=AccountKey("wallet", customer_id), amount_minor=money_minor, code="top_up", ref_kind="bench",
                ref_id=str(customer_id),
            )
            for customer_id in customer_ids[start : start + 500]
        )  # fmt: skip
    people = {
        row.pk: row.person for row in Customer.objects.filter(pk__in=customer_ids).select_related("person")
    }
    addresses = dict(Address.objects.filter(customer_id__in=customer_ids).values_list("customer_id", "id"))
    token = "b" * 32
    found = []
    for customer_id in customer_ids:
        person = people[customer_id]
        session = SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session["sid"] = f"bench-{customer_id}"
        session[CUSTOMERS] = {COUNTRY: customer_id}
        session.save()
        cookies = f"pasar_session={session.session_key}; pasar_csrf={token}; pasar_venture={COUNTRY}/en"
        found.append(Shopper(customer_id, addresses[customer_id], cookies, token))
    return found


def form(shopper: Shopper, skus: tuple[int, ...]) -> dict[str, object]:
    """What a checkout page would send for one unit of each of these, paid from the wallet."""
    from pasar.market.checkout import operations as checkout
    from pasar.market.checkout.rules import Wanted

    quote = checkout.quote(
        country=COUNTRY, customer_id=shopper.customer_id, lines=[Wanted(sku, 1) for sku in skus],
        address_id=shopper.address_id, method="wallet",
    )  # fmt: skip
    assert not quote.problems, quote.problems
    form: dict[str, object] = {"method": "wallet", "total": quote.total_minor}
    for line in quote.lines:
        form[f"line-{line.goods.sku_id}"] = line.units
        form[f"price-{line.goods.sku_id}"] = line.unit_minor
    for parcel in quote.parcels:
        assert parcel.chosen
        form[f"shipping-{parcel.shop.id}"] = parcel.shipping_minor
        form[f"delivery-{parcel.shop.id}"] = f"{parcel.chosen.carrier_key}:{parcel.chosen.service_key}"
    return form


def vacuum() -> None:
    """What autovacuum would have done by the time a real market has such tables; checkpoints go on as they do."""
    import psycopg

    from benchmarks.market import cluster
    from pasar.runtime.postgres import DATABASE

    with psycopg.connect(cluster().owner_url(DATABASE), autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
