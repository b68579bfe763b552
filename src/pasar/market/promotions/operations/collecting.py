"""Vouchers collected by a customer, or got by their code."""

from django.db import transaction

from pasar.kernel import clock, sql
from pasar.kernel.errors import NotFound
from pasar.market.promotions.errors import NothingToCollect, PromotionOver, UnknownCode, VouchersGone
from pasar.market.promotions.models import Promotion
from pasar.market.promotions.operations.giving_back import PACKAGE, know_shoppers
from pasar.market.promotions.rules.conditions import normal_code
from pasar.market.promotions.shapes import AUTOMATIC


@transaction.atomic
def collect(*, country: str, customer_id: int, promotion_id: int) -> bool:
    """Give the customer the voucher; False when they have it already. It holds no use back for them.

    Raises NotFound for one that is not shown to everybody; NothingToCollect, PromotionOver, VouchersGone.
    """
    row = Promotion.objects.filter(country=country, pk=promotion_id, listed=True).first()
    if row is None:
        raise NotFound
    return _collect(row, customer_id)


@transaction.atomic
def collect_code(*, country: str, customer_id: int, code: str) -> int:
    """Give the customer the voucher of a code they typed; return the promotion's id. Twice is as once.

    Raises UnknownCode; PromotionOver, VouchersGone.
    """
    row = Promotion.objects.filter(country=country, code=normal_code(code)).first()
    if row is None:
        raise UnknownCode(field="code")
    _collect(row, customer_id)
    return int(row.pk)


def _collect(row: Promotion, customer_id: int) -> bool:
    at = clock.now()
    if row.class_key == AUTOMATIC:
        raise NothingToCollect
    if row.ends_at <= at:
        raise PromotionOver
    if row.quota is not None and row.used >= row.quota:
        raise VouchersGone
    know_shoppers({customer_id: (row.country, 0)})
    return (
        sql.run(
            PACKAGE, "collect", promotion_id=row.pk, customer_id=customer_id, country=row.country, at=at
        )
        == 1
    )  # fmt: skip
