"""Delivery for less or for nothing, up to a cap over all deliveries that it covers."""

from django.utils.translation import gettext_lazy as _

from pasar.market.promotions.kinds import Field, PromotionKind
from pasar.market.promotions.shapes import PLATFORM_SHIPPING, SHOP_SHIPPING, Terms


def discount(terms: Terms, base_minor: int) -> int:
    return int(min(base_minor, terms.get("cap_minor", base_minor)))


adapter = PromotionKind(
    key="free_shipping",
    name=_("Free delivery"),
    reward="delivery",
    classes=frozenset({SHOP_SHIPPING, PLATFORM_SHIPPING}),
    fields=(Field("cap_minor", _("At most"), "minor"),),
    discount=discount,
)
