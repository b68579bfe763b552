"""Vouchers that a customer counted on, and that are of no use any more."""

from collections.abc import Iterable
from dataclasses import dataclass

from pasar.kernel import clock, sql
from pasar.market.promotions import batch
from pasar.market.promotions.queries.candidates import PACKAGE, SAID_AFTER
from pasar.market.promotions.shapes import Promotion

MOST_LOST = 20


@dataclass(frozen=True, slots=True)
class LostVoucher:
    """A voucher and why it cannot be used; the code is one of `reasons.TEXTS`."""

    promotion: Promotion
    reason_code: str


def lost(country: str, *, customer_id: int, shop_ids: Iterable[int]) -> tuple[LostVoucher, ...]:
    """Vouchers of these shops and the platform's that the customer collected and never used, and now cannot.

    What ended is told of for as long as at checkout, the latest first. One statement.
    """
    at = clock.now()
    rows = sql.values(
        PACKAGE, "lost_of_customer",
        country=country, customer_id=customer_id, shop_ids=sorted(set(shop_ids)), at=at, since=at - SAID_AFTER,
        size=MOST_LOST,
    )  # fmt: skip
    found = [batch.as_promotion(row) for row in rows]
    return tuple(LostVoucher(each, _reason(each, over=each.ends_at <= at)) for each in found)


def _reason(promotion: Promotion, *, over: bool) -> str:
    if over:
        return "over"
    gone = promotion.quota_left is not None and promotion.quota_left <= 0
    return "quota_gone" if gone else "budget_gone"
