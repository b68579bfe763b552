"""What came of a simulation: a table per venture, what people did, and a digest to hold runs against each other."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pasar import countries
from pasar.countries.formats import exact_money_text
from pasar.finance.escrow import queries as escrow
from pasar.finance.ledger import queries as ledger
from pasar.finance.ledger.chart import KINDS
from pasar.finance.payouts import queries as payouts
from pasar.market.orders import queries as orders
from pasar.market.sellers import queries as sellers


@dataclass(frozen=True, slots=True)
class Row:
    """One venture's month. Money in minor units."""

    country: str
    currency: str
    purchases: int
    paid: int
    expired: int
    orders: int
    shipped: int
    delivered: int
    completed: int
    cancelled: int
    returned: int
    under_way: int
    gmv_minor: int
    refunded_minor: int
    commission_minor: int
    escrow_minor: int
    payable_minor: int
    paid_out_minor: int


COUNTS = (
    "purchases",
    "paid",
    "expired",
    "orders",
    "shipped",
    "delivered",
    "completed",
    "cancelled",
    "returned",
    "under_way",
)
SUMS = ("gmv_minor", "refunded_minor", "commission_minor", "escrow_minor", "payable_minor", "paid_out_minor")


@dataclass(frozen=True, slots=True)
class Summary:
    """digest: of everything below and of the ledger's balances, without ids: the same for the same seed."""

    seed: int
    days: int
    ventures: tuple[Row, ...]
    happened: Mapping[str, int]
    """What people did and what was refused, by name."""
    faults: Mapping[str, int]
    """Workers that died and lines that broke, by point."""
    balances: Mapping[str, int]
    """The trial balance: debits less credits by venture and kind of account."""
    digest: str

    def as_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    def text(self) -> str:
        """Small tables for a terminal."""
        parts = [
            _table(
                ["venture", *(name.replace("_", " ") for name in COUNTS)],
                [_counts(row) for row in self.ventures],
            )
        ]
        parts.append(
            _table(
                ["venture", "currency", *(name.removesuffix("_minor").replace("_", " ") for name in SUMS)],
                [_sums(row) for row in self.ventures],
            )
        )
        for title, counted in (("What happened", self.happened), ("What broke, and went on", self.faults)):
            if counted:
                parts.append(f"{title}: " + ", ".join(f"{name} {number}" for name, number in counted.items()))
        return "\n\n".join([*parts, f"digest {self.digest} (seed {self.seed}, {self.days} days)"])


def summarise(*, seed: int, days: int, happened: Mapping[str, int], faults: Mapping[str, int]) -> Summary:
    """Read what the market has come to."""
    trial = {
        f"{row.country}:{row.kind}": row.difference_minor
        for row in sorted(ledger.trial_balance(), key=lambda row: (row.country, row.kind))
        if row.difference_minor
    }
    rows = tuple(_row(total, trial) for total in orders.totals())
    what, broke = dict(sorted(happened.items())), dict(sorted(faults.items()))
    told = {"ventures": [asdict(row) for row in rows], "happened": what, "faults": broke, "balances": trial}
    digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]
    return Summary(seed, days, rows, what, broke, trial, digest)


def _row(total: orders.Totals, trial: Mapping[str, int]) -> Row:
    def balance(*kinds: str) -> int:
        return sum(
            trial.get(f"{total.country}:{kind}", 0) * (1 if KINDS[kind].side == "debit" else -1)
            for kind in kinds
        )

    return Row(
        **{name: getattr(total, name) for name in ("country", "currency", *COUNTS, "gmv_minor")},
        refunded_minor=escrow.refunded(total.country),
        commission_minor=balance("commission_revenue", "fee_revenue"),
        escrow_minor=balance("escrow"),
        payable_minor=balance("seller_payable"),
        paid_out_minor=sum(
            each.amount_minor
            for shop in sellers.open_shops(total.country)
            for each in payouts.of_seller(shop.seller_id, size=1_000)
            if each.state == "settled"
        ),
    )


def _counts(row: Row) -> list[str]:
    return [row.country.upper(), *(str(getattr(row, name)) for name in COUNTS)]


def _sums(row: Row) -> list[str]:
    country = countries.get(row.country)
    return [
        row.country.upper(), row.currency,
        *(exact_money_text(getattr(row, name), country, "en") for name in SUMS),
    ]  # fmt: skip


def _table(heads: list[str], rows: list[list[Any]]) -> str:
    widths = [max(len(str(cell)) for cell in column) for column in zip(heads, *rows, strict=True)]
    lines = [
        "  ".join(
            str(cell).ljust(width) if number == 0 else str(cell).rjust(width)
            for number, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in (heads, *rows)
    ]
    return "\n".join(lines)
