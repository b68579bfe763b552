"""Listings as the search indexes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pasar.kernel import sql
from pasar.market.catalogue.rows import parsed


@dataclass(frozen=True, slots=True)
class Source:
    """A published listing with a price; texts by language, descriptions as HTML, variants' options in their order."""

    id: int
    shop_id: int
    titles: Mapping[str, str]
    descriptions: Mapping[str, str]
    brand: str
    category_path: str
    attributes: Mapping[str, Any]
    price_minor: int
    reduced: bool
    rating_sum: int
    rating_count: int
    sold_count: int
    popularity: int
    created_s: int
    codes: str
    options: Sequence[Mapping[str, Any]]


def sources(
    country: str, listing_ids: Sequence[int] | None = None, *, after: int = 0, size: int = 1_000
) -> list[Source]:
    """The ones among these listings that can be found, or a venture's next `size` behind an id."""
    ids = None if listing_ids is None else list(listing_ids)
    rows = sql.values(
        "pasar.market.catalogue", "sources", country=country, listing_ids=ids, after=after, size=size
    )
    return [_source(list(row)) for row in rows]


def _source(row: list[Any]) -> Source:
    for place in (2, 3, 6, 15):
        row[place] = parsed(row[place])
    row[14], row[15] = row[14] or "", row[15] or []
    return Source(*row)
