"""What a fresh quote says otherwise than the one that was seen."""

from collections.abc import Mapping

from pasar.kernel.records import dataclass
from pasar.market.checkout.rules.shapes import Quote


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that is no longer as the customer saw it. kind: price, shipping, total."""

    kind: str
    was: int
    now: int
    sku_id: int | None = None
    shop_id: int | None = None


def differences(
    fresh: Quote,
    *,
    seen_total_minor: int,
    seen_prices: Mapping[int, int],
    seen_shipping: Mapping[int, int],
) -> tuple[Difference, ...]:
    """What a fresh quote says otherwise than what the customer saw; empty: nothing.

    seen_prices: unit price per SKU, seen_shipping: per shop; what is not in them is compared by the total alone.
    """
    found = [
        Difference("price", seen_prices[line.goods.sku_id], line.unit_minor, sku_id=line.goods.sku_id)
        for line in fresh.lines
        if seen_prices.get(line.goods.sku_id, line.unit_minor) != line.unit_minor
    ]
    found += [
        Difference("shipping", seen_shipping[parcel.shop.id], parcel.shipping_minor, shop_id=parcel.shop.id)
        for parcel in fresh.parcels
        if seen_shipping.get(parcel.shop.id, parcel.shipping_minor) != parcel.shipping_minor
    ]
    if seen_total_minor != fresh.total_minor:
        found.append(Difference("total", seen_total_minor, fresh.total_minor))
    return tuple(found)
