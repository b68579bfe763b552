"""A fixed amount off: 20 off from 100."""

from django.utils.translation import gettext_lazy as _

from pasar.market.promotions.kinds import Field, PromotionKind
from pasar.market.promotions.shapes import (
    PAYMENT_VOUCHER,
    PLATFORM_CODE,
    PLATFORM_VOUCHER,
    PRODUCT_VOUCHER,
    SHOP_VOUCHER,
    Terms,
)


def discount(terms: Terms, base_minor: int) -> int:
    return min(int(terms["off_minor"]), base_minor)


adapter = PromotionKind(
    key="amount_off",
    name=_("Amount off"),
    reward="goods",
    classes=frozenset({PRODUCT_VOUCHER, SHOP_VOUCHER, PLATFORM_VOUCHER, PLATFORM_CODE, PAYMENT_VOUCHER}),
    fields=(Field("off_minor", _("Amount off"), "minor", required=True),),
    discount=discount,
)
