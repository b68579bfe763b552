"""What a transfer is, and what makes a set of them acceptable, apart from balances."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import Literal
from uuid import UUID

from pasar.finance.ledger.chart import KINDS
from pasar.kernel.money import EXPONENTS
from pasar.kernel.records import dataclass

TransferKind = Literal["posted", "pending", "post", "void"]

MOST_MINOR = 10**15
"""No single transfer is above this: ten trillion rupiah. It keeps sums far inside bigint."""


@dataclass(frozen=True, slots=True, order=True)
class AccountKey:
    """An account of a venture: its kind in the chart, and whose it is (0 for the venture's own)."""

    kind: str
    owner_id: int = 0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"no account kind {self.kind!r} in the chart")


@dataclass(frozen=True, slots=True)
class NewTransfer:
    """One debit, one credit, one amount of one currency.

    id: the idempotency key. code: why, such as `sale`. ref_kind, ref_id: what it is about, such as an order.
    kind: `posted` at once; `pending` reserves until `expires_at` or for ever; `post` (in part or whole; the rest is
    let go) and `void` end the pending one in `pending_id`.
    """

    id: UUID
    country: str
    currency: str
    debit: AccountKey
    credit: AccountKey
    amount_minor: int
    code: str
    ref_kind: str
    ref_id: str
    kind: TransferKind = "posted"
    pending_id: UUID | None = None
    expires_at: datetime | None = None


def derived_id(source: UUID, *parts: str) -> UUID:
    """The id that `parts` of what `source` names always get, so that a repeat writes the same transfer.

    It keeps the source's first 48 bits (a UUIDv7's time), so that rows written together lie together in the index;
    the rest is a hash. UUIDv8, RFC 9562 section 5.8.
    """
    hashed = int.from_bytes(blake2b("\x1f".join(parts).encode(), key=source.bytes, digest_size=10).digest())
    value = source.int >> 80 << 80 | hashed
    return UUID(int=value & ~(0xF << 76) & ~(0b11 << 62) | 0x8 << 76 | 0b10 << 62)


def party(name: str) -> int:
    """The owner's number of an account that is kept by carrier or by provider: 48 bits of a hash of its key."""
    return int.from_bytes(blake2b(name.encode(), digest_size=6).digest())


def check(transfers: Sequence[NewTransfer]) -> None:
    """Raises ValueError for a set of transfers that no ledger could take: a bug of the caller's, never a user's."""
    if len({transfer.id for transfer in transfers}) != len(transfers):
        raise ValueError("two transfers of one call share an id")
    for transfer in transfers:
        if problem := _problem(transfer):
            raise ValueError(f"transfer {transfer.id} ({transfer.code}): {problem}")


def _problem(transfer: NewTransfer) -> str:
    if type(transfer.amount_minor) is not int or not 0 < transfer.amount_minor <= MOST_MINOR:
        return f"an amount is a whole number from 1 to {MOST_MINOR}, not {transfer.amount_minor!r}"
    if transfer.debit == transfer.credit:
        return "debit and credit are the same account"
    if transfer.currency not in EXPONENTS:
        return f"unknown currency {transfer.currency!r}"
    if not transfer.code or len(transfer.ref_id) > 40:
        return "a code is needed, and a reference of 40 letters at most"
    if (transfer.pending_id is not None) != (transfer.kind in ("post", "void")):
        return "a post or void names the pending transfer that it ends, and nothing else does"
    if transfer.expires_at is not None and transfer.kind != "pending":
        return "only a pending transfer expires"
    return ""


def net(transfers: Iterable[NewTransfer]) -> dict[tuple[str, str, AccountKey], int]:
    """Debits less credits per (country, currency, account) of transfers that move money now."""
    sums: dict[tuple[str, str, AccountKey], int] = {}
    for transfer in transfers:
        if transfer.kind in ("posted", "post"):
            place = transfer.country, transfer.currency
            for key, sign in ((transfer.debit, 1), (transfer.credit, -1)):
                sums[(*place, key)] = sums.get((*place, key), 0) + sign * transfer.amount_minor
    return sums
