"""A share off, up to a cap: 10 % off, at most 15."""

from django.utils.translation import gettext_lazy as _

from pasar.kernel.money import share
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
    return int(min(share(base_minor, terms["rate_bps"]), terms.get("cap_minor", base_minor)))


adapter = PromotionKind(
    key="percent_off",
    name=_("Percent off"),
    reward="goods",
    classes=frozenset({PRODUCT_VOUCHER, SHOP_VOUCHER, PLATFORM_VOUCHER, PLATFORM_CODE, PAYMENT_VOUCHER}),
    fields=(
        Field("rate_bps", _("Percent off"), "rate_bps", required=True),
        Field("cap_minor", _("At most"), "minor"),
    ),
    discount=discount,
)
