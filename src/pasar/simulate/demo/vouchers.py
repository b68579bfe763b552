"""What a demo venture gives: the platform's vouchers, those of some of its shops, and what the demo customer collected.

All of it begins when it is made, so that the purchases of the venture's past go without.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from pasar.kernel import clock
from pasar.kernel.ids import SellerId
from pasar.kernel.money import EXPONENTS
from pasar.market.catalogue import queries as catalogue
from pasar.market.promotions import operations
from pasar.market.promotions.operations.making import Draft
from pasar.market.promotions.shapes import (
    AUTOMATIC,
    CASHBACK,
    PAYMENT_VOUCHER,
    PLATFORM_CODE,
    PLATFORM_SHIPPING,
    PLATFORM_VOUCHER,
    PRODUCT_VOUCHER,
    SHOP_SHIPPING,
    SHOP_VOUCHER,
)
from pasar.simulate.demo import words
from pasar.simulate.demo.prices import CURRENCIES
from pasar.simulate.demo.words import MAIN

GENEROUS = {"full": 14, "small": 3}
"""Shops that give something, the demo seller's among them."""
CODE = "LENTERA"
_ROUND = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
_FAVOURITES = 3


@dataclass(frozen=True, slots=True)
class Gift:
    """A promotion to be made; amounts of its terms are minor units."""

    key: str
    """Of its name in `data/vouchers.json`."""
    kind: str
    class_key: str
    terms: dict[str, Any]
    lasts: timedelta
    quota: int | None = None
    per_customer: int | None = 1
    budget_minor: int | None = None
    code: str | None = None
    seller_share_bps: int = 0
    collected: bool = False
    """The demo customer has it."""


def fill(country: str, known: dict[str, Any]) -> dict[str, Any]:
    """Make them all; return how many there are. known: what `shelves.fill` told."""
    at = clock.now()
    made = [_make(country, at, gift) for gift in platform(country)]
    for number in _givers(country, known):
        seller_id = known["shops"][str(number)][0]
        made += [
            _make(country, at, gift, seller_id)
            for gift in _of_shop(country, number, seller_id, own=number == known["demo_shop"])
        ]
    for promotion_id, gift in made:
        if gift.collected:
            operations.collect(country=country, customer_id=known["customer"], promotion_id=promotion_id)
    return {"vouchers": len(made)}


def platform(country: str) -> Iterator[Gift]:
    """The platform's own, one of each sort."""

    def usd(amount: float) -> int:
        return rounded(country, amount)

    week, month = timedelta(days=7), timedelta(days=30)
    yield Gift(
        "delivery", "free_shipping", PLATFORM_SHIPPING, {"minimum_minor": usd(3), "cap_minor": usd(1.5)}, week,
        quota=20_000, per_customer=3, budget_minor=usd(20_000), collected=True,
    )  # fmt: skip
    yield Gift(
        "percent", "percent_off", PLATFORM_VOUCHER, {"rate_bps": 1_000, "cap_minor": usd(4), "minimum_minor": usd(8)},
        week, quota=5_000, budget_minor=usd(10_000), seller_share_bps=3_000, collected=True,
    )  # fmt: skip
    yield Gift(
        "first", "amount_off", PLATFORM_VOUCHER,
        {"off_minor": usd(2), "minimum_minor": usd(5), "new_customers": True}, month, budget_minor=usd(8_000),
    )  # fmt: skip
    yield Gift("coins", "cashback", CASHBACK, {"rate_bps": 500, "cap_minor": usd(2)}, month, per_customer=10)
    yield Gift(
        "wallet", "percent_off", PAYMENT_VOUCHER,
        {"rate_bps": 700, "cap_minor": usd(3), "minimum_minor": usd(10), "methods": ["wallet"]}, week, quota=3_000,
    )  # fmt: skip
    yield Gift(
        "kitchen", "amount_off", PLATFORM_VOUCHER,
        {"off_minor": usd(3), "minimum_minor": usd(20), "categories": ["kitchen"]}, timedelta(days=10), quota=500,
    )  # fmt: skip
    yield Gift(
        "today", "amount_off", PLATFORM_VOUCHER, {"off_minor": usd(2.5), "minimum_minor": usd(12)},
        timedelta(hours=30), quota=300,
    )  # fmt: skip
    yield Gift(
        "code", "percent_off", PLATFORM_CODE, {"rate_bps": 1_500, "cap_minor": usd(5), "minimum_minor": usd(25)},
        month, quota=1_000, code=CODE,
    )  # fmt: skip


def _givers(country: str, known: dict[str, Any]) -> list[int]:
    """Numbers of the shops that give something."""
    others = sorted(int(number) for number in known["shops"] if int(number) != known["demo_shop"])
    most = min(GENEROUS[known["size"]] - 1, len(others))
    return [known["demo_shop"], *sorted(Random(f"givers {country}").sample(others, most))]


def _of_shop(country: str, number: int, seller_id: int, *, own: bool) -> Iterator[Gift]:
    """What one shop gives; the demo seller's shop something of each sort."""
    random = Random(f"vouchers {country} {number}")
    lasts = timedelta(days=random.choice((5, 7, 14, 21)))
    off = random.choice((1, 1.5, 2, 3))
    yield Gift(
        "regulars", "amount_off", SHOP_VOUCHER,
        {"off_minor": rounded(country, off), "minimum_minor": rounded(country, off * random.choice((4, 5, 6)))},
        lasts, quota=random.choice((50, 100, 200)), collected=own,
    )  # fmt: skip
    if own or random.random() < 0.4:
        yield Gift(
            "shipping", "free_shipping", SHOP_SHIPPING,
            {"minimum_minor": rounded(country, 6), "cap_minor": rounded(country, 1)}, lasts, quota=100,
        )  # fmt: skip
    favourites = catalogue.seller_listings(SellerId(seller_id), "published", country=country).listings[
        :_FAVOURITES
    ]
    if favourites and (own or random.random() < 0.3):
        yield Gift(
            "favourites", "percent_off", PRODUCT_VOUCHER,
            {"rate_bps": random.choice((500, 800, 1_000)), "listings": [int(each.id) for each in favourites]}, lasts,
            quota=random.choice((30, 60)),
        )  # fmt: skip
    if own:
        yield Gift(
            "tiers", "tier_price", AUTOMATIC,
            {"tiers": [{"units": 3, "rate_bps": 300}, {"units": 10, "rate_bps": 800}]}, lasts, per_customer=None,
        )  # fmt: skip


def _make(country: str, at: datetime, gift: Gift, seller_id: int | None = None) -> tuple[int, Gift]:
    draft = Draft(
        name=words.vouchers()[gift.key][MAIN[country]], terms=gift.terms, starts_at=at, ends_at=at + gift.lasts,
        seller_share_bps=gift.seller_share_bps, quota=gift.quota, per_customer=gift.per_customer,
        budget_minor=gift.budget_minor,
    )  # fmt: skip
    made = operations.create(
        country=country, kind=gift.kind, class_key=gift.class_key, draft=draft, seller_id=seller_id, code=gift.code,
        actor="system" if seller_id is None else f"seller:{seller_id}",
    )  # fmt: skip
    return made, gift


def rounded(country: str, usd: float) -> int:
    """Minor units of about so many US dollars, as round as people there print it on a voucher."""
    amount, scale = usd * words.venture(country)["fx"], 1
    while amount >= 10:
        amount, scale = amount / 10, scale * 10
    nearest = min(_ROUND, key=lambda each: abs(each - amount))
    return round(nearest * scale) * int(10 ** EXPONENTS[CURRENCIES[country]])
