"""The basket's part of placing many purchases at once: what is in the baskets, and taking out what was bought."""

from collections.abc import Iterable, Sequence
from typing import Any

from pasar.kernel import sql
from pasar.kernel.batch import Statement

Pair = tuple[int, int]
"""Customer and SKU."""


def read_lines(pairs: Iterable[Pair]) -> Statement:
    """The units that these customers' baskets have of these SKUs."""
    return Statement(sql.text(__package__, "lines_of_pairs"), _parameters(pairs))


def read_units(rows: Sequence[tuple[Any, ...]]) -> dict[Pair, int]:
    """What `read_lines` found: units by customer and SKU."""
    return {(customer, sku): units for customer, sku, units in rows}


def clear(pairs: Iterable[Pair]) -> Statement:
    """Take what was bought out of the baskets."""
    return Statement(sql.text(__package__, "clear_pairs"), _parameters(pairs))


def _parameters(pairs: Iterable[Pair]) -> dict[str, Any]:
    pairs = list(pairs)
    return {
        "customer_ids": sql.ints(customer for customer, _sku in pairs),
        "sku_ids": sql.ints(sku for _customer, sku in pairs),
    }
