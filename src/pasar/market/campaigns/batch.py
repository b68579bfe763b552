"""Campaigns' part of placing many purchases at once: the quotas to lock, the prices to read, the units to take.

lock_quotas, read_uses, read_prices      first round trip, in this order; quotas before stock's levels
prices, uses                             their rows, for the decision: `rules.choose`, `rules.after_taking`
taken                                    second round trip; the reservation of a taken line lies on `Price.shelf_id`
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from pasar.kernel import sql
from pasar.kernel.batch import Statement
from pasar.market.campaigns.rules import CAMPAIGN, FLASH, Price, Used


@dataclass(frozen=True, slots=True)
class Taking:
    """Units of a flash quota that an order line takes. most: the price's `per_customer`."""

    line_id: UUID
    country: str
    item_id: int
    customer_id: int
    units: int
    most: int


def lock_quotas(sku_ids: Iterable[int], at: datetime) -> Statement:
    """Lock the flash quotas that run now for these SKUs, in SKU order, and read them."""
    return Statement(
        sql.text(__package__, "lock_quotas"), {"sku_ids": sql.ints(sorted(set(sku_ids))), "at": at}
    )


def read_uses(sku_ids: Iterable[int], customer_ids: Iterable[int], at: datetime) -> Statement:
    """What these customers have of the running flash items of these SKUs, and what is kept for them.

    After `lock_quotas` in the same transaction, under whose locks it cannot change.
    """
    return Statement(
        sql.text(__package__, "read_uses"),
        {
            "sku_ids": sql.ints(sorted(set(sku_ids))),
            "customer_ids": sql.ints(sorted(set(customer_ids))),
            "at": at,
        },
    )


def read_prices(sku_ids: Iterable[int], at: datetime) -> Statement:
    """The campaign prices in force for these SKUs. Locks nothing."""
    return Statement(
        sql.text(__package__, "read_prices"), {"sku_ids": sql.ints(sorted(set(sku_ids))), "at": at}
    )


def prices(
    quotas: Sequence[tuple[Any, ...]], campaigns: Sequence[tuple[Any, ...]]
) -> dict[int, tuple[Price, ...]]:
    """What `lock_quotas` and `read_prices` found, by SKU, the lowest first. An exhausted quota has `quota_left` 0."""
    found: dict[int, list[Price]] = {}
    for sku, item, version, unit, was, per_customer, left, until in quotas:
        found.setdefault(sku, []).append(Price(FLASH, item, version, unit, was, per_customer, left, until))
    for sku, enrolment, version, unit, was, until in campaigns:
        found.setdefault(sku, []).append(Price(CAMPAIGN, enrolment, version, unit, was, None, None, until))
    return {sku: tuple(sorted(each, key=lambda price: price.unit_minor)) for sku, each in found.items()}


def uses(rows: Sequence[tuple[Any, ...]]) -> Mapping[tuple[int, int], Used]:
    """What `read_uses` found, by item and customer."""
    return {(item, customer): Used(units, offered) for item, customer, units, offered in rows}


def taken(takings: Sequence[Taking], at: datetime) -> Statement:
    """Count units as sold and write who took them; a customer's called place in the line is served."""
    return Statement(
        sql.text(__package__, "taken"),
        {
            "line_ids": sql.plain(each.line_id for each in takings),
            "countries": sql.plain(each.country for each in takings),
            "item_ids": sql.ints(each.item_id for each in takings),
            "customer_ids": sql.ints(each.customer_id for each in takings),
            "units": sql.ints(each.units for each in takings),
            "mosts": sql.ints(each.most for each in takings),
            "at": at,
        },
    )
