"""The essential part of a demo venture: people, shops, goods and stock, loaded in bulk."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

from pasar.kernel import clock
from pasar.market.catalogue import operations as catalogue
from pasar.market.identity import operations as identity
from pasar.market.identity import queries as known
from pasar.market.sellers import operations as sellers
from pasar.market.sellers.operations import MadeSeller, NewSeller
from pasar.market.stock import operations as stock
from pasar.market.stock.operations import FirstStock
from pasar.simulate.demo import goods, people, shops, words
from pasar.simulate.demo.goods import GoodsPlan
from pasar.simulate.demo.people import Towns
from pasar.simulate.demo.shops import RETAIL, ShopPlan

CHUNK = 700
DEMO_CLASS = "home"
"""The demo seller owns the first shop of this class."""
_COLOURS = ("navy", "orange", "teal", "red", "green", "purple", "brown", "blue", "pink", "gold")
_GROUNDS = ("dusk", "sand", "leaf", "sky", "rose", "mist")
_FACES = {
    "phones": "mobile-phone", "computers": "laptop", "electronics": "headphone", "womens-fashion": "dress",
    "mens-fashion": "t-shirt", "accessories": "handbag", "beauty": "lotion-bottle", "health": "herb",
    "groceries": "cooked-rice", "home": "couch-and-lamp", "kitchen": "cooking", "baby": "baby-bottle",
    "toys": "teddy-bear", "sports": "soccer-ball", "pets-garden": "potted-plant", "tools-motor": "toolbox",
}  # fmt: skip
"""What a shop's sign shows, by its first top category."""


def fill(country: str, size: str, told: Callable[[int], None]) -> dict[str, Any]:
    """Everything a visitor of a venture sees at once; return whom and what later steps trade with.

    told: how many more listings are in place.
    """
    at = clock.now()
    home = people.towns(country)
    plans = shops.plan(country, size)
    offered = list(goods.plan(country, plans, at, size))
    rows = [
        *people.sign_ins(country, home, at).values(),
        *people.owners(country, home, len(plans), at),
        *people.customers(country, home, size, at),
    ]
    ids = identity.bulk_customers(country=country, rows=rows)
    customers = known.customers(ids[: 3 + len(plans)])
    persons = [customers[each].person_id for each in ids[: 3 + len(plans)]]
    identity.make_staff(person_id=persons[2], country=country, role="operator", actor="system")
    made = _sellers(country, plans, offered, home, seller=persons[1], owners=persons[3:])
    for start in range(0, len(offered), CHUNK):
        part = offered[start : start + CHUNK]
        _put(country, part, made)
        told(len(part))
    return {
        "at": at.isoformat(),
        "size": size,
        "customer": ids[0],
        "operator": persons[2],
        "demo_shop": next(shop.number for shop in plans if shop.class_key == DEMO_CLASS),
        "shoppers": list(ids[3 + len(plans) :]),
        "shops": {shop.number: [made[shop.number].seller_id, made[shop.number].shop_id] for shop in plans},
    }


def _sellers(
    country: str,
    plans: Sequence[ShopPlan],
    offered: Sequence[GoodsPlan],
    home: Towns,
    *,
    seller: int,
    owners: Sequence[int],
) -> dict[int, MadeSeller]:
    """Sellers, shops and warehouses by the shop's number; each brings its listings' history."""
    at = clock.now()
    demo = next(shop.number for shop in plans if shop.class_key == DEMO_CLASS)
    identities = people.identity_numbers(country)
    history: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    for each in offered:
        told = each.listing
        for place, count in enumerate((told.rating_sum, told.rating_count, told.sold_count)):
            history[each.shop.number][place] += count
    rows = []
    for shop, owner in zip(plans, owners, strict=True):
        random = Random(f"seller {country} {shop.number}")
        rating_sum, rating_count, sold_count = history[shop.number]
        person = people.name(random, country)
        company = shop.class_key != "home"
        phone = people.phone(random, country, 5_000 + shop.number)
        rows.append(
            NewSeller(
                class_key=shop.class_key,
                kind="company" if company else "person",
                legal_name=_legal_name(country, shop) if company else person,
                identity_number=next(identities),
                email=f"hello{shop.number}@{country}.pasar.example",
                phone=phone,
                owner_person_id=seller if shop.number == demo else owner,
                shop_name=shop.name, slug=shop.slug, tagline=shop.tagline, description=shop.description,
                place=shop.place,
                dispatch_days=shop.days,
                logo=_sign(random, shop), banner=_sign(random, shop),
                opened_at=at - timedelta(days=random.randint(360, 1500)),
                rating_sum=rating_sum, rating_count=rating_count, sold_count=sold_count,
                warehouse=home.address(random, shop.town, shop.name, phone),
                bank_code=words.venture(country)["bank"],
                account_number="".join(random.choice("123456789") for _ in range(10)),
            )
        )  # fmt: skip
    made = sellers.bulk_sellers(country=country, rows=rows)
    return {shop.number: each for shop, each in zip(plans, made, strict=True)}


def _legal_name(country: str, shop: ShopPlan) -> str:
    if shop.class_key == RETAIL:
        legal: str = words.venture(country)["retail_legal"]
        return legal
    return f"{shop.name} Co. Ltd." if shop.class_key == "cross_border" else f"{shop.brand} Group"


def _sign(random: Random, shop: ShopPlan) -> dict[str, str]:
    face = _FACES[shop.tops[0]] if shop.tops else "shopping-bags"
    return goods.picture(face, random.choice(_COLOURS), random.choice(_GROUNDS))


def _put(country: str, part: Sequence[GoodsPlan], made: dict[int, MadeSeller]) -> None:
    rows = [
        replace(
            each.listing, shop_id=made[each.shop.number].shop_id, seller_id=made[each.shop.number].seller_id
        )
        for each in part
    ]
    written = catalogue.bulk_upsert(country, rows)
    stock.bulk_open(
        [
            FirstStock(country, sku_id, listing_id, made[plan.shop.number].warehouse_id, units, cost or None)
            for plan, (_code, listing_id, sku_ids) in zip(part, written, strict=True)
            for sku_id, units, cost in zip(sku_ids, plan.units, plan.costs, strict=True)
        ],
        ref="demo",
    )
