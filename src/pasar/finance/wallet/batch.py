"""The wallet's part of placing many purchases at once: lock the customers' balances and read them.

The debit is a transfer like any other: `escrow.batch.transfers` with method `wallet`, written by `ledger.batch.write`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pasar.kernel import sql
from pasar.kernel.batch import Statement
from pasar.kernel.ids import CustomerId


@dataclass(frozen=True, slots=True)
class Purse:
    """A customer's wallet under lock. A customer who never had money in it has none: their balance is 0."""

    customer_id: CustomerId
    account_id: int
    available_minor: int
    """Posted balance less what pending transfers hold."""


def lock(customers: Iterable[tuple[str, str, CustomerId]]) -> Statement:
    """Lock the wallets of these (country, currency, customer), in account order, and read what they can pay."""
    wanted = sorted(set(customers))
    return Statement(
        sql.text(__package__, "lock"),
        {
            "countries": sql.plain(country for country, _, _ in wanted),
            "currencies": sql.plain(currency for _, currency, _ in wanted),
            "customer_ids": sql.ints(customer_id for _, _, customer_id in wanted),
        },
    )


def read(rows: Sequence[tuple[Any, ...]]) -> dict[CustomerId, Purse]:
    """What `lock` found, by customer."""
    return {row[0]: Purse(*row) for row in rows}
