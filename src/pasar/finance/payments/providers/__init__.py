"""The interface of a payment provider: who runs methods for us. Each child declares its
`adapter = Provider(key=<its name>, …)`.

What an adapter calls over the network is called from tasks only, never within a transaction. Every call carries an id
of ours that makes it repeatable. Amounts are minor units here; how the provider writes them is the adapter's matter.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Literal


@dataclass(frozen=True, slots=True)
class NewCharge:
    """What a customer shall be asked to pay. `reference` is ours and makes the call repeatable."""

    reference: str
    country: str
    currency: str
    amount_minor: int
    expires_at: datetime
    merchant: str
    city: str


@dataclass(frozen=True, slots=True)
class Charge:
    """A charge as the provider has it. `received_minor` is what was paid, null until something was."""

    charge_id: str
    reference: str
    state: Literal["pending", "paid", "refused"]
    currency: str
    amount_minor: int
    received_minor: int | None
    qr: str
    pay_url: str
    mode: Literal["sandbox", "live"]


@dataclass(frozen=True, slots=True)
class Told:
    """What a notice says it is about. Nothing else in it is believed: the charge is asked for again."""

    event_id: str
    about: Literal["charge", "refund", "payout", "other"]
    reference: str


@dataclass(frozen=True, slots=True)
class NewPayout:
    """Money for one seller. `id` is ours and makes the call repeatable."""

    id: str
    currency: str
    amount_minor: int
    bank: str
    account: str
    holder: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the provider's statement."""

    number: int
    at: datetime
    direction: Literal["credit", "debit"]
    kind: str
    reference: str
    currency: str
    amount_minor: int


RefundState = Literal["accepted", "paid"]
PayoutState = Literal["accepted", "paid", "returned"]


@dataclass(frozen=True)
class Provider:
    """How to speak with one provider; its ledger accounts belong to `party(key)`.

    All but `read_notice` raise ProviderRefused and ProviderUnreachable.
    """

    key: str
    name: str
    begin: Callable[[NewCharge], Charge]
    find: Callable[[str], Charge | None]
    """The charge with our reference; None when the provider has none."""
    refund: Callable[[str, str, int, str], RefundState]
    """Refund's id, charge's reference, amount in minor units, currency; the same id again gives its state."""
    pay_out: Callable[[str, Sequence[NewPayout]], Mapping[str, PayoutState]]
    """Batch's id and its payouts; states by payout id. Known ones are left as they are."""
    payout_state: Callable[[str], PayoutState | None]
    """By the payout's id; None when the provider has none."""
    statement: Callable[[int], Sequence[Entry]]
    """Entries after a number, the oldest first."""
    read_notice: Callable[[Mapping[str, str], bytes], Told]
    """From headers and raw body, its signature checked on the raw bytes.  Raises NoticeRefused."""


@cache
def providers() -> Mapping[str, Provider]:
    """Every provider by key."""
    from pasar.finance.payments import providers as folder
    from pasar.kernel.registry import discover

    return discover(folder, Provider)
