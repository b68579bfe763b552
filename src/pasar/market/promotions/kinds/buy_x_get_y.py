"""Buy so many, get so many more for less or for nothing.

Without products of their own, the pieces got are the cheapest of the matching ones: of 3 for 2, one of each three.
With them, so many of those go with each so many bought.
"""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from pasar.kernel.errors import Invalid
from pasar.kernel.money import share
from pasar.market.promotions.kinds import Deal, Field, Ground, PromotionKind
from pasar.market.promotions.kinds._pieces import priciest_first, take
from pasar.market.promotions.shapes import AUTOMATIC, Terms


def deals(terms: Terms, ground: Ground) -> Sequence[Deal]:
    buy, get = terms["buy_units"], terms["get_units"]
    others = set(terms.get("get_listings", ()))
    bought = priciest_first(ground.matching)
    if others:
        bought = [item for item in bought if item.listing_id not in others]
        got = priciest_first(item for item in ground.around if item.listing_id in others)
        times = min(sum(item.units for item in bought) // buy, sum(item.units for item in got) // get)
    else:
        got = bought
        times = sum(item.units for item in bought) // (buy + get)
    times = min(times, terms.get("times_most", times))
    pieces = take(got[::-1], times * get)
    cuts = {
        item.sku_id: ground.whole(share(item.unit_minor, terms["rate_bps"])) * pieces[item.sku_id]
        for item in got
        if item.sku_id in pieces
    }
    if not any(cuts.values()):
        return ()
    claims = {item.sku_id for item in bought} | set(cuts)
    return (Deal({sku: cut for sku, cut in cuts.items() if cut}, frozenset(claims)),)


def check(terms: Terms) -> None:
    if set(terms.get("get_listings", ())) & set(terms.get("listings", ())):
        raise Invalid(_("A product is bought or got, not both."), field="get_listings")


adapter = PromotionKind(
    key="buy_x_get_y",
    name=_("Buy some, get some"),
    reward="goods",
    classes=frozenset({AUTOMATIC}),
    fields=(
        Field("buy_units", _("Pieces to buy"), "units", required=True),
        Field("get_units", _("Pieces to get"), "units", required=True),
        Field("rate_bps", _("Percent off what is got"), "rate_bps", required=True),
        Field("get_listings", _("Products to get"), "ids"),
        Field("times_most", _("Times in a purchase, at most"), "units"),
    ),
    deals=deals,
    check=check,
)
