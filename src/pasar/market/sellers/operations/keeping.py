"""Keeping a shop: how it looks, when it sells, where it sends from, who works in it, its counts."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from pasar import countries
from pasar.countries import formats
from pasar.countries.queries import resolve
from pasar.kernel import audit, events, sql
from pasar.kernel.errors import Conflict, Invalid, NotFound
from pasar.kernel.ids import SellerId, WarehouseId
from pasar.kernel.texts import one_line, plain_text
from pasar.market.identity import queries as identity
from pasar.market.sellers import rules
from pasar.market.sellers.errors import ApplicationInvalid
from pasar.market.sellers.events import ShopChanged
from pasar.market.sellers.models import Member, Seller, Shop, Warehouse

PACKAGE = "pasar.market.sellers"
KEEP: Any = object()
"""Leave a picture as it is; None removes it."""


@transaction.atomic
def update_shop(
    *,
    seller_id: int,
    actor: str,
    name: str,
    tagline: str,
    description: str,
    dispatch_days: int,
    paused: bool,
    logo: Any = KEEP,
    banner: Any = KEEP,
) -> None:
    """Change how a shop looks and when it sells. Its address stays as it is, so that links keep working.

    logo, banner: a picture, None, or KEEP.  Raises Invalid (data: field), NotFound.
    """
    shop = (
        Shop.objects.select_for_update(no_key=True)
        .select_related("seller")
        .filter(seller_id=seller_id)
        .first()
    )
    if shop is None:
        raise NotFound
    name = one_line(name, 80)
    if len(name) < 3:
        raise ApplicationInvalid(_("Please give your shop a name of at least 3 letters."), field="name")
    if not 0 <= dispatch_days <= 30:
        raise ApplicationInvalid(_("Choose between 0 and 30 days."), field="dispatch_days")
    shop.name, shop.tagline, shop.description = name, one_line(tagline, 120), plain_text(description, 3_000)
    shop.dispatch_days, shop.paused = dispatch_days, paused
    shop.open = shop.seller.state == Seller.State.APPROVED and not paused
    if logo is not KEEP:
        shop.logo = logo
    if banner is not KEEP:
        shop.banner = banner
    shop.save()
    events.append([ShopChanged(country=shop.country, shop_id=shop.pk, open=shop.open)])


@transaction.atomic
def save_warehouse(
    *, seller_id: SellerId, name: str, phone: str, address: Mapping[str, str], language: str
) -> WarehouseId:
    """Where a seller's parcels leave from now on.  Raises Invalid (data: field), NotFound."""
    seller = Seller.objects.select_for_update(no_key=True).filter(pk=seller_id).first()
    if seller is None:
        raise NotFound
    country = countries.get(seller.country)
    found = resolve(
        country.key,
        str(address.get("area_code", "")).strip()[:60],
        str(address.get("postcode", ""))[:20],
        language,
    )
    values = {part: one_line(str(address.get(part, "")), 200) for part in ("line1", "line2", "landmark")}
    for part, value in values.items():
        if part in country.address.required and not value:
            raise Invalid(_("Please fill in this part of the address."), field=part)
    row = Warehouse.objects.filter(seller=seller).first() or Warehouse(country=country.key, seller=seller)
    row.name = one_line(name, 120) or seller.legal_name[:120]
    row.phone = formats.parse_phone(phone, country)
    row.area_code, row.postcode, row.zone = found.area_code, found.postcode, found.zone
    row.area_text = ", ".join(reversed(found.names))[:300]
    row.line1, row.line2, row.landmark = values["line1"], values["line2"], values["landmark"]
    row.save()
    Shop.objects.filter(seller=seller).update(place=rules.place(found.names, country.name)[:120])
    return WarehouseId(row.pk)


@transaction.atomic
def add_member(*, seller_id: int, target: str, actor: str) -> None:
    """Let a person with this e-mail or phone work in the shop.  Raises Invalid for somebody unknown, Conflict."""
    seller = Seller.objects.select_for_update(no_key=True).filter(pk=seller_id).first()
    if seller is None:
        raise NotFound
    person = identity.person_at(identity.canonical_target(seller.country, target))
    if person is None:
        raise Invalid(_("Nobody with this e-mail or phone has an account yet."), field="target")
    known = Member.objects.filter(country=seller.country, person_id=person.pk).first()
    if known is not None and known.seller_id == seller_id:
        return
    try:
        with transaction.atomic():
            Member.objects.create(
                country=seller.country, seller=seller, person_id=person.pk, role=Member.Role.STAFF
            )
    except IntegrityError as error:
        raise Conflict(_("This person already works for another shop.")) from error
    audit.record(
        country=seller.country, actor=actor, action="add_member", target=f"seller:{seller_id}",
        data={"person_id": person.pk},
    )  # fmt: skip


@transaction.atomic
def remove_member(*, seller_id: int, person_id: int, actor: str) -> None:
    """Stop a person from acting for a seller; an owner stays."""
    found = Member.objects.filter(seller_id=seller_id, person_id=person_id, role=Member.Role.STAFF)
    for row in found:
        audit.record(
            country=row.country, actor=actor, action="remove_member", target=f"seller:{seller_id}",
            data={"person_id": person_id},
        )  # fmt: skip
    found.delete()


def count_rating(*, shop_id: int, rating: int, undo: bool = False) -> None:
    """One more rating of 1 to 5, or one less that no longer counts. The caller calls once a review."""
    assert 1 <= rating <= 5
    sign = -1 if undo else 1
    Shop.objects.filter(pk=shop_id).update(
        rating_sum=F("rating_sum") + sign * rating, rating_count=F("rating_count") + sign
    )


def count_sold(*, units: Mapping[int, int]) -> None:
    """Units sold by shop, added in one statement. The caller calls once an order."""
    if units:
        sql.run(PACKAGE, "count_sold", shop_ids=list(units), units=list(units.values()))
