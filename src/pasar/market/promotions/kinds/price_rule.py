"""Each piece of what the conditions name costs a share or an amount less: the shop's sale on a category."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from pasar.kernel.errors import Invalid
from pasar.kernel.money import share
from pasar.market.promotions.kinds import Deal, Field, Ground, PromotionKind
from pasar.market.promotions.shapes import AUTOMATIC, Terms


def deals(terms: Terms, ground: Ground) -> Sequence[Deal]:
    found = []
    for item in ground.matching:
        off = terms["off_minor"] if "off_minor" in terms else share(item.unit_minor, terms["rate_bps"])
        if cut := ground.whole(min(off, item.unit_minor)) * item.units:
            found.append(Deal({item.sku_id: cut}, frozenset({item.sku_id})))
    return found


def check(terms: Terms) -> None:
    if ("rate_bps" in terms) == ("off_minor" in terms):
        raise Invalid(_("Give a percentage or an amount, one of them."), field="rate_bps")


adapter = PromotionKind(
    key="price_rule",
    name=_("Price rule"),
    reward="goods",
    classes=frozenset({AUTOMATIC}),
    fields=(
        Field("rate_bps", _("Percent off each piece"), "rate_bps"),
        Field("off_minor", _("Amount off each piece"), "minor"),
    ),
    deals=deals,
    check=check,
)
