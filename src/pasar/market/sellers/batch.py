"""Sellers' part of placing many purchases at once: the shops as they are now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pasar.kernel import sql
from pasar.kernel.batch import Statement


@dataclass(frozen=True, slots=True)
class SellingShop:
    """Who sells, from where, and whether they do now."""

    id: int
    seller_id: int
    country: str
    name: str
    class_key: str
    open: bool
    warehouse_id: int
    zone: str
    dispatch_days: int


def read_shops(shop_ids: Iterable[int]) -> Statement:
    """Read these shops. Locks nothing."""
    return Statement(sql.text(__package__, "shops_selling"), {"shop_ids": sql.ints(sorted(set(shop_ids)))})


def shops(rows: Sequence[tuple[Any, ...]]) -> dict[int, SellingShop]:
    """What `read_shops` found, by id."""
    return {row[0]: SellingShop(*row) for row in rows}
