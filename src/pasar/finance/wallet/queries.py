"""A wallet as its customer sees it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pasar import countries
from pasar.finance.ledger import queries as ledger
from pasar.finance.ledger.rules import AccountKey

PAGE = 20


@dataclass(frozen=True, slots=True)
class WalletView:
    """What a customer has, in minor units."""

    currency: str
    balance_minor: int
    available_minor: int
    """Less what is held for something under way."""


@dataclass(frozen=True, slots=True)
class WalletEntry:
    """One movement. `why` is the transfer's code; amounts in the customer's favour are positive."""

    id: UUID
    at: datetime
    why: str
    amount_minor: int
    ref_kind: str
    ref_id: str
    pending: bool


@dataclass(frozen=True, slots=True)
class WalletHistory:
    entries: tuple[WalletEntry, ...]
    next: tuple[datetime, UUID] | None
    """Give it as `after` for the page behind; None: this is the last."""


def balance(country: str, customer_id: int) -> WalletView:
    """A customer's wallet; empty for one who never had money in it."""
    currency = countries.get(country).currency
    found = ledger.balance(country, currency, AccountKey("wallet", customer_id))
    return WalletView(currency, found.balance_minor, found.available_minor)


def history(
    country: str, customer_id: int, after: tuple[datetime, UUID] | None = None, *, size: int = PAGE
) -> WalletHistory:
    """A customer's movements, the newest first."""
    found = ledger.balance(country, countries.get(country).currency, AccountKey("wallet", customer_id))
    if not found.id:
        return WalletHistory((), None)
    page = ledger.account_page(found.id, after=after, size=size)
    return WalletHistory(
        tuple(
            WalletEntry(
                id=row.id, at=row.at, why=row.code,
                amount_minor=row.amount_minor if row.side == "credit" else -row.amount_minor,
                ref_kind=row.ref_kind, ref_id=row.ref_id, pending=row.kind == "pending",
            )
            for row in page.rows
            if row.kind != "void"
        ),
        page.next,
    )  # fmt: skip
