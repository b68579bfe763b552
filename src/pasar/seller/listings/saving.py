"""A listing and the units on its shelf are saved together or not at all."""

from collections.abc import Mapping

from django.db import transaction

from pasar.kernel.ids import ListingId, SellerId, ShopId, SkuId
from pasar.market.catalogue import operations as catalogue
from pasar.market.catalogue import queries
from pasar.market.catalogue.rules import ListingDraft
from pasar.market.sellers.queries import SellerView
from pasar.market.stock import operations as stock
from pasar.seller import who


@transaction.atomic
def save(
    *,
    seller: SellerView,
    listing_id: ListingId | None,
    draft: ListingDraft,
    on_hand: Mapping[str, int],
    publish: bool,
) -> ListingId:
    """Write a listing, set the units by seller's code, publish where asked; its id.

    Raises what `create_listing`, `update_listing`, `set_on_hand` and `publish` do.
    """
    seller_id, actor = SellerId(seller.id), who.actor(seller)
    if listing_id is None:
        listing_id = catalogue.create_listing(seller_id=seller_id, draft=draft, actor=actor)
    else:
        catalogue.update_listing(seller_id=seller_id, listing_id=listing_id, draft=draft, actor=actor)
    _count(seller, on_hand)
    if publish:
        catalogue.publish(seller_id=seller_id, listing_id=listing_id, actor=actor)
    return listing_id


def _count(seller: SellerView, on_hand: Mapping[str, int]) -> None:
    if on_hand:
        ids = queries.sku_ids_by_code(ShopId(seller.shop_id), on_hand)
        stock.set_on_hand(
            country=seller.country, seller_id=SellerId(seller.id), actor=who.actor(seller),
            on_hand={ids[code]: units for code, units in on_hand.items() if code in ids},
        )  # fmt: skip


@transaction.atomic
def save_table(
    *, seller: SellerView, prices: Mapping[SkuId, tuple[int, int | None]], on_hand: Mapping[int, int]
) -> None:
    """Set many prices and counts at once.  Raises PriceInvalid, BelowReserved, UnitsOutOfRange, NotFound."""
    if prices:
        catalogue.set_prices(seller_id=SellerId(seller.id), prices=prices, actor=who.actor(seller))
    if on_hand:
        stock.set_on_hand(
            country=seller.country, seller_id=SellerId(seller.id), on_hand=on_hand, actor=who.actor(seller)
        )
