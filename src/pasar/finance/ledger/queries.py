"""Reads of the ledger: balances, the trial balance, transfers of something, an account's page, the result."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from uuid import UUID

from django.utils.functional import Promise

from pasar import countries
from pasar.finance.ledger.chart import KINDS, LINES, Kind
from pasar.finance.ledger.errors import UnknownAccount
from pasar.finance.ledger.rules import AccountKey, party
from pasar.kernel import sql

PAGE = 50


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


@dataclass(frozen=True, slots=True)
class _KindMoves:
    country: str
    currency: str
    kind: str
    debits_minor: int
    credits_minor: int


@dataclass(frozen=True, slots=True)
class ResultLine:
    """A line of the income statement, positive on the side on which it grows."""

    key: str
    name: str | Promise
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Result:
    """What a venture earned over some of its days. Source: IAS 1, IFRS 15 (commission as an agent, goods gross)."""

    country: str
    currency: str
    first: date
    last: date
    lines: tuple[ResultLine, ...]

    def line(self, key: str) -> int:
        return next(line.amount_minor for line in self.lines if line.key == key)

    @property
    def net_revenue_minor(self) -> int:
        return sum(line.amount_minor for line in self.lines if LINES[line.key].side == "credit")

    @property
    def operating_result_minor(self) -> int:
        return self.net_revenue_minor - sum(
            line.amount_minor for line in self.lines if LINES[line.key].side == "debit"
        )


def account_name(kind: str, owner_id: int) -> str:
    """What people read for an account: its kind, and whose it is when there are several."""
    name = str(KINDS[kind].name)
    return f"{name}: {_parties().get(owner_id, owner_id)}" if owner_id else name


@cache
def _parties() -> Mapping[int, str]:
    """Names of carriers and payment methods by the owner's number of their accounts."""
    ventures = countries.all_countries().values()
    return {party(key): key for each in ventures for key in (*each.carriers, *each.payment_methods)}


def balance(country: str, currency: str, key: AccountKey) -> AccountBalance:
    """An account's balance; all zero for one that was never used."""
    for each in balances(country, kinds=[key.kind], owner_id=key.owner_id):
        if each.currency == currency:
            return each
    return AccountBalance(0, country, currency, key.kind, key.owner_id, 0, 0, 0, 0)


def balances(
    country: str | None = None, *, kinds: Sequence[str] | None = None, owner_id: int | None = None
) -> list[AccountBalance]:
    """Balances of a venture's accounts (of all ventures' for None), one statement for any number."""
    return sql.rows(
        AccountBalance, __package__, "balances",
        country=country, kinds=list(kinds) if kinds is not None else None, owner_id=owner_id, account_id=None,
    )  # fmt: skip


def trial_balance(country: str | None = None) -> list[KindBalance]:
    """Every kind that has accounts, per venture and currency, in the chart's order."""
    found: dict[tuple[str, str, str], list[AccountBalance]] = {}
    for each in balances(country):
        found.setdefault((each.country, each.currency, each.kind), []).append(each)
    order = list(KINDS)
    return [
        KindBalance(
            *place, len(rows), sum(row.debits_minor for row in rows), sum(row.credits_minor for row in rows)
        )
        for place, rows in sorted(found.items(), key=lambda item: (item[0][:2], order.index(item[0][2])))
    ]


def sums() -> list[Sum]:
    """Debits less credits over all accounts, per venture and currency: each is 0."""
    found: dict[tuple[str, str], int] = {}
    for each in balances():
        place = each.country, each.currency
        found[place] = found.get(place, 0) + each.debits_minor - each.credits_minor
    return [Sum(*place, difference) for place, difference in sorted(found.items())]


def transfers_of(ref_kind: str, ref_id: str) -> list[TransferView]:
    """Transfers about something, in the order they were made."""
    return transfers_of_all([(ref_kind, ref_id)])


def transfers_of_all(references: Iterable[tuple[str, str]]) -> list[TransferView]:
    """Transfers about any of these (kind, id), in the order they were made."""
    wanted = list(dict.fromkeys(references))
    return sql.rows(
        TransferView, __package__, "of_references",
        ref_kinds=[kind for kind, _ in wanted], ref_ids=[ref_id for _, ref_id in wanted],
    )  # fmt: skip


def t_accounts(references: Iterable[tuple[str, str]]) -> list[TAccount]:
    """What is booked about these (kind, id), as T-accounts in the chart's order."""
    debits: dict[tuple[str, int, int, str], list[TransferView]] = {}
    credits: dict[tuple[str, int, int, str], list[TransferView]] = {}
    for each in transfers_of_all(references):
        debits.setdefault((each.debit_kind, each.debit_owner, each.debit_id, each.currency), []).append(each)
        credits.setdefault((each.credit_kind, each.credit_owner, each.credit_id, each.currency), []).append(
            each
        )
    order = list(KINDS)
    return [
        TAccount(
            id=account_id, kind=kind, owner_id=owner, currency=currency,
            debits=tuple(debits.get((kind, owner, account_id, currency), ())),
            credits=tuple(credits.get((kind, owner, account_id, currency), ())),
        )
        for kind, owner, account_id, currency in sorted(
            {*debits, *credits}, key=lambda place: (order.index(place[0]), place[1:])
        )
    ]  # fmt: skip


def account(account_id: int) -> AccountBalance:
    """An account with its balance.  Raises UnknownAccount."""
    found = sql.rows(
        AccountBalance,
        __package__,
        "balances",
        country=None,
        kinds=None,
        owner_id=None,
        account_id=account_id,
    )
    if not found:
        raise UnknownAccount
    return found[0]


def account_page(
    account_id: int, *, after: tuple[datetime, UUID] | None = None, size: int = PAGE
) -> AccountPage:
    """An account's transfers, the newest first.  Raises UnknownAccount."""
    at, last_id = after or (None, None)
    rows = sql.rows(PageRow, __package__, "page", account_id=account_id, at=at, id=last_id, size=size + 1)
    shown = rows[:size]
    return AccountPage(
        account=account(account_id),
        rows=tuple(shown),
        next=(shown[-1].at, shown[-1].id) if len(rows) > size else None,
    )


def result(country: str, first: date, last: date) -> Result:
    """A venture's income statement over its days from first to last, both within."""
    return results([country], first, last)[0]


def results(ventures: Sequence[str], first: date, last: date) -> list[Result]:
    """Income statements of several ventures, one statement in SQL. Every line is there, also at 0."""
    kinds = [kind for kind in KINDS.values() if LINES[kind.line].statement == "result"]
    moves = sql.rows(
        _KindMoves, __package__, "moves_between",
        countries=list(ventures), time_zones=[countries.get(key).time_zone for key in ventures],
        kinds=[kind.key for kind in kinds], first=first, last=last,
    )  # fmt: skip
    return [
        Result(
            key,
            countries.get(key).currency,
            first,
            last,
            _lines(kinds, [m for m in moves if m.country == key]),
        )
        for key in ventures
    ]


def _lines(kinds: Sequence[Kind], moves: Sequence[_KindMoves]) -> tuple[ResultLine, ...]:
    amounts = {line.key: 0 for line in LINES.values() if line.statement == "result"}
    line_of = {kind.key: LINES[kind.line] for kind in kinds}
    for move in moves:
        line = line_of[move.kind]
        difference = move.debits_minor - move.credits_minor
        amounts[line.key] += difference if line.side == "debit" else -difference
    return tuple(ResultLine(key, LINES[key].name, amount) for key, amount in amounts.items())


def _moved(transfers: Iterable[TransferView]) -> int:
    return sum(each.amount_minor for each in transfers if each.kind in ("posted", "post"))
