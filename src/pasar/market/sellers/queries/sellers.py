"""Legal parties and their people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from pasar.kernel.errors import NotFound
from pasar.kernel.ids import PersonId
from pasar.market.sellers.models import Member, Seller

PAGE = 50


@dataclass(frozen=True, slots=True)
class SellerView:
    id: int
    country: str
    class_key: str
    kind: str
    state: str
    shop_id: int
    shop_slug: str
    shop_name: str
    legal_name: str
    identity_number: str
    email: str
    phone: str
    reason: str
    applied_at: datetime
    decided_at: datetime | None
    decided_by: str


def seller(seller_id: int) -> SellerView:
    """Raises NotFound."""
    found = sellers([seller_id])
    if seller_id not in found:
        raise NotFound
    return found[seller_id]


def sellers(ids: Iterable[int]) -> dict[int, SellerView]:
    """Sellers by id."""
    return {row.pk: _view(row) for row in _rows().filter(pk__in=set(ids))}


def seller_of(country: str, person_id: int) -> SellerView | None:
    """The seller that a person acts for in a venture."""
    row = _rows().filter(members__country=country, members__person_id=person_id).first()
    return None if row is None else _view(row)


def members_of(seller_ids: Iterable[int]) -> dict[int, list[PersonId]]:
    """Who acts for each of these sellers."""
    found: dict[int, list[PersonId]] = {seller_id: [] for seller_id in seller_ids}
    rows = Member.objects.filter(seller_id__in=list(found)).order_by("pk")
    for seller_id, person_id in rows.values_list("seller_id", "person_id"):
        found[seller_id].append(PersonId(person_id))
    return found


def member_ids(seller_id: int) -> list[PersonId]:
    """Who acts for a seller."""
    found = Member.objects.filter(seller_id=seller_id).order_by("pk").values_list("person_id", flat=True)
    return [PersonId(each) for each in found]


@dataclass(frozen=True, slots=True)
class MemberView:
    person_id: PersonId
    role: str


def members(seller_id: int) -> list[MemberView]:
    """Who acts for a seller, and as what, the owner first."""
    found = Member.objects.filter(seller_id=seller_id).order_by("role", "pk")
    return [MemberView(PersonId(who), role) for who, role in found.values_list("person_id", "role")]


def own_shelf(country: str) -> SellerView | None:
    """The venture itself as a seller."""
    row = _rows().filter(country=country, class_key="retail").order_by("pk").first()
    return None if row is None else _view(row)


def applications(country: str) -> list[SellerView]:
    """Who waits to be approved, the longest waiting first."""
    return [
        _view(row) for row in _rows().filter(country=country, state="applied").order_by("applied_at")[:PAGE]
    ]


def sellers_by_state(country: str, state: str, after: int | None = None) -> list[SellerView]:
    """A page of sellers in a state, the newest first; `after`: the last id of the page before."""
    found = _rows().filter(country=country, state=state)
    if after is not None:
        found = found.filter(pk__lt=after)
    return [_view(row) for row in found.order_by("-pk")[:PAGE]]


def _rows() -> QuerySet[Seller]:
    return Seller.objects.select_related("shop")


def _view(row: Seller) -> SellerView:
    shop = row.shop
    return SellerView(
        id=row.pk, country=row.country, class_key=row.class_key, kind=row.kind, state=row.state, shop_id=shop.pk,
        shop_slug=shop.slug, shop_name=shop.name, legal_name=row.legal_name, identity_number=row.identity_number,
        email=row.email, phone=row.phone, reason=row.reason, applied_at=row.applied_at, decided_at=row.decided_at,
        decided_by=row.decided_by,
    )  # fmt: skip
