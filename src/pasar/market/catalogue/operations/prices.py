"""Prices: set by sellers, begun and ended by the clock."""

from collections.abc import Mapping

from django.db import transaction

from pasar import countries
from pasar.kernel import clock, sql
from pasar.kernel.errors import NotFound
from pasar.kernel.ids import SellerId, SkuId
from pasar.market.catalogue.errors import PriceInvalid
from pasar.market.catalogue.models import Listing, Sku
from pasar.market.catalogue.operations import changing
from pasar.market.catalogue.operations.announcing import PACKAGE, announce
from pasar.market.catalogue.rules import Period, price_right

TURNED_AT_ONCE = 500


@transaction.atomic
def set_prices(
    *, seller_id: SellerId, prices: Mapping[SkuId, tuple[int, int | None]], actor: str
) -> set[int]:
    """Let SKUs cost (price, price before) from now on; the listings whose price differs.

    Raises PriceInvalid; NotFound when one is not the seller's.
    """
    skus = _lock(seller_id, prices)
    for sku in skus:
        _check(sku, *prices[SkuId(sku.pk)])
    at = clock.now()
    changing.set_open_offers(skus[0].country, {sku.pk: prices[SkuId(sku.pk)] for sku in skus}, at)
    return _tell({sku.listing_id for sku in skus})


@transaction.atomic
def plan_prices(*, seller_id: SellerId, periods: Mapping[SkuId, Period], actor: str) -> set[int]:
    """Plan an offer with an end per SKU, which counts before the open one while it lasts; the listings it changes now.

    Raises PriceInvalid, also for a time that is over; NotFound when one is not the seller's.
    """
    skus = _lock(seller_id, periods)
    at = clock.now()
    for sku in skus:
        period = periods[SkuId(sku.pk)]
        _check(sku, period.price_minor, period.list_minor)
        if period.until_at is None or period.until_at <= max(period.from_at, at):
            raise PriceInvalid(sku_id=sku.pk, step_minor=countries.get(sku.country).price_step_minor)
    chosen = [periods[SkuId(sku.pk)] for sku in skus]
    sql.run(
        PACKAGE, "begin_offers",
        country=skus[0].country, sku_ids=[sku.pk for sku in skus], prices=[each.price_minor for each in chosen],
        lists=[each.list_minor for each in chosen], froms=[each.from_at for each in chosen],
        untils=[each.until_at for each in chosen],
    )  # fmt: skip
    return _tell({sku.listing_id for sku in skus})


def turn_prices() -> int:
    """Show the prices of offers that began or ended meanwhile; return how many listings were looked at."""
    at = clock.now()
    with transaction.atomic():
        due = list(
            Listing.objects.select_for_update(skip_locked=True, no_key=True)
            .filter(price_turns_at__lte=at)
            .order_by("pk")
            .values_list("pk", flat=True)[:TURNED_AT_ONCE]
        )
        if due:
            _tell(due)
    return len(due)


def _lock(seller_id: SellerId, wanted: Mapping[SkuId, object]) -> list[Sku]:
    skus = list(Sku.objects.filter(pk__in=list(wanted), seller_id=seller_id).order_by("pk"))
    if not skus or len(skus) != len(wanted):
        raise NotFound
    listing_ids = sorted({sku.listing_id for sku in skus})
    # The listing's lock: whoever changes its prices or variants waits here.
    list(
        Listing.objects.select_for_update(no_key=True)
        .filter(pk__in=listing_ids)
        .order_by("pk")
        .values_list("pk")
    )
    return skus


def _check(sku: Sku, price_minor: int, list_minor: int | None) -> None:
    step = countries.get(sku.country).price_step_minor
    if not price_right(price_minor, list_minor, step):
        raise PriceInvalid(sku_id=sku.pk, step_minor=step)


def _tell(listing_ids: set[int] | list[int]) -> set[int]:
    changed = changing.refresh_prices(listing_ids, clock.now())
    announce(changed)
    return changed
