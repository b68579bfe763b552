"""Many sellers at once: for the demo world and for moving in from another market."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from pasar.finance.payouts import operations as payouts
from pasar.kernel import clock
from pasar.market.identity.operations import NewAddress
from pasar.market.sellers import rules
from pasar.market.sellers.models import Member, Seller, Shop, Warehouse


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSeller:
    """An approved seller with its shop. warehouse: its recipient is the contact there."""

    class_key: str
    kind: str
    legal_name: str
    identity_number: str
    email: str = ""
    phone: str
    owner_person_id: int | None = None
    shop_name: str
    slug: str = ""
    tagline: str = ""
    description: str = ""
    place: str
    dispatch_days: int = 1
    logo: Any = None
    banner: Any = None
    opened_at: datetime | None = None
    rating_sum: int = 0
    rating_count: int = 0
    sold_count: int = 0
    """History that it brings, as `count_rating` and `count_sold` would have counted it."""
    warehouse: NewAddress
    bank_code: str
    account_number: str


@dataclass(frozen=True, slots=True)
class MadeSeller:
    seller_id: int
    shop_id: int
    warehouse_id: int
    slug: str


@transaction.atomic
def bulk_sellers(*, country: str, rows: Sequence[NewSeller]) -> list[MadeSeller]:
    """Write approved sellers, open shops, warehouses and payout accounts; the ids in the rows' order."""
    at = clock.now()
    sellers = Seller.objects.bulk_create(
        [
            Seller(
                country=country, class_key=row.class_key, kind=row.kind, state=Seller.State.APPROVED,
                legal_name=row.legal_name, identity_number=row.identity_number, email=row.email, phone=row.phone,
                applied_at=row.opened_at or at, decided_at=row.opened_at or at, decided_by="system",
            )
            for row in rows
        ]
    )  # fmt: skip
    taken = set(Shop.objects.filter(country=country).values_list("slug", flat=True))
    shops = []
    for seller, row in zip(sellers, rows, strict=True):
        slug = rules.free_slug(row.slug or rules.slug(row.shop_name) or f"shop-{seller.pk}", taken)
        taken.add(slug)
        shops.append(
            Shop(
                country=country, seller=seller, slug=slug, name=row.shop_name, tagline=row.tagline,
                description=row.description, place=row.place, open=True, dispatch_days=row.dispatch_days,
                logo=row.logo, banner=row.banner, opened_at=row.opened_at or at, rating_sum=row.rating_sum,
                rating_count=row.rating_count, sold_count=row.sold_count,
            )
        )  # fmt: skip
    Shop.objects.bulk_create(shops)
    warehouses = Warehouse.objects.bulk_create(
        [
            Warehouse(
                country=country, seller=seller, name=row.warehouse.recipient, phone=row.warehouse.phone,
                area_code=row.warehouse.area_code, area_text=row.warehouse.area_text,
                postcode=row.warehouse.postcode, line1=row.warehouse.line1, line2=row.warehouse.line2,
                landmark=row.warehouse.landmark, zone=row.warehouse.zone,
            )
            for seller, row in zip(sellers, rows, strict=True)
        ]
    )  # fmt: skip
    Member.objects.bulk_create(
        [
            Member(country=country, seller=seller, person_id=row.owner_person_id, role=Member.Role.OWNER)
            for seller, row in zip(sellers, rows, strict=True)
            if row.owner_person_id is not None
        ]
    )
    for seller, row in zip(sellers, rows, strict=True):
        payouts.set_account(
            seller_id=seller.pk, country=country, bank_code=row.bank_code, number=row.account_number,
            holder=row.legal_name,
        )  # fmt: skip
    return [
        MadeSeller(seller.pk, shop.pk, warehouse.pk, shop.slug)
        for seller, shop, warehouse in zip(sellers, shops, warehouses, strict=True)
    ]
