"""Promotions made, edited and ended, by a seller for their own shop or by an operator."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from pasar.kernel import audit, clock, events
from pasar.kernel.errors import NotFound
from pasar.kernel.money import BPS
from pasar.kernel.texts import one_line
from pasar.market.promotions.errors import CodeTaken, PromotionInvalid, PromotionOver
from pasar.market.promotions.events import PromotionChanged
from pasar.market.promotions.kinds import MOST_MINOR, PromotionKind, kinds, validated
from pasar.market.promotions.models import Promotion, Version
from pasar.market.promotions.rules.conditions import normal_code
from pasar.market.promotions.shapes import AUTOMATIC, PLATFORM_CLASSES, PRODUCT_VOUCHER, SHOP_CLASSES
from pasar.market.sellers import queries as sellers

LONGEST = timedelta(days=366)
MOST_USES = 100_000_000
MOST_EACH = 1_000
CODE = re.compile(r"[A-Z0-9]{4,20}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a promotion is to say. None: without a limit."""

    name: str
    terms: Mapping[str, Any]
    starts_at: datetime
    ends_at: datetime
    seller_share_bps: int = 0
    """Taken for what the platform gives; a shop pays for its own."""
    quota: int | None = None
    per_customer: int | None = None
    budget_minor: int | None = None


@transaction.atomic
def create(
    *,
    country: str,
    kind: str,
    class_key: str,
    draft: Draft,
    actor: str,
    seller_id: int | None = None,
    code: str | None = None,
    listed: bool = True,
    reason: str = "",
) -> int:
    """Make a promotion of a seller's shop, or of the platform when there is no seller; return its id.

    A promotion without a code is collected, or applies by itself.
    Raises NotFound for a seller without a shop here; PromotionInvalid with the field, or Invalid for a term; CodeTaken.
    """
    found = kinds().get(kind)
    if found is None:
        raise PromotionInvalid(_("Please choose a kind of offer."), field="kind")
    classes = PLATFORM_CLASSES if seller_id is None else SHOP_CLASSES
    if class_key not in found.classes & classes:
        raise PromotionInvalid(_("This kind of offer cannot be used so."), field="class_key")
    shop_id = _shop(country, seller_id) if seller_id is not None else None
    said = _checked(found, class_key, draft, shop_id)
    kept = _code(country, code, class_key)
    if draft.ends_at <= clock.now():
        raise PromotionInvalid(_("The end is in the past."), field="ends_at")
    row = Promotion.objects.create(
        country=country, scope="shop" if shop_id else "platform", shop_id=shop_id, seller_id=seller_id,
        kind=kind, class_key=class_key, code=kept, listed=listed, version=1, starts_at=draft.starts_at,
        ends_at=draft.ends_at, quota=draft.quota, budget_minor=draft.budget_minor, made_at=clock.now(),
    )  # fmt: skip
    _write(row, said, actor, reason, "promotion.create")
    return int(row.pk)


@transaction.atomic
def change(
    *,
    country: str,
    promotion_id: int,
    draft: Draft,
    actor: str,
    seller_id: int | None = None,
    reason: str = "",
) -> int:
    """Let a promotion say something else from now on; return its new version, or the old one when nothing is new.

    Kind, class and code stay. What was used stays used: quota and budget may not fall below it.
    Raises NotFound for a promotion that is not the seller's, PromotionOver, PromotionInvalid.
    """
    row = _lock_own(country, promotion_id, seller_id)
    if row.ends_at <= clock.now():
        raise PromotionOver
    said = _checked(kinds()[row.kind], row.class_key, draft, row.shop_id)
    before = Version.objects.get(promotion_id=row.pk, version=row.version)
    if all(getattr(before, key) == value for key, value in said.items()):
        return row.version
    if draft.quota is not None and draft.quota < row.used:
        raise PromotionInvalid(_("It was used more often than that already."), field="quota")
    if draft.budget_minor is not None and draft.budget_minor < row.spent_minor:
        raise PromotionInvalid(_("More than that was spent already."), field="budget_minor")
    row.version += 1
    row.starts_at, row.ends_at = draft.starts_at, draft.ends_at
    row.quota, row.budget_minor = draft.quota, draft.budget_minor
    row.save(update_fields=["version", "starts_at", "ends_at", "quota", "budget_minor"])
    _write(row, said, actor, reason, "promotion.change")
    return row.version


@transaction.atomic
def end(
    *, country: str, promotion_id: int, actor: str, seller_id: int | None = None, reason: str = ""
) -> None:
    """End a promotion now; one that has not begun never does. Repeating it changes nothing.  Raises NotFound."""
    row = _lock_own(country, promotion_id, seller_id)
    at = clock.now()
    if row.ends_at <= at:
        return
    last = Version.objects.get(promotion_id=row.pk, version=row.version)
    said = {key: getattr(last, key) for key in _SAID}
    # One that was to begin later has begun and ended by now: a window has a length.
    said["starts_at"], said["ends_at"] = min(last.starts_at, at - timedelta(seconds=1)), at
    row.version += 1
    row.starts_at, row.ends_at = said["starts_at"], at
    row.save(update_fields=["version", "starts_at", "ends_at"])
    _write(row, said, actor, reason, "promotion.end")


_SAID = (
    "name", "terms", "starts_at", "ends_at", "seller_share_bps", "quota", "per_customer", "budget_minor",
)  # fmt: skip
"""What a version holds."""


def _write(row: Promotion, said: Mapping[str, Any], actor: str, reason: str, action: str) -> None:
    """The version, its trace and its news."""
    reason = one_line(reason, 300)
    Version.objects.create(
        promotion_id=row.pk, version=row.version, made_by=actor, made_at=clock.now(), reason=reason, **said
    )
    audit.record(
        country=row.country, actor=actor, action=action, target=f"promotion:{row.pk}", reason=reason,
        data={"version": row.version, "seller": row.seller_id, **said},
    )  # fmt: skip
    events.append(
        [
            PromotionChanged(
                country=row.country, promotion_id=row.pk, version=row.version, shop_id=row.shop_id,
                seller_id=row.seller_id,
            )
        ]
    )  # fmt: skip


def _lock_own(country: str, promotion_id: int, seller_id: int | None) -> Promotion:
    """The promotion under lock: the seller's; any of the venture for an operator, who names no seller."""
    own = Promotion.objects.select_for_update(no_key=True).filter(country=country, pk=promotion_id)
    row = own.filter(seller_id=seller_id).first() if seller_id is not None else own.first()
    if row is None:
        raise NotFound
    return row


def _shop(country: str, seller_id: int) -> int:
    shop = sellers.shop_of(seller_id)
    if shop is None or shop.country != country:
        raise NotFound
    return int(shop.id)


def _checked(kind: PromotionKind, class_key: str, draft: Draft, shop_id: int | None) -> dict[str, Any]:
    """What the version is to hold, in the form in which it is kept."""
    name = one_line(draft.name, 120)
    if not name:
        raise PromotionInvalid(_("Please give it a name that customers will read."), field="name")
    if not timedelta(0) < draft.ends_at - draft.starts_at <= LONGEST:
        raise PromotionInvalid(_("It ends after it starts, within a year."), field="ends_at")
    for field, value, most in (
        ("quota", draft.quota, MOST_USES),
        ("per_customer", draft.per_customer, MOST_EACH),
        ("budget_minor", draft.budget_minor, MOST_MINOR),
    ):
        if value is not None and not (type(value) is int and 1 <= value <= most):
            raise PromotionInvalid(_("Give a number from 1 to %(most)s."), field=field, most=most)
    if not 0 <= draft.seller_share_bps <= BPS:
        raise PromotionInvalid(_("A share is between 0 and 100 %."), field="seller_share_bps")
    terms = validated(kind, draft.terms)
    if shop_id is not None and "shops" in terms:
        raise PromotionInvalid(_("A shop's offer is for its own goods."), field="shops")
    if class_key == PRODUCT_VOUCHER and "listings" not in terms:
        raise PromotionInvalid(_("Choose the products that the voucher is for."), field="listings")
    return {
        "name": name,
        "terms": terms,
        "starts_at": draft.starts_at,
        "ends_at": draft.ends_at,
        "seller_share_bps": BPS if shop_id is not None else draft.seller_share_bps,
        "quota": draft.quota,
        "per_customer": draft.per_customer,
        "budget_minor": draft.budget_minor,
    }


def _code(country: str, code: str | None, class_key: str) -> str | None:
    if not code:
        return None
    kept = normal_code(code)
    if class_key == AUTOMATIC:
        raise PromotionInvalid(_("An offer that applies by itself has no code."), field="code")
    if not CODE.fullmatch(kept):
        raise PromotionInvalid(_("A code has 4 to 20 letters from A to Z and digits."), field="code")
    # Nobody may see whose it is: taken is taken. The unique key holds two who come at once apart.
    if Promotion.objects.filter(country=country, code=kept).exists():
        raise CodeTaken(field="code")
    return kept
