"""Checkout's own part of placing many purchases at once: the keys that were used, and the answers they got."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from pasar.kernel import sql
from pasar.kernel.batch import Statement
from pasar.market.checkout.planning import Sale
from pasar.market.checkout.requests import Attempt, Placed


def read_attempts(pairs: Iterable[tuple[int, str]]) -> Statement:
    """Whether these customers have used these keys before."""
    pairs = list(pairs)
    return Statement(
        sql.text(__package__, "read_attempts"),
        {
            "customer_ids": sql.ints(customer for customer, _ in pairs),
            "keys": sql.texts(key for _, key in pairs),
        },
    )


def attempts(rows: Sequence[tuple[Any, ...]]) -> dict[tuple[int, str], Attempt]:
    """What `read_attempts` found, by customer and key."""
    return {
        (customer, key): Attempt(bytes(body_hash), _placed(orjson.loads(outcome)))
        for customer, key, body_hash, outcome in rows
    }


def write_attempts(sales: Sequence[Sale], at: datetime) -> Statement:
    """Remember what these requests were answered."""
    return Statement(
        sql.text(__package__, "write_attempts"),
        {
            "countries": sql.plain(sale.request.country for sale in sales),
            "customer_ids": sql.ints(sale.request.customer_id for sale in sales),
            "keys": sql.texts(sale.request.key for sale in sales),
            "hashes": sql.plain(sale.body_hash.hex() for sale in sales),
            "purchase_ids": sql.plain(sale.purchase.id for sale in sales),
            "outcomes": sql.texts(orjson.dumps(sale.outcome).decode() for sale in sales),
            "at": at,
        },
    )


def _placed(stored: dict[str, Any]) -> Placed:
    payment_id = stored["payment_id"]
    return Placed(
        purchase_id=UUID(stored["purchase_id"]),
        number=stored["number"],
        payment_id=UUID(payment_id) if payment_id else None,
        pays=stored["pays"],
        total_minor=stored["total_minor"],
        currency=stored["currency"],
    )
