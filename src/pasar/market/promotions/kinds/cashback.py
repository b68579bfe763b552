"""A share of what the goods cost in the end comes back as coins when the order is completed, up to a cap."""

from django.utils.translation import gettext_lazy as _

from pasar.kernel.money import share
from pasar.market.promotions.kinds import Field, PromotionKind
from pasar.market.promotions.shapes import CASHBACK, SHOP_VOUCHER, Terms


def discount(terms: Terms, base_minor: int) -> int:
    return int(min(share(base_minor, terms["rate_bps"]), terms.get("cap_minor", base_minor)))


adapter = PromotionKind(
    key="cashback",
    name=_("Coins back"),
    reward="coins",
    classes=frozenset({CASHBACK, SHOP_VOUCHER}),
    fields=(
        Field("rate_bps", _("Percent back"), "rate_bps", required=True),
        Field("cap_minor", _("At most"), "minor"),
    ),
    discount=discount,
)
