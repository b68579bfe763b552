"""What operators decide about sellers, each with a trace and a word to the seller."""

from django.db import transaction

from pasar.kernel import audit, clock, events
from pasar.kernel.errors import NotFound
from pasar.kernel.texts import one_line
from pasar.market.messages import operations as messages
from pasar.market.sellers import queries
from pasar.market.sellers.errors import ApplicationInvalid, NotInThatState, ReasonNeeded
from pasar.market.sellers.events import SellerDecided, ShopChanged
from pasar.market.sellers.models import CLASSES, Seller, Shop

_APPLIED, _APPROVED = Seller.State.APPLIED, Seller.State.APPROVED
_REFUSED, _SUSPENDED = Seller.State.REFUSED, Seller.State.SUSPENDED


def approve(*, seller_id: int, actor: str, reason: str = "") -> None:
    """Let an applicant sell: the shop opens. Repeating it changes nothing.  Raises NotFound, NotInThatState."""
    _decide(seller_id, actor, reason, verb="approve", before={_APPLIED}, after=_APPROVED)


def refuse(*, seller_id: int, actor: str, reason: str) -> None:
    """Refuse an application; the seller reads why and may apply again.

    Raises ReasonNeeded, NotFound, NotInThatState.
    """
    _decide(seller_id, actor, _needed(reason), verb="refuse", before={_APPLIED}, after=_REFUSED)


def suspend(*, seller_id: int, actor: str, reason: str) -> None:
    """Close a seller's shop; orders under way go on.  Raises ReasonNeeded, NotFound, NotInThatState."""
    _decide(seller_id, actor, _needed(reason), verb="suspend", before={_APPROVED}, after=_SUSPENDED)


def reinstate(*, seller_id: int, actor: str, reason: str) -> None:
    """Let a suspended seller sell again.  Raises ReasonNeeded, NotFound, NotInThatState."""
    _decide(seller_id, actor, _needed(reason), verb="reinstate", before={_SUSPENDED}, after=_APPROVED)


def _needed(reason: str) -> str:
    reason = one_line(reason, 500)
    if not reason:
        raise ReasonNeeded(field="reason")
    return reason


@transaction.atomic
def _decide(seller_id: int, actor: str, reason: str, *, verb: str, before: set[str], after: str) -> None:
    row = Seller.objects.select_for_update(no_key=True).filter(pk=seller_id).first()
    if row is None:
        raise NotFound
    if row.state == after:
        return
    if row.state not in before:
        raise NotInThatState(state=row.state)
    at = clock.now()
    row.state, row.decided_at, row.decided_by = after, at, actor
    row.reason = "" if after == _APPROVED else reason
    row.save(update_fields=["state", "decided_at", "decided_by", "reason"])
    shop = Shop.objects.select_for_update(no_key=True).get(seller=row)
    shop.open = after == _APPROVED and not shop.paused
    shop.opened_at = shop.opened_at or (at if after == _APPROVED else None)
    shop.save(update_fields=["open", "opened_at"])
    audit.record(
        country=row.country, actor=actor, action=f"{verb}_seller", target=f"seller:{row.pk}", reason=reason
    )
    events.append(
        [
            SellerDecided(country=row.country, seller_id=row.pk, state=after),
            ShopChanged(country=row.country, shop_id=shop.pk, open=shop.open),
        ]
    )
    messages.send(
        country=row.country, person_ids=queries.member_ids(row.pk), template=f"seller_{verb}",
        context={"shop": shop.name, "reason": reason}, ref=f"seller:{row.pk}:{at.isoformat()}", path="seller/",
    )  # fmt: skip


@transaction.atomic
def set_class(*, seller_id: int, class_key: str, actor: str, reason: str) -> None:
    """Make a seller another kind of seller, with other fees from the next order on.  Raises NotFound, ReasonNeeded."""
    row = Seller.objects.select_for_update(no_key=True).filter(pk=seller_id).first()
    if row is None:
        raise NotFound
    if class_key not in CLASSES:
        raise ApplicationInvalid(field="class_key")
    reason = _needed(reason)
    if row.class_key == class_key:
        return
    before, row.class_key = row.class_key, class_key
    row.save(update_fields=["class_key"])
    shop = Shop.objects.get(seller=row)
    audit.record(
        country=row.country, actor=actor, action="set_seller_class", target=f"seller:{row.pk}", reason=reason,
        data={"before": before, "after": class_key},
    )  # fmt: skip
    events.append([ShopChanged(country=row.country, shop_id=shop.pk, open=shop.open)])
