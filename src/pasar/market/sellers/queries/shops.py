"""Shops and the warehouses behind them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from pasar.kernel import sql
from pasar.kernel.errors import NotFound
from pasar.market.sellers.models import Shop, Warehouse

PACKAGE = "pasar.market.sellers"
PAGE = 60


@dataclass(frozen=True, slots=True)
class ShopView:
    """A shop as it is shown. `warehouse_id` is 0 and `zone` empty for one that has no warehouse yet."""

    id: int
    seller_id: int
    country: str
    slug: str
    name: str
    tagline: str
    description: str
    class_key: str
    open: bool
    place: str
    zone: str
    warehouse_id: int
    dispatch_days: int
    rating_sum: int
    rating_count: int
    sold_count: int
    logo: Any
    banner: Any
    opened_at: datetime | None
    paused: bool = False

    @property
    def rating(self) -> float | None:
        """The mean of its ratings, for stars."""
        return self.rating_sum / self.rating_count if self.rating_count else None


@dataclass(frozen=True, slots=True)
class WarehouseView:
    id: int
    seller_id: int
    country: str
    name: str
    phone: str
    zone: str
    area_code: str
    area_text: str
    postcode: str
    line1: str
    line2: str
    landmark: str

    @property
    def lines(self) -> tuple[str, ...]:
        """The address as a label prints it, without postcode and phone."""
        return tuple(filter(None, (self.line1, self.line2, self.landmark, self.area_text)))


def shops(ids: Iterable[int]) -> dict[int, ShopView]:
    """Shops by id, in one statement."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    found = {}
    for *plain, logo, banner, opened_at, paused in sql.values(PACKAGE, "shops", shop_ids=wanted):
        row = [*plain, _json(logo), _json(banner), opened_at, paused]
        found[row[0]] = ShopView(*row)
    return found


def _json(value: Any) -> Any:
    return orjson.loads(value) if isinstance(value, str | bytes) else value


def shop(country: str, slug: str) -> ShopView:
    """A shop that was ever opened, by its address; one that never was is not there.  Raises NotFound."""
    pk = (
        Shop.objects.filter(country=country, slug=slug, opened_at__isnull=False, seller__state="approved")
        .values_list("pk", flat=True)
        .first()
    )
    if pk is None:
        raise NotFound
    return shops([pk])[pk]


def shop_of(seller_id: int) -> ShopView | None:
    """The shop of a seller, also before it opened."""
    pk = Shop.objects.filter(seller_id=seller_id).values_list("pk", flat=True).first()
    return None if pk is None else shops([pk])[pk]


def open_shops(country: str, after: str = "") -> list[ShopView]:
    """A page of the shops that sell now, by their address; `after`: the last slug of the page before."""
    found = Shop.objects.filter(country=country, open=True, slug__gt=after).order_by("slug")
    return _in_order(found.values_list("pk", flat=True)[:PAGE])


def newest_shops(country: str, limit: int = 12) -> list[ShopView]:
    """Shops that opened last."""
    found = Shop.objects.filter(country=country, open=True).order_by("-opened_at", "-pk")
    return _in_order(found.values_list("pk", flat=True)[:limit])


def _in_order(ids: Iterable[int]) -> list[ShopView]:
    wanted = list(ids)
    found = shops(wanted)
    return [found[pk] for pk in wanted]


def warehouse_of(seller_id: int) -> WarehouseView:
    """Where a seller's parcels leave from.  Raises NotFound."""
    row = Warehouse.objects.filter(seller_id=seller_id).first()
    if row is None:
        raise NotFound
    return WarehouseView(
        row.pk, row.seller_id, row.country, row.name, row.phone, row.zone, row.area_code, row.area_text,
        row.postcode, row.line1, row.line2, row.landmark,
    )  # fmt: skip
