"""Several products together for less: a price for the set, or a share off it.

A part of a set may be any of several products. Of a product's variants the dearest go into the set.
"""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from pasar.kernel.errors import Invalid
from pasar.kernel.money import share, split
from pasar.market.promotions.kinds import Deal, Field, Ground, PromotionKind
from pasar.market.promotions.kinds._pieces import priciest_first, take
from pasar.market.promotions.shapes import AUTOMATIC, Item, Terms


def deals(terms: Terms, ground: Ground) -> Sequence[Deal]:
    parts = [
        (
            priciest_first(item for item in ground.around if item.listing_id in row["listing_ids"]),
            row["units"],
        )
        for row in terms["parts"]
    ]
    sets = min(sum(item.units for item in items) // units for items, units in parts)
    most = min(sets, terms.get("times_most", sets))
    best: Deal | None = None
    # A share of more sets is never less; of sets at a price, the cheaper last ones may cost more than their pieces.
    for times in range(1, most + 1) if "price_minor" in terms else (most,) if most else ():
        deal = _deal(terms, parts, times, ground)
        # Pieces get cheaper from set to set: once another saves nothing, no further one does.
        if deal is None or (best is not None and deal.minor <= best.minor):
            break
        best = deal
    return (best,) if best else ()


def _deal(terms: Terms, parts: Sequence[tuple[list[Item], int]], times: int, ground: Ground) -> Deal | None:
    worth: dict[int, int] = {}
    for items, units in parts:
        pieces = take(items, units * times)
        worth |= {
            item.sku_id: item.unit_minor * pieces[item.sku_id] for item in items if item.sku_id in pieces
        }
    total = sum(worth.values())
    off = total - terms["price_minor"] * times if "price_minor" in terms else share(total, terms["rate_bps"])
    off = ground.whole(off)
    if off <= 0:
        return None
    cuts = split(off // ground.step, [each // ground.step for each in worth.values()])
    return Deal(
        {sku: cut * ground.step for sku, cut in zip(worth, cuts, strict=True) if cut}, frozenset(worth)
    )


def check(terms: Terms) -> None:
    if ("rate_bps" in terms) == ("price_minor" in terms):
        raise Invalid(_("Give a price for the set or a percentage, one of them."), field="price_minor")
    listed = [listing for row in terms["parts"] for listing in row["listing_ids"]]
    if len(listed) != len(set(listed)):
        raise Invalid(_("A product belongs to one part of the set."), field="parts")
    if sum(row["units"] for row in terms["parts"]) < 2:
        raise Invalid(_("A set has two pieces or more."), field="parts")


adapter = PromotionKind(
    key="bundle",
    name=_("Bundle"),
    reward="goods",
    classes=frozenset({AUTOMATIC}),
    fields=(
        Field(
            "parts", _("Parts of the set"), "rows", required=True,
            columns=(
                Field("listing_ids", _("Products"), "ids", required=True),
                Field("units", _("Pieces"), "units", required=True),
            ),
        ),
        Field("price_minor", _("Price of the set"), "minor"),
        Field("rate_bps", _("Percent off the set"), "rate_bps"),
        Field("times_most", _("Times in a purchase, at most"), "units"),
    ),
    deals=deals,
    check=check,
)  # fmt: skip
