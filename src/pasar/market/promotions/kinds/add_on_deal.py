"""With a product, another at a price of its own: so many pieces of it with each piece of the first."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from pasar.kernel.errors import Invalid
from pasar.market.promotions.kinds import Deal, Field, Ground, PromotionKind
from pasar.market.promotions.kinds._pieces import take
from pasar.market.promotions.shapes import AUTOMATIC, Terms


def deals(terms: Terms, ground: Ground) -> Sequence[Deal]:
    prices = {row["listing_id"]: row["unit_minor"] for row in terms["add_ons"]}
    mains = [item for item in ground.matching if item.listing_id not in prices]
    allowed = sum(item.units for item in mains) * terms.get("units_each", 1)
    saved = {
        item: ground.whole(max(item.unit_minor - prices[item.listing_id], 0))
        for item in ground.around
        if item.listing_id in prices
    }
    pieces = take(sorted(saved, key=lambda item: (-saved[item], item.sku_id)), allowed)
    cuts = {item.sku_id: cut for item in saved if (cut := saved[item] * pieces.get(item.sku_id, 0))}
    return (Deal(cuts, frozenset({item.sku_id for item in mains} | set(cuts))),) if cuts else ()


def check(terms: Terms) -> None:
    listed = [row["listing_id"] for row in terms["add_ons"]]
    if not terms.get("listings"):
        raise Invalid(_("Please say which products it goes with."), field="listings")
    if len(set(listed)) != len(listed) or set(listed) & set(terms["listings"]):
        raise Invalid(_("A product is the main one or the add-on, and is named once."), field="add_ons")


adapter = PromotionKind(
    key="add_on_deal",
    name=_("Add-on deal"),
    reward="goods",
    classes=frozenset({AUTOMATIC}),
    fields=(
        Field(
            "add_ons", _("Add-ons"), "rows", required=True,
            columns=(
                Field("listing_id", _("Product"), "id", required=True),
                Field("unit_minor", _("Price of a piece"), "minor", required=True),
            ),
        ),
        Field("units_each", _("Pieces with each main product"), "units"),
    ),
    deals=deals,
    check=check,
)  # fmt: skip
