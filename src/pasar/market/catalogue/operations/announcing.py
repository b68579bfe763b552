"""One way to tell the world that listings changed."""

from collections.abc import Iterable

from pasar.kernel import clock, events, sql
from pasar.market.catalogue.events import ListingChanged

PACKAGE = "pasar.market.catalogue"


def announce(listing_ids: Iterable[int], *, unseen_too: bool = False) -> int:
    """Mark listings as changed and announce those that visitors see; return how many were announced.

    unseen_too: also those that are not published, whose going the search must hear of.
    """
    wanted = sorted(set(listing_ids))
    if not wanted:
        return 0
    rows = sql.values(PACKAGE, "touch", listing_ids=wanted, at=clock.now())
    news = [
        ListingChanged(country=country, listing_id=listing_id, shop_id=shop_id)
        for listing_id, shop_id, country, state in sorted(rows)
        if unseen_too or state == "published"
    ]
    events.append(news)
    return len(news)
