"""Promotions as pages show them: of a product, a shop, the voucher centre, a customer, a seller, an operator."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from pasar.kernel import clock, sql
from pasar.kernel.errors import NotFound
from pasar.market.promotions import batch
from pasar.market.promotions.models import Version
from pasar.market.promotions.queries.candidates import PACKAGE
from pasar.market.promotions.rules import conditions
from pasar.market.promotions.shapes import AUTOMATIC, Item, Promotion

PAGE = 20
MOST_OF_A_LISTING = 40
SOON = timedelta(days=3)
"""What starts within this time is shown already."""
_FIRST = datetime(1, 1, 1, tzinfo=UTC)
_LAST = datetime(9999, 1, 1, tzinfo=UTC)
_MOST_ID = (1 << 63) - 1

Key = tuple[datetime, int]
"""Where a page ended: the last row's end and id."""


@dataclass(frozen=True, slots=True)
class PromotionView:
    """A promotion with what its page tells: how many are left, whether the customer has it and used it."""

    promotion: Promotion
    country: str
    listed: bool
    used: int
    quota: int | None
    spent_minor: int
    budget_minor: int | None
    collected: bool
    my_uses: int

    @property
    def used_up(self) -> bool:
        """By this customer, by all, or by its budget."""
        told = self.promotion
        return (
            (told.per_customer is not None and self.my_uses >= told.per_customer)
            or (told.quota_left is not None and told.quota_left <= 0)
            or (told.budget_left_minor is not None and told.budget_left_minor <= 0)
        )

    @property
    def to_collect(self) -> bool:
        """Whether the customer may collect it now."""
        return self.promotion.class_key != AUTOMATIC and not self.collected and not self.used_up


@dataclass(frozen=True, slots=True)
class Page:
    rows: tuple[PromotionView, ...]
    next: Key | None
    """Give it as `after` for the page behind; None: this is the last."""


def of_listing(
    country: str,
    *,
    listing_id: int,
    shop_id: int,
    seller_id: int,
    category_path: str,
    customer_id: int | None = None,
) -> list[PromotionView]:
    """What a product's page shows: promotions of its shop and the platform that count for it, ending first first."""
    rows = _of_shops(country, [shop_id], True, customer_id, None, MOST_OF_A_LISTING)
    item = Item(0, listing_id, shop_id, seller_id, category_path, 1, 1)
    return [each for each in rows if _counts_for(each.promotion, item)]


def _counts_for(told: Promotion, item: Item) -> bool:
    """Whether a promotion counts for the product: by its conditions, or as a part, an add-on, or what is got."""
    terms, listing_id = told.terms, item.listing_id
    if told.class_key != AUTOMATIC:
        return conditions.matches(told, item)
    return (
        ("parts" not in terms and conditions.matches(told, item))
        or any(listing_id in row["listing_ids"] for row in terms.get("parts", ()))
        or any(listing_id == row["listing_id"] for row in terms.get("add_ons", ()))
        or listing_id in terms.get("get_listings", ())
    )


def of_shop(
    country: str, shop_id: int, *, customer_id: int | None = None, after: Key | None = None, size: int = PAGE
) -> Page:
    """What a shop's page shows of its own."""
    return _page(_of_shops(country, [shop_id], False, customer_id, after, size + 1), size)


def _of_shops(
    country: str,
    shop_ids: list[int],
    with_platform: bool,
    customer_id: int | None,
    after: Key | None,
    size: int,
) -> list[PromotionView]:
    at = clock.now()
    return _views(
        sql.values(
            PACKAGE, "of_shops",
            country=country, shop_ids=shop_ids, with_platform=with_platform, at=at, soon=at + SOON, size=size,
            customer_id=customer_id or 0, **_after(after),
        )
    )  # fmt: skip


def centre(
    country: str, *, customer_id: int | None = None, after: Key | None = None, size: int = PAGE
) -> Page:
    """The voucher centre: what the platform gives to collect."""
    at = clock.now()
    rows = sql.values(
        PACKAGE, "centre",
        country=country, at=at, soon=at + SOON, size=size + 1, customer_id=customer_id or 0, **_after(after),
    )  # fmt: skip
    return _page(_views(rows), size)


def shop_centre(
    country: str, *, customer_id: int | None = None, after: Key | None = None, size: int = PAGE
) -> Page:
    """The voucher centre's second part: what all shops of a venture give to collect."""
    at = clock.now()
    rows = sql.values(
        PACKAGE, "shop_centre",
        country=country, at=at, soon=at + SOON, size=size + 1, customer_id=customer_id or 0, **_after(after),
    )  # fmt: skip
    return _page(_views(rows), size)


def of_customer(country: str, customer_id: int, *, after: Key | None = None, size: int = PAGE) -> Page:
    """The vouchers that a customer has, used up ones too until they end."""
    rows = sql.values(
        PACKAGE, "of_customer",
        country=country, at=clock.now(), size=size + 1, customer_id=customer_id or 0, **_after(after),
    )  # fmt: skip
    return _page(_views(rows), size)


def of_seller(
    country: str, seller_id: int, *, before: int | None = None, size: int = PAGE
) -> list[PromotionView]:
    """A seller's own promotions, ended ones too, the newest first. before: the last id of the page before."""
    return _views(
        sql.values(
            PACKAGE, "of_seller",
            country=country, seller_id=seller_id, before=_MOST_ID if before is None else before, size=size,
        )
    )  # fmt: skip


def promotion(country: str, promotion_id: int, *, seller_id: int | None = None) -> PromotionView:
    """One promotion as it is now. seller_id: only if it is this seller's.  Raises NotFound."""
    found = _views(sql.values(PACKAGE, "one", country=country, id=promotion_id))
    if not found or (seller_id is not None and found[0].promotion.seller_id != seller_id):
        raise NotFound
    return found[0]


@dataclass(frozen=True, slots=True)
class VersionView:
    """What a promotion said from a moment on, and who made it say so: where a price's trace ends."""

    promotion_id: int
    version: int
    name: str
    terms: dict[str, Any]
    starts_at: datetime
    ends_at: datetime
    seller_share_bps: int
    quota: int | None
    per_customer: int | None
    budget_minor: int | None
    made_by: str
    made_at: datetime
    reason: str


def versions(country: str, promotion_id: int) -> list[VersionView]:
    """All versions of a promotion, the newest first."""
    found = Version.objects.filter(promotion_id=promotion_id, promotion__country=country).order_by("-version")
    return [VersionView(*row) for row in found.values_list(*VersionView.__dataclass_fields__)]


def version(country: str, promotion_id: int, number: int) -> VersionView:
    """The version that a discount names.  Raises NotFound."""
    for each in versions(country, promotion_id):
        if each.version == number:
            return each
    raise NotFound


@dataclass(frozen=True, slots=True)
class SpendingRow:
    """What a promotion of the platform cost so far; `platform_minor` of `spent_minor` is the platform's own part."""

    id: int
    name: str
    kind: str
    class_key: str
    starts_at: datetime
    ends_at: datetime
    quota: int | None
    used: int
    budget_minor: int | None
    spent_minor: int
    platform_minor: int


def spending(country: str, *, before: Key | None = None, size: int = PAGE) -> list[SpendingRow]:
    """Live spend of a venture's platform promotions, those that end last before the others."""
    before_at, before_id = before or (_LAST, _MOST_ID)
    return sql.rows(
        SpendingRow, PACKAGE, "spending", country=country, before_at=before_at, before_id=before_id, size=size
    )


def _after(after: Key | None) -> Mapping[str, Any]:
    at, last_id = after or (_FIRST, 0)
    return {"after_at": at, "after_id": last_id}


def _views(rows: Sequence[Sequence[Any]]) -> list[PromotionView]:
    return [PromotionView(batch.as_promotion(row), *row[16:]) for row in rows]


def _page(rows: Sequence[PromotionView], size: int) -> Page:
    shown = tuple(rows[:size])
    more = len(rows) > size
    return Page(shown, (shown[-1].promotion.ends_at, shown[-1].promotion.id) if more else None)
