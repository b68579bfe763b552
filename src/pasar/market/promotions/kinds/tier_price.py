"""The more units of a product, the cheaper each: 5 % off from 3, 10 % off from 10.

Variants of a product count together.
"""

from collections.abc import Sequence
from itertools import pairwise

from django.utils.translation import gettext_lazy as _

from pasar.kernel.errors import Invalid
from pasar.kernel.money import share
from pasar.market.promotions.kinds import Deal, Field, Ground, PromotionKind
from pasar.market.promotions.shapes import AUTOMATIC, Item, Terms


def deals(terms: Terms, ground: Ground) -> Sequence[Deal]:
    by_listing: dict[int, list[Item]] = {}
    for item in ground.matching:
        by_listing.setdefault(item.listing_id, []).append(item)
    found = []
    for items in by_listing.values():
        units = sum(item.units for item in items)
        rate_bps = max((tier["rate_bps"] for tier in terms["tiers"] if tier["units"] <= units), default=0)
        cuts = {item.sku_id: ground.whole(share(item.unit_minor, rate_bps)) * item.units for item in items}
        found.append(Deal({sku: cut for sku, cut in cuts.items() if cut}, frozenset(cuts)))
    return found


def check(terms: Terms) -> None:
    steps = sorted((tier["units"], tier["rate_bps"]) for tier in terms["tiers"])
    for (units, rate_bps), (more, better_bps) in pairwise(steps):
        if units == more or rate_bps >= better_bps:
            raise Invalid(_("More pieces must give more off."), field="tiers")


adapter = PromotionKind(
    key="tier_price",
    name=_("Tier prices"),
    reward="goods",
    classes=frozenset({AUTOMATIC}),
    fields=(
        Field(
            "tiers", _("Tiers"), "rows", required=True,
            columns=(
                Field("units", _("From pieces"), "units", required=True),
                Field("rate_bps", _("Percent off"), "rate_bps", required=True),
            ),
        ),
    ),
    deals=deals,
    check=check,
)  # fmt: skip
