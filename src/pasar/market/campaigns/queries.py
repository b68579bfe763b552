"""What pages and baskets read of campaigns and flash sales."""

from collections.abc import Iterable
from datetime import datetime

from pasar.kernel import clock, sql
from pasar.market.campaigns import batch
from pasar.market.campaigns.rules import Price

PACKAGE = "pasar.market.campaigns"


def prices(sku_ids: Iterable[int], at: datetime | None = None) -> dict[int, tuple[Price, ...]]:
    """The prices that stand in for the offers' now, by SKU, the lowest first; SKUs without any have no entry."""
    wanted = {"sku_ids": sql.ints(sorted(set(sku_ids))), "at": at or clock.now()}
    if wanted["sku_ids"] == "{}":
        return {}
    return batch.prices(
        sql.values(PACKAGE, "read_quotas", **wanted), sql.values(PACKAGE, "read_prices", **wanted)
    )
