"""Accounts and transfers as they are shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID

from pasar import countries
from pasar.finance.ledger.chart import KINDS
from pasar.finance.ledger.rules import party


@dataclass(frozen=True, slots=True)
class AccountBalance:
    """An account with what moved on it, in minor units."""

    id: int
    country: str
    currency: str
    kind: str
    owner_id: int
    debits_minor: int
    credits_minor: int
    pending_debits_minor: int
    pending_credits_minor: int

    @property
    def balance_minor(self) -> int:
        """On the side on which its kind grows."""
        difference = self.debits_minor - self.credits_minor
        return difference if KINDS[self.kind].side == "debit" else -difference

    @property
    def available_minor(self) -> int:
        """The balance less what pending transfers would take from it."""
        held = self.pending_debits_minor if KINDS[self.kind].side == "credit" else self.pending_credits_minor
        return self.balance_minor - held

    @property
    def name(self) -> str:
        return account_name(self.kind, self.owner_id)


@dataclass(frozen=True, slots=True)
class KindBalance:
    """All accounts of a kind in a venture: a row of the trial balance."""

    country: str
    currency: str
    kind: str
    accounts: int
    debits_minor: int
    credits_minor: int

    @property
    def name(self) -> str:
        return str(KINDS[self.kind].name)

    @property
    def difference_minor(self) -> int:
        """Debits less credits: these sum to zero over a venture's kinds."""
        return self.debits_minor - self.credits_minor

    @property
    def balance_minor(self) -> int:
        return self.difference_minor if KINDS[self.kind].side == "debit" else -self.difference_minor


@dataclass(frozen=True, slots=True)
class TransferView:
    """A transfer with both its accounts."""

    id: UUID
    country: str
    currency: str
    debit_id: int
    debit_kind: str
    debit_owner: int
    credit_id: int
    credit_kind: str
    credit_owner: int
    amount_minor: int
    code: str
    ref_kind: str
    ref_id: str
    kind: str
    at: datetime

    @property
    def debit_name(self) -> str:
        return account_name(self.debit_kind, self.debit_owner)

    @property
    def credit_name(self) -> str:
        return account_name(self.credit_kind, self.credit_owner)


@dataclass(frozen=True, slots=True)
class TAccount:
    """One account as a T: what some transfers put on its left and on its right."""

    id: int
    kind: str
    owner_id: int
    currency: str
    debits: tuple[TransferView, ...]
    credits: tuple[TransferView, ...]

    @property
    def name(self) -> str:
        return account_name(self.kind, self.owner_id)

    @property
    def debits_minor(self) -> int:
        return _moved(self.debits)

    @property
    def credits_minor(self) -> int:
        return _moved(self.credits)


@dataclass(frozen=True, slots=True)
class PageRow:
    """One transfer as an account's page shows it, from its own side."""

    id: UUID
    side: str
    amount_minor: int
    code: str
    ref_kind: str
    ref_id: str
    kind: str
    at: datetime
    other_id: int
    other_kind: str
    other_owner: int

    @property
    def other_name(self) -> str:
        return account_name(self.other_kind, self.other_owner)


@dataclass(frozen=True, slots=True)
class AccountPage:
    account: AccountBalance
    rows: tuple[PageRow, ...]
    next: tuple[datetime, UUID] | None
    """Give it as `after` for the page behind; None: this is the last."""


@dataclass(frozen=True, slots=True)
class Sum:
    """Debits less credits of all accounts of a venture and currency. Anything but 0 is a broken book."""

    country: str
    currency: str
    difference_minor: int


def account_name(kind: str, owner_id: int) -> str:
    """What people read for an account: its kind, and whose it is when there are several."""
    name = str(KINDS[kind].name)
    return f"{name}: {_named.get(owner_id) or _parties().get(owner_id, owner_id)}" if owner_id else name


_named: dict[int, str] = {}


def name_parties(names: Mapping[str, str]) -> None:
    """Say what the accounts of these keys are called, such as payment providers that only packages above know."""
    _named.update({party(key): name for key, name in names.items()})


@cache
def _parties() -> Mapping[int, str]:
    """Names of carriers and payment methods by the owner's number of their accounts."""
    ventures = countries.all_countries().values()
    return {party(key): key for each in ventures for key in (*each.carriers, *each.payment_methods)}


def _moved(transfers: Iterable[TransferView]) -> int:
    return sum(each.amount_minor for each in transfers if each.kind in ("posted", "post"))
