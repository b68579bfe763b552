"""Balances, the trial balance, transfers of something, an account's page."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from pasar.finance.ledger.chart import KINDS
from pasar.finance.ledger.errors import UnknownAccount
from pasar.finance.ledger.queries.views import (
    AccountBalance,
    AccountPage,
    KindBalance,
    PageRow,
    Sum,
    TAccount,
    TransferView,
)
from pasar.finance.ledger.rules import AccountKey
from pasar.kernel import sql

PACKAGE = "pasar.finance.ledger"
PAGE = 50


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
        AccountBalance, PACKAGE, "balances",
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
        TransferView, PACKAGE, "of_references",
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
        PACKAGE,
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
    rows = sql.rows(PageRow, PACKAGE, "page", account_id=account_id, at=at, id=last_id, size=size + 1)
    shown = rows[:size]
    return AccountPage(
        account=account(account_id),
        rows=tuple(shown),
        next=(shown[-1].at, shown[-1].id) if len(rows) > size else None,
    )
