"""Identity's part of placing many purchases at once: lock who buys, read where the parcels go."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pasar.kernel import sql
from pasar.kernel.batch import Statement

_ADDRESS = ("recipient", "phone", "area_code", "area_text", "postcode", "line1", "line2", "landmark", "zone")


@dataclass(frozen=True, slots=True)
class Standing:
    """What a customer may do, read under the lock that makes two purchases of one customer wait for each other."""

    customer_id: int
    country: str
    may_buy: bool
    cash_off_until: datetime | None


def lock_standings(customer_ids: Iterable[int]) -> Statement:
    """Lock these customers, in id order, and read what they may do."""
    return Statement(
        sql.text(__package__, "lock_standings"), {"customer_ids": sql.ints(sorted(set(customer_ids)))}
    )


def read_standings(rows: Sequence[tuple[Any, ...]]) -> dict[int, Standing]:
    """What `lock_standings` found, by customer."""
    return {row[0]: Standing(*row) for row in rows}


def read_addresses(pairs: Iterable[tuple[int, int]]) -> Statement:
    """Read addresses by (customer, address); another customer's address is not found."""
    wanted = sorted(set(pairs))
    return Statement(
        sql.text(__package__, "addresses_of_pairs"),
        {
            "customer_ids": sql.ints(customer_id for customer_id, _ in wanted),
            "address_ids": sql.ints(address_id for _, address_id in wanted),
        },
    )


def addresses_found(rows: Sequence[tuple[Any, ...]]) -> dict[tuple[int, int], Mapping[str, Any]]:
    """What `read_addresses` found, by (customer, address): what a purchase keeps a copy of."""
    return {(row[0], row[1]): dict(zip(_ADDRESS, row[2:], strict=True)) for row in rows}
